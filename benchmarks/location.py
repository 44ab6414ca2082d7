"""Figures of the location package, one JSON line each.

    python -m benchmarks.location --boundaries FILE [--landmarks FILE] [--streets FILE] [--labelled FILE]

`--labelled` is a CSV with columns text and code (the kelurahan where the device was). Its labels are noisy: people
report from where they are, not always of where it is.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import shapely

from core.location import Gazetteer, Resolution
from core.location.boundaries import Boundaries
from tests.core.location.spellings import variants

POINTS = 100_000
MARKER = re.compile(r"\b(?:kel|kelurahan)\b", re.IGNORECASE)


def say(figure: str, **values: object) -> None:
    print(json.dumps({"figure": figure, **values}), flush=True)


def agreement(boundaries: Boundaries) -> None:
    """Random points around random areas (so that many fall inside) against plain shapely, area by area."""
    chance = random.Random(1)
    boxes = [boundaries.shape(code).bounds for code in boundaries.codes]
    lats, lons = [], []
    for _ in range(POINTS):
        west, south, east, north = chance.choice(boxes)
        lats.append(chance.uniform(south - 0.002, north + 0.002))
        lons.append(chance.uniform(west - 0.002, east + 0.002))
    plain: list[str | None] = [None] * POINTS
    points = shapely.points(lons, lats)
    for code in reversed(boundaries.codes):
        shape = boundaries.shape(code)
        shapely.prepare(shape)
        for number in shapely.intersects(shape, points).nonzero()[0]:
            plain[number] = code
    same = sum(boundaries.find(lat, lon) == code for lat, lon, code in zip(lats, lons, plain, strict=True))
    inside = sum(code is not None for code in plain)
    say("pins_agree_with_shapely", points=POINTS, inside=inside, agreement=same / POINTS)


def pin_speed(gazetteer: Gazetteer, boundaries: Boundaries) -> None:
    chance = random.Random(2)
    areas = gazetteer.areas.kelurahan
    pins = [(area.lat + chance.gauss(0, 0.01), area.lon + chance.gauss(0, 0.01)) for area in areas for _ in range(40)]

    def timed(work: Callable[[float, float], object]) -> list[float]:
        taken = []
        for lat, lon in pins:
            start = time.perf_counter_ns()
            work(lat, lon)
            taken.append((time.perf_counter_ns() - start) / 1000)
        return taken

    for figure, work in (
        ("pin_to_area_us", boundaries.find),
        ("resolve_pin_us", lambda lat, lon: gazetteer.resolve(pin=(lat, lon))),
    ):
        taken = timed(work)
        say(figure, p50=round(statistics.median(taken), 1), p99=round(statistics.quantiles(taken, n=100)[98], 1))


def names(gazetteer: Gazetteer, count: int) -> None:
    committed = asked = silent = 0
    for one in variants(gazetteer.areas.kelurahan, gazetteer.words.abbreviations, count):
        answer = gazetteer.resolve(one.text)
        if answer.committed is not None:
            committed += answer.committed.code == one.area.code
            silent += answer.committed.code != one.area.code
        else:
            offered = (*answer.options, *([answer.place] if answer.place else []))
            asked += any(area.holds(one.area.code) for area in offered)
    say(
        "spelling_variants",
        variants=count,
        right_or_right_question=(committed + asked) / count,
        committed_right=committed / count,
        silently_wrong=silent / count,
    )


def labelled(gazetteer: Gazetteer, path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    start = time.perf_counter()
    answers = list(gazetteer.resolve_many(row["text"] for row in rows))
    seconds = time.perf_counter() - start

    def right(row: dict[str, str], answer: Resolution) -> bool:
        return answer.committed is not None and answer.committed.code == row["code"]

    pairs = list(zip(rows, answers, strict=True))
    answered = [(row, answer) for row, answer in pairs if answer.committed is not None]
    marked = [(row, answer) for row, answer in pairs if MARKER.search(row["text"])]
    named = [
        (row, answer)
        for row, answer in marked
        if any(one.area.kelurahan and one.confidence > 0.4 for one in answer.candidates)
    ]
    say(
        "labelled_texts",
        texts=len(rows),
        answered=len(answered) / len(rows),
        precision=sum(right(*pair) for pair in answered) / max(1, len(answered)),
    )
    say(
        "labelled_texts_with_marker",
        texts=len(marked),
        right_of_all=sum(right(*pair) for pair in marked) / max(1, len(marked)),
        committed=sum(answer.committed is not None for _, answer in marked),
        right_of_committed=sum(right(*pair) for pair in marked)
        / max(1, sum(answer.committed is not None for _, answer in marked)),
        with_a_name=len(named),
    )
    say("batch", texts_per_second=round(len(rows) / seconds))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--boundaries", type=Path, required=True)
    for name in ("landmarks", "streets", "labelled"):
        parser.add_argument(f"--{name}", type=Path)
    given = parser.parse_args()
    start = time.perf_counter()
    gazetteer = Gazetteer.load(boundaries=given.boundaries, landmarks=given.landmarks, streets=given.streets)
    say("load_seconds", value=round(time.perf_counter() - start, 2))
    boundaries = gazetteer.boundaries
    if boundaries is None:
        raise SystemExit("boundaries are needed")
    agreement(boundaries)
    pin_speed(gazetteer, boundaries)
    names(gazetteer, 300)
    names(gazetteer, 6_000)
    if given.labelled is not None:
        labelled(gazetteer, given.labelled)


if __name__ == "__main__":
    main()
