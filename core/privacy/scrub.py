"""Takes personal data out of a text that is kept for learning: numbers, addresses of mail, names that say they are."""

from __future__ import annotations

import re

from phonenumbers import PhoneNumberMatcher

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ACCOUNT = re.compile(r"(?<![\w/])@\w{3,}")
_LONG_NUMBER = re.compile(r"(?<![\w.,-])\+?\d(?:[ .\-]?\d){8,}(?!\w)")
_NIK_DIGITS = 16
"""Of a person's NIK and of a family card's number."""
_SHORTEST_PHONE = 8
"""Digits; what is shorter is more often a price."""
_BEFORE_A_NAME = re.compile(
    r"(?<!\w)(?:a\.\s?n\.?|a/n|an\.|atas\s+nama|nama\s+(?:lengkap\s+)?(?:saya|sy|aku|gw|gue|pelapor)|nama(?=\s*[:=])|"
    r"my\s+name\s+is)(?:\s+(?:adalah|ialah))?\s*[:=]?[ \t]*",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:[A-Z]\.|[A-Z][\w'’]*)(?:[ \t]+(?:[A-Z]\.|[A-Z][\w'’]*)){0,3}"  # as written with capitals
    r"|[^\W\d_][\w'’]*(?:[ \t]+[^\W\d_][\w'’]*)?"  # in lower case a name has no end that could be seen: two words
)


def scrub(text: str, region: str = "ID") -> str:
    """The text with placeholders in the place of personal data. `region`: whose phone numbers have no country code."""
    text = _MAIL.sub("[email]", text)
    text = _ACCOUNT.sub("[akun]", text)
    text = _LONG_NUMBER.sub(_number, text)
    for found in reversed(list(PhoneNumberMatcher(text, region))):
        if sum(character.isdigit() for character in found.raw_string) < _SHORTEST_PHONE:
            continue
        text = f"{text[: found.start]}[telepon]{text[found.end :]}"
    return _without_names(text)


def _number(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found.group())
    if len(digits) == _NIK_DIGITS:
        return "[nik]"
    return "[telepon]" if found.group().startswith(("+", "0", "62", "8")) else "[nomor]"


def _without_names(text: str) -> str:
    parts, done = [], 0
    for lead in _BEFORE_A_NAME.finditer(text):
        name = _NAME.match(text, lead.end())
        if name is None or lead.start() < done:
            continue
        parts += [text[done : lead.end()], "[nama]"]
        done = name.end()
    return "".join((*parts, text[done:]))
