"""Signing in, one's own account, and the administrator's pages."""

from __future__ import annotations

import ast
import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from flask.testing import FlaskClient
from limits.storage import MemoryStorage
from sqlalchemy import func, select, update

from bots.shared.frame import Received
from core.config import StaffSection
from core.kernel.actor import Actor
from core.kernel.states import STAFF_ROLES, STEPS, Role
from core.staff import create_staff
from core.storage.audit_actions import ACTIONS
from core.storage.models import AuditEntry, InboundMessage, Staff, StaffSession, Ticket
from core.tickets.steps import Dispatch
from tests.support.house import ROOT
from tests.support.languages import leftovers
from tests.support.site import PASSWORD, Officer, Site
from webhooks.language import LANGUAGES
from webhooks.staff.admin.audit_words import DETAILS
from webhooks.staff.admin.roles import steps_of
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.signing_in.attempts import Attempts
from webhooks.staff.signing_in.browsers import spoken_browser
from webhooks.staff.signing_in.devices import Devices

SUDIN = "bina_marga/31.73"
FLOORS = ("bots", "core", "tanggap", "webhooks")
NEW = "gajah terbang di atas monas sore"
ADMIN_PAGES = {
    "/petugas/pengguna": Permission.MANAGE_STAFF,
    "/petugas/pengguna/baru": Permission.MANAGE_STAFF,
    "/petugas/pengguna/1": Permission.MANAGE_STAFF,
    "/petugas/unit": Permission.MANAGE_STAFF,
    "/petugas/peran": Permission.MANAGE_STAFF,
    "/petugas/audit": Permission.SEE_AUDIT,
    "/petugas/audit.csv": Permission.SEE_AUDIT,
    "/petugas/tertahan": Permission.MANAGE_DEAD_LETTERS,
    "/petugas/tertahan/1": Permission.MANAGE_DEAD_LETTERS,
}


@pytest.fixture
def strict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A city whose administrators need a second factor; the others may do without."""
    site = Site(tmp_path / "strict", monkeypatch, StaffSection(second_factor=(Role.ADMINISTRATOR,)))
    yield site
    site.services.database.close()


def enter(site: Site, username: str, password: str = PASSWORD) -> Officer:
    officer = Officer(site.browser())
    assert officer.login(username, password).status_code == 302
    return officer


def turn_on(site: Site, officer: Officer) -> tuple[pyotp.TOTP, list[str]]:
    """Set up the second factor as its page shows it."""
    page = officer.get("/petugas/akun/kode").text
    secret = re.search(r'class="number secret">([A-Z2-7 ]+)<', page)
    assert secret is not None
    app = pyotp.TOTP(secret.group(1).replace(" ", ""))
    answer = officer.post("/petugas/akun/kode", page="/petugas/akun/kode", code=app.at(site.house.clock()))
    assert answer.status_code == 200, answer.text
    return app, re.findall(r'<li class="number">([a-z0-9-]+)</li>', answer.text)


def later(site: Site, **span: float) -> None:
    site.house.clock.advance(timedelta(**span))


def actions(site: Site) -> list[str]:
    with site.services.database.read() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def staff_of(site: Site, username: str) -> Staff:
    with site.services.database.read() as session:
        return session.scalars(select(Staff).where(Staff.username == username)).one()


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie("tanggap_petugas")
    assert found is not None
    return found.value


# --- sessions ---------------------------------------------------------------------------------------


def test_a_copied_cookie_is_worthless_after_signing_out(site: Site) -> None:
    officer = site.officer(Role.OFFICER)
    stolen = cookie(officer.client)
    officer.post("/petugas/logout", page="/petugas/laporan")
    thief = site.browser()
    thief.set_cookie("tanggap_petugas", stolen)
    assert thief.get("/petugas/laporan").status_code == 302
    assert Officer(thief).post("/petugas/akun/sesi/akhiri-lainnya").status_code == 403


def test_signing_in_leaves_nothing_of_what_the_browser_brought(site: Site) -> None:
    site.hire(Role.OFFICER)
    officer = Officer(site.browser())
    officer.get("/petugas/login")
    planted = cookie(officer.client)
    officer.login("officer")
    assert cookie(officer.client) != planted
    victim = site.browser()
    victim.set_cookie("tanggap_petugas", planted)
    assert victim.get("/petugas/laporan").status_code == 302


@pytest.mark.parametrize("forged", ["1:abc", "", "x" * 500, "1", "\0", "' OR 1=1 --"])
def test_a_made_up_token_is_nobodys_session(site: Site, forged: str) -> None:
    officer = site.officer(Role.OFFICER)
    with officer.client.session_transaction() as session:
        session["_user_id"] = forged
    assert officer.get("/petugas/laporan").status_code == 302


def test_a_cookie_that_we_did_not_sign_is_ignored(site: Site) -> None:
    officer = site.officer(Role.OFFICER)
    value = cookie(officer.client)
    officer.client.set_cookie("tanggap_petugas", value[:-2] + ("AA" if not value.endswith("AA") else "BB"))
    assert officer.get("/petugas/laporan").status_code == 302


def test_own_sessions_are_listed_and_ended(site: Site) -> None:
    phone = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/129.0 Mobile Safari/537.36"
    here, there = site.officer(Role.OFFICER), Officer(site.browser())
    there.client.environ_base["HTTP_USER_AGENT"] = phone
    there.login("officer")
    page = here.get("/petugas/akun").text
    assert "Chrome di Android" in page
    assert page.count("perangkat ini") == 1
    with site.services.database.read() as session:
        other = session.scalars(select(StaffSession).where(StaffSession.browser == phone)).one()
    assert here.post(f"/petugas/akun/sesi/{other.id}/akhiri", page="/petugas/akun").status_code == 302
    assert there.get("/petugas/akun").status_code == 302
    assert here.get("/petugas/akun").status_code == 200
    third = enter(site, "officer")
    here.post("/petugas/akun/sesi/akhiri-lainnya", page="/petugas/akun")
    assert third.get("/petugas/akun").status_code == 302


def test_nobody_ends_a_colleagues_session(site: Site) -> None:
    victim, attacker = site.officer(Role.OFFICER), site.officer(Role.UNIT)
    with site.services.database.read() as session:
        ids = session.scalars(select(StaffSession.id)).all()
    for session_id in (*ids[:1], 999, 2**70):
        assert attacker.post(f"/petugas/akun/sesi/{session_id}/akhiri", page="/petugas/akun").status_code == 404
    assert victim.get("/petugas/akun").status_code == 200


def test_an_idle_session_ends(strict: Site) -> None:
    officer = strict.officer(Role.OFFICER)
    later(strict, minutes=59)
    assert officer.get("/petugas/akun").status_code == 200
    later(strict, minutes=61)
    assert officer.get("/petugas/akun").status_code == 302


def test_a_page_that_looks_for_news_by_itself_does_not_keep_a_session_alive(strict: Site) -> None:
    officer = strict.officer(Role.OFFICER)
    for _ in range(2):
        later(strict, minutes=29)
        assert officer.client.get("/petugas/akun", headers={"Sec-Fetch-Dest": "empty"}).status_code == 200
    later(strict, minutes=3)
    assert officer.get("/petugas/akun").status_code == 302


@pytest.mark.parametrize(
    ("agent", "spoken"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/132.0", "Firefox di Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari di iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/129.0 Safari/537.36 Edg/129.0", "Edge di Linux"),
        ("curl/8.0", "Peramban lain"),
        ("", "Peramban lain"),
    ],
)
def test_browsers_are_named_as_people_know_them(site: Site, agent: str, spoken: str) -> None:
    with site.app.test_request_context():
        assert spoken_browser(agent) == spoken


# --- guessing ---------------------------------------------------------------------------------------


def test_guessing_is_slowed_down_alike_for_names_that_exist_and_names_that_do_not(site: Site) -> None:
    site.hire(Role.OFFICER)
    answers = []
    for name in ("officer", "tidak-ada"):
        stranger = Officer(site.browser())
        replies = [stranger.login(name, "salah") for _ in range(7)]
        answers.append([(reply.status_code, _without_tokens(reply.text, name)) for reply in replies])
        assert "Retry-After" in replies[-1].headers
    assert answers[0] == answers[1]
    assert [status for status, _ in answers[0]] == [401] * 6 + [429]


def _without_tokens(page: str, name: str) -> str:
    """And without how long is left to wait, which a second's change between two answers would tell apart."""
    page = re.sub(r"\d+(?= (?:detik|menit))", "N", page)
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page).replace(name, "NAME")


