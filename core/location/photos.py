"""The position that a camera wrote into a photo (Exif 2.32, GPS attributes)."""

from __future__ import annotations

import io
import math

from PIL import ExifTags, Image, UnidentifiedImageError

from core.kernel.errors import MediaError
from core.location.model import FoundBy, Position
from core.protection.photos import readable


def photo_position(photo: bytes) -> Position | None:
    """The position in a photo's EXIF, None when it has none or cannot be read.

    Only the header is read, no pixel is decoded, except for a HEIC. It says where the photo was taken (or nothing at
    all after a messenger stripped it), so a reporter has to confirm it.
    """
    try:
        with Image.open(io.BytesIO(readable(photo))) as image:
            gps = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], gps.get(ExifTags.GPS.GPSLatitudeRef), "S")
        lon = _degrees(gps[ExifTags.GPS.GPSLongitude], gps.get(ExifTags.GPS.GPSLongitudeRef), "W")
        error = gps.get(ExifTags.GPS.GPSHPositioningError)
        accuracy = float(error) if error is not None else None
    except (
        UnidentifiedImageError,
        OSError,
        KeyError,
        ValueError,
        TypeError,
        SyntaxError,
        ArithmeticError,
        MediaError,
        Image.DecompressionBombError,
    ):
        return None
    if not (math.isfinite(lat) and math.isfinite(lon)) or (lat == 0 and lon == 0):
        return None
    if accuracy is not None and not (math.isfinite(accuracy) and accuracy >= 0):
        accuracy = None
    return Position(lat, lon, FoundBy.PHOTO, accuracy)


def _degrees(value: object, side: object, negative: str) -> float:
    if not isinstance(value, tuple) or not 1 <= len(value) <= 3:
        raise ValueError("not degrees, minutes, seconds")
    degrees = 0.0
    for part in reversed(value):
        degrees = degrees / 60 + float(part)
    text = side.decode("ascii", "replace") if isinstance(side, bytes) else str(side or "")
    return -degrees if text.strip("\0 ").upper() == negative else degrees
