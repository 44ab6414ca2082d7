"""The desk: a report is entered for somebody who came, wrote or called."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from bots.mail.settings import plain_address
from bots.sms.numbers import e164
from core.kernel.ports import Channel
from core.kernel.states import Role, State
from core.kernel.ticket_numbers import new_number
from core.storage.models import AuditEntry, Conversation, EventVerb, InboundMessage, Ticket, TicketEvent
from tests.support.house import FakeChannel
from tests.support.site import Officer, Site, photo

PAGE = "/petugas/loket"
PHONE = "0812-5550-0199"
FULL = {
    "came": "walk_in",
    "description": "lampu jalan mati di depan rumah",
    "kind": "complaint",
    "category": "lampu_jalan",
    "place": "Jl. Mawar 3",
    "area": "Kebon Jeruk, Kec. Kebon Jeruk",
}


@dataclass
class FakeSms(FakeChannel):
    account: str = "sms"
    reaches: str = field(default="phone", init=False)

    def address_of(self, written: str) -> str | None:
        return e164(written, "ID")


@dataclass
class FakeMail(FakeChannel):
    account: str = "mail"
    reaches: str = field(default="email", init=False)

    def address_of(self, written: str) -> str | None:
        try:
            return plain_address(written)
        except ValueError:
            return None


@pytest.fixture
def sms(site: Site) -> FakeSms:
    channel = FakeSms()
    cast(dict[str, Channel], site.house.channels)["sms"] = channel
    return channel


def form_key(shown: TestResponse) -> str:
    found = re.search(r'name="key" value="([^"]+)"', shown.text)
    assert found is not None
    return found.group(1)


def key(desk: Officer) -> str:
    return form_key(desk.get(PAGE))


def enter(desk: Officer, *photos: bytes, **fields: Any) -> TestResponse:
    return desk.post(PAGE, *photos, page=PAGE, **{"key": key(desk), **FULL, **fields})


def number_of(answer: TestResponse) -> str:
    assert answer.status_code == 302, re.findall(r'class="problem".*?</p>', answer.text)
    return answer.headers["Location"].rpartition("/")[2]


def test_a_visitors_report_becomes_a_ticket_with_a_slip(site: Site) -> None:
    desk = site.officer(Role.DESK)
    number = number_of(enter(desk, photo()))
    ticket = site.ticket(number)
    assert (ticket.state, ticket.category, ticket.kelurahan) == (State.RECEIVED, "lampu_jalan", "Kebon Jeruk")
    assert (ticket.place_words, ticket.channel, ticket.public) == ("Jl. Mawar 3", "desk", False)
    slip = desk.get(f"{PAGE}/{number}").text
    assert f'class="slip-number">{number}<' in slip
    assert "/lacak" in slip
    with site.services.database.read() as session:
        event = session.scalars(select(TicketEvent).where(TicketEvent.verb == EventVerb.OPENED)).one()
        assert (event.role, event.staff_id, event.said) == (Role.DESK, site.hire(Role.DESK), "walk_in")
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "report.entered")).one()
        assert (entry.subject, entry.detail) == (number, {"came": "walk_in"})
    page = site.officer(Role.KELURAHAN).ticket(number)
    assert "Petugas desk, Loket" in page
    assert "Datang ke loket" in page


def test_the_visitor_hears_of_it_and_of_every_step_by_sms(site: Site, sms: FakeSms) -> None:
    desk = site.officer(Role.DESK)
    number = number_of(enter(desk, phone=PHONE, name="Bu Rahasia"))
    assert [message.address for message in sms.sent] == ["+6281255500199"]
    assert number in sms.sent[0].text
    assert "lewat SMS" in desk.get(f"{PAGE}/{number}").text
    site.officer(Role.ADMINISTRATOR).move(number, State.IN_PROGRESS)
    assert "sedang dikerjakan" in sms.sent[-1].text
    with site.services.database.read() as session:
        row = session.scalars(select(Conversation).where(Conversation.account == "sms")).one()
    assert b"81255500199" not in row.address
    assert row.display_name is not None
    assert b"Rahasia" not in row.display_name
    for role in (Role.KELURAHAN, Role.ADMINISTRATOR):
        page = site.officer(role).ticket(number)
        assert "Rahasia" not in page
        assert "5550" not in page


def test_the_number_on_the_form_leads_to_the_visitors_own_conversation(site: Site, sms: FakeSms) -> None:
    site.house.take("halo", account="sms", sender="+6281255500199")
    enter(site.officer(Role.DESK), phone=PHONE)
    with site.services.database.read() as session:
        assert len(session.scalars(select(Conversation).where(Conversation.account == "sms")).all()) == 1


def test_phone_and_mail_are_both_told(site: Site, sms: FakeSms) -> None:
    mail = FakeMail()
    cast(dict[str, Channel], site.house.channels)["mail"] = mail
    number = number_of(enter(site.officer(Role.DESK), phone=PHONE, email="Warga@Example.org"))
    assert [message.address for message in mail.sent] == ["warga@example.org"]
    assert number in sms.sent[0].text


def test_only_channels_that_exist_are_asked_for(site: Site) -> None:
    page = site.officer(Role.DESK).get(PAGE).text
    assert 'name="phone"' not in page
    assert "slip bernomor" in page


def test_consent_is_kept(site: Site) -> None:
    assert site.ticket(number_of(enter(site.officer(Role.DESK), public="1"))).public


def test_what_is_left_open_is_read_from_the_description(site: Site) -> None:
    desk = site.officer(Role.DESK)
    number = number_of(enter(desk, kind="", category="", description="sampah menumpuk"))
    assert site.ticket(number).category == "sampah"
    unsure = enter(desk, kind="", category="", description="entah apa")
    assert unsure.status_code == 422
    assert "Periksa jenis dan kategorinya" in unsure.text
    site.house.understander.away = True
    assert enter(desk, kind="", category="").status_code == 422


def test_the_form_gets_suggestions(site: Site) -> None:
    desk = site.officer(Role.DESK)
    answer = desk.post(f"{PAGE}/saran", page=PAGE, description="lampu mati")
    assert answer.json == {"kind": "complaint", "category": "lampu_jalan"}
    assert desk.post(f"{PAGE}/saran", page=PAGE).json == {"kind": "", "category": ""}
    assert desk.client.post(f"{PAGE}/saran").status_code == 400


def test_a_place_that_fits_several_is_asked_back(site: Site) -> None:
    desk = site.officer(Role.DESK)
    asked = enter(desk, area="", place="Cempaka Putih")
    assert asked.status_code == 422
    codes = re.findall(r'name="which" value="([\d.]+)"', asked.text)
    assert len(codes) > 1
    number = number_of(enter(desk, area="", place="Cempaka Putih", which=codes[0]))
    assert site.ticket(number).area_code == codes[0]


def test_a_place_that_nobody_finds_may_be_left_to_a_person(site: Site) -> None:
    desk = site.officer(Role.DESK)
    asked = enter(desk, area="", place="dekat pohon besar")
    assert asked.status_code == 422
    assert 'name="vague"' in asked.text
    number = number_of(enter(desk, area="", place="dekat pohon besar", vague="1"))
    assert site.ticket(number).needs_person == "place"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"came": "fax"}, "Pilih bagaimana laporan ini masuk"),
        ({"description": "  "}, "Tulis apa yang dilaporkan"),
        ({"kind": "x"}, "Pilih jenis laporan"),
        ({"category": "x"}, "Pilih kategori"),
        ({"area": "Atlantis"}, "Tidak ada wilayah bernama"),
        ({"area": "", "place": ""}, "Tulis di mana tempatnya"),
        ({"area": "", "place": "", "which": "99.99"}, "tidak dikenal"),
        ({"phone": "bukan nomor"}, "bukan nomor HP"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    site: Site, sms: FakeSms, fields: dict[str, str], words: str
) -> None:
    answer = enter(site.officer(Role.DESK), photo(), **{"name": "Bu Tini", **fields})
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Bu Tini"' in answer.text
    assert "1 foto sudah terunggah" in answer.text
    with site.services.database.read() as session:
        assert session.scalars(select(Ticket)).all() == []


@pytest.mark.parametrize(
    ("field", "limit", "words"),
    [
        ("description", 5000, "Uraiannya terlalu panjang: 5.001 huruf, paling banyak 5.000"),
        ("place", 200, "Jalan atau patokannya terlalu panjang"),
        ("name", 200, "Namanya terlalu panjang"),
        ("phone", 40, "Nomor HP-nya terlalu panjang"),
        ("email", 254, "Alamat surelnya terlalu panjang"),
    ],
)
def test_what_is_too_long_is_said_and_stays_whole_in_its_field(
    site: Site, sms: FakeSms, field: str, limit: int, words: str
) -> None:
    cast(dict[str, Channel], site.house.channels)["mail"] = FakeMail()
    written = "z" * (limit + 1)
    answer = enter(site.officer(Role.DESK), **{field: written})
    assert (answer.status_code, words in answer.text) == (422, True)
    assert re.search(rf"[^z]{written}[^z]", answer.text)
    with site.services.database.read() as session:
        assert session.scalars(select(Ticket)).all() == []


def test_a_description_as_long_as_allowed_is_kept_whole(site: Site) -> None:
    number = number_of(enter(site.officer(Role.DESK), description="lampu " * 833))
    assert len(site.ticket(number).description) == 6 * 833 - 1


def test_the_desk_speaks_english_to_who_chose_it(site: Site) -> None:
    desk = site.officer(Role.DESK)
    assert "What is reported?" in desk.get(f"{PAGE}?lang=en").text
    refused = enter(desk, area="", place="")
    assert "Write where it is, or choose the kelurahan." in refused.text
    slip = desk.get(f"{PAGE}/{number_of(enter(desk))}").text
    assert "Give this slip to the reporter." in slip
    for page in (refused.text, slip):
        assert not re.search(r"laporan|wajib|Jenis|pelapor", page.partition("<main")[2].partition("</main>")[0])


def test_more_photos_than_a_ticket_takes_are_refused_with_those_handed_in_before_counted(site: Site) -> None:
    desk = site.officer(Role.DESK)
    first = enter(desk, photo(), description=" ")
    kept = re.search(r'name="kept" value="([^"]+)"', first.text)
    assert kept is not None
    answer = enter(desk, *[photo()] * 10, kept=kept.group(1), key=form_key(first))
    assert answer.status_code == 422
    assert "Paling banyak 10 foto." in answer.text
    assert number_of(enter(desk, *[photo()] * 9, kept=kept.group(1), key=form_key(first)))


def test_a_form_sent_twice_files_one_report(site: Site, sms: FakeSms) -> None:
    desk = site.officer(Role.DESK)
    form = {"key": key(desk), **FULL, "phone": PHONE}
    first, second = (desk.post(PAGE, page=PAGE, **form) for _ in range(2))
    assert number_of(first) == number_of(second)
    assert len(sms.sent) == 1
    with site.services.database.read() as session:
        assert len(session.scalars(select(InboundMessage).where(InboundMessage.account == "sms")).all()) == 1


@pytest.mark.parametrize("forged", ["", "x", "WzEsICJLN00ILTJYUFIiXQ.x.y"])
def test_a_form_that_we_did_not_make_is_refused(site: Site, forged: str) -> None:
    assert enter(site.officer(Role.DESK), key=forged).status_code == 400


def test_a_form_belongs_to_who_opened_it(site: Site) -> None:
    foreign = key(site.officer(Role.KELURAHAN, unit="kelurahan/31.73.05.1001"))
    assert enter(site.officer(Role.DESK), key=foreign).status_code == 400


def test_a_slip_is_shown_to_who_entered_the_report(site: Site) -> None:
    chat = site.citizen().report()
    number = number_of(enter(site.officer(Role.KELURAHAN)))
    desk = site.officer(Role.DESK)
    for other in (number, chat, new_number(), "x"):
        assert desk.get(f"{PAGE}/{other}").status_code == 404
    assert site.officer(Role.ADMINISTRATOR).get(f"{PAGE}/{chat}").status_code == 404
    assert site.officer(Role.ADMINISTRATOR).get(f"{PAGE}/{number}").status_code == 200


@pytest.mark.parametrize("role", [Role.UNIT, Role.OFFICER, Role.VALIDATOR, Role.TICKET_ADMIN, Role.MODERATOR])
def test_others_have_no_desk(site: Site, role: Role) -> None:
    officer = site.officer(role, unit="pln" if role in (Role.UNIT, Role.OFFICER) else None)
    assert officer.get(PAGE).status_code == 403
    assert officer.post(PAGE, page="/petugas/laporan", **FULL).status_code == 403


def test_the_desk_begins_at_its_form_and_sees_no_tickets(site: Site) -> None:
    desk = site.officer(Role.DESK)
    assert desk.get("/petugas/").headers["Location"] == PAGE
    number = number_of(enter(desk))
    assert desk.get(f"/petugas/laporan/{number}").status_code == 403


def test_the_form_wants_its_token(site: Site) -> None:
    assert site.officer(Role.DESK).client.post(PAGE, data=FULL).status_code == 400
    assert site.browser().get(PAGE).status_code == 302


def test_no_field_becomes_markup(site: Site, sms: FakeSms) -> None:
    attack = '"><script>alert(1)</script>'
    desk = site.officer(Role.DESK)
    names = ("description", "kind", "category", "place", "area", "name", "phone", "came", "which", "vague", "kept")
    for name in names:
        page = enter(desk, **{"phone": "x", name: attack})
        assert page.status_code == 422
        assert "<script>alert" not in page.text
    number = number_of(enter(desk, description=attack))
    assert "<script>alert" not in desk.get(f"{PAGE}/{number}").text
