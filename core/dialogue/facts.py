"""What the dialogue may know besides the message. Looked up beforehand, so that it stays pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.config import ConversationSection
from core.dialogue.state import Draft, Offer, Option, Place
from core.kernel.messages import Capabilities
from core.kernel.states import DONE_STATES, OPEN_STATES, Kind, State


@dataclass(frozen=True)
class KnownTicket:
    """As much of a ticket as this conversation may learn."""

    number: str
    kind: Kind
    category: str
    state: State
    area: str | None
    opened_at: datetime
    changed_at: datetime
    mine: bool
    """The citizen reported it, or joined it with a report of their own."""
    joined: bool = False
    """Somebody else reported it: it is theirs to withdraw and to show."""
    note: str | None = None
    """The last public note of an officer; only for the reporter."""
    can_reopen: bool = False
    rated: bool = False
    main_state: State | None = None
    """Of the ticket that it was merged into: what becomes of that one becomes of this one."""
    public: bool = False
    estimate: datetime | None = None
    """When it will be finished, as far as that was told."""
    words: str = ""
    """What it tells and where it is, to know it by its topic; only of the citizen's own."""

    @property
    def stands(self) -> State:
        """The state that counts: the main ticket's, where it was merged."""
        return self.main_state or self.state

    @property
    def is_open(self) -> bool:
        return self.stands in OPEN_STATES

    @property
    def is_done(self) -> bool:
        return self.stands in DONE_STATES


@dataclass(frozen=True)
class Matter:
    """One of the matters that a message tells of."""

    text: str
    kind: str | None
    category: str


@dataclass(frozen=True)
class PlaceReading:
    """What the message says of a place."""

    place: Place | None = None
    """Settled: the kelurahan is known."""
    options: tuple[Place, ...] = ()
    """Likely ones to choose from."""
    question: str | None = None
    """Wording key of the question that would settle it."""
    hint: Place | None = None
    """What is known although it does not settle the kelurahan."""

    @property
    def says_something(self) -> bool:
        return bool(self.place or self.options or self.hint)


@dataclass(frozen=True)
class Answered:
    """The earlier message, of ours or of the citizen, that this one answers."""

    options: tuple[Option, ...] = ()
    draft_key: str | None = None
    """Of the draft that it was about."""
    ticket: str | None = None
    """Number of the ticket that it was about."""
    said: str | None = None
    """Its id, if it is the citizen's own."""


@dataclass(frozen=True)
class Doubt:
    """What has happened today in this conversation to messages that nobody had proven."""

    today: int = 0
    """How many of them came, before this one."""
    asked: frozenset[str] = frozenset()
    """Ids of the buttons that were sent: nobody is asked the same twice."""


@dataclass(frozen=True)
class Forecast:
    """What would become of a report if it were sent now: who gets it, and when it would be finished."""

    unit: str | None = None
    finish: datetime | None = None


def _no_forecast(draft: Draft) -> Forecast:
    return Forecast()


def no_duplicate(draft: Draft) -> Offer | None:
    return None


@dataclass(frozen=True)
class Manner:
    """What config.yml says of how the bot talks (`conversation`)."""

    always_confirm: bool = False
    """A summary is confirmed before every ticket, and a photo is asked for before it."""
    private: frozenset[str] = frozenset()
    """Categories whose reports are never offered to the public."""

    @classmethod
    def of(cls, section: ConversationSection) -> Manner:
        return cls(section.confirm == "always", frozenset(section.private))


@dataclass(frozen=True)
class Facts:
    now: datetime
    fresh_number: str
    """The number that a ticket opened in this turn gets."""
    forecast: Callable[[Draft], Forecast] = _no_forecast
    duplicate: Callable[[Draft], Offer | None] = no_duplicate
    """The open ticket that a report seems to be about."""
    manner: Manner = field(default_factory=Manner)
    helplines: Mapping[str, str] = field(default_factory=dict)
    """Kind of danger -> a number beside the emergency one."""
    capabilities: Capabilities = field(default_factory=Capabilities)
    can_link: bool = False
    """A one-time link can be offered for what the channel itself can't carry."""
    place: PlaceReading = field(default_factory=PlaceReading)
    matters: tuple[Matter, ...] = ()
    """Two matters that the message tells of; empty where it is one."""
    mentioned: tuple[KnownTicket, ...] = ()
    """Tickets whose number stands in the text."""
    unknown_numbers: tuple[str, ...] = ()
    """Well-formed numbers that no ticket bears, and mistyped ones."""
    own: tuple[KnownTicket, ...] = ()
    """This citizen's tickets, the newest first."""
    named: tuple[KnownTicket, ...] = ()
    """Tickets that a button or the answered message is about."""
    answered: Answered | None = None
    """Only of a proven message: an answer is read in the light of what it answers."""
    doubt: Doubt = field(default_factory=Doubt)
    waits_for_person: bool = False
    """The citizen asked for a person, and none has come yet."""
    among_many: bool = False
    """Whoever calls a person now stands among many of the same address: nobody may promise an answer of their own."""

    def of_citizen(self, number: str | None) -> KnownTicket | None:
        """The citizen's ticket of this number."""
        return next((one for one in (*self.own, *self.named) if one.number == number and one.mine), None)
