"""How what is typed into the moderators' forms is read."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

from flask import request
from pydantic import ValidationError

from core.dialogue.state import Place
from core.messages import Pin
from core.services import Services
from core.tickets.states import Kind
from webhooks.staff.choices import area_labels

TEXT_LIMIT = 20_000
"""Characters kept of anything typed; no channel takes more in one reply."""
FIELD_LIMIT = 255
MOST_CHOSEN = 100
_POINT = re.compile(r"\s*(-?\d{1,3}(?:[.,]\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*")


class UnreadableError(Exception):
    """Something typed can't be understood; the message is for the screen."""


def text(name: str, limit: int = TEXT_LIMIT) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()[:limit]


def form_key() -> str:
    """The key of the form that was sent. Raises UnreadableError."""
    try:
        return str(uuid.UUID(request.form.get("form_key", "")))
    except ValueError as error:
        raise UnreadableError("Formulir ini tidak lengkap. Muat ulang halamannya, lalu coba lagi.") from error


def ids(values: list[str]) -> list[int]:
    """Row ids among what was sent; what can't be one is left out."""
    return [int(value) for value in values[:MOST_CHOSEN] if value.isdecimal() and len(value) <= 18]


@dataclass(frozen=True)
class Sorted:
    kind: Kind
    category: str


class Places:
    """Reads places that moderators type: an area by its name, a position in degrees, or both."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._areas = area_labels(services.areas)
        self.names = tuple(self._areas.labels.values())

    def label(self, code: str) -> str:
        return self._areas.labels.get(code, "")

    def read(self, area: str, point: str) -> Place | None:
        """None if nothing is typed. Raises UnreadableError."""
        pin = _pin(point)
        if not area:
            return self._around(pin) if pin else None
        code = self._areas.read(area)
        if code is None:
            raise UnreadableError(f"Tidak ada wilayah bernama “{area}”. Pilih namanya dari daftar yang muncul.")
        found = self._services.areas[code]
        return Place(
            area_code=code,
            kelurahan=found.kelurahan,
            kecamatan=found.kecamatan,
            kota=found.kota,
            lat=pin.lat if pin else None,
            lon=pin.lon if pin else None,
        )

    def _around(self, pin: Pin) -> Place:
        reading = self._services.places.read("", pin)
        found = reading.place or next(iter(reading.options), None)
        if found is None:
            raise UnreadableError("Titik itu di luar wilayah kota. Periksa lagi angkanya, atau pilih wilayahnya.")
        return found


def read_sorting(services: Services) -> Sorted:
    """Kind and category of a form. Raises UnreadableError."""
    kind, category = request.form.get("kind", ""), request.form.get("category", "")
    if kind not in set(Kind):
        raise UnreadableError("Pilih jenis laporan dari daftar.")
    if category not in services.config.categories:
        raise UnreadableError("Pilih kategori dari daftar.")
    return Sorted(Kind(kind), category)


def _pin(typed: str) -> Pin | None:
    if not typed:
        return None
    found = _POINT.fullmatch(typed)
    try:
        if found is not None:
            return Pin(lat=float(found.group(1).replace(",", ".")), lon=float(found.group(2).replace(",", ".")))
    except ValidationError:
        pass
    raise UnreadableError("Tulis titik lokasi sebagai dua angka, misalnya -6.193700, 106.773200.")
