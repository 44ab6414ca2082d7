"""Notices of staff: the bell, the page, and the chat that somebody links."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.kernel.states import Role, State
from core.notifications.staff import Address
from core.notifications.staff_chat import VALID_FOR
from core.storage.models import NoticeKey, Staff, StaffChat, StaffNotice
from tests.support.site import Officer, Site

SUDIN = "bina_marga/31.73"
PAGE = "/petugas/notifikasi"


def count(officer: Officer) -> int:
    answer = officer.get(f"{PAGE}/jumlah").json
    assert answer is not None
    return int(answer["count"])


def code(officer: Officer) -> str:
    page = officer.post(f"{PAGE}/chat", page=PAGE)
    found = re.search(r"TAUT-\w{5}-\w{5}", page.text)
    assert found is not None
    return found.group()


def told(site: Site, address: str = "petugas-hp") -> list[str]:
    return [message.text for message in site.house.channel.sent if message.address == address]


def test_the_bell_counts_what_is_new_for_the_unit(site: Site) -> None:
    number = site.citizen().report()
    desk = site.officer(Role.KELURAHAN)
    assert count(desk) == 1
    assert "1 belum dibaca" in desk.get("/petugas/laporan").text
    page = desk.get(PAGE).text
    assert f"Laporan {number} (Lampu jalan) masuk ke unit Anda" in page
    ids = re.findall(r'name="id" value="(\d+)"', page)
    assert desk.post(f"{PAGE}/dibaca", page=PAGE, id=ids).status_code == 302
    assert count(desk) == 0
    assert "tidak ada yang baru" in desk.get("/petugas/laporan").text


def test_nobody_reads_or_settles_the_notices_of_others(site: Site) -> None:
    number = site.citizen().report()
    stranger = site.officer(Role.UNIT, unit="pln")
    assert number not in stranger.get(PAGE).text
    with site.services.database.read() as session:
        (notice,) = session.scalars(select(StaffNotice))
    stranger.post(f"{PAGE}/dibaca", page=PAGE, id=str(notice.id))
    assert count(site.officer(Role.KELURAHAN)) == 1


@pytest.mark.parametrize("given", ["x", "-1", "9" * 30, "١"])
def test_an_id_that_is_none_is_left_out(site: Site, given: str) -> None:
    assert site.officer(Role.KELURAHAN).post(f"{PAGE}/dibaca", page=PAGE, id=given).status_code == 302


@pytest.mark.parametrize("path", ["dibaca", "chat", "chat/putus"])
def test_the_forms_want_their_token_and_somebody_who_sees_tickets(site: Site, path: str) -> None:
    assert site.officer(Role.KELURAHAN).client.post(f"{PAGE}/{path}").status_code == 400
    assert site.browser().post(f"{PAGE}/{path}").status_code == 400
    assert site.officer(Role.DESK).get(PAGE).status_code == 403


def test_a_linked_chat_gets_each_notice_without_the_report(site: Site) -> None:
    desk = site.officer(Role.KELURAHAN, unit="kelurahan/31.73.05.1001")
    site.house.take(f"/start {code(desk)}", sender="petugas-hp")
    assert "pemberitahuan untuk Anda sebagai petugas" in told(site)[-1]
    assert "Terhubung lewat <strong>Fake" in desk.get(PAGE).text
    number = site.citizen().report("lampu rahasia di rumah saya mati")
    assert told(site)[-1].startswith(f"Laporan {number} (Lampu jalan) masuk ke unit Anda")
    assert "rahasia" not in told(site)[-1]


def test_a_notice_for_one_person_goes_to_that_person_only(site: Site) -> None:
    worker = site.officer(Role.OFFICER, unit=SUDIN)
    head = site.officer(Role.UNIT, unit=SUDIN)
    site.house.take(code(worker), sender="petugas-hp")
    site.house.take(code(head), sender="kepala-hp")
    number = site.citizen().report()
    admin = site.officer(Role.ADMINISTRATOR)
    admin.move(number, State.DISPATCHED, unit=SUDIN, assignee=str(site.hire(Role.OFFICER)))
    assert number in told(site)[-1]
    assert not any(number in text for text in told(site, "kepala-hp"))


def test_a_linked_chat_remains_a_citizens_chat(site: Site) -> None:
    desk = site.officer(Role.KELURAHAN, unit="kelurahan/31.73.05.1001")
    site.house.take(code(desk), sender="petugas-hp")
    number = site.house.report(sender="petugas-hp")
    assert site.ticket(number).number == number


def test_a_code_works_once_and_for_a_while_only(site: Site) -> None:
    desk = site.officer(Role.KELURAHAN, unit="kelurahan/31.73.05.1001")
    first, second = code(desk), code(desk)
    for text in (first, "TAUT-AAAAA-BBBBB"):
        assert "Kode itu salah" in site.house.take(text, sender="orang-lain")[-1].text
    site.house.take(second.lower(), sender="petugas-hp")
    assert "Kode itu salah" in site.house.take(second, sender="orang-lain")[-1].text
    late = code(desk)
    site.house.clock.advance(VALID_FOR + timedelta(minutes=1))
    assert "Kode itu salah" in site.house.take(late, sender="orang-lain")[-1].text
    site.citizen().report()
    assert told(site, "orang-lain")[-1].startswith("Kode itu salah")


def test_a_chat_is_let_go_by_its_owner_and_by_a_deactivated_account(site: Site) -> None:
    desk = site.officer(Role.KELURAHAN, unit="kelurahan/31.73.05.1001")
    site.house.take(code(desk), sender="petugas-hp")
    before = len(told(site))
    with site.services.database.write() as session:
        session.get_one(Staff, site.hire(Role.KELURAHAN)).active = False
    site.citizen().report()
    assert len(told(site)) == before
    with site.services.database.write() as session:
        session.get_one(Staff, site.hire(Role.KELURAHAN)).active = True
    assert desk.post(f"{PAGE}/chat/putus", page=PAGE).status_code == 302
    site.citizen().report()
    assert len(told(site)) == before
    with site.services.database.read() as session:
        assert session.scalars(select(StaffChat)).all() == []


def test_a_notice_that_is_rolled_back_is_sent_to_nobody(site: Site) -> None:
    desk = site.officer(Role.KELURAHAN, unit="kelurahan/31.73.05.1001")
    site.house.take(code(desk), sender="petugas-hp")
    number = site.citizen().report()
    before = len(told(site))
    with pytest.raises(ZeroDivisionError), site.services.database.write() as session:
        ticket = site.services.workflow.get(session, number)
        site.services.notices.add(session, ticket, NoticeKey.ARRIVED, Address(unit="kelurahan/31.73.05.1001"))
        raise ZeroDivisionError
    assert len(told(site)) == before
