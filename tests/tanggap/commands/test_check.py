"""`tanggap check`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.kernel.errors import TanggapError
from core.messaging.media_store import MediaStore
from core.protection.vault import KEYS_VARIABLE, Vault
from tests.support.command import flat, run


@pytest.mark.usefixtures("home")
def test_check_goes_through_the_channels_and_names_what_is_missing() -> None:
    said = run("check")
    assert "channel web: web: ready" in said
    assert "TANGGAP_TELEGRAM_TOKEN" in said


@pytest.mark.usefixtures("home")
def test_check_says_that_photos_wait_for_room(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "photos: in order" in run("check")
    monkeypatch.setattr(MediaStore, "free", lambda store: 5 * 1024**2)
    found = run("check")
    assert "only 5 MB are free" in found
    assert "photos.floor_mb" in found


@pytest.mark.usefixtures("home")
def test_check_says_when_the_key_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEYS_VARIABLE)
    with pytest.raises(TanggapError, match=KEYS_VARIABLE):
        run("check")


@pytest.mark.usefixtures("home")
def test_check_makes_no_database() -> None:
    assert "keys: not tried" in run("check")
    assert not Path("var/tanggap.db").exists()


def test_check_tries_the_keys_on_the_database(home: Path, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "keys: open the database" in run("check")
    monkeypatch.setenv(KEYS_VARIABLE, Vault.new_key())
    with pytest.raises(TanggapError, match=f"{KEYS_VARIABLE}: opens nothing"):
        run("check")


def test_check_says_what_is_unwise(home: Path) -> None:
    config = home / "config.yml"
    public = re.sub("public_url:.*", "public_url: https://lapor.example", config.read_text(encoding="utf-8"))
    config.write_text(public, encoding="utf-8")
    assert "! server.proxies: names none" in run("check")


def test_an_understanding_that_is_started_here_lies_here(home: Path) -> None:
    config = home / "config.yml"
    away = config.read_text(encoding="utf-8").replace("http://127.0.0.1:5005", "http://10.1.0.20:5005")
    config.write_text(away, encoding="utf-8")
    with pytest.raises(TanggapError, match=r"understanding: .*start: false"):
        run("check")


def test_a_channel_that_is_demanded_but_has_no_secret_stops_the_start(home: Path) -> None:
    config = home / "config.yml"
    demanded = config.read_text(encoding="utf-8").replace("{kind: telegram}", "{kind: telegram, enabled: true}")
    config.write_text(demanded, encoding="utf-8")
    with pytest.raises(TanggapError, match=r"channels\.telegram: TANGGAP_TELEGRAM_TOKEN is not set"):
        run("check")


def test_a_channel_of_no_known_kind_stops_the_start(home: Path) -> None:
    config = home / "config.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("kind: telegram", "kind: pigeon"), encoding="utf-8")
    with pytest.raises(TanggapError, match="pigeon"):
        run("check")


@pytest.mark.usefixtures("home")
def test_check_looks_at_tickets_without_making_a_database(home: Path) -> None:
    assert "not looked at" in flat(run("check"))
    assert not (home / "var" / "tanggap.db").exists()
