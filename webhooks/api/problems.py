"""Errors as RFC 9457 has them (https://www.rfc-editor.org/rfc/rfc9457.html)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import Response
from pydantic import ValidationError

MIME = "application/problem+json"
REFERENCE = "/api/v1/"

KINDS: Mapping[str, str] = {
    "no-token": "No token was sent, or it is unknown, expired or revoked",
    "no-scope": "The token lacks the scope that this operation needs",
    "invalid": "What was sent does not fit the description of the operation",
    "stale": "The ticket was changed meanwhile: read it again and decide anew",
    "version-needed": "Say which version of the ticket was seen (If-Match, or `version`)",
    "no-such-step": "The state table does not have this step",
    "not-allowed": "The state table has this step, but not for this role, or not for this ticket",
    "evidence-needed": "The step asks for a note or a photo of the work",
    "no-such-target": "The step names a unit or a ticket that it can't be about",
    "key-reused": "The Idempotency-Key was used for another report",
    "no-picture": "The upload is not a picture that can be opened",
    "no-room": "Photos can't be stored now: the disk is nearly full",
    "no-place": "The place is not known, or not in this city",
    "closed": "Reports are not taken in here: no channel of the kind `api` is configured",
    "too-many": "Too many requests: wait as long as Retry-After says",
}


class Problem(Exception):  # noqa: N818 - the RFC's own name
    """Answered as it is. `kind` is a key of KINDS, or empty where the status says everything."""

    def __init__(
        self,
        status: int,
        kind: str = "",
        detail: str | None = None,
        *,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or kind)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.errors = errors
        self.headers = headers or {}


def answer(problem: Problem) -> Response:
    document: dict[str, Any] = {
        "type": f"{REFERENCE}#{problem.kind}" if problem.kind else "about:blank",
        "title": KINDS.get(problem.kind) or HTTPStatus(problem.status).phrase,
        "status": problem.status,
    }
    if problem.detail:
        document["detail"] = problem.detail
    if problem.errors:
        document["errors"] = list(problem.errors)
    response = Response(json.dumps(document, ensure_ascii=False), problem.status, content_type=MIME)
    response.headers.update(problem.headers)
    response.headers["Cache-Control"] = "no-store"
    return response


def invalid(error: ValidationError, where: str, status: int) -> Problem:
    """What does not fit, and where; what was sent is not repeated."""
    errors = [
        {"in": where, "at": "/" + "/".join(str(part) for part in found["loc"]), "problem": found["msg"]}
        for found in error.errors(include_url=False, include_input=False, include_context=False)[:20]
    ]
    return Problem(status, "invalid", errors=errors)