def test_the_right_password_does_not_get_past_the_wait(site: Site) -> None:
    site.hire(Role.OFFICER)
    stranger = Officer(site.browser())
    for _ in range(6):
        stranger.login("officer", "salah")
    assert stranger.login("officer").status_code == 429


def test_guessing_by_others_does_not_keep_somebody_out_of_a_browser_that_is_known(site: Site) -> None:
    own = site.officer(Role.OFFICER)
    own.post("/petugas/logout", page="/petugas/laporan")
    stranger = Officer(site.browser())
    assert [stranger.login("officer", "salah").status_code for _ in range(7)][-1] == 429
    assert own.login("officer").status_code == 302


def test_a_known_browser_is_known_for_its_owner_only_and_can_not_be_made_up(site: Site) -> None:
    own, devices = site.officer(Role.OFFICER), Devices(b"key", path="/petugas", secure=False)
    mine = own.client.get_cookie("tanggap_perangkat", path="/petugas")
    assert mine is not None
    response = site.app.response_class()
    devices.remember(response, "Officer ")
    value = response.headers["Set-Cookie"].partition(";")[0]
    assert "HttpOnly" in response.headers["Set-Cookie"]
    for cookies, username, known in (
        (value, "OFFICER", True),
        (value, "unit", False),
        (value[:-1], "officer", False),
        (f"tanggap_perangkat={mine.value}", "officer", False),
        ("tanggap_perangkat=x", "officer", False),
        ("", "officer", False),
    ):
        with site.app.test_request_context(headers={"Cookie": cookies}):
            assert devices.whose(username).startswith("device/" if known else "account/"), (cookies, username)


def test_each_failure_costs_twice_the_time_up_to_a_quarter_of_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    monkeypatch.setattr("webhooks.staff.signing_in.attempts.time", lambda: now[0])
    attempts = Attempts(MemoryStorage())
    waits = []
    for _ in range(15):
        while wait := attempts.begin("account/siapa"):
            waits.append(wait)
            now[0] += wait
    assert waits == [15, 30, 60, 120, 240, 480, 900, 900, 900]
    assert attempts.begin("account/lain") == 0
    now[0] += 24 * 3600
    assert [attempts.begin("account/siapa") for _ in range(6)] == [0] * 6


