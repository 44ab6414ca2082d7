"""A mailbox in memory that answers as IMAPClient does, and breaks when it is told to; and a inbox to hand over at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError  # type: ignore[import-untyped]

from bots.mail.settings import ImapServer
from core.intake.intake import Taken
from core.kernel.messages import DeliveryReport, Inbound


@dataclass
class FakeServer:
    """What lies in the folder, by UID; `script` is what happens at each further wait, then `stop` is set."""

    stop: Event = field(default_factory=Event)
    mails: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    expunged: set[int] = field(default_factory=set)
    """Found by a search, but gone when they are fetched."""
    validity: int = 100
    capabilities: tuple[bytes, ...] = (b"IMAP4REV1", b"IDLE")
    script: list[Callable[[], object]] = field(default_factory=list)
    password: str | None = None
    read_only: bool = False
    idle_refused: bool = False
    announces: bool = True
    """Whether IDLE tells what comes; Dovecot keeps silent about what came around its beginning."""
    old: set[int] = field(default_factory=set)
    """Mails of long ago."""
    log: list[str] = field(default_factory=list)

    def dial(self, _server: ImapServer) -> FakeClient:
        self.log.append("dial")
        return FakeClient(self)

    def put(self, raw: bytes) -> int:
        uid = max(self.mails, default=0) + 1
        self.mails[uid] = raw
        return uid

    def wait(self) -> None:
        """The next event of the script; the end of the script is the end of the test."""
        if not self.script:
            self.stop.set()
            return
        self.script.pop(0)()

    def hang_up(self) -> None:
        raise IMAPClientAbortError("socket error: EOF")


class FakeClient:
    """Searches what it saw at the end of the command before, as Dovecot does."""

    def __init__(self, server: FakeServer) -> None:
        self._server = server
        self._look()

    def _look(self) -> None:
        self._known = {*self._server.mails, *self._server.expunged}

    def __enter__(self) -> FakeClient:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.log.append("close")

    def login(self, user: str, password: str) -> None:
        if self._server.password not in (None, password):
            self._server.stop.set()
            raise LoginError("[AUTHENTICATIONFAILED]")

    def capabilities(self) -> tuple[bytes, ...]:
        return self._server.capabilities

    def select_folder(self, _folder: str) -> dict[bytes, int]:
        server = self._server
        return {b"UIDVALIDITY": server.validity, b"UIDNEXT": max(server.mails, default=0) + 1}

    def search(self, criteria: list[Any]) -> list[int]:
        self._server.log.append(f"search {criteria[0]}")
        uids = sorted(self._known)
        self._look()
        if criteria[0] == "UNSEEN":
            return [uid for uid in uids if uid not in self._server.seen]
        if criteria[0] == "SINCE":
            return [uid for uid in uids if uid not in self._server.old]
        if criteria[0] == "UID":
            first = int(str(criteria[1]).partition(":")[0])
            return [uid for uid in uids if uid >= first] or uids[-1:]  # as RFC 3501 has it
        return uids

    def fetch(self, uids: list[int], what: list[str]) -> dict[int, dict[bytes, Any]]:
        found = {uid: self._server.mails[uid] for uid in uids if uid in self._server.mails}
        if what == ["RFC822.SIZE"]:
            return {uid: {b"RFC822.SIZE": len(raw)} for uid, raw in found.items()}
        self._server.log.append(f"fetch {what[0]}")
        if what == ["BODY.PEEK[]"]:
            return {uid: {b"BODY[]": raw} for uid, raw in found.items()}
        length = int(what[0].rpartition(".")[2].rstrip(">"))
        return {uid: {b"BODY[]<0>": raw[:length]} for uid, raw in found.items()}

    def add_flags(self, uids: list[int], _flags: list[bytes], *, silent: bool) -> None:
        if self._server.read_only:
            raise IMAPClientError("store failed: read-only")
        self._server.seen.update(uids)

    def idle(self) -> None:
        if self._server.idle_refused:
            raise IMAPClientError("Unexpected IDLE response: BAD")

    def idle_check(self, timeout: float) -> list[tuple[object, ...]]:
        before = set(self._server.mails)
        self._server.wait()
        if not self._server.announces:
            return []
        self._look()
        return [(uid, b"EXISTS") for uid in self._server.mails if uid not in before]

    def idle_done(self) -> None:
        self._server.log.append("idle done")

    def noop(self) -> None:
        """Between polls time passes; with IDLE it is only asked for news."""
        if b"IDLE" not in self._server.capabilities or self._server.idle_refused:
            self._server.wait()
        self._look()


@dataclass
class FakeInbox:
    taken: list[Inbound] = field(default_factory=list)
    reports: list[DeliveryReport] = field(default_factory=list)
    kept: list[tuple[bytes, str]] = field(default_factory=list)
    cursors: list[str] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)

    def take(self, inbound: Inbound) -> Taken:
        if self.failures:
            raise self.failures.pop(0)
        if inbound.message_id in [message.message_id for message in self.taken]:
            return Taken.REPLAY
        self.taken.append(inbound)
        return Taken.NEW

    def report(self, report: DeliveryReport) -> None:
        self.reports.append(report)

    def keep(self, account: str, payload: bytes, problem: str, *, on_purpose: bool = False) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.kept.append((payload, problem))

    def cursor(self, account: str) -> str | None:
        return self.cursors[-1] if self.cursors else None

    def advance(self, account: str, value: str) -> None:
        self.cursors.append(value)

    @property
    def ids(self) -> list[str]:
        return [message.message_id for message in self.taken]
