"""What stands in canned replies: {placeholders} that are filled in from a ticket and the city, and examples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from core.kernel.errors import PlaceholderError
from core.storage.models import Ticket
from core.wording import Wording

PLACEHOLDERS = ("nomor", "status", "kategori", "kelurahan", "unit", "perkiraan", "nama_kota", "darurat")
"""What can stand in {braces}: staff write these, so they are in the staff's language."""

_BRACES = re.compile(r"\{([^{}\n]{0,40})\}")
_EXAMPLES = Path(__file__).with_name("canned.yml")


def check(text: str) -> None:
    """Raises PlaceholderError for placeholders that do not exist."""
    unknown = tuple(dict.fromkeys(name for name in _BRACES.findall(text) if name not in PLACEHOLDERS))
    if unknown:
        raise PlaceholderError(unknown, f"no placeholders are called {', '.join(unknown)}; see PLACEHOLDERS")


def check_filled(text: str) -> None:
    """Raises PlaceholderError for placeholders that are still to be filled in."""
    left = tuple(dict.fromkeys(name for name in _BRACES.findall(text) if name in PLACEHOLDERS))
    if left:
        raise PlaceholderError(left, f"{', '.join(left)} must be filled in before the reply is sent")


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with all that is known; what is not known stays in its braces, to be seen and filled in by hand."""
    return _BRACES.sub(lambda found: values.get(found.group(1)) or found.group(), text)


def values(
    wording: Wording, *, city: str, emergency: str, language: str, ticket: Ticket | None, unit: str
) -> dict[str, str]:
    """What the placeholders stand for, in the citizen's language. `unit` is the name of the ticket's unit."""
    known = {"nama_kota": city, "darurat": emergency}
    if ticket is None:
        return known
    about = {
        "nomor": ticket.number,
        "status": wording.say(f"state-{ticket.state}", language),
        "kategori": wording.category(ticket.category, language),
        "kelurahan": ticket.kelurahan or "",
        "unit": unit,
        "perkiraan": wording.date(ticket.estimate_at, language, time=False) if ticket.estimate_at else "",
    }
    return known | about


@cache
def examples() -> Mapping[str, str]:
    """Title -> text."""
    loaded = yaml.safe_load(_EXAMPLES.read_text(encoding="utf-8"))
    return {title: text.strip() for title, text in loaded.items()}
