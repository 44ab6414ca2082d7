"""POST requests, and the way back from a key to its request."""

from __future__ import annotations

import math
from collections.abc import Mapping

from flask import Response, request
from pydantic import ValidationError
from sqlalchemy import select

from core.config import Config
from core.intake.filing.problems import ClosedError, FilingError, KeyReusedError
from core.intake.filing.report import NewReport, ReportedBy, Where
from core.kernel.errors import MediaError
from core.kernel.messages import Pin, storable
from core.kernel.states import Kind
from core.protection.photos import MAX_BYTES
from core.protection.safe_http import RefusedAddressError
from core.running.services import Services
from core.storage.models import FiledReport
from webhooks.api.filing import ProgramReports
from webhooks.api.models import DESCRIPTION_LIMIT
from webhooks.api.open311.calls import CallGate
from webhooks.api.open311.catalogue import KIND, NO, PUBLIC, YES
from webhooks.api.open311.formats import REQUESTS, Refused, answer
from webhooks.api.tokens import Scope
from webhooks.language import say
from webhooks.routing import Pages, get, post

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_FORM_LIMIT = 128 * 1024
"""Bytes of a form without files."""
_LIMITS = {
    "description": DESCRIPTION_LIMIT,
    "email": 254,
    "phone": 40,
    "address_string": 1000,
    "first_name": 200,
    "last_name": 200,
    "address_id": 40,
    "media_url": 2000,
}
_MOST_PHOTOS = 10
_STATUS: tuple[tuple[type[FilingError], int], ...] = ((ClosedError, 503), (KeyReusedError, 422), (FilingError, 400))


class FilingPages(Pages):
    def __init__(self, services: Services, calls: CallGate) -> None:
        self._services = services
        self._calls = calls
        self._reports = ProgramReports(services)

    @post("/v2/requests.<any(xml, json):form>")
    def create(self, form: str) -> Response:
        if request.mimetype not in _FORMS:
            raise Refused(400, f"send {' or '.join(_FORMS)}")
        if request.mimetype == _FORMS[0]:
            request.max_content_length = _FORM_LIMIT
        who = self._calls.with_key(Scope.REPORTS_CREATE)
        try:
            ticket = self._reports.file(_read(self._services.config), who)
        except FilingError as error:
            raise Refused(next(status for what, status in _STATUS if isinstance(error, what)), str(error)) from error
        except MediaError as error:
            raise Refused(503 if error.reason == "photo-no-room" else 400, f"media: {error}") from error
        except RefusedAddressError as error:
            raise Refused(400, f"media_url: {error}") from error
        notice = say("open311-received", number=ticket.number)
        item = {"service_request_id": ticket.number, "service_notice": notice, "account_id": None}
        return answer([item], REQUESTS, form, 201)

    @get("/v2/tokens/<token>.<any(xml, json):form>")
    def request_of_token(self, token: str, form: str) -> Response:
        """All services are realtime, so no report ever has to wait for its number: the token is the Idempotency-Key
        that a program chose, and the answer is for that program. It serves when the answer to a POST got lost.
        """
        who = self._calls.with_key(Scope.REPORTS_CREATE)
        query = select(FiledReport).where(FiledReport.token_id == who.token_id, FiledReport.key == token)
        with self._services.database.read() as session:
            filed = session.scalar(query) if "\0" not in token else None
            if filed is None:
                raise Refused(404, "token was not found")
            return answer([{"service_request_id": filed.ticket.number, "token": token}], REQUESTS, form)


def _read(config: Config) -> NewReport:
    """Raises Refused. What is empty counts as not given."""
    given = {name: value.strip() for name, value in request.form.items() if value.strip()}
    code = given.get("service_code")
    if code is None:
        raise Refused(400, "service_code was not provided")
    code = config.category_of(code)
    if code is None:
        raise Refused(404, "service_code was not found")
    for name, limit in _LIMITS.items():
        if len(given.get(name, "")) > limit:
            raise Refused(400, f"{name}: at most {limit} characters")
    pin = _pin(given)
    if pin is None and not (given.keys() & {"address_string", "address_id"}):
        raise Refused(400, "a location was not provided: lat and long, or address_string, or address_id")
    names = (given.get("first_name"), given.get("last_name"))
    return NewReport(
        description=storable(given.get("description", "").replace("\r\n", "\n")),
        where=Where(storable(given.get("address_string", "")) or None, pin, given.get("address_id")),
        kind=_choice(given, KIND, tuple(Kind)) or Kind.COMPLAINT,
        category=code,
        reporter=ReportedBy(
            name=storable(" ".join(name for name in names if name)) or None,
            phone=given.get("phone"),
            email=given.get("email"),
        ),
        public=_choice(given, PUBLIC, (YES, NO)) == YES,
        uploads=_uploads(),
        photo_url=given.get("media_url"),
    )


def _choice(given: Mapping[str, str], code: str, allowed: tuple[str, ...]) -> str | None:
    """An attribute of the service definition."""
    value = given.get(f"attribute[{code}]")
    if value is not None and value not in allowed:
        raise Refused(400, f"attribute[{code}]: one of {', '.join(allowed)}")
    return value


def _pin(given: Mapping[str, str]) -> Pin | None:
    lat, lon = given.get("lat"), given.get("long")
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        raise Refused(400, "lat and long have to be sent together")
    try:
        point = float(lat), float(lon)
        if not all(map(math.isfinite, point)):
            raise Refused(400, "lat, long: not a position in degrees")
        return Pin(lat=point[0], lon=point[1])
    except (ValueError, ValidationError) as error:
        raise Refused(400, "lat, long: not a position in degrees") from error


def _uploads() -> tuple[bytes, ...]:
    """The field is `media`, however many files it holds."""
    files = [file for name in ("media", "media[]") for file in request.files.getlist(name) if file.filename]
    if len(files) > _MOST_PHOTOS:
        raise Refused(413, f"media: at most {_MOST_PHOTOS} photos")
    found = []
    for file in files:
        data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise Refused(413, f"media: at most {MAX_BYTES} bytes each")
        if data:
            found.append(data)
    return tuple(found)
