"""Every parser of what comes from outside, as a function of bytes. It may answer, or raise an error of ours.

Both `test_fuzz.py` (Hypothesis, a fixed number of examples) and `__main__.py` (atheris, a fixed number of runs) walk
this one table.
"""

from __future__ import annotations

import functools
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

from bots.mail.hook import mail_of
from bots.mail.html import read_html
from bots.mail.replies import newly_written
from bots.shared.frame import Received, WebhookChannel, pack, reread
from bots.sms.numbers import e164
from core.config import load_config
from core.dialogue.danger import kind_of
from core.dialogue.plain_words import PlainWords
from core.dialogue.reading import known_word, typed_option
from core.dialogue.state import Option
from core.intake.dead_letters import unwrap
from core.kernel.errors import ConfigError, MediaError, PayloadError
from core.kernel.messages import TEXT_LIMIT, Inbound
from core.kernel.ticket_numbers import find_mistyped, find_numbers, read_number
from core.location import Areas, Boundaries, LocationDataError
from core.location.photos import photo_position
from core.location.resolver import Gazetteer
from core.messaging.transcript import TranscriptCursor
from core.protection import photos
from core.protection.scrub import scrub
from core.reports import search
from core.reports.worklist import TicketCursor
from core.storage.models import Ticket
from nlu.client import NluClient, NluUnavailable
from tests.bots.mail.conftest import MAILS
from tests.bots.test_channels import SUBJECTS
from tests.support.channel_harness import Raw
from tests.support.hostile import LINES
from tests.support.house import ROOT, House, gazetteer, picture

_WORDS = [line.encode("utf-8", "surrogatepass") for line in LINES if len(line) < 3000]


@dataclass(frozen=True)
class Target:
    name: str
    parse: Callable[[bytes], object]
    ours: tuple[type[Exception], ...] = ()
    """What it may raise."""
    seeds: Sequence[bytes] = ()
    costly: bool = False

    def run(self, data: bytes) -> None:
        """Anything but an answer or an error of ours goes through."""
        try:
            answer = self.parse(data)
        except self.ours:
            return
        if isinstance(answer, Received):
            assert all(len(message.text) <= TEXT_LIMIT for message in answer.messages)
            for message in answer.messages:
                assert Inbound.model_validate_json(message.model_dump_json()) == message, "the spool can keep it"


@functools.cache
def house() -> House:
    return House(Path(tempfile.mkdtemp(prefix="tanggap-fuzz-")))


