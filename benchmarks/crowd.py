"""Fills a database with as many tickets as a bench needs: straight into the tables, spread as a city's reports are."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from itertools import accumulate, islice
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from core.city.routing import Router
from core.config import Config
from core.dialogue.state import ConversationState as DialogueState
from core.kernel.states import OPEN_STATES, Kind, Role, State
from core.kernel.ticket_numbers import new_number
from core.location import Areas
from core.reports import counts
from core.storage.database import Database
from core.storage.models import Conversation, EventVerb, Follower, Ticket, TicketEvent, TicketHolder

A_DAY = 508
"""Reports of a city like Jakarta. A smaller city of the same age has fewer a day."""
YEARS = 5
_CHUNK = 10_000
_KINDS = {Kind.COMPLAINT: 88, Kind.ASPIRATION: 7, Kind.INFORMATION: 5}
_CHANNELS = {"web": 35, "telegram": 30, "wa": 20, "sms": 10, "api": 5}
_CLOSED = {State.RESOLVED: 90, State.OUT_OF_SCOPE: 5, State.MERGED: 3, State.WITHDRAWN: 2}
_WAITING = {
    State.RECEIVED: 25,
    State.COORDINATING: 10,
    State.DISPATCHED: 15,
    State.IN_PROGRESS: 35,
    State.AWAITING_VALIDATION: 12,
    State.FOLLOW_UP_REJECTED: 2,
    State.REOPENED: 1,
}
_THINGS = (
    *("lampu jalan mati", "jalan berlubang", "sampah menumpuk", "saluran mampet", "pohon tumbang", "parkir liar"),
    *("air keran keruh", "trotoar rusak", "kabel menjuntai", "pedagang di trotoar", "banjir semata kaki", "bau asap"),
)
_ENDS = (
    *("sudah tiga hari", "mohon segera ditindaklanjuti", "sangat mengganggu warga", "di depan sekolah"),
    *("dekat pasar", "tolong diperbaiki", "setiap malam begini", "anak-anak jadi takut lewat"),
)
_SYLLABLES = ("ba", "ci", "du", "ga", "jo", "ka", "le", "mi", "nu", "pa", "ra", "si", "ta", "wu", "ya", "me")
RARE_WORD = "gapura kencana"
"""In about one report of 2,000."""
COMMON_WORD = "jalan"


def _words(chance: random.Random) -> str:
    """A street's name: a few are in many reports, most in few."""
    number = int(chance.paretovariate(0.6)) % 40_000
    name = ""
    for _ in range(4):
        number, syllable = divmod(number, len(_SYLLABLES))
        name += _SYLLABLES[syllable]
    return name


class _Pick:
    """Draws by weight."""

    def __init__(self, chance: random.Random, weights: Mapping[Any, int]) -> None:
        self._draw = partial(chance.choices, list(weights), cum_weights=list(accumulate(weights.values())))

    def __call__(self) -> Any:
        return self._draw()[0]


