"""Headers, cookies, CSRF and rate limits: one place that says what the browser and a stranger may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, Flask, request
from flask_limiter import Limiter
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from limits.errors import ConfigurationError

from core.kernel.errors import ConfigError
from webhooks.sources import one_line

_NOTHING, _SELF = "'none'", "'self'"
CONTENT_POLICY = {
    "default-src": _NOTHING,
    "script-src": _SELF,
    "style-src": _SELF,
    "img-src": [_SELF, "blob:"],  # blob: previews of photos that were chosen but not yet sent
    "media-src": _SELF,  # voice messages and videos, for moderators
    "connect-src": _SELF,
    "manifest-src": _SELF,
    "form-action": _SELF,
    "base-uri": _NOTHING,
    "frame-ancestors": _NOTHING,
}
_FEATURES = {"geolocation": "(self)", "camera": "()", "microphone": "()", "payment": "()", "usb": "()"}


@dataclass(frozen=True)
class Guards:
    """What blueprints use to protect their routes."""

    limiter: Limiter
    csrf: CSRFProtect

    def exempt(self, blueprint: Blueprint) -> None:
        """For callers that prove themselves in another way than by a form's token."""
        self.csrf.exempt(blueprint)
        self.limiter.exempt(blueprint)


def protect(app: Flask, public_url: str | None, counted_in: str) -> Guards:
    """`counted_in` is where attempts are counted. Raises ConfigError if that can't be."""
    https = bool(public_url and public_url.startswith("https:"))
    app.config.update(SESSION_COOKIE_NAME="tanggap_petugas", REMEMBER_COOKIE_HTTPONLY=True)
    Talisman(
        app,
        force_https=False,  # the reverse proxy's affair; health checks and local use stay plain
        strict_transport_security=https,
        content_security_policy=CONTENT_POLICY,
        permissions_policy=_FEATURES,
        referrer_policy="same-origin",
        frame_options="DENY",
        session_cookie_secure=https,
        session_cookie_http_only=True,
        session_cookie_samesite="Lax",
    )
    try:
        limiter = Limiter(caller, app=app, storage_uri=counted_in, headers_enabled=True, strategy="moving-window")
    except ConfigurationError as error:
        raise ConfigError(
            "server.limits", str(error), "Give memory://, or a URL like redis://localhost:6379"
        ) from error
    return Guards(limiter, CSRFProtect(app))


def caller() -> str:
    """The address that this request is counted for."""
    return one_line(request.remote_addr or "unknown")


def same_origin(public_url: str | None) -> Callable[[], bool]:
    """Whether a request that changes something comes from our own pages.

    Browsers state the origin with every POST; whoever states none is no browser, and has no one's cookies.
    """
    own_host = urlsplit(public_url).netloc if public_url else None

    def check() -> bool:
        origin = request.headers.get("Origin")
        if origin is None:
            return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
        return urlsplit(origin).netloc in {request.host, own_host}

    return check
