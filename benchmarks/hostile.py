"""What the worst texts of 20,000 characters cost, one JSON line a figure, as ratios within this run.

python -m benchmarks.hostile
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from threading import Event, Thread

from tests.hostile.costs import cpu, ordinary, peak_memory, times_an_ordinary, yardstick
from tests.hostile.paths import paths, whole_message
from tests.hostile.texts import HOSTILE, ORDINARY
from tests.support.house import House


def say(figure: str, **values: object) -> None:
    print(json.dumps({"figure": figure, **values}), flush=True)


def path_by_path(folder: Path) -> None:
    found = paths(folder)
    for name, path in found.items():
        usual = yardstick(found, name)
        costs = {what: times_an_ordinary(path, text, usual) for what, text in HOSTILE.items()}
        worst = max(costs, key=lambda what: costs[what])
        say("times_an_ordinary_text", path=name, worst=worst, times=round(costs[worst], 1))


def whole_messages(folder: Path) -> None:
    take = whole_message(folder)
    usual = ordinary(take, rounds=5)
    costs = {what: cpu(lambda text=text: take(text)) / usual for what, text in HOSTILE.items()}
    worst = max(costs, key=lambda what: costs[what])
    say("times_an_ordinary_message", worst=worst, times=round(costs[worst], 1))
    peaks = {what: peak_memory(lambda text=text: take(text)) for what, text in HOSTILE.items()}
    worst = max(peaks, key=lambda what: peaks[what])
    say("most_memory_of_a_message", worst=worst, megabytes=round(peaks[worst] / 1e6, 1))


def neighbours(folder: Path) -> None:
    """How long others wait for their answer while somebody sends nothing but such texts, one after the other."""
    house = House(folder)
    for what in ("one letter", "kelurahan", "different words"):
        alone = _answer_s(house, 20)
        stop = Event()
        attacker = Thread(target=_attack, args=(house, HOSTILE[what], stop.is_set))
        attacker.start()
        meanwhile = _answer_s(house, 20)
        stop.set()
        attacker.join()
        say("a_neighbours_wait", text=what, times_the_usual=round(meanwhile / alone, 2))


def _attack(house: House, text: str, stopped: Callable[[], bool]) -> None:
    while not stopped():
        house.services.intake.take(house.inbound(text, sender="attacker"))


def _answer_s(house: House, times: int) -> float:
    taken = []
    for number in range(times):
        began = time.perf_counter()
        house.services.intake.take(house.inbound(ORDINARY[number % len(ORDINARY)], sender=f"neighbour-{number}"))
        taken.append(time.perf_counter() - began)
    return median(taken)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, work in enumerate((path_by_path, whole_messages, neighbours)):
            own = Path(folder) / str(number)
            own.mkdir()
            work(own)


if __name__ == "__main__":
    main()
