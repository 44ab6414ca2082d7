"""HEIC, the form in which phones keep their photos, turned into JPEG by a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from core.kernel.errors import MediaError

_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
"""ISO/IEC 23008-12, annex B; the last two say only that it is a picture."""
_READER = Path(__file__).with_name("heic_reader.py")
_TOO_LARGE = 3
_MEMORY = 1024 * 1024 * 1024
_SECONDS = 60


def is_heic(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in _BRANDS


def as_jpeg(data: bytes, *, longest: int, max_pixels: int) -> bytes:
    """Returns the picture as JPEG, upright, no side longer than `longest`, with its EXIF data. Raises MediaError."""
    limits = (longest, max_pixels, _MEMORY, _SECONDS)
    # -I and no environment: what decodes foreign bytes has neither our secrets nor our modules.
    command = [sys.executable, "-I", str(_READER), *(str(limit) for limit in limits)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, env={}, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise MediaError("photo-not-an-image", f"decoding the HEIC took more than {_SECONDS} s") from error
    if done.returncode == _TOO_LARGE:
        raise MediaError("photo-too-large", f"a HEIC of more than {max_pixels} pixels")
    if done.returncode != 0 or not done.stdout:
        problem = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise MediaError("photo-not-an-image", f"the HEIC cannot be decoded: {problem or done.returncode}")
    return done.stdout
