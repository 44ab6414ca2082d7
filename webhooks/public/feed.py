"""The newest public reports as an Atom feed (RFC 4287), with the filters of the list."""

from __future__ import annotations

from datetime import datetime, time
from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template, request, url_for

from core.reports.public import PublicReport, list_public
from core.running.services import Services
from webhooks.language import language
from webhooks.public.filters import FilterReader
from webhooks.security import Guards

_ENTRIES = 50
_FETCHES = "60/minute"
_MINUTES = 5


def add(public: Blueprint, services: Services, guards: Guards, reader: FilterReader) -> None:
    @public.get("/laporan.atom")
    @guards.limiter.limit(_FETCHES)
    def feed() -> Response:
        filters = reader.read(request.args)
        with services.database.read() as session:
            found = list_public(session, reader.sought(filters), limit=_ENTRIES)
        base = str(services.config.server.public_url or request.url_root).rstrip("/")
        text = render_template(
            "public/feed.xml",
            reports=found,
            base=base,
            host=urlsplit(base).hostname,
            self_address=base + filters.address("public.feed"),
            page_address=base + filters.address("public.reports"),
            updated=max((_midnight(report.changed_at) for report in found), default=_midnight(services.clock())),
            midnight=_midnight,
            title=_title,
            link=lambda report: base + url_for("pages.track", nomor=report.number),
        )
        response = Response(text, content_type="application/atom+xml; charset=utf-8")
        response.cache_control.max_age = _MINUTES * 60
        response.add_etag()
        response.make_conditional(request)
        return response

    def _title(report: PublicReport) -> str:
        spoken = language()
        place = report.kelurahan or report.kecamatan or report.kota
        parts = (services.wording.category(report.category, spoken), place, _state(report))
        return " · ".join(part for part in parts if part)

    def _state(report: PublicReport) -> str:
        return services.wording.say(f"state-{report.state}", language())

    def _midnight(moment: datetime) -> str:
        """Atom asks for a moment, and the hour is not for everybody: the day's beginning."""
        day = moment.astimezone(services.config.zone).date()
        return datetime.combine(day, time(), services.config.zone).isoformat()
