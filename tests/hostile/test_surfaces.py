"""What a curious colleague, another office's program or a stranger tries beyond the pages that the privacy walk opens.

A reporter whose name, phone, mail, NIK, home and hour are marked has a private and a public report with one office. All
others search, guess, send forms, subscribe, read chats and logs; no mark may come out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from core.dialogue.state import DescriptionPart, Draft, Place
from core.kernel.actor import Actor
from core.kernel.states import Role, State
from core.kernel.ticket_numbers import new_number
from core.messaging import conversations
from core.notifications.staff import Address
from core.staff import create_staff
from core.storage.models import AuditEntry, Conversation, NoticeKey, Staff, StaffChat, StaffNotice, Ticket, WebhookCall
from core.tickets.steps import Coordinate, GiveBack
from tests.support.house import gazetteer
from tests.support.site import PASSWORD, Officer, Site
from webhooks import create_app
from webhooks.api import create_api
from webhooks.api.tokens import Scope, create_token, row_of

pytestmark = pytest.mark.timeout(400)

AREA = "31.73.05.1003"
HERE = f"kelurahan/{AREA}"
OTHERS: Mapping[str, tuple[Role, str]] = {
    "lurah-lain": (Role.KELURAHAN, "kelurahan/31.73.05.1001"),
    "suku-dinas-lain": (Role.UNIT, "bina_marga/31.71"),
    "petugas-lain": (Role.OFFICER, "kelurahan/31.71.01.1001"),
}
"""Colleagues with whom the reports never lay, and in whose area they do not lie."""
MISSING = new_number()
NAME = "Sri Namapenanda"
REPORTED = datetime.fromisoformat("2026-01-05T03:47:00+00:00")
MARKS: Mapping[str, re.Pattern[str]] = {
    "name": re.compile("Namapenanda", re.IGNORECASE),
    "phone": re.compile(r"(0|62)812[- ]?7777[- ]?0101"),
    "mail": re.compile("surat.penanda@"),
    "NIK": re.compile("3173054403910009"),
    "home": re.compile(r"(?<!\w)7413(?!\w)"),
    "hour": re.compile(r"(?<!\d)(10[.:]47|03:47)(?!\d)"),
    "words": re.compile("uraian-penanda"),
    "place": re.compile("tempat-penanda"),
    "position": re.compile(r"6\.19371"),
}
SAID = (
    f"nama saya {NAME}, HP 0812-7777-0101, surel surat.penanda@warga.example, NIK 3173054403910009, "
    "rumah saya Gang Rumahpenanda no 7413"
)
"""In the conversation, which moderators read, and in the report itself: there nobody may read it."""


@dataclass
class Town:
    site: Site
    private: str
    public: str
    others: dict[str, Officer]
    tokens: dict[str, str]
    logs: list[Any] = field(default_factory=list)
    checked: int = 0

    def spotless(self, surface: str, text: str, *, whose: str, but: frozenset[str] = frozenset()) -> None:
        """No mark stands there."""
        for name, mark in MARKS.items():
            self.checked += 1
            assert name in but or not mark.search(text), f"{whose} sees the {name} on {surface}"


def text_of(response: TestResponse) -> str:
    return response.get_data(as_text=True) + "".join(f"{name}: {value}\n" for name, value in response.headers)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with pytest.MonkeyPatch.context() as patch, capture_logs() as logs:
        site = Site(tmp_path_factory.mktemp("surfaces"), patch)
        services = site.services
        site.app = create_app(services, blueprints=[*create_api(services)], gazetteer=gazetteer())
        (limiter,) = site.app.extensions["limiter"]
        limiter.enabled = False
        site.house.clock._now = REPORTED
        site.house.take(SAID, sender="+6281277770101", display_name=NAME)
        site.house.take("petugas", sender="+6281277770101", display_name=NAME)
        tokens = _tokens(site)
        private, public = _report(site, public=False), _report(site, public=True)
        _subscribed(site, tokens)
        for number in (private, public):
            site.bring(number, State.IN_PROGRESS)
        site.house.clock._now = datetime.fromisoformat("2026-01-06T06:12:00+00:00")
        yield Town(site, private, public, {name: _signed_in(site, name) for name in OTHERS}, tokens, logs)
        services.database.close()


def _report(site: Site, *, public: bool) -> str:
    services = site.services
    with services.database.write() as session:
        sender, now = "+6281277770101", services.clock()
        reporter = conversations.find_or_begin(
            session, services.vault, "fake", sender, name=NAME, language="id", now=now
        )
        area = services.areas.get(AREA)
        assert area is not None
        place = Place(words="tempat-penanda", lat=-6.19371, lon=106.7732, area_code=AREA, kelurahan=area.kelurahan)
        parts = (DescriptionPart(message_id="m", text=f"uraian-penanda lampu jalan mati. {SAID}"),)
        draft = Draft(key="k", parts=parts, kind="complaint", category="lampu_jalan", place=place)
        ticket = services.workflow.open(session, reporter, draft, services.workflow.fresh_number(session), [])
        services.workflow.set_public(session, ticket.number, public)
        assert ticket.unit == HERE
        return ticket.number


def _signed_in(site: Site, name: str) -> Officer:
    role, unit = OTHERS.get(name, (Role.UNIT, "pertamanan/31.71"))
    with site.services.database.write() as session:
        create_staff(session, name, name, role, PASSWORD, clock=site.services.clock, unit=unit)
    officer = Officer(site.browser())
    assert officer.login(name).status_code == 302
    return officer


def _tokens(site: Site) -> dict[str, str]:
    scopes = (Scope.TICKETS_READ, Scope.TICKETS_WRITE)
    with site.services.database.write() as session:
        made = {
            name: create_token(session, name, scopes, role, unit, clock=site.services.clock)
            for name, (role, unit) in OTHERS.items()
        }
        made["umum"] = create_token(session, "umum", [Scope.PUBLIC_READ], clock=site.services.clock)
        return made


def _subscribed(site: Site, tokens: Mapping[str, str]) -> None:
    """Each of these programs hears of everything that it may hear of."""
    services = site.services
    for token in tokens.values():
        with services.database.write() as session:
            token_id = session.scalars(row_of(token)).one().id
            services.subscriptions.subscribe(session, token_id, "https://penerima.example/hook", ["ticket.moved"])


# --- colleagues --------------------------------------------------------------------------------------

LISTS = (
    "/petugas/laporan?unit=semua&cari={sought}",
    "/petugas/laporan?nomor={sought}",
    "/petugas/laporan?unit=" + HERE + "&cari={sought}",
    "/petugas/laporan?wilayah=" + AREA + "&unit=semua&cari={sought}",
    "/petugas/laporan.csv?unit=semua&cari={sought}",
    "/petugas/laporan.csv?wilayah=" + AREA + "&cari={sought}",
    "/petugas/antrean?unit=semua",
    "/petugas/ringkasan?unit=semua",
    "/petugas/ringkasan?wilayah=" + AREA,
    "/petugas/peta?unit=semua",
    "/petugas/peta.json?unit=semua",
    "/petugas/peta.json?unit=" + HERE,
)
SOUGHT = ("uraian", "penanda", "lampu", "namapenanda", "081277770101", "")


@pytest.mark.parametrize("who", OTHERS)
def test_colleagues_find_nothing_by_lists_and_searches(town: Town, who: str) -> None:
    for path in LISTS:
        for sought in SOUGHT if "{sought}" in path else ("",):
            if who == "petugas-lain" and ".csv" in path:
                continue  # officers get no files at all
            response = town.others[who].get(path.format(sought=sought))
            assert response.status_code == 200, path
            body = text_of(response).replace(sought or "-", "")  # the form shows what was sought
            assert town.private not in body, path
            if "/lacak" not in body:
                assert town.public not in body, path
            town.spotless(path, body, whose=who)


@pytest.mark.parametrize("who", OTHERS)
def test_a_private_report_elsewhere_is_as_one_that_does_not_exist(town: Town, who: str) -> None:
    officer = town.others[who]
    for form, fields in FORMS:
        answers = []
        for number in (town.private, MISSING):
            path = f"/petugas/laporan/{number}{form}"
            response = officer.post(path, page="/petugas/akun", **fields) if fields else officer.get(path)
            answers.append((response.status_code, response.text.replace(number, "…")))
            town.spotless(path, text_of(response), whose=who)
        (status, page), (missing_status, missing_page) = answers
        assert status == missing_status == 404, form
        assert _bare(page) == _bare(missing_page), form
    assert town.site.ticket(town.private).state is State.IN_PROGRESS


FORMS: tuple[tuple[str, dict[str, str]], ...] = (
    ("", {}),
    ("/catatan", {"note": "halo"}),
    ("/langkah", {"to": "coordinating", "note": "halo", "unit": "pln"}),
    ("/cek", {"note": "halo"}),
    ("/pisah", {"note": "halo"}),
    ("/data", {"kind": "complaint", "category": "jalan"}),
)


def _bare(page: str) -> str:
    """Without what is made anew for each page."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


