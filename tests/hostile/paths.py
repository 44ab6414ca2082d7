"""Every way that a citizen's words take through Tanggap, each as a function of a text."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from bots.mail.channel import MailChannel
from bots.shared.frame import split_text, storable
from bots.telegram.updates import UpdateReader as TelegramReader
from bots.x.events import EventReader as XReader
from core.dialogue.danger import kind_of
from core.dialogue.engine import step
from core.dialogue.facts import Facts
from core.dialogue.language import LanguageGuesser
from core.dialogue.plain_words import PlainWords
from core.dialogue.reading import known_word, legible, typed_option, without_correction
from core.dialogue.state import ConversationState, Draft, Option, Place, Slot
from core.dialogue.state import DescriptionPart as Said
from core.kernel.clock import ManualClock
from core.kernel.messages import Inbound
from core.kernel.ticket_numbers import find_mistyped, find_numbers, read_number
from core.location import Gazetteer
from core.messaging.media_store import MediaStore
from core.protection.scrub import scrub
from nlu.client import NluClient
from tests.bots.mail.conftest import make_channel
from tests.support.house import House, gazetteer

Reads = Callable[[str], object]
_NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


NAMES = (
    "place",
    "place with streets and landmarks",
    "place inside an area",
    "language",
    "dialogue words",
    "a turn",
    "a turn that answers",
    "ticket numbers",
    "scrubbing",
    "a mail",
    "a mail that answers",
    "a mail of HTML",
    "a mail's subject",
    "Telegram",
    "X",
    "storing",
    "understanding",
)


def paths(folder: Path) -> Mapping[str, Reads]:
    """By name; what they keep lies in the folder."""
    media = MediaStore(str(folder / "media"))
    mail = make_channel(media, ManualClock())
    places = _with_lists(folder)
    return {
        "place": _forgetful(gazetteer()),
        "place with streets and landmarks": _forgetful(places),
        "place inside an area": lambda text: gazetteer().resolve(text, within="31.74"),
        "language": LanguageGuesser().guess,
        "dialogue words": _dialogue_words,
        "a turn": _turn,
        "a turn that answers": _answer,
        "ticket numbers": lambda text: (find_numbers(text), find_mistyped(text), read_number(text)),
        "scrubbing": scrub,
        "a mail": lambda text: _mail(mail, text),
        "a mail that answers": lambda text: _mail(mail, text, "In-Reply-To: <y@warga.test>"),
        "a mail of HTML": lambda text: _mail(mail, text, kind="html"),
        "a mail's subject": lambda text: _mail(mail, "halo", f"Subject: {' '.join(text.split())}"),
        "Telegram": _telegram,
        "X": _x,
        "storing": lambda text: (storable(text), split_text(text, 4096)),
        "understanding": _understanding(),
    }


def whole_message(folder: Path) -> Reads:
    """Taken in by one who has just begun a report, with everything that follows from it."""
    house = House(folder)
    count = iter(range(10**9))

    def take(text: str) -> None:
        sender = f"warga-{next(count)}"
        house.take(storable(text) or "-", sender=sender)

    return take


def _forgetful(places: Gazetteer) -> Reads:
    """The place of a text none of whose words was read before."""
    names, reader = places._reader._names, places._reader

    def read(text: str) -> object:
        for kept in (names.readings._kept, reader._kept_markers):
            if len(text) > 1000:
                kept.clear()
        return places.resolve(text)

    return read


def _with_lists(folder: Path) -> Gazetteer:
    """Streets and landmarks as an operator gives them, named with words that the texts are made of."""
    codes = [area.code for area in gazetteer().areas.kelurahan]
    streets, landmarks = folder / "streets.csv", folder / "landmarks.csv"
    names = ["Mawar 3", "Mawar", "Tebet Timur", "Tebet Timur Dalam", "I", "1", "A", "RT 1", "Jl Jl Mawar"]
    with streets.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("street", "kelurahan_codes"))
        rows.writerows((f"Jl. {name}", "|".join(codes[at : at + 3])) for at, name in enumerate(names))
    with landmarks.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("name", "lat", "lon", "code"))
        rows.writerows((f"Apotek {name} Sehat", -6.2, 106.8, code) for name, code in zip("ABCDE", codes, strict=False))
        rows.writerows((f"Pasar Budi Santoso {at}", -6.2, 106.8, codes[0]) for at in range(5))
    return Gazetteer.load(streets=streets, landmarks=landmarks)


def _dialogue_words(text: str) -> None:
    options = (Option(id="a", label="Tebet Timur"), Option(id="b", label="Bukan itu"))
    known_word(text)
    kind_of(PlainWords.of(text))
    legible(text)
    without_correction(text)
    typed_option(text, options)


def _said(text: str) -> Inbound:
    return Inbound(account="fake", message_id="m1", sender="warga-1", sent_at=_NOW, text=text)


def _turn(text: str) -> object:
    return step(ConversationState(), _said(text), None, Facts(now=_NOW, fresh_number="K7M4-2XPR"))


def _answer(text: str) -> object:
    """To the question for the place, of a report whose place is known already."""
    place = Place(words="Jl. Mawar", area_code="31.73.05.1001", kelurahan="Kebon Jeruk")
    draft = Draft(
        key="k", parts=(Said(message_id="m0", text=text),), place=place, place_hints=(text,), category="sampah"
    )
    state = ConversationState(draft=draft, asked=Slot.PLACE)
    return step(state, _said(text), None, Facts(now=_NOW, fresh_number="K7M4-2XPR"))


def _mail(channel: MailChannel, text: str, header: str = "X-Mailer: none", kind: str = "plain") -> object:
    head = f"From: a@warga.test\r\nMessage-ID: <x@warga.test>\r\n{header}\r\nContent-Type: text/{kind}; charset=utf-8"
    return channel._reader.read(f"{head}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}".encode("utf-8", "replace"))


def _telegram(text: str) -> object:
    update = {
        "update_id": 1,
        "message": {
            "message_id": 2,
            "date": 1_750_000_000,
            "chat": {"id": 3, "type": "private"},
            "from": {"id": 3, "is_bot": False, "first_name": "Warga"},
            "text": text,
        },
    }
    return TelegramReader("telegram", 1, lambda: "tanggap_bot", ManualClock()).read(update)


def _x(text: str) -> object:
    event: dict[str, Any] = {
        "id": "1",
        "event_type": "MessageCreate",
        "sender_id": "2",
        "created_at": "2026-01-05T09:00:00Z",
        "text": text,
        "attachments": {"media_keys": ["3_1"]},
    }
    shown = {"media": [{"media_key": "3_1", "type": "photo", "url": "https://pbs.twimg.example/1.jpg"}]}
    return XReader("x", "1").polled(event, shown)


def _understanding() -> Reads:
    """What is asked of the understanding: its own bounds are the model's affair, the request's are ours."""
    guess = {"name": "report", "confidence": 0.9}
    answer = {"intent": guess, "kind": guess, "category": guess, "entities": []}

    def serve(request: httpx.Request) -> httpx.Response:
        json.loads(request.content)
        return httpx.Response(200, json=answer)

    client = NluClient("http://nlu.example", transport=httpx.MockTransport(serve))
    return client.parse