def test_success_forgets_the_failures() -> None:
    attempts = Attempts(MemoryStorage())
    for _ in range(6):
        assert attempts.begin("x") == 0
    assert attempts.begin("x") > 0
    attempts.succeeded("x")
    assert [attempts.begin("x") for _ in range(6)] == [0] * 6


def test_the_audit_knows_who_failed_only_if_they_exist(site: Site) -> None:
    staff_id = site.hire(Role.OFFICER)
    stranger = Officer(site.browser())
    stranger.login("officer", "salah")
    stranger.login("rahasia-yang-salah-kolom", "salah")
    with site.services.database.read() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "staff.login_failed")).all()
    assert [row.subject for row in rows] == [f"staff/{staff_id}", "staff/-"]
    assert all(row.detail is None for row in rows)


# --- passwords --------------------------------------------------------------------------------------


def test_a_first_password_opens_nothing_but_the_page_that_changes_it(site: Site) -> None:
    with site.services.database.write() as session:
        _, first = site.services.accounts.add(session, None, "baru", "Orang Baru", Role.MODERATOR, None)
    officer = enter(site, "baru", first)
    for path in ("/petugas/", "/petugas/laporan", "/petugas/akun", "/petugas/laporan/K7M4-2XPR"):
        answer = officer.get(path)
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/petugas/akun/sandi"), path
    assert officer.post("/petugas/akun/sesi/akhiri-lainnya", page="/petugas/akun/sandi").status_code == 403
    sandi = "/petugas/akun/sandi"
    for old, new, again, problem in (
        ("salah", NEW, NEW, "tidak cocok"),
        (first, NEW, NEW + "x", "tidak sama"),
        (first, "pendek", "pendek", "minimal 12"),
        (first, "password12345", "password12345", "mudah ditebak"),
        (first, first, first, "berbeda"),
    ):
        refused = officer.post(sandi, page=sandi, old=old, new=new, again=again)
        assert refused.status_code == 422
        assert problem in refused.text
    assert officer.post(sandi, page=sandi, old=first, new=NEW, again=NEW).status_code == 302
    assert officer.get("/petugas/laporan").status_code == 200
    assert enter(site, "baru", NEW).get("/petugas/laporan").status_code == 200
    assert "staff.password_changed" in actions(site)


def test_whoever_found_an_open_screen_can_not_guess_the_old_password_for_long(site: Site) -> None:
    officer, page = site.officer(Role.OFFICER), "/petugas/akun/sandi"
    statuses = [officer.post(page, page=page, old=f"tebak-{n}", new=NEW, again=NEW).status_code for n in range(7)]
    assert statuses == [422] * 6 + [429]


def every_guarded_route(site: Site) -> list[str]:
    """Pages of the console without parameters, apart from those for signing in."""
    rules = [rule for rule in site.app.url_map.iter_rules() if rule.endpoint.startswith("staff.")]
    plain = [str(rule) for rule in rules if "GET" in (rule.methods or ()) and not rule.arguments]
    return [
        path for path in plain if "/login" not in path and path not in ("/petugas/akun/sandi", "/petugas/akun/kode")
    ]


def test_no_page_of_the_console_forgets_to_ask_for_the_new_password(site: Site) -> None:
    officer = site.officer(Role.ADMINISTRATOR)
    with site.services.database.write() as session:
        session.execute(update(Staff).values(must_change_password=True))
    paths = every_guarded_route(site)
    assert len(paths) > 6
    for path in paths:
        answer = officer.get(path)
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/petugas/akun/sandi"), path


# --- the second factor ------------------------------------------------------------------------------


def test_who_must_have_a_second_factor_sets_it_up_first_and_then_works(strict: Site) -> None:
    admin = strict.officer(Role.ADMINISTRATOR)
    assert admin.get("/petugas/laporan").headers["Location"] == "/petugas/akun/kode"
    page = admin.get("/petugas/akun/kode").text
    assert "<svg" in page
    assert "style=" not in page
    assert admin.get("/petugas/akun/kode").text.count("number secret") == 1
    wrong = admin.post("/petugas/akun/kode", page="/petugas/akun/kode", code="000000")
    assert wrong.status_code == 422
    _, codes = turn_on(strict, admin)
    assert len(codes) == 10
    assert admin.get("/petugas/laporan").status_code == 200
    assert strict.officer(Role.OFFICER).get("/petugas/laporan").status_code == 200


def test_the_password_alone_does_not_let_in_any_more(strict: Site) -> None:
    app, codes = turn_on(strict, strict.officer(Role.ADMINISTRATOR))
    officer = Officer(strict.browser())
    answer = officer.login("administrator", goal="?next=/petugas/audit")
    assert answer.headers["Location"] == "/petugas/login/kode"
    assert officer.get("/petugas/laporan").status_code == 302
    later(strict, minutes=2)
    kode, code = "/petugas/login/kode", app.at(strict.house.clock())
    assert officer.post(kode, page=kode, code="000000").status_code == 401
    let_in = officer.post(kode, page=kode, code=code)
    assert let_in.headers["Location"] == "/petugas/audit"
    assert officer.get("/petugas/laporan").status_code == 200
    replay = Officer(strict.browser())
    replay.login("administrator")
    assert replay.post(kode, page=kode, code=code).status_code == 401
    assert replay.post(kode, page=kode, code=codes[0]).status_code == 302
    again = Officer(strict.browser())
    again.login("administrator")
    assert again.post(kode, page=kode, code=codes[0]).status_code == 401
    assert "staff.recovery_code_used" in actions(strict)


