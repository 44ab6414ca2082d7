"""Photos: fetched after the commit, retried, and asked for their place."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from core.config import Photos
from core.kernel.errors import FinalError, MediaError, RetryableError
from core.kernel.messages import MediaKind, MediaRef
from core.messaging.media_store import MediaStore
from core.protection.photos import clean
from core.running.sweep import sweep
from core.storage.models import Conversation, Media, MediaState
from tests.support.house import House, picture

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


# --- how many, and how much room ---------------------------------------------------------------------


@pytest.fixture
def frugal(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house that takes three photos a day of each citizen."""
    monkeypatch.setattr(house.services.media_fetcher, "_config", _with(house, Photos(per_day=3)))
    return house


def _with(house: House, photos: Photos) -> object:
    return house.config.model_copy(update={"photos": photos})


def states(house: House) -> list[str]:
    with house.services.database.read() as session:
        return [media.state.value for media in session.scalars(select(Media).order_by(Media.id))]


def sent_texts(house: House) -> list[str]:
    return [message.text for message in house.channel.sent]


def test_photos_beyond_the_days_number_are_refused_and_that_is_said_once(frugal: House) -> None:
    frugal.take("lampu jalan mati")
    for _ in range(6):
        frugal.take(media=PHOTO)
    assert states(frugal) == ["stored"] * 3 + ["refused"] * 3
    assert sum("sudah sangat banyak" in text for text in sent_texts(frugal)) == 1


def test_an_album_that_is_too_large_leaves_the_first_ones(frugal: House) -> None:
    frugal.take("lampu jalan mati", media=PHOTO * 5)
    assert states(frugal) == ["stored"] * 3 + ["refused"] * 2
    assert sum("sudah sangat banyak" in text for text in sent_texts(frugal)) == 1


def test_every_citizen_has_a_number_of_photos_and_every_day_a_new_one(frugal: House) -> None:
    frugal.take("lampu jalan mati", media=PHOTO * 3)
    frugal.take("lampu jalan mati", media=PHOTO * 3, sender="warga-2")
    frugal.clock.advance(timedelta(hours=16))  # it was nine in the morning
    frugal.take(media=PHOTO * 3)
    assert states(frugal) == ["stored"] * 9


def test_what_is_refused_for_its_number_is_not_even_fetched(frugal: House, monkeypatch: pytest.MonkeyPatch) -> None:
    frugal.take("lampu jalan mati", media=PHOTO * 3)
    fail(frugal, monkeypatch, KeyboardInterrupt())
    frugal.take(media=PHOTO)
    assert states(frugal)[-1] == "refused"


def test_a_report_goes_on_without_the_photos_that_were_too_many(frugal: House) -> None:
    number = frugal.report(media=PHOTO * 2)
    assert number


@pytest.fixture
def full(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house whose disk is nearly full."""
    monkeypatch.setattr(house.services.media, "_floor", 10_000_000)
    monkeypatch.setattr(MediaStore, "free", lambda store: 9_999_999)
    return house


def test_on_a_full_disk_photos_wait_and_come_once_there_is_room(full: House, monkeypatch: pytest.MonkeyPatch) -> None:
    number = full.report(media=PHOTO)
    assert number, "text is taken all the same"
    assert set(states(full)) == {"pending"}
    for _ in range(30):  # longer than a photo is tried that can't be fetched
        full.clock.advance(timedelta(minutes=6))
        sweep(full.services, full.waker)
    assert set(states(full)) == {"pending"}
    monkeypatch.setattr(MediaStore, "free", lambda store: 10_000_000)
    full.clock.advance(timedelta(minutes=6))
    sweep(full.services, full.waker)
    assert set(states(full)) == {"stored"}


def test_an_upload_that_a_full_disk_could_not_keep_is_told(full: House) -> None:
    ref = full.services.media.put_upload(picture())
    replies = full.take("lampu jalan mati", media=(MediaRef(kind=MediaKind.IMAGE_FILE, ref=ref),))
    assert states(full) == ["refused"]
    assert "penyimpanan kami hampir penuh" in replies[-1].text


def test_a_photo_of_staff_is_refused_on_a_full_disk(full: House) -> None:
    with pytest.raises(MediaError) as refused:
        full.services.media.put_photo(clean(picture()), full.clock())
    assert refused.value.reason == "photo-no-room"
