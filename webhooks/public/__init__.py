"""The pages on which everybody may watch the city work: reports that may be shown, a map, figures, a feed."""

from __future__ import annotations

from flask import Blueprint, Response, request

from core.running.services import Services
from webhooks.public.city_map import PublicMapPages
from webhooks.public.feed import FeedPages
from webhooks.public.filters import FilterReader
from webhooks.public.listing import PublicListPages
from webhooks.public.robots import RobotsPages
from webhooks.public.statistics import StatisticsPages
from webhooks.security import Guards

_SECONDS = 60
"""How old a page may be."""


def blueprint(services: Services, guards: Guards, *, outlines: bool) -> Blueprint:
    """`outlines`: whether there is a page that knows the outlines of the areas."""
    public = Blueprint("public", __name__)
    reader = FilterReader(services)
    PublicListPages(services, reader).add_to(public, guards.limiter)
    PublicMapPages(services, reader, outlines=outlines).add_to(public, guards.limiter)
    StatisticsPages(services, reader).add_to(public, guards.limiter)
    FeedPages(services, reader).add_to(public, guards.limiter)
    RobotsPages().add_to(public)

    @public.after_request
    def kept(response: Response) -> Response:
        if response.status_code == 200 and response.cache_control.max_age is None and "lang" not in request.args:
            response.cache_control.max_age = _SECONDS
        return response

    return public
