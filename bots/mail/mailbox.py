"""Follows a mailbox by IMAP (RFC 3501) with IDLE (RFC 2177).

How far it was read is the pair UIDVALIDITY:UID, moved on only after a mail is safe. A mail read twice does no
harm: its Message-ID tells that it is known.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from threading import Event
from typing import Any

import structlog
from imapclient import IMAPClient, SocketTimeout  # type: ignore[import-untyped]
from imapclient.exceptions import (  # type: ignore[import-untyped]
    IMAPClientAbortError,
    IMAPClientError,
    LoginError,
)

from bots.mail.settings import ImapServer, Security
from bots.shared.frame import Inbox
from core.kernel import metrics
from core.kernel.clock import Clock

log = structlog.get_logger()

BEGINNING = 1024 * 1024
"""Bytes that are read of a mail that is too large: its text stands there."""
_TICK_S = 1.0
_SECOND_LOOK_S = 1.0
"""A mail that came between the last search and IDLE may go unannounced (Dovecot with Maildir): it is found by then."""
_EARLY_S = 0.2
_LONGEST_WAIT_S = 60.0
_MOST_FAILURES = 10
"""More are not counted: the wait is the longest by then."""
_WRONG_PASSWORD_S = 300.0
_BATCH = 100
_SEEN = rb"\Seen"

Take = Callable[[Inbox, bytes, bool], bool]
"""Hands a mail over (True: all of it). Returns whether it became a message; by then everything is stored."""


def connect(server: ImapServer) -> Any:
    tls = server.security is Security.TLS
    client = IMAPClient(server.host, port=server.port, ssl=tls, timeout=SocketTimeout(connect=20, read=60))
    if server.security is Security.STARTTLS:
        client.starttls()
    return client


class Mailbox:
    def __init__(
        self,
        account: str,
        server: ImapServer,
        user: str,
        password: str,
        max_bytes: int,
        take: Take,
        clock: Clock,
        *,
        dial: Callable[[ImapServer], Any] = connect,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._account = account
        self._server = server
        self._user = user
        self._password = password
        self._max_bytes = max_bytes
        self._take = take
        self._clock = clock
        self._dial = dial
        self._ticks = ticks
        self._idles = server.idle
        self._failures = 0

    def follow(self, inbox: Inbox, stop: Event) -> None:
        """Read until `stop` is set; whatever breaks, the connection is made anew."""
        while not stop.is_set():
            try:
                self._session(inbox, stop)
            except LoginError:
                log.error("mail.login_refused", account=self._account, mend="mend the user or the password")
                stop.wait(_WRONG_PASSWORD_S)
            except Exception as error:  # noqa: BLE001 - server, network or database: the thread must outlive them all
                wait = min(2.0**self._failures - 1, _LONGEST_WAIT_S)
                self._failures = min(self._failures + 1, _MOST_FAILURES)
                log.warning("mail.connection_lost", account=self._account, problem=type(error).__name__, wait_s=wait)
                stop.wait(wait)

    def _session(self, inbox: Inbox, stop: Event) -> None:
        with self._dial(self._server) as client:
            client.login(self._user, self._password)
            selected = client.select_folder(self._server.folder)
            validity, next_uid = int(selected[b"UIDVALIDITY"]), int(selected.get(b"UIDNEXT", 1))
            idles = self._idles and b"IDLE" in client.capabilities()
            log.info("mail.connected", account=self._account, idle=idles)
            last = self._catch_up(client, inbox, stop, validity, next_uid)
            settled = False
            while not stop.is_set():
                # A search alone may not see what just came: the server looks for new mail at the end of a command,
                # and what it announced then, IDLE will not say again.
                client.noop()
                newest = self._read_after(client, inbox, stop, validity, last)
                self._failures = 0
                if newest != last:
                    last, settled = newest, False
                elif idles:
                    self._idle(client, stop, self._server.refresh_s if settled else _SECOND_LOOK_S)
                    settled = True
                else:
                    stop.wait(self._server.poll_s)

    def _catch_up(self, client: Any, inbox: Inbox, stop: Event, validity: int, next_uid: int) -> int:
        """Returns the UID to go on from. If none is known, or the server numbered anew, reads recent mails first.

        A new account begins with the unread mails of the last days, not of years.
        """
        known, _, last = (inbox.cursor(self._account) or "").partition(":")
        if known == str(validity) and last.isdigit():
            return int(last)
        if known:
            # Restored or moved: the numbers mean other mails now. What is known already does no harm.
            log.warning("mail.numbered_anew", account=self._account)
            since = self._clock().date() - timedelta(days=self._server.reread_days)
            found = client.search(["SINCE", since])
        else:
            since = self._clock().date() - timedelta(days=self._server.since_days)
            unread = client.search(["UNSEEN"])
            found = set(unread) & set(client.search(["SINCE", since]))
            self._tell_older(len(unread) - len(found))
        self._read(client, inbox, stop, found, None)
        if not stop.is_set():
            inbox.advance(self._account, f"{validity}:{next_uid - 1}")
        return next_uid - 1

    def _tell_older(self, count: int) -> None:
        """Logs how many older unread mails are left alone: nobody expects an answer to them any more."""
        if count > 0:
            days = self._server.since_days
            mend = f"raise imap.since_days above {days} before the first start, or forward the ones that matter"
            log.warning("mail.older_left", account=self._account, count=count, mend=mend)
            metrics.LEFT_ALONE.labels(self._account, "older").inc(count)

    def _read_after(self, client: Any, inbox: Inbox, stop: Event, validity: int, last: int) -> int:
        # "n:*" means the last mail even if its number is below n (RFC 3501, section 6.4.8).
        found = [uid for uid in client.search(["UID", f"{last + 1}:*"]) if uid > last]
        return self._read(client, inbox, stop, found, validity) or last

    def _read(self, client: Any, inbox: Inbox, stop: Event, uids: Iterable[int], validity: int | None) -> int | None:
        """Hands mails over in order, and moves the cursor on after each unless `validity` is None."""
        last = None
        waiting = sorted(uids)
        for start in range(0, len(waiting), _BATCH):
            batch = waiting[start : start + _BATCH]
            sizes = client.fetch(batch, ["RFC822.SIZE"])
            for uid in batch:
                if stop.is_set():
                    return last
                used = uid in sizes and self._hand_over(client, inbox, uid, sizes[uid][b"RFC822.SIZE"])
                last = uid
                if validity is not None:
                    inbox.advance(self._account, f"{validity}:{uid}")
                if used:
                    self._mark(client, uid)
        return last

    def _hand_over(self, client: Any, inbox: Inbox, uid: int, size: int) -> bool:
        whole = size <= self._max_bytes
        # PEEK: nobody has read it until it is safe.
        answer = client.fetch([uid], ["BODY.PEEK[]" if whole else f"BODY.PEEK[]<0.{BEGINNING}>"]).get(uid, {})
        raw = next((value for name, value in answer.items() if name.startswith(b"BODY[]")), None)
        if not isinstance(raw, bytes):
            return False  # expunged meanwhile
        return self._take(inbox, raw, whole)

    def _mark(self, client: Any, uid: int) -> None:
        """Marks a mail as read, so that people who look into the mailbox see which ones became no message."""
        try:
            client.add_flags([uid], [_SEEN], silent=True)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            log.info("mail.not_marked", account=self._account, problem=type(error).__name__)

    def _idle(self, client: Any, stop: Event, patience_s: float) -> None:
        """Waits until a mail comes, patience ends or the server falls silent. Raises if the connection is dead."""
        try:
            client.idle()
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            # An untagged line is news that crossed our command. Anything else: it says that it can, but it can't.
            self._idles = "b'* " in str(error)
            raise
        begun = self._ticks()
        while not stop.is_set() and self._ticks() - begun < patience_s:
            asked = self._ticks()
            news = client.idle_check(timeout=min(_TICK_S, patience_s))
            if any(b"EXISTS" in event for event in news):
                break
            if not news and self._ticks() - asked < _EARLY_S:
                break  # nothing to read although something came: the server hung up, or TLS spoke
        client.idle_done()
