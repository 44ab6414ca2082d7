"""The pages on which everybody may watch the city work: reports that may be shown, a map, figures, a feed."""

from __future__ import annotations

from flask import Blueprint, Response, request

from core.running.services import Services
from webhooks.public import city_map, feed, listing, robots, statistics
from webhooks.public.filters import FilterReader
from webhooks.security import Guards

_SECONDS = 60
"""How old a page may be."""


def blueprint(services: Services, guards: Guards, *, outlines: bool) -> Blueprint:
    """`outlines`: whether there is a page that knows the outlines of the areas."""
    public = Blueprint("public", __name__)
    reader = FilterReader(services)
    listing.add(public, services, guards, reader)
    city_map.add(public, services, guards, reader, outlines=outlines)
    statistics.add(public, services, guards, reader)
    feed.add(public, services, guards, reader)
    robots.add(public)

    @public.after_request
    def kept(response: Response) -> Response:
        if response.status_code == 200 and response.cache_control.max_age is None and "lang" not in request.args:
            response.cache_control.max_age = _SECONDS
        return response

    return public
