"""Which unit gets a report: the tree, the rules, and what is wrong with them."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.city.routing import Router
from core.city.units import Unit
from core.config import load_config
from core.kernel.errors import ConfigError
from core.kernel.states import Kind
from tests.support.house import ROOT, House, gazetteer

RAW: dict[str, Any] = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
AREAS = gazetteer().areas
TEBET_TIMUR, TEBET, SELATAN = "31.74.01.1001", "31.74.01", "31.74"
COMPLAINT, ASPIRATION, INFORMATION = Kind.COMPLAINT, Kind.ASPIRATION, Kind.INFORMATION


@pytest.fixture(scope="module")
def router() -> Router:
    return Router(load_config(ROOT / "config.yml"), AREAS)


def changed(tmp_path: Path, **sections: Any) -> Router:
    """The project's config with sections replaced."""
    path = tmp_path / "config.yml"
    path.write_text(yaml.safe_dump({**copy.deepcopy(RAW), **sections}), encoding="utf-8")
    return Router(load_config(path), AREAS)


def rules(first: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    return {**RAW["routing"], **({"first": first} if first is not None else {}), **more}


def units(**more: Any) -> dict[str, Any]:
    return {**RAW["units"], **more}


# --- the tree --------------------------------------------------------------------------------------


def test_every_kelurahan_and_every_branch_is_a_unit_with_a_readable_name(router: Router) -> None:
    assert sum(unit.code.startswith("kelurahan/") for unit in router.units.values()) == len(AREAS) == 267
    assert router.name("kelurahan/31.74.01.1004") == f"Kelurahan {AREAS['31.74.01.1004'].name}"
    assert router.name("bina_marga/31.74") == "Suku Dinas Bina Marga Jakarta Selatan"
    assert router.name("kota/31.01") == "Kabupaten Administrasi Kepulauan Seribu"


def test_the_units_form_a_tree(router: Router) -> None:
    assert {unit.name for unit in router.children("bina_marga")} == {
        f"Suku Dinas Bina Marga {kota.name}" for kota in AREAS.kota
    }
    assert [unit.code for unit in router.children(f"kecamatan/{TEBET}")] == [
        f"kelurahan/{area.code}" for area in AREAS.under(TEBET)
    ]
    assert router.children("pln") == ()
    for unit in router.units.values():
        assert router.under(unit.code, "biro_pemerintahan"), unit


def test_a_unit_stands_under_itself_and_those_above_only(router: Router) -> None:
    kelurahan = f"kelurahan/{TEBET_TIMUR}"
    for above in (kelurahan, f"kecamatan/{TEBET}", f"kota/{SELATAN}", "biro_pemerintahan"):
        assert router.under(kelurahan, above)
    for other in ("bina_marga", "kota/31.73", "kelurahan/31.74.01.1002", None, "nowhere"):
        assert not router.under(kelurahan, other)
    assert not router.under("biro_pemerintahan", kelurahan)
    assert not router.under(None, "biro_pemerintahan")


def test_below_holds_exactly_those_that_stand_under_it(router: Router) -> None:
    for code in ("biro_pemerintahan", "bina_marga", f"kota/{SELATAN}", f"kelurahan/{TEBET_TIMUR}", "pln"):
        assert router.below(code) == {other for other in router.units if router.under(other, code)}


def test_a_unit_that_is_known_no_more_shows_its_code(router: Router) -> None:
    assert router.name("dinas_lama") == "dinas_lama"
    assert router.name(None) == "-"


# --- the rules of the project ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "category", "area", "first", "then"),
    [
        (COMPLAINT, "jalan", TEBET_TIMUR, f"kelurahan/{TEBET_TIMUR}", "bina_marga/31.74"),
        (COMPLAINT, "jalan", TEBET, f"kecamatan/{TEBET}", "bina_marga/31.74"),
        (COMPLAINT, "jalan", SELATAN, f"kota/{SELATAN}", "bina_marga/31.74"),
        (COMPLAINT, "jalan", None, "biro_pemerintahan", "bina_marga"),
        (COMPLAINT, "jalan", "99.99.99.9999", "biro_pemerintahan", "bina_marga"),
        (COMPLAINT, "listrik_telekom", TEBET_TIMUR, "pln", "pln"),
        (COMPLAINT, "air_bersih", None, "pam_jaya", "pam_jaya"),
        (COMPLAINT, "fasum", TEBET_TIMUR, f"kelurahan/{TEBET_TIMUR}", f"kelurahan/{TEBET_TIMUR}"),
        (COMPLAINT, "fasum", None, "biro_pemerintahan", "biro_pemerintahan"),
        (COMPLAINT, "pungli", TEBET_TIMUR, "inspektorat", "inspektorat"),
        (ASPIRATION, "taman_rth", TEBET_TIMUR, "pertamanan", "pertamanan"),
        (INFORMATION, "kependudukan", None, "dukcapil", "dukcapil"),
        (INFORMATION, "lainnya", TEBET_TIMUR, f"kelurahan/{TEBET_TIMUR}", f"kelurahan/{TEBET_TIMUR}"),
    ],
)
@pytest.mark.parametrize("geotagged", [True, False])
def test_the_rules_of_jakarta(
    router: Router, kind: Kind, category: str, area: str | None, first: str, then: str, geotagged: bool
) -> None:
    assert router.first_unit(kind, category, area, geotagged).code == first
    assert router.suggested(kind, category, area, geotagged).code == then


