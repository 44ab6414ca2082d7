"""The whole web application on a temporary database, with citizens and staff who use it."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from bots.desk import DeskChannel
from bots.web import WebChannel
from core.city.scope import BOUND_ROLES
from core.config import StaffSection
from core.kernel.actor import Actor
from core.kernel.clock import ManualClock
from core.kernel.ports import Channel
from core.kernel.states import Role, State
from core.kernel.ticket_numbers import find_numbers
from core.staff import create_staff
from core.storage.models import Ticket
from core.tickets.steps import step_to
from tests.support.house import KEBON_JERUK, House, city_config, picture
from webhooks import create_app

PASSWORD = "kuda-baterai-staples-benar"
METRICS_TOKEN = "known-to-prometheus"
EASY = StaffSection(second_factor=(), idle_minutes=10**6, longest_hours=10**5)
"""No second factor, and sessions that outlast every moved clock."""
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class TickingClock(ManualClock):
    """Moves a little with every look, as real clocks do: no two rows have the same moment."""

    def __call__(self) -> datetime:
        self.advance(timedelta(milliseconds=1))
        return super().__call__()


class Citizen:
    """A browser at the public page."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def post(self, *photos: bytes, headers: dict[str, str] | None = None, **fields: Any) -> TestResponse:
        form: dict[str, Any] = {"id": str(uuid.uuid4()), **fields}
        if photos:
            form["photo"] = [(BytesIO(data), f"foto-{n}.jpg") for n, data in enumerate(photos)]
        return self.client.post("/chat/messages", data=form, headers=headers, content_type="multipart/form-data")

    def say(self, text: str = "", *photos: bytes, **fields: Any) -> str:
        """Send a message that must be taken in; answers what became of it."""
        response = self.post(*photos, text=text, **fields)
        assert response.status_code == HTTPStatus.OK, response.text
        return str(response.json and response.json["taken"])

    def look(self, after: str = "0.0") -> dict[str, Any]:
        response = self.client.get(f"/chat/messages?after={after}")
        assert response.status_code == HTTPStatus.OK, response.text
        return cast(dict[str, Any], response.json)

    def messages(self) -> list[dict[str, Any]]:
        return cast(list[dict[str, Any]], self.look()["messages"])

    def told(self) -> list[str]:
        """What the bot said, in order."""
        return [message["text"] for message in self.messages() if message["from"] == "bot"]

    def press(self, verb: str, value: str = "") -> str:
        """Press the newest button that does this, whatever is written on it."""
        ids = [button["id"] for message in self.messages() for button in message["buttons"]]
        return self.say(press=next(i for i in reversed(ids) if i.startswith(f"{verb}:") and i.endswith(value)))

    def report(self, text: str = "lampu jalan mati sejak kemarin", *photos: bytes, public: bool = False) -> str:
        """A whole report; answers its number."""
        self.say(text)
        self.say(lat=KEBON_JERUK.lat, lon=KEBON_JERUK.lon)
        self.say("1")
        if photos:
            self.say("", *photos)
        else:
            self.press("skip")
        self.press("send")
        number = find_numbers(" ".join(self.told()))[-1]
        self.press("public", "yes" if public else "no")
        return number


class Officer:
    """A browser in the staff console."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def post(self, path: str, *photos: bytes, page: str = "/petugas/login", **fields: Any) -> TestResponse:
        """Send a form of `page`, with its token."""
        token = _TOKEN.search(self.client.get(page, follow_redirects=True).text)
        assert token is not None, f"{page} has no form"
        form: dict[str, Any] = {"csrf_token": token.group(1), **fields}
        if photos:
            form["photo"] = [(BytesIO(data), f"bukti-{n}.jpg") for n, data in enumerate(photos)]
        return self.client.post(path, data=form, content_type="multipart/form-data")

    def login(self, username: str, password: str = PASSWORD, goal: str = "") -> TestResponse:
        return self.post(f"/petugas/login{goal}", username=username, password=password)

    def ticket(self, number: str) -> str:
        response = self.get(f"/petugas/laporan/{number}")
        assert response.status_code == HTTPStatus.OK
        return response.text

    def move(self, number: str, to: State, *photos: bytes, **fields: Any) -> TestResponse:
        """Send the form of a step as the page shows it now."""
        path = f"/petugas/laporan/{number}"
        version = re.search(r'name="version" value="(\d+)"', self.get(path).text)
        seen = {"version": version.group(1)} if version else {}
        return self.post(f"{path}/langkah", *photos, page=path, **{"to": to.value, **seen, **fields})


class Site:
    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, staff: StaffSection = EASY, **sections: object
    ) -> None:
        """`sections` of the config that differ from the project's own."""
        monkeypatch.setattr("tests.support.house.ManualClock", TickingClock)
        base = city_config()
        self.house = House(folder, base.model_copy(update={"staff": staff, **sections}))
        self.services = self.house.services
        channels = cast(dict[str, Channel], self.house.channels)
        channels["web"] = WebChannel("web", self.services.media)
        channels["desk"] = DeskChannel("desk")
        self.app: Flask = create_app(self.services, sign_on_secret="known-to-the-issuer", metrics_token=METRICS_TOKEN)
        self._staff: dict[Role, int] = {}

    def browser(self) -> FlaskClient:
        return self.app.test_client()

    def citizen(self) -> Citizen:
        return Citizen(self.browser())

    def officer(self, role: Role, unit: str | None = None) -> Officer:
        """A signed-in member of staff of this role."""
        self.hire(role, unit)
        officer = Officer(self.browser())
        assert officer.login(role.value).status_code == HTTPStatus.FOUND
        return officer

    def hire(self, role: Role, unit: str | None = None) -> int:
        """Field staff who are told no unit belong to the one that has the newest ticket."""
        if role not in self._staff:
            with self.services.database.write() as session:
                if unit is None and role in BOUND_ROLES:
                    unit = session.scalar(select(Ticket.unit).order_by(Ticket.id.desc()).limit(1))
                name = f"Petugas {role.value}"
                staff = create_staff(session, role.value, name, role, PASSWORD, clock=self.house.clock, unit=unit)
                self._staff[role] = staff.id
        return self._staff[role]

    def bring(self, number: str, *states: State) -> None:
        """Move a ticket along without the web."""
        actor = Actor(Role.ADMINISTRATOR, staff_id=self.hire(Role.ADMINISTRATOR))
        for state in states:
            with self.services.database.write() as session:
                self.services.workflow.move(session, number, step_to(state, note="sudah dicek"), actor)

    def ticket(self, number: str) -> Ticket:
        with self.services.database.read() as session:
            return session.scalars(select(Ticket).where(Ticket.number == number)).one()


def photo(width: int = 64) -> bytes:
    return picture((width, 48))


def broken() -> None:
    """In the place of a database that is down."""
    raise OperationalError("BEGIN", {}, Exception("database is down"))