def test_codes_can_not_be_guessed_for_long(strict: Site) -> None:
    turn_on(strict, strict.officer(Role.ADMINISTRATOR))
    officer, kode = Officer(strict.browser()), "/petugas/login/kode"
    officer.login("administrator")
    statuses = [officer.post(kode, page=kode, code=f"{n:06}").status_code for n in range(7)]
    assert statuses == [401] * 6 + [429]


def test_a_password_that_was_shown_waits_ten_minutes_for_its_code(strict: Site) -> None:
    app, _ = turn_on(strict, strict.officer(Role.ADMINISTRATOR))
    officer, kode = Officer(strict.browser()), "/petugas/login/kode"
    officer.login("administrator")
    token = officer.get(kode).text
    later(strict, minutes=11)
    assert officer.get(kode).headers["Location"] == "/petugas/login"
    officer.login("administrator")
    with strict.services.database.write() as session:
        strict.services.accounts.reset_password(session, None, strict.hire(Role.ADMINISTRATOR))
    answer = officer.post(kode, code=app.at(strict.house.clock()))
    assert answer.headers["Location"] == "/petugas/login"
    assert "Kode masuk" in token


def test_the_code_page_is_for_those_who_showed_a_password(site: Site) -> None:
    stranger = Officer(site.browser())
    assert stranger.get("/petugas/login/kode").headers["Location"] == "/petugas/login"
    assert stranger.post("/petugas/login/kode", code="123456").headers["Location"] == "/petugas/login"


def test_turning_the_second_factor_off_asks_for_the_password(site: Site) -> None:
    officer = site.officer(Role.OFFICER)
    turn_on(site, officer)
    path, page = "/petugas/akun/kode/matikan", "/petugas/akun"
    assert officer.post(path, page=page, password="salah").status_code == 422
    assert staff_of(site, "officer").totp_secret is not None
    assert officer.post(path, page=page, password=PASSWORD).status_code == 302
    assert staff_of(site, "officer").totp_secret is None


def test_new_recovery_codes_replace_the_old_ones(strict: Site) -> None:
    officer = strict.officer(Role.ADMINISTRATOR)
    _, old = turn_on(strict, officer)
    path, page = "/petugas/akun/kode/cadangan", "/petugas/akun"
    answer = officer.post(path, page=page, password=PASSWORD)
    new = re.findall(r'<li class="number">([a-z0-9-]+)</li>', answer.text)
    assert len(set(new) - set(old)) == 10
    visitor, kode = Officer(strict.browser()), "/petugas/login/kode"
    visitor.login("administrator")
    assert visitor.post(kode, page=kode, code=old[0]).status_code == 401
    assert visitor.post(kode, page=kode, code=new[0]).status_code == 302
    refused = officer.post("/petugas/akun/kode/matikan", page=page, password=PASSWORD)
    assert "wajib" in refused.text


def test_the_secret_is_not_to_be_read_from_the_cookie(site: Site) -> None:
    officer = site.officer(Role.OFFICER)
    page = officer.get("/petugas/akun/kode").text
    secret = re.search(r'class="number secret">([A-Z2-7 ]+)<', page)
    assert secret is not None
    with officer.client.session_transaction() as session:
        assert secret.group(1).replace(" ", "") not in str(dict(session))


# --- the administrator's pages ----------------------------------------------------------------------


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_the_administrators_pages_are_for_those_who_may(site: Site, role: Role) -> None:
    site.services.inbox.keep("fake", b"{", "no JSON")
    officer = site.officer(role)
    menu = officer.get("/petugas/akun").text
    for path, permission in ADMIN_PAGES.items():
        assert (officer.get(path).status_code == 200) is holds(role, permission), path
    assert ("Administrasi" in menu) is holds(role, Permission.MANAGE_STAFF)


@pytest.mark.parametrize("role", [role for role in STAFF_ROLES if not holds(role, Permission.MANAGE_STAFF)])
def test_nobody_else_changes_accounts(site: Site, role: Role) -> None:
    victim = site.hire(Role.ADMINISTRATOR)
    officer = site.officer(role)
    steps = ("", "/sandi", "/kode", "/sesi", "/nonaktifkan", "/aktifkan")
    for path in ("/petugas/pengguna/baru", *(f"/petugas/pengguna/{victim}{step}" for step in steps)):
        form = {"username": "x1", "name": "X", "role": "administrator"}
        assert officer.post(path, page="/petugas/akun", **form).status_code == 403, path
    for path in ("/petugas/tertahan/1/coba", "/petugas/tertahan/1/selesai"):
        assert officer.post(path, page="/petugas/akun").status_code == 403
    assert staff_of(site, "administrator").active


