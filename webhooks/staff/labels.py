"""What the console writes for codes. States, kinds and categories have their names from the bot's wording."""

from __future__ import annotations

from collections.abc import Iterable

from core.intake.filing.desk import CameBy
from core.kernel.states import Role
from webhooks.language import say

CAME = {
    CameBy.WALK_IN.value: "staff-desk-came-walk-in",
    CameBy.LETTER.value: "staff-desk-came-letter",
    CameBy.PHONE.value: "staff-desk-came-phone",
}
"""How a report came to a desk, as its event notes it -> the key of its name."""

MISSING = ("kind", "category", "place")
"""What the bot left to a person."""

GROUPS = (
    ("merah", "menunggu", "red"),
    ("kuning", "diproses", "yellow"),
    ("hijau", "selesai", "green"),
    ("abu", "ditutup", "grey"),
)
"""Filters by colour: (value in the address, as in the keys `colour-…`, colour)."""


def role_name(role: Role) -> str:
    return say(f"staff-role-{role}")


def came_by(way: str) -> str:
    return say(CAME[way]) if way in CAME else way


def missing_words(doubts: Iterable[str]) -> str:
    return ", ".join(say(f"staff-missing-{what}") if what in MISSING else what for what in doubts)
