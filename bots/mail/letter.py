"""A mail as a message: who says what in which conversation, or what else the mail is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from bots.mail import headers, parts
from bots.mail.headers import PARSER_FAILS, Mail
from bots.mail.nature import Nature, forged, nature, reports
from bots.mail.settings import MailSettings
from bots.mail.signing import Signer
from bots.mail.thread import Note, bare_subject, is_forward, with_subject
from core.clock import Clock
from core.errors import PayloadError
from core.media import MediaStore
from core.messages import TEXT_LIMIT, DeliveryReport, Inbound

_LONGEST_ID = 200


@dataclass(frozen=True)
class Letter:
    """What was found in a mail. Neither message nor report: it is left alone."""

    nature: Nature
    message: Inbound | None = None
    reports: Sequence[DeliveryReport] = ()


class Reader:
    def __init__(self, account: str, settings: MailSettings, signer: Signer, media: MediaStore, clock: Clock) -> None:
        self._account = account
        self._settings = settings
        self._signer = signer
        self._media = media
        self._clock = clock

    def read(self, raw: bytes, *, whole: bool = True) -> Letter:
        """`whole`: False for the beginning of a mail that was too large. Raises PayloadError."""
        try:
            return self._read(raw, headers.parse(raw), whole)
        except PARSER_FAILS as error:
            raise PayloadError(f"{self._account}: the mail can't be read ({type(error).__name__})") from error

    def _read(self, raw: bytes, mail: Mail, whole: bool) -> Letter:
        try:
            author, name = headers.sender(mail)
        except PayloadError:
            kind = nature(mail, "", self._settings)
            if kind is Nature.PERSON:
                raise
            author, name = "", None
        kind = nature(mail, author, self._settings)
        if kind is Nature.BOUNCE:
            return Letter(kind, reports=reports(self._account, raw, mail, self._signer))
        if kind is not Nature.PERSON:
            return Letter(kind)
        return Letter(kind, self._message(raw, mail, author, name, whole))

    def _message(self, raw: bytes, mail: Mail, author: str, name: str | None, whole: bool) -> Inbound:
        earlier = [*headers.message_ids(mail, "references"), *headers.message_ids(mail, "in-reply-to")]
        citizen, proven = self._conversation(mail, author, earlier)
        if not proven and forged(mail, self._settings.authserv):
            raise PayloadError(f"{self._account}: the mail fails DMARC, its From address may be forged")
        subject = headers.text_value(mail, "subject")
        forwarded = is_forward(subject)
        answers = bool(earlier) and not forwarded
        inside = parts.contents(mail, answers=answers, forwarded=forwarded)
        own_id = next(iter(headers.message_ids(mail, "message-id")), None)
        return Inbound(
            account=self._account,
            message_id=_message_id(raw, own_id),
            sender=citizen,
            sent_at=headers.sent_at(mail, self._clock()),
            text=(inside.text if answers else with_subject(subject, inside.text))[:TEXT_LIMIT],
            media=parts.keep(inside.files, self._media, whole=whole),
            display_name=name if citizen == author else None,
            forwarded=forwarded,
            thread=Note.make(bare_subject(subject), [*earlier, own_id] if own_id else earlier).write(),
        )

    def _conversation(self, mail: Mail, author: str, earlier: Sequence[str]) -> tuple[str, bool]:
        """Whose conversation this is, and whether our own signature proves it.

        The From address's own, unless the mail answers one of ours to somebody else *and* was sent to the reply
        address signed for that one: people answer from another address than they were written to. A number in
        the subject decides nothing.
        """
        recipients = headers.recipients(mail)
        for known in reversed(earlier):
            citizen = self._signer.opens(known)
            if citizen is not None and self._signer.proves(recipients, citizen):
                return citizen, True
        return author, self._signer.proves(recipients, author)


def _message_id(raw: bytes, own_id: str | None) -> str:
    """The key by which a replay is recognised; a mail without one is known by what it says."""
    if own_id is not None and len(own_id) <= _LONGEST_ID:
        return own_id
    return f"sha256:{hashlib.sha256(own_id.encode() if own_id else raw).hexdigest()}"
