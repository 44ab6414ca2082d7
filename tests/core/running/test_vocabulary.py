"""Renamed and dropped categories and kinds: read under their present code, or seen by a person; nothing is raised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select, text

from core.config import Config, KindSection, load_config
from core.kernel.errors import ConfigError
from core.kernel.states import Kind
from core.reports import counts
from core.running.vocabulary import adopt, differences, stored_codes
from core.storage.models import Correction, Ticket
from core.tickets.classification import correction_lines
from nlu.labels import ALL_CATEGORIES, KINDS
from tests.support.desk import look
from tests.support.house import KEBON_JERUK, ROOT, House, city_config

LAMP, NEW = "lampu_jalan", "penerangan"
"""The model and `House.report` say the first; the city calls it the second."""


def config_with(**aliases: list[str]) -> Config:
    """The project's config with the lamp's category renamed, with or without an alias."""
    base = city_config()
    lamp = base.categories[LAMP].model_copy(update={"aliases": tuple(aliases.get(NEW, ()))})
    categories = {NEW if code == LAMP else code: one for code, one in base.categories.items()} | {NEW: lamp}
    return base.model_copy(update={"categories": categories})


@pytest.fixture
def renamed(tmp_path: Path) -> House:
    return House(tmp_path / "renamed", config_with(penerangan=[LAMP]))


@pytest.fixture
def dropped(tmp_path: Path) -> House:
    return House(tmp_path / "dropped", config_with())


def written(tmp_path: Path, **changes: Any) -> Path:
    raw = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    for key, more in changes.items():
        section, _, code = key.partition("__")
        raw.setdefault(section, {}).setdefault(code, {})["aliases"] = more
    (tmp_path / "config.yml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    return tmp_path / "config.yml"


# --- config ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"categories__jalan": "pohon"}, "stands in the file itself"),
        ({"categories__jalan": ["x"], "categories__pohon": ["x"]}, "alias of 'jalan', too"),
        ({"kinds__complaint": ["aspiration"]}, "stands in the file itself"),
        ({"kinds__keluhan": ["x"]}, "kinds"),
    ],
)
def test_an_alias_that_means_two_things_stops_the_start(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        load_config(written(tmp_path, **changes))


def test_an_alias_is_read_as_one_word_or_several(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, categories__jalan="trotoar", kinds__complaint=["keluhan", "aduan"]))
    assert config.category_of("trotoar") == config.category_of("jalan") == "jalan"
    assert config.kind_of("aduan") is config.kind_of("complaint") is Kind.COMPLAINT
    assert config.category_of("x") is config.category_of(None) is config.kind_of("") is None


# --- what the model says ---------------------------------------------------------------------------


def test_the_models_label_means_the_category_of_now(renamed: House) -> None:
    ticket = look(renamed, renamed.report())
    assert (ticket.category, ticket.needs_person) == (NEW, None)
    assert "Lampu jalan" in "\n".join(message.text for message in renamed.channel.sent)


def test_a_label_that_nobody_knows_settles_nothing(dropped: House) -> None:
    found = dropped.services.understander.parse("lampu jalan mati sejak kemarin")
    assert found.category_decision == "ask_open"
    assert LAMP not in {guess.name for guess in found.categories}


def test_a_report_of_a_category_that_nobody_knows_is_seen_by_a_person(dropped: House) -> None:
    for message in ("lampu jalan mati sejak kemarin", "lampu jalan mati", "lampu jalan mati"):
        dropped.take(message)
    number = _sent(dropped)
    ticket = look(dropped, number)
    assert ticket.category == "lainnya"
    assert "category" in ticket.doubts


def _sent(house: House) -> str:
    """Answer what is left to ask; the ticket's number."""
    house.take(pin=KEBON_JERUK)
    house.take("1")
    house.take("lewati")
    house.press("Kirim")
    opened = next(message for message in reversed(house.channel.sent) if "Nomornya" in message.text)
    return opened.text.split("Nomornya ")[1][:9]


# --- open drafts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("aliases", "category", "doubts"), [([LAMP], NEW, ()), ([], "lainnya", ("category",))])
def test_a_draft_that_was_open_when_the_category_was_renamed(
    tmp_path: Path, aliases: list[str], category: str, doubts: tuple[str, ...]
) -> None:
    before = House(tmp_path)
    before.take("lampu jalan mati sejak kemarin")
    after = House(tmp_path, config_with(penerangan=aliases))
    after._ids = before._ids
    ticket = look(after, _sent(after))
    assert (ticket.category, ticket.doubts) == (category, doubts)


def test_a_draft_with_a_kind_that_nobody_knows_is_sent_and_seen_by_a_person(house: House) -> None:
    house.take("lampu jalan mati sejak kemarin")
    with house.services.database.write() as session:
        session.execute(text("UPDATE conversation SET state = replace(state, '\"complaint\"', '\"keluhan\"')"))
    ticket = look(house, _sent(house))
    assert (ticket.kind, ticket.doubts) == (Kind.COMPLAINT, ("kind",))


