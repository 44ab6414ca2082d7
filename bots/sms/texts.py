"""What a text costs, and how to make it cheaper.

An SMS has 140 bytes: 160 characters of the GSM 7-bit alphabet (3GPP TS 23.038), or 70 of UCS-2 as soon as one
character is not in it. In longer texts every segment gives 6 bytes to the header that joins them (3GPP TS
23.040, 9.2.3.24): 153 or 67 characters are left.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from gsm0338 import Codec  # type: ignore[import-untyped]

_GSM = Codec()
_ORNAMENTS = frozenset({"So", "Sk", "Mn", "Me", "Cf", "Cc", "Cn", "Co", "Cs"})
"""Unicode categories of emoji, their modifiers and control characters."""
_GSM_SINGLE, _GSM_MULTI = 160, 153
_UCS2_SINGLE, _UCS2_MULTI = 70, 67

_PLAIN = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"',
        "‘": "'", "’": "'", "‚": "'", "′": "'", "`": "'", "´": "'",
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "•": "-", "·": "-",
        "…": "...", "→": "->", "×": "x", "½": "1/2", "°": " ", "\t": " ", "\u00a0": " ", "\u202f": " ",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    segments: int
    unicode: bool
    """Whether it needs UCS-2."""


def _septets(text: str) -> Sequence[int] | None:
    """Returns how many septets each character takes in the GSM alphabet; None if one is not in it."""
    try:
        return [len(_GSM.encode(character)[0]) for character in text]
    except UnicodeEncodeError:
        return None


def measure(text: str) -> Size:
    widths = _septets(text)
    if widths is not None:
        return Size(_count(widths, _GSM_SINGLE, _GSM_MULTI), unicode=False)
    units = [2 if ord(character) > 0xFFFF else 1 for character in text]
    return Size(_count(units, _UCS2_SINGLE, _UCS2_MULTI), unicode=True)


def _count(widths: Sequence[int], single: int, multi: int) -> int:
    """Segments needed; a character that takes two places is never cut in two."""
    if sum(widths) <= single:
        return 1
    segments, used = 1, 0
    for width in widths:
        if used + width > multi:
            segments, used = segments + 1, 0
        used += width
    return segments


def cheapest(text: str) -> str:
    """The same text in the GSM alphabet where nothing is lost by it but typography; otherwise as it is."""
    plain = "".join(_plain(character) for character in unicodedata.normalize("NFC", text).translate(_PLAIN))
    plain = "\n".join(" ".join(line.split()) for line in plain.splitlines()).strip()
    return plain if _septets(plain) is not None else text


def _plain(character: str) -> str:
    """Returns a character without its accent; nothing for an ornament."""
    if character == "\n":
        return character
    in_alphabet = _septets(character) is not None
    if unicodedata.category(character) in _ORNAMENTS and (not in_alphabet or character < " "):
        return ""
    if in_alphabet:
        return character
    base = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    return base if base and _septets(base) is not None else character


def with_options(text: str, options: Sequence[str]) -> str:
    """The text with its choices, numbered: `1 Ya, 2 Tidak`. Words that the text names already are not repeated."""
    labels = [cheapest(option) for option in options]
    said = text.casefold()
    if not labels or all(label.casefold() in said for label in labels):
        return text
    return f"{text}\n{', '.join(f'{number} {label}' for number, label in enumerate(labels, 1))}"


def split(text: str, limit: int) -> list[str]:
    """Cut into messages of at most so many segments each, at spaces where there are any."""
    chunks = []
    # What has more characters than fit is not measured whole for every message that is cut off it.
    while len(text) > limit * _GSM_MULTI or measure(text).segments > limit:
        end = min(len(text), limit * _GSM_MULTI)
        while measure(text[:end]).segments > limit:
            end -= max(1, end // 20)
        space = max(text.rfind("\n", 0, end), text.rfind(" ", 0, end))
        end = space if space > 0 else end
        chunks.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*chunks, text]
