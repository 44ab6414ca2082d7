"""The officers' pages for somebody who reads English: none of them falls back into Indonesian."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.kernel.states import Role, State
from core.storage.models import Staff
from tests.support.site import Officer, Site, photo
from tests.support.spoken import indonesian

HOME = "kelurahan/31.73.05.1001"
SUDIN = "bina_marga/31.73"
AREA_NAMES = {"Administrasi"}
"""Words of the menu that names of areas have, too: Kota Administrasi Jakarta Barat."""
Pages = Callable[[Site], Iterator[str]]


def english(site: Site, role: Role, unit: str | None = None) -> Officer:
    officer = site.officer(role, unit=unit)
    with site.services.database.write() as session:
        for staff in session.scalars(select(Staff)):
            staff.name = f"Officer {staff.id}"
    officer.get("/petugas/?lang=en")
    return officer


def lists(site: Site) -> Iterator[str]:
    site.hire(Role.OFFICER, SUDIN)
    head = english(site, Role.KELURAHAN, HOME)
    for queue in ("saya", "unit", "terlambat"):
        yield head.get(f"/petugas/antrean?antrean={queue}").text
    yield head.get("/petugas/laporan").text
    late, fresh = site.citizen().report(), site.citizen().report("sampah menumpuk")
    site.house.clock.advance(timedelta(days=4))
    for page in ("antrean", "laporan", "laporan?nomor=zzz", "laporan?lambat=1&periksa=1"):
        yield head.get(f"/petugas/{page}").text
    for who in (Role.VALIDATOR, Role.TICKET_ADMIN, Role.MODERATOR):
        yield english(site, who).get("/petugas/antrean").text
    for fields in (
        {"to": "dispatched"},
        {"to": "merged", "laporan": f"{late}:1"},
        {"to": "dispatched", "laporan": [f"{late}:1", f"{fresh}:99"]},
    ):
        yield head.post("/petugas/laporan/massal", page="/petugas/laporan", **fields).text


def figures(site: Site) -> Iterator[str]:
    admin = english(site, Role.ADMINISTRATOR)
    yield admin.get("/petugas/ringkasan?wilayah=31.73").text
    site.citizen().report()
    site.house.clock.advance(timedelta(days=4))
    for page in ("ringkasan", "ringkasan?wilayah=31.73", "peta", "peta?unit=pln"):
        yield admin.get(f"/petugas/{page}").text


def notices(site: Site) -> Iterator[str]:
    desk, page = english(site, Role.KELURAHAN, HOME), "/petugas/notifikasi"
    yield desk.get(page).text
    site.citizen().report()
    yield desk.get(page).text
    yield desk.post(f"{page}/chat", page=page).text
    desk.post(f"{page}/chat/putus", page=page)
    yield desk.get(page).text


def one_ticket(site: Site) -> Iterator[str]:
    citizen = site.citizen()
    number, near = citizen.report("lampu jalan mati", photo()), site.citizen().report("lampu padam")
    path = f"/petugas/laporan/{number}"
    admin, desk = english(site, Role.ADMINISTRATOR), english(site, Role.KELURAHAN, HOME)
    yield desk.ticket(number)
    for to, fields in (
        (State.DISPATCHED, {"unit_name": "x"}),
        (State.DISPATCHED, {"unit": "pln"}),
        (State.DISPATCHED, {"assignee": "x"}),
        (State.MERGED, {}),
        (State.MERGED, {"main_other": "x"}),
        (State.MERGED, {"main_other": "K7M4-2XPR"}),
        (State.OUT_OF_SCOPE, {}),
        (State.OUT_OF_SCOPE, {"note": "x" * 4001}),
        (State.RESOLVED, {}),
        (State.IN_PROGRESS, {"version": "0"}),
    ):
        yield desk.move(number, to, **fields).text
    yield desk.move(number, State.OUT_OF_SCOPE, *[photo()] * 11, note="x").text
    yield desk.move(number, State.OUT_OF_SCOPE, b"x", note="x").text
    yield desk.post(f"{path}/catatan", page=path).text
    for wrong in ({"kind": "x"}, {"kind": "complaint", "category": "x"}):
        yield admin.post(f"{path}/data", page=path, **wrong).text
    admin.post(f"{path}/data", page=path, kind="complaint", category="jalan", area="Duri Kepa, Kec. Kebon Jeruk")
    yield admin.ticket(number)
    admin.move(number, State.COORDINATING, note="x")
    yield admin.ticket(number)
    site.house.clock.advance(timedelta(days=10))
    site.services.timers.run()
    admin.move(number, State.IN_PROGRESS)
    admin.move(number, State.AWAITING_VALIDATION, photo(), note="x")
    validator = english(site, Role.VALIDATOR)
    yield validator.post(f"{path}/cek", page=path).text
    validator.post(f"{path}/cek", page=path, note="x")
    yield validator.ticket(number)
    validator.move(number, State.FOLLOW_UP_REJECTED, note="x")
    yield english(site, Role.OFFICER, SUDIN).ticket(number)
    admin.move(near, State.MERGED, main_other=number)
    yield admin.ticket(near)
    yield admin.ticket(number)
    admin.post(f"/petugas/laporan/{near}/pisah", page=f"/petugas/laporan/{near}")
    yield admin.ticket(near)


@pytest.mark.parametrize("pages", [lists, figures, notices, one_ticket])
def test_an_officer_who_reads_english_finds_no_indonesian(site: Site, pages: Pages) -> None:
    for page in pages(site):
        assert 'lang="en"' in page
        assert indonesian(page) - AREA_NAMES == set()


def test_the_file_for_a_spreadsheet_has_english_headings(site: Site) -> None:
    site.citizen().report()
    head, row = english(site, Role.ADMINISTRATOR).get("/petugas/laporan.csv").text.removeprefix("\ufeff").splitlines()
    assert head.startswith("Number,Kind,Category,State,Unit")
    assert ",Complaint," in row
    assert ",Private," in row


def test_the_map_tells_in_english_what_it_shows(site: Site) -> None:
    site.citizen().report()
    found = english(site, Role.ADMINISTRATOR).get("/petugas/peta.json").json
    assert found is not None
    assert found["told"] == "1 report on the map."
