"""GeoReport v2 as its text has it: filters, limits, filing, errors in both formats."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.kernel.states import Kind, State
from core.storage.models import Conversation, InboundMessage, MediaState, Ticket
from tests.support.house import KEBON_JERUK, picture
from tests.webhooks.api.office import DESCRIPTION, KELURAHAN, NAME, REPORTER, WORDS, Office, upload
from webhooks.api.tokens import Scope

V2 = "/open311/v2"
PLACE = {"lat": str(KEBON_JERUK.lat), "long": str(KEBON_JERUK.lon)}


def file_it(office: Office, headers: dict[str, str] | None = None, **fields: Any) -> TestResponse:
    form = {"api_key": office.token(Scope.REPORTS_CREATE), "service_code": "jalan", **PLACE, **fields}
    given = {name: value for name, value in form.items() if value is not None}
    return office.app.test_client().post(f"{V2}/requests.json", data=given, headers=headers)


def listed(office: Office, query: str = "") -> list[str]:
    response = office.app.test_client().get(f"{V2}/requests.json?{query}")
    assert response.status_code == 200, response.text
    return [item["service_request_id"] for item in response.get_json()]


def check_error(response: TestResponse, status: int, form: str) -> str:
    assert response.status_code == status, response.text
    if form == "json":
        assert response.mimetype == "application/json"
        (error,) = json.loads(response.data)
        assert error["code"] == status
        return str(error["description"])
    assert response.content_type == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(response.data)
    assert root.tag == "errors"
    assert root.findtext("error/code") == str(status)
    return root.findtext("error/description") or ""


# --- reading ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/open311/discovery", f"{V2}/discovery"])
def test_discovery_names_the_endpoint(office: Office, path: str) -> None:
    client = office.app.test_client()
    document = client.get(f"{path}.json").get_json()
    assert document["endpoints"][0]["url"] == "http://localhost/open311/v2"
    root = ElementTree.fromstring(client.get(f"{path}.xml").data)
    assert [node.text for node in root.findall("endpoints/endpoint/formats/format")] == [
        "text/xml",
        "application/json",
    ]


def test_services_are_the_citys_categories_in_the_readers_language(office: Office) -> None:
    client = office.app.test_client()
    items = client.get(f"{V2}/services.json", headers={"Accept-Language": "en"}).get_json()
    assert {item["service_code"] for item in items} == set(office.services.config.categories)
    assert items[0]["service_name"] == "Waste"
    root = ElementTree.fromstring(client.get(f"{V2}/services.xml", headers={"Accept-Language": "id"}).data)
    assert root.findtext("service/service_name") == "Sampah"
    assert root.findtext("service/metadata") == "true"


def test_a_definition_asks_for_kind_and_consent(office: Office) -> None:
    root = ElementTree.fromstring(office.app.test_client().get(f"{V2}/services/jalan.xml").data)
    assert [node.text for node in root.findall("attributes/attribute/code")] == ["kind", "public"]
    assert [node.text for node in root.findall("attributes/attribute[1]/values/value/key")] == list(Kind)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_only_public_reports_are_listed_and_nothing_private_is_told(office: Office, form: str) -> None:
    public, private = office.ticket(public=True, photo=True), office.ticket(photo=True)
    client = office.app.test_client()
    text = client.get(f"{V2}/requests.{form}").text
    assert public in text
    assert private not in text
    text += client.get(f"{V2}/requests/{private}.{form}").text
    for secret in (REPORTER, NAME, DESCRIPTION, WORDS, "fake", "-6.19371", "106.77321"):
        assert secret not in text


def test_a_number_is_answered_as_the_tracking_page_does(office: Office) -> None:
    number = office.ticket()
    office.move(number, State.IN_PROGRESS)
    (item,) = office.app.test_client().get(f"{V2}/requests/{number.lower()}.json").get_json()
    area = office.area
    assert item == {
        "service_request_id": number,
        "status": "open",
        "status_notes": office.services.wording.say("state-in_progress", "id"),
        "service_name": "Lampu jalan",
        "service_code": "lampu_jalan",
        "description": None,
        "agency_responsible": None,
        "service_notice": None,
        "requested_datetime": "2026-01-05T00:00:00+07:00",
        "updated_datetime": "2026-01-05T00:00:00+07:00",
        "expected_datetime": None,
        "address": "Sukabumi Selatan, Kebon Jeruk, Jakarta Barat",
        "address_id": KELURAHAN,
        "zipcode": area.postal_code,
        "lat": area.lat,
        "long": area.lon,
        "media_url": None,
    }


def test_the_photo_of_the_work_is_shown_only_if_the_report_is(office: Office) -> None:
    client = office.app.test_client()
    steps = (State.IN_PROGRESS, State.AWAITING_VALIDATION, State.RESOLVED)
    public, private = office.ticket(public=True, photo=True), office.ticket(photo=True)
    office.move(public, *steps)
    office.move(private, *steps)
    (item,) = client.get(f"{V2}/requests/{public}.json").get_json()
    assert item["status"] == "closed"
    shown = client.get(item["media_url"])
    assert shown.content_type == "image/jpeg"
    (hidden,) = client.get(f"{V2}/requests/{private}.json").get_json()
    assert hidden["media_url"] is None
    own = item["media_url"].rsplit("/", 1)[1]
    for media_id in range(1, 10):
        assert client.get(f"{V2}/requests/{private}/media/{media_id}.jpg").status_code == 404
        if f"{media_id}.jpg" != own:
            assert client.get(f"{V2}/requests/{public}/media/{media_id}.jpg").status_code == 404


def test_filters_choose_by_service_status_and_number(office: Office) -> None:
    lamp, road = office.ticket(public=True), office.ticket(public=True, category="jalan")
    private = office.ticket()
    office.move(road, State.OUT_OF_SCOPE)
    assert listed(office, "service_code=jalan") == [road]
    assert listed(office, "service_code=jalan&service_code=lampu_jalan") == [road, lamp]
    assert listed(office, "status=closed") == [road]
    assert listed(office, "status=open,closed") == [road, lamp]
    assert listed(office, "status=&service_code=&page=&start_date=") == [road, lamp]
    assert listed(office, f"service_request_id={lamp},{private}&status=closed") == [private, lamp]
    assert listed(office, "service_request_id=tidak-ada") == []


def test_pages_follow_one_another(office: Office) -> None:
    numbers = [office.ticket(public=True) for _ in range(3)][::-1]
    assert listed(office, "page_size=2") == numbers[:2]
    assert listed(office, "page_size=2&page=2") == numbers[2:]
    assert listed(office, "page_size=999999") == numbers


def test_dates_are_days_of_the_city_so_that_nobody_finds_out_the_hour(office: Office) -> None:
    number = office.ticket(public=True)  # 09.00 in Jakarta
    assert listed(office, "start_date=2026-01-05T23:00:00%2B07:00") == [number]
    assert listed(office, "end_date=2026-01-05T00:00:00+07:00") == [number]
    assert listed(office, "start_date=2026-01-06") == []
    assert listed(office, "end_date=2026-01-04T16:00:00Z") == []


def test_the_span_is_the_last_ninety_days(office: Office) -> None:
    old = office.ticket(public=True)
    office.house.clock.advance(timedelta(days=92))
    assert listed(office) == []
    assert listed(office, "start_date=2026-01-01T00:00:00Z") == [old]
    assert listed(office, "end_date=2026-01-31T00:00:00Z") == [old]


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize(
    "query",
    [
        "start_date=kemarin",
        "start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z",
        "start_date=0001-01-01T00:00:00Z",
        "end_date=9999-12-31T23:59:59-23:59",
        "status=resolved",
        "page=0",
        "page=-1",
        "page=99999999999999999999",
        "page=²",
        "page_size=banyak",
    ],
)
def test_arguments_that_make_no_sense_are_refused(office: Office, form: str, query: str) -> None:
    check_error(office.app.test_client().get(f"{V2}/requests.{form}?{query}"), 400, form)


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("services/tidak_ada", 404),
        ("requests/K7M4-2XPR", 404),
        ("requests/%00", 404),
        ("services?jurisdiction_id=bandung.go.id", 404),
        ("requests?jurisdiction_id=bandung.go.id", 404),
        ("tidak_ada", 404),
        ("requests?api_key=tgp_salah", 403),
    ],
)
def test_errors_have_the_form_of_the_specification(office: Office, form: str, path: str, status: int) -> None:
    name, _, query = path.partition("?")
    check_error(office.app.test_client().get(f"{V2}/{name}.{form}?{query}"), status, form)


def test_a_wrong_method_and_an_unknown_format_are_errors_too(office: Office) -> None:
    client = office.app.test_client()
    response = client.delete(f"{V2}/requests.json")
    check_error(response, 405, "json")
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    check_error(client.get(f"{V2}/requests.yaml"), 404, "xml")
    check_error(client.get("/open311/"), 404, "xml")


def test_naming_the_own_jurisdiction_is_fine(office: Office) -> None:
    assert listed(office, "jurisdiction_id=jakarta") == []
    assert listed(office, "jurisdiction_id=") == []


def test_pages_of_other_sites_may_read_it(office: Office) -> None:
    client = office.app.test_client()
    for path in ("services.json", "requests/K7M4-2XPR.xml"):
        response = client.get(f"{V2}/{path}", headers={"Origin": "https://peta.example"})
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in response.headers


def test_ticket_numbers_cannot_be_tried_out_in_bulk(office: Office) -> None:
    client = office.app.test_client()
    statuses = [client.get(f"{V2}/requests.json?service_request_id=K7M4-2XPR").status_code for _ in range(31)]
    assert statuses == [200] * 30 + [429]
    refused = client.get(f"{V2}/requests/K7M4-2XPR.xml")
    check_error(refused, 429, "xml")
    assert int(refused.headers["Retry-After"]) > 0


def test_more_numbers_than_allowed_at_once_are_refused(office: Office) -> None:
    numbers = ",".join(f"{n}" for n in range(60))
    assert office.app.test_client().get(f"{V2}/requests.json?service_request_id={numbers}").get_json() == []
    with_numbers = ",".join(office.ticket() for _ in range(51))
    response = office.app.test_client().get(f"{V2}/requests.json?service_request_id={with_numbers}")
    check_error(response, 400, "json")


# --- filing ----------------------------------------------------------------------------------------


def test_a_filed_report_is_a_ticket_like_any_other(office: Office) -> None:
    response = file_it(
        office, description="lubang besar\r\ndi tengah", email="Siti@Example.id", first_name="Siti", last_name="Aminah"
    )
    assert response.status_code == 201, response.text
    (item,) = response.get_json()
    assert item["account_id"] is None
    ticket = office.find(item["service_request_id"])
    assert (ticket.kind, ticket.category, ticket.state) == (Kind.COMPLAINT, "jalan", State.RECEIVED)
    assert ticket.description == "lubang besar\ndi tengah"
    assert (ticket.channel, ticket.public) == ("api", False)
    assert ticket.area_code is not None
    with office.services.database.read() as session:
        conversation = session.get_one(Conversation, ticket.reporter_id)
        assert office.services.vault.decrypt(conversation.address) == "mailto:siti@example.id"
        assert b"siti" not in conversation.address.lower()
        assert office.services.vault.decrypt(conversation.display_name or b"") == "Siti Aminah"


def test_the_answer_in_xml(office: Office) -> None:
    form = {"api_key": office.token(Scope.REPORTS_CREATE), "service_code": "jalan", **PLACE}
    response = office.app.test_client().post(f"{V2}/requests.xml", data=form)
    root = ElementTree.fromstring(response.data)
    assert response.data.startswith(b"<?xml")
    number = root.findtext("request/service_request_id") or ""
    assert office.find(number).category == "jalan"


def test_kind_and_consent_are_the_reporters_to_say(office: Office) -> None:
    (item,) = file_it(office, None, **{"attribute[kind]": "aspiration", "attribute[public]": "yes"}).get_json()
    ticket = office.find(item["service_request_id"])
    assert (ticket.kind, ticket.public) == (Kind.ASPIRATION, True)


@pytest.mark.parametrize(
    ("fields", "area"),
    [
        ({"address_string": "Kelurahan Sukabumi Selatan, Kebon Jeruk"}, KELURAHAN),
        ({"address_id": KELURAHAN}, KELURAHAN),
    ],
)
def test_a_place_can_be_said_in_words_or_by_its_code(office: Office, fields: dict[str, Any], area: str) -> None:
    (item,) = file_it(office, lat=None, long=None, **fields).get_json()
    assert office.find(item["service_request_id"]).area_code == area


def test_words_that_settle_no_kelurahan_leave_the_place_to_a_person(office: Office) -> None:
    (item,) = file_it(office, lat=None, long=None, address_string="dekat warung biru").get_json()
    ticket = office.find(item["service_request_id"])
    assert (ticket.area_code, ticket.needs_person, ticket.place_words) == (None, "place", "dekat warung biru")


def test_photos_are_cleaned_like_all_others(office: Office) -> None:
    picture_with_place = io.BytesIO()
    image = Image.new("RGB", (64, 48), "orange")
    exif = Image.Exif()
    exif[0x010F] = "Kamera Rahasia"
    image.save(picture_with_place, "JPEG", exif=exif)
    response = file_it(office, media=[upload(picture_with_place.getvalue()), upload(picture())])
    (item,) = response.get_json()
    with office.services.database.read() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == item["service_request_id"])).one()
        stored = [photo.media for photo in ticket.photos]
        assert [media.state for media in stored] == [MediaState.STORED] * 2
        assert all(b"Rahasia" not in office.services.media.get(media.key or "") for media in stored)
        message = session.scalars(select(InboundMessage)).one()
        assert len(message.media) == 2


def test_the_same_key_files_once(office: Office) -> None:
    key = office.token(Scope.REPORTS_CREATE)
    answers = [file_it(office, {"Idempotency-Key": "lap-1"}, api_key=key, description="sekali") for _ in range(3)]
    assert len({answer.get_json()[0]["service_request_id"] for answer in answers}) == 1
    assert office.count() == 1
    check_error(file_it(office, {"Idempotency-Key": "lap-1"}, api_key=key, description="lain"), 422, "json")
    assert file_it(office, {"Idempotency-Key": "lap-1"}, description="sekali").status_code == 201  # another program
    assert office.count() == 2


def test_a_lost_answer_is_found_by_its_key_and_only_by_its_own_program(office: Office) -> None:
    mine, other = office.token(Scope.REPORTS_CREATE), office.token(Scope.REPORTS_CREATE)
    (filed,) = file_it(office, {"Idempotency-Key": "lap-1"}, api_key=mine).get_json()
    client = office.app.test_client()
    (found,) = client.get(f"{V2}/tokens/lap-1.json?api_key={mine}").get_json()
    assert found == {"service_request_id": filed["service_request_id"], "token": "lap-1"}
    check_error(client.get(f"{V2}/tokens/lap-1.json?api_key={other}"), 404, "json")
    check_error(client.get(f"{V2}/tokens/lap-1.xml"), 403, "xml")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"api_key": None}, 403),
        ({"api_key": "tgp_" + "A" * 43}, 403),
        ({"service_code": None}, 400),
        ({"service_code": "tidak_ada"}, 404),
        ({"jurisdiction_id": "bandung.go.id"}, 404),
        ({"lat": None, "long": None}, 400),
        ({"lat": None}, 400),
        ({"lat": "nan", "long": "1"}, 400),
        ({"lat": "99", "long": "200"}, 400),
        ({"lat": "0", "long": "0"}, 400),
        ({"lat": "-6.9175", "long": "107.6191"}, 400),  # Bandung
        ({"address_id": "99.99"}, 400),
        ({"description": "a" * 4001}, 400),
        ({"email": "a" * 300}, 400),
        ({"attribute[kind]": "pujian"}, 400),
        ({"media": upload(b"<svg/>", "x.svg")}, 400),
        ({"media_url": "file:///etc/passwd"}, 400),
        ({"media_url": "https://user:pw@example.org/x.jpg"}, 400),
    ],
)
def test_what_cannot_be_taken_is_refused_and_leaves_nothing(
    office: Office, fields: dict[str, Any], status: int
) -> None:
    assert check_error(file_it(office, **fields), status, "json")
    assert office.count() == 0


def test_a_key_without_the_scope_files_nothing(office: Office) -> None:
    check_error(file_it(office, api_key=office.token(Scope.PUBLIC_READ)), 403, "json")
    assert office.count() == 0


def test_without_the_channel_nothing_is_taken(office: Office) -> None:
    del office.house.channels["api"]
    check_error(file_it(office), 503, "json")


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><requests>&x;</requests>',
        b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><requests>&b;</requests>',
    ],
)
def test_xml_that_is_sent_is_never_read(office: Office, body: bytes) -> None:
    response = office.app.test_client().post(f"{V2}/requests.xml", data=body, content_type="text/xml")
    check_error(response, 400, "xml")


def test_huge_bodies_are_refused(office: Office) -> None:
    client = office.app.test_client()
    key = office.token(Scope.REPORTS_CREATE)
    long_text = client.post(f"{V2}/requests.json", data={"api_key": key, "description": "a" * 2_000_000})
    check_error(long_text, 413, "json")
    big = client.post(f"{V2}/requests.xml", data={"api_key": key, "media": upload(b"\xff" * (26 * 1024 * 1024))})
    check_error(big, 413, "xml")


def test_control_characters_never_break_the_documents(office: Office) -> None:
    response = file_it(office, description="a\x00b\x0b\ud800c".encode("utf-8", "surrogatepass"))
    (item,) = response.get_json()
    assert "\x00" not in office.find(item["service_request_id"]).description
    ElementTree.fromstring(office.app.test_client().get(f"{V2}/requests.xml").data)
