"""Pictures for made-up reports. Nobody can take them for photos."""

from __future__ import annotations

import io
from random import Random

from PIL import Image, ImageDraw

from core.protection import photos

_SIZE = (480, 360)
_WORDS = "GAMBAR CONTOH"
_BEFORE, _AFTER = "SEBELUM", "SESUDAH"


def draw(chance: Random, *, mended: bool) -> photos.CleanPhoto:
    """A street with a hole in it, or without."""
    width, height = _SIZE
    image = Image.new("RGB", _SIZE, (chance.randint(150, 210), 215, 240))
    pen = ImageDraw.Draw(image)
    for place in range(0, width, 96):
        top = chance.randint(90, 190)
        colour = tuple(chance.randint(120, 220) for _ in range(3))
        pen.rectangle((place, top, place + 80, 230), fill=colour, outline="black")
        for floor in range(top + 14, 210, 34):
            pen.rectangle((place + 14, floor, place + 32, floor + 18), fill="white", outline="black")
            pen.rectangle((place + 48, floor, place + 66, floor + 18), fill="white", outline="black")
    pen.rectangle((0, 230, width, height), fill=(95, 95, 100))
    for place in range(10, width, 80):
        pen.rectangle((place, 292, place + 40, 298), fill="white")
    if not mended:
        x, y = chance.randint(80, 340), chance.randint(240, 300)
        pen.ellipse((x, y, x + 90, y + 40), fill=(40, 35, 30), outline="black")
    pen.rectangle((0, 0, width, 34), fill="white")
    pen.text((10, 6), f"{_WORDS}  {_AFTER if mended else _BEFORE}", fill="black", font_size=20)
    data = io.BytesIO()
    image.save(data, "PNG")
    return photos.clean(data.getvalue())
