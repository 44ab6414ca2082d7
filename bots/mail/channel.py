"""One mail account, put together."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from functools import cache
from threading import Event, Lock

import structlog

from bots.mail import hook
from bots.mail.letter import Letter, LetterReader
from bots.mail.mailbox import BEGINNING, Mailbox
from bots.mail.nature import Nature
from bots.mail.parts import MAX_FILES, TOO_LARGE, TOO_MANY
from bots.mail.postman import Postman
from bots.mail.results import Posted
from bots.mail.settings import MailSettings, plain_address
from bots.mail.signing import Signer
from bots.shared.frame import HookRequest, Inbox, Received, Setup, hand_over
from core.dialogue.language import LanguageGuesser
from core.intake.intake import Taken
from core.kernel import metrics
from core.kernel.clock import Clock
from core.kernel.errors import FinalError, LeftAloneError, MediaError, PayloadError
from core.kernel.messages import Capabilities, Inbound, MediaRef, Outbound

log = structlog.get_logger()

_CHOICES = {"id": "Balas dengan angka atau kata:", "en": "Reply with a number or a word:"}
_MANY = ((timedelta(minutes=10), 20), (timedelta(hours=1), 40), (timedelta(days=1), 100))
"""More new mails than this from one sender are no conversation: two machines may be talking to each other."""

_SEEMS = {
    Nature.BOUNCE: "it seems to be a bounce, and of no mail of ours",
    Nature.AUTOMATIC: "it seems to be written by a machine",
    Nature.LIST: "it came by a list that is not among ours (lists in config.yml)",
    Nature.OWN: "it seems to be our own",
}


@cache
def _guesser() -> LanguageGuesser:
    return LanguageGuesser()


class MailChannel:
    capabilities = Capabilities(photos_in=True, photos_out=True, pins=False, buttons=False, max_length=50_000)

    def __init__(self, setup: Setup, settings: MailSettings) -> None:
        self.account = setup.account
        self._settings = settings
        self._media = setup.media
        self._clock = setup.clock
        self._hook_secret = setup.secrets.get("hook_secret", "")
        self._brake = Brake(setup.clock)
        self._language = setup.language if setup.language in _CHOICES else "id"
        password = setup.secrets.get("password", "")
        signer = Signer(setup.vault, setup.account, settings.address, settings.separator)
        self._reader = LetterReader(setup.account, settings, signer, setup.media, setup.clock)
        smtp_password = setup.secrets.get("smtp_password") or password
        self._postman = Postman(settings, smtp_password, signer, setup.media, setup.clock, self._choices_line)
        self._mailbox: Mailbox | None = None
        if settings.imap is not None:
            user = settings.imap.user or settings.address
            self._mailbox = Mailbox(
                setup.account, settings.imap, user, password, self._max_bytes, self._take, setup.clock
            )

    @property
    def _max_bytes(self) -> int:
        return self._settings.max_mb * 1024 * 1024

    # --- in ----------------------------------------------------------------------------------------

    def poll(self, inbox: Inbox, stop: Event) -> None:
        """Follow the mailbox until `stop` is set."""
        if self._mailbox is not None:
            self._mailbox.follow(inbox, stop)

    def verify(self, request: HookRequest) -> None:
        if self._settings.hook is None:
            raise PayloadError(f"{self.account}: the webhook is switched off (hook)")
        hook.verify(request, self._settings.hook, self._hook_secret, self._clock)

    def receive(self, request: HookRequest) -> Received:
        return self._read(*hook.mail_of(request))

    def read(self, raw: bytes) -> Received:
        """A raw mail as messages and reports; also for one that was kept and is tried again. Raises PayloadError."""
        return self._read(raw, None)

    def receive_anyway(self, request: HookRequest) -> Received:
        return self._read(*hook.mail_of(request), anyway=True)

    def read_anyway(self, raw: bytes) -> Received:
        return self._read(raw, None, anyway=True)

    def _read(self, raw: bytes, posted: Posted | None, *, anyway: bool = False) -> Received:
        whole = len(raw) <= self._max_bytes
        beginning = raw if whole else raw[:BEGINNING]
        letter = self._reader.read(beginning, whole=whole, posted=posted, anyway=anyway)
        if letter.message is not None:
            self._check_brake(letter.message)
            self._brake.count(letter.message)
        return self._received(letter)

    def _take(self, inbox: Inbox, raw: bytes, whole: bool) -> bool:
        """Hands over what the mailbox had. Returns whether it was for us."""

        def read(raw: bytes) -> Received:
            letter = self._reader.read(raw, whole=whole)
            if letter.message is not None:
                self._check_brake(letter.message)
            return self._received(letter)

        found = hand_over(_TidyInbox(inbox, self), self.account, raw, read)
        return found is not None and bool(found.messages or found.reports)

    def _received(self, letter: Letter) -> Received:
        """Returns what a letter holds. A mail left alone is kept: a person may have written it all the same."""
        if letter.message is not None:
            return Received((letter.message,))
        if letter.reports:
            return Received(reports=letter.reports)
        log.info("mail.left_alone", account=self.account, nature=letter.nature)
        metrics.LEFT_ALONE.labels(self.account, letter.nature).inc()
        return Received(broken=(LeftAloneError(f"{self.account}: left unanswered, {_SEEMS[letter.nature]}"),))

    def _check_brake(self, message: Inbound) -> None:
        if self._brake.holds(message):
            self.discard(message)
            raise PayloadError(f"{self.account}: too many mails from one sender; two machines may be in a loop")

    def taken(self, message: Inbound, result: object) -> None:
        """Throws a replay's uploads away; any other message counts for the brake."""
        if result is Taken.REPLAY:
            self.discard(message)
        else:
            self._brake.count(message)

    def discard(self, message: Inbound) -> None:
        for media in message.media:
            self.forget(media)

    reaches = "email"

    def address_of(self, written: str) -> str | None:
        try:
            return plain_address(written)
        except ValueError:
            return None

    # --- out ---------------------------------------------------------------------------------------

    def send(self, message: Outbound) -> str | None:
        return self._postman.send(message)

    def fetch(self, media: MediaRef) -> bytes:
        if media.ref == TOO_LARGE:
            raise MediaError("photo-too-large", f"its mail had more than {self._settings.max_mb} MB")
        if media.ref == TOO_MANY:
            raise MediaError("photo-too-many-at-once", f"its mail had more than {MAX_FILES} files")
        try:
            return self._media.get(media.ref)
        except FileNotFoundError as error:
            raise FinalError("the attachment is not there any more") from error

    def forget(self, media: MediaRef) -> None:
        if media.ref not in (TOO_LARGE, TOO_MANY):
            self._media.delete(media.ref)

    def _choices_line(self, text: str) -> str:
        return _CHOICES[_guesser().guess(text) or self._language]


