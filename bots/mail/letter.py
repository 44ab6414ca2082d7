"""Reads a mail as a message (who says what, in which conversation), a delivery report, or neither."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bots.mail import headers, parts
from bots.mail.headers import PARSER_FAILS, Mail
from bots.mail.nature import Nature, answers_us, nature, reports
from bots.mail.origin import by_own_list, true_author
from bots.mail.results import Posted, passes_dmarc
from bots.mail.settings import MailSettings
from bots.mail.signing import Known, Signer
from bots.mail.thread import ThreadNote, bare_subject, is_forward, with_subject
from core.kernel.clock import Clock
from core.kernel.errors import PayloadError
from core.kernel.messages import TEXT_LIMIT, DeliveryReport, Inbound
from core.messaging.media_store import MediaStore

_LONGEST_ID = 200


@dataclass(frozen=True)
class Letter:
    """What was found in a mail. Without message and report it gets no answer."""

    nature: Nature
    message: Inbound | None = None
    reports: Sequence[DeliveryReport] = ()


class LetterReader:
    def __init__(self, account: str, settings: MailSettings, signer: Signer, media: MediaStore, clock: Clock) -> None:
        self._account = account
        self._settings = settings
        self._signer = signer
        self._media = media
        self._clock = clock

    def read(self, raw: bytes, *, whole: bool = True, posted: Posted | None = None, anyway: bool = False) -> Letter:
        """Read a mail. Raises PayloadError.

        `whole`: False for the beginning of a mail that was too large. `posted`: what the provider that posted it found
        out about its sender. `anyway`: a person says that another person wrote it, whatever it looks like.
        """
        try:
            return self._read(_Given(raw, headers.parse(raw), whole, posted or Posted()), anyway)
        except PARSER_FAILS as error:
            raise PayloadError(f"{self._account}: the mail can't be read ({type(error).__name__})") from error

    def _read(self, given: _Given, anyway: bool) -> Letter:
        mail = given.mail
        try:
            from_, from_name = headers.sender(mail)
        except PayloadError:
            if nature(mail, "", self._settings) is Nature.PERSON or anyway:
                raise
            from_, from_name = "", None
        author, name = true_author(mail, from_, from_name, self._settings)
        answers = answers_us(mail, self._settings, self._signer)
        own_list = by_own_list(mail, from_, self._settings)
        kind = nature(mail, author, self._settings, answers=answers, own_list=own_list)
        if kind is Nature.OWN and anyway:
            raise PayloadError(f"{self._account}: the mail is our own; settle it instead")
        if kind is Nature.BOUNCE and not anyway:
            return Letter(kind, reports=reports(self._account, given.raw, mail, self._signer))
        if kind is not Nature.PERSON and not anyway:
            return Letter(kind)
        return Letter(kind, self._message(given, _Sender(author, name, rewritten=author != from_)))

    def _message(self, given: _Given, author: _Sender) -> Inbound:
        mail = given.mail
        earlier = [*headers.message_ids(mail, "references"), *headers.message_ids(mail, "in-reply-to")]
        source = self._source(given, author, earlier)
        subject = headers.text_value(mail, "subject")
        forwarded = is_forward(subject)
        answers = bool(earlier) and not forwarded
        inside = parts.contents(mail, answers=answers, forwarded=forwarded)
        own_id = next(iter(headers.message_ids(mail, "message-id")), None)
        text = (inside.text if answers else with_subject(subject, inside.text))[:TEXT_LIMIT]
        return Inbound(
            account=self._account,
            message_id=_message_id(given.raw, own_id),
            sender=source.citizen,
            sent_at=headers.sent_at(mail, self._clock()),
            text=text,
            media=parts.keep(inside.files, self._media, whole=given.whole),
            display_name=author.name if source.citizen == author.address else None,
            forwarded=forwarded,
            proven=source.proven,
            answers=source.answers,
            digest=_digest(author.address, text, inside.files),
            thread=ThreadNote.make(bare_subject(subject), [*earlier, own_id] if own_id else earlier).write(),
        )

    def _source(self, given: _Given, author: _Sender, earlier: Sequence[str]) -> _Source:
        """Whose conversation this is, and whether that is proven.

        An answer to one of our mails, sent to the reply address that was signed for the very citizen in our
        Message-ID, is that citizen's, whatever address it comes from. Else it is the From address's, and proven only
        if the server that was named, or the provider that posted it, vouches for its domain. A number in the subject
        decides nothing.
        """
        to = headers.recipients(given.mail)
        known = [found for one in reversed(earlier) if (found := self._signer.opens(one))]
        for one in known:
            if self._signer.proves(to, one.citizen) and not self._is_over(one):
                return _Source(one.citizen, True, one.number)
        domain = author.address.rpartition("@")[2]
        vouched = given.posted.vouch_for(domain) or passes_dmarc(given.mail, self._settings.authserv, domain)
        answers = next((one.number for one in known if one.citizen == author.address), None)
        return _Source(author.address, vouched and not author.rewritten, answers)

    def _is_over(self, known: Known) -> bool:
        oldest = self._clock().date() - timedelta(days=self._settings.proof_days)
        return known.day is not None and known.day < oldest


@dataclass(frozen=True)
class _Given:
    raw: bytes
    mail: Mail
    whole: bool
    posted: Posted


@dataclass(frozen=True)
class _Sender:
    address: str
    name: str | None
    rewritten: bool
    """Whether the author was read from another header than From, which nothing proves."""


@dataclass(frozen=True)
class _Source:
    citizen: str
    proven: bool
    answers: int | None
    """The number of our mail that is answered."""


def _digest(author: str, text: str, files: Sequence[parts.File]) -> str:
    """Returns a hash of what a mail says; two copies of a mail that came different ways have the same."""
    content = hashlib.sha256(f"{author}\0{text}".encode())
    for file in files:
        content.update(hashlib.sha256(file.data).digest())
    return content.hexdigest()


def _message_id(raw: bytes, own_id: str | None) -> str:
    """The key by which a replay is recognised; a mail without one is known by what it says."""
    if own_id is not None and len(own_id) <= _LONGEST_ID:
        return own_id
    return f"sha256:{hashlib.sha256(own_id.encode() if own_id else raw).hexdigest()}"
