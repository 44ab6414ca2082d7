"""The page behind the link that hands out a citizen's own data.

Looking at it uses nothing up: chat programs look at links by themselves. Only its button does.
"""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from core.messaging.one_time_links import DOWNLOAD
from core.running.services import Services
from webhooks.routing import Pages, get, limited, post
from webhooks.security import Guards

_LIMIT = "20/minute"


class OwnDataPages(Pages):
    def __init__(self, services: Services) -> None:
        self._links = services.links
        self._export = services.export

    @get("/data/<token>")
    @limited(_LIMIT)
    def page(self, token: str) -> ResponseReturnValue:
        link = self._links.read(token, DOWNLOAD)
        if link is None or not self._export.waits(link.conversation_id, link.key):
            return render_template("own_data.html", token=None), 410
        return render_template("own_data.html", token=token)

    @post("/data/<token>")
    @limited(_LIMIT)
    def download(self, token: str) -> ResponseReturnValue:
        link = self._links.read(token, DOWNLOAD)
        data = self._export.take(link.conversation_id, link.key) if link is not None else None
        if data is None:
            return render_template("own_data.html", token=None), 410
        answer = Response(data, content_type="application/zip")
        answer.headers["Content-Disposition"] = 'attachment; filename="data-saya.zip"'
        return answer


def blueprint(services: Services, guards: Guards) -> Blueprint:
    own_data = Blueprint("own_data", __name__)
    guards.csrf.exempt(own_data)  # whoever has the link may use it; there is no cookie that others could misuse
    OwnDataPages(services).add_to(own_data, guards.limiter)

    @own_data.after_request
    def private(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return own_data
