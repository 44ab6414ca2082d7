"""Who wrote a mail that came by a list or group of our own, and whether it did."""

from __future__ import annotations

import re

from bots.mail import headers
from bots.mail.headers import Mail, raw_values
from bots.mail.settings import MailSettings
from core.kernel.errors import PayloadError

_LIST_FIELDS = ("list-id", "list-post", "mailing-list", "x-mailing-list")
_TRUE_AUTHOR = ("x-original-from", "x-google-original-from", "reply-to")
"""Headers in which lists name the author when they write their own address into From, the most reliable first."""
_NAMES = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~@-]{3,254}")


def own_addresses(settings: MailSettings) -> frozenset[str]:
    return frozenset((settings.address, *settings.aliases, *settings.lists))


def by_own_list(mail: Mail, author: str, settings: MailSettings) -> bool:
    """Whether one of our own lists passed a mail on. To and Cc prove nothing: the sender chose them."""
    if author in settings.lists:
        return True
    own = own_addresses(settings)
    names = own | {address.replace("@", ".") for address in own}
    said = " ".join(value for field in _LIST_FIELDS for value in raw_values(mail, field)).lower()
    return any(found.removeprefix("mailto:") in names for found in _NAMES.findall(said.replace("mailto:", " ")))


def true_author(mail: Mail, author: str, name: str | None, settings: MailSettings) -> tuple[str, str | None]:
    """The author of a mail into whose From field one of our own lists has written itself; else the author given."""
    own = own_addresses(settings)
    if author not in own or not by_own_list(mail, author, settings):
        return author, name
    for field in _TRUE_AUTHOR:
        try:
            found, said = headers.sender(mail, field)
        except PayloadError:
            continue
        if found not in own:
            return found, said
    return author, name
