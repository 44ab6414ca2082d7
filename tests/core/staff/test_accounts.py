"""Accounts of staff: who may be made, changed and closed, and what lets somebody in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from argon2 import extract_parameters
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select

from core.config import GroupRole, SignOn, StaffSection
from core.kernel.actor import Actor
from core.kernel.states import Role, State
from core.staff import create_staff, passwords
from core.staff.errors import PasswordError, SignOnError, StaffError
from core.staff.passwords import judge, matches, new_password
from core.staff.sign_on import Reception
from core.staff.staffing import staffing
from core.storage.models import AuditEntry, RecoveryCode, Staff, StaffSession
from tests.support.desk import KELURAHAN, SUDIN, hire, move
from tests.support.house import House

GOOD = "kuda-baterai-staples-benar"
ISSUER = "https://sso.kota.example"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.services.database.close()


@pytest.fixture
def admin(house: House) -> int:
    return hired(house, Role.ADMINISTRATOR)


def hired(house: House, role: Role, unit: str | None = None) -> int:
    staff_id = hire(house, role, unit).staff_id
    assert staff_id is not None
    return staff_id


def look(house: House, staff_id: int) -> Staff:
    with house.services.database.read() as session:
        return session.get_one(Staff, staff_id)


def written(house: House) -> list[tuple[str, str, int | None]]:
    with house.services.database.read() as session:
        rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(row.action, row.subject, row.staff_id) for row in rows]


def do(house: House, step: str, *arguments: Any, **named: Any) -> Any:
    """A step of the accounts in a transaction of its own."""
    with house.services.database.write() as session:
        return getattr(house.services.accounts, step)(session, *arguments, **named)


# --- passwords --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("pendek", "short"),
        ("x" * 257, "long"),
        ("password12345", "common"),
        ("qwertyuiop12", "common"),
        ("aaaaaaaaaaaaaaaa", "common"),
        ("rahasia12345", "common"),
        ("tanggapjakarta", "common"),
        ("Lurah.Contoh", "common"),
        ("siticontoh12", "common"),
    ],
)
def test_what_is_guessed_first_is_no_password(password: str, reason: str) -> None:
    with pytest.raises(PasswordError) as refused:
        judge(password, ("lurah.contoh", "Siti Contoh", "Jakarta"))
    assert refused.value.reason == reason


@pytest.mark.parametrize("password", [GOOD, "saya suka makan pisang rebus", "ⓟ四 naga terbang tinggi"])
def test_length_is_all_that_is_asked_for(password: str) -> None:
    judge(password, ("lurah.contoh", "Siti Contoh", "Jakarta"))


def test_a_password_of_ours_passes_our_own_judgement() -> None:
    judge(new_password(), ("lurah.contoh", "Siti Contoh", "Jakarta"))


def test_a_password_of_the_longest_kind_is_judged_quickly_and_counts_to_its_end(house: House, admin: int) -> None:
    long = (GOOD + " ") * 9
    do(house, "change_own_password", admin, "kuda-baterai-staples", long)
    assert matches(look(house, admin).password_hash, long)
    assert not matches(look(house, admin).password_hash, long[:-2] + "x ")


def test_a_composed_and_a_decomposed_letter_are_the_same_password(house: House, admin: int) -> None:
    do(house, "change_own_password", admin, "kuda-baterai-staples", "kafe\u0301 naga terbang tinggi")
    assert matches(look(house, admin).password_hash, "kaf\u00e9 naga terbang tinggi")


def test_the_old_password_is_asked_for_and_must_not_stay(house: House, admin: int) -> None:
    for old, new, reason in ((GOOD, GOOD, "wrong"), ("kuda-baterai-staples", "kuda-baterai-staples", "same")):
        with pytest.raises(PasswordError) as refused:
            do(house, "change_own_password", admin, old, new)
        assert refused.value.reason == reason


# --- accounts ---------------------------------------------------------------------------------------


def test_a_new_account_has_a_password_to_be_changed_and_an_entry_in_the_audit(house: House, admin: int) -> None:
    staff, password = do(house, "add", admin, " Lurah.Tebet ", "  Bu   Lurah ", Role.KELURAHAN, KELURAHAN)
    found = house.services.accounts.recognise("LURAH.tebet", password)
    assert found is not None
    assert (found.id, found.username, found.name, found.must_change_password) == (
        staff.id,
        "lurah.tebet",
        "Bu Lurah",
        True,
    )
    assert written(house) == [("staff.created", f"staff/{staff.id}", admin)]


@pytest.mark.parametrize(
    ("username", "name", "role", "unit", "reason"),
    [
        ("a b", "X", Role.MODERATOR, None, "username"),
        ("x", "X", Role.MODERATOR, None, "username"),
        ("../etc", "X", Role.MODERATOR, None, "username"),
        ("ada", "  ", Role.MODERATOR, None, "name"),
        ("ada", "x" * 129, Role.MODERATOR, None, "name"),
        ("ada", "X", Role.REPORTER, None, "role"),
        ("ada", "X", Role.SYSTEM, None, "role"),
        ("ada", "X", Role.MODERATOR, "tidak_ada", "unit"),
        ("ada", "X", Role.OFFICER, None, "unit_missing"),
        ("KEMBAR", "X", Role.MODERATOR, None, "taken"),
    ],
)
def test_an_account_that_makes_no_sense_is_not_made(
    house: House, admin: int, username: str, name: str, role: Role, unit: str | None, reason: str
) -> None:
    do(house, "add", admin, "kembar", "Kembar", Role.MODERATOR, None)
    with pytest.raises(StaffError) as refused:
        do(house, "add", admin, username, name, role, unit)
    assert refused.value.reason == reason


def test_nobody_changes_their_own_role_or_closes_their_own_account(house: House, admin: int) -> None:
    hired(house, Role.ADMINISTRATOR)
    for step, named in (
        ("deactivate", {}),
        ("reset_password", {}),
        ("reset_second_factor", {}),
        ("change", {"name": "Saya", "role": Role.MODERATOR, "unit": None}),
    ):
        with pytest.raises(StaffError) as refused:
            do(house, step, admin, admin, **named)
        assert refused.value.reason == "oneself"
    do(house, "change", admin, admin, name="Nama Baru", role=Role.ADMINISTRATOR, unit=None)
    assert look(house, admin).name == "Nama Baru"


def test_one_administrator_always_stays(house: House, admin: int) -> None:
    gone = hired(house, Role.ADMINISTRATOR)
    do(house, "deactivate", admin, gone)
    for step, named in (("deactivate", {}), ("change", {"name": "X", "role": Role.MODERATOR, "unit": None})):
        with pytest.raises(StaffError) as refused:
            do(house, step, None, admin, **named)
        assert refused.value.reason == "last"
    do(house, "activate", admin, gone)
    do(house, "deactivate", None, admin)
    assert look(house, gone).active


def test_closing_an_account_ends_its_sessions_and_tells_what_has_to_be_given_on(house: House, admin: int) -> None:
    officer = hired(house, Role.OFFICER, SUDIN)
    number = house.report()
    move(house, number, State.DISPATCHED, Actor(Role.ADMINISTRATOR), unit=SUDIN, assignee_id=officer)
    token = signed_in(house, officer)
    left = do(house, "deactivate", admin, officer)
    assert [ticket.number for ticket in left.tickets] == [number]
    assert house.services.sessions.find(token) is None
    assert house.services.accounts.recognise(look(house, officer).username, "kuda-baterai-staples") is None
    do(house, "activate", admin, officer)
    assert house.services.sessions.find(token) is None, "an old session must not come back to life"
    assert [entry[0] for entry in written(house)][-3:] == [
        "staff.deactivated",
        "staff.login_failed",
        "staff.activated",
    ]


def test_accounts_are_found_by_name_username_and_unit(house: House, admin: int) -> None:
    do(house, "add", admin, "lurah.kebon", "Siti Contoh", Role.KELURAHAN, KELURAHAN)
    do(house, "add", admin, "mod.satu", "100% Benar", Role.MODERATOR, None)
    for words, expected in (
        ("siti", {"lurah.kebon"}),
        ("LURAH", {"lurah.kebon"}),
        ("kebon jeruk", {"lurah.kebon"}),
        ("contoh kelurahan", {"lurah.kebon"}),
        ("100%", {"mod.satu"}),
        ("%", {"mod.satu"}),
        ("_", set()),
        ("tidak ada", set()),
    ):
        with house.services.database.read() as session:
            found = house.services.accounts.search(session, words)
        assert {staff.username for staff in found} == expected, words


def test_a_name_that_does_not_exist_is_written_about_like_one_that_does_but_never_repeated(house: House) -> None:
    staff = hired(house, Role.MODERATOR)
    assert house.services.accounts.recognise("warga@kota.example", "rahasia-sekali") is None
    assert house.services.accounts.recognise(look(house, staff).username, "rahasia-sekali") is None
    assert written(house) == [("staff.login_failed", "staff/-", None), ("staff.login_failed", f"staff/{staff}", None)]


def test_a_name_that_does_not_exist_costs_a_hash_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str | None] = []

    def count(password_hash: str | None, password: str) -> bool:
        checked.append(password_hash)
        return matches(password_hash, password)

    monkeypatch.setattr("core.staff.accounts.passwords.matches", count)
    house.services.accounts.recognise("tidak-ada", GOOD)
    assert checked == [None]
    assert not matches(None, "")


def test_a_name_that_does_not_exist_is_checked_at_the_price_of_a_real_password() -> None:
    real, made_up = (extract_parameters(value) for value in (passwords.hashed(GOOD), passwords._nobody()))
    assert made_up == real
    with pytest.raises(VerifyMismatchError):
        passwords._hasher.verify(passwords._nobody(), GOOD)


# --- sessions ---------------------------------------------------------------------------------------


def signed_in(house: House, staff_id: int, browser: str = "Firefox") -> str:
    with house.services.database.write() as session:
        staff = session.get_one(Staff, staff_id)
        return house.services.sessions.open(session, staff, browser, second_factor=False)


def test_the_database_never_holds_what_opens_a_session(house: House, admin: int) -> None:
    token = signed_in(house, admin)
    with house.services.database.read() as session:
        row = session.scalars(select(StaffSession)).one()
    assert token not in (row.hash, row.browser)
    assert len(token) >= 32
    assert house.services.sessions.find(row.hash) is None


def test_who_does_nothing_for_an_hour_has_to_sign_in_again(house: House, admin: int) -> None:
    token = signed_in(house, admin)
    for _ in range(5):
        house.clock.advance(timedelta(minutes=50))
        assert house.services.sessions.find(token) is not None
    house.clock.advance(timedelta(minutes=61))
    assert house.services.sessions.find(token) is None


def test_nobody_stays_longer_than_twelve_hours(house: House, admin: int) -> None:
    token = signed_in(house, admin)
    for _ in range(14):
        house.clock.advance(timedelta(minutes=50))
        assert house.services.sessions.find(token) is not None
    house.clock.advance(timedelta(minutes=50))
    assert house.services.sessions.find(token) is None


def test_being_seen_is_written_once_a_minute_at_most(house: House, admin: int) -> None:
    token, first = signed_in(house, admin), house.clock()
    for seconds, expected in ((30, 0), (29, 0), (1, 60), (59, 60), (1, 120)):
        house.clock.advance(timedelta(seconds=seconds))
        house.services.sessions.find(token)
        with house.services.database.read() as session:
            assert session.scalars(select(StaffSession.seen_at)).one() == first + timedelta(seconds=expected)


def test_a_new_password_ends_all_sessions_but_the_one_it_was_made_in(house: House, admin: int) -> None:
    here, there = signed_in(house, admin), signed_in(house, admin)
    mine = house.services.sessions.find(here)
    assert mine is not None
    do(house, "change_own_password", admin, "kuda-baterai-staples", GOOD, session_id=mine.id)
    assert house.services.sessions.find(here) is not None
    assert house.services.sessions.find(there) is None


def test_nobody_ends_somebody_elses_session_by_its_number(house: House, admin: int) -> None:
    token = signed_in(house, admin)
    found = house.services.sessions.find(token)
    assert found is not None
    with house.services.database.write() as session:
        assert not house.services.sessions.end(session, found.id, admin + 1)
    assert house.services.sessions.find(token) is not None


# --- the second factor ------------------------------------------------------------------------------


def turned_on(house: House, staff_id: int) -> tuple[pyotp.TOTP, list[str]]:
    secret = house.services.second_factor.new_secret()
    app = pyotp.TOTP(secret)
    with house.services.database.write() as session:
        staff = session.get_one(Staff, staff_id)
        codes = house.services.second_factor.turn_on(session, staff, secret, app.at(house.clock()))
    return app, codes


def accepted(house: House, staff_id: int, code: str) -> bool:
    with house.services.database.write() as session:
        return house.services.second_factor.accept(session, session.get_one(Staff, staff_id), code)


def test_a_code_of_the_app_works_once(house: House, admin: int) -> None:
    app, _ = turned_on(house, admin)
    assert not accepted(house, admin, app.at(house.clock())), "it was used to turn it on"
    house.clock.advance(timedelta(seconds=30))
    code = app.at(house.clock())
    assert accepted(house, admin, f"{code[:3]} {code[3:]}")
    assert not accepted(house, admin, code)


def test_a_phone_may_be_half_a_minute_off_and_not_more(house: House, admin: int) -> None:
    app, _ = turned_on(house, admin)
    house.clock.advance(timedelta(minutes=5))
    now = house.clock()
    for off, right in ((-60, False), (60, False), (-30, True), (30, True), (0, False)):
        code = app.at(now + timedelta(seconds=off))
        assert accepted(house, admin, code) is right, off


def test_an_older_code_does_not_work_after_a_newer_one(house: House, admin: int) -> None:
    app, _ = turned_on(house, admin)
    house.clock.advance(timedelta(minutes=5))
    before, now = app.at(house.clock() - timedelta(seconds=30)), app.at(house.clock())
    assert accepted(house, admin, now)
    assert not accepted(house, admin, before)


@pytest.mark.parametrize("code", ["", "0", "000000", "abcdef", "１２３４５６", "000000\0", "9" * 400])
def test_what_is_no_code_lets_nobody_in(house: House, admin: int, code: str) -> None:
    turned_on(house, admin)
    house.clock.advance(timedelta(minutes=5))
    assert not accepted(house, admin, code)


def test_a_recovery_code_works_once_however_it_is_typed(house: House, admin: int) -> None:
    _, codes = turned_on(house, admin)
    assert len(set(codes)) == 10
    assert accepted(house, admin, codes[0].upper().replace("-", " "))
    assert not accepted(house, admin, codes[0])
    with house.services.database.read() as session:
        assert house.services.second_factor.recovery_codes_left(session, admin) == 9
        assert not {row.hash for row in session.scalars(select(RecoveryCode))} & set(codes)


def test_somebody_elses_recovery_code_is_none(house: House, admin: int) -> None:
    _, codes = turned_on(house, admin)
    other = hired(house, Role.MODERATOR)
    turned_on(house, other)
    assert not accepted(house, other, codes[0])


def test_the_secret_is_encrypted_and_goes_with_a_reset(house: House, admin: int) -> None:
    officer = hired(house, Role.MODERATOR)
    app, codes = turned_on(house, officer)
    stored = look(house, officer).totp_secret
    assert stored is not None
    assert app.secret.encode() not in stored
    do(house, "reset_second_factor", admin, officer)
    house.clock.advance(timedelta(minutes=5))
    assert look(house, officer).totp_secret is None
    assert not accepted(house, officer, app.at(house.clock()))
    assert not accepted(house, officer, codes[1])
    assert ("staff.second_factor_off", f"staff/{officer}", admin) in written(house)


def test_a_role_that_must_have_a_second_factor_can_not_turn_it_off(house: House, admin: int) -> None:
    officer = hired(house, Role.OFFICER, SUDIN)
    for staff_id in (admin, officer):
        turned_on(house, staff_id)
    with house.services.database.write() as session:
        house.services.accounts.turn_off_second_factor(session, session.get_one(Staff, officer))
    with pytest.raises(StaffError), house.services.database.write() as session:
        house.services.accounts.turn_off_second_factor(session, session.get_one(Staff, admin))
    assert look(house, officer).totp_secret is None
    assert look(house, admin).totp_secret is not None


# --- the city's own sign-on -------------------------------------------------------------------------


def reception(house: House, **settings: Any) -> Reception:
    config = SignOn.model_validate({"issuer": ISSUER, "client_id": "tanggap", **settings})
    return Reception(config, house.services.accounts, house.services.audit, house.clock)


def admitted(house: House, at: Reception, **claims: Any) -> Staff:
    with house.services.database.write() as session:
        return at.admit(session, claims).staff


def named(house: House, username: str, role: Role = Role.MODERATOR) -> int:
    with house.services.database.write() as session:
        return create_staff(session, username, username, role, GOOD, clock=house.clock).id


def test_an_account_is_linked_once_and_known_by_its_sub_from_then_on(house: House) -> None:
    staff = named(house, "budi")
    at = reception(house)
    assert admitted(house, at, sub="17", preferred_username="Budi").id == staff
    assert admitted(house, at, sub="17", preferred_username="siapa-pun").id == staff
    with pytest.raises(SignOnError) as refused:
        admitted(house, at, sub="18", preferred_username="budi")
    assert refused.value.reason == "other"
    assert written(house) == [("staff.linked", f"staff/{staff}", staff)]


def test_the_same_sub_of_another_issuer_is_somebody_else(house: House) -> None:
    named(house, "budi")
    admitted(house, reception(house), sub="17", preferred_username="budi")
    with pytest.raises(SignOnError):
        admitted(house, reception(house, issuer="https://lain.kota.example"), sub="17")


def test_an_address_that_nobody_verified_names_nobody(house: House) -> None:
    staff = named(house, "budi@kota.example")
    at = reception(house, username="email")
    for verified in (False, None, "true", 1):
        with pytest.raises(SignOnError):
            admitted(house, at, sub="17", email="budi@kota.example", email_verified=verified)
    assert admitted(house, at, sub="17", email="budi@kota.example", email_verified=True).id == staff


@pytest.mark.parametrize("claims", [{}, {"sub": ""}, {"sub": 17}, {"sub": "x" * 256}, {"sub": None}])
def test_claims_without_a_sub_are_refused(house: House, claims: dict[str, Any]) -> None:
    named(house, "budi")
    with pytest.raises(SignOnError):
        admitted(house, reception(house), preferred_username="budi", **claims)


def test_nobody_is_made_an_account_unless_a_group_says_so(house: House) -> None:
    with pytest.raises(SignOnError) as refused:
        admitted(house, reception(house), sub="17", preferred_username="budi", groups=["administrator"])
    assert refused.value.reason == "unknown"


def test_a_group_gives_a_role_and_a_claim_the_unit(house: House) -> None:
    roles = {"mod": GroupRole(role=Role.MODERATOR), "lapangan": GroupRole(role=Role.OFFICER)}
    at = reception(house, roles=roles, unit="unit_kerja")
    officer = admitted(
        house, at, sub="1", preferred_username="budi", name="Budi", groups=["lapangan"], unit_kerja=SUDIN
    )
    assert (officer.role, officer.unit, officer.must_change_password) == (Role.OFFICER, SUDIN, False)
    assert admitted(house, at, sub="1").id == officer.id
    both = admitted(house, at, sub="2", preferred_username="siti", groups=["lapangan", "mod"])
    assert both.role is Role.MODERATOR, "the first in config.yml decides"
    for claims in (
        {"preferred_username": "tanpa-unit", "groups": ["lapangan"]},
        {"preferred_username": "salah", "groups": ["lapangan"], "unit_kerja": "tidak_ada"},
        {"preferred_username": "<b>", "groups": ["mod"]},
        {"preferred_username": "teks", "groups": "mod"},
    ):
        with pytest.raises(SignOnError):
            admitted(house, at, sub="3", **claims)


def test_a_closed_account_stays_closed_to_the_sign_on(house: House, admin: int) -> None:
    staff = named(house, "budi")
    at = reception(house, roles={"mod": GroupRole(role=Role.MODERATOR)})
    admitted(house, at, sub="17", preferred_username="budi")
    do(house, "deactivate", admin, staff)
    for sub in ("17", "18"):
        with pytest.raises(SignOnError) as refused:
            admitted(house, at, sub=sub, preferred_username="budi", groups=["mod"])
        assert refused.value.reason == "inactive"


def test_a_first_password_that_nobody_used_dies_when_the_account_is_linked(house: House, admin: int) -> None:
    staff, password = do(house, "add", admin, "budi", "Budi", Role.MODERATOR, None)
    admitted(house, reception(house), sub="17", preferred_username="budi")
    assert not look(house, staff.id).must_change_password
    assert house.services.accounts.recognise("budi", password) is None


@pytest.mark.parametrize(
    ("claims", "had"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"amr": ["pwd", "otp"]}, False),
        ({"amr": "mfa"}, False),
        ({"acr": "gold"}, True),
        ({"acr": "1"}, False),
        ({}, False),
    ],
)
def test_the_issuers_second_factor_counts_when_it_says_so(house: House, claims: dict[str, Any], had: bool) -> None:
    named(house, "budi")
    at = reception(house, second_factor=["gold"])
    with house.services.database.write() as session:
        admission = at.admit(session, {"sub": "17", "preferred_username": "budi", **claims})
    assert admission.second_factor is had


@pytest.mark.parametrize("issuer", ["http://sso.kota.example", "ftp://x", "https://", "https://x/?a=b", "sso"])
def test_an_issuer_is_called_by_https(issuer: str) -> None:
    with pytest.raises(ValueError):
        SignOn(issuer=issuer, client_id="tanggap")


def test_only_roles_of_staff_can_be_asked_for_a_second_factor() -> None:
    with pytest.raises(ValueError):
        StaffSection(second_factor=(Role.REPORTER,))


# --- staffing ---------------------------------------------------------------------------------------


def test_a_unit_with_tickets_and_without_people_stands_out(house: House) -> None:
    house.report()
    with house.services.database.read() as session:
        before = staffing(session, house.services.router.tree)
    assert before[KELURAHAN].is_lacking
    assert before[KELURAHAN].covered_by is None
    hire(house, Role.UNIT, "kota/31.73")
    with house.services.database.read() as session:
        covered = staffing(session, house.services.router.tree)[KELURAHAN]
    assert (covered.is_lacking, covered.covered_by) == (True, "kota/31.73")
    hire(house, Role.KELURAHAN, KELURAHAN)
    with house.services.database.read() as session:
        assert not staffing(session, house.services.router.tree)[KELURAHAN].is_lacking
