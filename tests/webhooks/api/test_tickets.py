"""Who may see and do what with a ticket, by scope and role."""

from __future__ import annotations

from typing import Any

import pytest

from core.city.scope import BOUND_ROLES
from core.kernel.states import STAFF_ROLES, Role, State
from tests.webhooks.api.office import DESCRIPTION, NAME, OTHER_UNIT, REPORTER, UNIT, WORDS, Office, Program
from webhooks.api.models import PublicTicket, StaffTicket
from webhooks.api.tokens import Scope
from webhooks.staff.permissions import Permission, holds

API = "/api/v1"
READERS = [role for role in STAFF_ROLES if holds(role, Permission.SEE_TICKETS)]
PUBLIC_FIELDS = {"number", "category", "state", "colour", "area", "opened", "changed", "follow_up_photos"}
HOURS = {"opened_at", "changed_at"}


def reader(office: Office, role: Role, *scopes: Scope, unit: str = UNIT) -> Program:
    return office.program(*(scopes or (Scope.TICKETS_READ,)), role=role, unit=unit if role in BOUND_ROLES else None)


# --- fields ----------------------------------------------------------------------------------------


def test_the_public_scope_has_the_fields_of_the_public_page_and_no_other() -> None:
    assert set(PublicTicket.model_fields) == PUBLIC_FIELDS


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("role", READERS)
def test_each_role_sees_what_the_privacy_table_allows(office: Office, role: Role, public: bool) -> None:
    number = office.ticket(public=public, photo=True)
    response = reader(office, role).get(f"{API}/tickets/{number}")
    assert response.status_code == 200, response.text
    assert response.headers["Cache-Control"] == "no-store"
    seen = response.get_json()
    assert set(seen) == set(StaffTicket.model_fields)
    assert seen["description"] == DESCRIPTION
    assert seen["place"]["words"] == WORDS
    assert "tidak boleh disebarkan" in seen["notice"]
    hours = holds(role, Permission.SEE_HOURS)
    assert all((seen[field] is not None) == hours for field in HOURS)
    assert all((event["at"] is not None) == hours for event in seen["history"])
    photos = public or holds(role, Permission.SEE_PRIVATE_PHOTOS)
    assert (len(seen["photos"]), seen["photos_hidden"]) == ((1, 0) if photos else (0, 1))
    for secret in (REPORTER, NAME, "fake"):
        assert secret not in response.text
    if not hours:
        assert "T02:00" not in response.text


@pytest.mark.parametrize("role", READERS)
def test_lists_tell_no_more_than_the_tickets(office: Office, role: Role) -> None:
    office.ticket(photo=True)
    response = reader(office, role).get(f"{API}/tickets")
    (row,) = response.get_json()["items"]
    assert all((row[field] is not None) == holds(role, Permission.SEE_HOURS) for field in HOURS)
    for secret in (REPORTER, NAME, DESCRIPTION, WORDS, "fake"):
        assert secret not in response.text


def test_the_public_scope_lists_public_reports_and_answers_numbers(office: Office) -> None:
    public, private = office.ticket(public=True, photo=True), office.ticket(photo=True)
    program = office.program(Scope.PUBLIC_READ)
    page = program.get(f"{API}/tickets").get_json()
    assert [item["number"] for item in page["items"]] == [public]
    response = program.get(f"{API}/tickets/{private}")
    assert set(response.get_json()) == PUBLIC_FIELDS
    for secret in (REPORTER, NAME, DESCRIPTION, WORDS, "-6.19371", "T02:00"):
        assert secret not in response.text
    assert program.get(f"{API}/tickets?unit={UNIT}").status_code == 403


@pytest.mark.parametrize("role", READERS)
def test_photos_are_seen_by_those_who_may(office: Office, role: Role) -> None:
    admin = reader(office, Role.ADMINISTRATOR)
    private, other = office.ticket(photo=True), office.ticket(photo=True, public=True)
    path = admin.get(f"{API}/tickets/{private}").get_json()["photos"][0]["path"]
    allowed = holds(role, Permission.SEE_PRIVATE_PHOTOS)
    program = reader(office, role)
    assert program.get(path).status_code == (200 if allowed else 404)
    assert program.get(path.replace(private, other)).status_code == 404
    assert office.program(Scope.PUBLIC_READ).get(path).status_code == 404


# --- whose tickets ---------------------------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(BOUND_ROLES))
def test_a_units_token_knows_nothing_of_other_units(office: Office, role: Role) -> None:
    number = office.ticket(photo=True)
    version = office.find(number).version
    admin = reader(office, Role.ADMINISTRATOR)
    photo = admin.get(f"{API}/tickets/{number}").get_json()["photos"][0]["path"]
    stranger = reader(office, role, Scope.TICKETS_READ, Scope.TICKETS_WRITE, unit=OTHER_UNIT)
    assert stranger.get(f"{API}/tickets").get_json()["items"] == []
    assert stranger.get(f"{API}/tickets?unit={UNIT}").get_json()["items"] == []
    assert stranger.get(f"{API}/tickets/{number}").status_code == 404
    assert stranger.get(photo).status_code == 404
    move = {"to": "in_progress", "version": version}
    assert stranger.post(f"{API}/tickets/{number}/moves", move).status_code == 404
    assert stranger.post(f"{API}/tickets/{number}/notes", {"text": "hai"}).status_code == 404
    assert office.find(number).version == version


