"""Reports put straight into the database: for tests of what is read, not of how it came to be."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.dialogue.state import ConversationState as DialogueState
from core.kernel.states import OPEN_STATES, Kind, Role, State
from core.kernel.ticket_numbers import new_number
from core.protection import photos
from core.storage.models import Conversation, EventVerb, Media, Ticket, TicketEvent, TicketPhoto
from tests.support.house import House

KEBON_JERUK = "31.73.05.1001"
SECRET = "di depan rumah Bu Rahasia"
"""Stands in what only the reporter and the staff may read."""


def put_report(house: House, **fields: Any) -> str:
    """A public complaint about rubbish in Kebon Jeruk, opened now, unless told otherwise; answers its number."""
    now: datetime = house.clock()
    at = fields.pop("opened_at", now)
    code = fields.pop("area_code", KEBON_JERUK)
    area = house.services.areas.get(code) if code else None
    state = fields.pop("state", State.RECEIVED)
    place = {"kelurahan": area.kelurahan, "kecamatan": area.kecamatan, "kota": area.kota} if area else {}
    with house.services.database.write() as session:
        ticket = Ticket(
            **{
                "number": new_number(),
                "kind": Kind.COMPLAINT,
                "category": "sampah",
                "state": state,
                "step_due_at": at + timedelta(days=1) if state in OPEN_STATES else None,
                "description": f"Sampah menumpuk {SECRET}",
                "place_words": SECRET,
                "lat": -6.19372,
                "lon": 106.77325,
                "area_code": code,
                **place,
                "public": True,
                "channel": "web",
                "reporter_id": _reporter(session, now).id,
                "version": 1,
                "opened_at": at,
                "opened_on": at.astimezone(house.config.zone).date(),
                "changed_at": at,
                **fields,
            }
        )
        session.add(ticket)
        return ticket.number


def put_follow_up(house: House, number: str, photo: bytes) -> int:
    """Work handed in for validation, with this photo; answers the photo's id."""
    with house.services.database.write() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        event = TicketEvent(
            ticket_id=ticket.id,
            at=house.clock(),
            verb=EventVerb.MOVED,
            role=Role.OFFICER,
            from_state=State.IN_PROGRESS,
            to_state=State.AWAITING_VALIDATION,
            note=SECRET,
        )
        media = _stored(house, photo)
        session.add_all([event, media])
        session.flush()
        session.add(TicketPhoto(ticket_id=ticket.id, media_id=media.id, event_id=event.id))
        return media.id


def put_reporters_photo(house: House, number: str, photo: bytes) -> int:
    with house.services.database.write() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        media = _stored(house, photo)
        session.add(media)
        session.flush()
        session.add(TicketPhoto(ticket_id=ticket.id, media_id=media.id))
        return media.id


def _stored(house: House, photo: bytes) -> Media:
    return house.services.media.put_photo(photos.clean(photo), house.clock())


def _reporter(session: Session, now: datetime) -> Conversation:
    found = session.scalar(select(Conversation).where(Conversation.address_hash == "put"))
    if found is None:
        found = Conversation(
            account="web",
            address_hash="put",
            address=b"",
            language="id",
            state=DialogueState(),
            created_at=now,
            last_inbound_at=now,
        )
        session.add(found)
        session.flush()
    return found
