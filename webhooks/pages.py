"""The public pages: what Tanggap is, with the chat in it, and the tracking of a report by its number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.kernel.states import COLOURS, State
from core.kernel.ticket_numbers import ALPHABET, read_number
from core.reports.public import follow_up_photos
from core.reports.queries import main_of
from core.running.services import Services
from core.storage.models import Media, Ticket
from webhooks.language import language
from webhooks.photos import answer_photo
from webhooks.security import Guards

_TRACKINGS = "30/minute"
_PHOTOS = "300/minute"
_SMALL = 192
"""Pixels of a photo in a list: 64 on the page, for displays with three times as many."""
_LENGTH = 8

STEPS = ("received", "handled", "checked", "done")
"""The four stations that everybody understands, whatever the thirteen states."""
_STATION = {
    State.RECEIVED: 0,
    State.REOPENED: 0,
    State.COORDINATING: 1,
    State.DISPATCHED: 1,
    State.IN_PROGRESS: 1,
    State.FOLLOW_UP_REJECTED: 1,
    State.FORWARDED: 1,
    State.AWAITING_VALIDATION: 2,
    State.RESOLVED: 3,
    State.ANSWERED: 3,
}


@dataclass(frozen=True)
class PublicStatus:
    """As much as anybody may learn of a report, whether private or public."""

    number: str
    category: str
    area: str | None
    state: str
    colour: str
    station: int | None
    opened: str
    changed: str
    follow_up: tuple[Media, ...]
    """Photos of the work done: only where the reporter agreed that the report may be shown."""
    merged: bool
    main_number: str | None
    """Of the report that it was merged into, if everybody may see that one."""


def blueprint(services: Services, guards: Guards, *, chat_open: bool) -> Blueprint:
    pages = Blueprint("pages", __name__)

    def no_number() -> bool:
        return not request.args.get("nomor")

    @pages.get("/")
    def home() -> ResponseReturnValue:
        return render_template("home.html", chat_open=chat_open)

    @pages.get("/lacak")
    @guards.limiter.limit(_TRACKINGS, exempt_when=no_number)
    def track() -> ResponseReturnValue:
        given = request.args.get("nomor", "").strip()[:64]
        if not given:
            return render_template("track.html", given="", ticket=None, hint=None, steps=STEPS)
        number = read_number(given)
        if number is None:
            return render_template("track.html", given=given, ticket=None, hint=_hint(given), steps=STEPS), 404
        with services.database.read() as session:
            ticket = session.scalar(select(Ticket).where(Ticket.number == number))
            view = _public(session, ticket) if ticket else None
        hint = None if view else "track-unknown"
        page = render_template("track.html", given=number, ticket=view, hint=hint, steps=STEPS)
        return page, 200 if view else 404

    @pages.get("/lacak/<number>/foto/<int:media_id>")
    @guards.limiter.limit(_PHOTOS)
    def follow_up_photo(number: str, media_id: int) -> ResponseReturnValue:
        """`?kecil` asks for the size that lists show."""
        with services.database.read() as session:
            ticket_id = session.scalar(select(Ticket.id).where(Ticket.number == number, Ticket.public))
            photos = follow_up_photos(session, [ticket_id]).get(ticket_id, ()) if ticket_id else ()
            media = next((photo for photo in photos if photo.id == media_id), None)
        if media is None:
            abort(404)
        return answer_photo(services.media, media, longest=_SMALL if "kecil" in request.args else None, kept=True)

    def _public(session: Session, ticket: Ticket) -> PublicStatus:
        spoken = language()
        main = main_of(ticket)
        return PublicStatus(
            number=ticket.number,
            category=services.wording.category(ticket.category, spoken),
            area=ticket.kelurahan or ticket.kecamatan or ticket.kota,
            state=services.wording.say(f"state-{main.state}", spoken),
            colour=COLOURS[main.state],
            station=_STATION.get(main.state),
            opened=_day(ticket.opened_at),
            changed=_day(max(ticket.changed_at, main.changed_at)),
            follow_up=follow_up_photos(session, [ticket.id]).get(ticket.id, ()),
            merged=main is not ticket,
            main_number=main.number if main is not ticket and main.public else None,
        )

    def _day(moment: datetime) -> str:
        return services.wording.date(moment, language(), time=False)

    return pages


def _hint(given: str) -> str:
    """Why this can't be a number, as a wording key."""
    letters = [c for c in given.upper() if c.isalnum()]
    if len(letters) != _LENGTH:
        return "track-length"
    return "track-mistyped" if all(c in ALPHABET for c in letters) else "track-letters"