def test_forms_of_the_administrator_need_their_token(site: Site) -> None:
    admin, other = site.officer(Role.ADMINISTRATOR), site.hire(Role.OFFICER)
    for step in ("", "/sandi", "/kode", "/sesi", "/nonaktifkan", "/aktifkan"):
        assert admin.client.post(f"/petugas/pengguna/{other}{step}").status_code == 400
    assert staff_of(site, "officer").active


def test_an_account_is_made_shown_once_and_used(site: Site) -> None:
    admin, page = site.officer(Role.ADMINISTRATOR), "/petugas/pengguna/baru"
    form = {"username": "Lurah.Baru", "name": "Bu <b>Lurah</b>", "role": "kelurahan", "unit": "kelurahan kebon jeruk"}
    made = admin.post(page, page=page, **form)
    password = re.search(r'first-password">([^<]+)<', made.text)
    assert password is not None
    assert "<b>Lurah</b>" not in made.text
    assert made.headers["Cache-Control"] == "no-store"
    assert staff_of(site, "lurah.baru").unit == "kelurahan/31.73.05.1001"
    assert password.group(1) not in admin.get("/petugas/pengguna?cari=lurah.baru").text
    enter(site, "lurah.baru", password.group(1))
    twice = admin.post(page, page=page, **form)
    assert "sudah dipakai" in twice.text
    assert 'value="Bu &lt;b&gt;Lurah&lt;/b&gt;"' in twice.text


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"unit": "Dinas Khayalan"}, "tidak dikenal"),
        ({"unit": ""}, "Pilih unitnya"),
        ({"role": "reporter"}, "Pilih salah satu peran"),
        ({"role": ""}, "Pilih salah satu peran"),
        ({"username": "a b"}, "Nama pengguna terdiri"),
        ({"name": " "}, "Isi nama"),
        ({"name": "x" * 5000}, "maksimal 128"),
    ],
)
def test_a_faulty_form_keeps_what_was_typed(site: Site, wrong: dict[str, str], problem: str) -> None:
    admin, page = site.officer(Role.ADMINISTRATOR), "/petugas/pengguna/baru"
    good = {"username": "lurah", "name": "Bu Lurah", "role": "kelurahan", "unit": "Kelurahan Kebon Jeruk"}
    refused = admin.post(page, page=page, **{**good, **wrong})
    assert refused.status_code == 422
    assert problem in refused.text
    for name, value in good.items():
        if name not in wrong and name != "role":
            assert f'value="{value}"' in refused.text


def test_an_account_is_changed_reset_and_closed_with_entries_for_each(site: Site) -> None:
    officer = site.officer(Role.MODERATOR)
    turn_on(site, officer)
    admin, staff_id = site.officer(Role.ADMINISTRATOR), site.hire(Role.MODERATOR)
    page = f"/petugas/pengguna/{staff_id}"
    assert admin.post(page, page=page, name="Nama Lain", role="ticket_admin", unit="").status_code == 302
    assert (staff_of(site, "moderator").name, staff_of(site, "moderator").role) == ("Nama Lain", Role.TICKET_ADMIN)
    assert admin.post(f"{page}/sesi", page=page).status_code == 302
    assert officer.get("/petugas/akun").status_code == 302
    assert admin.post(f"{page}/kode", page=page).status_code == 302
    reset = admin.post(f"{page}/sandi", page=page)
    password = re.search(r'first-password">([^<]+)<', reset.text)
    assert password is not None
    assert officer.login("moderator").status_code == 401
    assert officer.login("moderator", password.group(1)).status_code == 302
    assert admin.post(f"{page}/nonaktifkan", page=page).status_code == 302
    assert officer.get("/petugas/akun/sandi").status_code == 302
    assert officer.login("moderator", password.group(1)).status_code == 401
    assert admin.post(f"{page}/aktifkan", page=page).status_code == 302
    assert [action for action in actions(site) if action.startswith("staff.") and "login" not in action] == [
        "staff.second_factor_on",
        "staff.recovery_codes_made",
        "staff.changed",
        "staff.sessions_ended",
        "staff.second_factor_off",
        "staff.password_reset",
        "staff.deactivated",
        "staff.activated",
    ]


def test_an_administrator_can_not_saw_off_the_branch(site: Site) -> None:
    admin, staff_id = site.officer(Role.ADMINISTRATOR), site.hire(Role.ADMINISTRATOR)
    page = f"/petugas/pengguna/{staff_id}"
    assert "Nonaktifkan" not in admin.get(page).text
    for step in ("nonaktifkan", "sandi", "kode"):
        refused = admin.post(f"{page}/{step}", page=page)
        assert refused.status_code == 422
        assert "akun Anda sendiri" in refused.text
    assert admin.post(page, page=page, name="X", role="moderator", unit="").status_code == 422
    assert staff_of(site, "administrator").role is Role.ADMINISTRATOR


def test_what_somebody_who_left_still_has_is_shown_with_links(site: Site) -> None:
    number = site.citizen().report()
    staff_id = site.hire(Role.OFFICER, "bina_marga/31.73")
    with site.services.database.write() as session:
        actor = Actor(Role.ADMINISTRATOR)
        site.services.workflow.move(session, number, Dispatch(unit="bina_marga/31.73", assignee_id=staff_id), actor)
    admin = site.officer(Role.ADMINISTRATOR)
    page = f"/petugas/pengguna/{staff_id}"
    assert "Sedang ditangani" in admin.get(page).text
    with site.services.database.write() as session:
        site.services.accounts.deactivate(session, None, staff_id)
    shown = admin.get(page).text
    assert "Perlu diserahkan" in shown
    assert f"/petugas/laporan/{number}" in shown


