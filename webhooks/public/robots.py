"""What search engines may visit: the pages, but not every combination of filters, nor single reports."""

from __future__ import annotations

from flask import Response

from webhooks.routing import Pages, get

_RULES = """\
User-agent: *
Disallow: /api/
Disallow: /chat/
Disallow: /lacak?
Disallow: /lacak/
Disallow: /laporan?
Disallow: /open311/
Disallow: /peta?
Disallow: /petugas/
Disallow: /statistik?
Disallow: /t/
Disallow: /webhooks/
"""


class RobotsPages(Pages):
    @get("/robots.txt")
    def robots(self) -> Response:
        response = Response(_RULES, mimetype="text/plain")
        response.cache_control.max_age = 86_400
        return response
