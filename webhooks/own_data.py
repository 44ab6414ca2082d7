"""The page behind the link that hands out a citizen's own data.

Looking at it uses nothing up: chat programs look at links by themselves. Only its button does.
"""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from core.messaging.one_time_links import DOWNLOAD
from core.running.services import Services
from core.storage.models import Conversation
from webhooks.security import Guards

_LIMIT = "20/minute"


def blueprint(services: Services, guards: Guards) -> Blueprint:
    own_data = Blueprint("own_data", __name__)
    guards.csrf.exempt(own_data)  # whoever has the link may use it; there is no cookie that others could misuse

    @own_data.get("/data/<token>")
    @guards.limiter.limit(_LIMIT)
    def page(token: str) -> ResponseReturnValue:
        link = services.links.read(token, DOWNLOAD)
        with services.database.read() as session:
            conversation = session.get(Conversation, link.conversation_id) if link else None
        if link is None or conversation is None or conversation.download_key != link.key:
            return render_template("own_data.html", token=None), 410
        return render_template("own_data.html", token=token)

    @own_data.post("/data/<token>")
    @guards.limiter.limit(_LIMIT)
    def download(token: str) -> ResponseReturnValue:
        link = services.links.read(token, DOWNLOAD)
        data = services.export.take(link.conversation_id, link.key) if link is not None else None
        if data is None:
            return render_template("own_data.html", token=None), 410
        answer = Response(data, content_type="application/zip")
        answer.headers["Content-Disposition"] = 'attachment; filename="data-saya.zip"'
        return answer

    @own_data.after_request
    def private(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return own_data
