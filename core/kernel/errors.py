"""The closed list of errors that the floors understand."""

from __future__ import annotations

from enum import StrEnum


class TanggapError(Exception):
    """Anything that Tanggap itself raises; the message names the thing and the mend."""


class ConfigError(TanggapError):
    """A key of config.yml, or a secret of the environment, is wrong or missing."""

    def __init__(self, key: str, problem: str, mend: str) -> None:
        super().__init__(f"{key}: {problem}. {mend}")
        self.key = key


class ForeignDatabaseError(TanggapError):
    """The database was made by a version whose schema this one can't bring up to date."""


class PayloadError(TanggapError):
    """What a provider sent is not what its documentation says: answered 4xx."""


class LeftAloneError(PayloadError):
    """Read, and not answered on purpose: it is kept for whoever wants to look, and nothing is wrong."""


class SendError(TanggapError):
    """A message did not leave. The delivery, not the channel, decides what happens next."""


class RetryableError(SendError):
    """May work later. `retry_after` is the provider's own wish in seconds, if it stated one."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class FinalError(SendError):
    """Will never work: this message is given up."""


class BlockedError(FinalError):
    """The citizen does not want our messages, or is gone: the whole conversation is given up."""


class MediaError(TanggapError):
    """An upload that is refused. `reason` is a wording key, so that the citizen is told why."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class TicketError(TanggapError):
    """A ticket cannot do what was asked."""


class TicketNotFoundError(TicketError):
    """No ticket bears this number."""


class TransitionError(TicketError):
    """The state table does not have this step."""


class ForbiddenError(TicketError):
    """The state table has this step, but not for this role."""


class StaleTicketError(TicketError):
    """Somebody else changed the ticket since it was read."""


class EvidenceMissingError(TicketError):
    """The step asks for a note or a photo that was not given."""


class TargetError(TicketError):
    """The step names a unit, a person, a category or another ticket that it can't be about."""


class ModerationError(TanggapError):
    """A moderator cannot do this with the conversation."""


class ConversationNotFoundError(ModerationError):
    """No conversation has this id."""


class HeldElsewhereError(ModerationError):
    """The conversation is not in the hands of the moderator who wants to act in it."""


class CannotWriteError(ModerationError):
    """This reply can't go out.

    `obstacle` is one of `core.moderation.reach`; the channel takes `most` characters.
    """

    def __init__(self, obstacle: StrEnum, message: str, most: int) -> None:
        super().__init__(message)
        self.obstacle = obstacle
        self.most = most


class PlaceholderError(ModerationError):
    """A reply holds {placeholders} that nothing can be put in for; `names` are theirs."""

    def __init__(self, names: tuple[str, ...], message: str) -> None:
        super().__init__(message)
        self.names = names


class CannedReplyError(ModerationError):
    """A canned reply can't be kept like this. `flaw` is one of `core.moderation.canned_replies`."""

    def __init__(self, flaw: StrEnum, message: str) -> None:
        super().__init__(message)
        self.flaw = flaw


class CannedReplyNotFoundError(ModerationError):
    """No canned reply has this id."""


class UnderstandingUnavailableError(TanggapError):
    """The understanding did not answer in time: the report is taken anyway and sorted later."""
