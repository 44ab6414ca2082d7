"""What reporters write about themselves stands in no ticket, and comes out nowhere; moderators read it in the chat."""

from __future__ import annotations

from typing import Any, cast

import pytest
from sqlalchemy import select, text

from bots.api import ApiChannel
from core.intake.filing.report import NewReport
from core.kernel.actor import REPORTER, Actor
from core.kernel.ports import Channel
from core.kernel.states import Kind, Role, State
from core.messaging import conversations
from core.protection.safe_http import Outward
from core.storage.models import EventVerb, InboundMessage, Ticket, TicketEvent, WebhookCall
from core.tickets.steps import OpenAgain, step_to
from tests.support.house import KEBON_JERUK
from tests.support.site import Site, photo
from tests.webhooks.test_desk import enter, number_of
from webhooks import create_app
from webhooks.api import create_api
from webhooks.api.tokens import Scope, create_token

NAME, PHONE, MAIL, NIK, HOUSE = (
    "Zubaidi Penandawan",
    "0819-7755-3311",
    "penandawan@surel.example",
    "3174990101800077",
    "9137",
)
MARKS = ("Zubaidi", "Penandawan", "7755", "penandawan", "3174990101800077", "9137")
SELF = (
    f"Nama saya {NAME}, HP {PHONE}, email {MAIL}, NIK {NIK}, saya tinggal di Jl. Anggrek no {HOUSE}. "
    "Lampu jalan mati di Jl. Melati"
)
MORE = f"Lampu masih mati sejak kemarin. Hormat saya, {NAME} ({PHONE})"
WORDS = f"Jl. Melati, saya {NAME} warga RT 3, WA {PHONE}"


class Town:
    """The same reporter by every way in."""

    def __init__(self, site: Site) -> None:
        self.site, self.services = site, site.services
        cast(dict[str, Channel], site.house.channels)["api"] = ApiChannel("api", Outward(allow_private=True))
        self.app = create_app(self.services, blueprints=create_api(self.services))
        self.token = self._token([Scope.REPORTS_CREATE], None)
        with self.services.database.write() as session:
            token_id = self._token_row(session)
            self.services.subscriptions.subscribe(
                session, token_id, "https://8.8.8.8/", ["ticket.opened", "ticket.moved"]
            )
        self.numbers = [self._chat(), self._desk(), self._api(), self._open311(), self._moderator()]

    def _token(self, scopes: list[Scope], role: Role | None) -> str:
        with self.services.database.write() as session:
            return create_token(session, "uji", scopes, role, None, clock=self.services.clock)

    def _token_row(self, session: Any) -> int:
        create_token(session, "kabar", [Scope.TICKETS_READ], Role.ADMINISTRATOR, None, clock=self.services.clock)
        return cast(int, session.scalar(text("SELECT max(id) FROM api_token")))

    def _chat(self) -> str:
        house, workflow = self.site.house, self.services.workflow
        number = house.report(SELF, display_name=NAME)
        with self.services.database.write() as session:
            ticket = workflow.get(session, number)
            workflow.edited(session, ticket, SELF)
            workflow.add_information(session, number, MORE, [])
            for to in (State.IN_PROGRESS, State.AWAITING_VALIDATION, State.RESOLVED):
                evidence = [self.services.media.put_photo(photo_of_work(), self.services.clock())]
                workflow.move(
                    session, number, step_to(to, note="dikerjakan", photos=evidence), Actor(Role.ADMINISTRATOR)
                )
            workflow.move(session, number, OpenAgain(note=f"Belum beres. {MORE}"), REPORTER)
            workflow.reclassify(session, number, Actor(Role.TICKET_ADMIN), category="jalan")
        return number

    def _desk(self) -> str:
        return number_of(enter(self.site.officer(Role.DESK), name=NAME, description=SELF, place=WORDS))

    def _api(self) -> str:
        body = {
            "category": "jalan",
            "description": SELF,
            "place": {"lat": KEBON_JERUK.lat, "lon": KEBON_JERUK.lon, "address": WORDS},
            "reporter": {"name": NAME},
            "public": True,
        }
        headers = {"Authorization": f"Bearer {self.token}"}
        response = self.app.test_client().post("/api/v1/reports", json=body, headers=headers)
        assert response.status_code == 201, response.text
        return cast(str, response.get_json()["number"])

    def _open311(self) -> str:
        form = {
            "api_key": self.token,
            "service_code": "jalan",
            "lat": str(KEBON_JERUK.lat),
            "long": str(KEBON_JERUK.lon),
        }
        form |= {"description": SELF, "address_string": WORDS, "first_name": "Zubaidi", "last_name": "Penandawan"}
        response = self.app.test_client().post("/open311/v2/requests.json", data=form)
        assert response.status_code in (200, 201), response.text
        return cast(str, response.get_json()[0]["service_request_id"])

    def _moderator(self) -> str:
        services, staff_id = self.services, self.site.hire(Role.MODERATOR)
        self.site.house.take("petugas", sender="warga-2", display_name=NAME)
        said = self.site.house.inbound(MORE, sender="warga-2")
        services.intake.take(said)
        actor = Actor(Role.MODERATOR, staff_id=staff_id)
        with services.database.write() as session:
            conversation = conversations.find_or_begin(
                session, services.vault, "fake", "warga-2", name=None, language="id", now=services.clock()
            )
            services.moderation.take(session, conversation.id, staff_id)
            number = services.workflow.fresh_number(session)
        report = NewReport(SELF, None, Kind.COMPLAINT, "jalan")
        services.filing.file(report, services.talks.held(conversation.id, actor, number))
        with services.database.write() as session:
            query = select(InboundMessage.id).where(InboundMessage.provider_id == said.message_id)
            message = session.scalars(query).one()
            services.casework.attach(session, conversation.id, actor, number, [message], [])
        return number


