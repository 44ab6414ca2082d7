"""The page behind a one-time link: a citizen marks the place, or adds a photo, for a channel that can do neither.

Whoever has the link may answer it; that is its purpose. So no cookie or CSRF token is asked for, and nothing of the
conversation is shown. What is sent becomes a message of that same conversation.
"""

from __future__ import annotations

import json
from functools import cached_property

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from core.intake.linked import LinkedAnswers
from core.kernel.errors import MediaError
from core.kernel.messages import Pin
from core.location import Gazetteer
from core.location.outlines import outlines
from core.running.services import Services
from webhooks.routing import Pages, get, limited, post
from webhooks.security import Guards

_PAGE_LIMIT = "60/minute"
_SEND_LIMIT = "20/minute"


class InvitationPages(Pages):
    def __init__(self, services: Services, gazetteer: Gazetteer) -> None:
        self._inbox = services.inbox
        self._answers = LinkedAnswers(services.database, services.links, services.media, services.vault, services.clock)
        self._gazetteer = gazetteer

    @cached_property
    def _outlines(self) -> str:
        return json.dumps(outlines(self._gazetteer), separators=(",", ":"), ensure_ascii=False)

    @get("/t/wilayah.json")
    def map_areas(self) -> ResponseReturnValue:
        response = Response(self._outlines, content_type="application/geo+json")
        response.cache_control.public = True
        response.cache_control.max_age = 86_400
        response.add_etag()
        return response.make_conditional(request)

    @get("/t/<token>")
    @limited(_PAGE_LIMIT)
    def page(self, token: str) -> ResponseReturnValue:
        if self._answers.invited(token) is None:
            return _over()
        return render_template("invitation.html", state="open", token=token)

    @post("/t/<token>")
    @limited(_SEND_LIMIT)
    def answer(self, token: str) -> ResponseReturnValue:
        invited = self._answers.invited(token)
        if invited is None:
            return _over()
        uploads = [file.read() for file in request.files.getlist("photo") if file.filename]
        try:
            messages = self._answers.messages(invited, _pin(), uploads)
        except (ValidationError, ValueError):
            return _open(token, "place-unreadable")
        except MediaError as refused:
            return _open(token, refused.reason)
        if not messages:
            return _open(token, "place-missing")
        for message in messages:
            self._inbox.take_or_keep(message)
        return render_template("invitation.html", state="taken")


def blueprint(services: Services, guards: Guards, gazetteer: Gazetteer) -> Blueprint:
    invitation = Blueprint("invitation", __name__)
    guards.csrf.exempt(invitation)
    InvitationPages(services, gazetteer).add_to(invitation, guards.limiter)
    return invitation


def _over() -> ResponseReturnValue:
    return render_template("invitation.html", state="over"), 410


def _open(token: str, problem: str) -> ResponseReturnValue:
    return render_template("invitation.html", state="open", token=token, problem=problem), 400


def _pin() -> Pin | None:
    lat, lon, accuracy = (request.form.get(name, "").strip() for name in ("lat", "lon", "accuracy"))
    if not lat or not lon:
        return None
    return Pin(lat=float(lat), lon=float(lon), accuracy_m=float(accuracy) if accuracy else None)
