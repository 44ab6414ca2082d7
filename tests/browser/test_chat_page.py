"""What a citizen and an officer really see and press."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from core.kernel.states import Role, State
from tests.support.house import picture
from tests.support.site import PASSWORD, Site, broken

pytestmark = pytest.mark.browser


def bot(page: Page, text: str) -> None:
    """The bot has said this, last of all."""
    expect(page.locator(".msg-bot").last).to_contain_text(text)


def write(page: Page, text: str) -> None:
    page.get_by_label("Pesan Anda").fill(text)
    page.keyboard.press("Enter")


def quick(page: Page, verb: str) -> Locator:
    """The newest buttons that do this, whatever is written on them."""
    return page.locator(".quicks").locator(f'[data-id="{verb}"], [data-id^="{verb}:"]')


def choose_photos(page: Page, *paths: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator(".composer").get_by_role("button", name="Kirim foto").click()
    chooser.value.set_files([str(path) for path in paths])


@pytest.fixture
def photos(tmp_path: Path) -> tuple[Path, Path]:
    first, second = tmp_path / "satu.jpg", tmp_path / "dua.png"
    first.write_bytes(picture((300, 200)))
    second.write_bytes(picture((200, 300), "PNG"))
    return first, second


def report(page: Page, photos: tuple[Path, Path]) -> str:
    """A whole report through the page; answers its number."""
    page.goto("/")
    page.get_by_role("button", name="Lampu jalan mati").click()
    quick(page, "pin").click()
    quick(page, "area").first.click()
    expect(quick(page, "skip")).to_be_visible()
    choose_photos(page, *photos)
    expect(page.locator(".preview")).to_have_count(2)
    page.get_by_role("button", name="Kirim pesan").click()
    quick(page, "send").click()
    expect(quick(page, "public").first).to_be_visible()
    return page.locator(".chat-log a.number").last.inner_text()


def test_a_citizen_reports_with_text_position_photos_and_buttons(
    page: Page, site: Site, photos: tuple[Path, Path]
) -> None:
    number = report(page, photos)
    ticket = site.ticket(number)
    assert (ticket.kelurahan, ticket.lat) == ("Kebon Jeruk", -6.1937)
    shown = page.locator(".msg-citizen img")
    expect(shown).to_have_count(2)
    assert all(shown.nth(n).evaluate("picture => picture.naturalWidth > 0") for n in range(2))


def test_a_pressed_button_cannot_be_pressed_again(page: Page, photos: tuple[Path, Path]) -> None:
    report(page, photos)
    for verb in ("pin", "area", "photo", "skip", "send"):
        expect(quick(page, verb).last).to_be_disabled()
    for verb in ("change", "drop"):
        expect(quick(page, verb).first).to_be_disabled()
        expect(quick(page, verb).last).to_be_enabled()  # of the ticket that was opened
    expect(quick(page, "public").first).to_be_enabled()


def test_the_conversation_survives_a_reload(page: Page, photos: tuple[Path, Path]) -> None:
    number = report(page, photos)
    texts = page.locator(".chat-log .text").all_inner_texts()
    page.reload()
    expect(quick(page, "public").first).to_be_enabled()
    assert page.locator(".chat-log .text").all_inner_texts() == texts
    assert number in " ".join(texts)
    expect(page.get_by_role("button", name="Sampah menumpuk")).to_be_hidden()
    expect(quick(page, "skip")).to_be_disabled()
    expect(page.locator(".msg-citizen img")).to_have_count(2)


def test_enter_sends_and_shift_enter_begins_a_line(page: Page) -> None:
    page.goto("/")
    box = page.get_by_label("Pesan Anda")
    box.fill("lampu jalan mati")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("di depan gang")
    assert box.input_value() == "lampu jalan mati\ndi depan gang"
    page.keyboard.press("Enter")
    expect(box).to_have_value("")
    bot(page, "Di mana")
    expect(page.locator(".msg-citizen .text")).to_have_text("lampu jalan mati\ndi depan gang")


def test_markup_in_a_message_stays_text(page: Page) -> None:
    page.goto("/")
    write(page, "lampu <img src=x onerror=alert(1)> mati")
    bot(page, "Di mana")
    expect(page.locator(".msg-citizen .text")).to_have_text("lampu <img src=x onerror=alert(1)> mati")
    page.reload()
    expect(page.locator(".msg-citizen .text")).to_have_text("lampu <img src=x onerror=alert(1)> mati")


def test_without_a_connection_a_message_waits_and_arrives_once(page: Page, site: Site) -> None:
    page.goto("/")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    write(page, "lampu jalan mati")
    expect(page.locator(".msg-citizen .foot")).to_contain_text("menunggu sambungan")
    page.context.set_offline(False)
    bot(page, "Di mana")
    expect(page.locator(".msg-citizen")).to_have_count(1)
    expect(page.locator(".msg-pending")).to_have_count(0)


def test_an_unsent_message_with_its_photo_survives_a_reload(page: Page, photos: tuple[Path, Path]) -> None:
    page.goto("/")
    page.wait_for_load_state("networkidle")
    page.route("**/chat/messages", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    choose_photos(page, photos[0])
    write(page, "lampu jalan mati")
    expect(page.locator(".msg-citizen .foot")).to_contain_text("menunggu sambungan")
    page.unroute("**/chat/messages")
    page.reload()
    bot(page, "Di mana")
    expect(page.locator(".msg-citizen")).to_have_count(1)
    expect(page.locator(".msg-citizen img")).to_have_count(1)


def test_a_message_whose_answer_was_lost_counts_once(page: Page) -> None:
    page.goto("/")
    page.wait_for_load_state("networkidle")
    posts: list[str] = []

    def lose_the_first(route: Route) -> None:
        """The server takes the message, but the page hears nothing of it until it sends it again."""
        if route.request.method == "POST":
            posts.append(route.request.url)
        if len(posts) != 1:
            route.continue_()
            return
        if route.request.method == "POST":
            route.fetch()
        route.abort()

    page.route("**/chat/messages*", lose_the_first)
    write(page, "lampu jalan mati")
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.locator(".msg-pending")).to_have_count(0)
    expect(page.locator(".msg-citizen")).to_have_count(1)
    assert len(posts) == 2


def test_a_refused_position_is_explained(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, locale="id-ID", permissions=[])
    page = context.new_page()
    page.goto("/")
    page.locator(".composer").get_by_role("button", name="Kirim lokasi saya").click()
    expect(page.get_by_role("status")).to_contain_text("tulis nama jalan")
    context.close()


def test_when_the_database_is_down_the_page_says_that_messages_are_kept(
    page: Page, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.goto("/")
    page.wait_for_load_state("networkidle")
    with monkeypatch.context() as patch:
        patch.setattr(site.services.database, "read", broken)
        patch.setattr(site.services.database, "write", broken)
        write(page, "lampu jalan mati")
        expect(page.locator(".msg-citizen .foot")).to_contain_text("tersimpan")
        expect(page.get_by_role("status")).to_contain_text("Pesan Anda tetap tersimpan")
    site.services.intake.take_spooled()
    bot(page, "Di mana")
    expect(page.locator(".msg-citizen")).to_have_count(1)
    expect(page.get_by_role("status")).to_be_hidden()


def test_the_chat_is_used_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("button", name="Lampu jalan mati")).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Lampu jalan mati":
            break
    page.keyboard.press("Enter")
    bot(page, "Di mana")


def test_an_officer_moves_the_ticket_and_the_chat_tells(
    page: Page, site: Site, browser: Browser, address: str, photos: tuple[Path, Path]
) -> None:
    number = report(page, photos)
    site.hire(Role.ADMINISTRATOR)
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800}, locale="id-ID")
    desk = context.new_page()
    desk.goto("/petugas/")
    desk.get_by_label("Nama pengguna").fill("administrator")
    desk.get_by_label("Kata sandi").fill(PASSWORD)
    desk.get_by_role("button", name="Masuk").click()
    desk.get_by_role("link", name="Laporan", exact=True).click()
    desk.get_by_role("link", name=number).click()
    step = desk.locator("details", has=desk.get_by_text("Kerjakan")).first
    step.locator("summary").click()
    step.get_by_label("Catatan untuk pelapor").fill("Tim berangkat sore ini")
    step.get_by_role("button", name="Kerjakan").click()
    expect(desk.get_by_role("status")).to_contain_text("sekarang: Proses")
    bot(page, "Tim berangkat sore ini")
    step = desk.locator("details", has=desk.get_by_text("Ajukan validasi")).first
    step.get_by_label("Catatan untuk pelapor").fill("Lampu sudah diganti")
    step.get_by_label("Foto").set_input_files(str(photos[0]))
    step.get_by_role("button", name="Ajukan validasi").click()
    expect(desk.get_by_role("status")).to_contain_text("Menunggu Validasi")
    context.close()
    bot(page, "Lampu sudah diganti")
    expect(page.locator(".msg-bot img")).to_have_count(1)
    assert site.ticket(number).state is State.AWAITING_VALIDATION
    page.locator(".chat-log a.number").last.click()
    expect(page.locator(".track-card")).to_contain_text("Menunggu Validasi")
