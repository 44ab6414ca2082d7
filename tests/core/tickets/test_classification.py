"""Corrections by a person: rerouted, told, and kept for learning without personal data."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from core.dialogue.state import Place
from core.kernel.actor import Actor
from core.kernel.errors import ForbiddenError, StaleTicketError, TargetError, TicketNotFoundError, TransitionError
from core.kernel.states import STAFF_ROLES, Kind, Role, State
from core.protection.scrub import scrub
from core.storage.models import Correction, EventVerb, Ticket
from core.tickets.classification import correction_lines
from tests.support.desk import KELURAHAN, SUDIN, bring, events, look, told
from tests.support.house import House

MODERATOR = Actor(Role.MODERATOR)
TEBET = Place(area_code="31.74.01.1001", kelurahan="Tebet Timur", kecamatan="Tebet", kota="Jakarta Selatan")


def sort(house: House, number: str, actor: Actor = MODERATOR, **changes: object) -> Ticket:
    with house.services.database.write() as session:
        return house.services.workflow.reclassify(session, number, actor, **changes)  # type: ignore[arg-type]


def corrections(house: House) -> list[Correction]:
    with house.services.database.read() as session:
        return list(session.scalars(select(Correction).order_by(Correction.id)))


def test_a_correction_is_recorded_rerouted_and_told(house: House) -> None:
    number = house.report()
    ticket = sort(house, number, category="listrik_telekom")
    assert (ticket.category, ticket.unit) == ("listrik_telekom", "pln")
    last = events(house, number)[-1]
    assert (last.verb, last.said, last.to_unit) == (EventVerb.SORTED, "lampu_jalan → listrik_telekom", "pln")
    assert "tercatat sebagai Keluhan: Listrik dan telekomunikasi, di PLN" in told(house)[-1]


def test_another_place_gives_it_to_another_kelurahan(house: House) -> None:
    number = house.report()
    ticket = sort(house, number, place=TEBET)
    assert (ticket.unit, ticket.kelurahan) == ("kelurahan/31.74.01.1001", "Tebet Timur")
    assert corrections(house) == []  # the understanding learns nothing about places


def test_what_is_in_hand_already_stays_where_it_is(house: House) -> None:
    number = house.report()
    bring(house, number, State.COORDINATING)
    assert sort(house, number, category="listrik_telekom").unit == SUDIN


def test_a_confirmation_settles_the_doubt_and_teaches(house: House) -> None:
    number = house.report()
    with house.services.database.write() as session:
        house.services.workflow.get(session, number).needs_person = "category,place"
    ticket = sort(house, number, category="lampu_jalan")
    assert ticket.needs_person == "place"
    assert [(c.old_category, c.new_category) for c in corrections(house)] == [("lampu_jalan", "lampu_jalan")]


def test_an_aspiration_taken_for_a_complaint_goes_the_short_way(house: House) -> None:
    number = house.report()
    ticket = sort(house, number, kind=Kind.ASPIRATION)
    assert (ticket.kind, ticket.unit) == (Kind.ASPIRATION, "bina_marga")
    bring(house, number, State.FORWARDED, State.ANSWERED)


def test_a_kind_that_does_not_know_the_state_is_refused(house: House) -> None:
    number = house.report()
    bring(house, number, State.COORDINATING, State.IN_PROGRESS)
    with pytest.raises(TransitionError, match="bring it back to received first"):
        sort(house, number, kind=Kind.ASPIRATION)
    bring(house, number, State.COORDINATING, State.RECEIVED)
    assert sort(house, number, kind=Kind.ASPIRATION).unit == "bina_marga"


@pytest.mark.parametrize("role", sorted(set(STAFF_ROLES) - {Role.MODERATOR, Role.TICKET_ADMIN, Role.ADMINISTRATOR}))
def test_only_moderators_and_admins_sort(house: House, role: Role) -> None:
    number = house.report()
    with pytest.raises(TicketNotFoundError if role is Role.DESK else ForbiddenError):
        sort(house, number, Actor(role, unit=KELURAHAN), category="jalan")


def test_wrong_corrections_are_refused(house: House) -> None:
    number = house.report()
    with pytest.raises(TargetError, match="'jalanan'"):
        sort(house, number, category="jalanan")
    with pytest.raises(StaleTicketError):
        sort(house, number, category="jalan", seen_version=99)
    bring(house, number, State.OUT_OF_SCOPE)
    with pytest.raises(TransitionError, match="only an open ticket"):
        sort(house, number, category="jalan")
    assert look(house, number).category == "lampu_jalan"


def test_corrections_can_be_read_as_json_lines(house: House) -> None:
    number = house.report("lampu jalan mati, hubungi saya 0812-3456-7890 a.n. Budi Santoso, terima kasih")
    sort(house, number, category="listrik_telekom", kind=Kind.COMPLAINT)
    with house.services.database.read() as session:
        lines = [json.loads(line) for line in correction_lines(session)]
    assert lines == [
        {
            "at": house.clock().isoformat(),
            "text": "lampu jalan mati, hubungi saya [telepon] a.n. [nama], terima kasih",
            "kind": "complaint",
            "category": "listrik_telekom",
            "old_kind": "complaint",
            "old_category": "lampu_jalan",
        }
    ]


# --- personal data ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("WA 081234567890 ya", "WA [telepon] ya"),
        ("telp (021) 7654321 pak", "telp [telepon] pak"),
        ("+62 812 3456 7890", "[telepon]"),
        ("62812.3456.7890.", "[telepon]."),
        ("NIK 3174012345678901 belum jadi", "NIK [nik] belum jadi"),
        ("nik 3174 0123 4567 8901", "nik [nik]"),
        ("email budi.s+x@contoh.co.id dong", "email [email] dong"),
        ("colek @budi_santoso", "colek [akun]"),
        ("KK a.n. Siti Nur Aisyah hilang", "KK a.n. [nama] hilang"),
        ("KTP A/N BUDI SANTOSO", "KTP A/N [nama]"),
        ("atas nama: Budi Santoso, RT 03", "atas nama: [nama], RT 03"),
        ("nama saya M. Budi. Lampu mati", "nama saya [nama]. Lampu mati"),
        ("nama saya budi santoso mau lapor", "nama saya [nama] mau lapor"),
        ("Nama: Budi Santoso\nlampu mati", "Nama: [nama]\nlampu mati"),
        ("my name is John Smith and the lamp is off", "my name is [nama] and the lamp is off"),
    ],
)
def test_personal_data_are_taken_out(text: str, clean: str) -> None:
    assert scrub(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "lampu jalan mati di RT 003/05 No. 12 sejak 12 Januari 2026",
        "biaya Rp 1.500.000 untuk 3 orang",
        "laporan K7M4-2XPR belum beres",
        "depan nama jalan yang hilang, nama jalannya Melati",
        "",
    ],
)
def test_what_is_nobodys_personal_data_stays(text: str) -> None:
    assert scrub(text) == text


@given(st.text(max_size=300))
def test_any_text_is_scrubbed_and_scrubbing_again_finds_no_number(text: str) -> None:
    clean = scrub(text)
    assert scrub(clean).count("[telepon]") == clean.count("[telepon]")


@given(st.from_regex(r"0?8[1-9][0-9]{7,10}", fullmatch=True), st.sampled_from(["", " ", "hub "]))
def test_no_mobile_number_stays(number: str, before: str) -> None:
    assert number not in scrub(f"{before}{number}, ditunggu")
