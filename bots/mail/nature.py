"""Tells mails of people from those that must never be answered (RFC 3834, RFC 3464, RFC 2369, RFC 2919)."""

from __future__ import annotations

import re
from enum import StrEnum

from bots.mail.absence import says_absence
from bots.mail.headers import Mail, content, leaves, message_ids, raw_value, raw_values, recipients, text_value
from bots.mail.origin import own_addresses
from bots.mail.refusals import Refusal, refusal
from bots.mail.settings import MailSettings
from bots.mail.signing import Signer
from core.kernel.messages import DeliveryReport

LOOP_HEADER = "X-Loop"


class Nature(StrEnum):
    PERSON = "person"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    LIST = "list"
    OWN = "own"


_ROBOTS = re.compile(r"(?:mailer-daemon|postmaster|no-?_?reply|do-?not-?reply|bounces?)(?:[+=._-].*)?@.*")
_DAEMONS = re.compile(r"(?:mailer-daemon|postmaster)(?:[+=._-].*)?@.*")
_AUTO_HEADERS = ("x-autoreply", "x-autorespond", "x-auto-reply-from", "x-mail-autoreply")
_RULES_OF = "x-ms-exchange-inbox-rules-loop"
"""The mailbox whose rule acted: its owner's for an answer, somebody else's for a mail that was passed on."""
_LIST_HEADERS = ("list-id", "list-unsubscribe", "list-post", "mailing-list", "x-mailing-list", "x-mailman-version")
_PRECEDENCE_OF_LISTS = ("bulk", "list")
_PRECEDENCE = (*_PRECEDENCE_OF_LISTS, "junk", "auto_reply")
_NOT_AUTOMATIC = ("", "no", "auto-forwarded")
_STATUS = re.compile(rb"^Status:\s*(\d\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
_ACTION = re.compile(rb"^Action:\s*(\w+)", re.IGNORECASE | re.MULTILINE)
_DONE = (b"delivered", b"relayed", b"expanded")
_LOOKED_AT = 200_000
"""Bytes of a bounce in which our Message-ID is looked for."""


def answers_us(mail: Mail, settings: MailSettings, signer: Signer) -> bool:
    """Whether a mail answers one of ours, by what it refers to or by whom it is to."""
    referred = (*message_ids(mail, "in-reply-to"), *message_ids(mail, "references"))
    return any(signer.opens(one) for one in referred) or any(_is_reply_address(to, settings) for to in recipients(mail))


def nature(mail: Mail, author: str, settings: MailSettings, *, answers: bool = False, own_list: bool = False) -> Nature:
    """What kind of sender wrote this. `author`: empty where there is none.

    `answers`: it answers a mail of ours. `own_list`: a list of our own passed it on.
    """
    looped = settings.address in raw_values(mail, LOOP_HEADER)
    if author in own_addresses(settings) or _is_reply_address(author, settings) or looped:
        return Nature.OWN
    kind = mail.get_content_type()
    report = str(mail.get_param("report-type", "")).lower()
    empty_path = any(path.strip() == "<>" for path in raw_values(mail, "return-path"))
    if (kind == "multipart/report" and report == "delivery-status") or _DAEMONS.fullmatch(author):
        return Nature.BOUNCE
    if mail.get("x-failed-recipients") is not None:
        return Nature.BOUNCE
    listed = any(mail.get(name) is not None for name in _LIST_HEADERS)
    automatic = _is_automatic(mail, author, answers=answers, listed=listed or own_list)
    if automatic or kind == "multipart/report" or empty_path or _ROBOTS.fullmatch(author):
        return Nature.AUTOMATIC
    if listed and not own_list:
        return Nature.LIST
    return Nature.PERSON


def _is_automatic(mail: Mail, author: str, *, answers: bool, listed: bool) -> bool:
    rules_of = [value.strip(" <>").lower() for value in raw_values(mail, _RULES_OF)]
    passed_on = bool(rules_of) and author not in rules_of
    submitted = raw_value(mail, "auto-submitted").partition(";")[0].partition("(")[0].strip().lower()
    if submitted not in _NOT_AUTOMATIC and not passed_on:
        return True
    if rules_of and not passed_on:
        return True
    if any(raw_value(mail, name).lower() not in ("", "no") for name in _AUTO_HEADERS):
        return True
    precedence = raw_value(mail, "precedence").lower()
    if precedence in _PRECEDENCE and not (listed and precedence in _PRECEDENCE_OF_LISTS):
        return True
    # What people write of themselves counts only where a machine would have been answering us.
    suppressing = "all" in re.split(r"[,\s]+", raw_value(mail, "x-auto-response-suppress").lower())
    absent = says_absence(text_value(mail, "subject"))
    return (absent and (answers or suppressing)) or (suppressing and answers)


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
    code = status.group(1).decode() if status else ""
    detail = f"bounced with status {code}" if code else "bounced"
    delivered = word in _DONE
    again = not delivered and refusal(code) is Refusal.LATER
    return [
        DeliveryReport(
            account=account, message_id=own, delivered=delivered, detail=None if delivered else detail, retry=again
        )
        for own in signer.own_ids(raw[:_LOOKED_AT].decode("latin-1"))[:10]
    ]


def _flat(part: Mail) -> bytes:
    """Returns a delivery status as text, which the parser has made a list of header blocks."""
    if part.is_multipart():
        return b"\n\n".join(str(block).encode("utf-8", "replace") for block in part.get_payload())
    return content(part)
