"""`tanggap chat`: talk to the bot in the terminal, or play a scripted conversation."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from bots.terminal import MANNERS, Chat, account_of, usage
from bots.terminal.script import Script, ScriptError
from core.config import Account, Config, load_config
from core.kernel.clock import ManualClock, system_clock
from core.kernel.errors import TanggapError
from core.kernel.messages import Button
from core.protection.vault import Vault
from core.running.logs import configure_logs
from tanggap.frame import CONFIG, ConfigOption, out
from tanggap.house import one_command


def chat(
    config_path: ConfigOption = CONFIG,
    script: Annotated[
        Path | None, typer.Option(help="Play these scripted conversations (JSON lines; - reads standard input).")
    ] = None,
    db: Annotated[
        str | None, typer.Option(help="Database URL or file; a script's default is a throw-away one.")
    ] = None,
    name: Annotated[str, typer.Option(help="Who you are; each name is a conversation of its own.")] = "warga",
) -> None:
    """Chat with the bot in the terminal."""
    config = load_config(config_path)
    configure_logs(level="ERROR")
    if db:
        config = _with_storage(config, database=db if "://" in db else f"sqlite:///{db}")
    if script:
        _play(config, script, throw_away=db is None)
        return
    with one_command(config, understand=True) as house:
        out.print(f"[dim]{usage()}[/dim]")
        Chat(house.services, name, _show).run(lambda: input("› "))


def _with_storage(config: Config, **places: object) -> Config:
    return config.model_copy(update={"storage": config.storage.model_copy(update=places)})


def _show(text: str, buttons: tuple[Button, ...]) -> None:
    out.print(f"\n[green]{text}[/green]" if out.is_terminal else f"\n{text}", markup=out.is_terminal)
    if buttons:
        out.print("  " + "  ".join(f"[{button.label}]" for button in buttons), markup=False)


def _play(config: Config, script: Path, *, throw_away: bool) -> None:
    clock = ManualClock(system_clock())
    with tempfile.TemporaryDirectory() as folder:
        places: dict[str, object] = {"media": f"{folder}/media", "spool": Path(folder) / "spool"}
        if throw_away:
            places["database"] = f"sqlite:///{folder}/script.db"
        played = _with_storage(config, **places)
        keys = Vault.new_key() if throw_away else None
        # Only the terminal takes part: a script must never send to real people.
        channels = {account_of(name): Account.model_validate({"kind": "terminal", "manners": name}) for name in MANNERS}
        played = played.model_copy(update={"channels": channels})
        with one_command(played, understand=True, clock=clock, keys=keys) as house:
            played_script = Script(house.services, clock)
            for line in _lines(script):
                print(json.dumps(_answer(played_script, line), ensure_ascii=False), flush=True)


def _lines(script: Path) -> Iterator[str]:
    """Line by line, so that whoever writes them can wait for each answer."""
    if str(script) == "-":
        yield from (line for line in iter(sys.stdin.readline, "") if line.strip())
    else:
        yield from (line for line in script.read_text(encoding="utf-8").splitlines() if line.strip())


def _answer(script: Script, line: str) -> dict[str, Any]:
    """Exactly one answer a line: what is wrong with a step is told instead of its result."""
    try:
        step = json.loads(line)
        if not isinstance(step, dict):
            raise ScriptError(f"a step is a JSON object, not {line.strip()[:80]}")
        return script.do(step)
    except (TanggapError, json.JSONDecodeError) as error:
        return {"error": str(error)}