def test_pages_of_accounts_that_do_not_exist(site: Site) -> None:
    admin = site.officer(Role.ADMINISTRATOR)
    for staff_id in (0, 999, 2**40, 10**30):
        assert admin.get(f"/petugas/pengguna/{staff_id}").status_code == 404
        assert admin.post(f"/petugas/pengguna/{staff_id}/nonaktifkan", page="/petugas/akun").status_code == 404


def test_the_list_of_users_goes_on_and_filters(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webhooks.staff.admin.users.PAGE", 2)
    admin = site.officer(Role.ADMINISTRATOR)
    for role in (Role.MODERATOR, Role.TICKET_ADMIN, Role.DESK):
        site.hire(role)
    first = admin.get("/petugas/pengguna").text
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following is not None
    second = admin.get(following.group(1).replace("&amp;", "&")).text
    assert "Petugas administrator" in first
    assert "Petugas ticket_admin" in second
    assert "Petugas desk" in admin.get("/petugas/pengguna?peran=desk").text
    for query in ("peran=x&status=x&halaman=-3", "halaman=99999999999999999999", "cari=%00%25_'\"<x>"):
        assert admin.get(f"/petugas/pengguna?{query}").status_code == 200


def test_names_are_never_taken_for_markup(site: Site) -> None:
    with site.services.database.write() as session:
        site.services.accounts.add(session, None, "xss", "<script>alert(1)</script>\"'", Role.MODERATOR, None)
    admin = site.officer(Role.ADMINISTRATOR)
    for path in ("/petugas/pengguna", f"/petugas/pengguna/{staff_of(site, 'xss').id}", "/petugas/audit"):
        assert "<script>alert" not in admin.get(path).text


# --- units and roles --------------------------------------------------------------------------------


def test_units_without_people_are_named_when_tickets_wait_there(site: Site) -> None:
    number = site.citizen().report()
    unit = site.services.router.name(site.ticket(number).unit)
    admin = site.officer(Role.ADMINISTRATOR)
    assert f"<strong>{unit}</strong>" in admin.get("/petugas/unit").text
    site.hire(Role.KELURAHAN)
    assert f"<strong>{unit}</strong>" not in admin.get("/petugas/unit").text


def test_the_roles_page_says_what_the_tables_say() -> None:
    for kind, table in STEPS.items():
        told = {(role, state, target) for role, steps in steps_of(kind).items() for state, to in steps for target in to}
        decided = {
            (role, state, target)
            for state, steps in table.items()
            for target, roles in steps.items()
            for role in roles
            if role in STAFF_ROLES
        }
        assert told == decided


# --- the audit --------------------------------------------------------------------------------------


def test_the_audit_is_filtered_paged_and_exported(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webhooks.staff.admin.audit.PAGE", 3)
    monkeypatch.setattr("core.staff.audit_trail._BATCH", 2)
    number = site.citizen().report()
    site.officer(Role.VALIDATOR).ticket(number)
    admin = site.officer(Role.ADMINISTRATOR)
    for at in range(5):
        site.services.audit.write("ticket.seen", f"XXXX-000{at}", staff_id=None, note="=1+1")
    first = admin.get("/petugas/audit").text
    assert "XXXX-0004" in first
    assert "XXXX-0001" not in first
    older = re.search(r'href="([^"]+)" rel="next"', first)
    assert older is not None
    assert "XXXX-0001" in admin.get(older.group(1).replace("&amp;", "&")).text
    for query in (f"perihal={number.lower().replace('-', '')}", "oleh=validator&tindakan=ticket.seen"):
        page = admin.get(f"/petugas/audit?{query}").text
        assert number in page
        assert "XXXX" not in page
    assert "Tidak ada catatan" in admin.get("/petugas/audit?oleh=tidak-ada").text
    exported = admin.get("/petugas/audit.csv?tindakan=ticket.seen")
    assert exported.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(exported.text.lstrip("\ufeff"))))
    assert [row["perihal"] for row in rows] == [f"XXXX-000{at}" for at in (4, 3, 2, 1, 0)] + [number]
    assert rows[-1]["oleh"] == "validator"
    assert "audit.exported" in actions(site)


