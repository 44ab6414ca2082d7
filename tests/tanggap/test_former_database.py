"""Commands and a database that an earlier version made."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.kernel.errors import ForeignDatabaseError
from tests.support.command import run
from tests.support.former import former_database


@pytest.mark.parametrize("command", [("tickets", "list"), ("tickets", "recount"), ("check",), ("run",)])
def test_a_command_ends_with_the_way_out_and_changes_nothing(home: Path, command: tuple[str, ...]) -> None:
    path = home / "var" / "tanggap.db"
    before = former_database(path, "0016")
    with pytest.raises(ForeignDatabaseError, match="has the revision 0016"):
        run(*command)
    assert path.read_bytes() == before
