"""config.yml: what is wrong is said with its key and the mend."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from core.config import load_config
from core.kernel.errors import ConfigError
from tests.support.house import ROOT


def written(tmp_path: Path, change: dict[str, Any], drop: str | None = None) -> Path:
    raw = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    raw.update(change)
    if drop:
        raw.pop(drop)
    path = tmp_path / "config.yml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    return path


def test_the_projects_own_config_is_in_order() -> None:
    config = load_config(ROOT / "config.yml")
    assert len(config.categories) == 27


def test_all_categories_are_named_in_both_languages() -> None:
    for category in load_config(ROOT / "config.yml").categories.values():
        assert category.id
        assert category.en


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"server": {"port": "abc"}}, "server.port"),
        ({"server": {"public_url": "nowhere"}}, "server.public_url"),
        ({"server": {"proxies": ["nginx.local"]}}, "server.proxies.0: .*neither an address"),
        ({"server": {"proxies": 1}}, "server.proxies"),
        ({"server": {"proxies": ["127.0.0.1", "::/0"]}}, "server.proxies.1: .*everybody"),
        ({"city": {"name": "Jakarta", "zone": "Asia/Jakata"}}, "Asia/Jakarta"),
        ({"city": {"name": "Jakarta", "mayor": "?"}}, "city.mayor: is no key that Tanggap knows"),
        ({"nonsense": 1}, "nonsense"),
        ({"understanding": {"timeout_s": -1}}, "understanding.timeout_s"),
    ],
)
def test_a_wrong_key_is_named(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        load_config(written(tmp_path, change))


@pytest.mark.parametrize(
    ("given", "read"),
    [(None, []), ("127.0.0.1", ["127.0.0.1/32"]), (["::1", "10.1.0.0/28"], ["::1/128", "10.1.0.0/28"])],
)
def test_proxies_are_named_by_address_or_network(tmp_path: Path, given: object, read: list[str]) -> None:
    config = load_config(written(tmp_path, {"server": {"proxies": given}}))
    assert [str(network) for network in config.server.proxies] == read


def test_a_missing_section_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="categories: is missing"):
        load_config(written(tmp_path, {}, drop="categories"))


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    path.write_text("city: {name: [", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"config\.yml"):
        load_config(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--config"):
        load_config(tmp_path / "other.yml")
