"""The staff console: who gets in, who sees what, and that nobody overwrites anybody."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from core.kernel.states import STAFF_ROLES, Role, State, next_states
from core.staff import new_password
from core.storage.models import EventVerb, Media, Staff, TicketEvent
from tests.support.site import PASSWORD, Officer, Site, photo
from webhooks.staff.permissions import PERMISSIONS, Permission, holds

SEEING = [role for role in STAFF_ROLES if holds(role, Permission.SEE_TICKETS)]


# --- signing in ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/petugas/", "/petugas/laporan", "/petugas/laporan/K7M4-2XPR", "/petugas/foto/1"])
def test_strangers_are_sent_to_sign_in(site: Site, path: str) -> None:
    response = site.browser().get(path)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/petugas/login?next=")


def test_strangers_cannot_post(site: Site) -> None:
    number = site.citizen().report()
    stranger = Officer(site.browser())
    for path in ("langkah", "catatan"):
        response = stranger.post(f"/petugas/laporan/{number}/{path}", to="in_progress", note="x")
        assert response.status_code == 403
    assert site.ticket(number).state is State.RECEIVED


@pytest.mark.parametrize(("username", "password"), [("administrator", "salah"), ("tidak-ada", PASSWORD), ("", "")])
def test_a_wrong_login_does_not_tell_what_was_wrong(site: Site, username: str, password: str) -> None:
    site.hire(Role.ADMINISTRATOR)
    response = Officer(site.browser()).login(username, password)
    assert response.status_code == 401
    assert "Nama pengguna atau kata sandi tidak cocok" in response.text


def test_somebody_who_left_does_not_get_in_and_is_put_out(site: Site) -> None:
    officer = site.officer(Role.OFFICER)
    with site.services.database.write() as session:
        session.scalars(select(Staff)).one().active = False
    assert officer.get("/petugas/laporan").status_code == 302
    assert officer.login("officer").status_code == 401


def test_a_new_password_ends_older_sessions(site: Site) -> None:
    officer = site.officer(Role.OFFICER)
    with site.services.database.write() as session:
        site.services.accounts.reset_password(session, None, site.hire(Role.OFFICER))
    assert officer.get("/petugas/laporan").status_code == 302


def test_signing_out_ends_the_session(site: Site) -> None:
    officer = site.officer(Role.OFFICER)
    officer.post("/petugas/logout", page="/petugas/laporan")
    assert officer.get("/petugas/laporan").status_code == 302


def test_a_stolen_cookie_does_not_work_in_another_browser(site: Site) -> None:
    officer = site.officer(Role.OFFICER)
    elsewhere = {"HTTP_USER_AGENT": "another"}
    assert officer.client.get("/petugas/laporan", environ_overrides=elsewhere).status_code == 302


@pytest.mark.parametrize(
    ("goal", "where"),
    [
        ("/petugas/laporan?warna=merah", "/petugas/laporan?warna=merah"),
        ("https://evil.example/", "/petugas/"),
        ("//evil.example/petugas/", "/petugas/"),
        ("/\\evil.example", "/petugas/"),
        ("/petugas/\\evil", "/petugas/"),
        ("/lacak", "/petugas/"),
    ],
)
def test_signing_in_leads_to_own_pages_only(site: Site, goal: str, where: str) -> None:
    site.hire(Role.OFFICER)
    officer = Officer(site.browser())
    response = officer.client.get("/petugas/login", query_string={"next": goal})
    assert response.status_code == 200
    token = re.search(r'name="csrf_token" value="([^"]+)"', response.text)
    assert token is not None
    form = {"csrf_token": token.group(1), "username": "Officer ", "password": PASSWORD}
    answer = officer.client.post("/petugas/login", query_string={"next": goal}, data=form)
    assert answer.headers["Location"] == where


def test_twenty_failures_a_minute_from_an_address(site: Site) -> None:
    officer = Officer(site.browser())
    statuses = [officer.login(f"siapa-{n}", "salah").status_code for n in range(21)]
    assert statuses == [401] * 20 + [429]


def test_forms_without_their_token_are_refused(site: Site) -> None:
    number = site.citizen().report()
    officer = site.officer(Role.ADMINISTRATOR)
    response = officer.client.post(f"/petugas/laporan/{number}/langkah", data={"to": "in_progress"})
    assert response.status_code == 400
    assert "kedaluwarsa" in response.text
    assert site.browser().post("/petugas/login", data={"username": "x", "password": "y"}).status_code == 400


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(site: Site) -> None:
    cookie = site.browser().get("/petugas/login").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_passwords_are_long_readable_and_never_the_same() -> None:
    made = {new_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(word) >= 16 and not set(word) & set("il1o0IO") for word in made)


def test_a_weak_old_hash_is_renewed_at_sign_in(site: Site) -> None:
    from argon2 import PasswordHasher

    site.hire(Role.OFFICER)
    with site.services.database.write() as session:
        old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
        session.scalars(select(Staff)).one().password_hash = old
    officer = Officer(site.browser())
    assert officer.login("officer").status_code == 302
    assert officer.get("/petugas/laporan").status_code == 200
    with site.services.database.read() as session:
        assert session.scalars(select(Staff)).one().password_hash != old


# --- who sees what ---------------------------------------------------------------------------------


def test_every_role_has_its_row() -> None:
    assert set(PERMISSIONS) == set(STAFF_ROLES)


@pytest.mark.parametrize("role", STAFF_ROLES)
@pytest.mark.parametrize("public", [True, False], ids=["public", "private"])
def test_each_role_sees_what_the_privacy_table_allows(site: Site, role: Role, public: bool) -> None:
    number = site.citizen().report("lampu jalan mati di gang kami", photo(), public=public)
    officer = site.officer(role)
    response = officer.get(f"/petugas/laporan/{number}")
    if role not in SEEING:
        assert response.status_code == 403
        assert officer.get("/petugas/foto/1").status_code == 403
        return
    assert "lampu jalan mati di gang kami" in response.text
    assert "Data laporan dan pelapor tidak boleh disebarluaskan" in response.text
    sees_photo = public or role in (Role.VALIDATOR, Role.TICKET_ADMIN, Role.ADMINISTRATOR)
    assert ("/petugas/foto/1" in response.text) is sees_photo
    assert (officer.get("/petugas/foto/1").status_code == 200) is sees_photo
    sees_hour = role in (Role.VALIDATOR, Role.TICKET_ADMIN, Role.ADMINISTRATOR)
    for page in (response.text, officer.get("/petugas/laporan").text):
        assert "5 Jan 2026" in page
        assert bool(re.search(r"5 Jan 2026, \d\d\.\d\d", page)) is sees_hour


def test_the_reporter_is_never_named(site: Site) -> None:
    number = site.house.report(display_name="Bu Sari Rahasia", sender="+62811000111")
    page = site.officer(Role.ADMINISTRATOR).ticket(number)
    assert "Rahasia" not in page
    assert "62811000111" not in page


def test_follow_up_photos_are_seen_by_all_who_see_the_ticket(site: Site) -> None:
    number = site.citizen().report()
    site.bring(number, State.IN_PROGRESS)
    site.officer(Role.OFFICER).move(number, State.AWAITING_VALIDATION, photo(), note="beres")
    address = re.search(r"/petugas/foto/\d+", site.officer(Role.KELURAHAN).ticket(number))
    assert address is not None
    assert site.officer(Role.UNIT).get(address.group()).status_code == 200


def test_a_photo_that_belongs_to_no_ticket_is_nobodys(site: Site) -> None:
    site.citizen().say("", photo())
    assert site.officer(Role.ADMINISTRATOR).get("/petugas/foto/1").status_code == 404


# --- the list --------------------------------------------------------------------------------------


def test_the_list_filters_and_counts(site: Site) -> None:
    lamp, waste = site.citizen().report(), site.citizen().report("sampah menumpuk di depan pasar")
    site.bring(waste, State.COORDINATING, State.IN_PROGRESS)
    officer = site.officer(Role.ADMINISTRATOR)
    for query, shown, hidden in (
        ("", [lamp, waste], []),
        ("warna=merah", [lamp], [waste]),
        ("warna=kuning", [waste], [lamp]),
        ("status=in_progress", [waste], [lamp]),
        ("kategori=lampu_jalan", [lamp], [waste]),
        ("unit=kota/31.73", [lamp], [waste]),
        ("unit=lingkungan_hidup", [waste], [lamp]),
        ("jenis=aspiration", [], [lamp, waste]),
        ("status=xx&jenis=xx&kategori=xx&unit=xx&warna=xx&sesudah=xx", [lamp, waste], []),
    ):
        page = officer.get(f"/petugas/laporan?{query}").text
        assert all(number in page for number in shown), query
        assert not any(number in page for number in hidden), query


def test_a_unit_sees_its_own_tickets_first_and_all_that_it_may_see_when_asked(site: Site) -> None:
    lamp = site.citizen().report("usul lampu jalan baru di taman")
    waste = site.citizen().report("usul tempat sampah baru di taman")
    branch, kota = site.officer(Role.UNIT, unit="bina_marga"), site.officer(Role.KELURAHAN, unit="kota/31.73")
    own, everything = branch.get("/petugas/laporan").text, branch.get("/petugas/laporan?unit=semua").text
    assert lamp in own
    assert lamp in everything
    assert waste not in own + everything
    own, everything = kota.get("/petugas/laporan").text, kota.get("/petugas/laporan?unit=semua").text
    assert lamp not in own
    assert lamp in everything
    assert waste in everything


def test_the_list_goes_on_where_a_page_ends(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webhooks.staff.tickets.listing.PAGE", 2)
    numbers = [site.citizen().report() for _ in range(3)]
    officer = site.officer(Role.ADMINISTRATOR)
    first = officer.get("/petugas/laporan").text
    assert numbers[0] not in first
    assert numbers[2] in first
    older = re.search(r'href="([^"]+)" rel="next"', first)
    assert older is not None
    second = officer.get(older.group(1).replace("&amp;", "&")).text
    assert numbers[0] in second
    assert numbers[2] not in second


def test_a_number_leads_to_its_ticket(site: Site) -> None:
    number = site.citizen().report()
    officer = site.officer(Role.ADMINISTRATOR)
    found = officer.get(f"/petugas/laporan?nomor={number.lower().replace('-', '')}")
    assert found.headers["Location"] == f"/petugas/laporan/{number}"
    assert "tidak ditemukan" in officer.get("/petugas/laporan?nomor=zzz").text
    assert officer.get("/petugas/laporan/tidak-ada").status_code == 404


def test_moderators_see_how_many_conversations_wait(site: Site) -> None:
    site.citizen().say("bicara dengan petugas")
    assert "1 percakapan menunggu moderator" in site.officer(Role.MODERATOR).get("/petugas/laporan").text
    assert "menunggu moderator" not in site.officer(Role.OFFICER).get("/petugas/laporan").text


# --- moving ----------------------------------------------------------------------------------------


def test_a_step_arrives_in_the_reporters_chat(site: Site) -> None:
    citizen = site.citizen()
    number = citizen.report()
    officer = site.officer(Role.KELURAHAN)
    response = officer.move(number, State.IN_PROGRESS, note="Tim berangkat sore ini")
    assert response.headers["Location"] == f"/petugas/laporan/{number}"
    assert "sekarang: Proses" in officer.ticket(number)
    news = citizen.told()[-1]
    assert "sedang dikerjakan" in news
    assert "Tim berangkat sore ini" in news


@pytest.mark.parametrize("role", SEEING)
def test_the_page_offers_exactly_the_steps_of_the_state_table(site: Site, role: Role) -> None:
    number = site.citizen().report()
    officer = site.officer(role)
    for state in (State.RECEIVED, State.IN_PROGRESS):
        if state is not State.RECEIVED:
            site.bring(number, state)
        offered = re.findall(r'name="to" value="([a-z_]+)"', officer.ticket(number))
        assert sorted(offered) == sorted(next_states(site.ticket(number).kind, state, role))


def test_what_lies_with_another_unit_is_left_alone(site: Site) -> None:
    number = site.citizen().report()
    site.bring(number, State.COORDINATING)
    officer, path = site.officer(Role.UNIT, unit="kota/31.73"), f"/petugas/laporan/{number}"
    assert 'name="to"' not in officer.ticket(number)
    refused = officer.move(number, State.IN_PROGRESS, note="Saya kerjakan")
    assert refused.status_code == 403
    assert "Saya kerjakan" in refused.text
    noted = officer.post(f"{path}/catatan", page=path, note="Bukan punya kami")
    assert noted.status_code == 403
    assert "Bukan punya kami</textarea>" in noted.text


@pytest.mark.parametrize("role", SEEING)
def test_a_step_that_the_role_may_not_take_is_refused_kindly(site: Site, role: Role) -> None:
    number = site.citizen().report()
    officer = site.officer(role)
    for to in State:
        if to in next_states(site.ticket(number).kind, State.RECEIVED, role):
            continue
        response = officer.move(number, to, photo(), note="catatan yang panjang")
        assert response.status_code in (403, 409), to
        assert "tidak" in response.text
        assert "catatan yang panjang" in response.text
    assert site.ticket(number).state is State.RECEIVED


def test_two_officers_never_overwrite_each_other(site: Site) -> None:
    number = site.citizen().report()
    seen = site.ticket(number).version
    site.bring(number, State.COORDINATING)
    officer = site.officer(Role.ADMINISTRATOR)
    refused = officer.move(number, State.DISPATCHED, version=seen, note="Sudah saya telepon timnya")
    assert refused.status_code == 409
    assert "baru saja diubah orang lain" in refused.text
    assert "Sudah saya telepon timnya</textarea>" in refused.text
    assert site.ticket(number).state is State.COORDINATING
    assert officer.move(number, State.DISPATCHED, note="Sudah saya telepon timnya").status_code == 302


def test_missing_evidence_is_asked_for_and_nothing_typed_is_lost(site: Site) -> None:
    citizen = site.citizen()
    number = citizen.report()
    site.bring(number, State.IN_PROGRESS)
    officer = site.officer(Role.OFFICER)
    without_photo = officer.move(number, State.AWAITING_VALIDATION, note="Lampu LED terpasang")
    assert without_photo.status_code == 422
    assert "memerlukan catatan dan foto" in without_photo.text
    assert "Lampu LED terpasang</textarea>" in without_photo.text


def test_a_photo_handed_in_with_a_faulty_form_need_not_be_uploaded_again(site: Site) -> None:
    number = site.citizen().report()
    site.bring(number, State.IN_PROGRESS)
    officer = site.officer(Role.OFFICER)
    faulty = officer.move(number, State.AWAITING_VALIDATION, photo())
    assert "1 foto sudah terunggah" in faulty.text
    kept = re.search(r'name="kept" value="([^"]+)"', faulty.text)
    assert kept is not None
    other = site.officer(Role.ADMINISTRATOR)
    stolen = other.move(number, State.AWAITING_VALIDATION, note="beres", kept=kept.group(1))
    assert stolen.status_code == 422
    assert officer.move(number, State.AWAITING_VALIDATION, note="beres", kept=kept.group(1)).status_code == 302
    with site.services.database.read() as session:
        event = session.scalars(select(TicketEvent).order_by(TicketEvent.id.desc()).limit(1)).one()
        assert len(event.photos) == 1


def test_a_form_sent_twice_moves_once(site: Site) -> None:
    citizen = site.citizen()
    number = citizen.report()
    version = site.ticket(number).version
    officer = site.officer(Role.KELURAHAN)
    told = len(citizen.told())
    assert officer.move(number, State.IN_PROGRESS, version=version).status_code == 302
    assert officer.move(number, State.IN_PROGRESS, version=version).status_code == 409
    assert len(citizen.told()) == told + 1


def test_an_upload_that_is_no_picture_is_refused_in_words(site: Site) -> None:
    number = site.citizen().report()
    site.bring(number, State.IN_PROGRESS)
    response = site.officer(Role.OFFICER).move(number, State.AWAITING_VALIDATION, b"<svg onload=alert(1)>", note="x")
    assert response.status_code == 422
    assert "bukan foto yang bisa dibuka" in response.text
    with site.services.database.read() as session:
        assert session.scalars(select(Media)).all() == []


def test_an_unknown_state_or_ticket_is_refused(site: Site) -> None:
    number = site.citizen().report()
    officer = site.officer(Role.ADMINISTRATOR)
    path = f"/petugas/laporan/{number}"
    assert officer.post(f"{path}/langkah", page=path, to="terbang").status_code == 400
    for action in ("langkah", "catatan"):
        missing = officer.post(f"/petugas/laporan/K7M4-2XPR/{action}", page=path, to="in_progress", note="x")
        assert missing.status_code == 404


def test_a_note_that_is_too_long_is_refused_and_not_cut(site: Site) -> None:
    number = site.citizen().report()
    officer, path = site.officer(Role.OFFICER), f"/petugas/laporan/{number}"
    refused = officer.post(f"{path}/catatan", page=path, note="x" * 4001)
    assert (refused.status_code, "x" * 4001 in refused.text) == (422, True)
    assert "maksimal 4000" in refused.text
    assert officer.post(f"{path}/catatan", page=path, note="x" * 4000).status_code == 302


def test_an_internal_note_is_told_to_nobody(site: Site) -> None:
    citizen = site.citizen()
    number = citizen.report()
    told = citizen.told()
    officer, path = site.officer(Role.OFFICER), f"/petugas/laporan/{number}"
    assert officer.post(f"{path}/catatan", page=path, note="Tiang nomor 12").status_code == 302
    assert officer.post(f"{path}/catatan", page=path, note="  ").status_code == 422
    assert "Tiang nomor 12" in officer.ticket(number)
    assert citizen.told() == told
    assert "Tiang nomor 12" not in site.browser().get(f"/lacak?nomor={number}").text
    with site.services.database.read() as session:
        notes = session.scalars(select(TicketEvent).where(TicketEvent.verb == EventVerb.NOTED)).all()
        assert len(notes) == 1


@pytest.mark.parametrize("attack", ['<script>alert("x")</script>', '"><img src=x onerror=alert(1)>', "{{7*7}}"])
def test_what_citizens_and_officers_write_is_never_markup(site: Site, attack: str) -> None:
    number = site.citizen().report(f"lampu jalan mati {attack}")
    officer, path = site.officer(Role.ADMINISTRATOR), f"/petugas/laporan/{number}"
    officer.post(f"{path}/catatan", page=path, note=attack)
    faulty = officer.move(number, State.OUT_OF_SCOPE, version=0, note=attack)
    for page in (officer.ticket(number), officer.get("/petugas/laporan").text, faulty.text):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "lampu jalan mati 49" not in page


def test_staff_pages_speak_the_language_that_was_chosen(site: Site) -> None:
    officer = site.officer(Role.KELURAHAN, unit="kelurahan/31.73.05.1001")
    assert 'hreflang="en"' in officer.get("/petugas/laporan").text
    english = officer.get("/petugas/laporan?lang=en").text
    assert 'lang="en"' in english
    assert "Sign out" in english
    assert "Sign out" in officer.get("/petugas/antrean").text


def test_an_answer_to_a_form_offers_no_other_language(site: Site) -> None:
    """Its address answers no look."""
    desk = site.officer(Role.KELURAHAN, unit="kelurahan/31.73.05.1001")
    refused = desk.post("/petugas/laporan/massal", page="/petugas/laporan", to="in_progress")
    assert refused.status_code == 422
    assert "hreflang" not in refused.text
