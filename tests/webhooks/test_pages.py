"""The public pages: what everybody may see, and what nobody may."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import webhooks
from core.kernel.states import Role, State
from core.kernel.ticket_numbers import new_number
from core.messaging.media_store import MediaStore
from tests.support.house import picture
from tests.support.site import METRICS_TOKEN, Site, photo
from webhooks import create_app

STATIC = Path(webhooks.__file__).parent / "static"
TEMPLATES = Path(webhooks.__file__).parent / "templates"


def test_the_front_page_speaks_indonesian_unless_asked_otherwise(site: Site) -> None:
    browser = site.browser()
    assert 'lang="id"' in browser.get("/").text
    assert 'lang="en"' in browser.get("/", headers={"Accept-Language": "en-GB,en"}).text
    assert 'lang="id"' in browser.get("/", headers={"Accept-Language": "fr"}).text


def test_a_chosen_language_is_remembered(site: Site) -> None:
    browser = site.browser()
    browser.get("/?lang=en")
    assert "Track a report" in browser.get("/lacak").text
    browser.get("/?lang=xx")
    assert "Track a report" in browser.get("/lacak").text


def test_pages_hold_no_inline_script_or_style_and_name_no_other_site() -> None:
    own = [path for path in STATIC.rglob("*.*") if "vendor" not in path.parts]
    for path in [*TEMPLATES.rglob("*.html"), *own]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\son[a-z]+=|javascript:", text), path
        assert not re.search(r"https?://(?!www\.w3\.org/)", text), path
        assert "@import" not in text


def test_the_public_pages_stay_light(site: Site) -> None:
    """The page with all that it loads, uncompressed and without photos."""
    page = site.browser().get("/")
    loaded = set(re.findall(r'(?:href|src)="/static/\w+/([^"]+)"', page.text))
    assert {"tanggap.css", "chat/index.js", "chat/view.js", "chat/courier.js"} <= loaded
    assert len(page.data) + sum((STATIC / name).stat().st_size for name in loaded) < 70_000


def test_security_headers_are_on_every_answer(site: Site) -> None:
    for path in ("/", "/lacak", "/petugas/login", "/tidak-ada", "/chat/messages", "/healthz"):
        headers = site.browser().get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "Strict-Transport-Security" not in headers


_PAIRS = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("quiet", "paper"),
    ("quiet", "surface"),
    ("quiet", "sunken"),
    ("link", "paper"),
    ("link", "surface"),
    ("link", "sunken"),
    ("on-brand", "brand"),
    ("on-brand", "brand-deep"),
    ("on-brand-soft", "brand-soft"),
    *((f"{colour}-ink", f"{colour}-bg") for colour in ("red", "yellow", "green", "grey")),
]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_texts_stand_out_from_their_ground_as_wcag_aa_asks(dark: bool) -> None:
    colours = _colours(dark)
    weak = {pair: _contrast(colours[pair[0]], colours[pair[1]]) for pair in _PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


def _colours(dark: bool) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\}", (STATIC / "tanggap.css").read_text(), re.DOTALL)
    used = "".join(blocks) if dark else blocks[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", used))


def _contrast(first: str, second: str) -> float:
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# --- tracking --------------------------------------------------------------------------------------


@pytest.mark.parametrize("public", [False, True])
def test_tracking_tells_the_state_and_nothing_of_the_reporter(site: Site, public: bool) -> None:
    number = site.citizen().report("lampu jalan mati di depan rumah Bu Rahasia", photo(), public=public)
    page = site.browser().get(f"/lacak?nomor={number}")
    assert page.status_code == 200
    for told in (number, "Menunggu", "Lampu jalan", "Kebon Jeruk", "5 Jan 2026"):
        assert told in page.text
    for secret in ("Rahasia", "/foto/", "09.0", "106.77"):
        assert secret not in page.text


@pytest.mark.parametrize("write", [str.lower, lambda n: n.replace("-", ""), lambda n: f" {n[:4]} {n[5:]} "])
def test_a_number_is_found_however_it_is_written(site: Site, write: object) -> None:
    number = site.citizen().report()
    assert callable(write)
    assert number in site.browser().get("/lacak", query_string={"nomor": write(number)}).text


def test_a_wrong_number_gets_a_hint(site: Site) -> None:
    browser = site.browser()
    fresh = new_number()
    mistyped = fresh[:-1] + ("2" if fresh[-1] != "2" else "3")
    for given, hint in (
        (fresh, "tidak terdaftar"),
        (mistyped, "salah ketik"),
        ("O0IL-1SBA", "hanya memakai angka"),
        ("123", "8 huruf dan angka"),
        ("<script>", "8 huruf dan angka"),
    ):
        page = browser.get("/lacak", query_string={"nomor": given})
        assert page.status_code == 404
        assert hint in page.text
        assert "<script>" not in page.text


def test_the_photo_of_the_work_is_public_only_if_the_report_is(site: Site) -> None:
    officer = site.officer(Role.ADMINISTRATOR)
    for public in (True, False):
        number = site.citizen().report(public=public)
        site.bring(number, State.IN_PROGRESS)
        officer.move(number, State.AWAITING_VALIDATION, photo(), note="Sudah diganti")
        page = site.browser().get(f"/lacak?nomor={number}").text
        found = re.findall(rf"/lacak/{number}/foto/\d+", page)
        assert bool(found) is public
        assert "Sudah diganti" not in page
    ids = {re.sub(r".*/", "", url) for url in found} or {"1", "2", "3"}
    assert all(site.browser().get(f"/lacak/{number}/foto/{media}").status_code == 404 for media in ids)


def test_the_reporters_own_photo_is_never_public(site: Site) -> None:
    number = site.citizen().report("lampu jalan mati", photo(), public=True)
    assert site.browser().get(f"/lacak/{number}/foto/1").status_code == 404


def test_numbers_cannot_be_tried_out_quickly(site: Site) -> None:
    browser = site.browser()
    statuses = [browser.get(f"/lacak?nomor={new_number()}").status_code for _ in range(31)]
    assert statuses == [404] * 30 + [429]
    assert browser.get("/lacak").status_code == 200


# --- errors and health -----------------------------------------------------------------------------


def test_errors_are_polite_pages_in_the_readers_language(site: Site) -> None:
    missing = site.browser().get("/tidak-ada")
    assert missing.status_code == 404
    assert "Halaman tidak ditemukan" in missing.text
    assert "Page not found" in site.browser().get("/tidak-ada?lang=en").text
    assert site.browser().post("/lacak").status_code == 405


def test_programs_get_errors_as_json(site: Site) -> None:
    response = site.browser().get("/chat/tidak-ada")
    assert response.status_code == 404
    assert response.json is not None
    assert response.json["error"] == "Halaman tidak ditemukan"


def test_a_bug_is_a_polite_page_that_shows_no_inside(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("sandi rahasia 123")

    monkeypatch.setattr(site.services.database, "read", fail)
    page = site.browser().get(f"/lacak?nomor={new_number()}")
    assert page.status_code == 500
    assert "Ada yang salah di pihak kami" in page.text
    assert "rahasia" not in page.text


@pytest.mark.usefixtures("database_down")
def test_without_the_database_pages_say_so(site: Site) -> None:
    assert site.browser().get("/").status_code == 200
    assert site.browser().get("/healthz").status_code == 200
    assert site.browser().get("/readyz").status_code == 503
    tracked = site.browser().get(f"/lacak?nomor={new_number()}")
    assert tracked.status_code == 503
    assert "gangguan" in tracked.text


def test_ready_when_the_database_answers(site: Site) -> None:
    assert site.browser().get("/readyz").json == {"status": "ok", "database": "ok", "spooled": 0}


def test_a_full_disk_is_told_and_keeps_nobody_from_writing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MediaStore, "has_room", lambda store: False)
    answer = site.browser().get("/readyz")
    assert (answer.status_code, answer.get_json()["photos"]) == (200, "waiting for free space on the disk")
    citizen = site.citizen()
    citizen.post(picture(), text="lampu jalan mati")
    assert any("penyimpanan kami hampir penuh" in text for text in citizen.told())
    assert any("Di mana" in text for text in citizen.told())


def test_figures_are_for_who_knows_the_token(site: Site) -> None:
    browser = site.browser()
    site.citizen().say("halo")
    told = browser.get("/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
    assert 'tanggap_inbound_messages_total{account="web",taken="new"}' in told.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer "},
        {"Authorization": f"Basic {METRICS_TOKEN}"},
        {"Authorization": METRICS_TOKEN},
        {"X-Forwarded-For": "127.0.0.1"},
    ],
)
def test_a_neighbour_without_the_token_finds_no_figures(site: Site, headers: dict[str, str]) -> None:
    assert site.browser().get("/metrics", headers=headers).status_code == 404


@pytest.mark.parametrize("token", [None, ""])
def test_without_a_token_nobody_finds_figures(site: Site, token: str | None) -> None:
    browser = create_app(site.services, metrics_token=token).test_client()
    for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer None"}):
        assert browser.get("/metrics", headers=headers).status_code == 404
