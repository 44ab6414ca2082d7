"""The list of public reports."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import render_template, request
from flask.typing import ResponseReturnValue

from core.kernel.states import COLOURS
from core.kernel.ticket_numbers import read_number
from core.reports.counts import Dimension, counts
from core.reports.public import PublicReport, follow_up_photos, list_public
from core.running.services import Services
from core.storage.models import Media
from webhooks.language import language
from webhooks.public.filters import FilterReader, PublicFilters
from webhooks.public.memory import remembered
from webhooks.routing import Pages, get, limited

PAGE = 25
_LOOKS = "120/minute"


@dataclass(frozen=True)
class PublicRow:
    """One report as the list shows it, worded."""

    number: str
    kind: str
    category: str
    place: str | None
    around: str | None
    state: str
    colour: str
    opened: str
    photos: tuple[Media, ...]


class PublicListPages(Pages):
    def __init__(self, services: Services, reader: FilterReader) -> None:
        self._services = services
        self._reader = reader
        self._numbers = remembered(services.clock, seconds=60)(self._numbers_of)

    @get("/laporan")
    @limited(_LOOKS)
    def reports(self) -> ResponseReturnValue:
        filters = self._reader.read(request.args)
        after = read_number(request.args.get("setelah", "")[:64])
        with self._services.database.read() as session:
            found = list_public(session, self._reader.sought(filters), after=after, limit=PAGE + 1)
            photos = follow_up_photos(session, [report.id for report in found[:PAGE]])
        return render_template(
            "public/reports.html",
            rows=[self._row(report, photos.get(report.id, ())) for report in found[:PAGE]],
            older=found[PAGE - 1].number if len(found) > PAGE else None,
            newest=after is None,
            numbers=self._numbers(replace(filters, colour=None)),
            **self._reader.choices(filters),
        )

    def _numbers_of(self, filters: PublicFilters) -> dict[str | None, int]:
        """How many reports each tab would show, by colour; None stands for all of them."""
        with self._services.database.read() as session:
            counted = counts(session, by=[Dimension.COLOUR], **self._reader.only(filters))
        every: dict[str | None, int] = {None: sum(counted.values())}
        return every | {colour: counted.get((colour,), 0) for colour in COLOURS.values()}

    def _row(self, report: PublicReport, photos: tuple[Media, ...]) -> PublicRow:
        spoken, wording = language(), self._services.wording
        names = [name for name in (report.kelurahan, report.kecamatan, report.kota) if name]
        return PublicRow(
            number=report.number,
            kind=wording.say(f"kind-{report.kind}", spoken),
            category=wording.category(report.category, spoken),
            place=names[0] if names else None,
            around=", ".join(names[1:]) or None,
            state=wording.say(f"state-{report.state}", spoken),
            colour=COLOURS[report.state],
            opened=wording.date(report.opened_at, spoken, time=False),
            photos=photos,
        )
