"""`tanggap demo`: a made-up city to try everything with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
import yaml
from rich.progress import Progress
from sqlalchemy import exists, select

from core.demo.city import MONTHS, DemoCity, Sample
from core.kernel.clock import ManualClock, system_clock
from core.kernel.errors import TanggapError
from core.kernel.states import Kind
from core.running.logs import configure_logs
from core.running.services import Services
from core.storage.models import Ticket
from tanggap.frame import CONFIG, ConfigOption, out
from tanggap.house import opened

SENTENCES = Path(__file__).parents[2] / "nlu" / "data"
_INTENT = re.compile(r"report/(\w+)\.(\w+)")
_PLACE = re.compile(r"\[([^]]+)\]\(place\)")
_OTHER_MARKS = re.compile(r"\[([^]]+)\]\(\w+\)")
_SHORTEST, _LONGEST = 25, 300
_CHANNELS = ("web", "terminal")
"""Nothing made up is ever sent to anybody."""


def demo(
    tickets: Annotated[int, typer.Option(min=1, max=20_000, help="How many reports.")] = 600,
    seed: Annotated[int, typer.Option(help="The same seed gives the same city.")] = 1,
    yes: Annotated[bool, typer.Option("--yes", help="Also where there are reports already.")] = False,
    config_path: ConfigOption = CONFIG,
) -> None:
    """Fill the database with some months of a made-up city: reports, staff, conversations."""
    configure_logs(level="ERROR")
    end = system_clock()
    clock = ManualClock(end - timedelta(days=30 * MONTHS))
    with opened(config_path, clock=clock, kinds=_CHANNELS) as services:
        if _has_tickets(services) and not yes:
            raise TanggapError(
                "there are reports in this database already, and made-up ones can't be told from them later: "
                "use another database, or say --yes"
            )
        known = services.config.categories
        samples = [sample for sample in sentences(SENTENCES) if sample.category in known]
        with Progress(console=out, transient=True) as bar:
            task = bar.add_task("Days")
            filled = DemoCity(services, clock, samples, seed).fill(
                tickets, end, lambda day, days: bar.update(task, completed=day, total=days)
            )
        out.print(f"{filled.tickets} made-up reports. Log in at /petugas/ as one of these (shown this once):")
        for login in filled.logins:
            who = f"{login.role} {services.router.name(login.unit) if login.unit else ''}"
            out.print(f"  user {login.username}, password {login.password}: {who}", markup=False, soft_wrap=True)


def sentences(folder: Path) -> Iterator[Sample]:
    """What the understanding learns from: the project's own sentences, with their kind and category."""
    for file in sorted(folder.glob("report/*.yml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            meaning = _INTENT.fullmatch(entry["intent"])
            if meaning is None or meaning[1] not in set(Kind):
                continue
            for line in entry["examples"].splitlines():
                written = line.removeprefix("- ").strip()
                place = _PLACE.search(written)
                text = _OTHER_MARKS.sub(r"\1", written)
                if _SHORTEST <= len(text) <= _LONGEST and not text.isupper():
                    yield Sample(text, Kind(meaning[1]), meaning[2], place[1] if place else None)


def _has_tickets(services: Services) -> bool:
    with services.database.read() as session:
        return bool(session.scalar(select(exists(select(Ticket.id)))))
