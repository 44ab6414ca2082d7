"""Ticket numbers: short, speakable, hard to mistype, not guessable in sequence.

Seven random characters and a check character, written `K7M4-2XPR`. The alphabet leaves out vowels
(no words arise) and every letter or digit that looks or sounds like another one. The check character
is ISO/IEC 7064 MOD 23,22 (hybrid): it catches every single mistyped character and nearly every swap
of neighbours. 22^7 = 2.5 thousand million numbers: with a million tickets one guess in 55,000 passes the
check character and hits, and look-ups are rate-limited.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from itertools import islice

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

ALPHABET = "23456789CFGHJKMNPRTWXY"
_RANDOM_LENGTH = 7
_LOOSE = re.compile(rf"(?<![0-9A-Za-z])(?:[{ALPHABET}]{{4}})[-\s.]?(?:[{ALPHABET}]{{4}})(?![0-9A-Za-z])", re.IGNORECASE)
_SHAPED = re.compile(r"(?<![\w-])[0-9A-Za-z]{4}-[0-9A-Za-z]{4}(?![\w-])")
_DIGITS_AROUND = re.compile(r"\d[-\s.]?$"), re.compile(r"^[-\s.]?\d")
_LONGEST_WRITTEN = 100
_MOST, _MOST_LOOKED_AT = 10, 100
"""Numbers of one text. Nobody asks for more, and each is looked up."""


def new_number(choose: Callable[[str], str] = secrets.choice) -> str:
    """A fresh number in its written form."""
    body = "".join(choose(ALPHABET) for _ in range(_RANDOM_LENGTH))
    return written(body + mod_37_36.calc_check_digit(body, alphabet=ALPHABET))


def written(compact: str) -> str:
    return f"{compact[:4]}-{compact[4:]}"


def read_number(text: str) -> str | None:
    """The number in its written form if `text` is one, however it is spaced or cased."""
    compact = re.sub(r"[-\s.]", "", text).upper() if len(text) <= _LONGEST_WRITTEN else ""
    if len(compact) != _RANDOM_LENGTH + 1:
        return None
    try:
        mod_37_36.validate(compact, alphabet=ALPHABET)
    except ValidationError:
        return None
    return written(compact)


def find_numbers(text: str) -> list[str]:
    """The valid numbers within a text, in order, in their written form; of very many the first."""
    matches = islice(_LOOSE.finditer(text), _MOST_LOOKED_AT)
    found = (read_number(match.group()) for match in matches if not _of_phone(match))
    return list(dict.fromkeys(number for number in found if number))[:_MOST]


def _of_phone(match: re.Match[str]) -> bool:
    """Digits alone between others: a piece of a phone number, and no number of a ticket."""
    if any(one.isalpha() for one in match.group()):
        return False
    before, behind = match.string[max(match.start() - 2, 0) : match.start()], match.string[match.end() :][:2]
    return bool(_DIGITS_AROUND[0].search(before) or _DIGITS_AROUND[1].search(behind))


def find_mistyped(text: str) -> list[str]:
    """What looks like a number in its written form but fails its check character."""
    shaped = (match.group() for match in islice(_SHAPED.finditer(text), _MOST_LOOKED_AT))
    wrong = (
        one
        for one in shaped
        if read_number(one) is None and any(c.isdigit() for c in one) and any(c.isalpha() for c in one)
    )
    return list(dict.fromkeys(wrong))[:_MOST]
