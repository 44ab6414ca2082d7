"""The pages on which everybody may watch the city work: what they tell, and what they never do."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from core.config import Category, Config, load_config
from core.kernel.states import Kind, State
from core.kernel.ticket_numbers import new_number
from core.storage.models import Ticket
from tests.support.house import ROOT, picture
from tests.support.reports import KEBON_JERUK, SECRET, put_follow_up, put_report, put_reporters_photo
from tests.support.site import Site, broken

PAGES = ("/laporan", "/peta", "/statistik")
DATA = ("/peta.json", "/statistik.csv", "/statistik.json", "/laporan.atom")
LISTS = ("/laporan", "/laporan.atom")
ONE_BY_ONE = ("/laporan", "/peta", "/peta.json", "/laporan.atom")
SUKABUMI = "31.73.05.1002"


def put(site: Site, **fields: Any) -> str:
    return put_report(site.house, **fields)


def text(site: Site, path: str, **query: str) -> str:
    answer = site.browser().get(path, query_string=query or None)
    assert answer.status_code == 200, path
    return answer.text


def numbers(page: str) -> list[str]:
    return re.findall(r"/lacak\?nomor=([0-9A-Z]{4}-[0-9A-Z]{4})", page)


# --- what nobody learns ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*PAGES, *DATA])
def test_no_page_tells_words_photos_places_or_hours_of_a_report(site: Site, path: str) -> None:
    number = put(site)
    photo = put_reporters_photo(site.house, number, picture())
    page = text(site, path)
    assert SECRET not in page
    assert "Sampah menumpuk" not in page
    assert "106.77" not in page.replace("106.7721", "")  # the kelurahan's own point may be told
    assert not re.search(r"\b09[.:]0\d\b", page)
    assert f"/foto/{photo}" not in page


@pytest.mark.parametrize("hidden", [{"public": False}, {"state": State.WITHDRAWN}, {"state": State.MERGED}])
@pytest.mark.parametrize("path", ONE_BY_ONE)
def test_a_report_that_is_private_withdrawn_or_merged_is_listed_nowhere(
    site: Site, path: str, hidden: dict[str, Any]
) -> None:
    number = put(site, category="pungli", area_code=SUKABUMI, **hidden)
    put(site)
    page = text(site, path)
    assert number not in page
    if path != "/peta":
        assert "Sukabumi" not in page
    if path in LISTS:
        assert numbers(page) != []
        assert not re.search(r"Pungutan liar</(span|title)", page)


def test_a_private_report_is_counted_but_told_by_nobody_alone(site: Site) -> None:
    put(site, category="pungli", public=False)
    put(site)
    city = json.loads(text(site, "/statistik.json"))["figures"]
    assert city[0]["reports"] == 2
    kelurahan = json.loads(text(site, "/statistik.json", wilayah=KEBON_JERUK))["figures"]
    assert kelurahan[0]["reports"] == 2
    assert [row["code"] for row in kelurahan if row["breakdown"] == "category"] == ["sampah"]
    kecamatan = json.loads(text(site, "/statistik.json", wilayah="31.73.05"))["figures"]
    assert [(row["code"], row["reports"]) for row in kecamatan if row["breakdown"] == "category"] == [("*", 2)]
    assert "Pungutan liar" not in text(site, "/statistik", wilayah="31.73.05").split("<main")[1]


def test_the_map_never_tells_where_a_report_was_made(site: Site) -> None:
    put(site, lat=-6.20001, lon=106.76999)
    put(site, lat=-6.19001, lon=106.77999)
    (feature,) = json.loads(text(site, "/peta.json"))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [106.7721, -6.195]}
    assert feature["properties"]["counts"]["red"] == 2


def test_the_list_shows_photos_of_the_work_and_never_the_reporters(site: Site) -> None:
    number = put(site, state=State.RESOLVED)
    own = put_reporters_photo(site.house, number, picture())
    work = put_follow_up(site.house, number, picture((900, 600)))
    page = text(site, "/laporan")
    assert f"/lacak/{number}/foto/{work}?kecil=1" in page
    assert f"/foto/{own}" not in page
    small = site.browser().get(f"/lacak/{number}/foto/{work}?kecil=1")
    assert max(Image.open(io.BytesIO(small.data)).size) <= 192
    assert site.browser().get(f"/lacak/{number}/foto/{own}?kecil=1").status_code == 404


def test_photos_of_the_work_on_a_private_report_are_shown_nowhere(site: Site) -> None:
    number = put(site, state=State.RESOLVED, public=False)
    work = put_follow_up(site.house, number, picture())
    assert site.browser().get(f"/lacak/{number}/foto/{work}?kecil=1").status_code == 404
    assert "/foto/" not in text(site, "/lacak", nomor=number)


@pytest.fixture
def sly_config(monkeypatch: pytest.MonkeyPatch) -> Config:
    """A city that calls a category by markup."""
    config = load_config(ROOT / "config.yml")
    sly = Category(id="<script>alert(1)</script>", en='"><img src=x>', unit=config.categories["sampah"].unit)
    sly_one = config.model_copy(update={"categories": {**config.categories, "sampah": sly}})
    monkeypatch.setattr("tests.support.site.city_config", lambda: sly_one)
    return sly_one


@pytest.mark.usefixtures("sly_config")
def test_names_from_config_or_database_are_never_markup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(tmp_path, monkeypatch)
    put(site, kelurahan="<b>Kelurahan</b>", channel="<i>kanal</i>")
    for path in (*PAGES, "/laporan.atom"):
        for language in ("id", "en"):
            page = text(site, path, lang=language)
            for markup in ("<script>alert", "<img src=x", "<b>Kelurahan", "<i>kanal"):
                assert markup not in page, path
    assert "&lt;script&gt;alert" in text(site, "/laporan")
    site.services.database.close()


# --- the list ----------------------------------------------------------------------------------------


def test_the_list_tells_state_category_kelurahan_and_date(site: Site) -> None:
    number = put(site)
    page = text(site, "/laporan")
    for told in (number, "Menunggu", "Sampah", "Kebon Jeruk", "Jakarta Barat", "5 Jan 2026", "Keluhan"):
        assert told in page


def test_pages_of_the_list_show_every_report_once_the_newest_first(site: Site) -> None:
    made = []
    for n in range(57):
        if n % 3:  # some at the very same moment
            site.house.clock.advance(timedelta(minutes=1))
        made.append(put(site))
    seen: list[str] = []
    path = "/laporan"
    while path:
        page = text(site, path)
        seen += numbers(page)
        following = re.search(r'href="(/laporan\?[^"]*setelah=[^"]+)"', page)
        path = following.group(1).replace("&amp;", "&") if following else ""
    assert seen == made[::-1]


def test_a_page_after_an_unknown_or_private_number_begins_at_the_top(site: Site) -> None:
    private = put(site, public=False)
    site.house.clock.advance(timedelta(minutes=1))
    number = put(site)
    for after in (private, new_number(), "x", "'; DROP TABLE ticket"):
        assert numbers(text(site, "/laporan", setelah=after)) == [number]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, "abcd"),
        ({"warna": "menunggu"}, "a"),
        ({"warna": "diproses"}, "b"),
        ({"warna": "selesai"}, "c"),
        ({"warna": "ditutup"}, "d"),
        ({"kategori": "jalan"}, "b"),
        ({"jenis": "aspirasi"}, "d"),
        ({"wilayah": SUKABUMI}, "c"),
        ({"wilayah": "31.73.05"}, "abc"),
        ({"wilayah": "31.73"}, "abcd"),
        ({"wilayah": "31.71"}, ""),
        ({"waktu": "bulan-ini"}, "ab"),
        ({"waktu": "bulan-lalu"}, "cd"),
        ({"waktu": "bulan-ini", "kategori": "jalan", "wilayah": "31.73"}, "b"),
        ({"warna": "ungu", "kategori": "x", "wilayah": "99", "waktu": "besok", "jenis": "?"}, "abcd"),
    ],
)
def test_filters_narrow_the_list_the_feed_and_the_numbers_on_the_tabs(
    site: Site, query: dict[str, str], found: str
) -> None:
    last_month = site.house.clock() - timedelta(days=20)
    made = {
        "a": put(site),
        "b": put(site, category="jalan", state=State.IN_PROGRESS),
        "c": put(site, area_code=SUKABUMI, state=State.RESOLVED, opened_at=last_month),
        "d": put(site, area_code="31.73.01.1001", kind=Kind.ASPIRATION, state=State.OUT_OF_SCOPE, opened_at=last_month),
    }
    page = text(site, "/laporan", **query)
    assert set(numbers(page)) == {made[name] for name in found}
    assert set(numbers(text(site, "/laporan.atom", **query))) == {made[name] for name in found}
    if "warna" not in query:
        assert f'Semua <span class="count">{len(found)}</span>' in page


def test_the_language_switch_keeps_page_and_filters(site: Site) -> None:
    put(site)
    browser = site.browser()
    switch = re.search(
        r'class="nav-language" href="([^"]+)"', browser.get("/laporan?warna=menunggu&wilayah=31.73").text
    )
    assert switch is not None
    address = "/laporan" + switch.group(1).replace("&amp;", "&")
    page = browser.get(address).text
    assert 'lang="en"' in page
    assert "Public reports" in page
    assert re.search(r'wilayah=31\.73[^"]*" aria-current="page"', page)


def test_a_report_leads_to_its_tracking_page(site: Site) -> None:
    number = put(site)
    (address,) = numbers(text(site, "/laporan"))
    assert number in text(site, "/lacak", nomor=address)


# --- merged reports ----------------------------------------------------------------------------------


@pytest.mark.parametrize("public", [True, False])
def test_tracking_a_merged_report_tells_the_main_ones_state_and_no_more(site: Site, public: bool) -> None:
    main = put(site, state=State.IN_PROGRESS, public=public, category="jalan", area_code=SUKABUMI)
    merged = put(site, state=State.MERGED)
    with site.services.database.write() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == merged)).one()
        ticket.main = session.scalars(select(Ticket).where(Ticket.number == main)).one()
    page = text(site, "/lacak", nomor=merged)
    assert "digabung dengan laporan lain" in page
    assert "Proses" in page
    assert "Digabung<" not in page
    assert (main in page) is public
    for other in ("Jalan dan trotoar", "Sukabumi"):
        assert other not in page


# --- the feed ----------------------------------------------------------------------------------------


def test_the_feed_is_valid_atom_that_tells_dates_only(site: Site) -> None:
    first = put(site)
    site.house.clock.advance(timedelta(days=1))
    second = put(site, state=State.RESOLVED)
    answer = site.browser().get("/laporan.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(answer.data)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert [entry.title for entry in feed.entries] == [
        "Sampah · Kebon Jeruk · Selesai",
        "Sampah · Kebon Jeruk · Menunggu",
    ]
    assert [entry.link[-9:] for entry in feed.entries] == [second, first]
    assert len({entry.id for entry in feed.entries}) == 2
    for entry in feed.entries:
        assert entry.published.endswith("T00:00:00+07:00")
        assert entry.updated.endswith("T00:00:00+07:00")
    assert feed.feed.id
    assert feed.feed.updated == feed.entries[0].updated


def test_the_feed_says_what_did_not_change_since_it_was_fetched(site: Site) -> None:
    put(site)
    browser = site.browser()
    tag = browser.get("/laporan.atom").headers["ETag"]
    assert browser.get("/laporan.atom", headers={"If-None-Match": tag}).status_code == 304


def test_the_list_names_its_own_feed_in_its_head(site: Site) -> None:
    head = text(site, "/laporan", kategori="jalan").split("</head>")[0]
    assert 'type="application/atom+xml"' in head
    assert 'href="/laporan.atom?kategori=jalan"' in head


def test_a_feed_without_reports_is_valid_too(site: Site) -> None:
    feed = feedparser.parse(site.browser().get("/laporan.atom").data)
    assert not feed.bozo
    assert feed.entries == []
    assert feed.feed.updated


# --- the figures -------------------------------------------------------------------------------------


def test_the_csv_and_the_json_tell_the_same_figures(site: Site) -> None:
    for _ in range(3):
        put(site)
    put(site, category="jalan", public=False, state=State.RESOLVED)
    as_json = json.loads(text(site, "/statistik.json"))["figures"]
    as_csv = list(csv.DictReader(io.StringIO(text(site, "/statistik.csv"))))
    assert [{name: "" if row.get(name) is None else str(row[name]) for name in as_csv[0]} for row in as_json] == as_csv
    assert as_csv[0]["reports"] == "4"
    assert as_csv[0]["green"] == "1"


def test_the_statistics_lead_down_into_kota_kecamatan_and_kelurahan(site: Site) -> None:
    put(site)
    path = "/statistik"
    for code in ("31.73", "31.73.05", KEBON_JERUK):
        page = text(site, path)
        assert f'href="/statistik?wilayah={code}"' in page
        path = f"/statistik?wilayah={code}"
    assert "Kebon Jeruk" in text(site, path)


def test_periods_choose_what_is_counted(site: Site) -> None:
    put(site)
    put(site, opened_at=site.house.clock() - timedelta(days=20))
    put(site, opened_at=site.house.clock() - timedelta(days=800))
    counted = {
        period: json.loads(text(site, "/statistik.json", waktu=period))["figures"][0]["reports"]
        for period in ("bulan-ini", "bulan-lalu", "3-bulan", "12-bulan", "semua")
    }
    assert counted == {"bulan-ini": 1, "bulan-lalu": 1, "3-bulan": 2, "12-bulan": 2, "semua": 3}


@pytest.mark.parametrize("path", [*PAGES, *DATA])
def test_pages_of_an_empty_city_are_fine(site: Site, path: str) -> None:
    for area in ("", "31.73", "31.73.05", KEBON_JERUK):
        text(site, path, wilayah=area)


# --- the frame ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/lacak", *PAGES])
def test_every_page_has_a_title_a_description_and_links_to_the_others(site: Site, path: str) -> None:
    page = text(site, path)
    assert len(re.findall(r"<title>[^<]{8,}</title>", page)) == 1
    assert re.search(r'<meta name="description" content="[^"]{40,}">', page)
    assert re.search(r'<meta property="og:title" content="[^"]{8,}">', page)
    for other in ("/", "/laporan", "/peta", "/statistik", "/lacak"):
        assert f'<a href="{other}"' in page
    assert page.count('aria-current="page"') >= 1


def test_every_page_has_its_own_title(site: Site) -> None:
    titles = [re.findall(r"<title>(.*?)</title>", text(site, path))[0] for path in ("/", "/lacak", *PAGES)]
    assert len(set(titles)) == len(titles)


def test_search_engines_stay_out_of_staff_pages_and_single_reports(site: Site) -> None:
    rules = text(site, "/robots.txt")
    for closed in ("/petugas/", "/lacak?", "/t/", "/chat/"):
        assert f"Disallow: {closed}" in rules
    number = put(site)
    assert '<meta name="robots" content="noindex">' in text(site, "/lacak", nomor=number)
    assert "noindex" not in text(site, "/laporan")


@pytest.mark.parametrize("path", [*PAGES, *DATA])
def test_pages_cannot_be_fetched_without_end(site: Site, path: str) -> None:
    browser = site.browser()
    statuses = {browser.get(path).status_code for _ in range(121)}
    assert statuses == {200, 429}


@pytest.mark.parametrize("path", [*PAGES, *DATA])
def test_answers_may_be_kept_for_a_little_while_and_set_no_cookie(site: Site, path: str) -> None:
    answer = site.browser().get(path)
    assert 60 <= (answer.cache_control.max_age or 0) <= 600
    assert "Set-Cookie" not in answer.headers


def test_figures_are_asked_for_once_however_many_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    put(site)
    for path in ("/peta", "/peta.json", "/statistik", "/statistik.csv"):
        text(site, path)
    monkeypatch.setattr(site.services.database, "read", broken)
    for path in ("/peta", "/peta.json", "/statistik", "/statistik.csv"):
        text(site, path)


@pytest.mark.usefixtures("database_down")
@pytest.mark.parametrize("path", [*PAGES, *DATA])
def test_without_the_database_pages_say_so(site: Site, path: str) -> None:
    answer = site.browser().get(path)
    assert answer.status_code == 503
    assert "gangguan" in answer.text


def test_a_failure_is_not_remembered(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(site.services.database, "read", broken)
        assert site.browser().get("/statistik").status_code == 503
    text(site, "/statistik")


_NAMES = st.sampled_from(
    [
        "warna",
        "jenis",
        "kategori",
        "wilayah",
        "waktu",
        "setelah",
        "lang",
        "nomor",
        "kecil",
        "endpoint",
        "_external",
        "x",
    ]
)
_VALUES = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        ["31.73", "31", ".", "..", "menunggu", "semua", "12-bulan", "\0", "﷐", "%00", "9" * 200, "-1", "id"]
    ),
)


@pytest.fixture
def stocked(site: Site) -> Site:
    """With reports, and without rate limits."""
    for limiter in site.app.extensions["limiter"]:
        limiter.enabled = False
    for state in State:
        put(site, state=state)
    return site


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from([*PAGES, *DATA, "/lacak", "/"]), query=st.dictionaries(_NAMES, _VALUES, max_size=5))
def test_a_hostile_address_never_breaks_a_page(stocked: Site, path: str, query: dict[str, str]) -> None:
    answer = stocked.browser().get(path, query_string=query)
    assert answer.status_code in ((200, 404) if path == "/lacak" else (200,))
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("raw", ["wilayah=%ff%fe", "warna=%ED%A0%80", "setelah=%F0%9F%92%A9", "&&==&", "lang=%00en"])
def test_bytes_that_are_no_text_never_break_a_page(stocked: Site, raw: str) -> None:
    for path in (*PAGES, *DATA):
        assert stocked.browser().get(path, environ_overrides={"QUERY_STRING": raw}).status_code == 200


def test_broken_is_what_the_tests_think(site: Site) -> None:
    """The stand-in for a database that is down raises what a real one would."""
    with pytest.raises(OperationalError):
        broken()
