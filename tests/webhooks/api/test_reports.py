"""New reports through the JSON API, and errors that are always well-formed."""

from __future__ import annotations

from typing import Any

import pytest

from core.kernel.states import Kind, Role
from core.messaging.media_store import MediaStore
from tests.support.house import KEBON_JERUK, picture
from tests.webhooks.api.office import KELURAHAN, Office
from webhooks.api.problems import KINDS
from webhooks.api.tokens import Scope

API = "/api/v1"


def report(**more: Any) -> dict[str, Any]:
    place = {"lat": KEBON_JERUK.lat, "lon": KEBON_JERUK.lon}
    return {"category": "jalan", "description": "lubang", "place": place, **more}


def test_a_report_becomes_a_ticket_with_its_photos(office: Office) -> None:
    program = office.program(Scope.REPORTS_CREATE)
    body = report(
        kind="information", public=True, photos=[program.photo()], reporter={"phone": "+62 812-3456", "name": "Siti"}
    )
    response = program.post(f"{API}/reports", body)
    assert response.status_code == 201, response.text
    filed = response.get_json()
    assert response.headers["Location"] == f"{API}/tickets/{filed['number']}"
    ticket = office.find(filed["number"])
    assert (ticket.kind, ticket.public, ticket.channel) == (Kind.INFORMATION, True, "api")
    staff = office.program(Scope.TICKETS_READ, role=Role.VALIDATOR)
    assert len(staff.get(f"{API}/tickets/{filed['number']}").get_json()["photos"]) == 1
    assert "Siti" not in response.text


def test_the_same_key_files_once(office: Office) -> None:
    program = office.program(Scope.REPORTS_CREATE)
    answers = [program.post(f"{API}/reports", report(), Idempotency_Key="a").get_json() for _ in range(2)]
    assert answers[0] == answers[1]
    other = program.post(f"{API}/reports", report(description="lain"), Idempotency_Key="a")
    assert (other.status_code, other.get_json()["type"]) == (422, f"{API}/#key-reused")
    assert office.count() == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"category": "tidak_ada"}, 422),
        ({"kind": "pujian"}, 422),
        ({"description": ""}, 422),
        ({"description": 5}, 422),
        ({"description": "a" * 5000}, 422),
        ({"place": {}}, 422),
        ({"place": {"lat": -6.2}}, 422),
        ({"place": {"lat": "-6.2", "lon": "106.8"}}, 422),
        ({"place": {"lat": -6.9175, "lon": 107.6191}}, 422),
        ({"place": {"area": "99.99"}}, 422),
        ({"reporter": {"email": "bukan surel"}}, 422),
        ({"photos": ["tidak-ada"]}, 422),
        ({"unknown": 1}, 422),
    ],
)
def test_what_cannot_be_taken_is_refused_and_leaves_nothing(
    office: Office, change: dict[str, Any], status: int
) -> None:
    response = office.program(Scope.REPORTS_CREATE).post(f"{API}/reports", report(**change))
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    assert office.count() == 0


def test_an_area_is_enough(office: Office) -> None:
    response = office.program(Scope.REPORTS_CREATE).post(f"{API}/reports", report(place={"area": KELURAHAN}))
    assert response.get_json()["area"]["code"] == KELURAHAN


@pytest.mark.parametrize(
    ("body", "mime", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"<a/>", "text/xml", 415),
        (b'{"description": "' + b"a" * 300_000 + b'"}', "application/json", 413),
        (b"NaN", "application/json", 422),
    ],
)
def test_bodies_that_are_none_are_refused(office: Office, body: bytes, mime: str, status: int) -> None:
    program = office.program(Scope.REPORTS_CREATE)
    response = program.client.post(
        f"{API}/reports", data=body, content_type=mime, headers={"Authorization": f"Bearer {program.token}"}
    )
    assert response.status_code in (status, 400 if status == 422 else status), response.text
    assert response.mimetype == "application/problem+json"
    assert response.get_json()["status"] == response.status_code


def test_an_upload_that_is_no_picture_is_refused(office: Office) -> None:
    program = office.program(Scope.REPORTS_CREATE)
    headers = {"Authorization": f"Bearer {program.token}"}
    for data, mime, status in ((b"GIF89a", "image/gif", 422), (b"x", "text/html", 415), (b"", "image/png", 422)):
        response = program.client.post(f"{API}/photos", data=data, content_type=mime, headers=headers)
        assert response.status_code == status
    huge = program.client.post(
        f"{API}/photos", data=b"\xff" * (21 * 1024 * 1024), content_type="image/jpeg", headers=headers
    )
    assert huge.status_code == 413
    assert huge.mimetype == "application/problem+json"


def test_an_upload_that_the_disk_has_no_room_for_is_asked_for_later(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MediaStore, "has_room", lambda store: False)
    program = office.program(Scope.REPORTS_CREATE)
    headers = {"Authorization": f"Bearer {program.token}"}
    answer = program.client.post(f"{API}/photos", data=picture(), content_type="image/jpeg", headers=headers)
    assert (answer.status_code, answer.get_json()["title"]) == (503, KINDS["no-room"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/tidak/ada", 404),
        ("GET", "/tickets/bukan-nomor", 404),
        ("GET", "/tickets/%00", 404),
        ("GET", "/tickets/K7M4-2XPR/photos/99999999999999999999999", 404),
        ("DELETE", "/tickets", 405),
        ("PUT", "/reports", 405),
        ("GET", "/areas?under=99", 400),
    ],
)
def test_every_error_is_well_formed(office: Office, method: str, path: str, status: int) -> None:
    program = office.program(Scope.PUBLIC_READ, Scope.REPORTS_CREATE)
    response = program.client.open(API + path, method=method, headers={"Authorization": f"Bearer {program.token}"})
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    problem = response.get_json()
    assert (problem["status"], bool(problem["title"]), bool(problem["type"])) == (status, True, True)
    if status == 405:
        assert response.headers["Allow"]


def test_a_database_that_is_down_is_a_well_formed_error(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.support.site import broken

    program = office.program(Scope.PUBLIC_READ)
    monkeypatch.setattr(office.services.database, "read", broken)
    response = program.get(f"{API}/tickets")
    assert response.status_code == 503
    assert response.mimetype == "application/problem+json"
    assert office.stranger().get("/open311/v2/requests.json").get_json()[0]["code"] == 503


def test_the_catalogue(office: Office) -> None:
    program = office.program(Scope.PUBLIC_READ)
    categories = program.get(f"{API}/categories").get_json()["items"]
    assert {
        "code": "jalan",
        "names": {"id": "Jalan dan trotoar", "en": "Roads and pavements"},
        "unit": "bina_marga",
    } in (categories)
    areas = program.get(f"{API}/areas").get_json()["items"]
    assert len(areas) == 267 + 44 + 6
    inside = program.get(f"{API}/areas?under=31.73.05").get_json()["items"]
    assert {area["kecamatan"] for area in inside} == {"Kebon Jeruk"}
    assert all(area["level"] == "kelurahan" for area in inside)


def test_other_pages_keep_their_own_errors(office: Office) -> None:
    response = office.stranger().get("/tidak-ada")
    assert (response.status_code, response.mimetype) == (404, "text/html")
