"""What needs a proof is a table: no action is without a place in it."""

from __future__ import annotations

from typing import get_args

import pytest

from core.dialogue.outcome import (
    Action,
    AddInformation,
    Amend,
    AnswerSurvey,
    Erase,
    Follow,
    Join,
    OfferDownload,
    Rate,
    Reopen,
    SetPublic,
    Withdraw,
)
from core.dialogue.proof import FREE, NEEDS_PROOF
from core.dialogue.state import Draft

NUMBER = "K7M4-2XPR"
ACTIONS = (
    Amend(NUMBER, Draft(key="0a1b2c3d")),
    SetPublic(NUMBER, True),
    AddInformation(NUMBER),
    Rate(NUMBER, 5),
    Reopen(NUMBER),
    Withdraw(NUMBER),
    Follow(NUMBER),
    Join(NUMBER, Draft(key="0a1b2c3d")),
    OfferDownload("0a1b2c3d"),
    Erase(withdraw=False),
    AnswerSurvey("skm:2026Q4:0:4"),
)


def test_every_action_is_free_or_needs_a_proof() -> None:
    assert set(get_args(Action)) == FREE | set(NEEDS_PROOF)
    assert not FREE & set(NEEDS_PROOF)
    assert {type(action) for action in ACTIONS} == set(NEEDS_PROOF)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: type(action).__name__)
def test_the_button_that_does_it_fits_every_provider(action: Action) -> None:
    _, button = NEEDS_PROOF[type(action)](action, "0a1b2c3d")
    assert len(button.encode()) <= 64