def test_a_head_sees_the_units_below(office: Office) -> None:
    number = office.ticket()
    above = reader(office, Role.UNIT, unit="kecamatan/31.73.05")
    assert [row["number"] for row in above.get(f"{API}/tickets").get_json()["items"]] == [number]
    assert above.get(f"{API}/tickets/{number}").status_code == 200


SCOPES_OF = [
    ("GET", "/tickets", {Scope.PUBLIC_READ, Scope.TICKETS_READ}),
    ("GET", "/tickets/{number}", {Scope.PUBLIC_READ, Scope.TICKETS_READ}),
    ("GET", "/tickets/{number}/photos/1", {Scope.PUBLIC_READ, Scope.TICKETS_READ}),
    ("POST", "/tickets/{number}/moves", {Scope.TICKETS_WRITE}),
    ("POST", "/tickets/{number}/notes", {Scope.TICKETS_WRITE}),
    ("POST", "/reports", {Scope.REPORTS_CREATE}),
    ("POST", "/photos", {Scope.REPORTS_CREATE, Scope.TICKETS_WRITE}),
    ("GET", "/me", set(Scope)),
    ("GET", "/categories", set(Scope)),
    ("GET", "/areas", set(Scope)),
]


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize(("method", "path", "allowed"), SCOPES_OF)
def test_each_scope_opens_its_own_doors_only(
    office: Office, scope: Scope, method: str, path: str, allowed: set[Scope]
) -> None:
    number = office.ticket()
    as_a_role = scope in (Scope.TICKETS_READ, Scope.TICKETS_WRITE)
    program = office.program(scope, role=Role.ADMINISTRATOR if as_a_role else None)
    address = API + path.format(number=number)
    response = program.get(address) if method == "GET" else program.post(address, {})
    refused = response.status_code == 403 and response.get_json()["type"] == f"{API}/#no-scope"
    assert refused == (scope not in allowed)
    assert office.stranger().get(address).status_code in ((401,) if method == "GET" else (405,))


# --- lists -----------------------------------------------------------------------------------------


def test_pages_are_followed_by_their_cursor(office: Office) -> None:
    numbers = [office.ticket() for _ in range(5)][::-1]
    program = reader(office, Role.VALIDATOR)
    found: list[str] = []
    cursor = ""
    while cursor is not None:
        page = program.get(f"{API}/tickets?limit=2{f'&cursor={cursor}' if cursor else ''}").get_json()
        found += [row["number"] for row in page["items"]]
        cursor = page["next"]
    assert found == numbers


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("state=received", True),
        ("state=resolved", False),
        ("kind=complaint", True),
        ("kind=aspiration", False),
        ("category=lampu_jalan", True),
        ("category=jalan", False),
        ("area=31.73", True),
        ("area=31.73.05.1003", True),
        ("area=31.71", False),
        (f"unit={UNIT}", True),
        (f"unit={OTHER_UNIT}", False),
        ("unit=%00", False),
        ("opened_from=2026-01-05&opened_to=2026-01-05", True),
        ("opened_from=2026-01-06", False),
        ("opened_to=2026-01-04", False),
        ("changed_from=2026-01-05", True),
        ("changed_from=2026-01-06", False),
        ("cursor=1", False),
    ],
)
def test_filters(office: Office, query: str, finds: bool) -> None:
    office.ticket()
    page = reader(office, Role.VALIDATOR).get(f"{API}/tickets?{query}").get_json()
    assert bool(page["items"]) == finds


@pytest.mark.parametrize(
    "query",
    [
        "state=selesai",
        "area=31.7",
        "category=tidak_ada",
        "limit=0",
        "limit=1000",
        "limit=banyak",
        "opened_from=kemarin",
        "opened_from=0001-01-01&opened_to=9999-12-31",
        "cursor=zzz",
        "cursor=" + "f" * 40,
        "unknown=1",
        "limit=1&limit=2",
    ],
)
def test_queries_that_make_no_sense_are_refused(office: Office, query: str) -> None:
    response = office.program(Scope.PUBLIC_READ).get(f"{API}/tickets?{query}")
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"


def test_an_unchanged_ticket_is_not_sent_again(office: Office) -> None:
    number = office.ticket()
    program = reader(office, Role.VALIDATOR)
    tag = program.get(f"{API}/tickets/{number}").headers["ETag"]
    again = program.get(f"{API}/tickets/{number}", If_None_Match=tag)
    assert (again.status_code, again.data) == (304, b"")
    office.move(number, State.IN_PROGRESS)
    assert program.get(f"{API}/tickets/{number}", If_None_Match=tag).status_code == 200


