"""How much of a text is looked at: whoever writes more has said by then what and where it is, or says it at the end.

A text may have 20,000 characters. It is kept whole; but what is looked for in it (a place, a known word, the number
of a ticket) takes time that grows with the text, and one message must not cost what hundreds do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

BEGINNING, END = 3_000, 600
"""Characters. More than all but the longest letters have."""
_Found = TypeVar("_Found")


def excerpt(text: str) -> str:
    """A long text's beginning and end."""
    return text if len(text) <= BEGINNING + END else f"{text[:BEGINNING]}\n{text[-END:]}"


def first_and_last(found: Sequence[_Found], first: int, last: int) -> Sequence[_Found]:
    """Of many things that were found: nobody names so many places, and the middle ones say nothing that these don't."""
    return found if len(found) <= first + last else [*found[:first], *found[-last:]]
