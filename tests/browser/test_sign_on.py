"""The city's own sign-on in a real browser, with a real issuer on loopback: in, and out again on both sides."""

from __future__ import annotations

import re
import socket
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pydantic import AnyHttpUrl
from waitress.server import create_server

from core.config import Server, SignOn, StaffSection
from core.kernel.states import Role
from core.staff import create_staff
from tests.support.site import PASSWORD, Site
from tests.webhooks.test_sign_on import BUDI, Issuer, issuer

__all__ = ["issuer"]


def test_signing_out_leads_to_the_issuer_and_back(
    browser: Browser, issuer: Issuer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer.url = issuer.url.replace("localhost", "127.0.0.1")
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    staff = StaffSection(second_factor=(), sign_on=SignOn(issuer=issuer.url, client_id="tanggap"))
    site = Site(tmp_path, monkeypatch, staff, server=Server(public_url=AnyHttpUrl(address)))
    with site.services.database.write() as session:
        create_staff(session, "budi", "Budi Contoh", Role.MODERATOR, PASSWORD, clock=site.house.clock)
    issuer.enter("17", BUDI)
    server = create_server(site.app, sockets=[listener], threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    context = browser.new_context(base_url=address, locale="id-ID")
    page = context.new_page()
    page.goto("/petugas/login")
    page.get_by_role("link", name="Masuk dengan akun pemerintah kota").click()
    page.locator("input[name=sub]").fill("17")
    page.locator("input[name=sub]").press("Enter")
    expect(page).to_have_url(re.compile("/petugas/percakapan$"))
    page.get_by_role("button", name="Keluar").click()
    expect(page).to_have_url(re.compile(f"^{issuer.url}/oauth2/end_session"))
    page.get_by_role("button").first.click()
    expect(page).to_have_url(f"{address}/petugas/login")
    context.close()
    server.close()
    site.services.database.close()
