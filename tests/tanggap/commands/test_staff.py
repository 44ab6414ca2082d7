"""`tanggap staff`."""

from __future__ import annotations

import re

import pytest

from core.kernel.errors import TanggapError
from tests.support.command import run


@pytest.mark.usefixtures("home")
def test_staff_are_added_listed_and_closed() -> None:
    unit = "kelurahan/31.74.01.1001"
    first = run("staff", "add", "lurah", "Lurah Contoh", "--role", "kelurahan", "--unit", unit)
    again = run("staff", "reset-password", "LURAH")
    passwords = {re.search(r"password (\S+)", said).group(1) for said in (first, again)}  # type: ignore[union-attr]
    assert len(passwords) == 2
    assert "lurah" in run("staff", "list", "contoh")
    run("staff", "reset-second-factor", "lurah")
    with pytest.raises(TanggapError, match="not both"):
        run("staff", "deactivate", "lurah", "--to", "lurah", "--to-queue")
    assert "can't log in" in run("staff", "deactivate", "lurah")
    assert "lurah" not in run("staff", "list")
    assert "closed" in run("staff", "list", "--all")
    assert "may log in" in run("staff", "activate", "lurah")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "wrong",
    [
        ("add", "x", "X", "--role", "moderator"),
        ("add", "lurah", "X", "--role", "kelurahan"),
        ("add", "lurah", "X", "--role", "kelurahan", "--unit", "tidak_ada"),
        ("add", "lurah", "X", "--role", "reporter"),
        ("deactivate", "siapa"),
    ],
)
def test_a_step_on_an_account_that_makes_no_sense_is_refused(wrong: tuple[str, ...]) -> None:
    with pytest.raises(TanggapError):
        run("staff", *wrong)


@pytest.mark.usefixtures("home")
def test_the_last_administrator_stays() -> None:
    run("staff", "add", "kepala", "Kepala Contoh", "--role", "administrator")
    with pytest.raises(TanggapError, match="last active administrator"):
        run("staff", "deactivate", "kepala")
