"""Reads a mail and its headers whatever they hold.

The parser is the standard library's with the policy `compat32`: the structured headers of `policy.default`
raise on hostile input and take a time that grows with its square, so only the From field, cut short, is given
to them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import InvalidHeaderDefect, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import TypeAlias

from bots.mail.settings import plain_address
from bots.shared.frame import storable
from core.kernel.errors import PayloadError

Mail: TypeAlias = "Message[str, str]"
PARSER_FAILS = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)
"""What the standard library raises on mails that are hostile enough."""
_LONGEST_HEADER = 4000
_LONGEST_AUTHOR = 998
_MESSAGE_ID = re.compile(r"<[^<>\s@]{1,180}@[^<>\s@]{1,70}>")
_NAME_AND_ADDRESS = re.compile(r"""([^<>"(]*)<([^<>\s]+)>""")
_UNFIT = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}
"""Codecs that no mail may name: they are no character sets, and two of them are slow on purpose-made input."""


def parse(raw: bytes) -> Mail:
    """Raises PayloadError."""
    try:
        return message_from_bytes(raw, policy=policy.compat32)
    except PARSER_FAILS as error:
        raise PayloadError(f"the mail can't be parsed ({type(error).__name__})") from error


def decode(data: bytes, charset: str | None) -> str:
    """Text in the charset it names, or else in the ones that are likely. Never fails."""
    for name in (charset, "utf-8"):
        try:
            codec = codecs.lookup((name or "").strip())
            if codec.name in _UNFIT or "\0" in codec.name:
                continue
            # Browsers and mailers alike mean Windows-1252 when they say Latin-1.
            return data.decode("cp1252" if codec.name == "iso8859-1" else codec.name)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def raw_values(mail: Mail, name: str) -> list[str]:
    """Returns the values of a header as they stand in the mail, unfolded and cut short."""
    values = (str(value) for key, value in mail.raw_items() if key.lower() == name.lower())
    return [re.sub(r"[\r\n]+[ \t]*", " ", value[:_LONGEST_HEADER]).strip() for value in values]


def raw_value(mail: Mail, name: str) -> str:
    return next(iter(raw_values(mail, name)), "")


def text_value(mail: Mail, name: str, limit: int = 300) -> str:
    """A header as a person reads it (RFC 2047), on one line."""
    return one_line(_words(_bare(raw_value(mail, name))), limit)


def _bare(value: str) -> str:
    """Decodes bytes above 127, which headers must not have but do; the parser makes surrogates of them."""
    return decode(value.encode("ascii", "surrogateescape"), None)


def _words(value: str) -> str:
    try:
        parts = decode_header(value)
        return "".join(part if isinstance(part, str) else decode(part, charset) for part, charset in parts)
    except PARSER_FAILS:
        return value


def one_line(text: str, limit: int) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", storable(text)).split())[:limit]


def sender(mail: Mail, field: str = "from") -> tuple[str, str | None]:
    """Address and name of the one author (RFC 5322, section 3.6.2). Raises PayloadError."""
    values = raw_values(mail, field)
    if len(values) != 1:
        raise PayloadError(f"{len(values)} {field.title()} fields")
    plain = _bare(values[0])[:_LONGEST_AUTHOR]
    try:
        simple = _NAME_AND_ADDRESS.fullmatch(plain)
        if simple and not ("," in simple[1] and "@" in simple[1]):
            return plain_address(simple[2]), one_line(_words(simple[1]), 100) or None
        # Strict, unlike email.utils.parseaddr, which may be talked into naming somebody else (CVE-2023-27043).
        strict = policy.default.header_factory("from", plain)
        if any(isinstance(defect, InvalidHeaderDefect) for defect in strict.defects):
            raise ValueError(plain)
        addresses = tuple(getattr(strict, "addresses", ()))
        if len(addresses) != 1:
            raise ValueError(len(addresses))
        author = addresses[0]
        address = plain_address(author.addr_spec)
        name = one_line(author.display_name, 100)
    except PARSER_FAILS as error:
        raise PayloadError(f"the {field.title()} field names no single address") from error
    return address, name or None


def recipients(mail: Mail) -> list[str]:
    fields = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
    values = [value for field in fields for value in raw_values(mail, field)]
    return [address.lower() for _, address in getaddresses(values[:20]) if address][:100]


def message_ids(mail: Mail, name: str) -> list[str]:
    """The well-formed ids of Message-ID, In-Reply-To or References, in order."""
    return [found for value in raw_values(mail, name) for found in _MESSAGE_ID.findall(value) if found.isascii()]


def sent_at(mail: Mail, now: datetime) -> datetime:
    """The Date field where it is believable, else now."""
    try:
        date = parsedate_to_datetime(raw_value(mail, "date"))
        date = date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (*PARSER_FAILS, OverflowError):
        return now
    return min(date, now) if date.year > 1990 else now


def leaves(mail: Mail, depth: int = 0) -> Iterator[Mail]:
    """Returns the parts that hold content, except those inside an attached mail, which is not addressed to us."""
    if depth > 20:
        return
    if mail.is_multipart() and mail.get_content_maintype() == "multipart":
        for part in mail.get_payload():
            if isinstance(part, Message):
                yield from leaves(part, depth + 1)
    else:
        yield mail


def content(part: Mail) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
