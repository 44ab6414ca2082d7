"""Whatever lies where config.yml should: one error that names the file and the mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.config import load_config
from core.kernel.errors import ConfigError


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xf1kota: x", "UTF-8"),
        (b"city: 2026-99-99", "YAML"),
        (b"[" * 5000, "YAML"),
        (b"a: &a [*a]", "is missing"),
        (b"? [1, 2]\n: 3\n? {a: b}\n: c", "YAML"),
        (b"\0", "YAML"),
        (b"- 1", "no keys"),
        (b"", "no keys"),
    ],
)
def test_a_file_that_is_no_config_is_named_with_its_mend(tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "config.yml"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match=told):
        load_config(file)


def test_a_folder_in_its_place_is_named_too(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="can't be read"):
        load_config(tmp_path)
