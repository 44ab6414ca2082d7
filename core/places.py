"""Turns what the location package finds into what the dialogue can use."""

from __future__ import annotations

from typing import Protocol

from core.dialogue.facts import PlaceReading
from core.dialogue.state import Place
from core.location.model import Area, Ask, Position, Resolution
from core.location.photos import photo_position
from core.messages import Pin

_MAX_OPTIONS = 8
"""More buttons than this help nobody: then the name is asked for instead."""

_QUESTIONS = {
    Ask.KELURAHAN_IN_KECAMATAN: "ask-place-kelurahan",
    Ask.KELURAHAN_IN_KOTA: "ask-place-kelurahan",
    Ask.SEND_PIN: "ask-place-link",
    Ask.OUTSIDE: "ask-place-outside",
}


class Resolver(Protocol):
    def resolve(
        self,
        text: str | None = None,
        pin: Position | tuple[float, float] | None = None,
        accuracy_m: float | None = None,
        within: str | None = None,
    ) -> Resolution: ...


class PlaceReader:
    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    def read(self, text: str, pin: Pin | None, within: str | None = None) -> PlaceReading:
        """What a message says of the place. `within`: code of the kecamatan or kota that was settled before."""
        if not text.strip() and pin is None:
            return PlaceReading()
        point = (pin.lat, pin.lon) if pin else None
        found = self._resolver.resolve(text.strip() or None, point, pin.accuracy_m if pin else None, within)
        words = _words(found)
        if found.committed:
            return PlaceReading(place=_place(found.committed, found, words))
        if found.ask is not Ask.OUTSIDE and 0 < len(found.options) <= _MAX_OPTIONS:
            return PlaceReading(options=tuple(_place(area, found, words) for area in found.options))
        hint = _place(found.place, found, words) if found.place else None
        if hint is None and (words or found.position):
            hint = Place(words=words, **_position(found))
        return PlaceReading(question=_question(found), hint=hint)

    def read_photo(self, data: bytes) -> PlaceReading:
        """The place that a photo's EXIF names, as options to be confirmed; empty if it names none."""
        position = photo_position(data)
        if position is None:
            return PlaceReading()
        found = self._resolver.resolve(pin=position)
        return PlaceReading(options=tuple(_place(area, found, None) for area in found.options[:1]))


def _question(found: Resolution) -> str | None:
    if found.ask is None:
        return None
    if found.ask is Ask.PLACE or found.options:
        return "ask-place-street" if found.spot.street else None
    return _QUESTIONS.get(found.ask)


def _words(found: Resolution) -> str | None:
    spot = found.spot
    rt_rw = " ".join(f"{name} {value}" for name, value in (("RT", spot.rt), ("RW", spot.rw)) if value)
    return ", ".join(part for part in (spot.landmark, spot.street, rt_rw) if part) or None


def _position(found: Resolution) -> dict[str, float]:
    return {"lat": found.position.lat, "lon": found.position.lon} if found.position else {}


def _place(area: Area, found: Resolution, words: str | None) -> Place:
    return Place(
        words=words,
        area_code=area.code,
        kelurahan=area.kelurahan,
        kecamatan=area.kecamatan,
        kota=area.kota,
        approximate=found.approximate,
        **_position(found),
    )
