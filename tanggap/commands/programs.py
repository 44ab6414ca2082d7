"""`tanggap tokens` and `tanggap subscriptions`: programs that use the API, and where they are told of tickets.

What is of the web is imported by the commands that need it: the others start without.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import typer
from rich.table import Column, Table

from core.kernel.errors import TanggapError
from core.kernel.states import Role
from core.notifications.subscriptions import EVENTS
from core.running.services import Services
from tanggap.frame import CONFIG, ConfigOption, out
from tanggap.house import opened

_EVENTS = sorted(set(EVENTS.values()))


tokens = typer.Typer(no_args_is_help=True, help="Tokens of programs that use the API.")
subscriptions = typer.Typer(no_args_is_help=True, help="Where programs are told of tickets (webhooks out).")


@tokens.command("add")
def tokens_add(
    name: str,
    scope: Annotated[list[str], typer.Option(help="What it may do, like public:read; several times for several.")],
    role: Annotated[Role | None, typer.Option(help="As whom it reads and moves tickets.")] = None,
    unit: Annotated[str | None, typer.Option(help="Code of a unit, like bina_marga/31.74.")] = None,
    days: Annotated[int | None, typer.Option(min=1, help="It ends after so many days.")] = None,
    config_path: ConfigOption = CONFIG,
) -> None:
    """Make a token. It is shown this once."""
    from webhooks.api.tokens import create_token, row_of

    with opened(config_path) as services:
        if unit and unit not in services.router.units:
            raise TanggapError(f"no unit is called {unit}; the units stand in config.yml")
        with services.database.write() as session:
            lifetime = timedelta(days=days) if days else None
            plain = create_token(session, name, scope, role, unit, clock=services.clock, lifetime=lifetime)
            made = session.scalars(row_of(plain)).one()
            services.audit.write("token.made", f"token/{made.id}", session=session, scopes=made.scopes)
    out.print(f"token {made.id} (shown this once): {plain}", markup=False, soft_wrap=True)


@tokens.command("list")
def tokens_list(config_path: ConfigOption = CONFIG) -> None:
    """List the tokens."""
    from webhooks.api.tokens import list_tokens

    with opened(config_path) as services, services.database.read() as session:
        table = _table("Id", "Name", "Scopes", "Role", "Unit", "Made", "Ends", "Last used", "State")
        for token in list_tokens(session):
            over = token.expires_at is not None and token.expires_at <= services.clock()
            state = "revoked" if token.revoked_at else "ended" if over else "valid"
            moments = (token.created_at, token.expires_at, token.last_used_at)
            shown = [_day(services, moment) for moment in moments]
            table.add_row(str(token.id), token.name, token.scopes, token.role or "-", token.unit or "-", *shown, state)
        out.print(table)


@tokens.command("revoke")
def tokens_revoke(token_id: int, config_path: ConfigOption = CONFIG) -> None:
    """End a token at once; its subscriptions hear nothing more."""
    from webhooks.api.tokens import revoke_token

    with opened(config_path) as services, services.database.write() as session:
        if not revoke_token(session, token_id, clock=services.clock):
            raise TanggapError(f"there is no valid token {token_id}; see `tanggap tokens list`")
        services.audit.write("token.revoked", f"token/{token_id}", session=session)
    out.print(f"token {token_id} is revoked")


@subscriptions.command("add")
def subscriptions_add(
    token_id: int,
    url: str,
    event: Annotated[list[str] | None, typer.Option(help=f"{', '.join(_EVENTS)}; all, if left out.")] = None,
    config_path: ConfigOption = CONFIG,
) -> None:
    """Tell the program of token TOKEN_ID of tickets, at URL. The secret that signs the calls is shown this once."""
    with opened(config_path) as services, services.database.write() as session:
        made, secret = services.subscriptions.subscribe(session, token_id, url, event or _EVENTS)
        services.audit.write("subscription.made", f"subscription/{made.id}", session=session, token_id=token_id)
    out.print(f"subscription {made.id}, secret (shown this once): {secret}", markup=False, soft_wrap=True)


@subscriptions.command("list")
def subscriptions_list(config_path: ConfigOption = CONFIG) -> None:
    """List the subscriptions."""
    with opened(config_path) as services, services.database.read() as session:
        table = _table("Id", "Token", "Address", "Events", "Made", "State")
        for row in services.subscriptions.every(session):
            state = "fails" if row.failing_since else "in order"
            state = "ended" if row.disabled_at else state
            token = f"{row.token_id} {row.token.name}"
            table.add_row(str(row.id), token, row.url, row.events, _day(services, row.created_at), state)
        out.print(table)


@subscriptions.command("remove")
def subscriptions_remove(subscription_id: int, config_path: ConfigOption = CONFIG) -> None:
    """End a subscription; what waits to be sent is not sent any more."""
    with opened(config_path) as services, services.database.write() as session:
        if not services.subscriptions.unsubscribe(session, subscription_id):
            raise TanggapError(f"there is no subscription {subscription_id}; see `tanggap subscriptions list`")
        services.audit.write("subscription.ended", f"subscription/{subscription_id}", session=session)
    out.print(f"subscription {subscription_id} has ended")


def _day(services: Services, moment: datetime | None) -> str:
    return services.wording.date(moment, "en", time=False) if moment else "-"


def _table(*heads: str) -> Table:
    """What does not fit goes on in the next line: half a scope helps nobody."""
    return Table(*(Column(head, overflow="fold") for head in heads))
