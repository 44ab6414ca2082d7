"""The index of each unit in a quarter. What too few answered is told only together."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from core.kernel.skm import ELEMENTS, Grade, Quarter, grade_of, index_of
from core.protection.small_cells import FEWEST, small_cells
from core.reports.figures import TOGETHER
from core.storage.models import SurveyAnswer, SurveyInvitation

WHOLE = ""
"""Key of the line of all units."""
CSV_HEAD = ("quarter", "unit", "name", "answers", "index", "grade", *ELEMENTS)


@dataclass(frozen=True)
class SurveyIndex:
    """What came of the answers about one unit: its code, TOGETHER, or WHOLE."""

    unit: str
    answers: int
    sums: tuple[int, ...]
    """Of each element's values."""

    @property
    def index(self) -> float:
        return index_of(sum(self.sums), self.answers)

    @property
    def grade(self) -> Grade:
        return grade_of(self.index)

    @property
    def means(self) -> tuple[float, ...]:
        return tuple(round(total / self.answers, 2) for total in self.sums)


@dataclass(frozen=True)
class SurveyResults:
    quarter: Quarter
    lines: tuple[SurveyIndex, ...]
    """Of the whole first, then by unit; none where too few have answered."""


def results(session: Session, quarter: Quarter) -> SurveyResults:
    sums = [func.sum(getattr(SurveyAnswer, element)) for element in ELEMENTS]
    query = (
        select(SurveyAnswer.unit, func.count(), *sums)
        .where(SurveyAnswer.quarter == str(quarter))
        .group_by(SurveyAnswer.unit)
        .order_by(SurveyAnswer.unit)
    )
    units = [SurveyIndex(unit, number, tuple(map(int, totals))) for unit, number, *totals in session.execute(query)]
    return SurveyResults(quarter, _protected(units))


def _protected(units: Sequence[SurveyIndex]) -> tuple[SurveyIndex, ...]:
    whole = _added(WHOLE, units)
    if whole.answers < FEWEST:
        return ()
    hidden = small_cells({one.unit: one.answers for one in units})
    told = tuple(one for one in units if one.unit not in hidden)
    if not hidden or not told:
        return (whole, *told)
    return (whole, *told, _added(TOGETHER, [one for one in units if one.unit in hidden]))


def _added(key: str, several: Iterable[SurveyIndex]) -> SurveyIndex:
    several = list(several)
    sums = tuple(sum(one.sums[at] for one in several) for at in range(len(ELEMENTS)))
    return SurveyIndex(key, sum(one.answers for one in several), sums)


def finished(session: Session) -> list[Quarter]:
    """Returns the quarters that nobody is asked about any more, the newest first.

    Before, each new answer could be had from the difference to the day before.
    """
    still = exists().where(SurveyInvitation.quarter == SurveyAnswer.quarter, SurveyInvitation.due_at.is_not(None))
    found = session.scalars(select(SurveyAnswer.quarter).where(~still).distinct())
    return sorted(map(Quarter.read, found), reverse=True)


def as_csv(found: Iterable[SurveyResults], name: Callable[[str], str]) -> str:
    """`name`: of a unit, of TOGETHER and of WHOLE."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(CSV_HEAD)
    for one in found:
        for line in one.lines:
            index = f"{line.index:.2f}"
            table.writerow((one.quarter, line.unit, name(line.unit), line.answers, index, line.grade, *line.means))
    return out.getvalue()
