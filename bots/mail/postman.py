"""Writes and sends our mails (RFC 5321, RFC 5322). Every reply says that it is automatic (RFC 3834)."""

from __future__ import annotations

import html
import smtplib
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from email.errors import MessageError
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime

from bots.mail.nature import LOOP_HEADER
from bots.mail.refusals import Refusal, refusal_by
from bots.mail.settings import MailSettings, Security, plain_address
from bots.mail.signing import Signer
from bots.mail.thread import ThreadNote
from core.kernel.clock import Clock
from core.kernel.errors import BlockedError, FinalError, RetryableError
from core.kernel.messages import Outbound
from core.messaging.media_store import MediaStore

_TIMEOUT_S = 30
_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}
_MISCONFIGURED_S = 300.0
_PERMANENT = 500
_POLICY_S = 900.0
"""A full mailbox or a policy does not change within seconds."""


class _Ids(UnstructuredHeader):
    """Message ids as they are. The library would encode long ones (RFC 2047), and no client would recognise them."""

    max_count = 1

    name: str

    def fold(self, *, policy: EmailPolicy) -> str:
        return f"{self.name}: {(policy.linesep + ' ').join(str(self).split())}{policy.linesep}"


_HEADERS = HeaderRegistry()
for _name in ("message-id", "in-reply-to", "references"):
    _HEADERS.map_to_type(_name, _Ids)  # type: ignore[arg-type]  # the registry itself adds BaseHeader
_POLICY = SMTP.clone(header_factory=_HEADERS)


class Postman:
    def __init__(
        self,
        settings: MailSettings,
        password: str,
        signer: Signer,
        media: MediaStore,
        clock: Clock,
        choices_line: Callable[[str], str],
    ) -> None:
        """`choices_line`: the line above a question's options, in the language of the given text."""
        self._settings = settings
        self._password = password
        self._signer = signer
        self._media = media
        self._clock = clock
        self._choices_line = choices_line

    def send(self, message: Outbound) -> str:
        """Sends a mail. Returns its Message-ID. Raises RetryableError, FinalError, BlockedError."""
        try:
            mail = self.compose(message)
            data = mail.as_bytes()
        except (ValueError, MessageError) as error:
            raise FinalError(f"no mail can be made of it: {type(error).__name__}") from error
        self._transmit(message.address, data)
        return str(mail["Message-ID"])

    def compose(self, message: Outbound) -> EmailMessage:
        """Returns the mail. Its policy refuses line breaks in headers, so no text of a citizen can add a header."""
        note, set_ = ThreadNote.read(message.thread), self._settings
        mail = EmailMessage(policy=_POLICY)
        mail["From"] = Address(set_.name, addr_spec=set_.address)
        mail["To"] = Address(addr_spec=plain_address(message.address))
        mail["Reply-To"] = Address(set_.name, addr_spec=self._signer.reply_address(message.address))
        mail["Subject"] = f"Re: {note.subject}" if note.subject else set_.subject
        mail["Date"] = format_datetime(self._clock())
        mail["Message-ID"] = self._signer.message_id(message.id, message.address, message.written_at)
        if note.references:
            mail["In-Reply-To"] = note.references[-1]
            mail["References"] = " ".join(note.references)
        mail["Auto-Submitted"] = "auto-replied"
        mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"
        mail[LOOP_HEADER] = set_.address
        options = message.options
        line = self._choices_line(message.text) if options else ""
        mail.set_content(_plain(message.text, line, options), cte="quoted-printable")
        mail.add_alternative(_html(message.text, line, options), subtype="html", cte="quoted-printable")
        for number, picture in enumerate(message.pictures, 1):
            with suppress(FileNotFoundError):  # the words matter more than a photo that was erased meanwhile
                data = self._media.get(picture.key)
                mail.add_attachment(data, maintype="image", subtype="jpeg", filename=f"foto-{number}.jpg")
        return mail

    def _transmit(self, address: str, data: bytes) -> None:
        try:
            server = self._connect()
        except smtplib.SMTPAuthenticationError as error:
            raise RetryableError("the mail server refuses the password", _MISCONFIGURED_S) from error
        except (smtplib.SMTPException, OSError) as error:
            raise RetryableError(f"the mail server can't be reached: {type(error).__name__}") from error
        try:
            server.sendmail(self._settings.address, [plain_address(address)], data)
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()), (550, b""))
            raise _refused(code, text, recipient=True) from error
        except smtplib.SMTPResponseException as error:
            raise _refused(error.smtp_code, error.smtp_error, recipient=False) from error
        except (smtplib.SMTPException, OSError) as error:
            raise RetryableError(f"the mail server hung up: {type(error).__name__}") from error
        finally:
            # The mail is accepted or refused by now: a server that fails to say goodbye changes nothing.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()

    def _connect(self) -> smtplib.SMTP:
        smtp = self._settings.smtp
        port = smtp.port or _PORTS[smtp.security]
        server: smtplib.SMTP
        if smtp.security is Security.TLS:
            context = ssl.create_default_context()
            server = smtplib.SMTP_SSL(smtp.host, port, timeout=_TIMEOUT_S, context=context)
        else:
            server = smtplib.SMTP(smtp.host, port, timeout=_TIMEOUT_S)
        try:
            if smtp.security is Security.STARTTLS:
                server.starttls(context=ssl.create_default_context())
            if smtp.login:
                server.login(smtp.user or self._settings.address, self._password)
        except BaseException:
            server.close()
            raise
        return server


def _refused(code: int, text: bytes | str, *, recipient: bool) -> RetryableError | FinalError:
    said = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    meant, named = refusal_by(code, said, recipient=recipient)
    match meant:
        case Refusal.UNKNOWN:
            return BlockedError(f"the mail server does not know the recipient ({named})")
        case Refusal.MAIL:
            return FinalError(f"the mail server refuses the mail ({named})")
        case Refusal.LATER:
            wait = _POLICY_S if code >= _PERMANENT else None
            return RetryableError(f"the mail server asks to try later ({named})", wait)


def _plain(text: str, line: str, options: Sequence[str]) -> str:
    if not options:
        return text
    numbered = "\n".join(f"{number}. {label}" for number, label in enumerate(options, 1))
    return f"{text}\n\n{line}\n{numbered}"


def _html(text: str, line: str, options: Sequence[str]) -> str:
    paragraphs = "".join(
        f"<p>{'<br>'.join(html.escape(row) for row in block.splitlines())}</p>" for block in text.split("\n\n")
    )
    items = "".join(f"<li>{html.escape(label)}</li>" for label in options)
    choices = f"<p>{html.escape(line)}</p><ol>{items}</ol>" if options else ""
    return f"<!DOCTYPE html><html><body>{paragraphs}{choices}</body></html>"
