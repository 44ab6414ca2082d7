"""What the status codes of mail servers mean for us (RFC 3463, RFC 5321), as a table."""

from __future__ import annotations

import re
from enum import StrEnum


class Refusal(StrEnum):
    UNKNOWN = "unknown"
    """The address does not exist: nothing more is sent until the citizen writes again."""
    MAIL = "mail"
    """The server refuses this mail for good; another one may pass."""
    LATER = "later"


_BY_STATUS = {
    "5.1": Refusal.UNKNOWN,
    "5.1.7": Refusal.LATER,  # our own address is wrong or refused: the operator's affair, not the citizen's
    "5.1.8": Refusal.LATER,
    "5.2": Refusal.LATER,  # full, disabled for now
    "5.2.3": Refusal.MAIL,  # too long for this mailbox
    "5.3": Refusal.LATER,
    "5.3.4": Refusal.MAIL,  # too big for the server
    "5.4": Refusal.LATER,  # the way there
    "5.5": Refusal.MAIL,
    "5.6": Refusal.MAIL,
    "5.7": Refusal.LATER,  # policy, reputation, missing authentication
}
_BY_CODE = {550: Refusal.UNKNOWN, 551: Refusal.UNKNOWN, 553: Refusal.UNKNOWN, 552: Refusal.LATER}
"""What codes mean for a recipient if the server says no more than the code (RFC 5321, section 4.2.3)."""
_TRANSACTION_FAILED = 554
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")


def refusal(status: str) -> Refusal | None:
    """Returns what an enhanced status code means; None if it does not say."""
    detailed, subject = status, status.rpartition(".")[0]
    if status.startswith("4."):
        return Refusal.LATER
    return _BY_STATUS.get(detailed) or _BY_STATUS.get(subject)


def status_in(text: bytes) -> str:
    """The enhanced status code that a server's answer begins with."""
    found = _STATUS.search(text[:200].decode("latin-1"))
    return found[1] if found else ""


def refusal_by(code: int, text: bytes, *, recipient: bool) -> tuple[Refusal, str]:
    """What an SMTP answer means, and the code to tell: the server's words may name the recipient."""
    status = status_in(text)
    named = f"{code} {status}".strip()
    if not 500 <= code < 600:
        return Refusal.LATER, named
    found = refusal(status)
    if found is None:
        found = _BY_CODE.get(code, Refusal.MAIL) if recipient else Refusal.MAIL
    if not recipient and (found is Refusal.UNKNOWN or code == _TRANSACTION_FAILED):
        found = Refusal.MAIL  # said of the whole mail: its content is refused, nobody is unknown
    return found, named
