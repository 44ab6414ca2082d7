"""A whole Tanggap on a temporary database, with a channel that keeps what it was given to send."""

from __future__ import annotations

import functools
import io
import itertools
import tempfile
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from PIL import Image

from core.config import Config, load_config
from core.intake.intake import Taken
from core.kernel.clock import ManualClock
from core.kernel.errors import SendError
from core.kernel.messages import Capabilities, Inbound, MediaRef, Outbound, Pin
from core.kernel.ports import Understander
from core.location import Gazetteer
from core.messaging.media_store import MediaStore
from core.protection.vault import Vault
from core.running.inline import InlineWaker
from core.running.services import CityResolver, Services, build_services
from core.storage.database import Database
from tests.support.understanding import WordUnderstander

ROOT = Path(__file__).parents[2]
KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
KEBON_JERUK = Pin(lat=-6.1937, lon=106.7732)


@functools.cache
def gazetteer() -> Gazetteer:
    """Loaded once: it reads files and changes nothing."""
    return Gazetteer.load()


@functools.cache
def city_config() -> Config:
    """The project's own config.yml, with `step_by_step`; a value that nobody can change, so it is read once."""
    return step_by_step(load_config(ROOT / "config.yml"))


def step_by_step(config: Config) -> Config:
    """Every report is asked for its photo and confirmed, so that a test decides itself when a ticket opens.

    Whoever listens hears of it at once. What was reported before is reported again.
    """
    at_once = {"confirm": "always", "grace": timedelta(0), "gather": timedelta(0), "quiet": None, "duplicates": False}
    return config.model_copy(update={"conversation": config.conversation.model_copy(update=at_once)})


@functools.cache
def _migrated() -> bytes:
    """A SQLite file with all revisions, made once: migrating takes longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        database = Database(f"sqlite:///{file}")
        database.upgrade()
        database.close()
        return file.read_bytes()


def picture(size: tuple[int, int] = (64, 48), form: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, form)
    return out.getvalue()


@dataclass
class FakeChannel:
    """Sends into a list; raises what a test puts into `failures`, one per attempt."""

    account: str = "fake"
    capabilities: Capabilities = field(default_factory=Capabilities)
    sent: list[Outbound] = field(default_factory=list)
    failures: list[SendError] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def send(self, message: Outbound) -> str | None:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(message)
        return f"sent-{message.id}"

    def fetch(self, media: MediaRef) -> bytes:
        return self.files.get(media.ref) or picture()


class House:
    """Everything that a test of the domain needs, and short ways to talk to it."""

    def __init__(
        self,
        folder: Path,
        config: Config | None = None,
        database: str | None = None,
        resolver: CityResolver | None = None,
        understander: Understander | None = None,
    ) -> None:
        base = config or city_config()
        file = folder / "test.db"
        if database is None and not file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            file.write_bytes(_migrated())
        storage = base.storage.model_copy(
            update={
                "database": database or f"sqlite:///{file}",
                "media": str(folder / "media"),
                "spool": folder / "spool",
            }
        )
        self.config = base.model_copy(update={"storage": storage})
        self.clock = ManualClock()
        self.channel = FakeChannel()
        self.channels = {"fake": self.channel}
        self.understander = WordUnderstander()
        self.waker = InlineWaker()
        self.vault = Vault(KEY)
        self.services: Services = build_services(
            self.config,
            database=Database(self.config.storage.database),
            vault=self.vault,
            channels=self.channels,
            media=MediaStore(self.config.storage.media),
            understander=understander or self.understander,
            resolver=resolver or gazetteer(),
            waker=self.waker,
            clock=self.clock,
        )
        if database is not None:
            self.services.database.upgrade()
        self.waker.attach(self.services)
        self._ids = itertools.count(1)

    def inbound(self, text: str = "", *, sender: str = "warga-1", **fields: Any) -> Inbound:
        message: dict[str, object] = {
            "account": "fake",
            "message_id": f"m{next(self._ids)}",
            "sender": sender,
            "sent_at": self.clock(),
            "text": text,
            **fields,
        }
        return Inbound.model_validate(message)

    def take(self, text: str = "", **fields: Any) -> list[Outbound]:
        """Take a message in; answers what was sent because of it."""
        before = len(self.channel.sent)
        assert self.services.intake.take(self.inbound(text, **fields)) is Taken.NEW
        return self.channel.sent[before:]

    def press(self, label: str, **fields: Any) -> list[Outbound]:
        """Press the newest button that bears this label."""
        buttons = [button for message in self.channel.sent for button in message.buttons]
        found = next(button for button in reversed(buttons) if button.label == label)
        return self.take(pressed=found.id, **fields)

    def report(self, text: str = "lampu jalan mati sejak kemarin", **fields: Any) -> str:
        """A whole report, confirmed; answers the ticket's number."""
        self.take(text, **fields)
        self.take(pin=KEBON_JERUK, **fields)
        self.take("1", **fields)
        self.take("lewati", **fields)
        self.press("Kirim", **fields)
        opened = next(m for m in reversed(self.channel.sent) if "Nomornya" in m.text)
        return opened.text.split("Nomornya ")[1][:9]
