"""What a JPEG's markers say of it, without decoding anything (ITU T.81, annex B)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers that say size and components; the three others of that range hold tables."""
_AFTER_SCAN = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
"""Coded data have a zero after each 0xFF, or a restart marker."""


@dataclass(frozen=True)
class Survey:
    scans: int
    """How many times the decoder has to go over the picture."""
    at_once: bool
    """Whether one scan holds everything from top to bottom: then a decoder need not hold the whole picture."""
    complete: bool
    """Whether the end marker is there."""


def survey(data: bytes) -> Survey | None:
    """Returns what the markers of the first picture in the file say; None if it is no JPEG."""
    if data[:3] != b"\xff\xd8\xff":
        return None
    place, scans, components, progressive, all_told = 2, 0, 0, False, False
    while found := _AFTER_SCAN.search(data, place):
        marker, place = found[1][0], found.end()
        if marker == _END:
            return Survey(scans, scans == 1 and all_told and not progressive, complete=True)
        if marker in (_START, 0x01):
            continue
        if marker == _SCAN:
            scans += 1
            all_told = data[place + 2 : place + 3] == bytes([components])
        elif marker in _FRAMES:
            progressive = marker != 0xC0 and marker != 0xC1
            components = data[place + 7] if place + 7 < len(data) else 0
        place += int.from_bytes(data[place : place + 2], "big")
    return Survey(scans, scans == 1 and all_told and not progressive, complete=False)