def test_no_report_is_without_a_unit(router: Router) -> None:
    codes = [None, *(area.code for area in (*AREAS.kota, *AREAS.kecamatan[::7], *AREAS.kelurahan[::20]))]
    for category in RAW["categories"]:
        for kind in Kind:
            for code in codes:
                assert isinstance(router.first_unit(kind, category, code, True), Unit)
                assert router.suggested(kind, category, code, False).code in router.units


def test_a_new_ticket_lies_with_its_kelurahan(house: House) -> None:
    number = house.report()
    with house.services.database.read() as session:
        ticket = house.services.workflow.get(session, number)
        assert house.services.router.name(ticket.unit) == "Kelurahan Kebon Jeruk"


# --- other rules -----------------------------------------------------------------------------------


def test_the_first_rule_that_fits_decides(tmp_path: Path) -> None:
    router = changed(
        tmp_path,
        routing=rules(
            [
                {"category": ["jalan"], "area": ["31.01"], "unit": "kota/area"},
                {"kind": "complaint", "geotagged": True, "unit": "kelurahan/area"},
                {"unit": "biro_pemerintahan"},
            ]
        ),
    )
    island = AREAS.under("31.01")[0].code
    assert router.first_unit(COMPLAINT, "jalan", island, True).code == "kota/31.01"
    assert router.first_unit(COMPLAINT, "sampah", island, True).code == f"kelurahan/{island}"
    assert router.first_unit(COMPLAINT, "sampah", island, False).code == "biro_pemerintahan"
    assert router.first_unit(ASPIRATION, "sampah", island, True).code == "biro_pemerintahan"
    assert router.first_unit(COMPLAINT, "jalan", TEBET_TIMUR, True).code == f"kelurahan/{TEBET_TIMUR}"


def test_a_rule_without_a_unit_in_the_area_leaves_it_to_the_next(tmp_path: Path) -> None:
    router = changed(tmp_path, routing=rules([{"unit": "kelurahan/area"}, {"unit": "satpol_pp/area"}]))
    assert router.first_unit(COMPLAINT, "pkl", TEBET, False).code == "satpol_pp/31.74"


# --- what is wrong is found at start ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("sections", "words"),
    [
        ({"routing": rules([{"unit": "bina_merga/area"}])}, "routing.first, rule 1: no unit is called 'bina_merga'"),
        ({"routing": rules([{"unit": "kelurahan"}])}, "Write kelurahan/area"),
        ({"routing": rules([{"category": "jalanan", "unit": "pln"}])}, "no category is called 'jalanan'"),
        ({"routing": rules([{"area": "31.99", "unit": "pln"}])}, "no area has the code '31.99'"),
        ({"routing": rules([{"area": 31.74, "unit": "pln"}])}, "in quotes"),
        ({"routing": rules([{"kind": "rumour", "unit": "pln"}])}, r"routing\.first\.0\.kind"),
        ({"routing": rules(fallback="biro")}, "routing.fallback: no unit is called 'biro'"),
        ({"routing": rules([{"kind": "complaint", "unit": "kelurahan/area"}])}, "no rule has a unit for a report"),
        ({"routing": rules([{"unit": "kelurahan/area"}])}, "in the kota"),
        ({"routing": rules([{"geotagged": True, "unit": "pln"}])}, "without a position"),
        ({"routing": rules([{"area": "31.74", "unit": "pln"}])}, "Add a rule for it"),
        ({"routing": rules(then=[{"category": "jalan", "unit": "pln"}])}, "routing.then: no rule has a unit"),
        ({"units": units(sda={"name": "SDA", "parent": "nobody"})}, "units.sda.parent: no unit is called 'nobody'"),
        (
            {"units": units(biro_pemerintahan={"name": "Biro", "parent": "pln"})},
            "the units form a circle",
        ),
        ({"units": units(rt={"per": "kelurahan", "name": "RT"})}, "units.rt.name: does not say where {area} stands"),
        (
            {"units": units(rt={"per": "kota", "name": "Kota {area}", "parent": "kelurahan"})},
            "a kota lies in no kelurahan",
        ),
        (
            {"units": units(rt={"per": "kota", "name": "{area}", "names": {"31.74.01": "Tebet"}})},
            "units.rt.names.31.74.01: no kota has this code",
        ),
        (
            {"units": units(rt={"per": "kota", "name": "{area}", "branches": {"per": "kota", "name": "{area}"}})},
            "both `per` and `branches`",
        ),
        ({"units": units(**{"a/b": {"name": "A"}})}, "has a slash"),
        ({"units": {code: unit for code, unit in RAW["units"].items() if code != "pln"}}, "listrik_telekom.unit"),
    ],
)
def test_a_fault_is_named_with_its_key_and_its_mend(tmp_path: Path, sections: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words.replace("{", r"\{").replace("}", r"\}")):
        changed(tmp_path, **sections)
