"""`tanggap`: the list of commands, and how an error of ours is said."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup
from typer.main import get_group

from core.kernel.errors import TanggapError
from nlu.errors import NluProcessError
from tanggap.frame import OTHERS

COMMANDS = {
    "run": ("serving", "Serve the web, send messages, poll channels, and watch the NLU process."),
    "chat": ("chat", "Chat with the bot in the terminal."),
    "locate": ("places", "Find the kelurahan; one JSON line an answer."),
    "check": ("check", "Tell what is wrong or missing, channel by channel. Ends with 1 if Tanggap could not start."),
    "demo": ("demo", "Fill the database with some months of a made-up city: reports, staff, conversations."),
    "nlu": ("nlu", "Train, try and measure the understanding."),
    "tickets": ("tickets", "List, show and move tickets."),
    "skm": ("skm", "The quarterly satisfaction survey: begin a round, see how it goes, report the index."),
    "areas": ("places", "A city's own boundaries, landmarks and streets."),
    "dead-letters": ("dead_letters", "Messages that no channel could parse."),
    "tokens": ("programs", "Tokens of programs that use the API."),
    "subscriptions": ("programs", "Where programs are told of tickets (webhooks out)."),
    "staff": ("staff", "People who may log in."),
    "key": ("keys", "Make a key for TANGGAP_SECRET_KEYS, or replace it."),
    "privacy": ("privacy", "What a citizen asks for by letter: a copy of the data, or erasure."),
}
"""Each with its module in `commands/`, which has a function or a group of that name, and with what `--help` says."""


class CommandsWhenUsed(TyperGroup):
    """Lists the commands without importing them: what one of them needs, the others don't wait for."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, listed, rest = super().resolve_command(ctx, args)
        return name, imported(name) if name else listed, rest


def imported(name: str) -> Any:
    """The command itself."""
    gc.disable()  # there is nothing to collect in thousands of classes that are being defined
    try:
        module = import_module(f"tanggap.commands.{COMMANDS[name][0]}")
    finally:
        gc.enable()
    found = getattr(module, name.replace("-", "_"))
    holder = typer.Typer()
    if isinstance(found, typer.Typer):
        holder.add_typer(found, name=name)
    else:
        holder.command(name)(found)
    return get_group(holder).commands[name]


app = typer.Typer(
    cls=CommandsWhenUsed,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Tanggap: citizen reports by chat.",
)
for _name, (_, _help) in COMMANDS.items():
    app.command(_name, help=_help)(lambda: None)


def main() -> None:
    """Run a command; an error of ours is one line, not a traceback. What is written is its user's alone."""
    os.umask(OTHERS)
    try:
        app(prog_name="tanggap", standalone_mode=True)
    except (TanggapError, NluProcessError) as error:
        Console(stderr=True).print(f"tanggap: {error}", style="red", markup=False, highlight=False)
        sys.exit(1)