def tickets(count: int, config: Config, areas: Areas, router: Router, *, now: datetime) -> Iterator[dict[str, Any]]:
    """Rows of tickets, the oldest first."""
    chance = random.Random(count)
    categories = {code: round(400 / (place + 2)) for place, code in enumerate(config.categories)}
    start = now - timedelta(days=365 * YEARS)
    step = (now - start) / count
    pick_area = _Pick(chance, {area: chance.randint(1, 10) for area in areas.kelurahan})
    pick_kind, pick_category, pick_channel = _Pick(chance, _KINDS), _Pick(chance, categories), _Pick(chance, _CHANNELS)
    pick_closed, pick_waiting = _Pick(chance, _CLOSED), _Pick(chance, _WAITING)
    pick_rating = _Pick(chance, {5: 4, 4: 3, 3: 1, 1: 2})
    first_unit, suggested = cache(router.first_unit), cache(router.suggested)
    numbers = set[str]()
    for ticket_id in range(1, count + 1):
        while (number := new_number()) in numbers:
            pass
        numbers.add(number)
        opened = start + step * ticket_id - chance.random() * step
        area = pick_area()
        kind, category = pick_kind(), pick_category()
        age = now - opened
        waiting = chance.random() < (0.8 if age < timedelta(days=5) else 0.01)
        state = pick_waiting() if waiting else pick_closed()
        if kind is not Kind.COMPLAINT:
            state = State.FORWARDED if waiting else State.ANSWERED
        first = first_unit(kind, category, area.code, True).code
        unit = suggested(kind, category, area.code, True).code if chance.random() < 0.7 else first
        took = timedelta(hours=chance.lognormvariate(4.2, 1.0))
        done = min(opened + took, now) if state in (State.RESOLVED, State.ANSWERED) else None
        street = f"Jl. {_words(chance).title()} {chance.randint(1, 200)}"
        rare = f" dekat {RARE_WORD}" if chance.random() < 1 / 2000 else ""
        yield {
            "id": ticket_id,
            "number": number,
            "kind": kind,
            "category": category,
            "state": state,
            "description": f"{chance.choice(_THINGS)} {chance.choice(_ENDS)} {street}{rare}, {chance.choice(_ENDS)}",
            "place_words": f"{street} RT {chance.randint(1, 15):02}/RW {chance.randint(1, 12):02}",
            "lat": area.lat + chance.gauss(0, 0.003),
            "lon": area.lon + chance.gauss(0, 0.003),
            "area_code": area.code,
            "kelurahan": area.kelurahan,
            "kecamatan": area.kecamatan,
            "kota": area.kota,
            "place_approximate": False,
            "unit": unit,
            "needs_person": "category" if chance.random() < 0.05 else None,
            "public": chance.random() < 0.4,
            "channel": pick_channel(),
            "reporter_id": ticket_id % max(count // 4, 1) + 1,
            "rating": pick_rating() if done and chance.random() < 0.3 else None,
            "version": 3,
            "opened_at": opened,
            "opened_on": opened.astimezone(config.zone).date(),
            "changed_at": done or opened,
            "done_at": done,
            "due_at": opened + timedelta(days=7),
            "step_due_at": now + timedelta(days=chance.uniform(-3, 5)) if state in OPEN_STATES else None,
            "escalation": 0,
        }


def fill(database: Database, count: int, config: Config, areas: Areas, router: Router, *, now: datetime) -> None:
    """All of it in one transaction, without the triggers, which the rebuilt counts and index make good."""
    rows = tickets(count, config, areas, router, now=now)
    with database.write() as session, _without_triggers(session):
        people = max(count // 4, 1)
        for start in range(1, people + 1, _CHUNK):
            session.execute(
                insert(Conversation), [_citizen(n, now) for n in range(start, min(start + _CHUNK, people + 1))]
            )
        while chunk := list(islice(rows, _CHUNK)):
            session.execute(insert(Ticket.__table__), chunk)
            events = [event for ticket in chunk for event in _events(ticket)]
            session.execute(insert(TicketEvent.__table__), events)
            follows = [{"ticket_id": t["id"], "conversation_id": t["reporter_id"], "since": now} for t in chunk]
            session.execute(insert(Follower.__table__), follows)
            session.execute(insert(TicketHolder.__table__), [held for ticket in chunk for held in _holders(ticket)])
        _put_sequences_right(session)
    with database.write() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("INSERT INTO ticket_words(ticket_words) VALUES ('rebuild')"))
        counts.rebuild(session, config.zone)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":  # as it does by itself sooner or later; SQLite never does
            connection.execute(text("VACUUM ANALYZE"))


def _citizen(number: int, now: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "account": "web",
        "address_hash": f"{number:064x}",
        "address": b"-",
        "language": "id",
        "state": DialogueState(),
        "blocked": False,
        "barred": False,
        "created_at": now,
        "last_inbound_at": now,
    }


def _events(ticket: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    opened = {"ticket_id": ticket["id"], "at": ticket["opened_at"], "verb": EventVerb.OPENED, "role": Role.REPORTER}
    yield {**opened, "from_state": None, "to_state": State.RECEIVED, "note": None}
    if ticket["state"] is not State.RECEIVED:
        moved = {"ticket_id": ticket["id"], "at": ticket["changed_at"], "verb": EventVerb.MOVED, "role": Role.UNIT}
        yield {**moved, "from_state": State.RECEIVED, "to_state": ticket["state"], "note": "sudah ditangani"}


def _holders(ticket: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Most came to their kelurahan first."""
    for unit in {ticket["unit"], f"kelurahan/{ticket['area_code']}"}:
        yield {"ticket_id": ticket["id"], "holder": unit}


@contextmanager
def _without_triggers(session: Session) -> Iterator[None]:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE ticket DISABLE TRIGGER USER"))
        yield
        session.execute(text("ALTER TABLE ticket ENABLE TRIGGER USER"))
        return
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ticket'"
    triggers = session.execute(text(query)).all()
    for name, _ in triggers:
        session.execute(text(f"DROP TRIGGER {name}"))
    yield
    for _, definition in triggers:
        session.connection().exec_driver_sql(definition)


def _put_sequences_right(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        for table in ("ticket", "conversation"):
            session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"))


NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
