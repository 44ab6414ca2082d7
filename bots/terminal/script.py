"""Plays a scripted conversation: `tanggap chat --script FILE`, JSON lines in, JSON lines out.

Steps: {"say": text} · {"photo": path, "caption": text} · {"pin": [lat, lon]} · {"press": label} ·
{"as": citizen} · {"officer": "move", "ticket": "last" or number, "to": state, "note": text, "photo": path} ·
{"wait": "1d"} (s, m, h, d, w). An officer's step that asks for photo evidence gets a plain grey picture if the
script names none.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import select

from bots.terminal import ACCOUNT, sent_to
from core.kernel.actor import Actor
from core.kernel.clock import ManualClock
from core.kernel.errors import TanggapError
from core.kernel.messages import Inbound, MediaKind, MediaRef, Pin
from core.kernel.states import PHOTO_REQUIRED, Role, State
from core.messaging import conversations
from core.protection import photos
from core.running.services import Services
from core.running.sweep import sweep
from core.storage.models import Media, Ticket
from core.tickets.steps import step_to

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class ScriptError(TanggapError):
    """A step that is not of the format."""


class Script:
    def __init__(self, services: Services, clock: ManualClock) -> None:
        self._services = services
        self._clock = clock
        self._citizen = "citizen-1"
        self._seen: dict[str, int] = {}
        self._first_ticket = self._newest_ticket_id()

    def play(self, steps: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Plays the steps. Returns one result per step, then all tickets of the script."""
        for number, step in enumerate(steps, start=1):
            self._play(number, step)
            yield {"step": number, "replies": self._replies(), "state": self._state(), "ticket": self._ticket(step)}
        yield {"tickets": [_describe(ticket) for ticket in self._tickets()]}

    def _play(self, number: int, step: dict[str, Any]) -> None:
        actions: dict[str, Callable[[int, dict[str, Any]], None]] = {
            "say": self._say,
            "officer": self._officer,
            "photo": self._photo,
            "pin": self._pin,
            "press": self._press,
            "as": self._as,
            "wait": self._wait,
        }
        action = next((do for name, do in actions.items() if name in step), None)
        if action is None:
            raise ScriptError(
                f"step {number}: one of {', '.join(actions)} is needed, not {', '.join(step) or 'nothing'}"
            )
        action(number, step)
        self._clock.advance(timedelta(seconds=1))

    # --- steps -------------------------------------------------------------------------------------

    def _say(self, number: int, step: dict[str, Any]) -> None:
        self._take(number, text=str(step["say"]))

    def _photo(self, number: int, step: dict[str, Any]) -> None:
        media = (MediaRef(kind=MediaKind.PHOTO, ref=str(step["photo"])),)
        self._take(number, text=str(step.get("caption") or ""), media=media)

    def _pin(self, number: int, step: dict[str, Any]) -> None:
        lat, lon = step["pin"]
        self._take(number, pin=Pin(lat=lat, lon=lon))

    def _press(self, number: int, step: dict[str, Any]) -> None:
        label = str(step["press"]).casefold().strip()
        with self._services.database.read() as session:
            rows = reversed(sent_to(session, self._services, self._citizen))
            buttons = (button for row in rows for button in row.buttons)
            pressed = next((b.id for b in buttons if label in (b.label.casefold(), b.id)), None)
        # A label that was never shown is what somebody would type.
        self._take(number, pressed=pressed, text="" if pressed else str(step["press"]))

    def _as(self, number: int, step: dict[str, Any]) -> None:
        self._citizen = str(step["as"])

    def _wait(self, number: int, step: dict[str, Any]) -> None:
        match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smhdw])\s*", str(step["wait"]))
        if match is None:
            raise ScriptError(f'step {number}: wait is a number and one of s, m, h, d, w, like "1d"')
        self._clock.advance(timedelta(**{_UNITS[match[2]]: float(match[1])}))
        sweep(self._services, self._services.waker)

    def _officer(self, number: int, step: dict[str, Any]) -> None:
        ticket_number = self._target(number, step)
        try:
            to = State(step.get("to", ""))
        except ValueError as error:
            raise ScriptError(f"step {number}: no state is called {step.get('to')!r}") from error
        evidence = [self._evidence(step)] if step.get("photo") or to in PHOTO_REQUIRED else []
        with self._services.database.write() as session:
            session.add_all(evidence)
            administrator = Actor(Role.ADMINISTRATOR)
            self._services.workflow.move(
                session, ticket_number, step_to(to, note=step.get("note"), photos=evidence), administrator
            )

    def _target(self, number: int, step: dict[str, Any]) -> str:
        wanted = step.get("ticket", "last")
        if wanted != "last":
            return str(wanted)
        tickets = self._tickets()
        if not tickets:
            raise ScriptError(f"step {number}: no ticket has been opened yet")
        return tickets[-1].number

    def _evidence(self, step: dict[str, Any]) -> Media:
        raw = Path(step["photo"]).read_bytes() if step.get("photo") else _grey_picture()
        return self._services.media.put_photo(photos.clean(raw), self._clock())

    def _take(self, number: int, **message: Any) -> None:
        inbound = Inbound(
            account=ACCOUNT,
            message_id=f"step-{number}-{self._clock().timestamp()}",
            sender=self._citizen,
            sent_at=self._clock(),
            **message,
        )
        self._services.intake.take(inbound)

    # --- results -----------------------------------------------------------------------------------

    def _replies(self) -> list[str]:
        with self._services.database.read() as session:
            rows = sent_to(session, self._services, self._citizen, self._seen.get(self._citizen, 0))
        if rows:
            self._seen[self._citizen] = rows[-1].id
        return [row.text for row in rows]

    def _state(self) -> str:
        with self._services.database.read() as session:
            conversation = conversations.find(session, self._services.vault, ACCOUNT, self._citizen)
        return conversation.state.asked or "idle" if conversation else "idle"

    def _ticket(self, step: dict[str, Any]) -> dict[str, Any] | None:
        """The ticket that the step moved, or the newest one of the citizen who is speaking."""
        tickets = self._tickets()
        if "officer" in step:
            wanted = step.get("ticket", "last")
            return next((_describe(t) for t in reversed(tickets) if wanted in ("last", t.number)), None)
        fingerprint = self._services.vault.fingerprint(ACCOUNT, self._citizen)
        own = (ticket for ticket in reversed(tickets) if ticket.reporter.address_hash == fingerprint)
        return next((_describe(ticket) for ticket in own), None)

    def _tickets(self) -> list[Ticket]:
        with self._services.database.read() as session:
            tickets = list(session.scalars(select(Ticket).where(Ticket.id > self._first_ticket).order_by(Ticket.id)))
            for ticket in tickets:
                _ = ticket.reporter
            return tickets

    def _newest_ticket_id(self) -> int:
        with self._services.database.read() as session:
            return session.scalar(select(Ticket.id).order_by(Ticket.id.desc()).limit(1)) or 0


def _describe(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "kind": ticket.kind,
        "category": ticket.category,
        "kelurahan": ticket.kelurahan,
        "state": ticket.state,
    }


def _grey_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "grey").save(out, "JPEG")
    return out.getvalue()
