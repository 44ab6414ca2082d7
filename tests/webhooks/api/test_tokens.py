"""Tokens: made once, stored as a hash, with an end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.kernel.states import Role
from core.storage.models import ApiToken
from tests.webhooks.api.office import UNIT, Office, Program
from webhooks.api.tokens import Scope, TokenError, create_token, list_tokens, revoke_token


def me(office: Office, token: str | None) -> int:
    return Program(office.app.test_client(), token).get("/api/v1/me").status_code


def test_only_the_hash_is_stored(office: Office) -> None:
    plain = office.token(Scope.PUBLIC_READ)
    with office.services.database.read() as session:
        (row,) = list_tokens(session)
    assert plain not in repr(vars(row))
    assert plain[4:] not in repr(vars(row))
    assert len({office.token(Scope.PUBLIC_READ) for _ in range(5)}) == 5


def test_a_token_says_what_it_may_do(office: Office) -> None:
    program = office.program(Scope.TICKETS_READ, Scope.PUBLIC_READ, role=Role.UNIT, unit=UNIT)
    assert program.get("/api/v1/me").get_json() == {
        "name": "uji",
        "scopes": ["public:read", "tickets:read"],
        "role": "unit",
        "unit": UNIT,
        "expires_at": None,
    }


def test_forged_expired_and_revoked_tokens_open_nothing(office: Office) -> None:
    plain = office.token(Scope.PUBLIC_READ, lifetime=timedelta(days=1))
    assert me(office, plain) == 200
    forged = plain[:-1] + ("A" if plain[-1] != "A" else "B")
    for wrong in (forged, plain[:-1], plain + "A", plain.upper(), "tgp_", "x" * 5000, "tgp_" + "é" * 43):
        assert me(office, wrong) in (401, 429)
    office.house.clock.advance(timedelta(days=1))
    assert me(office, plain) in (401, 429)
    other = office.token(Scope.PUBLIC_READ)
    assert me(office, other) == 200
    with office.services.database.write() as session:
        row = session.scalars(select(ApiToken).order_by(ApiToken.id.desc())).first()
        assert row is not None
        assert revoke_token(session, row.id, clock=office.services.clock)
        assert not revoke_token(session, row.id, clock=office.services.clock)
    assert me(office, other) in (401, 429)


def test_without_a_token_the_challenge_names_the_scheme(office: Office) -> None:
    response = office.stranger().get("/api/v1/me")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer ")
    assert response.get_json()["type"] == "/api/v1/#no-token"


def test_guessing_is_slowed_down_and_does_not_lock_others_out(office: Office) -> None:
    statuses = [me(office, f"tgp_{n:043}") for n in range(12)]
    assert statuses == [401] * 10 + [429] * 2
    assert me(office, office.token(Scope.PUBLIC_READ)) == 200


def test_a_token_may_call_only_so_often(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from limits import parse

    monkeypatch.setattr("webhooks.api.gate.CALLS", parse("3/minute"))
    first, second = office.token(Scope.PUBLIC_READ), office.token(Scope.PUBLIC_READ)
    assert [me(office, first) for _ in range(4)] == [200, 200, 200, 429]
    assert me(office, second) == 200


def test_the_last_use_is_noted(office: Office) -> None:
    plain = office.token(Scope.PUBLIC_READ)
    me(office, plain)
    with office.services.database.read() as session:
        (row,) = list_tokens(session)
        assert row.last_used_at == office.services.clock()


@pytest.mark.parametrize(
    ("scopes", "role", "unit"),
    [
        ([], None, None),
        (["everything"], None, None),
        ([Scope.TICKETS_READ], None, None),
        ([Scope.TICKETS_WRITE], Role.REPORTER, None),
        ([Scope.TICKETS_READ], Role.SYSTEM, None),
        ([Scope.TICKETS_READ], Role.DESK, None),
        ([Scope.TICKETS_READ], Role.UNIT, None),
        ([Scope.PUBLIC_READ], None, UNIT),
    ],
)
def test_tokens_that_make_no_sense_are_not_made(
    office: Office, scopes: list[str], role: Role | None, unit: str | None
) -> None:
    with office.services.database.write() as session, pytest.raises(TokenError):
        create_token(session, "uji", scopes, role, unit, clock=office.services.clock)
