"""The page behind a one-time link: a place or a photo for a channel that has neither."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.kernel.messages import Capabilities
from core.storage.models import InboundMessage, Media, MediaState
from tests.support.house import House, city_config, gazetteer, picture
from webhooks import create_app

SMS = Capabilities(photos_in=False, photos_out=False, pins=False, buttons=False, short=True)
TEBET = {"lat": "-6.2316", "lon": "106.8466"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    base = city_config()
    public = type(base.server).model_validate({"public_url": "https://lapor.example"})
    house = House(tmp_path, base.model_copy(update={"server": public}))
    house.channel.capabilities = SMS
    yield house
    house.services.database.close()


@pytest.fixture
def client(house: House) -> FlaskClient:
    return create_app(house.services, gazetteer=gazetteer()).test_client()


@pytest.fixture
def path(house: House) -> str:
    """A link as a citizen got it by SMS."""
    house.take("lampu jalan mati")
    text = house.take("deket warung")[-1].text
    return text[text.index("/t/") :].split()[0]


def rows(house: House) -> int:
    with house.services.database.read() as session:
        return session.scalar(select(func.count()).select_from(InboundMessage)) or 0


def test_the_second_question_about_the_place_brings_a_link(house: House) -> None:
    assert "/t/" not in house.take("lampu jalan mati")[-1].text
    assert "https://lapor.example/t/" in house.take("deket warung")[-1].text


def test_a_marked_place_goes_on_in_the_same_conversation(house: House, client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == HTTPStatus.OK
    assert client.post(path, data=TEBET).status_code == HTTPStatus.OK
    assert "Tebet" in house.channel.sent[-1].text or house.channel.sent[-1].buttons


def test_sending_twice_counts_once(house: House, client: FlaskClient, path: str) -> None:
    client.post(path, data=TEBET)
    before = rows(house), len(house.channel.sent)
    client.post(path, data=TEBET)
    assert (rows(house), len(house.channel.sent)) == before


def test_a_photo_is_added_to_the_report(house: House, client: FlaskClient, path: str) -> None:
    photo = (io.BytesIO(picture()), "lampu.jpg")
    assert client.post(path, data={**TEBET, "photo": photo}).status_code == HTTPStatus.OK
    with house.services.database.read() as session:
        assert [media.state for media in session.scalars(select(Media))] == [MediaState.STORED]
    assert not list(Path(house.config.storage.media).glob("*.upload"))


def test_a_file_that_is_no_photo_is_refused_and_nothing_is_sent(house: House, client: FlaskClient, path: str) -> None:
    before = rows(house)
    answer = client.post(path, data={**TEBET, "photo": (io.BytesIO(b"MZ program"), "x.jpg")})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "bukan foto" in answer.text
    assert rows(house) == before


@pytest.mark.parametrize("form", [{}, {"lat": "x", "lon": "y"}, {"lat": "95", "lon": "10"}, {"lat": "nan", "lon": "1"}])
def test_a_place_that_is_none_is_asked_for_again(
    house: House, client: FlaskClient, path: str, form: dict[str, str]
) -> None:
    before = rows(house)
    assert client.post(path, data=form).status_code == HTTPStatus.BAD_REQUEST
    assert rows(house) == before


@pytest.mark.parametrize("token", ["x", "AAAA", "A" * 35])
def test_a_forged_link_shows_nothing(client: FlaskClient, token: str) -> None:
    assert client.get(f"/t/{token}").status_code == HTTPStatus.GONE
    assert client.post(f"/t/{token}", data=TEBET).status_code == HTTPStatus.GONE


def test_a_link_ends_with_its_report(house: House, client: FlaskClient, path: str) -> None:
    house.take("batal")
    house.take("ya")
    assert client.get(path).status_code == HTTPStatus.GONE


def test_the_page_shows_nothing_of_the_conversation(client: FlaskClient, path: str) -> None:
    assert "lampu jalan" not in client.get(path).text


def test_the_map_comes_from_here_and_names_every_kelurahan(client: FlaskClient) -> None:
    answer = client.get("/t/wilayah.json")
    areas = json.loads(answer.data)
    assert len(areas["features"]) == len(gazetteer().areas.kelurahan)
    assert (
        client.get("/t/wilayah.json", headers={"If-None-Match": answer.headers["ETag"]}).status_code
        == HTTPStatus.NOT_MODIFIED
    )
