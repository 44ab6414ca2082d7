"""The summary of a unit or an area, and the map of open tickets."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from core.kernel.states import Role, State
from tests.support.site import Site, photo

HOME = "kelurahan/31.73.05.1001"


def tiles(page: str) -> dict[str, str]:
    found = re.findall(r"<strong>([^<]*)</strong> ([^<(]+)", page.split('class="tiles"')[1].split("</ul>")[0])
    return {label.strip(): value for value, label in found}


def test_the_summary_counts_what_lies_with_the_unit(site: Site) -> None:
    late = site.citizen().report()
    site.house.clock.advance(timedelta(days=4))
    done = site.citizen().report()
    site.citizen().report("usul lampu baru di taman")
    site.bring(done, State.IN_PROGRESS)
    desk = site.officer(Role.KELURAHAN, unit=HOME)
    desk.move(done, State.AWAITING_VALIDATION, photo(), note="beres")
    site.officer(Role.VALIDATOR).move(done, State.RESOLVED)
    page = desk.get("/petugas/ringkasan").text
    found = tiles(page)
    assert (found["Menunggu"], found["Selesai"], found["Terlambat"], found["Selesai minggu ini"]) == (
        "1",
        "1",
        "1",
        "1",
    )
    assert "Kelurahan Kebon Jeruk</h1>" in page
    assert late in page
    assert tiles(desk.get("/petugas/ringkasan?unit=semua").text)["Menunggu"] == "2"


def test_the_summary_of_an_area_is_told_by_its_parts(site: Site) -> None:
    site.citizen().report()
    admin = site.officer(Role.ADMINISTRATOR)
    page = admin.get("/petugas/ringkasan?wilayah=Kecamatan Kebon Jeruk").text
    assert tiles(page)["Menunggu"] == "1"
    assert re.search(r"Kebon Jeruk, Kec. Kebon Jeruk</a></th><td>1</td>", page)
    assert "Per unit" in admin.get("/petugas/ringkasan").text
    assert tiles(admin.get("/petugas/ringkasan?wilayah=31.74").text)["Menunggu"] == "0"
    assert admin.get('/petugas/ringkasan?wilayah="><script>&unit="><script>').status_code == 200


def test_the_summary_of_an_area_counts_what_is_late_and_done_in_it(site: Site) -> None:
    site.citizen().report()
    site.house.clock.advance(timedelta(days=4))
    done = site.citizen().report()
    site.bring(done, State.IN_PROGRESS)
    desk = site.officer(Role.KELURAHAN, unit=HOME)
    desk.move(done, State.AWAITING_VALIDATION, photo(), note="beres")
    site.officer(Role.VALIDATOR).move(done, State.RESOLVED)
    admin = site.officer(Role.ADMINISTRATOR)
    asked = {
        "wilayah=31.73": "1",
        "wilayah=31.74": "0",
        f"wilayah=31.73&unit={HOME}": "1",
        "wilayah=31.73&unit=pln": "0",
        f"unit={HOME}": "1",
        "unit=pln": "0",
        "": "1",
    }
    for where, number in asked.items():
        found = tiles(admin.get(f"/petugas/ringkasan?{where}").text)
        assert (found["Terlambat"], found["Selesai minggu ini"]) == (number, number), where


def test_the_map_has_the_open_tickets_of_the_scope(site: Site) -> None:
    number, closed = site.citizen().report(), site.citizen().report()
    site.bring(closed, State.OUT_OF_SCOPE)
    desk = site.officer(Role.KELURAHAN, unit=HOME)
    found = desk.get("/petugas/peta.json").json
    assert found is not None
    (point,) = found["points"]
    assert (point["number"], point["colour"], point["address"]) == (number, "red", f"/petugas/laporan/{number}")
    assert not found["more"]
    page = desk.get("/petugas/peta").text
    assert number in page, "a list for those who can't use the map"
    elsewhere = site.officer(Role.UNIT, unit="pln").get("/petugas/peta.json").json
    assert elsewhere is not None
    assert elsewhere["points"] == []


def test_the_map_is_bounded_and_says_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webhooks.staff.board.MOST_POINTS", 1)
    for _ in range(2):
        site.citizen().report()
    found = site.officer(Role.ADMINISTRATOR).get("/petugas/peta.json").json
    assert found is not None
    assert (len(found["points"]), found["more"]) == (1, True)


@pytest.mark.parametrize("path", ["ringkasan", "peta", "peta.json"])
def test_only_who_sees_tickets_sees_where_they_are(site: Site, path: str) -> None:
    assert site.officer(Role.DESK).get(f"/petugas/{path}").status_code == 403
    assert site.browser().get(f"/petugas/{path}").status_code == 302
