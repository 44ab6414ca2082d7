"""A citizen gets a copy of the own data, by a link that works once."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from flask.testing import FlaskClient
from pydantic import AnyHttpUrl
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.kernel.actor import Actor
from core.kernel.messages import MediaKind, MediaRef
from core.kernel.states import Role
from core.storage.models import AuditEntry, Conversation
from core.tickets.steps import Dispatch, StartWork
from tests.support.house import House, city_config
from webhooks import create_app

PHOTO = (MediaRef(kind=MediaKind.PHOTO, ref="p1"),)


@pytest.fixture
def house(tmp_path: Path) -> House:
    config = city_config()
    server = config.server.model_copy(update={"public_url": AnyHttpUrl("https://lapor.example.org")})
    return House(tmp_path, config.model_copy(update={"server": server}))


@pytest.fixture
def browser(house: House) -> FlaskClient:
    return create_app(house.services).test_client()


def link(house: House, text: str = "data saya", **fields: Any) -> str:
    found = re.search(r"https://lapor\.example\.org(/data/\S+)", house.take(text, **fields)[-1].text)
    assert found is not None
    return found.group(1)


def opened(response: TestResponse) -> tuple[dict[str, Any], list[str]]:
    assert (response.status_code, response.content_type) == (200, "application/zip"), response.text
    with zipfile.ZipFile(io.BytesIO(response.get_data())) as archive:
        assert archive.testzip() is None
        data = cast(dict[str, Any], json.loads(archive.read("data.json")))
        return data, [name for name in archive.namelist() if name.startswith("foto/")]


def test_the_copy_has_everything_and_nothing_of_others(house: House, browser: FlaskClient) -> None:
    other = house.report("jalan berlubang rahasia tetangga", sender="tetangga")
    number = house.report("lampu jalan mati", display_name="Siti", media=PHOTO)
    house.take(f"ikuti {other}")
    with house.services.database.write() as session:
        move, note = house.services.workflow.move, house.services.workflow.note
        note(session, number, Actor(Role.ADMINISTRATOR), "catatan dapur")
        move(session, number, Dispatch(note="antarkolega"), Actor(Role.ADMINISTRATOR))
        move(session, number, StartWork(note="tim berangkat"), Actor(Role.ADMINISTRATOR))
    data, photos = opened(browser.post(link(house)))
    assert (data["channel"], data["address"], data["name"]) == ("fake", "warga-1", "Siti")
    (report,) = data["reports"]
    assert (report["number"], report["description"]) == (number, "lampu jalan mati")
    assert report["photos"] == photos[:3]
    assert data["followed_reports"] == [other]
    said = json.dumps(data)
    assert "tim berangkat" in said
    for secret in ("catatan dapur", "antarkolega", "rahasia tetangga", "tetangga"):
        assert secret not in said
    assert {message["from"] for message in data["messages"]} == {"you", "Tanggap"}


def test_looking_at_the_page_uses_nothing_up_and_downloading_does(house: House, browser: FlaskClient) -> None:
    path = link(house)
    for _ in range(3):
        page = browser.get(path)
        assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
        assert "Unduh" in page.text
    opened(browser.post(path))
    assert (browser.get(path).status_code, browser.post(path).status_code) == (410, 410)


def test_a_new_link_ends_the_earlier_one_and_a_day_ends_any(house: House, browser: FlaskClient) -> None:
    first, second = link(house), link(house)
    assert browser.get(first).status_code == 410
    house.clock.advance(timedelta(days=1, seconds=1))
    assert browser.post(second).status_code == 410


def test_a_forged_link_or_one_for_another_purpose_opens_nothing(house: House, browser: FlaskClient) -> None:
    token = link(house).removeprefix("/data/")
    house.take("lampu jalan mati", sender="lain")
    with house.services.database.read() as session:
        draft = session.get_one(Conversation, 2).state.draft
    assert draft is not None
    report = house.services.links.make(2, draft.key).rpartition("/")[2]
    flipped = token[:-1] + ("A" if token[-1] != "A" else "B")
    for wrong in (report, flipped, "x", "%00", "A" * 5000, token[4:]):
        assert browser.get(f"/data/{wrong}").status_code == 410
        assert browser.post(f"/data/{wrong}").status_code == 410
    assert house.services.links.read(token) is None


def test_an_erased_citizen_has_no_link_any_more(house: House, browser: FlaskClient) -> None:
    path = link(house)
    house.take("hapus data saya")
    house.press("Hapus data saya")
    assert browser.post(path).status_code == 410


def test_by_sms_the_link_alone_is_sent(house: House) -> None:
    house.channel.capabilities = house.channel.capabilities.model_copy(update={"short": True, "buttons": False})
    said = house.take("data saya")[-1].text
    assert "https://lapor.example.org/data/" in said
    assert len(said) <= 160


def test_where_no_link_can_be_made_a_person_sees_to_it(tmp_path: Path) -> None:
    house = House(tmp_path)
    assert "Petugas kami" in house.take("data saya")[-1].text


def test_the_audit_notes_the_download_without_personal_data(house: House, browser: FlaskClient) -> None:
    browser.post(link(house))
    with house.services.database.read() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "privacy.exported")).all()
    assert (entry.subject, entry.detail) == ("conversation/1", {"asked": "chat"})


def test_an_open_report_goes_on_after_the_link(house: House) -> None:
    house.take("lampu jalan mati")
    (answer,) = house.take("data saya")
    assert answer.text.startswith("Ini salinan")
    assert answer.text.splitlines()[-1].startswith(("Di mana", "Saya masih perlu tempatnya"))


def test_the_page_speaks_both_languages(house: House, browser: FlaskClient) -> None:
    path = link(house)
    assert "A copy of your data" in browser.get(path, headers={"Accept-Language": "en"}).text
    assert "Salinan data Anda" in browser.get(path, headers={"Accept-Language": "id"}).text
