"""Whatever somebody sends to Telegram's and X's webhooks: no 5xx, no ticket from a forged request, no true one lost."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bots.harnessed import TELEGRAM, X
from tests.support.channel_harness import Raw, Stand, Subject
from tests.support.hostile import JUNK
from tests.support.house import House

SUBJECTS = (TELEGRAM, X)
_INVENTED = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])

_FRESH_ID: dict[str, tuple[tuple[Any, ...], Any]] = {
    "telegram": (("message", "message_id"), 777_777),
    "x": (("direct_message_events", 0, "id"), "2008000000777777777"),
}


@pytest.fixture(params=SUBJECTS, ids=lambda subject: str(subject.name))
def stand(house: House, request: pytest.FixtureRequest) -> Iterator[Stand]:
    stand = Stand(house, request.param)
    yield stand
    stand.close()


def still_works(stand: Stand) -> None:
    """The next true message gets in."""
    data = json.loads(next(case for case in stand.subject.real if case.name == "text").raw.body)
    path, value = _FRESH_ID[stand.subject.name]
    before = stand.kept()
    assert stand.post(signed(stand, put(data, path, value))) == 200
    assert stand.kept() == before + 1


def paths(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where there is something inside a JSON value."""
    if here:
        yield here
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield from paths(inner, (*here, name))


def put(value: Any, path: tuple[Any, ...], junk: Any, *, drop: bool = False) -> Any:
    changed = copy.deepcopy(value)
    spot = changed
    for name in path[:-1]:
        spot = spot[name]
    if drop:
        del spot[path[-1]]
    else:
        spot[path[-1]] = junk
    return changed


def signed(stand: Stand, data: Any) -> Raw:
    body = json.dumps(data).encode()
    return stand.proven(Raw("one", headers={"content-type": "application/json"}, body=body))


def samples(subject: Subject) -> list[Any]:
    return [json.loads(case.raw.body) for case in subject.cases() if case.raw.body]


def test_every_value_of_every_payload_replaced_by_junk_or_left_out(stand: Stand) -> None:
    """Thousands would fit: each place gets its own kind of junk in turn."""
    tried, junk = 0, iter(JUNK * 100)
    for data in samples(stand.subject):
        for path in paths(data):
            for drop in (False, True):
                bad = signed(stand, put(data, path, next(junk) if not drop else None, drop=drop))
                assert stand.post(bad) in (200, 400), (path, drop)
                tried += 1
    assert tried >= 300
    still_works(stand)


@pytest.mark.parametrize("junk", JUNK, ids=lambda junk: repr(junk)[:20])
def test_junk_in_the_place_of_the_text_the_sender_and_the_id(stand: Stand, junk: Any) -> None:
    places: list[tuple[Any, ...]] = [
        ("message", "text"),
        ("message", "message_id"),
        ("message", "chat", "id"),
        ("message", "from", "first_name"),
        ("message", "date"),
        ("update_id",),
    ]
    if stand.subject is X:
        create = ("direct_message_events", 0, "message_create")
        places = [
            (*create, "message_data", "text"),
            (*create, "sender_id"),
            ("direct_message_events", 0, "id"),
            ("direct_message_events", 0, "created_timestamp"),
            ("users", "3001969357", "name"),
            ("for_user_id",),
        ]
    data = json.loads(next(case for case in stand.subject.real if case.name == "text").raw.body)
    for path in places:
        assert stand.post(signed(stand, put(data, path, junk))) in (200, 400), path


_NAMES = st.sampled_from(["id", "text", "chat", "message", "type", "from", "media", "location", "date", "url", "x"])
_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(JUNK)
_VALUES = st.recursive(_LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner))


@_INVENTED
@given(data=st.data())
def test_invented_payloads(stand: Stand, data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(samples(stand.subject)))
    path = data.draw(st.sampled_from(list(paths(sample))))
    assert stand.post(signed(stand, put(sample, path, data.draw(_VALUES)))) in (200, 400)


@_INVENTED
@given(body=st.binary(max_size=300))
def test_invented_bodies(stand: Stand, body: bytes) -> None:
    assert stand.post(stand.proven(Raw("one", body=body))) == 400
    assert stand.post(Raw("one", body=body)) == 403
    assert stand.kept() == 0


def test_no_forged_request_leaves_a_trace(stand: Stand) -> None:
    before = stand.everything()
    for data in samples(stand.subject):
        proven = signed(stand, data)
        for forge in stand.subject.forge:
            assert stand.post(forge(proven)) == 403
    assert stand.everything() == before
    still_works(stand)


def test_every_cut_of_every_true_request_is_refused(stand: Stand) -> None:
    for case in stand.subject.real:
        body = case.raw.body
        for length in range(0, len(body), max(1, len(body) // 12)):
            assert stand.post(stand.proven(case.raw.with_body(body[:length]))) == 400
    assert stand.kept() == 0
    still_works(stand)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b'{"update_id": ' + b"9" * 5000 + b"}",
        b'{"update_id": 1, "message": ' + b'{"reply_to_message": ' * 5000 + b"{}" + b"}" * 5001,
        b'{"for_user_id": "4337869213", "direct_message_events": [' + b"{}," * 50_000 + b"{}]}",
        b"\xef\xbb\xbf{}",
        b"{}" + b" " * 1_000_000,
        "{}".encode("utf-16"),
        "{}".encode("utf-32"),
        b"NaN",
        b"PK\x03\x04",
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
    ],
    ids=range(12),
)
def test_oversized_deep_and_foreign_bodies(stand: Stand, body: bytes) -> None:
    assert stand.post(stand.proven(Raw("one", body=body))) in (200, 400, 413)
    assert stand.kept() == 0
    still_works(stand)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "GET"])
def test_other_methods_take_nothing_in(stand: Stand, method: str) -> None:
    raw = stand.proven(stand.subject.real[0].raw)
    status = stand.post(Raw("one", method, headers={}, body=raw.body))
    assert status < 500
    assert stand.kept() == 0
