"""What axe-core finds on every page, in light and dark, on a phone and on a desk: nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from core.kernel.states import Role
from tests.support.city import fill, public_addresses
from tests.support.site import PASSWORD, Site

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
_NO_PAGES = ("staff.logout",)


@pytest.fixture(params=[("light", PHONE), ("light", DESK), ("dark", PHONE), ("dark", DESK)], ids=str)
def looked_at(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A page in one of the ways that people look at it."""
    scheme, viewport = request.param
    context = browser.new_context(
        base_url=address, viewport=viewport, color_scheme=scheme, locale="id-ID", reduced_motion="reduce"
    )
    asked: list[str] = []
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert [url for url in asked if not url.startswith((address, "blob:", "data:"))] == []


def faults(page: Page, where: str) -> list[str]:
    """What axe finds, and whether the page is wider than the screen."""
    page.goto(where)
    page.wait_for_load_state("networkidle")
    found = [
        f"{where}: {fault['id']} ({fault['help']}) at {'; '.join(str(node['target']) for node in fault['nodes'][:3])}"
        for fault in Axe().run(page, options=_RULES).response["violations"]
    ]
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, f"{where}: {beyond} px wider than the screen"] if beyond else found


def test_no_public_page_shuts_anybody_out(looked_at: Page, site: Site) -> None:
    addresses = public_addresses(fill(site))
    assert [fault for where in addresses for fault in faults(looked_at, where)] == []


def test_no_staff_page_shuts_anybody_out(looked_at: Page, site: Site) -> None:
    """Whatever pages there are: every one that needs nothing but a look."""
    numbers = fill(site)
    site.hire(Role.ADMINISTRATOR)
    rules = [
        rule.rule
        for rule in site.app.url_map.iter_rules()
        if rule.endpoint.startswith("staff.") and not rule.arguments and "GET" in (rule.methods or ())
    ]
    assert "/petugas/laporan" in rules
    found = faults(looked_at, "/petugas/login")
    looked_at.get_by_label("Nama pengguna").fill("administrator")
    looked_at.get_by_label("Kata sandi").fill(PASSWORD)
    looked_at.get_by_role("button", name="Masuk").click()
    expect(looked_at.get_by_role("button", name="Keluar").first).to_be_attached()
    tickets = [f"/petugas/laporan/{number}" for number in list(numbers.values())[:2]]
    for where in (*rules, *tickets):
        if looked_at.request.get(where).headers.get("content-type", "").startswith("text/html"):
            found += faults(looked_at, where)
    assert found == []


def test_a_conversation_shuts_nobody_out(looked_at: Page, site: Site) -> None:
    looked_at.goto("/")
    looked_at.get_by_role("button", name="Lampu jalan mati").click()
    expect(looked_at.locator(".quicks").last).to_be_visible()
    looked_at.get_by_label("Pesan Anda").fill("di Kebon Jeruk")
    looked_at.keyboard.press("Enter")
    expect(looked_at.locator(".msg-citizen")).to_have_count(2)
    expect(looked_at.locator(".msg-pending")).to_have_count(0)
    assert faults(looked_at, "/") == []


def test_the_map_is_used_by_its_table_where_it_cannot_be_seen(looked_at: Page, site: Site) -> None:
    fill(site)
    looked_at.goto("/peta")
    expect(looked_at.locator(".leaflet-container path").first).to_be_attached()
    table = looked_at.get_by_role("region", name="Angka per wilayah")
    table.get_by_role("link", name="Jakarta Barat", exact=True).click()
    expect(looked_at.get_by_role("navigation", name="Wilayah yang ditampilkan")).to_contain_text("Jakarta Barat")
    looked_at.get_by_role("link", name="di Kebon Jeruk").first.click()
    expect(looked_at.get_by_role("heading", level=1)).to_have_text("Laporan publik")
