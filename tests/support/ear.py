"""Hears what happens to tickets, as any listener that is added where the services are built."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy.orm import Session

from core.notifications.listening import Happening
from core.running.services import build_services


class Ear:
    def __init__(self) -> None:
        self.heard: list[tuple[str, str, str | None]] = []
        """Number, verb, and the state that it came into."""

    def hear(self, session: Session, happening: Happening) -> None:
        event = happening.event
        assert event.id is not None, "what is told is in the database already"
        assert event.to_state in (None, happening.ticket.state), "the ticket is as the line says"
        self.heard.append((happening.ticket.number, event.verb.value, event.to_state))

    def listen(self, monkeypatch: pytest.MonkeyPatch, builder: str) -> None:
        """Stand in the list of the services that `builder` (a module) makes from now on."""
        monkeypatch.setattr(f"{builder}.build_services", partial(build_services, listeners=(self,)))
