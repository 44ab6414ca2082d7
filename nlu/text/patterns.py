"""Entities with a fixed form: ticket numbers, RT/RW and times, found by regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

TICKET_ALPHABET: Final = "23456789CFGHJKMNPRTWXY"
TICKET_LENGTH: Final = 8

_A: Final = f"[{TICKET_ALPHABET}]"
_DASH: Final = r"[\-‐‑‒–—_. ]"
# K7M4-2XPR, k7m42xpr, "k7m4 2xpr", "K 7 M 4 - 2 X P R"
_TICKET: Final = re.compile(
    rf"(?<![^\W_])(?:{_A}{{4}}(?: ?{_DASH} ?)?{_A}{{4}}"
    rf"|{_A}(?: {_A}){{3}} ?{_DASH}? ?{_A}(?: {_A}){{3}})(?![^\W_])",
    re.IGNORECASE,
)

_N: Final = r"\d{1,3}"
_SEP: Final = r"[\s.:,]*"
_RT_RW: Final = re.compile(
    rf"\brt{_SEP}(?P<rt>{_N})(?:\s*(?:[/\\|,.\-]|dan)?\s*(?:rw{_SEP})(?P<rw>{_N})|\s*[/\\]\s*(?P<rw2>{_N}))?(?!\d)"
    rf"|\brw{_SEP}(?P<rw3>{_N})(?:\s*[/\\,.\-]?\s*rt{_SEP}(?P<rt3>{_N}))?(?!\d)"
    rf"|\brt\s*/\s*rw{_SEP}(?P<rt4>{_N})\s*[/\\\-]\s*(?P<rw4>{_N})(?!\d)",
    re.IGNORECASE,
)

_MONTH: Final = (
    r"jan(?:uari)?|feb(?:ruari)?|mar(?:et)?|apr(?:il)?|mei|juni?|juli?|agu(?:stus)?|agt|sept?(?:ember)?"
    r"|okt(?:ober)?|nov(?:ember)?|des(?:ember)?"
)
_DAY: Final = r"senin|selasa|rabu|kamis|jum'?at|sabtu|(?:hari )?minggu|ahad"
_PART: Final = r"pagi|siang|sore|malam|mlm|malem|petang|subuh|dini hari|maghrib|magrib"
_COUNT: Final = (
    r"\d{1,3}|se|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|beberapa|bbrp|"
    r"berbulan|bertahun|berhari|berminggu"
)
_UNIT: Final = r"menit|jam|hari|hr|minggu|mgg|bulan|bln|tahun|thn|th"
_AGO: Final = r"lalu|yang lalu|yg lalu|kemarin|kmrn|kemaren|kmren|terakhir|belakangan|ini"
_SINCE: Final = r"sejak |dari |mulai |sudah |udah |udh |sdh "
_TIME: Final = re.compile(
    "|".join(
        (
            rf"(?:{_SINCE})?\b(?:{_COUNT})\s?-?\s?(?:{_UNIT})(?:an)?\b(?: (?:{_AGO}))?",
            rf"\b(?:tanggal|tgl)\.? ?\d{{1,2}}(?:[ /\-](?:{_MONTH}|\d{{1,2}})(?:[ /\-]\d{{2,4}})?)?\b",
            rf"\b\d{{1,2}} (?:{_MONTH})(?: \d{{2,4}})?\b",
            r"\b\d{1,2}[/\-]\d{1,2}[/\-]\d{2,4}\b",
            rf"\b(?:jam|pukul|pkl|jm)\.? ?\d{{1,2}}(?:[.:]\d{{2}})?(?: ?(?:wib|{_PART}))?\b",
            r"\b\d{1,2}(?:[.:]\d{2})? ?(?:am|pm|wib)\b",
            rf"\b(?:hari )?(?:{_DAY})(?: (?:{_PART}|{_AGO}))?\b",
            rf"\b(?:tadi|barusan|kemarin|kemaren|kmrn|kmren|semalam|semalem|smlm|yesterday|tonight|"
            rf"besok|lusa)(?: (?:{_PART}))?\b",
            rf"\b(?:{_PART}) (?:ini|tadi|kemarin|kmrn)\b",
            rf"\b(?:bulan|bln|tahun|thn|minggu) (?:{_MONTH}|{_AGO}|depan|puasa|\d{{4}})\b",
        )
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PatternMatch:
    """``text[start:end]`` is an entity of this kind; ``value`` is its regular form."""

    kind: str
    start: int
    end: int
    value: str


def ticket_numbers(text: str) -> Iterator[PatternMatch]:
    """Finds ticket numbers like ``K7M4-2XPR``, even if loosely typed."""
    for match in _TICKET.finditer(text):
        letters = [c for c in match.group().upper() if c in TICKET_ALPHABET]
        if len(letters) != TICKET_LENGTH:
            continue
        digits = sum(c.isdigit() for c in letters)
        # eight digits are a telephone number, eight letters are laughter (wkwkwkwk)
        if not 0 < digits < TICKET_LENGTH:
            continue
        value = "".join(letters)
        yield PatternMatch("ticket_number", match.start(), match.end(), f"{value[:4]}-{value[4:]}")


def rt_rw(text: str) -> Iterator[PatternMatch]:
    """Finds neighbourhood numbers. Their value is ``RT 003/RW 007``, or the one of the two that is given."""
    for match in _RT_RW.finditer(text):
        rt = match["rt"] or match["rt3"] or match["rt4"]
        rw = match["rw"] or match["rw2"] or match["rw3"] or match["rw4"]
        parts = [f"{name} {int(n):03}" for name, n in (("RT", rt), ("RW", rw)) if n]
        yield PatternMatch("rt_rw", match.start(), match.end(), "/".join(parts))


def times(text: str) -> Iterator[PatternMatch]:
    """Finds dates, clock times and durations, as they are written."""
    for match in _TIME.finditer(text):
        yield PatternMatch("time", match.start(), match.end(), match.group())


def find(text: str) -> list[PatternMatch]:
    """Finds all entities with a fixed form; where two overlap the more certain kind wins."""
    found: list[PatternMatch] = []
    for finder in (ticket_numbers, rt_rw, times):
        for item in finder(text):
            if all(item.end <= other.start or item.start >= other.end for other in found):
                found.append(item)
    return sorted(found, key=lambda item: item.start)