# --- steps -----------------------------------------------------------------------------------------


def officer(office: Office) -> Program:
    return reader(office, Role.KELURAHAN, Scope.TICKETS_READ, Scope.TICKETS_WRITE)


def move(program: Program, number: str, to: State, **more: Any) -> Any:
    headers = {"If_Match": more.pop("tag")} if "tag" in more else {}
    return program.post(f"{API}/tickets/{number}/moves", {"to": to.value, **more}, **headers)


def test_a_ticket_goes_its_way_with_evidence(office: Office) -> None:
    number, program = office.ticket(), officer(office)
    tag = program.get(f"{API}/tickets/{number}").headers["ETag"]
    started = move(program, number, State.IN_PROGRESS, tag=tag)
    assert started.status_code == 200, started.text
    assert started.get_json()["state"] == "in_progress"
    version = started.get_json()["version"]
    missing = move(program, number, State.AWAITING_VALIDATION, version=version, note="selesai")
    assert (missing.status_code, missing.get_json()["type"]) == (422, f"{API}/#evidence-needed")
    photo = program.photo()
    done = move(program, number, State.AWAITING_VALIDATION, version=version, note="sudah", photos=[photo])
    assert done.status_code == 200, done.text
    assert len(done.get_json()["history"][-1]["photos"]) == 1
    assert done.get_json()["next_states"] == []


def test_two_programs_never_overwrite_each_other(office: Office) -> None:
    number, program = office.ticket(), officer(office)
    tag = program.get(f"{API}/tickets/{number}").headers["ETag"]
    version = office.find(number).version
    assert move(program, number, State.IN_PROGRESS, tag=tag).status_code == 200
    late = move(program, number, State.OUT_OF_SCOPE, tag=tag, note="bukan kami")
    assert (late.status_code, late.get_json()["type"]) == (412, f"{API}/#stale")
    assert move(program, number, State.OUT_OF_SCOPE, version=version, note="x").status_code == 409
    assert move(program, number, State.OUT_OF_SCOPE, tag='"salah"', note="x").status_code == 412
    assert move(program, number, State.OUT_OF_SCOPE, note="x").status_code == 428
    assert office.find(number).state is State.IN_PROGRESS


def test_the_state_table_and_the_role_decide(office: Office) -> None:
    number = office.ticket()
    version = office.find(number).version
    program = officer(office)
    assert move(program, number, State.RESOLVED, version=version).status_code == 409
    validator = reader(office, Role.VALIDATOR, Scope.TICKETS_READ, Scope.TICKETS_WRITE)
    refused = move(validator, number, State.IN_PROGRESS, version=version)
    assert (refused.status_code, refused.get_json()["type"]) == (403, f"{API}/#not-allowed")
    target = move(program, number, State.COORDINATING, version=version, unit="tidak_ada", note="x")
    assert (target.status_code, target.get_json()["type"]) == (422, f"{API}/#no-such-target")
    assert office.find(number).state is State.RECEIVED


def test_every_follower_hears_of_a_step(office: Office) -> None:
    number = office.ticket()
    move(officer(office), number, State.IN_PROGRESS, version=office.find(number).version)
    assert [message.address for message in office.house.channel.sent] == [REPORTER]


def test_a_photo_belongs_to_the_token_that_uploaded_it(office: Office) -> None:
    number = office.ticket()
    office.move(number, State.IN_PROGRESS)
    stolen = officer(office).photo()
    for photo in (stolen, "W10.x.y", ""):
        response = move(
            officer(office),
            number,
            State.AWAITING_VALIDATION,
            version=office.find(number).version,
            note="x",
            photos=[photo],
        )
        assert response.status_code == 422
    assert office.find(number).state is State.IN_PROGRESS


def test_notes_are_for_staff_only(office: Office) -> None:
    number, program = office.ticket(), officer(office)
    response = program.post(f"{API}/tickets/{number}/notes", {"text": "hubungi PLN"})
    assert response.status_code == 201
    assert response.get_json()["history"][-1]["note"] == "hubungi PLN"
    assert office.house.channel.sent == []
    assert "PLN" not in office.program(Scope.PUBLIC_READ).get(f"{API}/tickets/{number}").text


def test_what_a_program_looked_at_and_did_is_written_down(office: Office) -> None:
    number, program, audit = office.ticket(), officer(office), office.services.audit
    program.get(f"{API}/tickets/{number}")
    program.post(f"{API}/tickets/{number}/notes", {"text": "hubungi PLN"})
    move(program, number, State.IN_PROGRESS, version=office.find(number).version)
    office.program(Scope.PUBLIC_READ).get(f"{API}/tickets/{number}")
    with office.services.database.read() as session:
        entries = audit.entries(session, subject=number)
    assert [(entry.action, entry.token_id) for entry in reversed(entries)] == [
        ("ticket.seen", 1),
        ("ticket.noted", 1),
        ("ticket.moved", 1),
    ]
