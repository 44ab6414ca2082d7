"""Run as a program of its own: reads a HEIC from standard input and writes it as a JPEG, shrunk and upright.

libheif and libde265 decode foreign bytes in C++, and a picture's true size shows only while it is decoded. So they
work where there are no keys and no database, with bounded memory and time. The EXIF data are kept: the caller reads
the position from them, and cleans the JPEG like any other.

    python -I heic_reader.py LONGEST_SIDE MAX_PIXELS MEMORY_BYTES SECONDS
"""

from __future__ import annotations

import io
import resource
import sys

import pi_heif
from PIL import Image

TOO_LARGE = 3
"""The exit code of a picture that has more pixels, or needs more memory, than is allowed."""


def main(longest: int, max_pixels: int, memory: int, seconds: int) -> int:
    for limit, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (value, value))
    pi_heif.register_heif_opener(thumbnails=False)
    try:
        image = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=("HEIF",))
        if image.width * image.height > max_pixels:
            return TOO_LARGE
        exif = image.info.get("exif")
        image.thumbnail((longest, longest), reducing_gap=1.0)
        image.convert("RGB").save(sys.stdout.buffer, "JPEG", quality=92, **({"exif": exif} if exif else {}))
    except MemoryError:
        return TOO_LARGE
    return 0


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
