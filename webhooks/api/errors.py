"""Every error below the API's paths is well-formed, wherever it came from: an unknown address, a wrong method, a body
that is too large, a database that is down.
"""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import MethodNotAllowed

from webhooks.api.problems import MIME, Problem, answer

_KEPT = ("Allow", "Retry-After", "WWW-Authenticate")


def catch(blueprint: Blueprint) -> None:
    blueprint.register_error_handler(Problem, answer)

    @blueprint.after_app_request
    def well_formed(response: Response) -> Response:
        if not request.path.startswith("/api/") or response.status_code < 400 or response.mimetype == MIME:
            return response
        return answer(Problem(response.status_code, headers=kept_headers(response)))


def kept_headers(response: Response) -> dict[str, str]:
    """What a status needs to be of use; the site's own error page leaves `Allow` out."""
    headers = {name: response.headers[name] for name in _KEPT if name in response.headers}
    if isinstance(request.routing_exception, MethodNotAllowed) and request.routing_exception.valid_methods:
        headers["Allow"] = ", ".join(sorted(request.routing_exception.valid_methods))
    return headers
