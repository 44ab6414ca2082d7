"""New reports of programs."""

from __future__ import annotations

from flask import Response, request
from pydantic import BaseModel

from core.kernel.errors import MediaError
from core.kernel.messages import Pin
from core.protection.photos import MAX_BYTES
from core.running.services import Services
from webhooks.api.filing import Filing, Finished, NotTakenError
from webhooks.api.models import Filed, PhotoTaken, Report
from webhooks.api.operations import Given, Operation, Operations, answer_json
from webhooks.api.problems import Problem
from webhooks.api.tokens import Scope
from webhooks.api.uploads import Uploads
from webhooks.api.views import ApiPresenters

KEY_LIMIT = 255
_FORMS = ("jpeg", "png", "webp", "gif", "heic", "heif")
_PICTURES = (*(f"image/{form}" for form in _FORMS), "application/octet-stream")
_STATUS = {"closed": 503, "no-place": 422, "key-reused": 422}


def add(operations: Operations, services: Services, views: ApiPresenters, uploads: Uploads, filing: Filing) -> None:
    @operations.add(
        Operation(
            "POST",
            "/photos",
            "takePhoto",
            "Upload a photo, to be named in a report or in a step within a day",
            scopes=(Scope.REPORTS_CREATE, Scope.TICKETS_WRITE),
            body_types=_PICTURES,
            status=201,
            answer=PhotoTaken,
            problems=(413, 415, 422, 503),
        )
    )
    def take_photo(given: Given) -> BaseModel:
        if request.mimetype not in _PICTURES:
            raise Problem(415, "", f"send one of {', '.join(_PICTURES)}")
        request.max_content_length = MAX_BYTES
        try:
            return uploads.take(request.get_data(cache=False), given.caller)
        except MediaError as error:
            raise photo_problem(error) from error

    @operations.add(
        Operation(
            "POST",
            "/reports",
            "createReport",
            "File a finished report. With an Idempotency-Key, sending it again answers the same ticket",
            scopes=(Scope.REPORTS_CREATE,),
            body=Report,
            headers=("Idempotency-Key",),
            status=201,
            answer=Filed,
            problems=(503,),
        )
    )
    def create_report(given: Given) -> Response:
        asked: Report = given.body
        finished = Finished(
            category=asked.category,
            description=asked.description,
            kind=asked.kind,
            pin=_pin(asked),
            address=asked.place.address,
            area=asked.place.area,
            email=asked.reporter.email,
            phone=asked.reporter.phone,
            name=asked.reporter.name,
            public=asked.public,
            photos=tuple(uploads.read(asked.photos, given.caller)),
        )
        try:
            ticket = filing.file(finished, given.caller, idempotency_key())
        except NotTakenError as error:
            raise Problem(_STATUS[error.what], error.what, str(error)) from error
        filed = Filed(
            number=ticket.number,
            state=ticket.state,
            area=views.area(ticket),
            path=f"/api/v1/tickets/{ticket.number}",
            needs_person=list(ticket.doubts),
        )
        response = answer_json(filed, 201)
        response.headers["Location"] = filed.path
        return response


def photo_problem(error: MediaError) -> Problem:
    """Why a photo was not taken; the reason is a word that programs can tell apart."""
    if error.reason == "photo-no-room":
        return Problem(503, "no-room", str(error))
    return Problem(422, "no-picture", str(error))


def idempotency_key() -> str | None:
    """https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/. Raises Problem."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > KEY_LIMIT or not key.isprintable():
        raise Problem(400, "invalid", f"Idempotency-Key: at most {KEY_LIMIT} printable characters")
    return key or None


def _pin(asked: Report) -> Pin | None:
    lat, lon = asked.place.lat, asked.place.lon
    if (lat is None) != (lon is None):
        errors = [{"in": "body", "at": "/place", "problem": "lat and lon go together"}]
        raise Problem(422, "invalid", errors=errors)
    return Pin(lat=lat, lon=lon) if lat is not None and lon is not None else None
