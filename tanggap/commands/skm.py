"""`tanggap skm`: the quarterly Survei Kepuasan Masyarakat."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from core.kernel.errors import TanggapError
from core.kernel.skm import Quarter
from core.reports.figures import TOGETHER
from core.running.services import Services
from core.surveys.results import WHOLE, as_csv, results
from tanggap.frame import CONFIG, ConfigOption, out
from tanggap.house import opened

skm = typer.Typer(
    no_args_is_help=True, help="The quarterly satisfaction survey: begin a round, see how it goes, report the index."
)
QuarterArgument = Annotated[str, typer.Argument(help="Like 2026Q4: when the reports were dealt with.")]


@skm.command("start")
def start(
    quarter: QuarterArgument,
    sample: Annotated[int, typer.Option(min=1, help="How many reporters are chosen by chance.")] = 400,
    config_path: ConfigOption = CONFIG,
) -> None:
    """Choose whom to ask. They are asked by and by while Tanggap runs; who was chosen already is not chosen again."""
    asked = _quarter(quarter)
    with opened(config_path) as services, services.database.write() as session:
        chosen = services.survey_rounds.start(session, asked, sample)
    out.print(f"{asked}: {chosen} reporter(s) chosen")


@skm.command("status")
def status(quarter: QuarterArgument, config_path: ConfigOption = CONFIG) -> None:
    """Tell how far a round is."""
    asked = _quarter(quarter)
    with opened(config_path) as services, services.database.read() as session:
        found = services.survey_rounds.status(session, asked)
    out.print(f"{asked}: {found.waiting} waiting, {found.open} open, {found.over} over, {found.answers} answered whole")


@skm.command("report")
def report(
    quarter: QuarterArgument,
    csv: Annotated[Path | None, typer.Option(help="Write the table into this CSV file, too.")] = None,
    config_path: ConfigOption = CONFIG,
) -> None:
    """Show the index of each unit. Units that too few answered about are told only together."""
    asked = _quarter(quarter)
    with opened(config_path) as services:
        with services.database.read() as session:
            found = results(session, asked)
        names = {line.unit: _name(services, line.unit) for line in found.lines}
    table = Table("Unit", "Jawaban", "Indeks", "Mutu")
    for line in found.lines:
        table.add_row(names[line.unit], str(line.answers), f"{line.index:.2f}", line.grade)
    out.print(table if found.lines else f"{asked}: too few answers to be told")
    if csv is not None:
        csv.write_text(as_csv([found], names.__getitem__), encoding="utf-8", newline="")
        out.print(f"{csv}: written", markup=False)


def _quarter(words: str) -> Quarter:
    try:
        return Quarter.read(words)
    except ValueError as error:
        raise TanggapError(str(error)) from error


def _name(services: Services, unit: str) -> str:
    return {WHOLE: "Semua unit", TOGETHER: "Unit lain, digabung"}.get(unit) or services.router.name(unit)
