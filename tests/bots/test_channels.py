"""Every channel with a webhook, through the same table. See harness.py for how a channel gets into it."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bots.shared.frame import reread
from core.kernel.errors import PayloadError
from core.running.sweep import sweep
from tests.support.channel_harness import Case, Stand, Subject
from tests.support.house import ROOT, House


def _subjects() -> list[Subject]:
    here = Path(__file__).parent
    found: list[Subject] = []
    for path in sorted(here.rglob("harnessed*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        found += importlib.import_module(module).SUBJECTS
    return found


SUBJECTS = _subjects()
Stands = Callable[..., Stand]
Check = Callable[[Stands, Subject], None]


each_subject = pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)


@pytest.fixture
def stand(house: House) -> Iterator[Stands]:
    made: list[Stand] = []

    def make(subject: Subject, *accounts: str) -> Stand:
        made.append(Stand(house, subject, accounts or ("one",)))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_every_channel_with_a_webhook_is_in_the_table(stand: Stands) -> None:
    sources = [path.relative_to(ROOT / "bots") for path in (ROOT / "bots").rglob("*.py")]
    having = [
        path for path in sources if "def receive(self, request: HookRequest)" in (ROOT / "bots" / path).read_text()
    ]
    kinds = {path.with_suffix("").parts[0] for path in having} - {"shared"}
    channels = [stand(subject).channel() for subject in SUBJECTS]
    assert {type(channel).__module__.split(".")[1] for channel in channels} == kinds


@each_subject
def test_there_are_payloads_of_every_sort(subject: Subject) -> None:
    assert subject.real
    assert any(case.ignored or case.left_alone for case in subject.cases())
    assert any(case.malformed for case in subject.cases())


@each_subject
def test_real_payloads_become_the_expected_messages(stand: Stands, subject: Subject) -> None:
    here = stand(subject)
    wrong = {case.name: problem for case in subject.cases() if (problem := misread(here, case))}
    assert wrong == {}


def misread(here: Stand, case: Case) -> list[Any]:
    """What is not as the payload's file says."""
    if not (case.messages or case.reports):
        return []
    received = here.receive(here.proven(case.raw))
    found = [item.model_dump(mode="json") for item in (*received.messages, *received.reports)]
    wanted = [{"account": "one", **item} for item in (*case.messages, *case.reports)]
    seen = [{name: item.get(name) for name in expected} for item, expected in zip(found, wanted, strict=False)]
    return [] if seen == wanted and len(found) == len(wanted) else [found, wanted]


@each_subject
def test_a_request_that_is_not_the_providers_is_refused_and_nothing_is_kept(stand: Stands, subject: Subject) -> None:
    here = stand(subject)
    for case in subject.real:
        proven = here.proven(case.raw)
        for forge in subject.forge:
            assert here.post(forge(proven)) == 403, case.name
    assert set(here.everything()) == {0}
    assert here.post(here.proven(subject.real[0].raw)) == 200, "the true one still gets through"


@each_subject
def test_the_same_payload_twice_is_taken_once(stand: Stands, subject: Subject) -> None:
    here = stand(subject)
    for case in subject.real:
        proven = here.proven(case.raw)
        assert here.post(proven) == 200
        once = here.everything()
        assert here.post(proven) == 200, "a replay is answered like the first"
        assert here.everything() == once, case.name


@each_subject
def test_payloads_out_of_order_and_replayed_are_all_taken_once(stand: Stands, subject: Subject) -> None:
    here = stand(subject)
    cases = [*reversed(subject.real), *subject.real]
    assert {here.post(here.proven(case.raw)) for case in cases} == {200}
    ids = {m.message_id for case in subject.real for m in here.receive(here.proven(case.raw)).messages}
    assert here.kept() == len(ids)


@each_subject
def test_events_that_are_not_used_are_answered_and_ignored(stand: Stands, subject: Subject) -> None:
    here = stand(subject)
    statuses = {case.name: here.post(here.proven(case.raw)) for case in subject.cases() if case.ignored}
    assert set(statuses.values()) <= {200}, statuses
    assert set(here.everything()) == {0}


@each_subject
def test_what_is_left_alone_is_answered_and_kept_for_an_operator_who_may_take_it_in(
    stand: Stands, subject: Subject
) -> None:
    here = stand(subject)
    alone = [case for case in subject.cases() if case.left_alone]
    assert {here.post(here.proven(case.raw)) for case in [*alone, *alone]} <= {200}
    assert here.kept() == 0
    kept = here.house.services.inbox.kept()
    assert len(kept) == len(alone)
    for payload in kept:
        with suppress(PayloadError):  # our own mails are never taken in
            again = reread(here.channel(), here.house.services.inbox.opened(payload))
            assert again.messages or again.broken, "what can't be taken in stays on the operator's list"


