"""The terminal as a channel: `tanggap chat`.

Nothing has to be pushed: whoever sits at the terminal reads the outbound rows as they come.
"""

from __future__ import annotations

import itertools
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bots.shared.frame import Settings, Setup
from core.kernel.errors import FinalError
from core.kernel.messages import Button, Capabilities, Inbound, MediaKind, MediaRef, Outbound, Pin
from core.running.services import Services
from core.storage.models import Conversation, OutboundMessage, SendState

SECRETS = ()
ACCOUNT = "terminal"
_LOOK_EVERY_S = 1.0
MANNERS = {
    "chat": Capabilities(),
    "telegram": Capabilities(),
    "mail": Capabilities(pins=False, buttons=False, max_length=50_000),
    "sms": Capabilities(photos_in=False, photos_out=False, pins=False, buttons=False, short=True, max_length=1_530),
}
"""What the terminal can pretend to be: a channel with these abilities."""
_USAGE = "/foto PATH [keterangan] · /lokasi LAT,LON · /keluar"


class TerminalSettings(Settings):
    manners: Literal["chat", "telegram", "mail", "sms"] = "chat"


def build(setup: Setup) -> TerminalChannel:
    return TerminalChannel(setup.account, setup.read(TerminalSettings).manners)


def account_of(manners: str) -> str:
    """The account of the terminal that has these manners, in a scripted conversation."""
    return ACCOUNT if manners == "chat" else f"{ACCOUNT}-{manners}"


class TerminalChannel:
    def __init__(self, account: str = ACCOUNT, manners: str = "chat") -> None:
        self.account = account
        self.capabilities = MANNERS[manners]

    def send(self, message: Outbound) -> str | None:
        return None

    def fetch(self, media: MediaRef) -> bytes:
        try:
            return Path(media.ref).read_bytes()
        except OSError as error:
            raise FinalError(f"{media.ref} can't be read: {error.strerror}") from error


def sent_to(
    session: Session, services: Services, address: str, after: int = 0, *, account: str = ACCOUNT
) -> list[OutboundMessage]:
    """Returns what a citizen at the terminal was told after the outbound row `after`, in order."""
    query = (
        select(OutboundMessage)
        .join(Conversation)
        .where(Conversation.account == account)
        .where(Conversation.address_hash.in_(services.vault.fingerprints(account, address)))
        .where(OutboundMessage.state.in_((SendState.SENT, SendState.DELIVERED)), OutboundMessage.id > after)
        .order_by(OutboundMessage.id)
    )
    return list(session.scalars(query))


class Chat:
    """One person at a terminal. Typed lines go in, replies and later news come out."""

    def __init__(self, services: Services, address: str, show: Callable[[str, tuple[Button, ...]], None]) -> None:
        self._services = services
        self._address = address
        self._show = show
        self._seen = 0
        self._buttons: tuple[Button, ...] = ()
        self._lock = threading.Lock()

    def run(self, read_line: Callable[[], str]) -> None:
        """Reads lines until end of file or /keluar."""
        stop = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(stop,), daemon=True)
        self.look()
        watcher.start()
        try:
            for _ in itertools.count():
                line = read_line().strip()
                if line in ("/keluar", "/quit", "/exit"):
                    return
                if line:
                    self._services.intake.take(self.inbound(line))
                    self.look()
        except EOFError:
            return
        finally:
            stop.set()

    def look(self) -> None:
        """Show what has come since the last look."""
        with self._lock, self._services.database.read() as session:
            for row in sent_to(session, self._services, self._address, self._seen):
                self._seen = row.id
                self._buttons = row.buttons or self._buttons
                self._show(row.text, row.buttons)

    def inbound(self, line: str) -> Inbound:
        """A typed line as a message; a line that is a button's label presses it."""
        text, pin, pressed = line, None, None
        media: tuple[MediaRef, ...] = ()
        command, _, rest = line.partition(" ")
        if command == "/foto" and rest:
            path, _, text = rest.partition(" ")
            media = (MediaRef(kind=MediaKind.PHOTO, ref=str(Path(path).expanduser())),)
        elif command == "/lokasi" and (place := _pin(rest)):
            text, pin = "", place
        else:
            match = (b for b in self._buttons if b.label.casefold() == line.casefold())
            pressed = next((button.id for button in match), None)
        return Inbound(
            account=ACCOUNT,
            message_id=uuid.uuid4().hex,
            sender=self._address,
            sent_at=self._services.clock(),
            text="" if pressed else text,
            media=media,
            pin=pin,
            pressed=pressed,
        )

    def _watch(self, stop: threading.Event) -> None:
        while not stop.wait(_LOOK_EVERY_S):
            self.look()


def usage() -> str:
    return _USAGE


def _pin(text: str) -> Pin | None:
    try:
        lat, lon = (float(part) for part in text.split(","))
        return Pin(lat=lat, lon=lon)
    except ValueError:
        return None
