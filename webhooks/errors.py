"""Polite errors: a page for people, JSON for programs."""

from __future__ import annotations

import structlog
from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from core.storage.database import DatabaseUnavailable
from webhooks.language import say

log = structlog.get_logger()

_WORDED = frozenset({400, 403, 404, 405, 413, 429, 500, 503})
_JSON_PATHS = ("/chat/", "/healthz", "/readyz", "/webhooks/")


def install(app: Flask) -> None:
    @app.errorhandler(CSRFError)
    def form_expired(error: HTTPException) -> ResponseReturnValue:
        return _answer(400, error, key="error-form")

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> ResponseReturnValue:
        code = error.code or 500
        if code < 400:
            return error
        return _answer(code, error)

    @app.errorhandler(SQLAlchemyError)
    def database(error: SQLAlchemyError) -> ResponseReturnValue:
        if isinstance(error, DatabaseUnavailable):
            log.error("web.database_down", path=request.path, problem=type(error).__name__)
            return _answer(503, ServiceUnavailable())
        log.exception("web.failed", path=request.path)
        return _answer(500, InternalServerError())

    @app.errorhandler(Exception)
    def failed(error: Exception) -> ResponseReturnValue:
        log.exception("web.failed", path=request.path)
        return _answer(500, InternalServerError())


def _answer(code: int, error: HTTPException, key: str | None = None) -> ResponseReturnValue:
    key = key or f"error-{code if code in _WORDED else 400}"
    headers = {"Cache-Control": "no-store"}
    retry = getattr(error, "retry_after", None)
    if retry:
        headers["Retry-After"] = str(retry)
    title, text = say(key), say(f"{key}-text")
    if wants_json():
        return jsonify(error=title, detail=text), code, headers
    return render_template("error.html", code=code, title=title, text=text), code, headers


def wants_json() -> bool:
    return request.path.startswith(_JSON_PATHS)
