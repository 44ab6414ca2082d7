"""Real clients of other people against our server, over HTTP on loopback."""

from __future__ import annotations

import builtins
import importlib
import io
import itertools
import sys
from typing import Any

import pytest

from core.kernel.states import State
from tests.support.house import KEBON_JERUK, picture
from tests.webhooks.api.office import DESCRIPTION, Office
from webhooks.api.tokens import Scope

CATEGORIES = 27


def client_library(name: str) -> Any:
    return pytest.importorskip(name, reason=f"{name} can't be installed here")


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Written for Python 2: it is given what Python 3 took away."""
    monkeypatch.setattr(itertools, "ifilter", builtins.filter, raising=False)
    for name in [name for name in sys.modules if name == "three" or name.startswith("three.")]:
        monkeypatch.delitem(sys.modules, name)
    pytest.importorskip("simplejson", reason="three's own requirement is missing")
    client_library("three")
    return importlib.import_module("three.core")


def test_civicbot_reads_files_and_follows(office: Office, address: str) -> None:
    civicbot = client_library("civicbot")
    key = office.token(Scope.REPORTS_CREATE)
    public = office.ticket(public=True)
    endpoint = civicbot.Endpoint(id="jakarta", name="Jakarta", base_url=f"{address}/open311/v2", write=True)
    transport = civicbot.HttpTransport(rate_limiter=importlib.import_module("civicbot.http").RateLimiter(0))
    client = civicbot.Open311Client(endpoint, transport)

    assert len(client.list_services()) == CATEGORIES
    assert client.get_service_definition("jalan")["attributes"][0]["code"] == "kind"
    assert [item["service_request_id"] for item in client.list_requests(status="open")] == [public]
    assert client.list_requests(service_request_ids=[public], page_size=10)[0]["service_code"] == "lampu_jalan"

    filed = client.create_request(
        "jalan",
        dry_run=False,
        confirm="SEND",
        api_key=key,
        validate_remote=True,
        lat=KEBON_JERUK.lat,
        lng=KEBON_JERUK.lon,
        description="jalan berlubang besar",
        attributes={"public": "yes"},
        email="warga@example.id",
        first_name="Siti",
    ).response
    number = filed[0]["service_request_id"]
    assert office.find(number).description == "jalan berlubang besar"
    assert client.get_request(number)["status"] == "open"
    assert number in {item["service_request_id"] for item in client.list_requests()}


def test_civicbot_is_told_what_is_wrong(office: Office, address: str) -> None:
    civicbot = client_library("civicbot")
    endpoint = civicbot.Endpoint(id="jakarta", name="Jakarta", base_url=f"{address}/open311/v2", write=True)
    transport = civicbot.HttpTransport(rate_limiter=importlib.import_module("civicbot.http").RateLimiter(0))
    client = civicbot.Open311Client(endpoint, transport)
    with pytest.raises(civicbot.HttpError) as refused:
        client.create_request("jalan", dry_run=False, confirm="SEND", api_key="salah", lat=-6.2, lng=106.8)
    assert refused.value.status == 403
    assert '"code": 403' in refused.value.body


@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads(office: Office, address: str, form: str) -> None:
    georeport = client_library("georeport")
    number, other = office.ticket(public=True), office.ticket(public=True, category="jalan")
    private = office.ticket()
    office.move(other, State.IN_PROGRESS)
    client = georeport.GeoReport(f"{address}/open311/v2", jurisdiction="Jakarta", output_format=form)

    services = client.get_service_list()
    assert len(services) == CATEGORIES
    assert services[0]["service_code"] == "sampah"
    assert client.get_service_definition("sampah")["service_code"] == "sampah"
    listed = client.get_service_requests(status="open", service_code="jalan,lampu_jalan")
    assert [item["service_request_id"] for item in listed] == [other, number]
    found = client.get_service_request(private)
    assert (found["status"], found["service_code"]) == ("open", "lampu_jalan")
    assert DESCRIPTION not in str(found)


def test_three_reads_and_files_with_a_photo(office: Office, address: str, three: Any) -> None:
    key = office.token(Scope.REPORTS_CREATE)
    number = office.ticket(public=True)
    today = office.services.clock().strftime("%m-%d-%Y")
    client = three.Three(f"{address}/open311/v2", api_key=key, jurisdiction="jakarta")

    assert client.discovery()["endpoints"][0]["url"].endswith("/open311/v2")
    assert len(client.services()) == CATEGORIES
    assert client.services("pohon")["service_code"] == "pohon"
    assert [item["service_request_id"] for item in client.requests("lampu_jalan", count=5)] == [number]
    assert len(client.requests(start="12-20-2025", end=today)) == 1
    assert client.request(number)[0]["service_request_id"] == number

    photo = io.BytesIO(picture())
    photo.name = "foto.jpg"
    filed = client.post(
        "pohon",
        address="Kelurahan Kebon Jeruk",
        name="Budi Santoso",
        phone="0812 3456 789",
        description="pohon tumbang",
        media=photo,
    )
    ticket = office.find(filed[0]["service_request_id"])
    assert (ticket.kelurahan, ticket.description) == ("Kebon Jeruk", "pohon tumbang")
    assert client.post("pohon", description="di mana?")[0]["code"] == 400


def test_three_reads_xml(office: Office, address: str, three: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    number = office.ticket(public=True)
    client = three.Three(f"{address}/open311/v2", format="xml")
    content = client.get("requests", number, convert=False)
    assert b"<?xml version='1.0' encoding='utf-8'?>" in content
    assert number.encode() in content