# --- stored tickets --------------------------------------------------------------------------------


def raw(house: House) -> list[tuple[str, str, str | None]]:
    with house.services.database.read() as session:
        return list(session.execute(text("SELECT kind, category, needs_person FROM ticket ORDER BY id")).all())


def test_stored_tickets_get_the_code_of_now_and_are_counted_under_it(tmp_path: Path) -> None:
    House(tmp_path).report()
    house = House(tmp_path, config_with(penerangan=[LAMP]))
    adopt(house.services.database, house.config)
    assert raw(house) == [("complaint", NEW, None)]
    with house.services.database.read() as session:
        counted = counts.counts(session, by=(counts.Dimension.CATEGORY,))
    assert counted == {(NEW,): 1}
    adopt(house.services.database, house.config)
    assert raw(house) == [("complaint", NEW, None)]


def test_more_than_a_batch_is_rewritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.running.vocabulary._BATCH", 2)
    before = House(tmp_path)
    for sender in "abcde":
        before.report(sender=sender)
    house = House(tmp_path, config_with(penerangan=[LAMP]))
    adopt(house.services.database, house.config)
    assert {row[1] for row in raw(house)} == {NEW}


def test_open_tickets_of_a_category_that_nobody_knows_wait_for_a_person(tmp_path: Path) -> None:
    before = House(tmp_path)
    number = before.report()
    house = House(tmp_path, config_with())
    for _ in range(2):
        adopt(house.services.database, house.config)
        assert raw(house) == [("complaint", LAMP, "category")]
    assert house.services.workflow.handovers.suggested(look(house, number))


def test_a_stored_kind_that_nobody_knows_never_raises_and_is_put_right(house: House) -> None:
    number = house.report()
    with house.services.database.write() as session:
        session.execute(text("UPDATE ticket SET kind = 'keluhan'"))
    assert look(house, number).kind is Kind.COMPLAINT
    adopt(house.services.database, house.config)
    assert raw(house) == [("complaint", LAMP, "kind")]


def test_a_stored_kind_with_an_alias_is_renamed_without_a_doubt(house: House) -> None:
    house.report()
    with house.services.database.write() as session:
        session.execute(text("UPDATE ticket SET kind = 'usulan'"))
    kinds = {Kind.ASPIRATION: KindSection(aliases=("usulan",))}
    adopt(house.services.database, house.config.model_copy(update={"kinds": kinds}))
    assert raw(house) == [("aspiration", LAMP, None)]


# --- named -----------------------------------------------------------------------------------------


def test_the_projects_own_model_and_config_agree() -> None:
    assert not list(differences(load_config(ROOT / "config.yml"), None, ALL_CATEGORIES, KINDS))


def test_differences_are_named_with_the_mend(tmp_path: Path) -> None:
    House(tmp_path).report()
    house = House(tmp_path, config_with())
    with house.services.database.read() as session:
        stored = stored_codes(session, house.config)
    said = "\n".join(differences(house.config, stored, ALL_CATEGORIES, (*KINDS, "pujian")))
    assert f"the model knows the category {LAMP}" in said
    assert f"config.yml has the category {NEW}, the model does not" in said
    assert f"1 ticket(s) bear the category {LAMP}" in said
    assert f"aliases: [{LAMP}]" in said
    assert "the model knows the kind pujian" in said
    assert not list(differences(config_with(penerangan=[LAMP]), None, ALL_CATEGORIES, KINDS))


def test_a_rule_with_the_former_code_names_the_present_one(tmp_path: Path) -> None:
    base = config_with(penerangan=[LAMP])
    rule = base.routing.first[0].model_copy(update={"category": (LAMP,)})
    wrong = base.model_copy(update={"routing": base.routing.model_copy(update={"first": (rule, *base.routing.first)})})
    with pytest.raises(ConfigError, match=f"Write {NEW}"):
        House(tmp_path, wrong)


def test_corrections_are_taught_in_the_models_own_words(renamed: House) -> None:
    number = renamed.report()
    with renamed.services.database.write() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        session.add(
            Correction(
                ticket_id=ticket.id,
                at=renamed.clock(),
                text="lampu",
                old_kind=Kind.COMPLAINT,
                new_kind=Kind.COMPLAINT,
                old_category="jalan",
                new_category=NEW,
            )
        )
    with renamed.services.database.read() as session:
        lines = list(correction_lines(session, lambda code: renamed.config.named_in(ALL_CATEGORIES, code)))
    assert f'"category": "{LAMP}"' in lines[0]
    assert '"old_category": "jalan"' in lines[0]
