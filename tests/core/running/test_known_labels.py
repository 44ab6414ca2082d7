"""A model that knows other labels than config.yml: nothing raises, and a person or the citizen decides."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.kernel import metrics
from core.storage.models import Ticket
from tests.support.house import KEBON_JERUK, House
from tests.support.understanding import Guess, Meaning


def _count(what: str) -> float:
    return float(metrics.UNKNOWN_LABELS.labels(what)._value.get())


_STRANGE = {
    "category": Meaning(categories=(Guess("parkir_udara", 0.9), Guess("jalan", 0.05))),
    "the second category": Meaning(
        categories=(Guess("jalan", 0.5), Guess("parkir_udara", 0.4)), category_decision="ask_two"
    ),
    "kind": Meaning(kinds=(Guess("pujian", 0.9),), categories=(Guess("jalan", 0.9),)),
    "no kind": Meaning(kinds=(), categories=(Guess("jalan", 0.9),)),
    "no category": Meaning(categories=()),
    "all": Meaning(act=Guess("menari", 0.9), kinds=(Guess("pujian", 0.9),), categories=(Guess("\ud800", 0.9),)),
}


@pytest.mark.parametrize("strange", _STRANGE)
def test_a_whole_report_with_strange_labels_becomes_a_ticket(
    house: House, strange: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.understander, "parse", lambda _text: _STRANGE[strange])
    house.take("ada yang salah di depan rumah")
    house.take("masih ada yang salah di sana")
    house.take(pin=KEBON_JERUK)
    for answer in ("1", "lewati", "lewati", "Kirim", "Kirim"):
        house.take(answer)
    with house.services.database.read() as session:
        ticket = session.scalars(select(Ticket)).one()
    assert ticket.category in house.config.categories
    if "kind" in strange or strange == "all":
        assert "kind" in ticket.doubts


def test_strange_labels_are_counted_and_never_taken_for_sure(house: House) -> None:
    class Strange:
        def parse(self, text: str) -> Meaning:
            return _STRANGE[text]

    house.services.understander._understander = Strange()  # type: ignore[attr-defined]
    before = _count("category"), _count("kind")
    found = house.services.understander.parse("category")
    assert found.category_decision == "ask_open"
    assert [guess.name for guess in found.categories] == ["jalan"]
    kind = house.services.understander.parse("kind")
    assert not kind.kind_clear
    assert kind.category_decision == "commit", "the category is known"
    assert (_count("category"), _count("kind")) == (before[0] + 1, before[1] + 1)


def test_known_labels_are_left_as_they_are(house: House) -> None:
    meant = house.understander.parse("lampu mati")
    found = house.services.understander.parse("lampu mati")
    assert (found.category_decision, found.kind_clear) == (meant.category_decision, meant.kind_clear)
    assert list(found.categories) == list(meant.categories)
