"""The newest public reports as an Atom feed (RFC 4287), with the filters of the list."""

from __future__ import annotations

from datetime import datetime, time
from urllib.parse import urlsplit

from flask import Response, render_template, request, url_for

from core.reports.public import PublicReport, list_public
from core.running.services import Services
from webhooks.language import language
from webhooks.public.filters import FilterReader
from webhooks.routing import Pages, get, limited

_ENTRIES = 50
_FETCHES = "60/minute"
_MINUTES = 5


class FeedPages(Pages):
    def __init__(self, services: Services, reader: FilterReader) -> None:
        self._services = services
        self._reader = reader

    @get("/laporan.atom")
    @limited(_FETCHES)
    def feed(self) -> Response:
        services, filters = self._services, self._reader.read(request.args)
        with services.database.read() as session:
            found = list_public(session, self._reader.sought(filters), limit=_ENTRIES)
        base = str(services.config.server.public_url or request.url_root).rstrip("/")
        changed = [self._midnight(report.changed_at) for report in found]
        text = render_template(
            "public/feed.xml",
            reports=found,
            base=base,
            host=urlsplit(base).hostname,
            self_address=base + filters.address("public.feed"),
            page_address=base + filters.address("public.reports"),
            updated=max(changed, default=self._midnight(services.clock())),
            midnight=self._midnight,
            title=self._title,
            link=lambda report: base + url_for("pages.track", nomor=report.number),
        )
        response = Response(text, content_type="application/atom+xml; charset=utf-8")
        response.cache_control.max_age = _MINUTES * 60
        response.add_etag()
        response.make_conditional(request)
        return response

    def _title(self, report: PublicReport) -> str:
        spoken, wording = language(), self._services.wording
        place = report.kelurahan or report.kecamatan or report.kota
        parts = (wording.category(report.category, spoken), place, wording.say(f"state-{report.state}", spoken))
        return " · ".join(part for part in parts if part)

    def _midnight(self, moment: datetime) -> str:
        """Atom asks for a moment, and the hour is not for everybody: the day's beginning."""
        zone = self._services.config.zone
        return datetime.combine(moment.astimezone(zone).date(), time(), zone).isoformat()
