"""Makes the pictures of the staff pages in README.md again: `.venv/bin/python docs/pictures.py`.

Everything in them is made up by `tanggap demo`. Needs the distribution's Chromium (`apt-get install chromium`).
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from core.config import Config, load_config
from core.demo.city import MONTHS, DemoCity, Filled
from core.kernel.clock import ManualClock, system_clock
from core.kernel.states import Role
from core.protection.vault import Vault
from core.running.logs import configure_logs
from core.running.services import Services
from tanggap.commands.demo import SENTENCES, sentences
from tanggap.house import one_command
from webhooks import create_app

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
WIDE = {"width": 1280, "height": 900}
REPORTS, SEED = 300, 1


def main() -> None:
    configure_logs(level="ERROR")
    with tempfile.TemporaryDirectory() as folder, made_up_city(Path(folder)) as (services, filled):
        logins = {login.role: (login.username, login.password) for login in filled.logins}
        with served(services) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            for name, role, take in (("ticket", Role.OFFICER, ticket), ("moderator", Role.MODERATOR, conversation)):
                context = browser.new_context(base_url=address, viewport=WIDE, locale="id-ID", color_scheme="light")
                page = context.new_page()
                sign_in(page, *logins[role])
                take(page)
                page.screenshot(path=HERE / f"{name}.png", animations="disabled")
                context.close()
            browser.close()


@contextmanager
def made_up_city(folder: Path) -> Iterator[tuple[Services, Filled]]:
    end = system_clock()
    clock = ManualClock(end - timedelta(days=30 * MONTHS))
    config = _in(folder, load_config(HERE.parent / "config.yml"))
    with one_command(config, clock=clock, keys=Vault.new_key()) as house:
        samples = [sample for sample in sentences(SENTENCES) if sample.category in config.categories]
        yield house.services, DemoCity(house.services, clock, samples, SEED).fill(REPORTS, end, lambda day, days: None)


def _in(folder: Path, config: Config) -> Config:
    places = {"database": f"sqlite:///{folder}/city.db", "media": f"{folder}/media", "spool": folder / "spool"}
    channels = {name: account for name, account in config.channels.items() if account.kind == "web"}
    return config.model_copy(
        update={
            "storage": config.storage.model_copy(update=places),
            "staff": config.staff.model_copy(update={"second_factor": ()}),
            "channels": channels,
        }
    )


@contextmanager
def served(services: Services) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_app(services), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=5)
    server.server_close()


def sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/petugas/login")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/petugas/**")


def ticket(page: Page) -> None:
    """The newest that the officer sees."""
    page.goto("/petugas/laporan")
    page.locator("main a[href^='/petugas/laporan/']").first.click()
    page.wait_for_load_state("networkidle")


def conversation(page: Page) -> None:
    """The first that waits for a person."""
    page.goto("/petugas/percakapan")
    page.locator("main a[href^='/petugas/percakapan/']").first.click()
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main()
