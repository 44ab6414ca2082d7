"""Re-encodes photos: what cannot be drawn is refused, and nothing but the picture survives."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import MediaError

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 1920
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
MIME = "image/jpeg"


@dataclass(frozen=True)
class CleanPhoto:
    """A JPEG without metadata; sizes in pixels."""

    data: bytes
    width: int
    height: int


def clean(data: bytes) -> CleanPhoto:
    """Decode, turn upright, shrink and encode anew. Raises MediaError for anything but a picture."""
    if len(data) > MAX_BYTES:
        raise MediaError("photo-too-large", f"{len(data)} bytes, {MAX_BYTES} are allowed")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise MediaError("photo-too-large", f"{image.width} x {image.height} pixels")
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise MediaError("photo-not-an-image", f"it cannot be decoded: {error}") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise MediaError("photo-too-large", str(error)) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    # A fresh image: `save` would otherwise carry over what `info` still holds (ICC, XMP, comments).
    fresh = Image.new("RGB", upright.size)
    fresh.paste(upright)
    fresh.save(out, "JPEG", quality=85, optimize=True)
    return CleanPhoto(out.getvalue(), *fresh.size)


def shrunk(data: bytes, longest: int) -> bytes:
    """A clean photo, made small enough for a list."""
    image = Image.open(io.BytesIO(data), formats=("JPEG",))
    image.draft("RGB", (longest, longest))
    image.thumbnail((longest, longest))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=75)
    return out.getvalue()
