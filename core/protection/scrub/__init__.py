"""Takes out of a text what its writer tells of themselves: name, telephone, mail, accounts, identity numbers, home.

What the report is about stays: places, prices, dates, agencies, numbers of things, and the people complained about.
docs/privacy.md has both lists. All of it takes time in proportion to the length of the text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from core.protection.scrub.contacts import contacts
from core.protection.scrub.homes import homes
from core.protection.scrub.lexicon import Writing
from core.protection.scrub.names import PersonNames, called
from core.protection.scrub.numbers import numbers
from core.protection.scrub.repeated import repeated, without_bare_placeholders
from core.protection.scrub.spans import TextSpan, replaced, settled

RULES = 2
"""The version of the rules. Raise it when they have become better: what is stored is then scrubbed again."""
_NUMBER_OF_HOUSE = "[nomor rumah]"


def scrub(text: str, region: str = "ID", *, known: str | None = None) -> str:
    """The text with placeholders in the place of personal data.

    `region`: whose phone numbers have no country code. `known`: what the writer is called, which goes wherever it is.
    """
    text = unicodedata.normalize("NFC", text)
    return replaced(text, _found(text, region, known))


def without_personal(text: str) -> str:
    """The text with nothing in the place of personal data, for whoever looks for places in it."""
    text = unicodedata.normalize("NFC", text)
    # The house that somebody lives in is as good a sign of the place as any.
    found = [span for span in _found(text) if span.stands != _NUMBER_OF_HOUSE]
    return replaced(text, found, " , ")


def says_personal(text: str) -> bool:
    """Whether something would be taken out."""
    return bool(_found(unicodedata.normalize("NFC", text)))


class ReportWords(NamedTuple):
    """What a report says, and what it says of its place."""

    description: str
    place: str | None


def scrub_report(description: str, place: str | None, *, known: str | None = None) -> ReportWords:
    """Returns both without personal data. What is taken out of the one is taken out of the other, too.

    A house number in the words for the place is the place of the matter, unless the description tells otherwise.
    """
    description = unicodedata.normalize("NFC", description)
    taken = _found(description, "ID", known)
    clean = replaced(description, taken)
    pieces = [(description[span.start : span.end], span.stands) for span in taken]
    return ReportWords(clean, scrub_place(place, pieces, clean, known=known))


def scrub_place(
    place: str | None, taken: Sequence[tuple[str, str]] = (), clean: str = "", *, known: str | None = None
) -> str | None:
    """Returns words for a place without personal data and what was `taken` from a text that became `clean`."""
    if place is None:
        return None
    place = unicodedata.normalize("NFC", place)
    found = [span for span in _found(place, "ID", known) if span.stands != _NUMBER_OF_HOUSE]
    spans = settled([*found, *repeated(place, taken, clean)])
    return without_bare_placeholders(replaced(place, spans)) if spans else place


def _found(text: str, region: str = "ID", known: str | None = None) -> list[TextSpan]:
    writing = Writing(text)
    spans = [*contacts(writing), *numbers(writing, region)]
    phones = settled(spans)
    return settled([*spans, *PersonNames(writing).spans(phones), *called(text, known), *homes(writing)])
