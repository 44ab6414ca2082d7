"""Photos: fetched after the commit, retried, and asked for their place."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from core.errors import FinalError, RetryableError
from core.messages import MediaKind, MediaRef
from core.storage.models import Conversation, Media, MediaState
from core.sweep import sweep
from tests.support.house import House

PHOTO = (MediaRef(kind=MediaKind.IMAGE_FILE, ref="f1"),)


def taken_at(lat: tuple[float, float, float], lon: tuple[float, float, float]) -> bytes:
    """A JPEG whose EXIF names a position (degrees, minutes, seconds; south and east)."""
    exif = Image.Exif()
    exif[0x8825] = {1: "S", 2: lat, 3: "E", 4: lon}
    out = io.BytesIO()
    Image.new("RGB", (32, 32), "blue").save(out, "JPEG", exif=exif)
    return out.getvalue()


IN_KEBON_JERUK = taken_at((6.0, 11.0, 37.3), (106.0, 46.0, 23.5))


def media(house: House) -> Media:
    with house.services.database.read() as session:
        return session.scalars(select(Media)).one()


def fail(house: House, monkeypatch: pytest.MonkeyPatch, *errors: BaseException) -> None:
    left = list(errors)
    fetch = house.channel.fetch

    def failing(ref: MediaRef) -> bytes:
        if left:
            raise left.pop(0)
        return fetch(ref)

    monkeypatch.setattr(house.channel, "fetch", failing)


def test_a_photo_that_could_not_be_fetched_is_tried_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(house, monkeypatch, RetryableError("busy", retry_after=30))
    house.take("lampu jalan mati", media=PHOTO)
    assert media(house).state is MediaState.PENDING
    house.clock.advance(timedelta(seconds=31))
    sweep(house.services, house.waker)
    assert media(house).state is MediaState.STORED


def test_a_photo_that_is_gone_is_asked_for_once_more(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(house, monkeypatch, FinalError("file expired"))
    assert "sekali lagi" in house.take("lampu jalan mati", media=PHOTO)[-1].text


def test_after_too_many_failures_the_citizen_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(house, monkeypatch, *(RetryableError("busy") for _ in range(8)))
    house.take("lampu jalan mati", media=PHOTO)
    for _ in range(8):
        house.clock.advance(timedelta(minutes=11))
        sweep(house.services, house.waker)
    assert media(house).state is MediaState.REFUSED
    assert "sekali lagi" in house.channel.sent[-1].text


def test_a_fetch_that_died_is_taken_up_by_the_sweep(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        fail(house, patch, KeyboardInterrupt())
        house.take("lampu jalan mati", media=PHOTO)
    house.clock.advance(timedelta(minutes=11))
    sweep(house.services, house.waker)
    assert media(house).state is MediaState.STORED


def test_the_place_in_a_photos_data_is_offered_and_taken_by_yes(house: House) -> None:
    house.channel.files["f1"] = IN_KEBON_JERUK
    offer = house.take("lampu jalan mati", media=PHOTO)[-1]
    assert "data fotonya" in offer.text
    assert "Kebon Jeruk" in offer.text
    assert "Saya rangkum" in house.take("ya")[-1].text


def test_a_place_that_is_known_already_is_not_asked_about_again(house: House) -> None:
    house.channel.files["f1"] = IN_KEBON_JERUK
    replies = house.take("lampu jalan mati di kelurahan Tebet Barat", media=PHOTO)
    assert not any("data fotonya" in reply.text for reply in replies)


def test_a_wrong_place_in_a_photos_data_is_replaced_by_the_right_one(house: House) -> None:
    house.channel.files["f1"] = IN_KEBON_JERUK
    house.take("lampu jalan mati", media=PHOTO)
    house.press("Tempat lain")
    house.take("kelurahan tebet barat")
    with house.services.database.read() as session:
        draft = session.scalars(select(Conversation)).one().state.draft
    assert draft is not None
    assert draft.place is not None
    assert draft.place.kelurahan == "Tebet Barat"
