"""gammu-smsd with a modem at this machine: https://docs.gammu.org/smsd/files.html

In: smsd runs `gammu_receive.py` for every text, which posts it to us. Out: a file in smsd's outbox folder. A text
that can't be sent is told by smsd's RunOnFailure; that one was delivered it can't be told, as smsd does not say
which text a delivery report belongs to.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import httpx
from pydantic import BaseModel, model_validator

from bots.shared.frame import HookRequest, Setup
from bots.sms.gateway import Incoming, Sms, SmsSettings, Status, moment
from bots.sms.guards import Guard
from core.kernel.errors import RetryableError

_NOTE = re.compile(r"_(?P<note>[A-Za-z0-9-]+)\.[a-z]+$")


class GammuSettings(SmsSettings):
    outbox: Path
    """The OutboxPath of smsd's configuration."""


class _GammuText(BaseModel):
    id: str
    number: str
    text: str
    at: str = ""


class _Post(BaseModel):
    """What gammu_receive.py sends."""

    texts: list[_GammuText] = []
    failed: list[str] = []
    """Names of outbox files."""

    @model_validator(mode="after")
    def _something(self) -> _Post:
        if not self.model_fields_set:
            raise ValueError("neither texts nor failed")
        return self


class GammuGateway:
    Settings: ClassVar[type[SmsSettings]] = GammuSettings
    delivers_parts: ClassVar[bool] = False
    """smsd joins parts itself, and waits MultipartTimeout for late ones."""

    def __init__(self, setup: Setup, settings: GammuSettings, http: httpx.Client) -> None:
        self._outbox = settings.outbox
        self._guard = Guard(setup.account, setup.secrets["token"], settings.allow_from)
        self._clock = setup.clock

    @staticmethod
    def secrets(settings: Mapping[str, Any]) -> tuple[str, ...]:
        return ("token",)

    def verify(self, request: HookRequest) -> None:
        self._guard.check(request)

    def read(self, request: HookRequest) -> Incoming:
        post = _Post.model_validate_json(request.body)
        return Incoming(
            [Sms(text.number, text.text, text.id, text.at, moment(text.at)) for text in post.texts],
            [Status(m["note"], delivered=False, detail="smsd") for name in post.failed if (m := _NOTE.search(name))],
        )

    def send(self, to: str, text: str, *, unicode: bool, reference: str) -> str:
        """Puts a file into smsd's outbox. Returns the reference of the message.

        smsd sends in the order of the names, so they begin with the time. A file is renamed once it is whole.
        """
        note = re.sub(r"[^A-Za-z0-9]", "-", reference)
        name = f"OUTC{self._clock():%Y%m%d_%H%M%S_%f}_{to}_{note}.txtd"
        partial = self._outbox / f".{name}.partial"
        try:
            # With a byte order mark smsd knows that it is Unicode; it sends 7 bits where they suffice.
            with partial.open("wb") as file:
                file.write(text.encode("utf-16"))
                file.flush()
                os.fsync(file.fileno())
            partial.rename(self._outbox / name)
        except OSError as error:
            raise RetryableError(f"smsd's outbox can't be written: {error.strerror}") from error
        return note