@each_subject
def test_malformed_events_are_refused(stand: Stands, subject: Subject) -> None:
    here = stand(subject)
    statuses = {case.name: here.post(here.proven(case.raw)) for case in subject.cases() if case.malformed}
    assert set(statuses.values()) == {400}, statuses
    assert here.kept() == 0


@each_subject
def test_malformed_events_are_kept_once_for_an_operator(stand: Stands, subject: Subject) -> None:
    here = stand(subject)
    malformed = [case for case in subject.cases() if case.malformed and case.raw.method == "POST"]
    for case in [*malformed, *malformed]:
        here.post(here.proven(case.raw))
        here.post(subject.forge[0](here.proven(case.raw)))
    kept = here.house.services.inbox.kept()
    assert len(kept) == len({(case.raw.body, *sorted(case.raw.query.items())) for case in malformed})
    for payload in kept:
        with pytest.raises(PayloadError):
            reread(here.channel(), here.house.services.inbox.opened(payload))


@each_subject
def test_what_was_kept_can_be_read_once_the_channel_is_mended(
    stand: Stands, subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, case = stand(subject), subject.real[0]

    def broken(*_: object) -> None:
        raise LookupError("a field that nobody thought of")

    with monkeypatch.context() as patch:
        patch.setattr(type(here.channel()), "receive", broken)
        assert here.post(here.proven(case.raw)) == 400
    [kept] = here.house.services.inbox.kept()
    opened = here.house.services.inbox.opened(kept)
    assert not [secret for secret in here.secrets() if secret.encode() in opened]
    here.house.clock.advance(timedelta(days=2))
    received = reread(here.channel(), opened)
    assert len(received.messages) == len(case.messages)


@each_subject
def test_malformed_bodies_are_refused_and_the_next_true_message_is_taken(stand: Stands, subject: Subject) -> None:
    here = stand(subject)
    case = subject.real[0]
    bodies = [*subject.malformed_bodies, *case.cuts]
    statuses = {here.post(here.proven(case.raw.with_body(body))) for body in bodies}
    assert statuses <= {400}
    assert here.kept() == 0
    assert here.post(here.proven(case.raw)) == 200
    assert here.kept() == len(case.messages)


@each_subject
def test_while_the_database_is_down_messages_wait_on_disk(
    stand: Stands, subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = stand(subject)

    def down(*_: object, **__: object) -> None:
        raise OperationalError("BEGIN", {}, Exception("the database is down"))

    case = subject.real[0]
    with monkeypatch.context() as patch:
        patch.setattr(here.house.services.database, "write", down)
        patch.setattr(here.house.services.database, "read", down)
        assert here.post(here.proven(case.raw)) == 200
    assert (here.kept(), len(here.house.services.spool)) == (0, len(case.messages))
    sweep(here.house.services, here.house.waker)
    assert (here.kept(), len(here.house.services.spool)) == (len(case.messages), 0)


@each_subject
def test_secrets_and_what_citizens_write_never_stand_in_a_log(
    stand: Stands, subject: Subject, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    here = stand(subject)
    for case in subject.cases():
        proven = here.proven(case.raw)
        here.post(proven)
        here.post(subject.forge[0](proven))
        here.post(here.proven(case.raw.with_body(case.raw.body[: len(case.raw.body) // 2])))
    sweep(here.house.services, here.house.waker)
    streams = capfd.readouterr()
    written = "\n".join((caplog.text, streams.out, streams.err))
    assert written.strip(), "something was logged"
    private = [*here.secrets(), *(text for case in subject.real for text in case.texts)]
    assert [line for line in written.splitlines() if any(words in line for words in private)] == []


@each_subject
def test_accounts_of_one_kind_run_side_by_side(stand: Stands, subject: Subject) -> None:
    here = stand(subject, "one", "two")
    first, second = subject.cases("one"), subject.cases("two")
    case = next(n for n, c in enumerate(first) if c.messages)
    ours, theirs = here.proven(first[case].raw), here.proven(second[case].raw)
    assert here.post(ours) == 200
    assert here.post(theirs) == 200
    assert here.kept() == 2 * len(first[case].messages), "the same id in another account is another message"
    crossed = subject.prove(first[case].raw, here.channel("two"), 1)
    if (crossed.headers, crossed.query) != (ours.headers, ours.query):
        assert here.post(crossed) == 403, "one account's secret does not open the other"


def test_an_account_that_is_not_there_is_not_found(house: House) -> None:
    from flask import Flask

    from webhooks.hooks import hooks

    app = Flask(__name__)
    app.register_blueprint(hooks(house.services))
    assert app.test_client().post("/webhooks/nobody").status_code == 404
    assert app.test_client().post("/webhooks/fake").status_code == 404, "a channel without a webhook"