@pytest.mark.parametrize("who", OTHERS)
def test_of_a_public_report_elsewhere_colleagues_see_the_public_page(town: Town, who: str) -> None:
    response = town.others[who].get(f"/petugas/laporan/{town.public}")
    assert (response.status_code, response.headers["Location"]) == (302, f"/lacak?nomor={town.public}")
    page = town.others[who].get(response.headers["Location"])
    assert town.public in page.text
    town.spotless("the public page", text_of(page), whose=who)
    for form, fields in FORMS[1:]:
        refused = town.others[who].post(f"/petugas/laporan/{town.public}{form}", page="/petugas/akun", **fields)
        assert refused.status_code == 404, form


def test_bulk_steps_and_merging_tell_nothing_of_what_is_not_seen(town: Town) -> None:
    own = town.site.house.report()
    lurah = town.others["lurah-lain"]
    ticket = town.site.ticket(own)
    assert ticket.unit == OTHERS["lurah-lain"][1]
    for number in (town.private, town.public, MISSING):
        answer = lurah.post(
            "/petugas/laporan/massal", page="/petugas/antrean", to="in_progress", laporan=f"{number}:1", note="halo"
        )
        assert "Nomor itu tidak ada" in answer.text
        town.spotless("bulk steps", text_of(answer), whose="lurah-lain")
        merged = lurah.move(own, State.MERGED, main_other=number)
        assert merged.status_code == 422
        assert "Laporan induk dengan nomor itu tidak ada" in merged.text
    offered = lurah.ticket(own)
    assert town.private not in offered
    assert town.public not in offered


