"""`tanggap nlu`: the understanding's own commands, and learning from what staff corrected."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from core.config import load_config
from core.storage.database import Database
from core.tickets.classification import correction_lines
from nlu.labels import ALL_CATEGORIES as MODEL_CATEGORIES
from nlu.process import run_module
from nlu.protocol import VARIABLE as NLU_VARIABLE
from tanggap.environment import environment
from tanggap.frame import CONFIG, ConfigOption

nlu = typer.Typer(no_args_is_help=True, help="Train, try and measure the understanding.")
_RAW = {"allow_extra_args": True, "ignore_unknown_options": True}


def _add(name: str, module: str, text: str) -> None:
    @nlu.command(name, context_settings=_RAW, help=text)
    def command(context: typer.Context) -> None:
        token = environment().get(NLU_VARIABLE)
        secrets = {NLU_VARIABLE: token} if token else {}
        raise typer.Exit(run_module(module, *context.args, check=False, secrets=secrets))


for _name, _module, _text in (
    ("train", "nlu.training.train", "Train the model, unless there is one for this data already (--force)."),
    ("parse", "nlu.serving.parse", "Show what the model makes of TEXT."),
    ("evaluate", "nlu.measuring.evaluate", "Measure the model on FILE.tsv (--json)."),
    ("serve", "nlu.serving.serve", "Serve the model in Rasa's own protocol (--port)."),
    ("compare", "nlu.measuring.compare", "Compare pipelines; writes the table of docs/nlu.md."),
    (
        "import",
        "nlu.training.importer",
        "Take a city's labelled history: FILE.csv --text COL --category COL --map FILE.",
    ),
):
    _add(_name, _module, _text)


@nlu.command("learn")
def learn(
    config_path: ConfigOption = CONFIG,
    on: Annotated[
        Path | None, typer.Option(help="Evaluation set; else a fifth of the corrections is held out.")
    ] = None,
    corrections: Annotated[
        Path | None, typer.Option(help="JSON lines instead of the corrections of the database.")
    ] = None,
    back: Annotated[bool, typer.Option("--back", help="Use the model before again.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON alone.")] = False,
) -> None:
    """Retrain with the corrections that staff made; show old and new, and switch if the new model is not worse."""
    if back:
        raise typer.Exit(run_module("nlu.training.learn", "--back", check=False))
    choices = [*(["--on", str(on.resolve())] if on else []), *(["--json"] if as_json else [])]
    with tempfile.TemporaryDirectory() as folder:
        if corrections is None:
            corrections = Path(folder) / "corrections.jsonl"
            config = load_config(config_path)
            database = Database(config.storage.database)
            label = partial(config.named_in, MODEL_CATEGORIES)
            database.upgrade()
            with database.read() as session, corrections.open("w", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in correction_lines(session, label))
            database.close()
        raise typer.Exit(
            run_module("nlu.training.learn", "--corrections", str(corrections.resolve()), *choices, check=False)
        )
