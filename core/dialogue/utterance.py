"""One message as the dialogue hears it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from core.dialogue.facts import Facts, KnownTicket
from core.dialogue.plain_words import PlainWords
from core.kernel.messages import Inbound
from core.kernel.ports import Understanding


@dataclass(frozen=True)
class Utterance:
    """The message, what the model makes of it (None while it is away, or where nobody asked it), and what is known."""

    message: Inbound
    understanding: Understanding | None
    facts: Facts
    about: KnownTicket | None = None
    """The citizen's ticket that the earlier message was about which this one replies to."""

    @property
    def tickets(self) -> tuple[KnownTicket, ...]:
        """The tickets that it names: by their numbers, or by what it replies to."""
        return self.facts.mentioned or ((self.about,) if self.about else ())

    @cached_property
    def words(self) -> PlainWords:
        return PlainWords.of(self.message.text)

    @property
    def text(self) -> str:
        return self.message.text.strip()

    @property
    def act(self) -> str | None:
        """The model's act where it is sure."""
        heard = self.understanding
        return heard.act.name if heard is not None and heard.act_clear else None

    @property
    def has_pictures(self) -> bool:
        return any(media.kind.is_picture for media in self.message.media)