def photo_of_work() -> Any:
    from core.protection.photos import clean

    return clean(photo())


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        town = Town(Site(tmp_path_factory.mktemp("words"), patch))
        yield town
        town.services.database.close()


def marks_in(found: object) -> list[str]:
    said = found if isinstance(found, str) else repr(found)
    return [mark for mark in MARKS if mark in said]


def test_nothing_of_the_reporter_is_stored_with_a_ticket(town: Town) -> None:
    with town.services.database.read() as session:
        assert len(session.scalars(select(Ticket.id)).all()) == len(town.numbers)
        for table in ("ticket", "ticket_event", "staff_notice", "correction", "webhook_call", "audit_entry"):
            rows = session.execute(text(f"SELECT * FROM {table}")).all()
            assert rows, f"{table} is empty and proves nothing"
            assert marks_in([tuple(row) for row in rows]) == [], table
        verbs = set(session.scalars(select(TicketEvent.verb)))
        assert {EventVerb.OPENED, EventVerb.ADDED, EventVerb.EDITED, EventVerb.MOVED} <= verbs


def test_the_matter_and_its_place_stay(town: Town) -> None:
    with town.services.database.read() as session:
        for ticket in session.scalars(select(Ticket)):
            assert "Lampu jalan mati di Jl. Melati" in ticket.description
            assert "Jl. Anggrek" in ticket.description


def test_the_full_text_index_finds_no_reporter(town: Town) -> None:
    admin = town.site.officer(Role.ADMINISTRATOR)
    assert town.numbers[0] in admin.get("/petugas/laporan?cari=melati&daftar=semua").text
    with town.services.database.read() as session:
        session.execute(text("CREATE VIRTUAL TABLE temp.said USING fts5vocab(main, ticket_words, row)"))
        indexed = " ".join(session.scalars(text("SELECT term FROM temp.said")))
        assert "melati" in indexed
        assert [mark for mark in MARKS if mark.casefold() in indexed] == []


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.REPORTER, Role.SYSTEM)])
def test_no_page_of_tickets_and_no_csv_shows_the_reporter(town: Town, role: Role) -> None:
    officer = town.site.officer(role)
    pages = [f"/petugas/laporan/{number}" for number in town.numbers]
    for page in (*pages, "/petugas/laporan", "/petugas/laporan?daftar=semua", "/petugas/laporan.csv", "/petugas/"):
        assert marks_in(officer.get(page).text) == [], page


def test_no_program_is_told_the_reporter(town: Town) -> None:
    token = town._token([Scope.TICKETS_READ], Role.ADMINISTRATOR)
    client, headers = town.app.test_client(), {"Authorization": f"Bearer {token}"}
    for number in town.numbers:
        answer = client.get(f"/api/v1/tickets/{number}", headers=headers).text
        assert "Lampu jalan mati" in answer
        assert marks_in(answer) == []
    for path in ("/api/v1/tickets", "/open311/v2/requests.json", "/laporan"):
        assert marks_in(client.get(path, headers=headers).text) == []
    with town.services.database.read() as session:
        assert session.scalars(select(WebhookCall.payload)).all()


def test_the_raw_words_stay_in_the_conversation(town: Town) -> None:
    with town.services.database.read() as session:
        said = " ".join(session.scalars(select(InboundMessage.text)))
        assert set(marks_in(said)) == set(MARKS)


def test_what_the_channel_calls_the_reporter_stands_in_no_opening_report(site: Site) -> None:
    number = site.house.report(f"{NAME} lapor: lampu mati. Salam, Penandawan", display_name=NAME)
    with site.services.database.write() as session:
        ticket = site.services.workflow.get(session, number)
        assert "Zubaidi" not in ticket.description
        assert "Penandawan" not in ticket.description