class _TidyInbox:
    """An inbox that throws away the uploads of what was not taken."""

    def __init__(self, inbox: Inbox, channel: MailChannel) -> None:
        self._inbox = inbox
        self._channel = channel
        self.report = inbox.report
        self.keep = inbox.keep
        self.cursor = inbox.cursor
        self.advance = inbox.advance

    def take(self, inbound: Inbound) -> object:
        try:
            result = self._inbox.take(inbound)
        except BaseException:
            self._channel.discard(inbound)
            raise
        self._channel.taken(inbound, result)
        return result


class Brake:
    """Counts each sender's new mails. In memory: a restart only lets a loop run a little longer."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: dict[tuple[str, bool], deque[datetime]] = {}
        self._lock = Lock()

    def holds(self, message: Inbound) -> bool:
        now = self._clock()
        with self._lock:
            times = self._seen.get(_source(message), ())
            return any(sum(now - at < window for at in times) >= limit for window, limit in _MANY)

    def count(self, message: Inbound) -> None:
        now, (window, limit) = self._clock(), _MANY[-1]
        with self._lock:
            # Senders who have gone quiet are forgotten, so that this does not grow for ever.
            if len(self._seen) > 10_000:
                self._seen = {who: at for who, at in self._seen.items() if now - at[-1] < window}
            self._seen.setdefault(_source(message), deque(maxlen=limit)).append(now)


def _source(message: Inbound) -> tuple[str, bool]:
    """Returns what the brake counts by. Forged mails must not slow down the one they pretend to be from."""
    return message.sender, message.proven
