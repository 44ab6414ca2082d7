"""While one message is being read nobody else waits: nothing slow happens under the database's write lock."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from pkgutil import resolve_name
from threading import Event, local
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.intake.intake import Taken
from core.kernel import metrics
from core.kernel.states import Role
from core.location import Areas, Resolution
from core.storage.database import Database
from core.storage.models import Conversation
from tests.support.house import KEBON_JERUK, House, city_config, gazetteer
from tests.support.site import Site, photo
from tests.webhooks.test_conversations import moderator
from tests.webhooks.test_desk import enter

_PATIENCE_S = 20
"""Only a failing test waits so long."""


class Resolver:
    """The city's own, and something that happens whenever it is asked."""

    def __init__(self, when_asked: Callable[[str | None, str | None], object]) -> None:
        self._when_asked = when_asked

    @property
    def areas(self) -> Areas:
        return gazetteer().areas

    def resolve(self, text: str | None = None, *rest: Any, **named: Any) -> Resolution:
        found = gazetteer().resolve(text, *rest, **named)
        self._when_asked(text, rest[2] if len(rest) > 2 else named.get("within"))
        return found


def test_another_citizens_message_is_taken_in_while_one_is_still_being_read(tmp_path: Path) -> None:
    reading, go_on = Event(), Event()

    def be_slow(text: str | None, within: str | None) -> None:
        if text and "lama" in text:
            reading.set()
            assert go_on.wait(_PATIENCE_S)

    house = House(tmp_path, resolver=Resolver(be_slow))
    with ThreadPoolExecutor() as others:
        slow = others.submit(house.services.intake.take, house.inbound("sampah lama di Tebet", sender="warga-1"))
        assert reading.wait(_PATIENCE_S)
        quick = others.submit(house.services.intake.take, house.inbound("sampah", sender="warga-2"))
        try:
            assert quick.result(_PATIENCE_S) is Taken.NEW
            assert not slow.done()
        finally:
            go_on.set()
        assert slow.result(_PATIENCE_S) is Taken.NEW
    house.services.database.close()


def _conversation(house: House) -> Conversation:
    with house.services.database.read() as session:
        return session.scalars(select(Conversation)).one()


def test_a_message_that_overtakes_another_has_the_other_read_again_inside_what_it_settled(tmp_path: Path) -> None:
    """Both come before either is taken in: the second one settles the kota, the first one is read inside it."""
    asked: list[tuple[str | None, str | None]] = []

    def overtake(text: str | None, within: str | None) -> None:
        asked.append((text, within))
        if text == "kelurahannya Menteng Dalam" and within is None:
            house.services.intake.take(house.inbound("di Jakarta Selatan"))

    house = House(tmp_path, resolver=Resolver(overtake))
    house.take("sampah menumpuk")
    house.take("kelurahannya Menteng Dalam")
    assert _conversation(house).state.draft is not None
    city = next(area.code for area in gazetteer().areas.kota if area.name == "Jakarta Selatan")
    assert asked[-1] == ("kelurahannya Menteng Dalam", city)
    assert [text for text, _ in asked].count("kelurahannya Menteng Dalam") == 2
    house.services.database.close()


