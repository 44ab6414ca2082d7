"""What a turn decides: replies as wording keys, and actions for the intake to apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.dialogue.state import ConversationState, Draft, OpenSurvey
from core.kernel.messages import ButtonKind

Arg = str | int

NO_LINK = "none"
"""The `link` argument of a reply that gets no one-time link; any other value is the key of what it is for."""


@dataclass(frozen=True)
class Choice:
    """A button to be worded. `literal` is a name that needs no translation (a kelurahan)."""

    id: str
    key: str = ""
    args: Mapping[str, Arg] = field(default_factory=dict)
    literal: str | None = None
    kind: ButtonKind = ButtonKind.REPLY


@dataclass(frozen=True)
class Reply:
    """Something to say: a key of the Fluent files with its arguments."""

    key: str
    args: Mapping[str, Arg] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    variant: int = 0
    """Which wording of it: a question that is asked again is asked in other words."""


@dataclass(frozen=True)
class OpenTicket:
    number: str
    draft: Draft


@dataclass(frozen=True)
class Amend:
    """The reporter has put right what a ticket says; the draft is what it is now."""

    number: str
    draft: Draft


@dataclass(frozen=True)
class SetPublic:
    number: str
    public: bool


@dataclass(frozen=True)
class AddInformation:
    """This message's text and pictures go to an existing ticket."""

    number: str
    said: str | None = None
    """Key of the earlier message that is meant, if it is not this one."""


@dataclass(frozen=True)
class Rate:
    number: str
    stars: int


@dataclass(frozen=True)
class Reopen:
    number: str


@dataclass(frozen=True)
class Withdraw:
    number: str


@dataclass(frozen=True)
class Follow:
    number: str


@dataclass(frozen=True)
class Join:
    """The draft becomes part of an open ticket, and its citizen hears of that one from now on."""

    number: str
    draft: Draft
    says_more: bool = True
    """Its words go to the ticket; its photos do in any case."""


class Reason(StrEnum):
    """Why a person has to look at a conversation."""

    EMERGENCY = "emergency"
    ASKED = "asked"
    """The citizen wishes to speak to somebody."""
    PRIVACY = "privacy"
    NOT_UNDERSTOOD = "not_understood"
    ATTACHMENT = "attachment"
    ACTION_REFUSED = "action_refused"
    UNPROVEN = "unproven"
    """More came in one day from somebody who may be another than is answered."""


@dataclass(frozen=True)
class Escalate:
    reason: Reason
    urgent: bool = False


@dataclass(frozen=True)
class OfferDownload:
    """A link with this key hands out the citizen's own data, once."""

    key: str


@dataclass(frozen=True)
class Erase:
    """Forget the citizen. `withdraw`: reports that nobody has taken up yet are withdrawn as well."""

    withdraw: bool


@dataclass(frozen=True)
class AnswerSurvey:
    """This message answers the survey: its words are not kept."""

    button: str
    whole: OpenSurvey | None = None
    """With the last answer: all of them."""


Action = (
    OpenTicket
    | Amend
    | SetPublic
    | AddInformation
    | Rate
    | Reopen
    | Withdraw
    | Follow
    | Join
    | Escalate
    | OfferDownload
    | Erase
    | AnswerSurvey
)


@dataclass(frozen=True)
class Turn:
    state: ConversationState
    replies: tuple[Reply, ...] = ()
    actions: tuple[Action, ...] = ()
    passing: bool = False
    """The replies leave the open question and its options as they were."""
    about: str | None = None
    """Key of the draft that the replies ask about, if it is not the open one."""
