"""Re-encodes photos: what cannot be drawn is refused, and nothing but the picture survives.

Memory is bounded, however large the photo: a JPEG is decoded at the size that is wanted (its own scaling by 2, 4 or
8), other forms have a limit of pixels, and one photo is decoded at a time.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from threading import Lock

from PIL import ExifTags, Image, ImageChops

from core.kernel.errors import MediaError
from core.protection import heic, jpeg

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
"""The limit for pictures that have to be decoded whole: all but JPEGs of a single scan."""
MAX_JPEG_PIXELS = 250_000_000
MAX_MISSING = 0.5
"""The share of its height that may be missing from a JPEG that was cut off."""
LONGEST_SIDE = 1920
MIME = "image/jpeg"
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_MAX_SCANS = 40
"""The limit for a JPEG; a usual progressive one has ten. A scan of a few bytes costs a pass over the whole picture."""
_GREY = (128, 128, 128)
"""What the decoder draws where a JPEG has no data."""
_ONE_AT_A_TIME = Lock()
_DECODERS_RAISE = (OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, RuntimeError, ArithmeticError)
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""The turn that sets a photo upright, by its EXIF orientation."""

# Pillow's own limit knows no difference between forms; ours are checked before anything is decoded.
Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS


@dataclass(frozen=True)
class CleanPhoto:
    """A JPEG without metadata; sizes in pixels."""

    data: bytes
    width: int
    height: int


def readable(data: bytes) -> bytes:
    """Returns the photo in a format that Pillow reads, with its EXIF data: a HEIC becomes a JPEG. Raises MediaError."""
    if len(data) > MAX_BYTES:
        raise MediaError("photo-too-large", f"{len(data)} bytes, {MAX_BYTES} are allowed")
    if not heic.is_heic(data):
        return data
    with _ONE_AT_A_TIME:
        return heic.as_jpeg(data, longest=LONGEST_SIDE, max_pixels=MAX_PIXELS)


def clean(data: bytes) -> CleanPhoto:
    """Decodes a photo, turns it upright, shrinks it and encodes it anew. Raises MediaError if it is no picture."""
    data = readable(data)
    with _ONE_AT_A_TIME:
        try:
            drawn = _draw(data)
        except (Image.DecompressionBombError, MemoryError) as error:
            raise MediaError("photo-too-large", str(error)) from error
        except (*_DECODERS_RAISE, struct.error) as error:
            raise MediaError("photo-not-an-image", f"it cannot be decoded: {error}") from error
        out = io.BytesIO()
        # A fresh image: `save` would otherwise carry over what `info` still holds (ICC, XMP, comments).
        fresh = Image.new("RGB", drawn.size)
        fresh.paste(drawn)
        fresh.save(out, "JPEG", quality=85, optimize=True)
    return CleanPhoto(out.getvalue(), *fresh.size)


def _draw(data: bytes) -> Image.Image:
    """Returns the picture, small and upright; of a file with several (MPO, animations) the first."""
    told = jpeg.survey(data)
    whole = told is None or told.complete
    # With an end marker the decoder draws what there is, instead of refusing it all.
    image = Image.open(io.BytesIO(data if whole else data + b"\xff\xd9"), formats=_FORMATS)
    _check_size(image.size, told)
    turn = _turn(image)
    # `thumbnail` would ask a JPEG for a size that its shorter side reaches, too, and so for four times the pixels.
    ratio = LONGEST_SIDE / max(image.size)
    image.draft(None, (int(image.width * ratio) or 1, int(image.height * ratio) or 1))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=1.0)
    drawn = image.convert("RGB")
    if not whole and (missing := _missing(drawn)) > MAX_MISSING:
        raise MediaError("photo-incomplete", f"{missing:.0%} of it are missing")
    return drawn.transpose(turn) if turn is not None else drawn


def _check_size(size: tuple[int, int], told: jpeg.Survey | None) -> None:
    if told and told.scans > _MAX_SCANS:
        raise MediaError("photo-not-an-image", f"{told.scans} scans, {_MAX_SCANS} are allowed")
    most = MAX_JPEG_PIXELS if told and told.at_once else MAX_PIXELS
    if size[0] * size[1] > most:
        raise MediaError("photo-too-large", f"{size[0]} x {size[1]} pixels, {most} are allowed")


def _turn(image: Image.Image) -> Image.Transpose | None:
    """Returns the turn that sets it upright by its EXIF orientation; None if its EXIF data are broken."""
    try:
        return _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except (*_DECODERS_RAISE, struct.error):
        return None


def _missing(drawn: Image.Image) -> float:
    """Returns the share of the height, from below, that holds no data."""
    box = ImageChops.difference(drawn, Image.new("RGB", drawn.size, _GREY)).getbbox()
    return 1 - box[3] / drawn.height if box else 1.0


def shrunk(data: bytes, longest: int) -> bytes:
    """A clean photo, made small enough for a list."""
    image = Image.open(io.BytesIO(data), formats=("JPEG",))
    image.draft("RGB", (longest, longest))
    image.thumbnail((longest, longest))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=75)
    return out.getvalue()
