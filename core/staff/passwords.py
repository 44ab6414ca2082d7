"""Passwords of staff: made, hashed (Argon2id), and judged as NIST SP 800-63B asks for.

Long enough and not easily guessed, and nothing else: no rules on kinds of characters, no expiry.
https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver
"""

from __future__ import annotations

import math
import re
import secrets
import unicodedata
from base64 import b64encode
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION
from zxcvbn import zxcvbn

from core.staff.errors import PasswordError

SHORTEST, LONGEST = 12, 256
_ENOUGH_GUESSES = 9
"""Powers of ten: so many guesses must fail before the password would be found."""
_JUDGED = 72
"""zxcvbn's own limit: its time grows with the length, and what is good within 72 characters is good."""
_LOCAL = """
    tanggap petugas kelurahan kecamatan lurah camat dinas moderator administrator rahasia sandi katasandi masuk
    sayang bismillah alhamdulillah cinta indonesia merdeka pancasila garuda nusantara monas persija nasigoreng
    selamat januari februari maret april mei juni juli agustus september oktober november desember senin selasa rabu
    kamis jumat sabtu minggu kucing anjing
"""
"""Guessed first here, and missing from zxcvbn's lists, which are English."""
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that are mistaken for each other."""

_hasher = PasswordHasher()


def _nobody() -> str:
    """A hash of no password. Checked for unknown names, so that the time taken does not tell which names exist."""
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    made_up = (secrets.token_bytes(length) for length in (_hasher.salt_len, _hasher.hash_len))
    salt, digest = (b64encode(part).decode().rstrip("=") for part in made_up)
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${digest}"


def new_password() -> str:
    """A password to be typed from a screen or a slip of paper: 20 characters in groups, 99 bits."""
    return readable(4, 5)


def readable(groups: int, length: int) -> str:
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(length)) for _ in range(groups))


def judge(password: str, about: Iterable[str] = ()) -> None:
    """Raises PasswordError. `about` are words that a guesser tries first: the person's name, the city's."""
    password = _normal(password)
    if len(password) < SHORTEST:
        raise PasswordError("short", f"the password needs {SHORTEST} characters or more")
    if len(password) > LONGEST:
        raise PasswordError("long", f"the password may have {LONGEST} characters at most")
    words = {word.casefold() for text in about for word in (text, *re.split(r"\W+", text)) if len(word) > 2}
    guesses = zxcvbn(password[:_JUDGED], user_inputs=[*sorted(words), *_LOCAL.split()])["guesses"]
    if math.log10(float(guesses)) < _ENOUGH_GUESSES:
        raise PasswordError("common", "the password is among those that are guessed first")


def hashed(password: str) -> str:
    return _hasher.hash(_normal(password))


def secret() -> str:
    """A password that nobody gets to know, for those who come by the city's own sign-on."""
    return secrets.token_urlsafe(32)


def matches(password_hash: str | None, password: str) -> bool:
    """Takes as long for an account that does not exist (None)."""
    try:
        right = _hasher.verify(password_hash or _nobody(), _normal(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return right and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _normal(password: str) -> str:
    """The same characters, however a keyboard composed them."""
    return unicodedata.normalize("NFKC", password)