def test_notices_and_chats_of_staff_stay_with_those_who_see_the_report(town: Town) -> None:
    """Somebody who was moved to another office meanwhile, and a notice that was addressed wrongly."""
    services = town.site.services
    town.site.house.take("halo", sender="hp-petugas")
    with services.database.write() as session:
        officer = session.scalars(select(Staff).where(Staff.username == "petugas-lain")).one()
        vault = services.vault
        chat = conversations.find(session, vault, "fake", "hp-petugas")
        assert chat is not None
        session.add(StaffChat(staff_id=officer.id, conversation_id=chat.id, since=services.clock()))
        ticket = session.scalars(select(Ticket).where(Ticket.number == town.private)).one()
        services.notices.add(session, ticket, NoticeKey.ARRIVED, Address(staff_id=officer.id))
    told = [message.text for message in town.site.house.channel.sent if message.address == "hp-petugas"]
    assert not any(town.private in text for text in told)
    page = town.others["petugas-lain"].get("/petugas/notifikasi")
    assert town.private not in page.text
    town.spotless("notices", text_of(page), whose="petugas-lain")
    with services.database.read() as session:
        assert session.scalars(select(StaffNotice).where(StaffNotice.staff_id == officer.id)).all()


# --- those who see the report ------------------------------------------------------------------------

