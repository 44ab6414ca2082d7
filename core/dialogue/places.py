"""Turns what the location package finds into what the dialogue can use."""

from __future__ import annotations

from typing import Any, Protocol

from core.dialogue.facts import PlaceReading
from core.dialogue.questions import ask_place
from core.dialogue.state import Place
from core.kernel.messages import Pin
from core.location.model import Area, Ask, Position, Resolution
from core.location.photos import photo_position
from core.protection.scrub import without_personal
from core.wording import Wording

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
        text = without_personal(text)  # a name is no place, even if it sounds like one
        if not text.strip() and pin is None:
            return PlaceReading()
        point = (pin.lat, pin.lon) if pin else None
        return self.reading(
            self._resolver.resolve(text.strip() or None, point, pin.accuracy_m if pin else None, within)
        )

    def reading(self, found: Resolution) -> PlaceReading:
        """What the dialogue needs of an answer."""
        words = _words(found)
        if found.committed:
            return PlaceReading(place=_place(found.committed, found, words))
        if found.ask is not Ask.OUTSIDE and 0 < len(found.options) <= _MAX_OPTIONS:
            return PlaceReading(options=tuple(_place(area, found, words) for area in found.options))
        hint = _place(found.place, found, words) if found.place else None
        if hint is None and (words or found.position):
            hint = Place(words=words, **_position(found.position))
        return PlaceReading(question=_question(found), hint=hint)

    def read_photo(self, data: bytes) -> PlaceReading:
        """The place that a photo's EXIF names, as options to be confirmed; empty if it names none."""
        position = photo_position(data)
        if position is None:
            return PlaceReading()
        found = self._resolver.resolve(pin=position)
        return PlaceReading(options=tuple(_place(area, found, None) for area in found.options[:1]))


class PlaceExplainer:
    """Answers as `tanggap locate` prints them: what was found, and what the bot would ask."""

    def __init__(self, resolver: Resolver, wording: Wording, language: str = "id") -> None:
        self._resolver = resolver
        self._reader = PlaceReader(resolver)
        self._wording = wording
        self._language = language

    def answer(
        self, text: str | None, point: tuple[float, float] | None = None, accuracy_m: float | None = None
    ) -> dict[str, Any]:
        """`{"committed": area or null, "candidates": [...], "ask": text or null}`."""
        found = self._resolver.resolve(text, point, accuracy_m)
        return {
            "committed": _named(found.committed) if found.committed else None,
            "candidates": [
                {**_named(c.area), "found": list(c.found), "confidence": round(c.confidence, 3)}
                for c in found.candidates
            ],
            "ask": self._ask(found),
            "missing": list(found.missing),
            "approximate": found.approximate,
        }

    def _ask(self, found: Resolution) -> str | None:
        if found.committed:
            return None
        asked = ask_place(self._reader.reading(found))
        buttons = [choice.literal for choice in asked.choices if choice.literal]
        args: dict[str, Any] = dict(asked.args)
        question = self._wording.say(asked.key, self._language, **args)
        return f"{question} [{' | '.join(buttons)}]" if buttons else question


def place_in(
    area: Area, words: str | None = None, at: Pin | Position | None = None, *, approximate: bool = False
) -> Place:
    return Place(
        words=words,
        area_code=area.code,
        kelurahan=area.kelurahan,
        kecamatan=area.kecamatan,
        kota=area.kota,
        approximate=approximate,
        **_position(at),
    )


def _position(at: Pin | Position | None) -> dict[str, float]:
    return {"lat": at.lat, "lon": at.lon} if at else {}


def _named(area: Area) -> dict[str, str | None]:
    return {"kelurahan": area.kelurahan, "kecamatan": area.kecamatan, "kota": area.kota, "code": area.code}


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


def _place(area: Area, found: Resolution, words: str | None) -> Place:
    return place_in(area, words, found.position, approximate=found.approximate)
