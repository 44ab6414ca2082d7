"""`tanggap dead-letters`: messages that no channel could parse."""

from __future__ import annotations

import sys

import typer

from bots.shared.dead_letters import retry
from core.config import load_config
from core.kernel.errors import TanggapError
from core.running.services import Services
from core.storage.models import DeadLetterRecord
from tanggap.frame import CONFIG, ConfigOption, out
from tanggap.house import one_command, opened

dead_letters = typer.Typer(no_args_is_help=True, help="Messages that no channel could parse.")


@dead_letters.command("list")
def list_dead_letters(config_path: ConfigOption = CONFIG) -> None:
    """Messages that no channel could parse."""
    with opened(config_path) as services:
        for message in services.inbox.kept():
            moment = services.wording.date(message.received_at, "id")
            out.print(f"{message.id}  {message.account}  {moment}  {message.problem}", markup=False)


@dead_letters.command("show")
def show(letter_id: int, config_path: ConfigOption = CONFIG) -> None:
    """Write a kept message to standard output, as it came."""
    with opened(config_path) as services:
        sys.stdout.buffer.write(services.inbox.opened(_letter(services, letter_id)))


@dead_letters.command("retry")
def retry_dead_letter(letter_id: int, config_path: ConfigOption = CONFIG) -> None:
    """Parse a kept message once more (after an update), and take it in."""
    with one_command(load_config(config_path), understand=True) as house:
        taken = retry(house.services.inbox, house.channels, _letter(house.services, letter_id))
    out.print(f"{letter_id}: {taken} message(s) taken in")


@dead_letters.command("settle")
def settle(letter_id: int, config_path: ConfigOption = CONFIG) -> None:
    """Take a message off the list: a person has dealt with it."""
    with opened(config_path) as services:
        services.inbox.settle(_letter(services, letter_id).id)


def _letter(services: Services, letter_id: int) -> DeadLetterRecord:
    found = services.inbox.find(letter_id)
    if found is None:
        raise TanggapError(f"nothing is kept under {letter_id}; see `tanggap dead-letters list`")
    return found
