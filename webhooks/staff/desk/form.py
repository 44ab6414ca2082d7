"""The desk's form: what was typed, and the report that it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.dialogue.state import Place
from core.intake.filing.desk import CameBy
from core.intake.filing.problems import UnknownAreaError, UnknownWayError
from core.intake.filing.report import NewReport, ReportedBy, Where
from webhooks.staff.form_input import typed

FIELDS = (
    *("came", "description", "kind", "category", "place", "area", "which", "name", "phone", "email"),
    *("public", "vague"),
)


@dataclass
class DeskForm:
    """The form as it was sent; shown again until the report can be filed."""

    number: str
    """The number that the report will bear, so that a form sent twice files one report."""
    key: str
    typed: dict[str, str] = field(default_factory=dict)
    handed_in: list[int] = field(default_factory=list)
    kept: str = ""
    places: tuple[Place, ...] = ()
    """To choose from, where the words fit several."""
    problem: str = ""
    where: str = ""

    def read(self, form: Mapping[str, str]) -> None:
        self.typed = {name: typed(form, name) for name in FIELDS}

    def came(self) -> CameBy:
        """Raises UnknownWayError."""
        try:
            return CameBy(self.typed["came"])
        except ValueError:
            raise UnknownWayError from None

    def report(self, area_code: Callable[[str], str | None]) -> NewReport:
        """`area_code`: of an area's name as it was typed. Raises UnknownAreaError."""
        said = self.typed
        code = said["which"] or None
        if said["area"]:
            code = area_code(said["area"])
            if code is None:
                raise UnknownAreaError(said["area"])
        return NewReport(
            description=said["description"],
            where=Where(words=said["place"] or None, area=code),
            kind=said["kind"] or None,
            category=said["category"] or None,
            reporter=ReportedBy(said["name"] or None, said["phone"] or None, said["email"] or None),
            public=said["public"] == "1",
            photos=tuple(self.handed_in),
            asks_back=said["vague"] != "1",
        )
