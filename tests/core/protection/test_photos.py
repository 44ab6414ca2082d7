"""What photos may be, and what becomes of them. All of them are drawn here."""

from __future__ import annotations

import io
import subprocess
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pillow_heif
import pytest
from PIL import Image, ImageDraw, ImageFile

from core.kernel.errors import MediaError
from core.location.photos import photo_position
from core.protection import heic, jpeg, photos
from core.protection.photos import LONGEST_SIDE, MAX_BYTES, clean

ABOVE, BELOW = "white", "navy"


def scene(size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Light above, dark below, and too uneven to be coded in a few bytes."""
    image = Image.effect_noise((64, 64), 40).convert("RGB").resize(size)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0], size[1] // 8), ABOVE)
    draw.rectangle((0, size[1] * 7 // 8, *size), BELOW)
    return image


def saved(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def as_heic(image: Image.Image, **options: Any) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, quality=80, **options)
    return out.getvalue()


def notes(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Merek Rahasia"
    exif[0x8825] = {1: "S", 2: (6.0, 11.0, 37.3), 3: "E", 4: (106.0, 46.0, 23.5)}
    return exif


def drawn(photo: photos.CleanPhoto) -> Image.Image:
    return Image.open(io.BytesIO(photo.data)).convert("RGB")


def looks(photo: photos.CleanPhoto, at: tuple[float, float], colour: str) -> bool:
    """Whether the place (shares of width and height) has about that colour."""
    found = drawn(photo).getpixel((int((photo.width - 1) * at[0]), int((photo.height - 1) * at[1])))
    wanted = Image.new("RGB", (1, 1), colour).getpixel((0, 0))
    assert isinstance(found, Sequence)
    assert isinstance(wanted, Sequence)
    return all(abs(a - b) < 40 for a, b in zip(found, wanted, strict=True))


def reason(data: bytes) -> str:
    with pytest.raises(MediaError) as refused:
        clean(data)
    return refused.value.reason


# --- large ones --------------------------------------------------------------------------------------


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pixels each picture had when it was decoded."""
    sizes = []
    load = ImageFile.ImageFile.load

    def counting(image: ImageFile.ImageFile) -> Any:
        sizes.append(image.size[0] * image.size[1])
        return load(image)

    monkeypatch.setattr(ImageFile.ImageFile, "load", counting)
    return sizes


@pytest.mark.parametrize("size", [(8160, 6120), (9248, 6936), (12000, 9000), (16320, 12240)])
def test_a_photo_of_a_phone_with_many_megapixels_is_decoded_small(size: tuple[int, int], decoded: list[int]) -> None:
    data = saved(Image.new("L", size, 200), quality=50, exif=notes(orientation=6))
    photo = clean(data)
    assert (photo.width, photo.height) == (1440, LONGEST_SIDE)
    assert max(decoded) <= (2 * LONGEST_SIDE) * (2 * 1440)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda: saved(Image.new("1", (10_000, 5_100)), "PNG"), id="png"),
        pytest.param(lambda: saved(Image.new("P", (10_000, 5_100)), "GIF"), id="gif"),
        pytest.param(lambda: saved(Image.new("L", (10_000, 5_100)), "WEBP", quality=1, method=0), id="webp"),
        pytest.param(lambda: saved(Image.new("1", (10_000, 5_100)), "TIFF", compression="group4"), id="tiff"),
        pytest.param(lambda: saved(Image.new("L", (10_000, 5_100)), progressive=True), id="progressive jpeg"),
        pytest.param(lambda: saved(Image.new("L", (20_000, 12_600), 9), quality=5), id="jpeg"),
    ],
)
def test_what_would_have_to_be_held_whole_has_a_limit_of_pixels(data: Callable[[], bytes], decoded: list[int]) -> None:
    assert reason(data()) == "photo-too-large"
    assert decoded == [], "nothing was decoded"


def test_a_jpeg_that_is_gone_over_again_and_again_is_refused() -> None:
    data = saved(scene(), progressive=True)
    start, end = data.rindex(b"\xff\xda"), data.rindex(b"\xff\xd9")
    again = data[:end] + data[start:end] * 40 + data[end:]
    assert reason(again) == "photo-not-an-image"
    assert clean(data)


