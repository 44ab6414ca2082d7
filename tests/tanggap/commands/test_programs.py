"""`tanggap tokens` and `tanggap subscriptions`."""

from __future__ import annotations

import pytest

from core.kernel.errors import TanggapError
from tests.support.command import run


@pytest.mark.usefixtures("home")
def test_a_token_is_shown_once_and_can_be_revoked() -> None:
    said = run("tokens", "add", "Dasbor kota", "--scope", "tickets:read", "--role", "validator", "--days", "30")
    plain = said.split()[-1]
    assert plain.startswith("tgp_")
    assert plain not in run("tokens", "list")
    assert "revoked" in run("tokens", "revoke", "1")
    with pytest.raises(TanggapError, match="tokens list"):
        run("tokens", "revoke", "1")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "wrong", [("--scope", "everything"), ("--scope", "tickets:read"), ("--scope", "public:read", "--unit", "tidak_ada")]
)
def test_a_token_that_makes_no_sense_is_not_made(wrong: tuple[str, ...]) -> None:
    with pytest.raises(TanggapError):
        run("tokens", "add", "x", *wrong)


@pytest.mark.usefixtures("home")
def test_a_subscription_is_made_for_a_token_and_ends() -> None:
    run("tokens", "add", "Dasbor", "--scope", "public:read")
    said = run("subscriptions", "add", "1", "https://hook.example.org/tanggap")
    secret = said.split()[-1]
    assert secret.startswith("whsec_")
    listed = run("subscriptions", "list")
    assert "in order" in listed
    assert secret not in listed
    run("subscriptions", "remove", "1")
    assert "ended" in run("subscriptions", "list")
    with pytest.raises(TanggapError):
        run("subscriptions", "add", "1", "http://127.0.0.1/")
