"""Cuts a ticket from the person who reported it. What the city needs to finish and to count it stays."""

from __future__ import annotations

import re

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from core.config import Privacy
from core.kernel.clock import Clock
from core.kernel.states import Role
from core.messaging import conversations
from core.protection.scrub import scrub
from core.protection.vault import Vault
from core.storage.models import (
    Conversation,
    FiledReport,
    Follower,
    Media,
    MediaState,
    OutboundMessage,
    Ticket,
)

_SHORTEST_NAME = 3
"""Characters; what is shorter is part of too many words."""


def discard(media: Media) -> None:
    """Its file and its row are deleted after the commit; see `MediaFetcher.clear_away`."""
    media.state = MediaState.DISCARDED
    media.inbound_id = None


class Anonymiser:
    """Works inside the caller's transaction."""

    def __init__(self, privacy: Privacy, vault: Vault, clock: Clock) -> None:
        self._privacy = privacy
        self._vault = vault
        self._clock = clock

    def cut(self, session: Session, ticket: Ticket) -> None:
        """Nothing leads from an open ticket to its reporter any more; what it is about can still be mended."""
        reporter = ticket.reporter
        known = self._known(reporter)
        ticket.description = _clean(ticket.description, known)
        ticket.place_words = _clean(ticket.place_words, known) if ticket.place_words else None
        for event in ticket.events:
            event.note = _clean(event.note, known) if event.note else None
            event.detail = event.detail.cleaned(lambda words: _clean(words, known)) if event.detail else None
        for photo in [photo for photo in ticket.photos if photo.event_id is None]:
            discard(photo.media)
            session.delete(photo)
        reporter.state = reporter.state.without_ticket(ticket.number)
        session.execute(
            delete(Follower).where(Follower.ticket_id == ticket.id, Follower.conversation_id == reporter.id)
        )
        told = (OutboundMessage.ticket_id == ticket.id, OutboundMessage.conversation_id == reporter.id)
        session.execute(update(OutboundMessage).where(*told).values(ticket_id=None))
        session.execute(delete(FiledReport).where(FiledReport.ticket_id == ticket.id))
        ticket.reporter = conversations.nobody(session, self._vault, self._clock())

    def anonymise(self, session: Session, ticket: Ticket) -> None:
        """A closed ticket keeps its matter, its area, its work and its dates."""
        self.cut(session, ticket)
        if self._privacy.descriptions == "remove":
            ticket.description = ""
        ticket.place_words = ticket.lat = ticket.lon = None
        for event in ticket.events:
            if event.role is Role.REPORTER:
                event.note = None
        ticket.anonymised_at = self._clock()

    def _known(self, reporter: Conversation) -> tuple[str, ...]:
        """The name and the address that the channel told us, should they stand in a text."""
        sealed = (reporter.address, reporter.display_name)
        found = [self._vault.decrypt(value).strip() for value in sealed if value]
        return tuple(value for value in found if len(value) >= _SHORTEST_NAME)


def _clean(text: str, known: tuple[str, ...]) -> str:
    for value in known:
        text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", "[nama]", text, flags=re.IGNORECASE)
    return scrub(text)
