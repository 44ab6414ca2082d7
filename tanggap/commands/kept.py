"""`tanggap kept`: messages that no channel could parse."""

from __future__ import annotations

import sys

import typer

from bots.shared.dead_letters import retry
from core.config import load_config
from core.kernel.errors import TanggapError
from core.running.services import Services
from core.storage.models import KeptPayload
from tanggap.frame import CONFIG, ConfigOption, out
from tanggap.house import one_command, opened

kept = typer.Typer(no_args_is_help=True, help="Messages that no channel could parse.")


@kept.command("list")
def list_kept(config_path: ConfigOption = CONFIG) -> None:
    """Messages that no channel could parse."""
    with opened(config_path) as services:
        for message in services.door.kept():
            moment = services.wording.date(message.received_at, "id")
            out.print(f"{message.id}  {message.account}  {moment}  {message.problem}", markup=False)


@kept.command("show")
def show(kept_id: int, config_path: ConfigOption = CONFIG) -> None:
    """Write a kept message to standard output, as it came."""
    with opened(config_path) as services:
        sys.stdout.buffer.write(services.door.opened(_kept(services, kept_id)))


@kept.command("retry")
def retry_kept(kept_id: int, config_path: ConfigOption = CONFIG) -> None:
    """Parse a kept message once more (after an update), and take it in."""
    with one_command(load_config(config_path), understand=True) as house:
        taken = retry(house.services.door, house.channels, _kept(house.services, kept_id))
    out.print(f"{kept_id}: {taken} message(s) taken in")


@kept.command("settle")
def settle(kept_id: int, config_path: ConfigOption = CONFIG) -> None:
    """Take a message off the list: a person has dealt with it."""
    with opened(config_path) as services:
        services.door.settle(_kept(services, kept_id).id)


def _kept(services: Services, kept_id: int) -> KeptPayload:
    found = services.door.find(kept_id)
    if found is None:
        raise TanggapError(f"nothing is kept under {kept_id}; see `tanggap kept list`")
    return found
