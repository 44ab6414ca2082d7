"""New reports of programs."""

from __future__ import annotations

from flask import Response, request
from pydantic import BaseModel

from core.intake.filing.problems import ClosedError, FilingError, KeyReusedError, UnplacedError
from core.intake.filing.report import NewReport, ReportedBy, Where
from core.kernel.errors import MediaError
from core.kernel.messages import Pin, storable
from core.protection.photos import MAX_BYTES
from core.running.services import Services
from webhooks.api.filing import ProgramReports, UnusableKeyError
from webhooks.api.models import Filed, PhotoTaken, Report
from webhooks.api.operations import Given, Operation, OperationGroup, answer_json, operation
from webhooks.api.problems import Problem
from webhooks.api.tokens import Scope
from webhooks.api.uploads import Uploads
from webhooks.api.views import ApiPresenters

_FORMS = ("jpeg", "png", "webp", "gif", "heic", "heif")
_PICTURES = (*(f"image/{form}" for form in _FORMS), "application/octet-stream")
_REFUSALS: tuple[tuple[type[FilingError], int, str], ...] = (
    (ClosedError, 503, "closed"),
    (UnplacedError, 422, "no-place"),
    (KeyReusedError, 422, "key-reused"),
    (UnusableKeyError, 400, "invalid"),
    (FilingError, 422, "invalid"),
)


class ReportOperations(OperationGroup):
    def __init__(self, services: Services, views: ApiPresenters, uploads: Uploads) -> None:
        self._views = views
        self._uploads = uploads
        self._reports = ProgramReports(services)

    @operation(
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
    def take_photo(self, given: Given) -> BaseModel:
        if request.mimetype not in _PICTURES:
            raise Problem(415, "", f"send one of {', '.join(_PICTURES)}")
        request.max_content_length = MAX_BYTES
        try:
            return self._uploads.take(request.get_data(cache=False), given.caller)
        except MediaError as error:
            raise _photo_problem(error) from error

    @operation(
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
    def create_report(self, given: Given) -> Response:
        asked: Report = given.body
        photos = self._uploads.read(asked.photos, given.caller)
        try:
            ticket = self._reports.file(_read(asked, photos), given.caller)
        except FilingError as error:
            raise _refusal(error) from error
        filed = Filed(
            number=ticket.number,
            state=ticket.state,
            area=self._views.area(ticket),
            path=f"/api/v1/tickets/{ticket.number}",
            needs_person=list(ticket.doubts),
        )
        response = answer_json(filed, 201)
        response.headers["Location"] = filed.path
        return response


def _read(asked: Report, photos: list[int]) -> NewReport:
    place, reporter = asked.place, asked.reporter
    return NewReport(
        description=storable(asked.description),
        where=Where(storable(place.address or "").strip() or None, _pin(asked), place.area),
        kind=asked.kind,
        category=asked.category,
        reporter=ReportedBy(storable(reporter.name or "").strip() or None, reporter.phone, reporter.email),
        public=asked.public,
        photos=tuple(photos),
    )


def _pin(asked: Report) -> Pin | None:
    lat, lon = asked.place.lat, asked.place.lon
    if (lat is None) != (lon is None):
        errors = [{"in": "body", "at": "/place", "problem": "lat and lon go together"}]
        raise Problem(422, "invalid", errors=errors)
    return Pin(lat=lat, lon=lon) if lat is not None and lon is not None else None


def _photo_problem(error: MediaError) -> Problem:
    """Why a photo was not taken; the reason is a word that programs can tell apart."""
    if error.reason == "photo-no-room":
        return Problem(503, "no-room", str(error))
    return Problem(422, "no-picture", str(error))


def _refusal(error: FilingError) -> Problem:
    status, kind = next((status, kind) for what, status, kind in _REFUSALS if isinstance(error, what))
    return Problem(status, kind, str(error))
