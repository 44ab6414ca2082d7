"""`tanggap tickets`: list, show and move tickets, and give on what was left behind."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from core.kernel.actor import Actor
from core.kernel.errors import TanggapError
from core.kernel.states import Role, State
from core.kernel.ticket_numbers import read_number
from core.protection import photos
from core.reports import counts
from core.reports.queries import full_ticket, list_tickets
from core.running.services import Services
from core.staff.errors import StaffError
from core.staff.leaving import Heir
from core.tickets.steps import step_to
from tanggap.frame import CONFIG, ConfigOption, out
from tanggap.house import opened

tickets = typer.Typer(no_args_is_help=True, help="List, show and move tickets.")
_BATCH = 200


@tickets.command("list")
def list_them(
    config_path: ConfigOption = CONFIG,
    state: Annotated[list[State] | None, typer.Option(help="Only these states.")] = None,
    limit: Annotated[int, typer.Option(help="How many, the newest first.")] = 50,
) -> None:
    """List tickets, the newest first."""
    with opened(config_path) as services, services.database.read() as session:
        table = Table("Nomor", "Status", "Jenis", "Kategori", "Kelurahan", "Masuk")
        say = services.wording
        for ticket in list_tickets(session, states=state or (), limit=limit):
            table.add_row(
                ticket.number,
                say.say(f"state-{ticket.state}", "id"),
                say.say(f"kind-{ticket.kind}", "id"),
                say.category(ticket.category, "id"),
                ticket.kelurahan or "-",
                say.date(ticket.opened_at, "id"),
            )
        out.print(table)


@tickets.command("show")
def show(number: str, config_path: ConfigOption = CONFIG) -> None:
    """Show a ticket with its history."""
    with opened(config_path) as services, services.database.read() as session:
        ticket = full_ticket(session, read_number(number) or number)
        if ticket is None:
            raise TanggapError(f"no ticket bears the number {number}")
        say = services.wording
        state = say.say(f"state-{ticket.state}", "id")
        out.print(f"{ticket.number}  {say.category(ticket.category, 'id')}  {state}", markup=False)
        out.print(ticket.description, markup=False)
        where = [ticket.place_words, ticket.kelurahan, ticket.kecamatan, ticket.kota]
        out.print(", ".join(part for part in where if part) or "-", markup=False)
        for event in ticket.events:
            moved = f"{event.from_state or ''} -> {event.to_state}" if event.to_state else event.verb
            line = f"  {say.date(event.at, 'id')}  {event.role}: {moved}  {event.said or ''}  {len(event.photos) or ''}"
            out.print(line.rstrip(), markup=False)


@tickets.command("move")
def move(
    number: str,
    to: State,
    config_path: ConfigOption = CONFIG,
    note: Annotated[str | None, typer.Option(help="What was done, or why; the citizen reads it.")] = None,
    photo: Annotated[Path | None, typer.Option(help="Evidence of the work done.")] = None,
    unit: Annotated[str | None, typer.Option(help="The unit that it is given to, like bina_marga/31.74.")] = None,
    into: Annotated[str | None, typer.Option(help="Number of the ticket that it is merged into.")] = None,
) -> None:
    """Bring a ticket into another state, as administrator."""
    with opened(config_path) as services:
        evidence = [services.media.put_photo(photos.clean(photo.read_bytes()), services.clock())] if photo else []
        with services.database.write() as session:
            session.add_all(evidence)
            ticket = services.workflow.move(
                session,
                read_number(number) or number,
                step_to(to, note=note, photos=evidence, unit=unit, main=(read_number(into) or into) if into else None),
                Actor(Role.ADMINISTRATOR),
            )
        out.print(f"{ticket.number}: {services.wording.say(f'state-{ticket.state}', 'id')}")


@tickets.command("recount")
def recount(config_path: ConfigOption = CONFIG) -> None:
    """Count all tickets anew, for the figures on all pages. Nobody can change a ticket meanwhile."""
    with opened(config_path) as services, services.database.write() as session:
        counts.rebuild(session, services.config.zone)
        counted = sum(counts.counts(session, by=()).values())
    out.print(f"{counted} tickets counted")


@tickets.command("reassign")
def reassign(
    from_unit: Annotated[str | None, typer.Option("--from", help="Unit that has them, also one that is gone.")] = None,
    to_unit: Annotated[str | None, typer.Option("--to", help="Unit of config.yml that gets them.")] = None,
    from_person: Annotated[str | None, typer.Option(help="Username of whoever has them.")] = None,
    to_person: Annotated[str | None, typer.Option(help="Username of whoever gets them; else the queue.")] = None,
    config_path: ConfigOption = CONFIG,
) -> None:
    """Give open tickets to another unit or person. The new one gets a notice of each; citizens are not told."""
    if bool(from_unit) == bool(from_person):
        raise TanggapError("say whose tickets they are: --from UNIT, or --from-person USERNAME")
    if (from_unit and (to_person or not to_unit)) or (from_person and to_unit):
        raise TanggapError(
            "tickets --from a unit go --to UNIT; those --from-person go --to-person USERNAME, or to the queues"
        )
    with opened(config_path) as services:
        if from_person:
            given = _from_person(services, from_person, to_person)
        else:
            given = _from_unit(services, from_unit or "", to_unit or "")
    out.print(f"{given} ticket(s) given on", markup=False)


def staff_id_of(services: Services, username: str) -> int:
    with services.database.read() as session:
        found = services.accounts.by_username(session, username)
    if found is None:
        raise StaffError("unknown", f"nobody is called {username}; see `tanggap staff list --all`")
    return found.id


def _from_person(services: Services, username: str, to_person: str | None) -> int:
    heir = Heir(staff_id_of(services, to_person) if to_person else None)
    with services.database.write() as session:
        return services.leaving.give_on(session, None, staff_id_of(services, username), heir)


def _from_unit(services: Services, unit: str, to: str) -> int:
    given = 0
    while True:
        with services.database.write() as session:
            done = services.leaving.give_unit_on(session, Actor(Role.ADMINISTRATOR), unit, to, limit=_BATCH)
        given += done
        if done < _BATCH:
            return given