def _text(data: bytes) -> str:
    """Any text that Python can hold: half surrogates, too."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def _file(data: bytes, suffix: str) -> Path:
    path = Path(tempfile.gettempdir()) / f"tanggap-fuzz-{os.getpid()}{suffix}"
    path.write_bytes(data)
    return path


# --- channels --------------------------------------------------------------------------------------


@functools.cache
def _channel(name: str) -> Any:
    subject = next(subject for subject in SUBJECTS if subject.name == name)
    return subject.build(house(), name, 0)


def _received(name: str, like: Raw, data: bytes) -> Received:
    """As if it had proven itself. What is sent as a query is fuzzed there."""
    if like.query and not like.body:
        raw = replace(
            like, query={**like.query, **dict.fromkeys(list(like.query)[:3], data.decode("utf-8", "replace"))}
        )
    else:
        raw = like.with_body(data)
    channel: WebhookChannel = _channel(name)
    return channel.receive(raw.as_hook())


def _channels() -> Iterator[Target]:
    for subject in SUBJECTS:
        cases = [case for case in subject.cases() if case.raw.method in ("POST", "GET")]
        like = next(case.raw for case in subject.real)
        seeds = [case.raw.body for case in cases if case.raw.body] or _WORDS
        yield Target(
            f"webhook {subject.name}",
            functools.partial(_received, subject.name, like),
            (PayloadError,),
            seeds,
        )
        kept = [pack(case.raw.as_hook()) for case in cases[:4]]
        yield Target(f"kept {subject.name}", functools.partial(_reread, subject.name), (PayloadError,), kept)


def _reread(name: str, data: bytes) -> object:
    """Ours are encrypted with our own key, so only what was fetched may look like anything."""
    if data.startswith(b"tanggap-hook"):
        return None
    return reread(_channel(name), data)


def _polled(data: bytes) -> object:
    return _channel("x").read(data)


_POLLED = json.dumps(
    {
        "id": "2008000000000000009",
        "event_type": "MessageCreate",
        "text": "lampu mati https://t.co/x",
        "created_at": "2026-01-05T00:00:00Z",
        "sender_id": "3001969357",
        "attachments": {"media_keys": ["3_1"]},
        "includes": {"media": [{"media_key": "3_1", "type": "photo", "url": "https://x.example/1.jpg"}]},
    }
).encode()


def _posted_mail(data: bytes) -> object:
    form = b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\n' + data + b"\r\n--b--\r\n"
    types = ("multipart/form-data; boundary=b", "application/x-www-form-urlencoded", _text(data[:60]))
    requests = (Raw("x", headers={"content-type": kind}, body=body) for kind in types for body in (form, data))
    return [_mail_or_none(request) for request in requests]


def _mail_or_none(raw: Raw) -> object:
    hook = replace(raw, headers={}).as_hook()
    try:
        return mail_of(replace(hook, headers=raw.headers))[0]
    except PayloadError:
        return None


def _bytes_of(folder: Path, pattern: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob(pattern))]


# --- texts -----------------------------------------------------------------------------------------

_OPTIONS = (Option(id="a", label="Ya"), Option(id="b", label="Tebet Barat"))
_PLACES = (b"-6.2, 106.8", b"kel. Tebet Barat RT 01/02", b"https://maps.google.com/?q=-6,106", b"6P59QRXJ+2X")


def _spoken(data: bytes) -> object:
    text = _text(data)[:TEXT_LIMIT]
    find_numbers(text), find_mistyped(text), read_number(text), scrub(text), e164(text, "ID")
    return known_word(text), typed_option(text, _OPTIONS), kind_of(PlainWords.of(text))


def _place(data: bytes) -> object:
    text = _text(data)[:TEXT_LIMIT]
    return house().services.places.read(text, None), house().services.places.read(text, None, "31.74")


def _conversation(data: bytes) -> object:
    return house().services.intake.take(house().inbound(_text(data)[:TEXT_LIMIT]))


def _sought(data: bytes) -> object:
    words = search.terms(_text(data))
    if not words:
        return None
    with house().services.database.read() as session:
        return session.scalars(search.having(session, select(Ticket.id), Ticket.id, words)).all()


def _understood(data: bytes) -> object:
    answers = httpx.MockTransport(lambda _request: httpx.Response(200, content=data))
    return NluClient("http://127.0.0.1:1", transport=answers).parse("lampu mati")


_UNDERSTOOD = json.dumps(
    {"text": "lampu mati", "intent": {"name": "report", "confidence": 0.9}, "intent_ranking": [], "entities": []}
).encode()

# --- files of an operator --------------------------------------------------------------------------


def _config(data: bytes) -> object:
    return load_config(_file(data, ".yml"))


_AREAS = b"code,kelurahan,kecamatan,kota,lat,lon,postal_code\n31.74.01.1001,Tebet Barat,Tebet,Kota,-6.2,106.8,12810\n"
_STREETS = b"street,kelurahan_codes\nJalan Mawar,31.74.01.1001|31.74.01.1004\n"
_LANDMARKS = b"name,lat,lon,code\nPasar Pagi,-6.2,106.8,31.74.01.1001\n"
_TOPOLOGY = json.dumps(
    {
        "type": "Topology",
        "transform": {"scale": [0.001, 0.001], "translate": [106.0, -6.0]},
        "arcs": [[[0, 0], [10, 0], [0, 10], [-10, -10]]],
        "objects": {
            "a": {
                "type": "GeometryCollection",
                "geometries": [{"type": "Polygon", "id": "31.74.01.1001", "properties": {"code": 1}, "arcs": [[0]]}],
            }
        },
    }
).encode()
_GEOJSON = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": "31.74.01.1001"},
                "geometry": {"type": "Polygon", "coordinates": [[[106, -6], [106.1, -6], [106.1, -6.1], [106, -6]]]},
            }
        ],
    }
).encode()


def _photo(data: bytes) -> object:
    photo_position(data)
    return photos.clean(data)


TARGETS: tuple[Target, ...] = (
    *_channels(),
    Target("polled x", _polled, (PayloadError,), [_POLLED]),
    Target("mail", lambda data: _channel("mail-token").read(data), (PayloadError,), _bytes_of(MAILS, "*.eml")),
    Target("posted mail", _posted_mail, (), _bytes_of(MAILS, "*.eml")[:3]),
    Target("mail html", lambda data: read_html(_text(data), cut=True), (), [b"<p>halo<blockquote>x</blockquote>"]),
    Target("mail reply", lambda data: newly_written(_text(data), answers=True), (), [b"halo\n> kata\nOn x wrote:\n"]),
    Target("letter", unwrap, (PayloadError,), [b'tanggap-received\n{"account":"a","message_id":"1","delivered":true}']),
    Target("spoken words", _spoken, (), _WORDS),
    Target(
        "place",
        _place,
        (),
        [*_WORDS, *_PLACES],
    ),
    Target("conversation", _conversation, (), [b"lampu mati di Tebet Barat", b"status K7M4-2XPR"], costly=True),
    Target("search", _sought, (), [b"lampu mati", b'"a" OR b* NEAR(', *_WORDS]),
    Target(
        "list cursor", lambda data: TicketCursor.read(_text(data)), (), [b"7.2026-01-05T00:00:00+00:00", b"7", *_WORDS]
    ),
    Target("chat cursor", lambda data: TranscriptCursor.read(_text(data)), (PayloadError,), [b"1.2"]),
    Target("link", lambda data: house().services.links.read(_text(data)), (), [b"1.abc.1795336961.x", *_WORDS]),
    Target("understanding", _understood, (NluUnavailable,), [_UNDERSTOOD]),
    Target("photo", _photo, (MediaError,), [picture(), picture(form="PNG"), picture(form="GIF")], costly=True),
    Target("config", _config, (ConfigError,), [(ROOT / "config.yml").read_bytes(), b"city: {name: x}"], costly=True),
    Target("areas", lambda data: Areas.load(_file(data, ".csv")), (LocationDataError,), [_AREAS]),
    Target(
        "streets",
        lambda data: Gazetteer.load(streets=_file(data, ".csv")),
        (LocationDataError,),
        [_STREETS],
        costly=True,
    ),
    Target(
        "landmarks",
        lambda data: Gazetteer.load(landmarks=_file(data, ".csv")),
        (LocationDataError,),
        [_LANDMARKS],
        costly=True,
    ),
    Target(
        "boundaries",
        lambda data: Boundaries.load(_file(data, ".json"), gazetteer().areas),
        (LocationDataError,),
        [_TOPOLOGY, _GEOJSON],
    ),
)
BY_NAME = {target.name: target for target in TARGETS}
