"""Finds mail addresses, links and names of accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from core.protection.scrub.lexicon import MOST, Phrases, Writing, any_of, words
from core.protection.scrub.spans import TextSpan

# Possessive quantifiers (++, *+) keep each pattern linear: what they took is never tried again in pieces.
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++")
_AT = r"(?:[ \t]?[\[({<][ \t]?(?:at|et|a|@)[ \t]?[\])}>][ \t]?|[ \t](?:at|et|@)[ \t]|[ \t]@|@[ \t])"
_DOT = r"(?:[ \t]?[\[({<][ \t]?(?:dot|titik|\.)[ \t]?[\])}>][ \t]?|[ \t](?:dot|titik)[ \t]|[ \t]\.[ \t]?|\.)"
_SPELT_MAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]++{_AT}[\w-]{{2,40}}+(?:{_DOT}(?:com|co|net|org|id|go|ac|or|my|web|sch|info|example)\b)+",
    re.IGNORECASE,
)
_SAYS_AT = frozenset({"at", "et"})
_LOOSE_AT = re.compile(r"[ \t]@|@[ \t]|[\[({<][ \t]?(?:a|@)[ \t]?[\])}>]", re.IGNORECASE)
_MAIL_HOSTS = frozenset({"gmail", "yahoo", "ymail", "hotmail", "outlook", "icloud", "rocketmail"})
_MAIL_WITHOUT_AT = re.compile(
    r"(?<![\w.+-])[\w.+-]++[ \t](?:gmail|yahoo|ymail|hotmail|outlook|icloud|rocketmail)"
    r"(?:\.|[ \t](?:dot|titik)[ \t]|[ \t])(?:com|co)\b(?:\.id\b)?",
    re.IGNORECASE,
)
_HOST = r"\b(?=\w)(?<!\.)(?:https?://)?(?:www\.)?"
_PHONE_LINK = re.compile(rf"{_HOST}{any_of('phone_hosts')}/\S*+", re.IGNORECASE)
_ACCOUNT_LINK = re.compile(rf"{_HOST}{any_of('account_hosts')}/\S++", re.IGNORECASE)
LINK = re.compile(r"https?://\S++", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w/.@])@(\w[\w.]{1,40}\w)")
_LABELLED = Phrases(
    "account_labels",
    after=r"(?!\w)(?:[ \t]{0,2}+(?:saya|sy|aku|gw|gue|kami|nya|di|adalah|id|my|is)(?!\w)|[ \t]{0,2}+[:=-]){0,3}+"
    r"[ \t:=]{0,3}+(@?[^\W_][\w.]{2,40}+)",
)
_HANDLE = re.compile(r"@|[^\W\d_][\w.]*[\d_]|[^\W\d_]\w*\.\w")
"""The form of account names; no word of a language has it."""


def contacts(writing: Writing) -> Iterator[TextSpan]:
    text = writing.text
    if "@" in text:
        yield from (TextSpan(*found.span(), "[email]") for found in _MAIL.finditer(text))
        mentions = (found for found in islice(_MENTION.finditer(text), MOST) if not _official(found[1]))
        yield from (TextSpan(*found.span(), "[akun]") for found in mentions)
    if not _SAYS_AT.isdisjoint(writing.said) or _LOOSE_AT.search(text):
        yield from (TextSpan(*found.span(), "[email]") for found in _SPELT_MAIL.finditer(text))
    if not _MAIL_HOSTS.isdisjoint(writing.said):
        yield from (TextSpan(*found.span(), "[email]") for found in _MAIL_WITHOUT_AT.finditer(text))
    if writing.has("phone_hosts"):
        yield from (TextSpan(*found.span(), "[telepon]") for found in _PHONE_LINK.finditer(text))
    if writing.has("account_hosts"):
        yield from (TextSpan(*found.span(), "[akun]") for found in _ACCOUNT_LINK.finditer(text))
    for found in _LABELLED.within(writing):
        if _HANDLE.match(found[1]) and not _official(found[1]):
            yield TextSpan(*found.span(1), "[akun]")


def _official(account: str) -> bool:
    plain = account.casefold()
    return any(part in plain for part in words("official_accounts"))
