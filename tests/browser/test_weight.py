"""How much travels until a public page stands: little, for people who pay for it; and what stands without scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, Request, expect
from sqlalchemy import select

from core.kernel.states import State
from core.storage.models import Conversation, InboundMessage
from tests.support.city import fill, public_addresses
from tests.support.site import Site

pytestmark = pytest.mark.browser

MOST = 150_000
"""Bytes of a page with all that it loads, heads included, without photos."""
MOST_WITHOUT_A_MAP = 60_000
_CHAT_SHOWS = 150
"""Messages at first, besides the greeting and what the bot says last."""


def weight(browser: Browser, address: str, where: str) -> int:
    """Bytes that travel to somebody who was never here."""
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844}, locale="id-ID")
    requests: list[Request] = []
    page = context.new_page()
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(where)
    page.wait_for_load_state("networkidle")
    total = _sum(requests)
    context.close()
    return total


def _sum(requests: list[Request]) -> int:
    sizes = [request.sizes() for request in requests if "/foto/" not in request.url]
    return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


def test_every_public_page_is_light(browser: Browser, address: str, site: Site) -> None:
    addresses = public_addresses(fill(site))
    weights = {where: weight(browser, address, where) for where in addresses}
    allowed = {where: MOST if where.startswith("/peta") else MOST_WITHOUT_A_MAP for where in addresses}
    assert {where: size for where, size in weights.items() if size > allowed[where]} == {}


def test_a_second_page_loads_no_file_again(page: Page, site: Site) -> None:
    fill(site)
    page.goto("/laporan")
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto("/statistik")
    page.wait_for_load_state("networkidle")
    files = [request for request in requests if request.url.endswith((".css", ".js"))]
    assert [request.url for request in files if request.sizes()["responseBodySize"] > 0] == []


def test_a_long_conversation_stays_light(page: Page, site: Site) -> None:
    """The page shows what was said last, not all that was ever said."""
    page.goto("/")
    page.get_by_label("Pesan Anda").fill("halo")
    page.keyboard.press("Enter")
    expect(page.locator(".msg-pending")).to_have_count(0)
    expect(page.locator(".msg-citizen")).to_have_count(1)
    _write_much(site, messages=400)
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.reload()
    expect(page.locator(".msg-citizen").last).to_contain_text("pesan ke-399")
    page.wait_for_load_state("networkidle")
    assert page.locator(".msg").count() <= _CHAT_SHOWS + 2
    assert _sum(requests) < MOST_WITHOUT_A_MAP


def _write_much(site: Site, messages: int) -> None:
    now = site.house.clock()
    with site.services.database.write() as session:
        conversation = session.scalars(select(Conversation)).one()
        session.add_all(
            InboundMessage(
                account="web",
                provider_id=f"banyak-{n}",
                conversation_id=conversation.id,
                sent_at=now + timedelta(seconds=n),
                received_at=now + timedelta(seconds=n),
                text=f"pesan ke-{n}: lampu jalan di depan gang masih mati, mohon diperiksa",
            )
            for n in range(messages)
        )
    site.house.clock.advance(timedelta(seconds=messages))


def test_the_map_is_loaded_only_when_somebody_comes_to_it(browser: Browser, address: str, site: Site) -> None:
    fill(site)
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 200}, locale="id-ID")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/peta")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "leaflet" in url or "peta.json" in url] == []
    page.locator("#map").scroll_into_view_if_needed()
    expect(page.locator(".leaflet-container path").first).to_be_attached()
    assert [url for url in asked if "leaflet" in url] != []
    context.close()


def test_a_map_that_cannot_be_loaded_says_where_the_numbers_are(page: Page, site: Site) -> None:
    fill(site)
    page.route("**/peta.json*", lambda route: route.fulfill(status=503, body="{}"))
    page.goto("/peta")
    expect(page.locator("#map")).to_contain_text("tidak bisa dimuat")
    expect(page.get_by_role("link", name="Jakarta Barat", exact=True)).to_be_visible()


_MIDDLE_OF_THE_FIRST_IN_SIGHT = """circles => {
  const frame = document.getElementById("map").getBoundingClientRect();
  const end = Math.min(frame.bottom, innerHeight) - 20;
  const boxes = circles.map((circle) => circle.getBoundingClientRect());
  const { x, y, width, height } = boxes.find((box) => box.top > frame.top + 20 && box.bottom < end);
  return [x + width / 2, y + height / 2];
}"""


def test_an_area_on_the_map_leads_to_its_reports(page: Page, site: Site) -> None:
    fill(site)
    page.goto("/peta")
    circles = page.locator(".leaflet-container path.leaflet-interactive")
    expect(circles.first).to_be_attached()
    page.mouse.click(*circles.evaluate_all(_MIDDLE_OF_THE_FIRST_IN_SIGHT))
    bubble = page.locator(".leaflet-popup-content")
    expect(bubble).to_contain_text("laporan publik")
    bubble.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan publik")
    expect(page.locator(".report").first).to_be_visible()


def test_all_but_chat_and_map_works_without_scripts(browser: Browser, address: str, site: Site) -> None:
    numbers = fill(site)
    context = browser.new_context(base_url=address, java_script_enabled=False, locale="id-ID")
    page = context.new_page()
    page.goto("/laporan")
    page.get_by_text("Saring", exact=True).click()
    page.get_by_label("Kategori").select_option("jalan")
    page.get_by_role("button", name="Terapkan").click()
    expect(page.locator(".report").first).to_contain_text("Jalan dan trotoar")
    page.locator(".report").first.click()
    expect(page.locator(".track-card")).to_be_visible()
    page.get_by_role("navigation", name="Menu utama").get_by_role("link", name="Statistik").click()
    page.get_by_text("Lihat sebagai tabel").click()
    expect(page.locator(".course table")).to_be_visible()
    page.get_by_role("navigation", name="Menu utama").get_by_role("link", name="Peta").click()
    expect(page.get_by_role("row", name="Jakarta Barat")).to_be_visible()
    page.goto(f"/lacak?nomor={numbers[State.MERGED]}")
    expect(page.locator(".track-card")).to_contain_text("digabung dengan laporan lain")
    context.close()