def test_only_one_photo_is_decoded_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    draw, inside, most = photos._draw, threading.Semaphore(1), []

    def watched(data: bytes) -> Image.Image:
        most.append(inside.acquire(blocking=False))
        try:
            return draw(data)
        finally:
            inside.release()

    monkeypatch.setattr(photos, "_draw", watched)
    data = saved(scene())
    threads = [threading.Thread(target=clean, args=(data,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [True] * 4


# --- JPEGs that end early ----------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.999, 0.9, 0.7])
def test_a_jpeg_short_of_its_last_bytes_is_used(share: float) -> None:
    data = saved(scene(), quality=95)
    photo = clean(data[: int(len(data) * share)])
    assert (photo.width, photo.height) == (640, 480)
    assert looks(photo, (0.5, 0.02), ABOVE)


@pytest.mark.parametrize("share", [0.3, 0.1])
def test_a_jpeg_that_is_mostly_missing_is_refused(share: float) -> None:
    data = saved(scene(), quality=95)
    assert reason(data[: int(len(data) * share)]) == "photo-incomplete"


def test_a_whole_photo_may_be_grey() -> None:
    assert clean(saved(Image.new("RGB", (64, 48), (128, 128, 128))))


def test_leniency_is_nobody_elses() -> None:
    data = saved(scene(), quality=95)
    clean(data[:-2000])
    with pytest.raises(OSError, match="truncated"):
        Image.open(io.BytesIO(data[:-2000])).load()


@pytest.mark.parametrize("cut", range(2, 700, 17))
def test_wherever_a_jpegs_header_ends_it_is_refused_with_a_reason(cut: int) -> None:
    data = saved(scene(), exif=notes())
    assert reason(data[:cut]).startswith("photo-")


def test_markers_are_counted_in_the_picture_only() -> None:
    small = saved(scene((160, 120)))
    exif = Image.Exif()
    exif[0x9286] = small  # a picture within the notes
    found = jpeg.survey(saved(scene(), exif=exif) + small * 5)
    assert found == jpeg.Survey(scans=1, at_once=True, complete=True)
    assert jpeg.survey(saved(scene(), "PNG")) is None


# --- HEIC and other forms ----------------------------------------------------------------------------


def test_a_heic_becomes_a_photo_without_its_notes() -> None:
    photo = clean(as_heic(scene(), exif=notes().tobytes()))
    assert (photo.width, photo.height) == (640, 480)
    assert looks(photo, (0.5, 0.02), ABOVE)
    assert looks(photo, (0.5, 0.98), BELOW)
    assert not Image.open(io.BytesIO(photo.data)).getexif()
    assert b"Rahasia" not in photo.data


def test_a_heic_keeps_its_position_until_it_was_asked_for() -> None:
    data = as_heic(scene(), exif=notes().tobytes())
    for form in (data, photos.readable(data)):
        position = photo_position(form)
        assert position is not None
        assert (round(position.lat, 4), round(position.lon, 4)) == (-6.1937, 106.7732)
    assert photo_position(as_heic(scene())) is None


@pytest.mark.parametrize("keep", [40, 400, 0.5, 0.98])
def test_a_broken_heic_is_refused_and_breaks_nothing(keep: float) -> None:
    data = as_heic(scene())
    assert reason(data[: int(keep if keep > 1 else len(data) * keep)]) == "photo-not-an-image"


def test_a_heic_has_a_limit_of_pixels_and_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    data = as_heic(Image.new("L", (3000, 2000)))
    with monkeypatch.context() as patch:
        patch.setattr(photos, "MAX_PIXELS", 5_999_999)
        assert reason(data) == "photo-too-large"
    monkeypatch.setattr(heic, "_MEMORY", 50 * 1024 * 1024)
    assert reason(data).startswith("photo-")


def test_a_heic_is_decoded_without_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    run = subprocess.run

    def watched(command: Sequence[str], **options: Any) -> Any:
        given.update(options)
        return run(command, **options)

    monkeypatch.setenv("TANGGAP_SECRET_KEYS", "rahasia")
    monkeypatch.setattr(subprocess, "run", watched)
    clean(as_heic(scene((64, 48))))
    assert given["env"] == {}


@pytest.mark.parametrize("form", ["MPO", "GIF", "WEBP", "PNG", "TIFF"])
def test_of_several_pictures_in_one_file_the_first_is_taken(form: str) -> None:
    others = [Image.new("RGB", (640, 480), "red") for _ in range(2)]
    photo = clean(saved(scene(), form, save_all=True, append_images=others))
    assert (photo.width, photo.height) == (640, 480)
    assert looks(photo, (0.5, 0.02), ABOVE)
    assert looks(photo, (0.5, 0.98), BELOW)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_stands_upright_however_the_camera_was_held(form: str, orientation: int) -> None:
    lie = {
        1: [],
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.ROTATE_90, Image.Transpose.FLIP_TOP_BOTTOM],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.ROTATE_90, Image.Transpose.FLIP_LEFT_RIGHT],
        8: [Image.Transpose.ROTATE_270],
    }
    lying = scene()
    for turn in lie[orientation]:
        lying = lying.transpose(turn)
    photo = clean(saved(lying, form, exif=notes(orientation)))
    assert (photo.width, photo.height) == (640, 480)
    assert looks(photo, (0.5, 0.02), ABOVE)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize(
    "exif", [b"Exif\0\0MM\0*\0\0\0\x08\xff\xff", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0", b"x"]
)
def test_broken_notes_do_not_cost_the_photo(exif: bytes) -> None:
    assert clean(saved(scene(), exif=exif)).width == 640


def test_colours_notes_and_what_hangs_behind_do_not_survive() -> None:
    options: dict[str, Any] = {
        "icc_profile": b"Profil Rahasia" * 9,
        "comment": b"catatan Rahasia",
        "xmp": b"<x:xmpmeta>Rahasia",
    }
    data = saved(scene(), exif=notes(), **options) + b"Rahasia"
    cleaned = clean(data).data
    assert b"Rahasia" in data
    assert b"Rahasia" not in cleaned
    assert set(Image.open(io.BytesIO(cleaned)).info) == set(Image.open(io.BytesIO(saved(scene()))).info)


def test_more_bytes_than_allowed_are_not_looked_at() -> None:
    assert reason(as_heic(scene()) + bytes(MAX_BYTES)) == "photo-too-large"
