"""One way from a form or a program's call to a ticket."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from core.dialogue.state import Place
from core.intake.filing.desk import CameBy
from core.intake.filing.problems import (
    FilingError,
    KeyReusedError,
    NoDescriptionError,
    NoPlaceError,
    TooLongError,
    UnclearPlaceError,
    UnknownCodeError,
    UnplacedError,
    UnsortedError,
)
from core.intake.filing.report import LONGEST, NewReport, ReportedBy, Where
from core.intake.filing.sender import Sender
from core.kernel.errors import TargetError
from core.kernel.states import Kind, Role
from core.storage.models import ApiToken, InboundMessage, Media, Ticket
from tests.support.desk import hire
from tests.support.house import House, picture

AREA = "31.73.05.1001"
REPORT = NewReport("lampu jalan mati", Where("Jl. Mawar 3", area=AREA), Kind.COMPLAINT, "lampu_jalan", asks_back=True)


class FakeProgramChannel:
    account = "fake"

    def check_url(self, url: str) -> None:
        raise AssertionError(url)


def visit(house: House, number: str = "K7M4-2XPR") -> Sender:
    """Of a clerk of its own."""
    return house.services.desk.visit("fake", hire(house, Role.DESK), number, CameBy.LETTER)


def tickets(house: House) -> list[Ticket]:
    with house.services.database.read() as session:
        return list(session.scalars(select(Ticket)))


def test_a_visit_becomes_a_ticket_that_says_how_it_came(house: House) -> None:
    ticket = house.services.filing.file(REPORT, visit(house))
    assert (ticket.number, ticket.category, ticket.area_code) == ("K7M4-2XPR", "lampu_jalan", AREA)
    assert (ticket.place_words, ticket.needs_person) == ("Jl. Mawar 3", None)
    with house.services.database.read() as session:
        (said,) = session.scalars(select(InboundMessage))
        assert (said.text, said.provider_id) == ("lampu jalan mati", "desk:K7M4-2XPR")


def test_the_same_visit_twice_is_one_ticket_and_is_told_once(house: House) -> None:
    clerk = visit(house)
    first, second = (house.services.filing.file(REPORT, clerk) for _ in range(2))
    assert first.id == second.id
    assert len(house.channel.sent) == 1


def test_two_that_come_at_the_same_moment_are_one_ticket_with_one_photo(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender, report = visit(house), replace(REPORT, uploads=(picture(),))
    first = house.services.filing.file(report, sender)
    looks = iter((None, first))
    monkeypatch.setattr(sender, "known", lambda session, report: next(looks))
    assert house.services.filing.file(report, sender).id == first.id
    with house.services.database.read() as session:
        (photo,) = session.scalars(select(Media))
    assert [path.name for path in Path(house.config.storage.media).iterdir()] == [photo.key]


def test_a_number_that_is_anothers_by_now_is_refused(house: House) -> None:
    house.services.filing.file(REPORT, visit(house))
    with pytest.raises(TargetError, match="open the form again"):
        house.services.filing.file(REPORT, visit(house))


def test_a_moderator_gets_nobody_elses_ticket_by_its_number(house: House) -> None:
    house.services.filing.file(REPORT, visit(house))
    house.take("halo")
    held = house.services.talks.held(2, hire(house, Role.MODERATOR), "K7M4-2XPR")
    with pytest.raises(TargetError, match="open the form again"):
        house.services.filing.file(REPORT, held)


def test_a_program_files_once_for_a_key_and_one_report_only(house: House) -> None:
    services = house.services
    call = services.programs.call(FakeProgramChannel(), _token(house), "key")
    first, second = (services.filing.file(REPORT, call) for _ in range(2))
    assert first.id == second.id
    with pytest.raises(KeyReusedError):
        services.filing.file(replace(REPORT, description="lain"), call)


@pytest.mark.parametrize("field", LONGEST)
def test_no_field_is_cut(house: House, field: str) -> None:
    text = "x" * (LONGEST[field] + 1)
    changed = {
        "description": replace(REPORT, description=text),
        "place": replace(REPORT, where=Where(text, area=AREA)),
        "name": replace(REPORT, reporter=ReportedBy(name=text)),
        "phone": replace(REPORT, reporter=ReportedBy(phone=text)),
        "email": replace(REPORT, reporter=ReportedBy(email=text)),
    }
    with pytest.raises(TooLongError) as refused:
        house.services.filing.file(changed[field], visit(house))
    assert (refused.value.field, refused.value.length) == (field, LONGEST[field] + 1)
    assert tickets(house) == []


@pytest.mark.parametrize(
    ("report", "problem"),
    [
        (replace(REPORT, description=""), NoDescriptionError),
        (replace(REPORT, kind="pujian"), UnknownCodeError),
        (replace(REPORT, category="tidak_ada"), UnknownCodeError),
        (replace(REPORT, category=None, description="entah apa"), UnsortedError),
        (replace(REPORT, where=Where()), NoPlaceError),
        (replace(REPORT, where=Where(area="99.99")), UnplacedError),
        (replace(REPORT, where=Where("dekat pohon besar")), UnclearPlaceError),
    ],
)
def test_what_is_not_whole_is_refused_with_its_field(
    house: House, report: NewReport, problem: type[FilingError]
) -> None:
    with pytest.raises(problem) as refused:
        house.services.filing.file(report, visit(house))
    assert refused.value.field
    assert tickets(house) == []


def test_a_place_that_fits_several_is_offered_to_who_can_be_asked(house: House) -> None:
    unclear = replace(REPORT, where=Where("Cempaka Putih"))
    with pytest.raises(UnclearPlaceError) as refused:
        house.services.filing.file(unclear, visit(house))
    assert len(refused.value.options) > 1
    ticket = house.services.filing.file(replace(unclear, asks_back=False), visit(house))
    assert ticket.needs_person == "place"


def test_a_report_whose_place_nobody_knows_waits_for_a_person(house: House) -> None:
    ticket = house.services.filing.file(replace(REPORT, where=None), visit(house))
    assert (ticket.needs_person, ticket.area_code) == ("place", None)


def test_a_place_that_a_person_settled_is_taken_as_it_is(house: House) -> None:
    settled = Place(words="di gapura", kecamatan="Kebon Jeruk", area_code="31.73.05")
    ticket = house.services.filing.file(replace(REPORT, where=Where(settled=settled)), visit(house))
    assert (ticket.place_words, ticket.area_code, ticket.needs_person) == ("di gapura", "31.73.05", None)


def test_the_reporter_is_not_told_of_a_unit_while_the_place_is_open(house: House) -> None:
    house.services.filing.file(replace(REPORT, where=None), visit(house))
    assert "melengkapinya dulu" in house.channel.sent[-1].text


def _token(house: House) -> int:
    with house.services.database.write() as session:
        token = ApiToken(name="x", hash="x", scopes="", created_at=house.clock())
        session.add(token)
        session.flush()
        return token.id
