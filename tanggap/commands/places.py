"""`tanggap locate` and `tanggap areas`: try the finding of places, and bring in a city's own."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Annotated

import typer

from core.config import load_config
from core.dialogue.places import PlaceExplainer
from core.kernel.errors import TanggapError
from core.location import Gazetteer
from core.running.services import build_wording
from tanggap.frame import CONFIG, ConfigOption, out
from tanggap.house import load_gazetteer

areas = typer.Typer(no_args_is_help=True, help="A city's own boundaries, landmarks and streets.")


def locate(
    text: Annotated[str | None, typer.Argument(help="What a citizen might write.")] = None,
    pin: Annotated[str | None, typer.Option(help="LAT,LON in degrees.")] = None,
    accuracy: Annotated[float | None, typer.Option(help="Accuracy of the pin in metres.")] = None,
    batch: Annotated[Path | None, typer.Option(help="CSV with the columns text, lat, lon.")] = None,
    config_path: ConfigOption = CONFIG,
) -> None:
    """Find the kelurahan; one JSON line an answer."""
    config = load_config(config_path)
    explain = PlaceExplainer(load_gazetteer(config), build_wording(config))
    if batch:
        with batch.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                position = _point(row["lat"], row["lon"]) if row.get("lat") and row.get("lon") else None
                print(json.dumps(explain.answer(row.get("text"), position), ensure_ascii=False))
        return
    if text is None and pin is None:
        raise TanggapError("nothing to locate; give a text, --pin LAT,LON or --batch FILE.csv")
    position = _point(*pin.partition(",")[::2]) if pin else None
    print(json.dumps(explain.answer(text, position, accuracy), ensure_ascii=False))


def _point(lat: str, lon: str) -> tuple[float, float]:
    try:
        return float(lat), float(lon)
    except ValueError as error:
        raise TanggapError(f"{lat},{lon} is no position; write it like -6.1754,106.8272") from error


@areas.command("import")
def import_areas(
    boundaries: Annotated[Path | None, typer.Option(help="GeoJSON or TopoJSON with Kemendagri codes.")] = None,
    landmarks: Annotated[Path | None, typer.Option(help="CSV: name, lat, lon, code, …")] = None,
    streets: Annotated[Path | None, typer.Option(help="CSV: street, kelurahan_codes, …")] = None,
    areas: Annotated[Path | None, typer.Option(help="CSV of another city's kelurahan.")] = None,
    to: Annotated[Path, typer.Option(help="Folder to copy into.")] = Path("var/areas"),
) -> None:
    """Check a city's own files and copy them to where config.yml may name them."""
    given = {"areas": areas, "boundaries": boundaries, "landmarks": landmarks, "streets": streets}
    files = {name: path for name, path in given.items() if path}
    if not files:
        raise TanggapError("nothing to import; give --boundaries, --landmarks, --streets or --areas")
    loaded = Gazetteer.load(areas, boundaries, landmarks, streets)
    to.mkdir(parents=True, exist_ok=True)
    out.print(f"in order: {len(loaded.areas.kelurahan)} kelurahan. Put this into config.yml:\n\nareas:", markup=False)
    for name, path in files.items():
        copy = Path(shutil.copy(path, to / f"{name}{path.suffix}"))
        out.print(f"  {name}: {copy}", markup=False)
