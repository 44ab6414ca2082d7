"""Which language a page speaks: the one that was chosen, else the browser's, else Indonesian."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from babel.numbers import format_decimal, format_percent
from flask import Flask, Response, current_app, g, request

from core.config import Config
from core.wording import Wording

LANGUAGES = ("id", "en")
_COOKIE = "tanggap_lang"
_YEAR = timedelta(days=365)


def language() -> str:
    """The language of this request."""
    if "language" not in g:
        g.language = _choose()
    chosen: str = g.language
    return chosen


def say(key: str, **args: str | int) -> str:
    """A text of the pages in the language of this request."""
    wording: Wording = current_app.extensions["page_wording"]
    return wording.say(key, language(), short=False, variant=0, **args)


def in_language(code: str) -> str | None:
    """The address of this very page in another language; None of an answer to a form, which has no address."""
    return f"?{urlencode({**request.args, 'lang': code})}" if request.method == "GET" else None


def install(app: Flask, wording: Wording, config: Config) -> None:
    """Give the templates `t`, `lang` and the city; remember a language that was chosen."""
    app.extensions["page_wording"] = wording
    app.jinja_env.globals["t"] = say  # macros of other files know globals only

    @app.context_processor
    def words() -> dict[str, Any]:
        return {"lang": language(), "in_language": in_language, "city": config.city}

    @app.template_filter("number")
    def number(value: float) -> str:
        """With the separators of the language, and at most one decimal."""
        return format_decimal(round(value, 1), locale=language())

    @app.template_filter("decimal")
    def decimal(value: float) -> str:
        return format_decimal(value, format="0.0", locale=language())

    @app.template_filter("share")
    def share(value: float) -> str:
        return format_percent(value, locale=language())

    @app.after_request
    def remember(response: Response) -> Response:
        asked = request.args.get("lang")
        if asked in LANGUAGES:
            response.set_cookie(_COOKIE, asked, max_age=_YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
        if response.mimetype == "text/html":
            response.vary.update(("Accept-Language", "Cookie"))
        return response


def _choose() -> str:
    for wish in (request.args.get("lang"), request.cookies.get(_COOKIE)):
        if wish in LANGUAGES:
            return wish
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
