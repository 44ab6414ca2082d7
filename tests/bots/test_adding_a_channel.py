"""docs/adding-a-channel.md, followed to the letter: its two files are a channel that passes the whole table."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import bots
import tests.bots
from bots.shared.frame import build_channels
from core.config import Account
from core.intake.inbox import Ledger
from core.kernel.errors import BlockedError, ConfigError, FinalError, RetryableError
from core.kernel.messages import Outbound
from tests.bots import test_channels as table
from tests.bots.test_channels import Stands, stand  # noqa: F401  (a fixture)
from tests.support.accounts import setup_for
from tests.support.channel_harness import NOWHERE, Stand, Subject
from tests.support.house import ROOT, House
from tests.support.serving import serve

PAGE = ROOT / "docs" / "adding-a-channel.md"


def files_of_the_page() -> dict[str, str]:
    """Path -> contents of the code blocks under a heading that names a file."""
    text = PAGE.read_text(encoding="utf-8")
    found = re.findall(r"^## The \w+ file: `([^`]+)`$.*?^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return dict(found)


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The two files in folders of their own, beside those of the project."""
    files = files_of_the_page()
    assert list(files) == ["bots/toy.py", "tests/bots/toy/harnessed.py"]
    for name, source in files.items():
        path = tmp_path / "added" / name
        path.parent.mkdir(parents=True)
        path.write_text(source, encoding="utf-8")
    monkeypatch.setattr(bots, "__path__", [*bots.__path__, str(tmp_path / "added" / "bots")])
    monkeypatch.setattr(tests.bots, "__path__", [*tests.bots.__path__, str(tmp_path / "added" / "tests" / "bots")])
    importlib.invalidate_caches()
    yield importlib.import_module("tests.bots.toy.harnessed")
    for name in ("bots.toy", "tests.bots.toy", "tests.bots.toy.harnessed"):
        sys.modules.pop(name, None)


@pytest.fixture
def subject(toy: ModuleType) -> Subject:
    (subject,) = toy.SUBJECTS
    assert isinstance(subject, Subject)
    return subject


@pytest.mark.parametrize(
    "check",
    [
        table.test_real_payloads_become_the_expected_messages,
        table.test_events_that_are_not_used_are_answered_and_ignored,
        table.test_malformed_events_are_refused,
        table.test_a_request_that_is_not_the_providers_is_refused_and_nothing_is_kept,
        table.test_the_same_payload_twice_is_taken_once,
        table.test_payloads_out_of_order_and_replayed_are_all_taken_once,
        table.test_malformed_bodies_are_refused_and_the_next_true_message_is_taken,
        table.test_accounts_of_one_kind_run_side_by_side,
    ],
    ids=lambda check: check.__name__.removeprefix("test_"),
)
def test_the_channel_of_the_page_passes_the_table(stand: Stands, subject: Subject, check: table.Check) -> None:  # noqa: F811
    check(stand, subject)


def test_the_payloads_of_the_page_become_what_it_says(stand: Stands, subject: Subject) -> None:  # noqa: F811
    table.test_there_are_payloads_of_every_sort(subject)
    here = stand(subject)
    assert {case.name: here.post(here.proven(case.raw)) for case in subject.cases()} == {
        "words": 200,
        "nothing_said": 200,
        "joined": 200,
        "no_time": 400,
    }
    assert here.kept() == 2


def test_the_channel_of_the_page_survives_a_database_that_is_down(
    stand: Stands,  # noqa: F811
    subject: Subject,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table.test_while_the_database_is_down_messages_wait_on_disk(stand, subject, monkeypatch)


def test_the_channel_of_the_page_tells_the_logs_no_secrets(
    stand: Stands,  # noqa: F811
    subject: Subject,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    table.test_secrets_and_what_citizens_write_never_stand_in_a_log(stand, subject, caplog, capfd)


def test_config_alone_switches_its_accounts_on_and_off(house: House, toy: ModuleType) -> None:
    def build(environment: dict[str, str], **accounts: Account) -> dict[str, bool]:
        named = {name.replace("_", "-"): account for name, account in accounts.items()}
        config = house.config.model_copy(update={"channels": named})
        services = house.services
        ledger = Ledger(services.database, house.config.zone, house.clock)
        channels, findings = build_channels(
            config, environment, media=services.media, vault=services.vault, ledger=ledger, clock=house.clock
        )
        assert set(channels) == {finding.account for finding in findings if finding.ready}
        return {finding.account: finding.ready for finding in findings}

    both = {"toy": Account(kind="toy"), "toy_kecamatan": Account.model_validate({"kind": "toy", "api_url": NOWHERE})}
    assert build({}, **both) == {"toy": False, "toy-kecamatan": False}
    assert build({"TANGGAP_TOY_KEY": "a"}, **both) == {"toy": True, "toy-kecamatan": False}
    every = {"TANGGAP_TOY_KEY": "a", "TANGGAP_TOY_KECAMATAN_KEY": "b"}
    assert build(every, **both) == {"toy": True, "toy-kecamatan": True}
    assert build(every, toy=Account(kind="toy", enabled=False)) == {"toy": False}
    with pytest.raises(ConfigError, match="TANGGAP_TOY_KEY is not set"):
        build({}, toy=Account(kind="toy", enabled=True))
    with pytest.raises(ConfigError, match=r"channels\.toy\.api_ulr"):
        build(every, toy=Account.model_validate({"kind": "toy", "api_ulr": "x"}))
    for kind in ("tyo", "shared", "frame", "script", "telegram.client", "../x"):
        with pytest.raises(ConfigError, match=r"channels\.toy\.kind: there is no channel"):
            build(every, toy=Account(kind=kind))


@pytest.mark.parametrize(
    ("status", "expected"),
    [(200, None), (410, BlockedError), (429, RetryableError), (503, RetryableError), (400, FinalError)],
)
def test_the_channel_of_the_page_sends(
    house: House, toy: ModuleType, status: int, expected: type[Exception] | None
) -> None:
    from werkzeug.wrappers import Request, Response

    said: list[object] = []

    def provider(environ: object, start_response: object) -> object:
        said.append(Request(environ).get_json())  # type: ignore[arg-type]
        headers = {"x-toy-id": "t1", "retry-after": "7"}
        return Response("", status, headers)(environ, start_response)  # type: ignore[arg-type]

    message = Outbound(id=1, account="toy", address="budi", text="halo")
    with serve(provider) as url:
        setup = setup_for(house, "toy", "toy", settings={"api_url": url}, secrets={"key": "k"})
        channel = importlib.import_module("bots.toy").build(setup)
        if expected is None:
            assert channel.send(message) == "t1"
        else:
            with pytest.raises(expected) as caught:
                channel.send(message)
            assert getattr(caught.value, "retry_after", None) in (None, 7)
    assert said == [{"to": "budi", "words": "halo", "choices": []}]


def test_a_channel_of_the_page_talks(house: House, subject: Subject) -> None:
    here = Stand(house, subject)
    assert here.post(here.proven(subject.real[0].raw)) == 200
    assert here.everything()[2] == 1, "the reply waits until the provider can be reached"
