"""Parts of long texts that gateways hand over one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from bots.sms.channel import SmsChannel
from bots.sms.gateway import Sms, SmsPart
from bots.sms.parts import Parts
from core.kernel.messages import DeliveryReport, Inbound
from core.protection.vault import Vault
from tests.bots.sms.gateways import Bench, request_of
from tests.support.channel_harness import received_by

NOW = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
TEXT = ("Lampu jalan di depan sekolah mati, ", "sudah tiga minggu, ", "dan gelap sekali.")


def item(number: int, *, uid: str | None = None, text: str | None = None, ref: int = 0xA7, total: int = 3) -> Any:
    return {
        "uid": uid or f"p{number}",
        "origin": {"number": "081255500111"},
        "body": TEXT[number - 1] if text is None else text,
        "header": bytes([5, 0, 3, ref, total, number]).hex(),
    }


def take(channel: SmsChannel, *items: Any) -> list[Inbound]:
    request = request_of("jsongate", {"json": {"data": {"messages": list(items)}}})
    return list(received_by(channel, request).messages)


class Inbox:
    """Keeps what it is handed."""

    def __init__(self) -> None:
        self.taken: list[Inbound] = []

    def take(self, inbound: Inbound) -> None:
        self.taken.append(inbound)

    def report(self, report: DeliveryReport) -> None:
        raise AssertionError

    def keep(self, account: str, payload: bytes, problem: str, *, on_purpose: bool = False) -> None:
        raise AssertionError

    def cursor(self, account: str) -> str | None:
        return None

    def advance(self, account: str, value: str) -> None:
        raise AssertionError


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_parts_in_any_order_are_one_text(bench: Bench, order: tuple[int, ...]) -> None:
    channel = bench.channel("jsongate")
    arrived = [take(channel, item(number)) for number in order]
    assert [len(messages) for messages in arrived] == [0, 0, 1]
    assert arrived[-1][0].text == "".join(TEXT)
    assert arrived[-1][0].sender == "+6281255500111"


def test_a_restart_between_parts_loses_none(bench: Bench) -> None:
    for number in (1, 2):
        assert take(bench.channel("jsongate"), item(number)) == []
    assert [message.text for message in take(bench.channel("jsongate"), item(3))] == ["".join(TEXT)]


def test_a_repeated_part_is_the_same_text_again(bench: Bench) -> None:
    channel = bench.channel("jsongate")
    assert take(channel, item(1), item(1), item(2)) == []
    first = take(channel, item(3))[0]
    again = [message for number in (1, 3) for message in take(channel, item(number))]
    assert {message.message_id for message in again} == {first.message_id}


def test_the_same_reference_may_come_again_with_another_text(bench: Bench) -> None:
    channel = bench.channel("jsongate")
    first = next(m for n in (1, 2) for m in take(channel, item(n, total=2)))
    second = next(m for n in (1, 2) for m in take(channel, item(n, uid=f"q{n}", text=f"lain{n} ", total=2)))
    assert second.text == "lain1 lain2"
    assert second.message_id != first.message_id


def test_two_citizens_may_use_the_same_reference(bench: Bench) -> None:
    channel = bench.channel("jsongate")
    other = {**item(2), "origin": {"number": "081255500112"}}
    assert take(channel, item(1, total=2), {**other, "header": "050003a70202"}) == []


def test_what_stays_incomplete_is_handed_over_as_it_is(bench: Bench) -> None:
    channel, inbox = bench.channel("jsongate"), Inbox()
    take(channel, item(1), item(3))
    channel.settle(inbox)
    assert inbox.taken == [], "the missing one may still come"
    bench.clock.advance(timedelta(minutes=11))
    channel.settle(inbox)
    channel.settle(inbox)
    assert [message.text for message in inbox.taken] == [f"{TEXT[0]} … {TEXT[2]}"]
    late = take(channel, item(2))
    assert late == []
    bench.clock.advance(timedelta(minutes=11))
    channel.settle(inbox)
    assert inbox.taken[1].text == f"… {TEXT[1]} …"


def test_a_whole_text_is_handed_over_once_more_in_case_the_answer_was_lost(bench: Bench) -> None:
    channel, inbox = bench.channel("jsongate"), Inbox()
    whole = take(channel, item(1, total=2), item(2, total=2))[0]
    bench.clock.advance(timedelta(minutes=11))
    channel.settle(inbox)
    channel.settle(inbox)
    assert [message.message_id for message in inbox.taken] == [whole.message_id]


@pytest.mark.parametrize("header", ["050003a70300", "050003a70304", "050003a70001"])
def test_a_part_that_can_not_be_is_taken_as_a_text(bench: Bench, header: str) -> None:
    assert len(take(bench.channel("jsongate"), {**item(1), "header": header})) == 1


def test_words_are_not_readable_in_the_file(bench: Bench) -> None:
    take(bench.channel("jsongate"), item(1))
    stored = (bench.folder / "parts.db").read_bytes()
    assert b"Lampu" not in stored
    assert b"812555" not in stored


def test_parts_may_be_told_by_three_fields(bench: Bench) -> None:
    rules = {
        "format": "json",
        "fields": {"sender": "from", "text": "text", "id": "id", "ref": "ref", "part": "part", "total": "total"},
    }
    channel = bench.channel("jsongate", receive=rules)
    base = {"from": "081255500111", "ref": 7, "total": "2"}
    parts = [{**base, "id": str(n), "part": n, "text": f"bagian {n} "} for n in (2, 1)]
    received = [received_by(channel, request_of("jsongate", {"json": part})).messages for part in parts]
    assert [[message.text for message in messages] for messages in received] == [[], ["bagian 1 bagian 2"]]


def test_kannels_own_joining_may_be_off(bench: Bench) -> None:
    channel = bench.channel("kannel")
    received = [
        received_by(
            channel,
            request_of(
                "kannel",
                {"raw_query": f"id=k{n}&from=081255500111&ts=1795362161&text=bagian{n}+&udh=%05%00%03%a7%02%0{n}"},
            ),
        ).messages
        for n in (1, 2)
    ]
    assert [[message.text for message in messages] for messages in received] == [[], ["bagian1 bagian2"]]


def part(sender: str, text: str, number: int) -> Sms:
    return Sms(sender=sender, text=text, id=f"{sender}/{number}", at=NOW, part=SmsPart(ref="a", number=number, total=2))


def test_new_keys_and_erasure_reach_the_parts_that_wait(tmp_path: Path) -> None:
    old, new = Vault.new_key(), Vault.new_key()
    first = part("+628115550101", "awal ", 1)
    other = part("+628115550102", "lain ", 1)
    before = Parts(tmp_path / "parts.db", "sms", Vault(old))
    assert [before.add(sms, NOW) for sms in (first, other)] == [None, None]
    turned = Parts(tmp_path / "parts.db", "sms", Vault(f"{new},{old}"))
    assert (turned.reseal(), turned.reseal()) == (2, 0)
    turned.forget(first.sender)
    last = part("+628115550102", "akhir", 2)
    joined = turned.add(last, NOW)
    assert joined is not None
    assert joined.text == "lain akhir"
    assert turned.add(part("+628115550101", "akhir", 2), NOW) is None
