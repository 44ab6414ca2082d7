"""One-time links: only ours, only for a while, only once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.kernel.clock import ManualClock
from core.messaging.one_time_links import OneTimeLinks
from core.protection.vault import Vault
from tests.support.house import KEY


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def links(clock: ManualClock) -> OneTimeLinks:
    return OneTimeLinks(Vault(KEY), "https://lapor.example/", clock)


def token(links: OneTimeLinks) -> str:
    return links.make(7, "00ff12ab").rsplit("/", 1)[1]


def test_a_link_says_which_conversation_and_draft_it_is_for(links: OneTimeLinks) -> None:
    invitation = links.read(token(links))
    assert invitation is not None
    assert (invitation.conversation_id, invitation.key) == (7, "00ff12ab")


def test_a_link_fits_into_an_sms_with_room_to_spare(links: OneTimeLinks) -> None:
    assert len(links.make(10**9, "00ff12ab")) < 70


def test_a_link_ends_after_a_week(links: OneTimeLinks, clock: ManualClock) -> None:
    old = token(links)
    clock.advance(timedelta(days=7, seconds=1))
    assert links.read(old) is None


@pytest.mark.parametrize("place", range(0, 34, 3))
def test_a_changed_link_is_refused(links: OneTimeLinks, place: int) -> None:
    made = token(links)
    changed = made[:place] + ("A" if made[place] != "A" else "B") + made[place + 1 :]
    assert links.read(changed) is None


@pytest.mark.parametrize("junk", ["", "x", "../../etc", "é", "A" * 500, "====", "\0"])
def test_junk_is_refused(links: OneTimeLinks, junk: str) -> None:
    assert links.read(junk) is None


def test_all_spellings_of_a_token_make_one_message(links: OneTimeLinks) -> None:
    made = token(links)
    padded = links.read(made + "==")
    plain = links.read(made)
    assert padded is not None
    assert plain is not None
    assert padded.message_id == plain.message_id


def test_without_a_public_url_no_link_is_offered(clock: ManualClock) -> None:
    assert not OneTimeLinks(Vault(KEY), None, clock).possible
