"""A made-up town on a grid, with all the files an operator would give for it."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from core.location import Gazetteer

SOUTH, WEST, CELL = -2.06, 110.00, 0.02

KELURAHAN = {
    # code: (kelurahan, kecamatan, kota, column, row); rows count from the south
    "99.71.01.1001": ("Melati", "Melati", "Sagara Barat", 0, 0),
    "99.71.01.1002": ("Kebon Anggur", "Melati", "Sagara Barat", 0, 1),
    "99.71.01.1003": ("Rawa Teratai Utara", "Melati", "Sagara Barat", 0, 2),
    "99.71.02.1001": ("Rawa Teratai Selatan", "Cempedak", "Sagara Barat", 1, 0),
    "99.71.02.1002": ("Duku Sawit", "Cempedak", "Sagara Barat", 1, 1),
    "99.71.02.1003": ("Baru", "Cempedak", "Sagara Barat", 1, 2),
    "99.72.01.1001": ("Kenanga", "Pulowangi", "Sagara Timur", 2, 0),
    "99.72.01.1002": ("Kenanga Muara", "Pulowangi", "Sagara Timur", 2, 1),
    "99.72.01.1003": ("Pasar Delima", "Pulowangi", "Sagara Timur", 2, 2),
    "99.72.02.1001": ("Tanjung Nila", "Tanjung Nila", "Sagara Timur", 3, 0),
    "99.72.02.1002": ("Pondok Salak Timur", "Tanjung Nila", "Sagara Timur", 3, 1),
    "99.72.02.1003": ("Lembah Indigo", "Tanjung Nila", "Sagara Timur", 3, 2),
    "99.72.03.1001": ("Pulau Biru", "Kepulauan Biru", "Sagara Timur", 1, 12),
}

WORDS = """
markers:
  kelurahan: [kelurahan, kel, lurah]
  kecamatan: [kecamatan, kec, camat]
  kota: [kota, walikota]
  street: [jalan, jl, gang, gg, raya]
  line: [kali, sungai, tol]
  toward: [arah, menuju, ke, dari, perbatasan]
  postal: [pos]
  filler: [dan]
directions: [utara, selatan, barat, timur]
tails: [raya, indah, permai]
everyday: [baru]
common: [lampu, jalan]
abbreviations:
  jl: [jalan]
  gg: [gang]
  kb: [kebon]
  rw: [rawa]
  tj: [tanjung]
  pd: [pondok]
  ps: [pasar]
  utr: [utara]
  sel: [selatan]
  tim: [timur]
  sgr: [sagara]
  brt: [barat]
aliases:
  sagbar: Sagara Barat
  sagtim: Sagara Timur
city: [sagara]
hemispheres: {LU: N, LS: S, BT: E, BB: W}
neighbours:
  hulu:
    name: Hulu
    names: [hulu, hulu jaya]
    points: [[-2.03, 110.20]]
sea: [[109.9, -1.0], [110.09, -1.0], [110.09, -1.99], [109.9, -1.99]]
"""

LANDMARKS = [
    # name, code, row and column offsets inside the cell
    ("Stasiun Pelangi Lama", "99.71.02.1002"),
    ("Apotek Griya Saffron Satu", "99.72.01.1003"),
    ("Klinik Griya Saffron", "99.72.01.1003"),
    ("Toko Griya Saffron", "99.72.01.1003"),
    ("Kelurahan Kenanga", "99.72.01.1002"),
]

STREETS = [
    ("Jalan Gajah Raya", "99.71.01.1001|99.71.02.1001|99.72.01.1001"),
    ("Jalan Merak 2", "99.72.02.1003"),
    ("Jalan Lembah Indigo Sejati", "99.71.01.1001"),
]


@dataclass(frozen=True)
class Files:
    areas: Path
    boundaries: Path
    landmarks: Path
    streets: Path
    words: Path


def corner(code: str) -> tuple[float, float]:
    """South-west corner of a cell: latitude, longitude."""
    *_, column, row = KELURAHAN[code]
    return SOUTH + row * CELL, WEST + column * CELL


def middle(code: str) -> tuple[float, float]:
    lat, lon = corner(code)
    return round(lat + CELL / 2, 6), round(lon + CELL / 2, 6)


def ring(code: str) -> list[list[float]]:
    lat, lon = corner(code)
    south, west, north, east = (round(value, 6) for value in (lat, lon, lat + CELL, lon + CELL))
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def collection() -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": code},
                "geometry": {"type": "Polygon", "coordinates": [ring(code)]},
            }
            for code in KELURAHAN
        ],
    }


def topology() -> dict[str, Any]:
    """The same outlines as quantized TopoJSON, one arc each, every second one walked backwards."""
    scale = 0.001
    arcs, geometries = [], []
    for number, code in enumerate(KELURAHAN):
        points = [(round((x - WEST) / scale), round((y - SOUTH) / scale)) for x, y in ring(code)]
        if number % 2:
            points.reverse()
        steps = [points[0]] + [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
        arcs.append(steps)
        geometries.append(
            {
                "type": "Polygon",
                "properties": {"code": code},
                "arcs": [[~number if number % 2 else number]],
            }
        )
    return {
        "type": "Topology",
        "transform": {"scale": [scale, scale], "translate": [WEST, SOUTH]},
        "arcs": arcs,
        "objects": {"town": {"type": "GeometryCollection", "geometries": geometries}},
    }


def write_csv(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def write_json(path: Path, document: object) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def area_rows() -> list[list[str]]:
    rows = []
    for number, (code, (kelurahan, kecamatan, kota, *_)) in enumerate(KELURAHAN.items()):
        lat, lon = middle(code)
        rows.append([code, kelurahan, kecamatan, kota, str(lat), str(lon), str(90010 + number // 2 * 10)])
    return rows


AREA_COLUMNS = ["code", "kelurahan", "kecamatan", "kota", "lat", "lon", "postal_code"]


def write_files(folder: Path) -> Files:
    words = folder / "words.yml"
    words.write_text(WORDS, encoding="utf-8")
    landmarks = [[name, *map(str, middle(code)), code] for name, code in LANDMARKS]
    return Files(
        areas=write_csv(folder / "areas.csv", AREA_COLUMNS, area_rows()),
        boundaries=write_json(folder / "boundaries.geojson", collection()),
        landmarks=write_csv(folder / "landmarks.csv", ["name", "lat", "lon", "code"], landmarks),
        streets=write_csv(folder / "streets.csv", ["street", "kelurahan_codes"], [list(row) for row in STREETS]),
        words=words,
    )


def load(files: Files, *, with_boundaries: bool = True) -> Gazetteer:
    return Gazetteer.load(
        areas=files.areas,
        boundaries=files.boundaries if with_boundaries else None,
        landmarks=files.landmarks,
        streets=files.streets,
        words=files.words,
    )
