"""The finer parts of an address in a text: street, landmark, RT and RW, postal code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.location.model import Area, Spot
from core.location.places import PlaceHit
from core.location.tokens import Token

_RT_RW = re.compile(
    r"\b(?:rt\W{0,3}rw\W{0,3}0*(?P<rt1>\d{1,3})\W{1,3}0*(?P<rw1>\d{1,3})"
    r"|rt\W{0,3}0*(?P<rt2>\d{1,3})\W{1,3}(?:rw\W{0,3})?0*(?P<rw2>\d{1,3})"
    r"|rt\W{0,3}0*(?P<rt3>\d{1,3})\W{0,3}rw\W{0,3}0*(?P<rw3>\d{1,3}))\b"
)
_RT = re.compile(r"\brt\W{0,3}0*(\d{1,3})\b|\brt0*(\d{1,3})(?=rw)")
_RW = re.compile(r"(?:\b|(?<=\d))rw\W{0,3}0*(\d{1,3})\b")


def read_spot(text: str, tokens: Sequence[Token], hits: Sequence[PlaceHit], postal: Sequence[Area]) -> Spot:
    """Returns the parts of an address as they were written. `postal`: the areas with the postal code that was read."""
    rt, rw = _rt_and_rw(text)
    street = _as_written(text, tokens, next((hit for hit in hits if hit.street), None))
    landmark = _as_written(text, tokens, next((hit for hit in hits if not hit.street), None))
    return Spot(street, landmark, rt, rw, postal[0].postal_code if postal else None)


def _rt_and_rw(text: str) -> tuple[str | None, str | None]:
    both = _RT_RW.search(text)
    if both:
        rt, rw = [number for number in both.groups() if number][:2]
        return rt, rw
    one, other = _RT.search(text), _RW.search(text)
    return one and (one[1] or one[2]), other and other[1]


def _as_written(text: str, tokens: Sequence[Token], hit: PlaceHit | None) -> str | None:
    return text[tokens[hit.start].start : tokens[hit.end - 1].end] if hit else None
