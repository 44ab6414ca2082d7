"""Why a report is not filed yet, in words for the desk."""

from __future__ import annotations

from collections.abc import Mapping

from core.intake.filing.problems import (
    ClosedError,
    FilingError,
    NoDescriptionError,
    NoPlaceError,
    TooLongError,
    UnclearPlaceError,
    UnknownAreaError,
    UnknownCodeError,
    UnknownWayError,
    UnplacedError,
    UnreachableError,
    UnsortedError,
)
from webhooks.language import say

_CHOSEN = {"kind": "staff-desk-choose-kind", "category": "staff-desk-choose-category"}
_USABLE = {"phone": "staff-desk-no-phone", "email": "staff-desk-no-email"}
_SAID: Mapping[type[FilingError], str] = {
    ClosedError: "staff-desk-closed",
    UnknownWayError: "staff-desk-choose-way",
    NoDescriptionError: "staff-desk-no-description",
    UnsortedError: "staff-desk-check-sorting",
    NoPlaceError: "staff-desk-no-place",
    UnplacedError: "staff-desk-outside",
}


def explain(error: FilingError) -> str:
    """What went wrong, and what to do about it."""
    match error:
        case TooLongError(field=field, length=length, limit=limit):
            return say("staff-desk-too-long", field=field, length=length, limit=limit)
        case UnknownCodeError(field=field):
            return say(_CHOSEN[field])
        case UnreachableError(field=field, written=written):
            return say(_USABLE[field], written=written)
        case UnknownAreaError(name=name):
            return say("staff-desk-no-such-area", name=name)
        case UnclearPlaceError(options=options):
            return say("staff-desk-which-place" if options else "staff-desk-place-not-found")
    return say(_SAID[type(error)])
