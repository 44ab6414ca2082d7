"""Addresses and forms that still name a category as it was called before."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from core.config import load_config
from core.kernel.states import Role
from tests.support.house import ROOT
from tests.support.site import Site
from webhooks.api.models import CategoryCode

FORMER = "lampu"


@pytest.fixture
def renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    categories = dict(load_config(ROOT / "config.yml").categories)
    categories["lampu_jalan"] = categories["lampu_jalan"].model_copy(update={"aliases": (FORMER,)})
    return Site(tmp_path, monkeypatch, categories=categories)


@pytest.mark.parametrize(("asked", "there"), [(FORMER, True), ("lampu_jalan", True), ("pohon", False)])
def test_links_with_the_former_code_show_the_same_reports(renamed: Site, asked: str, there: bool) -> None:
    number = renamed.citizen().report(public=True)
    admin = renamed.officer(Role.TICKET_ADMIN)
    assert (number in admin.get(f"/petugas/laporan?kategori={asked}").text) is there
    assert (number in renamed.browser().get(f"/laporan?kategori={asked}").text) is there


def test_a_form_with_the_former_code_sorts_into_the_present_category(renamed: Site) -> None:
    number = renamed.citizen().report("sampah menumpuk di depan rumah")
    admin, path = renamed.officer(Role.TICKET_ADMIN), f"/petugas/laporan/{number}"
    version = renamed.ticket(number).version
    answer = admin.post(f"{path}/data", page=path, kind="complaint", category=FORMER, version=str(version))
    assert answer.status_code == 302
    assert renamed.ticket(number).category == "lampu_jalan"


def test_programs_may_use_the_former_code() -> None:
    class Asked(BaseModel):
        category: CategoryCode

    context = {"categories": {"lampu_jalan"}, "former categories": {FORMER: "lampu_jalan"}}
    assert Asked.model_validate({"category": FORMER}, context=context).category == "lampu_jalan"
    with pytest.raises(ValidationError):
        Asked.model_validate({"category": "x"}, context=context)
