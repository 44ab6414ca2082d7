"""`tanggap staff`: people who may log in. What the pages of the console do, for when nobody can open them."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from core.kernel.states import STAFF_ROLES, Role
from core.staff.errors import StaffError
from core.staff.leaving import Heir
from tanggap.commands.tickets import staff_id_of
from tanggap.frame import CONFIG, ConfigOption, out
from tanggap.house import opened

_Username = Annotated[str, typer.Argument(help="The name that somebody logs in with.")]


staff = typer.Typer(no_args_is_help=True, help="People who may log in.")


@staff.command("add")
def add(
    username: str,
    name: str,
    role: Annotated[Role, typer.Option(help=", ".join(STAFF_ROLES))],
    unit: Annotated[str | None, typer.Option(help="Code of a unit in config.yml.")] = None,
    config_path: ConfigOption = CONFIG,
) -> None:
    """Add somebody who may log in; a password is made and shown once."""
    with opened(config_path) as services, services.database.write() as session:
        made, password = services.accounts.add(session, None, username, name, role, unit)
    _tell(made.username, password)


@staff.command("list")
def list_staff(
    words: Annotated[str, typer.Argument(help="Only those in whose name or unit these occur.")] = "",
    everybody: Annotated[bool, typer.Option("--all", help="Also those who can't log in any more.")] = False,
    config_path: ConfigOption = CONFIG,
) -> None:
    """List who may log in, by name."""
    with opened(config_path) as services, services.database.read() as session:
        table = Table("Username", "Name", "Role", "Unit", "Second factor", "State")
        for person in services.accounts.search(session, words, active=None if everybody else True):
            state = "closed" if not person.active else "new" if person.must_change_password else "active"
            factor = "on" if person.totp_secret else "-"
            unit = services.router.name(person.unit) if person.unit else "-"
            table.add_row(person.username, person.name, person.role, unit, factor, state)
        out.print(table)


@staff.command("reset-password")
def reset_password(username: _Username, config_path: ConfigOption = CONFIG) -> None:
    """Make a new first password, shown once; who was signed in with the old one is not any more."""
    with opened(config_path) as services, services.database.write() as session:
        password = services.accounts.reset_password(session, None, staff_id_of(services, username))
    _tell(username, password)


@staff.command("reset-second-factor")
def reset_second_factor(username: _Username, config_path: ConfigOption = CONFIG) -> None:
    """For somebody who lost phone and recovery codes. Make sure that it is really them who ask."""
    with opened(config_path) as services, services.database.write() as session:
        services.accounts.reset_second_factor(session, None, staff_id_of(services, username))
    out.print(f"{username} logs in without a code now, and sets up a new one where the role demands it", markup=False)


@staff.command("deactivate")
def deactivate(
    username: _Username,
    to: Annotated[str | None, typer.Option("--to", help="Username of the colleague who gets the tickets.")] = None,
    to_queue: Annotated[bool, typer.Option("--to-queue", help="The tickets go to the queues of their units.")] = False,
    config_path: ConfigOption = CONFIG,
) -> None:
    """Close an account; `activate` opens it again. Whoever has open tickets: say who gets them."""
    with opened(config_path) as services:
        if to and to_queue:
            raise StaffError("heir", "say one of --to USERNAME and --to-queue, not both")
        heir = Heir(staff_id_of(services, to)) if to else Heir() if to_queue else None
        staff_id = staff_id_of(services, username)
        try:
            with services.database.write() as session:
                given = services.leaving.deactivate(session, None, staff_id, heir)
        except StaffError as error:
            if error.reason != "heir_missing":
                raise
            raise StaffError(error.reason, f"{error} (--to USERNAME, or --to-queue)") from error
    out.print(f"{username} can't log in any more", markup=False)
    if given:
        out.print(f"{given} ticket(s) given to {to or 'the queues of their units'}", markup=False)


@staff.command("activate")
def activate(username: _Username, config_path: ConfigOption = CONFIG) -> None:
    """Open a closed account again."""
    with opened(config_path) as services, services.database.write() as session:
        services.accounts.activate(session, None, staff_id_of(services, username))
    out.print(f"{username} may log in again", markup=False)


def _tell(username: str, password: str) -> None:
    out.print(f"user {username}, password {password} (shown this once; to be changed at the first login)", markup=False)
