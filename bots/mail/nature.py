"""Tells mails of people from those that must never be answered (RFC 3834, RFC 3464, RFC 2369, RFC 2919)."""

from __future__ import annotations

import re
from enum import StrEnum

from bots.mail.headers import Mail, content, leaves, raw_value, raw_values, text_value
from bots.mail.settings import MailSettings
from bots.mail.signing import Signer
from core.messages import DeliveryReport

LOOP_HEADER = "X-Loop"


class Nature(StrEnum):
    PERSON = "person"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    LIST = "list"
    OWN = "own"


_ROBOTS = re.compile(r"(?:mailer-daemon|postmaster|no-?_?reply|do-?not-?reply|bounces?)(?:[+=._-].*)?@.*")
_DAEMONS = re.compile(r"(?:mailer-daemon|postmaster)(?:[+=._-].*)?@.*")
_AUTO_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-auto-reply-from",
    "x-mail-autoreply",
    "x-ms-exchange-inbox-rules-loop",
)
_LIST_HEADERS = ("list-id", "list-unsubscribe", "list-post", "mailing-list", "x-mailing-list", "x-mailman-version")
_PRECEDENCE = ("bulk", "junk", "list", "auto_reply")
_AUTO_SUBJECT = re.compile(
    r"(?:auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|vacation reply|balasan otomatis"
    r"|jawaban otomatis|di luar kantor|sedang cuti)\b",
    re.IGNORECASE,
)
_STATUS = re.compile(rb"^Status:\s*(\d\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
_ACTION = re.compile(rb"^Action:\s*(\w+)", re.IGNORECASE | re.MULTILINE)
_DONE = (b"delivered", b"relayed", b"expanded")
_LOOKED_AT = 200_000
"""Bytes of a bounce in which our Message-ID is looked for."""


def nature(mail: Mail, author: str, settings: MailSettings) -> Nature:
    """What kind of sender wrote this. `author` is the From address, empty where there is none."""
    own = {settings.address, *settings.aliases}
    if author in own or _is_reply_address(author, settings) or settings.address in raw_values(mail, LOOP_HEADER):
        return Nature.OWN
    kind = mail.get_content_type()
    report = str(mail.get_param("report-type", "")).lower()
    empty_path = any(path.strip() == "<>" for path in raw_values(mail, "return-path"))
    if (kind == "multipart/report" and report == "delivery-status") or _DAEMONS.fullmatch(author):
        return Nature.BOUNCE
    if mail.get("x-failed-recipients") is not None:
        return Nature.BOUNCE
    if _is_automatic(mail) or kind == "multipart/report" or empty_path or _ROBOTS.fullmatch(author):
        return Nature.AUTOMATIC
    if any(mail.get(name) is not None for name in _LIST_HEADERS):
        return Nature.LIST
    return Nature.PERSON


def _is_automatic(mail: Mail) -> bool:
    submitted = raw_value(mail, "auto-submitted").partition(";")[0].strip().lower()
    if submitted not in ("", "no") or any(mail.get(name) is not None for name in _AUTO_HEADERS):
        return True
    if raw_value(mail, "precedence").lower() in _PRECEDENCE:
        return True
    return _AUTO_SUBJECT.match(text_value(mail, "subject")) is not None


def _is_reply_address(author: str, settings: MailSettings) -> bool:
    local, _, domain = settings.address.partition("@")
    given_local, _, given_domain = author.partition("@")
    return bool(
        settings.separator and given_domain == domain and given_local.startswith(f"{local}{settings.separator}")
    )


def reports(account: str, raw: bytes, mail: Mail, signer: Signer) -> list[DeliveryReport]:
    """What a bounce says of our mails. Only Message-IDs that we made count, so nobody can invent one.

    The diagnosis names the recipient, so only its status code (RFC 3463) is kept.
    """
    statuses = b"\n".join(_flat(part) for part in leaves(mail) if part.get_content_type() == "message/delivery-status")
    action = _ACTION.search(statuses)
    word = action.group(1).lower() if action else b"failed"
    if word != b"failed" and word not in _DONE:
        return []  # delayed: the server is still trying
    status = _STATUS.search(statuses)
    detail = f"bounced with status {status.group(1).decode()}" if status else "bounced"
    delivered = word in _DONE
    return [
        DeliveryReport(account=account, message_id=own, delivered=delivered, detail=None if delivered else detail)
        for own in signer.own_ids(raw[:_LOOKED_AT].decode("latin-1"))[:10]
    ]


def _flat(part: Mail) -> bytes:
    """A delivery status as text; the parser takes it for a list of header blocks."""
    if part.is_multipart():
        return b"\n\n".join(str(block).encode("utf-8", "replace") for block in part.get_payload())
    return content(part)


def forged(mail: Mail, authserv: str | None) -> bool:
    """Whether our own server found that the From address is not genuine (DMARC).

    Only the topmost result under our server's name counts: a sender may write such headers, too, further down.
    """
    if authserv is None:
        return False
    for value in raw_values(mail, "authentication-results"):
        server, _, results = value.partition(";")
        if server.split() and server.split()[0].lower() == authserv.lower():
            return re.search(r"\bdmarc\s*=\s*fail\b", results, re.IGNORECASE) is not None
    return False
