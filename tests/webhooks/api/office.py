"""The API on a temporary database, with programs that call it and tickets to look at."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from bots.api import ApiChannel
from core.dialogue.state import ConversationState as DialogueState
from core.dialogue.state import DescriptionPart, Draft, Place
from core.kernel.actor import Actor
from core.kernel.messages import MediaKind
from core.kernel.ports import Channel
from core.kernel.states import Kind, Role, State
from core.protection import photos
from core.protection.safe_http import Outward
from core.storage.models import Conversation, Media, MediaState, Ticket
from core.tickets.steps import step_to
from tests.support.house import House, city_config, picture
from webhooks import create_app
from webhooks.api import create_api
from webhooks.api.tokens import Scope, create_token

REPORTER = "0812-RAHASIA-pelapor@example.id"
NAME = "Nama Rahasia"
DESCRIPTION = "uraian rahasia: tiang di depan rumah saya"
WORDS = "sebelah rumah nomor rahasia"
KELURAHAN = "31.73.05.1003"
UNIT = f"kelurahan/{KELURAHAN}"
OTHER_UNIT = "kelurahan/31.71.01.1001"


@dataclass
class Program:
    """A program with its token (or without one)."""

    client: FlaskClient
    token: str | None

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers=self._headers(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.client.post(path, json=body, headers=self._headers(headers))

    def photo(self, data: bytes | None = None) -> str:
        response = self.client.post(
            "/api/v1/photos", data=data or picture(), content_type="image/jpeg", headers=self._headers({})
        )
        assert response.status_code == 201, response.text
        return cast(str, response.get_json()["photo"])

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        mine = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {**mine, **{name.replace("_", "-"): value for name, value in more.items()}}


class Office:
    def __init__(self, folder: Path) -> None:
        config = city_config()
        server = config.server.model_copy(update={"private_receivers": True})
        self.house = House(folder, config.model_copy(update={"server": server}))
        self.services = self.house.services
        self.channel = ApiChannel("api", Outward(allow_private=True))
        cast(dict[str, Channel], self.house.channels)["api"] = self.channel
        self.app: Flask = create_app(self.services, blueprints=create_api(self.services))
        self.area = self.services.router._areas[KELURAHAN]

    def token(
        self, *scopes: Scope, role: Role | None = None, unit: str | None = None, lifetime: timedelta | None = None
    ) -> str:
        with self.services.database.write() as session:
            return create_token(session, "uji", scopes, role, unit, clock=self.services.clock, lifetime=lifetime)

    def program(self, *scopes: Scope, role: Role | None = None, unit: str | None = None) -> Program:
        return Program(self.app.test_client(), self.token(*scopes, role=role, unit=unit))

    def stranger(self) -> Program:
        return Program(self.app.test_client(), None)

    def ticket(
        self,
        *,
        public: bool = False,
        category: str = "lampu_jalan",
        kind: Kind = Kind.COMPLAINT,
        photo: bool = False,
        sender: str = REPORTER,
        code: str = KELURAHAN,
    ) -> str:
        """A report of a citizen in a chat; answers its number."""
        with self.services.database.write() as session:
            area = self.services.router._areas[code]
            place = Place(
                words=WORDS,
                lat=-6.19371,
                lon=106.77321,
                area_code=area.code,
                kelurahan=area.kelurahan,
                kecamatan=area.kecamatan,
                kota=area.kota,
            )
            vault, now = self.services.vault, self.services.clock()
            mark = vault.fingerprint("fake", sender)
            conversation = session.scalar(select(Conversation).where(Conversation.address_hash == mark))
            if conversation is None:
                conversation = Conversation(
                    account="fake",
                    address_hash=mark,
                    address=vault.encrypt(sender),
                    display_name=vault.encrypt(NAME),
                    language="id",
                    state=DialogueState(),
                    created_at=now,
                    last_inbound_at=now,
                )
                session.add(conversation)
            draft = Draft(
                key="00000000",
                parts=(DescriptionPart(message_id="m", text=DESCRIPTION),),
                kind=kind,
                category=category,
                place=place,
            )
            pictures = [self._stored()] if photo else []
            workflow = self.services.workflow
            ticket = workflow.open(session, conversation, draft, workflow.fresh_number(session), pictures)
            ticket.public = public
            return ticket.number

    def move(self, number: str, *steps: State) -> None:
        """As an administrator; a photo of the work goes with what awaits validation."""
        for to in steps:
            with self.services.database.write() as session:
                evidence = [self._stored()] if to is State.AWAITING_VALIDATION else []
                if evidence:
                    session.add_all(evidence)
                self.services.workflow.move(
                    session, number, step_to(to, note="catatan petugas", photos=evidence), Actor(Role.ADMINISTRATOR)
                )

    def find(self, number: str) -> Ticket:
        with self.services.database.read() as session:
            return session.scalars(select(Ticket).where(Ticket.number == number)).one()

    def count(self) -> int:
        with self.services.database.read() as session:
            return len(session.scalars(select(Ticket.id)).all())

    def _stored(self) -> Media:
        now = self.services.clock()
        clean = photos.clean(picture())
        return Media(
            kind=MediaKind.PHOTO,
            state=MediaState.STORED,
            key=self.services.media.put(clean.data),
            mime=photos.MIME,
            width=clean.width,
            height=clean.height,
            not_before=now,
            created_at=now,
        )


def upload(data: bytes, name: str = "foto.jpg") -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name