def test_a_message_is_read_again_only_so_often(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A conversation that never stands still has its message taken in as it was heard, and counted."""
    asked: list[str | None] = []
    house = House(tmp_path, resolver=Resolver(lambda text, within: asked.append(within)))
    areas = iter(str(number) for number in range(100))
    monkeypatch.setattr("core.intake.intake.within", lambda *_: next(areas))
    before = metrics.HEARD_BEFORE._value.get()
    house.take("sampah menumpuk di Tebet")
    assert asked == [None, "0", "1"]
    assert metrics.HEARD_BEFORE._value.get() == before + 1
    house.services.database.close()


_PLACE = "core.location.resolver.Gazetteer.resolve"
_PHOTO = "core.protection.photos.clean"
_COPY = "core.privacy.export.Export.pack"
_PASSWORD = "core.staff.passwords.matches"
_SLOW = (
    _PLACE,
    _PHOTO,
    _COPY,
    _PASSWORD,
    "core.dialogue.language.LanguageGuesser.guess",
    "core.intake.hearing.find_numbers",
    "core.dialogue.places.photo_position",
    "core.messaging.media_store.MediaStore.get",
    "core.messaging.media_store.MediaStore.delete",
    "core.staff.passwords.hashed",
    "core.staff.passwords.judge",
    "tests.support.understanding.WordUnderstander.parse",
)


class Lock:
    """Knows whether this thread holds the write lock, and which slow things were done meanwhile."""

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self._here = local()
        self.asked: set[str] = set()
        self.under_lock: list[str] = []
        plain = database.write

        @contextmanager
        def write() -> Iterator[Session]:
            with plain() as session:
                self._here.held = True
                try:
                    yield session
                finally:
                    self._here.held = False

        monkeypatch.setattr(database, "write", write)
        for name in _SLOW:
            monkeypatch.setattr(name, self._watched(name, resolve_name(name)))

    def _watched(self, name: str, slow: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*args: Any, **named: Any) -> Any:
            self.asked.add(name)
            if getattr(self._here, "held", False):
                self.under_lock.append(name)
            return slow(*args, **named)

        return watched


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    server = city_config().server.model_copy(update={"public_url": "https://lapor.example"})
    site = Site(tmp_path, monkeypatch, server=server)
    yield site
    site.services.database.close()


@pytest.fixture
def lock(site: Site, monkeypatch: pytest.MonkeyPatch) -> Lock:
    return Lock(site.services.database, monkeypatch)


def test_nothing_slow_is_done_under_the_lock_for_a_citizens_report(site: Site, lock: Lock) -> None:
    citizen = site.citizen()
    citizen.report("lampu jalan mati di Tebet sejak kemarin malam", photo())
    citizen.say("laporan saya bagaimana?")
    assert {_PLACE, _PHOTO} <= lock.asked
    assert not lock.under_lock


def test_nothing_slow_is_done_under_the_lock_when_what_waited_is_read(site: Site, lock: Lock) -> None:
    site.house.understander.away = True
    site.citizen().say("sampah menumpuk di Tebet")
    site.house.understander.away = False
    site.services.late_reading.run()
    assert not lock.under_lock


def test_nothing_slow_is_done_under_the_lock_for_a_moderator(site: Site, lock: Lock) -> None:
    """Replying with a photo; correcting the draft and a ticket with a point; filing what was chosen."""
    point = f"{KEBON_JERUK.lat}, {KEBON_JERUK.lon}"
    sorting = {"kind": "complaint", "category": "sampah", "area": "", "point": point}
    number = site.house.report()
    site.house.take("banjir di depan sekolah")
    site.house.take("mau bicara dengan orang")
    mod = moderator(site)
    lock.under_lock.clear()  # the account was made without the web
    mod.do("ambil")
    assert mod.reply("Halo", photo()).status_code == 302
    assert mod.do("draf", **sorting).status_code == 302
    assert mod.do(f"laporan/{number}/data", version="1", **sorting).status_code == 302
    key = re.search(r'name="number" value="([^"]+)"', mod.page("/pilihan?pesan=1"))
    assert key is not None
    assert mod.do("laporan", number=key[1], description="Banjir", place_words="", **sorting).status_code == 302
    assert {_PLACE, _PHOTO} <= lock.asked
    assert not lock.under_lock


def test_nothing_slow_is_done_under_the_lock_at_the_desk(site: Site, lock: Lock) -> None:
    desk = site.officer(Role.DESK)
    lock.under_lock.clear()
    lock.asked.clear()
    assert enter(desk, photo(), area="", place="Kelurahan Kebon Jeruk, Jl. Mawar 3").status_code == 302
    assert {_PLACE, _PHOTO} <= lock.asked
    assert not lock.under_lock


def test_nothing_slow_is_done_under_the_lock_for_a_copy_of_the_own_data(site: Site, lock: Lock) -> None:
    citizen = site.citizen()
    citizen.report("lampu jalan mati di Tebet", photo())
    citizen.say("data saya")
    link = re.search(r"https://lapor\.example(/data/\S+)", citizen.told()[-1])
    assert link is not None
    assert site.browser().post(link[1]).status_code == 200
    assert _COPY in lock.asked
    assert not lock.under_lock
