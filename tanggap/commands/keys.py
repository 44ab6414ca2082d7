"""`tanggap key`: make a key, let a new one take over while the service runs, and drop the earlier ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer
from rich.progress import Progress

from core.config import load_config
from core.kernel.clock import system_clock
from core.kernel.errors import TanggapError
from core.privacy import key_proof
from core.privacy.rotation import Pass, Rotation
from core.protection.vault import KEYS_VARIABLE, Keys, Vault
from core.running.services import Services
from core.storage.audit import Audit
from core.storage.database import Database
from tanggap.environment import keys_stand_in_file, keys_written_at, secret_keys, write_keys
from tanggap.frame import CONFIG, ConfigOption, out
from tanggap.house import opened

_PASSES = 5
_HEARD_AFTER = timedelta(minutes=2)
"""A running service looks for new keys with every sweep."""


key = typer.Typer(help="Make a key for TANGGAP_SECRET_KEYS, or replace it.")


@key.callback(invoke_without_command=True)
def make(context: typer.Context) -> None:
    """Without a command: make a key for TANGGAP_SECRET_KEYS and print it."""
    if context.invoked_subcommand is None:
        print(Vault.new_key())


@key.command("rotate")
def rotate(
    root: Annotated[
        bool, typer.Option("--root", help="Replace the root, too, because it leaked: sessions and links end.")
    ] = False,
    config_path: ConfigOption = CONFIG,
) -> None:
    """Make a new first key and encrypt everything with it, beside the service. Goes on with what was broken off."""
    with opened(config_path) as services:
        rotation = _rotation(services)
        left = _everything(rotation)
        if left.changed:
            out.print(f"an earlier rotation is finished ({left.changed} rows). Next: `tanggap key drop`")
            return
        keys = Keys.read(secret_keys(create=False)).with_new(Vault.new_key(), as_root=root)
        if not keys_stand_in_file():
            out.print("Give this to the service and to this command, restart the service, and call it again:")
            print(f"{KEYS_VARIABLE}={keys}")
            return
        write_keys(str(keys))
        services.vault.refresh()
        done = _everything(rotation)
        services.audit.write("key.rotated", "key", root=root, rows=done.changed)
    out.print(f"{done.changed} rows are encrypted with the new key, which stands first in .env. Keep a copy of it.")
    out.print("A running service takes it up within a minute. Then: `tanggap key drop`")
    if root:
        out.print("Restart the service: sessions, one-time links and reply addresses made of the old root end.")


@key.command("adopt")
def adopt(
    config_path: ConfigOption = CONFIG,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Go on with other keys than the database was written with, because those are lost for good.

    Contacts of before can't be read any more: their open reports go on, but nobody hears of them, and whoever
    writes again is a stranger.
    """
    if not yes:
        typer.confirm("Contacts of before can't be read any more. Are the earlier keys lost for good?", abort=True)
    database = Database(load_config(config_path).storage.database)
    database.upgrade()
    key_proof.adopt(database, Vault(secret_keys(create=False)))
    Audit(database, system_clock).write("key.adopted", "key")
    database.close()
    out.print("These keys are the database's own from now on.")


@key.command("drop")
def drop(config_path: ConfigOption = CONFIG) -> None:
    """Remove the earlier keys, once nothing needs them any more."""
    keys = Keys.read(secret_keys(create=False))
    shorter = keys.without_old()
    if shorter == keys:
        raise TanggapError("there is no earlier key to drop; the root stays until `tanggap key rotate --root`")
    if keys_stand_in_file() and (ready := keys_written_at() + _HEARD_AFTER) > system_clock():
        raise TanggapError(
            f"the keys were changed only just now, and a running service may not know them yet: "
            f"try again after {ready.astimezone():%H:%M:%S}"
        )
    with opened(config_path) as services:
        done = _everything(_rotation(services))
        services.audit.write("key.dropped", "key", rows=done.changed)
    if keys_stand_in_file():
        write_keys(str(shorter))
        out.print(f"{len(keys.all) - len(shorter.all)} earlier key(s) dropped from .env; restart the service")
        return
    out.print("Nothing needs the earlier keys. Give this to the service, and restart it:")
    print(f"{KEYS_VARIABLE}={shorter}")


def _rotation(services: Services) -> Rotation:
    return Rotation(services.database, services.vault, services.spool, services.channels)


def _everything(rotation: Rotation) -> Pass:
    """Pass after pass until nothing is left that an earlier key encrypted."""
    total = Pass(0, [])
    for _ in range(_PASSES):
        done = _with_bar(rotation)
        total = Pass(total.changed + done.changed, done.unreadable)
        if not done.changed:
            break
    else:
        raise TanggapError("a service still writes with an earlier key; restart it, and call this again")
    for row in total.unreadable:
        out.print(f"no key opens {row}: it stays as it is", style="red", markup=False)
    return total


def _with_bar(rotation: Rotation) -> Pass:
    with Progress(console=out, transient=True) as bar:
        task = bar.add_task("encrypting", total=rotation.size())
        return rotation.run(lambda rows: bar.advance(task, rows))
