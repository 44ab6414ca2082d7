"""`tanggap dead-letters`."""

from __future__ import annotations

from pathlib import Path

import pytest

import tanggap.house
from core.config import load_config
from core.kernel.errors import TanggapError
from tests.support.command import run
from tests.support.house import House


@pytest.fixture
def kept(home: Path) -> int:
    """A mail that could not be parsed, in the folder's database."""
    config = home / "config.yml"
    mail = (
        "  mail: {kind: mail, address: lapor@kota.example, imap: {host: imap.kota.example}, smtp: {host: s.example}}\n"
    )
    config.write_text(
        config.read_text(encoding="utf-8").replace("channels:\n", f"channels:\n{mail}", 1), encoding="utf-8"
    )
    house = House(home / "other", load_config(config), database="sqlite:///var/tanggap.db")
    house.services.inbox.keep("mail", b"From: warga@kota.example\r\n\r\nrahasia \xff", "unknown charset")
    house.services.database.close()
    return 1


def test_what_could_not_be_parsed_is_listed_shown_and_settled(kept: int) -> None:
    assert "unknown charset" in run("dead-letters", "list")
    assert "rahasia" in run("dead-letters", "show", str(kept))
    run("dead-letters", "settle", str(kept))
    assert run("dead-letters", "list").strip() == ""


@pytest.mark.usefixtures("home")
def test_nothing_is_kept_under_an_unknown_number() -> None:
    with pytest.raises(TanggapError, match="dead-letters list"):
        run("dead-letters", "show", "99")


def test_what_was_kept_is_taken_in_when_it_can_be_read(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANGGAP_MAIL_PASSWORD", "x")
    monkeypatch.setenv("TANGGAP_NLU_TOKEN", "x")
    monkeypatch.setattr(tanggap.house, "guards", lambda url, token: True)
    assert "taken in" in run("dead-letters", "retry", str(kept))
    assert run("dead-letters", "list").strip() == ""
