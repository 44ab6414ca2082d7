"""A real Chromium against the real application, on loopback only."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from waitress.server import create_server

from tests.support.site import Site

CHROMIUM = Path("/usr/bin/chromium")
# Patience for a busy machine; a passing test does not wait.
expect.set_options(timeout=20_000)
JAKARTA = {"latitude": -6.1937, "longitude": 106.7732, "accuracy": 12}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    site = Site(tmp_path, monkeypatch)
    yield site
    site.services.database.close()


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """Where the application is served while the test runs."""
    server = create_server(site.app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not there: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A citizen's phone. Fails the test if a page asks another origin for anything or breaks in any way."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": 390, "height": 844},
        locale="id-ID",
        geolocation=JAKARTA,  # type: ignore[arg-type]
        permissions=["geolocation"],
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    asked: list[str] = []
    broken: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda message: broken.append(message.text) if "Content Security" in message.text else None)
    yield page
    context.close()
    assert [url for url in asked if not url.startswith((address, f"blob:{address}"))] == []
    assert broken == []