SHOWN = (
    "/petugas/laporan/{number}",
    "/petugas/laporan?unit=semua",
    "/petugas/laporan?unit=semua&cari=penanda",
    "/petugas/laporan?nomor={number}",
    "/petugas/laporan.csv?unit=semua",
    *("/petugas/antrean", "/petugas/ringkasan", "/petugas/peta", "/petugas/peta.json", "/petugas/notifikasi"),
)
HERE_OR_EVERYWHERE = (Role.KELURAHAN, Role.UNIT, Role.OFFICER, Role.VALIDATOR, Role.TICKET_ADMIN, Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", HERE_OR_EVERYWHERE)
def test_those_who_see_a_report_do_not_read_there_who_its_reporter_is(town: Town, role: Role) -> None:
    officer = town.site.officer(role, HERE)
    for path in SHOWN:
        for number in (town.private, town.public):
            page = text_of(officer.get(path.format(number=number)))
            hour = frozenset({"hour"}) if role in SEES_HOURS else frozenset()
            town.spotless(path, page, whose=role, but=frozenset({"words", "place", "position"}) | hour)
    assert "uraian-penanda" in officer.ticket(town.private)


SEES_HOURS = (Role.VALIDATOR, Role.TICKET_ADMIN, Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    "sought", ["namapenanda", "3173054403910009", "penanda no 7413", "081277770101", "surat.penanda"]
)
def test_not_even_administrators_find_reports_by_what_reporters_wrote_of_themselves(town: Town, sought: str) -> None:
    administrator = town.site.officer(Role.ADMINISTRATOR)
    for path in ("/petugas/laporan?unit=semua&cari=", "/petugas/laporan.csv?unit=semua&cari="):
        page = administrator.get(path + sought).text
        assert town.private not in page
        assert town.public not in page


@pytest.mark.parametrize("role", [Role.KELURAHAN, Role.VALIDATOR])
def test_programs_that_see_a_report_do_not_read_there_who_its_reporter_is(town: Town, role: Role) -> None:
    with town.site.services.database.write() as session:
        unit = HERE if role is Role.KELURAHAN else None
        token = create_token(session, role, [Scope.TICKETS_READ], role, unit, clock=town.site.services.clock)
    client = town.site.browser()
    for path in (f"/api/v1/tickets/{town.private}", f"/api/v1/tickets/{town.public}", "/api/v1/tickets"):
        answer = client.get(path, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200
        hour = frozenset({"hour"}) if role in SEES_HOURS else frozenset()
        town.spotless(path, text_of(answer), whose=role, but=frozenset({"words", "place", "position"}) | hour)


# --- programs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [*OTHERS, "umum"])
def test_programs_of_others_learn_nothing(town: Town, who: str) -> None:
    client = town.site.browser()
    headers = {"Authorization": f"Bearer {town.tokens[who]}"}
    paths = (
        "/api/v1/tickets",
        f"/api/v1/tickets?area={AREA}",
        "/api/v1/tickets?category=lampu_jalan&limit=200",
        f"/api/v1/tickets/{town.private}",
        f"/api/v1/tickets/{town.public}",
        *(() if who == "umum" else (f"/api/v1/tickets?unit={HERE}", "/api/v1/tickets?state=in_progress")),
    )
    for path in paths:
        response = client.get(path, headers=headers)
        town.spotless(path, text_of(response), whose=who)
        if who != "umum" and "?" in path:
            assert town.private not in response.text
            assert town.public not in response.text
        if who != "umum" and path.endswith((town.private, town.public)):
            assert response.status_code == 404
    for number in (town.private, town.public, MISSING):
        for verb, body in (("moves", {"to": "coordinating", "note": "x", "version": 2}), ("notes", {"text": "x"})):
            refused = client.post(f"/api/v1/tickets/{number}/{verb}", json=body, headers=headers)
            assert refused.status_code == (403 if who == "umum" else 404)
            town.spotless(verb, text_of(refused), whose=who)


def test_webhooks_out_go_to_those_who_see_the_report(town: Town) -> None:
    with town.site.services.database.read() as session:
        calls = session.scalars(select(WebhookCall)).all()
        told = [json.dumps(call.payload, ensure_ascii=False) for call in calls]
    assert any(town.public in text for text in told), "the public is told of public reports"
    assert not any(town.private in text for text in told)
    for payload in told:
        town.spotless("webhooks out", payload, whose="a receiver")


# --- everybody ---------------------------------------------------------------------------------------

OPEN_PLACES = (
    *("/", "/laporan", "/laporan.atom", "/peta", "/peta.json", "/statistik", "/statistik.json", "/statistik.csv"),
    *("/lacak?nomor={private}", "/lacak?nomor={public}", "/metrics", "/healthz", "/readyz"),
    *("/open311/v2/requests.json", "/open311/v2/requests.xml", "/open311/v2/requests/{private}.json"),
    *("/open311/v2/requests/{public}.xml", "/open311/v2/requests.json?service_request_id={private}"),
)


def test_strangers_learn_what_is_public(town: Town) -> None:
    client = town.site.browser()
    opened = 0
    for place in OPEN_PLACES:
        path = place.format(private=town.private, public=town.public)
        response = client.get(path)
        opened += response.status_code == 200
        town.spotless(path, text_of(response), whose="a stranger")
        if "{private}" not in place:
            assert town.private not in response.text, path
    assert opened > len(OPEN_PLACES) // 2


def test_logs_hold_nothing_of_a_reporter(town: Town) -> None:
    """After all of the above; a log is read by whoever runs the machine."""
    assert town.logs
    for line in town.logs:
        shown = {name: value for name, value in line.items() if name != "timestamp"}
        town.spotless(f"the log: {shown}", str(shown), whose="the log")


# --- the audit ---------------------------------------------------------------------------------------


def test_searches_are_written_down_with_their_words_for_administrators_alone(town: Town) -> None:
    town.others["lurah-lain"].get("/petugas/laporan?unit=semua&cari=sri+namapenanda&jenis=complaint&sesudah=999")
    with town.site.services.database.read() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.action == "tickets.searched"
    asked = {"jenis": "complaint", "unit": "semua"}
    assert entry.detail == {"page": "list", "filters": asked, "words": "sri namapenanda", "after": "999"}
    administrator = town.site.officer(Role.ADMINISTRATOR)
    page = administrator.get("/petugas/audit?tindakan=tickets.searched").text
    assert "kata yang dicari: “sri namapenanda”" in page
    assert "jenis complaint; unit semua" in page
    for officer in town.others.values():
        assert officer.get("/petugas/audit").status_code == 403


LOOKS = {
    "/petugas/laporan": ("tickets.listed", "list"),
    "/petugas/antrean": ("tickets.listed", "unit"),
    "/petugas/ringkasan": ("tickets.listed", "board"),
    "/petugas/peta": ("tickets.listed", "map"),
    "/petugas/peta.json": ("tickets.listed", "points"),
    "/petugas/laporan.csv?cari=lampu": ("tickets.exported", "csv"),
}


@pytest.mark.parametrize("path", LOOKS)
def test_each_page_of_a_list_leaves_one_entry(town: Town, path: str) -> None:
    with town.site.services.database.read() as session:
        before = session.scalar(select(func.max(AuditEntry.id))) or 0
    town.others["lurah-lain"].get(path)
    with town.site.services.database.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.id > before)).one()
    assert (entry.action, (entry.detail or {})["page"]) == LOOKS[path]
    if "cari" in path:
        assert (entry.detail or {})["words"] == "lampu"


