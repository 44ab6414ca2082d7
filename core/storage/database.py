"""Engine and transactions.

SQLite runs in WAL mode, and a writing transaction takes the write lock at its start (BEGIN IMMEDIATE):
taking it later would fail with "database is locked" whenever two writers had both begun by reading.
PostgreSQL locks rows instead, with SELECT … FOR UPDATE.

A writing transaction that queued messages or attachments wakes the workers once it is committed; whoever queues them
need not know of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

import structlog
from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from core.kernel import metrics
from core.kernel.errors import ForeignDatabaseError
from core.kernel.ports import Waker
from core.storage import wakes

log = structlog.get_logger()

DatabaseUnavailable = (OperationalError, InterfaceError)
"""What a database that is down, locked or full makes SQLAlchemy raise."""

_BUSY_TIMEOUT_MS = 30_000
_MIGRATIONS = Path(__file__).parent / "migrations"
_FIRST = "0100"
"""The oldest revision that there is; those below it were squashed into it."""
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Database:
    """Opens transactions on one database URL."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        # An error of the database is logged; what somebody wrote must not stand in it.
        self.engine: Engine = create_engine(
            parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite", hide_parameters=True
        )
        _keep_texts_storable(self.engine)
        if parsed.get_backend_name() == "sqlite":
            _prepare_sqlite(self.engine)
        self._writing = self.engine.execution_options(writing=True)
        self._listeners: dict[str, list[Callable[..., None]]] = {name: [] for name in _EVENTS}
        self._waker: Waker | None = None
        self.listen("after_flush", wakes.note)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one consistent state and writes nothing."""
        with self._session(self.engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: commits at the end, or leaves nothing behind. After the commit the workers are woken."""
        with self._session(self._writing) as session, session.begin():
            yield session
            session.flush()
            left = wakes.left_by(session)
        self._wake(left)

    def wake_by(self, waker: Waker) -> None:
        """Tell this waker from now on what a commit has left to do."""
        self._waker = waker

    @contextmanager
    def without_waking(self) -> Iterator[None]:
        """Nobody is woken meanwhile: for what is made up, and for wake-ups that get lost."""
        waker, self._waker = self._waker, None
        try:
            yield
        finally:
            self._waker = waker

    def _wake(self, left: wakes.Wakes) -> None:
        """All is safe by now: whatever happens here, the sweep makes it good."""
        if self._waker is None:
            return
        try:
            left.tell(self._waker)
        except Exception as error:  # noqa: BLE001 - a wake-up may be lost for any reason
            metrics.LOST_WAKES.labels("commit").inc()
            log.error("database.not_woken", problem=type(error).__name__)

    def listen(self, name: str, listener: Callable[..., None]) -> None:
        """Call `listener` at one of `_EVENTS` in a session of this database."""
        self._listeners[name].append(listener)

    def upgrade(self) -> None:
        """Bring the schema to the newest revision. Raises ForeignDatabaseError, before anything is changed."""
        self._revisions()
        with self._alembic() as config:
            command.upgrade(config, "head")

    def is_current(self) -> bool:
        """Whether it is there, with the newest revision. Makes and changes nothing. Raises ForeignDatabaseError."""
        url = self.engine.url
        if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
            return False
        return self._revisions() == set(ScriptDirectory(str(_MIGRATIONS)).get_heads())

    def _revisions(self) -> set[str]:
        """What the database has; none if it is empty. Raises ForeignDatabaseError for what this version can't read."""
        with self.engine.connect() as connection:
            found = set(MigrationContext.configure(connection).get_current_heads())
        known = {script.revision for script in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()}
        for revision in sorted(found - known):
            raise ForeignDatabaseError(_foreign(self.engine.url.render_as_string(hide_password=True), revision))
        return found

    def revise(self, message: str, number: str) -> None:
        """Write a new revision with the difference between the mapped classes and this database."""
        with self._alembic() as config:
            command.revision(config, message, autogenerate=True, rev_id=number)

    @contextmanager
    def _alembic(self) -> Iterator[AlembicConfig]:
        config = AlembicConfig()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self._writing.begin() as connection:
            config.attributes["connection"] = connection
            yield config

    def close(self) -> None:
        self.engine.dispose()

    def _session(self, engine: Engine) -> Session:
        return _ObservedSession(engine, expire_on_commit=False, info={_LISTENERS: self._listeners})


_EVENTS = ("after_flush", "before_commit")
"""https://docs.sqlalchemy.org/en/20/orm/session_events.html"""
_LISTENERS = "listeners"


class _ObservedSession(Session):
    """Tells its database's listeners. SQLAlchemy would keep them, and all that they know, until the process ends."""


def _tell(name: str, session: Session, *details: Any) -> None:
    for listener in session.info[_LISTENERS][name]:
        listener(session, *details)


for _name in _EVENTS:
    event.listen(_ObservedSession, _name, partial(_tell, _name))


def _foreign(url: str, revision: str) -> str:
    made_before = revision.isdecimal() and int(revision) < int(_FIRST)
    version = "an earlier version, from before the schema was begun anew," if made_before else "a later version"
    return (
        f"{url} has the revision {revision}: {version} made it, and this one can't read it. Nothing in it was changed. "
        "Go on with the release that made it; or write out with that release what has to be kept, and name a new "
        "database under storage.database in config.yml. See docs/deployment.md, Upgrade"
    )


_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",  # what was erased does not linger in free pages
    f"busy_timeout={_BUSY_TIMEOUT_MS}",
)


def _keep_texts_storable(engine: Engine) -> None:
    """No database keeps half a surrogate, and PostgreSQL no NUL: in any statement a mark stands in their place.

    Channels leave them out of what citizens write; this is for all else that comes from outside.
    """

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def before(_c: Any, _cursor: Any, statement: str, given: Any, _context: Any, _many: bool) -> tuple[str, Any]:
        return statement, _storable(given)


def _storable(given: Any) -> Any:
    if isinstance(given, str):
        return given if given.isascii() and "\0" not in given else _UNSTORABLE.sub("\ufffd", given)
    if isinstance(given, dict):
        return {name: _storable(value) for name, value in given.items()}
    if type(given) in (list, tuple):
        return type(given)(_storable(value) for value in given)
    return given


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: SqliteConnection, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's own BEGIN below replaces the driver's
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
