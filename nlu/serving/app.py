"""The routes of Rasa's own protocol, and one for many texts at once."""

from __future__ import annotations

from typing import Any, Protocol

import nlu.quiet  # noqa: F401 (has to come before rasa)

# isort: split
from rasa.version import __version__ as rasa_version
from sanic import Sanic, response
from sanic.exceptions import InvalidUsage

from nlu.protocol import MAX_BATCH, VARIABLE, knows
from nlu.text.regular import MAX_CHARS

MAX_BODY = 8 * 1024 * 1024
_TOO_LONG = f"a text has at most {MAX_CHARS} characters; send what nlu.text.shorten leaves of it"


class Serves(Protocol):
    """What the routes need of whoever holds the model."""

    understanding: Any
    """The model in use."""

    async def watch(self) -> None: ...


def build_app(serving: Serves, token: str | None = None) -> Any:
    """Returns the Sanic application that answers for the model in use; with a token, only to those who know it."""
    app = Sanic("nlu", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MAX_BODY
    app.config.ACCESS_LOG = False
    app.config.KEEP_ALIVE_TIMEOUT = 75

    @app.middleware("request")
    async def guard(request: Any) -> Any:
        if token and not knows(request.headers.get("authorization", ""), token):
            return _failure(401, "NotAuthenticated", f"the token of {VARIABLE} is asked for")
        return None

    routes = Routes(serving)
    app.add_route(routes.hello, "/", methods=["GET"])
    app.add_route(routes.status, "/status", methods=["GET"])
    app.add_route(routes.parse, "/model/parse", methods=["POST"])
    app.add_route(routes.parse_many, "/model/parse_many", methods=["POST"])
    app.add_task(serving.watch())
    return app


class Routes:
    """The answers to requests."""

    def __init__(self, serving: Serves) -> None:
        self._serving = serving

    async def hello(self, _request: Any) -> Any:
        return response.text(f"Hello from Rasa: {rasa_version}")

    async def status(self, _request: Any) -> Any:
        understanding = self._serving.understanding
        return response.json(
            {
                "model_file": understanding.name,
                "model_id": understanding.model_id,
                "num_active_training_jobs": 0,
            }
        )

    async def parse(self, request: Any) -> Any:
        body = _json(request)
        text = body.get("text") if isinstance(body, dict) else None
        if not isinstance(text, str):
            return _failure(400, "BadRequest", 'expected {"text": "..."}')
        if len(text) > MAX_CHARS:
            return _failure(413, "TooLong", _TOO_LONG)
        return response.json(self._serving.understanding.parse(text))

    async def parse_many(self, request: Any) -> Any:
        body = _json(request)
        texts = body.get("texts") if isinstance(body, dict) else None
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            return _failure(400, "BadRequest", 'expected {"texts": ["...", ...]}')
        if len(texts) > MAX_BATCH:
            return _failure(413, "TooMany", f"at most {MAX_BATCH} texts at once")
        if any(len(text) > MAX_CHARS for text in texts):
            return _failure(413, "TooLong", _TOO_LONG)
        return response.json(self._serving.understanding.parse_many(texts))


def _failure(status: int, reason: str, message: str) -> Any:
    """An error in the form that a Rasa server gives it."""
    return response.json(
        {
            "version": rasa_version,
            "status": "failure",
            "message": message,
            "reason": reason,
            "code": status,
        },
        status=status,
    )


def _json(request: Any) -> Any:
    try:
        return request.json
    except InvalidUsage:
        return None