def test_a_programs_list_leaves_an_entry(town: Town) -> None:
    headers = {"Authorization": f"Bearer {town.tokens['lurah-lain']}"}
    assert town.site.browser().get("/api/v1/tickets?category=jalan", headers=headers).status_code == 200
    with town.site.services.database.read() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.action, entry.token_id is not None) == ("tickets.listed", True)
    assert (entry.detail or {})["filters"] == {"category": "jalan", "limit": 50}


def test_staff_pages_and_photos_are_not_kept_by_browsers(town: Town) -> None:
    for path in ("/petugas/laporan", "/petugas/antrean", "/petugas/ringkasan", "/petugas/peta.json"):
        assert town.others["lurah-lain"].get(path).headers["Cache-Control"] == "no-store"


def test_who_was_moved_to_another_office_keeps_only_what_was_theirs(town: Town) -> None:
    """The sight follows the account at once."""
    number = _report(town.site, public=False)
    moved = _signed_in(town.site, "pindahan")
    assert moved.get(f"/petugas/laporan/{number}").status_code == 404
    with town.site.services.database.write() as session:
        staff = session.scalars(select(Staff).where(Staff.username == "pindahan")).one()
        staff.unit = HERE
    assert moved.get(f"/petugas/laporan/{number}").status_code == 200
    with town.site.services.database.write() as session:
        session.get_one(Staff, staff.id).unit = "pertamanan/31.71"
    assert moved.get(f"/petugas/laporan/{number}").status_code == 404
    # What was given to another unit stays in sight of the one that had it.
    town.site.services.bulk.move([number], Coordinate(unit="pertamanan/31.71"), Actor(Role.ADMINISTRATOR))
    town.site.services.bulk.move([number], GiveBack(note="kembali"), Actor(Role.ADMINISTRATOR))
    assert town.site.ticket(number).unit == HERE
    assert moved.get(f"/petugas/laporan/{number}").status_code == 200


def test_the_marks_are_there_to_be_found(town: Town) -> None:
    """Or finding none would prove nothing."""
    with town.site.services.database.read() as session:
        assert session.scalar(select(Ticket.description).where(Ticket.number == town.private))
        assert session.scalars(select(Conversation)).all()
    moderator = town.site.officer(Role.MODERATOR)
    with town.site.services.database.read() as session:
        reporter = session.scalars(select(Ticket).where(Ticket.number == town.private)).one().reporter_id
    seen = moderator.get(f"/petugas/percakapan/{reporter}").text + moderator.ticket(town.private)
    validator = town.site.officer(Role.VALIDATOR).ticket(town.private)
    found = {name for name, mark in MARKS.items() if mark.search(seen) or mark.search(validator)}
    assert found == set(MARKS)
    assert town.checked > 0
