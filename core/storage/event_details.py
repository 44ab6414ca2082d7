"""What a line of a ticket's history tells besides its note, as data: one shape for each kind of event that has some.

`plain` is the same in codes, for programs, commands and copies; staff read it in their language.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field


class Change(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    before: str
    after: str


class EventDetail(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @property
    def plain(self) -> str | None:
        """None where the state that the ticket came into says it already."""
        return None

    def cleaned(self, clean: Callable[[str], str]) -> Self:
        """With the words that somebody wrote cleaned."""
        return self


class Arrival(EventDetail):
    """Opened by staff: how the report came."""

    of: Literal["opened"] = "opened"
    came: str

    @property
    def plain(self) -> str:
        return self.came


class Referral(EventDetail):
    """Not the city's: where the citizen was sent."""

    of: Literal["out_of_scope"] = "out_of_scope"
    turn_to: str


class Joining(EventDetail):
    """Merged: the number of the main ticket."""

    of: Literal["merged"] = "merged"
    main: str


class Reopening(EventDetail):
    """Reopened by the reporter of a ticket that was merged into it: the number of that one."""

    of: Literal["reopened"] = "reopened"
    number: str

    @property
    def plain(self) -> str:
        return self.number


class Joined(EventDetail):
    """By somebody else than the reporter, who told of the same matter."""

    of: Literal["joined"] = "joined"

    @property
    def plain(self) -> str:
        return self.of


class Rating(EventDetail):
    of: Literal["rated"] = "rated"
    stars: int

    @property
    def plain(self) -> str:
        return str(self.stars)


class Corrections(EventDetail):
    """Sorted: what was changed, kind and category in codes. None where nothing was."""

    of: Literal["sorted"] = "sorted"
    kind: Change | None = None
    category: Change | None = None
    place: Change | None = None

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(change for change in (self.kind, self.category, self.place) if change)

    @property
    def plain(self) -> str | None:
        return "; ".join(f"{change.before} → {change.after}" for change in self.changes) or None

    def cleaned(self, clean: Callable[[str], str]) -> Self:
        if self.place is None:
            return self
        place = Change(before=clean(self.place.before), after=clean(self.place.after))
        return self.model_copy(update={"place": place})


class Climb(EventDetail):
    """Overdue: which rung was told."""

    of: Literal["climbed"] = "climbed"
    rung: int

    @property
    def plain(self) -> str:
        return str(self.rung)


AnyDetail = Annotated[
    Arrival | Referral | Joining | Joined | Reopening | Rating | Corrections | Climb, Field(discriminator="of")
]
