"""What a message says, found out before the transaction that takes it in: nothing slow happens under the write lock.

Only the place depends on the conversation: its name is read inside the kecamatan or kota that was settled before.
The transaction compares what it was read inside with what it finds there, and asks again outside of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import structlog
from sqlalchemy.orm import Session

from core.dialogue.corrections import right_part
from core.dialogue.facts import Matter, PlaceReading
from core.dialogue.language import LanguageGuesser
from core.dialogue.matters import told_together
from core.dialogue.places import PlaceReader
from core.dialogue.proof import in_light_of
from core.dialogue.reading import known_word
from core.kernel import metrics
from core.kernel.errors import UnderstandingUnavailableError
from core.kernel.messages import Inbound
from core.kernel.ports import Understander, Understanding
from core.kernel.ticket_numbers import find_mistyped, find_numbers
from core.messaging import conversations
from core.protection.vault import Vault
from core.storage.database import Database
from core.storage.models import Conversation

log = structlog.get_logger()

_AN_ADDRESS = 6
"""Words; what is longer and names a place is more than its name."""


@dataclass(frozen=True)
class Heard:
    """All that can be known of a message by itself."""

    understanding: Understanding | None
    away: bool
    """The understanding did not answer, and has to be asked again."""
    matters: tuple[Matter, ...]
    place: PlaceReading
    within: str | None
    """Code of the area that the place was read inside."""
    language: str | None
    """None where the text does not tell."""
    numbers: tuple[str, ...]
    mistyped: tuple[str, ...]


class Hearing:
    def __init__(self, database: Database, vault: Vault, understander: Understander, places: PlaceReader) -> None:
        self._database = database
        self._vault = vault
        self._understander = understander
        self._places = places
        self._languages = LanguageGuesser()

    def hear(self, inbound: Inbound) -> Heard:
        """Takes as long as it takes; to be called while no transaction is open."""
        understanding, away = self._understand(inbound)
        within = self._within(inbound)
        place = self._places.read(right_part(inbound.text) or inbound.text, inbound.pin, within)
        return Heard(
            understanding=understanding,
            away=away,
            matters=self._matters(inbound, understanding),
            place=place,
            within=within,
            language=self._language(inbound, place),
            numbers=tuple(find_numbers(inbound.text)),
            mistyped=tuple(find_mistyped(inbound.text)),
        )

    def again(self, inbound: Inbound, heard: Heard, within: str | None) -> Heard:
        """The conversation had gone on meanwhile: the place is read inside what it settled."""
        place = self._places.read(right_part(inbound.text) or inbound.text, inbound.pin, within)
        return replace(heard, place=place, within=within, language=self._language(inbound, place))

    def _understand(self, inbound: Inbound) -> tuple[Understanding | None, bool]:
        """What a text means, and whether it will have to be asked again because the understanding is away."""
        if not inbound.text.strip() or known_word(inbound.text):
            return None, False
        try:
            return self._understander.parse(inbound.text), False
        except UnderstandingUnavailableError as error:
            metrics.NLU_FALLBACKS.inc()
            log.warning("understanding.away", problem=str(error))
            return None, True

    def _matters(self, inbound: Inbound, understanding: Understanding | None) -> tuple[Matter, ...]:
        if understanding is None or inbound.edits:
            return ()
        try:
            return told_together(inbound.text, self._understander)
        except UnderstandingUnavailableError:
            return ()

    def _within(self, inbound: Inbound) -> str | None:
        with self._database.read() as session:
            known = conversations.find(session, self._vault, inbound.account, inbound.sender)
            return within(session, known, inbound) if known is not None else None

    def _language(self, inbound: Inbound, place: PlaceReading) -> str | None:
        if place.says_something and len(inbound.text.split()) <= _AN_ADDRESS:
            return None  # names of places are Indonesian, whoever writes them
        return self._languages.guess(inbound.text)


def within(session: Session, conversation: Conversation, inbound: Inbound) -> str | None:
    """Code of the area that the place of a conversation's next message lies in, as far as that is settled."""
    if not inbound.proven:
        return None  # it begins a report of its own
    answered = conversations.answered(session, conversation, inbound)
    state = in_light_of(conversation.state, answered) if answered else conversation.state
    return state.draft.place_within if state.draft else None
