"""Survei Kepuasan Masyarakat, as PermenPANRB 14/2017 lays it down: what is asked, and what is made of the answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Element(StrEnum):
    """The nine elements of a service, in the order of the regulation. All weigh the same."""

    REQUIREMENTS = "requirements"
    """Persyaratan."""
    PROCEDURE = "procedure"
    """Sistem, mekanisme, dan prosedur."""
    TIME = "time"
    """Waktu penyelesaian."""
    COST = "cost"
    """Biaya/tarif."""
    PRODUCT = "product"
    """Produk spesifikasi jenis pelayanan."""
    COMPETENCE = "competence"
    """Kompetensi pelaksana."""
    CONDUCT = "conduct"
    """Perilaku pelaksana."""
    COMPLAINTS = "complaints"
    """Penanganan pengaduan, saran, dan masukan."""
    FACILITIES = "facilities"
    """Sarana dan prasarana."""


ELEMENTS = tuple(Element)
WORST, BEST = 1, 4
"""The scale of an answer."""


class Grade(StrEnum):
    """Mutu pelayanan."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


_FROM = ((Grade.A, 8831), (Grade.B, 7661), (Grade.C, 6500))
"""The index, in hundredths, from which a grade is given."""


def index_of(total: int, answers: int) -> float:
    """Returns the index, 25 to 100 with two decimals: the mean of the nine elements' means, times 25.

    total: the sum of all values of so many whole answers. Counted in whole numbers, so that no limit of a grade is
    missed by a rounding.
    """
    parts = len(ELEMENTS) * answers
    return ((total * 2500 * 2 + parts) // (2 * parts)) / 100


def grade_of(index: float) -> Grade:
    hundredths = round(index * 100)
    return next((grade for grade, least in _FROM if hundredths >= least), Grade.D)


_WRITTEN = re.compile(r"(20\d\d)Q([1-4])", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int

    @classmethod
    def read(cls, words: str) -> Quarter:
        """Raises ValueError for what is no quarter."""
        found = _WRITTEN.fullmatch(words.strip())
        if found is None:
            raise ValueError(f"{words!r} is no quarter; write it like 2026Q4")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def after(self) -> date:
        """The first day that does not belong to it any more."""
        return date(self.year + 1, 1, 1) if self.number == 4 else date(self.year, 3 * self.number + 1, 1)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"
