"""A moderator in a real browser: the queue and the thread are live, and keys do what they say."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from core.kernel.states import Role
from tests.support.house import picture
from tests.support.site import PASSWORD, Site

pytestmark = pytest.mark.browser


def test_a_moderator_is_called_answers_by_keyboard_and_gives_the_conversation_back(
    page: Page, browser: Browser, address: str, site: Site
) -> None:
    site.hire(Role.MODERATOR)
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800}, locale="id-ID")
    moderator = context.new_page()
    refused: list[str] = []
    moderator.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    moderator.goto("/petugas/login")
    moderator.fill("[name=username]", Role.MODERATOR.value)
    moderator.fill("[name=password]", PASSWORD)
    moderator.press("[name=password]", "Enter")
    expect(moderator.get_by_text("Tidak ada percakapan yang menunggu")).to_be_visible()

    def say(text: str) -> None:
        page.fill("#chat-text", text)
        page.press("#chat-text", "Enter")

    page.goto("/")
    say("lampu jalan mati")
    expect(page.get_by_text("Di mana tepatnya")).to_be_visible()
    say("mau bicara dengan orang")
    row = moderator.get_by_text("Minta bicara dengan petugas")
    expect(row).to_be_visible()
    moderator.keyboard.press("j")
    moderator.keyboard.press("Enter")
    expect(moderator.get_by_role("button", name="Ambil alih")).to_be_visible()
    moderator.keyboard.press("t")
    moderator.keyboard.press("Enter")
    expect(moderator.get_by_role("button", name="Serahkan ke bot")).to_be_visible()
    expect(page.get_by_text("petugas kami sendiri yang membalas")).to_be_visible()

    say("di depan sekolah")
    expect(moderator.locator(".talk-log").get_by_text("di depan sekolah")).to_be_visible()
    moderator.keyboard.press("r")
    moderator.keyboard.type("Kirim titik lokasinya, ya? jt")
    moderator.set_input_files("#foto", {"name": "contoh.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    moderator.focus("#teks")
    moderator.keyboard.press("Control+Enter")
    expect(page.get_by_text("Kirim titik lokasinya, ya? jt")).to_have_count(1)
    expect(page.locator(".chat-log img")).to_be_visible()
    expect(page.locator(".msg-bot .author")).to_have_text("Petugas")
    moderator.keyboard.press("?")
    expect(moderator.get_by_role("dialog")).to_be_visible()
    moderator.keyboard.press("Escape")
    moderator.get_by_role("button", name="Serahkan ke bot").click()
    expect(page.get_by_text("Petugas kami sudah selesai membantu")).to_be_visible()
    context.close()
    assert refused == []
