"""The list of public reports."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request
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
from webhooks.security import Guards

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


def add(public: Blueprint, services: Services, guards: Guards, reader: FilterReader) -> None:
    @public.get("/laporan")
    @guards.limiter.limit(_LOOKS)
    def reports() -> ResponseReturnValue:
        filters = reader.read(request.args)
        after = read_number(request.args.get("setelah", "")[:64])
        with services.database.read() as session:
            found = list_public(session, reader.sought(filters), after=after, limit=PAGE + 1)
            photos = follow_up_photos(session, [report.id for report in found[:PAGE]])
        return render_template(
            "public/reports.html",
            rows=[_row(report, photos.get(report.id, ())) for report in found[:PAGE]],
            older=found[PAGE - 1].number if len(found) > PAGE else None,
            newest=after is None,
            numbers=numbers(replace(filters, colour=None)),
            **reader.choices(filters),
        )

    @remembered(services.clock, seconds=60)
    def numbers(filters: PublicFilters) -> dict[str | None, int]:
        """How many reports each tab would show, by colour; None stands for all of them."""
        with services.database.read() as session:
            counted = counts(session, by=[Dimension.COLOUR], **reader.only(filters))
        every: dict[str | None, int] = {None: sum(counted.values())}
        return every | {colour: counted.get((colour,), 0) for colour in COLOURS.values()}

    def _row(report: PublicReport, photos: tuple[Media, ...]) -> PublicRow:
        spoken = language()
        names = [name for name in (report.kelurahan, report.kecamatan, report.kota) if name]
        return PublicRow(
            number=report.number,
            kind=services.wording.say(f"kind-{report.kind}", spoken),
            category=services.wording.category(report.category, spoken),
            place=names[0] if names else None,
            around=", ".join(names[1:]) or None,
            state=services.wording.say(f"state-{report.state}", spoken),
            colour=COLOURS[report.state],
            opened=services.wording.date(report.opened_at, spoken, time=False),
            photos=photos,
        )
