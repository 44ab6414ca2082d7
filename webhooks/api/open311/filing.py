"""POST requests, and the way back from a key to its request."""

from __future__ import annotations

import math
from collections.abc import Mapping

from flask import Blueprint, Response, request
from pydantic import ValidationError
from sqlalchemy import select

from core.kernel.errors import MediaError
from core.kernel.messages import Pin
from core.kernel.states import Kind
from core.protection.photos import MAX_BYTES
from core.protection.safe_http import RefusedAddressError
from core.running.services import Services
from core.storage.api_models import FiledReport
from webhooks.api.filing import Filing, Finished, NotTakenError
from webhooks.api.gate import Gate
from webhooks.api.open311.calls import keyed
from webhooks.api.open311.catalogue import KIND, NO, PUBLIC, YES
from webhooks.api.open311.formats import REQUESTS, Refused, answer
from webhooks.api.open311.jurisdiction import Jurisdiction
from webhooks.api.tokens import Scope
from webhooks.language import language

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_FORM_LIMIT = 128 * 1024
"""Bytes of a form without files."""
_LONGEST_DESCRIPTION = 4000
_LONGEST = {"email": 254, "phone": 40, "media_url": 2000, "address_string": 1000, "address_id": 40}
_LONGEST_NAME = 200
_MOST_PHOTOS = 10
_LONGEST_KEY = 255
_STATUS = {"closed": 503, "no-place": 400, "key-reused": 422}
_NOTICE = {
    "id": "Laporan diterima dengan nomor {number}. Simpan nomor ini untuk melihat tindak lanjutnya.",
    "en": "The report was received as {number}. Keep this number to see what becomes of it.",
}


def add(georeport: Blueprint, services: Services, gate: Gate, jurisdiction: Jurisdiction, reports: Filing) -> None:
    @georeport.post("/v2/requests.<any(xml, json):form>")
    def create(form: str) -> Response:
        if request.mimetype not in _FORMS:
            raise Refused(400, f"send {' or '.join(_FORMS)}")
        if request.mimetype == _FORMS[0]:
            request.max_content_length = _FORM_LIMIT
        who = keyed(gate, Scope.REPORTS_CREATE)
        jurisdiction.check()
        finished = _read(services)
        try:
            ticket = reports.file(finished, who, idempotency_key())
        except NotTakenError as error:
            raise Refused(_STATUS[error.what], str(error)) from error
        except MediaError as error:
            raise Refused(503 if error.reason == "photo-no-room" else 400, f"media: {error}") from error
        except RefusedAddressError as error:
            raise Refused(400, f"media_url: {error}") from error
        notice = _NOTICE[language()].format(number=ticket.number)
        item = {"service_request_id": ticket.number, "service_notice": notice, "account_id": None}
        return answer([item], REQUESTS, form, 201)

    @georeport.get("/v2/tokens/<token>.<any(xml, json):form>")
    def request_of_token(token: str, form: str) -> Response:
        """All services are realtime, so no report ever has to wait for its number: the token is the Idempotency-Key
        that a program chose, and the answer is for that program. It serves when the answer to a POST got lost.
        """
        who = keyed(gate, Scope.REPORTS_CREATE)
        jurisdiction.check()
        query = select(FiledReport).where(FiledReport.token_id == who.token_id, FiledReport.key == token)
        with services.database.read() as session:
            filed = session.scalar(query) if "\0" not in token else None
            if filed is None:
                raise Refused(404, "token was not found")
            return answer([{"service_request_id": filed.ticket.number, "token": token}], REQUESTS, form)


def idempotency_key() -> str | None:
    """Raises Refused."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > _LONGEST_KEY or not key.isprintable():
        raise Refused(400, f"Idempotency-Key: at most {_LONGEST_KEY} printable characters")
    return key or None


def _read(services: Services) -> Finished:
    """Raises Refused. What is empty counts as not given."""
    given = {name: value.strip() for name, value in request.form.items() if value.strip()}
    code = given.get("service_code")
    if code is None:
        raise Refused(400, "service_code was not provided")
    code = services.config.category_of(code)
    if code is None:
        raise Refused(404, "service_code was not found")
    _check_lengths(given)
    pin = _pin(given)
    if pin is None and not (given.keys() & {"address_string", "address_id"}):
        raise Refused(400, "a location was not provided: lat and long, or address_string, or address_id")
    names = (given.get("first_name"), given.get("last_name"))
    return Finished(
        category=code,
        description=given.get("description", "").replace("\r\n", "\n"),
        kind=Kind(_choice(given, KIND, tuple(Kind)) or Kind.COMPLAINT),
        pin=pin,
        address=given.get("address_string"),
        area=given.get("address_id"),
        email=given.get("email"),
        phone=given.get("phone"),
        name=" ".join(name for name in names if name) or None,
        public=_choice(given, PUBLIC, (YES, NO)) == YES,
        uploads=_uploads(),
        photo_url=given.get("media_url"),
    )


def _check_lengths(given: Mapping[str, str]) -> None:
    if len(given.get("description", "")) > _LONGEST_DESCRIPTION:
        raise Refused(400, f"description: at most {_LONGEST_DESCRIPTION} characters")
    limits = {**_LONGEST, "first_name": _LONGEST_NAME, "last_name": _LONGEST_NAME}
    for name, limit in limits.items():
        if len(given.get(name, "")) > limit:
            raise Refused(400, f"{name}: at most {limit} characters")


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