def test_a_cell_that_a_spreadsheet_would_compute_is_disarmed(site: Site) -> None:
    site.services.audit.write("ticket.seen", '=HYPERLINK("http://x.example")')
    exported = site.officer(Role.ADMINISTRATOR).get("/petugas/audit.csv").text
    cells = [cell for row in csv.reader(io.StringIO(exported.lstrip("\ufeff"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    "query", ["sebelum=x", "sebelum=-1", f"sebelum={10**30}", "perihal=%00", "oleh=%27--", "tindakan=<x>"]
)
def test_odd_filters_of_the_audit_break_nothing(site: Site, query: str) -> None:
    assert site.officer(Role.ADMINISTRATOR).get(f"/petugas/audit?{query}").status_code == 200


def test_nothing_on_the_page_changes_an_entry(site: Site) -> None:
    admin = site.officer(Role.ADMINISTRATOR)
    before = actions(site)
    for path in ("/petugas/audit", "/petugas/audit.csv"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert admin.client.open(path, method=method).status_code in (400, 405)
    assert actions(site) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_has_words_of_its_own_on_the_page(
    site: Site, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr("webhooks.staff.admin.audit.PAGE", len(ACTIONS) + 10)
    admin = site.officer(Role.ADMINISTRATOR)
    for action in ACTIONS:
        site.services.audit.write(action, "x")
    page = admin.get(f"/petugas/audit?lang={language}").text
    labels = re.findall(r"<strong>([^<]+)</strong>", page[page.index("audit-list") :])
    assert len(labels) >= len(ACTIONS)
    assert not [label for label in labels if "." in label or "_" in label]


def test_an_action_of_an_earlier_version_is_shown_as_it_is(site: Site) -> None:
    with site.services.database.write() as session:
        session.add(AuditEntry(at=site.house.clock(), action="ticket.burnt", subject="x", detail={"heat": 451}))
    page = site.officer(Role.ADMINISTRATOR).get("/petugas/audit").text
    assert "<strong>ticket.burnt</strong>" in page
    assert "heat: 451" in page


def test_whatever_is_written_into_the_audit_has_words_for_its_details() -> None:
    """The actions themselves are held by the type checker (core/storage/audit_actions.py)."""
    written = [call for folder in FLOORS for path in (ROOT / folder).rglob("*.py") for call in _audit_calls(path)]
    told = {keyword.arg for call in written for keyword in call.keywords if keyword.arg}
    assert len(written) > 40
    assert told - {"session", "staff_id", "token_id"} <= set(DETAILS)


def _audit_calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(attr="write", value=ast.Attribute(attr="audit" | "_audit"))):
                yield node
            case ast.Call(func=ast.Attribute(attr="_write", value=ast.Name("self"))) if len(node.args) > 2:
                yield node


# --- kept payloads ----------------------------------------------------------------------------------


def test_what_was_kept_is_shown_escaped_and_cut_and_written_about(site: Site) -> None:
    site.services.inbox.keep("fake", b"<script>alert(1)</script>\x00\xff" + b"x" * 50_000, "no JSON")
    admin = site.officer(Role.ADMINISTRATOR)
    assert "no JSON" in admin.get("/petugas/tertahan").text
    page = admin.get("/petugas/tertahan/1").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert len(page) < 60_000
    assert "dead_letter.seen" in actions(site)


def test_what_was_kept_is_tried_again_and_settled(site: Site) -> None:
    for account in ("fake", "gone"):
        site.services.inbox.keep(account, b"{", f"{account}: no JSON")
    admin = site.officer(Role.ADMINISTRATOR)
    for letter_id in (1, 2):
        refused = admin.post(f"/petugas/tertahan/{letter_id}/coba", page=f"/petugas/tertahan/{letter_id}")
        assert refused.status_code == 422
        assert "Masih belum bisa dibaca" in refused.text
    done = admin.post("/petugas/tertahan/1/selesai", page="/petugas/tertahan/1")
    assert done.status_code == 302
    listed = admin.get("/petugas/tertahan").text
    assert "fake: no JSON" not in listed
    assert "gone: no JSON" in listed
    assert admin.get("/petugas/tertahan/1").status_code == 404
    assert admin.post("/petugas/tertahan/1/selesai", page="/petugas/tertahan").status_code in (400, 404)
    assert "dead_letter.settled" in actions(site)


def test_what_can_be_read_now_is_taken_in_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    message = site.house.inbound("lampu jalan mati")
    monkeypatch.setattr("bots.shared.dead_letters.reread", lambda channel, raw: Received(messages=(message,)))
    for payload in (b"{", b"{{"):
        site.services.inbox.keep("fake", payload, "no JSON")
    admin = site.officer(Role.ADMINISTRATOR)
    for letter_id in (1, 2):
        assert (
            admin.post(f"/petugas/tertahan/{letter_id}/coba", page=f"/petugas/tertahan/{letter_id}").status_code == 302
        )
    assert "Tidak ada pesan" in admin.get("/petugas/tertahan").text
    with site.services.database.read() as session:
        assert session.scalar(select(func.count()).select_from(InboundMessage)) == 1
        assert session.scalar(select(func.count()).select_from(Ticket)) == 0


# --- who gets the tickets of somebody who leaves -----------------------------------------------------


def _officer_with_a_ticket(site: Site, username: str = "petugas-lama") -> tuple[int, str]:
    with site.services.database.write() as session:
        staff = create_staff(session, username, username, Role.OFFICER, PASSWORD, clock=site.house.clock, unit=SUDIN)
        staff_id = staff.id
    number = site.citizen().report()
    with site.services.database.write() as session:
        admin = Actor(Role.ADMINISTRATOR)
        site.services.workflow.move(session, number, Dispatch(unit=SUDIN, assignee_id=staff_id), admin)
    return staff_id, number


def test_deactivating_asks_who_gets_the_tickets_and_gives_them(site: Site) -> None:
    boss = site.officer(Role.ADMINISTRATOR)
    leaver, number = _officer_with_a_ticket(site)
    heir, _ = _officer_with_a_ticket(site, "petugas-baru")
    path = f"/petugas/pengguna/{leaver}"
    page = boss.get(path).text
    assert "Antrean unit masing-masing laporan" in page
    assert f'<option value="{heir}">' in page
    assert f'<option value="{leaver}">' not in page
    for nothing in ("", "0", "x", "9" * 30):
        refused = boss.post(f"{path}/nonaktifkan", page=path, heir=nothing)
        assert (refused.status_code, "Pilih penerimanya" in refused.text) == (422, True)
    assert boss.post(f"{path}/nonaktifkan", page=path, heir=str(heir)).status_code == 302
    assert "1 laporannya sudah diserahkan" in boss.get(path).text
    assert site.ticket(number).assignee_id == heir
    assert "Diserahkan kepada orang atau unit lain" in boss.ticket(number)


def test_what_somebody_left_earlier_is_named_and_given_to_the_queue(site: Site) -> None:
    boss = site.officer(Role.ADMINISTRATOR)
    leaver, number = _officer_with_a_ticket(site)
    with site.services.database.write() as session:
        session.get_one(Staff, leaver).active = False
    assert "Laporan yang tertinggal" in boss.get("/petugas/unit").text
    path = f"/petugas/pengguna/{leaver}"
    assert boss.post(f"{path}/serahkan", page=path, heir="antrean").status_code == 302
    assert site.ticket(number).assignee_id is None
    assert "Laporan yang tertinggal" not in boss.get("/petugas/unit").text


def test_a_unit_that_is_gone_is_named_with_a_form_that_gives_its_tickets_on(site: Site) -> None:
    boss, number = site.officer(Role.ADMINISTRATOR), site.citizen().report()
    with site.services.database.write() as session:
        session.execute(update(Ticket).values(unit="dinas_lama"))
    page = "/petugas/unit"
    assert "dinas_lama" in boss.get(page).text
    send = f"{page}/pindahkan"
    form = {"from": "dinas_lama", "to": "tidak ada"}
    assert boss.post(send, page=page, **form).status_code == 422
    assert boss.post(send, page=page, **form | {"to": "Dinas Sumber Daya Air"}).status_code == 302
    assert site.ticket(number).unit == "sda"
    assert "dinas_lama" not in boss.get(page).text


@pytest.mark.parametrize("role", [role for role in STAFF_ROLES if role is not Role.ADMINISTRATOR])
def test_nobody_else_gives_tickets_on(site: Site, role: Role) -> None:
    leaver, number = _officer_with_a_ticket(site)
    officer = site.officer(role, SUDIN)
    for path in (f"/petugas/pengguna/{leaver}/serahkan", "/petugas/unit/pindahkan"):
        assert officer.post(path, page="/petugas/akun", heir="antrean", to="sda").status_code == 403
    assert site.ticket(number).assignee_id == leaver


def test_the_queue_of_whoever_stands_in_shows_what_was_left_behind(site: Site) -> None:
    number = site.citizen().report()
    with site.services.database.write() as session:
        session.execute(update(Ticket).values(unit="dinas_lama"))
    assert number in site.officer(Role.UNIT, "biro_pemerintahan").get("/petugas/antrean").text
    assert number not in site.officer(Role.KELURAHAN, "sda").get("/petugas/antrean").text


# --- in English -------------------------------------------------------------------------------------


ENGLISH_PAGES = (
    *ADMIN_PAGES,
    "/petugas/pengguna/2",
    "/petugas/akun",
    "/petugas/akun/sandi",
    "/petugas/akun/kode",
)


@pytest.mark.parametrize("path", ENGLISH_PAGES)
def test_a_page_for_the_administrator_and_for_oneself_speaks_english_throughout(site: Site, path: str) -> None:
    site.services.inbox.keep("fake", b"{", "no JSON")
    officer, number = _officer_with_a_ticket(site, "budi")
    assert (officer, site.ticket(number).assignee_id) == (1, 1)
    admin = site.officer(Role.ADMINISTRATOR)
    answer = admin.get(f"{path}?lang=en")
    assert answer.status_code == 200
    assert [leftovers(answer.text, file) for file in ("staff-admin.ftl", "staff-signing-in.ftl")] == [[], []]


def test_signing_in_speaks_english_throughout(site: Site) -> None:
    officer = site.officer(Role.OFFICER)
    _, codes = turn_on(site, officer)
    visitor = Officer(site.browser())
    pages = [visitor.get("/petugas/login?lang=en"), visitor.login("officer", "salah")]
    visitor.login("officer")
    pages += [visitor.get("/petugas/login/kode"), visitor.post("/petugas/login/kode", page="/petugas/login/kode")]
    assert visitor.post("/petugas/login/kode", page="/petugas/login/kode", code=codes[0]).status_code == 302
    pages += [visitor.get("/petugas/akun"), visitor.post("/petugas/akun/sandi", page="/petugas/akun/sandi", new="x")]
    assert [page.status_code for page in pages] == [200, 401, 200, 401, 200, 422]
    for page in pages:
        assert leftovers(page.text, "staff-signing-in.ftl") == []


def test_words_of_the_other_language_are_found(site: Site) -> None:
    page = site.officer(Role.ADMINISTRATOR).get("/petugas/pengguna").text
    assert "Tambah pengguna" in leftovers(page, "staff-admin.ftl")
