"""`tanggap privacy`: hands out or erases a citizen's data where the request did not come through the chat."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.dialogue.outcome import Reply
from core.kernel.errors import TanggapError
from core.kernel.ticket_numbers import read_number
from core.messaging import conversations
from core.running.services import Services
from core.storage.models import Conversation, Ticket
from tanggap.frame import CONFIG, ConfigOption, out
from tanggap.house import opened

TicketOption = Annotated[str, typer.Option("--ticket", help="Number of a report of this citizen.")]


privacy = typer.Typer(no_args_is_help=True, help="What a citizen asks for by letter: a copy of the data, or erasure.")


@privacy.command("export")
def export(
    ticket: TicketOption,
    to: Annotated[Path, typer.Option(help="The ZIP file to write.")] = Path("data-saya.zip"),
    config_path: ConfigOption = CONFIG,
) -> None:
    """Write a copy of all data of the citizen who reported a ticket."""
    with opened(config_path) as services:
        with services.database.read() as session:
            reporter = _reporter(services, session, _ticket(session, ticket))
            data = services.export.pack(session, reporter)
        with services.database.write() as session:
            services.export.note(session, reporter, asked="letter")
    to.touch(mode=0o600)
    to.write_bytes(data)
    out.print(f"{to}: hand it to the citizen alone, and delete it here", markup=False)


@privacy.command("erase")
def erase(
    ticket: TicketOption,
    only_ticket: Annotated[
        bool, typer.Option("--only-ticket", help="Cut this one report from its reporter, and nothing else.")
    ] = False,
    withdraw: Annotated[bool, typer.Option(help="Withdraw reports that nobody has taken up yet.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
    config_path: ConfigOption = CONFIG,
) -> None:
    """Erase all data of the citizen who reported a ticket, in that channel; the reports stay without them."""
    with opened(config_path) as services:
        with services.database.read() as session:
            _reporter(services, session, _ticket(session, ticket), shared=only_ticket)
        if not yes and not typer.confirm("This can't be undone. Erase?"):
            raise typer.Abort
        with services.database.write() as session:
            found = _ticket(session, ticket)
            reporter = _reporter(services, session, found, shared=only_ticket)
            if only_ticket:
                services.erasure.cut(session, found)
                services.audit.write("privacy.cut", found.number, session=session, asked="letter")
            else:
                services.erasure.erase(session, reporter, withdraw=withdraw, asked="letter")
                services.outbox.queue(session, reporter, (Reply("forgotten"),))
        services.erasure.part()
        services.media_fetcher.clear_away()
    out.print("erased; the address goes as soon as the last message has left" if not only_ticket else "cut")


def _ticket(session: Session, number: str) -> Ticket:
    ticket = session.scalar(select(Ticket).where(Ticket.number == (read_number(number) or number)))
    if ticket is None:
        raise TanggapError(f"no ticket bears the number {number}")
    return ticket


def _reporter(services: Services, session: Session, ticket: Ticket, *, shared: bool = False) -> Conversation:
    """The locked conversation. `shared`: it may be that of a program, which reports for many."""
    reporter = session.get_one(Conversation, ticket.reporter_id, with_for_update=True)
    if reporter.account == conversations.NOBODY:
        raise TanggapError(f"{ticket.number} leads to no person any more")
    address = services.vault.decrypt(reporter.address)
    if address.startswith("token:") and not shared:
        raise TanggapError(
            f"{ticket.number} was filed by a program that named no reporter, and its other reports are other people's: "
            "use `tanggap privacy erase --only-ticket`"
        )
    return reporter
