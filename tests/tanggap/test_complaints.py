"""What `tanggap check` and a start complain of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.config import Server, UnderstandingSection, load_config
from nlu.protocol import VARIABLE
from tanggap.complaints import complaints
from tests.support.house import ROOT


@pytest.fixture(autouse=True)
def _nothing_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def said(server: dict[str, Any], understanding: dict[str, Any] | None = None, **environment: str) -> list[str]:
    sections = {
        "server": Server.model_validate(server),
        "understanding": UnderstandingSection.model_validate(understanding or {}),
    }
    config = load_config(ROOT / "config.yml").model_copy(update=sections)
    return list(complaints(config, environment, VARIABLE))


@pytest.mark.parametrize(
    ("server", "key"),
    [
        ({"public_url": "https://lapor.example"}, "server.proxies"),
        ({"public_url": "https://lapor.example", "host": "0.0.0.0"}, "server.proxies"),
        ({"host": "0.0.0.0", "proxies": ["127.0.0.1", "::1"]}, "server.host"),
        ({"host": "::", "proxies": ["127.0.0.1"], "public_url": "https://lapor.example"}, "server.host"),
        ({"host": "0.0.0.0"}, "server.host"),
    ],
)
def test_a_server_that_strangers_reach_past_its_proxy_is_named(server: dict[str, Any], key: str) -> None:
    (line,) = said(server)
    assert line.startswith(f"{key}: ")


@pytest.mark.parametrize(
    "server",
    [
        {},
        {"public_url": "http://127.0.0.1:8000"},
        {"public_url": "https://lapor.example", "proxies": ["127.0.0.1"]},
        {"public_url": "https://lapor.example", "proxies": ["10.1.0.4", "10.1.0.5"], "host": "10.1.0.9"},
    ],
)
def test_a_server_that_is_in_order_is_not_complained_of(server: dict[str, Any]) -> None:
    assert said(server) == []


def test_an_understanding_on_another_machine_needs_a_secret() -> None:
    elsewhere = {"start": False, "url": "http://10.1.0.20:5005"}
    (line,) = said({}, elsewhere)
    assert line.startswith(f"{VARIABLE}: ")
    assert said({}, elsewhere, **{VARIABLE: "x"}) == []
    assert said({}, {"start": False}) == []
