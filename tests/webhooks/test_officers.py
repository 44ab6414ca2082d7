"""The officers' pages: what the forms of a ticket offer, queues, steps for many, and the file for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from core.kernel.actor import Actor
from core.kernel.states import Role, State
from core.kernel.ticket_numbers import new_number
from core.storage.models import AuditEntry, EventVerb, Ticket, TicketEvent
from core.tickets.steps import step_to
from tests.support.site import Officer, Site, photo
from webhooks.staff.spreadsheet import harmless
from webhooks.staff.tickets.choices import Labelled

HOME = "kelurahan/31.73.05.1001"
SUDIN = "bina_marga/31.73"
UNKNOWN = new_number()
ATTACK = '"><script>alert(1)</script>'


def move(site: Site, number: str, to: State, actor: Actor | None = None, **more: object) -> None:
    actor = actor or Actor(Role.ADMINISTRATOR, staff_id=site.hire(Role.ADMINISTRATOR))
    with site.services.database.write() as session:
        site.services.workflow.move(session, number, step_to(to, note="sudah dicek", **more), actor)  # type: ignore[arg-type]


def options(page: str) -> list[str]:
    return [unescape(value) for value in re.findall(r'<option value="([^"]*)"', page)]


def last_event(site: Site, number: str) -> TicketEvent:
    with site.services.database.read() as session:
        query = select(TicketEvent).join(Ticket, Ticket.id == TicketEvent.ticket_id).where(Ticket.number == number)
        return session.scalars(query.order_by(TicketEvent.id.desc()).limit(1)).one()


# --- the forms of a ticket -------------------------------------------------------------------------


def test_the_advised_unit_is_marked_and_any_other_can_be_typed(site: Site) -> None:
    number = site.citizen().report()
    admin = site.officer(Role.ADMINISTRATOR)
    page = admin.ticket(number)
    assert re.search(rf'name="unit" value="{SUDIN}" checked', page)
    assert "Suku Dinas Bina Marga Jakarta Barat" in page
    assert "Suku Dinas Sosial Jakarta Barat" in options(page)
    sent = admin.move(number, State.DISPATCHED, unit=SUDIN, unit_name="suku dinas  SOSIAL jakarta barat")
    assert sent.status_code == 302
    assert site.ticket(number).unit == "sosial/31.73"
    assert "Dari Kelurahan Kebon Jeruk ke Suku Dinas Sosial Jakarta Barat" in admin.ticket(number)


def test_a_unit_that_nobody_knows_is_named_in_the_answer_and_what_was_typed_stays(site: Site) -> None:
    number = site.citizen().report()
    admin = site.officer(Role.ADMINISTRATOR)
    refused = admin.move(number, State.DISPATCHED, unit_name="Dinas Sihir", note="tolong segera")
    assert refused.status_code == 422
    assert "Tidak ada unit bernama “Dinas Sihir”" in refused.text
    assert 'value="Dinas Sihir"' in refused.text
    assert "tolong segera</textarea>" in refused.text
    assert site.ticket(number).state is State.RECEIVED


def test_a_desk_may_not_pass_a_ticket_to_a_unit_that_is_not_below_it(site: Site) -> None:
    number = site.citizen().report()
    desk = site.officer(Role.KELURAHAN)
    refused = desk.move(number, State.DISPATCHED, unit="pln")
    assert refused.status_code == 422
    assert "Pilih unit yang disarankan" in refused.text
    assert desk.move(number, State.DISPATCHED, unit=SUDIN).status_code == 302


def test_a_ticket_is_given_to_a_person_of_the_unit(site: Site) -> None:
    number = site.citizen().report()
    worker = site.hire(Role.OFFICER, unit=SUDIN)
    desk = site.officer(Role.KELURAHAN, unit=HOME)
    assert f'<option value="{worker}"' in desk.ticket(number)
    assert desk.move(number, State.DISPATCHED, unit=SUDIN, assignee=str(worker)).status_code == 302
    assert site.ticket(number).assignee_id == worker
    assert "kepada Petugas officer" in desk.ticket(number)


@pytest.mark.parametrize("assignee", ["x", "9" * 40, "0", "-1"])
def test_a_person_who_is_none_is_refused(site: Site, assignee: str) -> None:
    number = site.citizen().report()
    refused = site.officer(Role.ADMINISTRATOR).move(number, State.DISPATCHED, assignee=assignee)
    assert refused.status_code == 422
    assert site.ticket(number).state is State.RECEIVED


def test_the_people_of_a_unit_are_told_to_staff_only(site: Site) -> None:
    worker = site.hire(Role.OFFICER, unit=SUDIN)
    desk = site.officer(Role.KELURAHAN, unit=HOME)
    found = desk.get(f"/petugas/unit/petugas?unit={SUDIN}").json
    assert found == {
        "unit": "Suku Dinas Bina Marga Jakarta Barat",
        "people": [{"id": worker, "name": "Petugas officer", "busy": 0}],
    }
    assert desk.get("/petugas/unit/petugas?unit=apa").json == {"unit": None, "people": []}
    assert site.officer(Role.DESK).get("/petugas/unit/petugas?unit=pln").status_code == 403
    assert site.browser().get("/petugas/unit/petugas?unit=pln").status_code == 302


def test_open_tickets_nearby_of_the_same_category_are_offered_to_merge_into(site: Site) -> None:
    main, other, waste = (site.citizen().report(text) for text in ("lampu mati", "lampu padam", "sampah menumpuk"))
    desk = site.officer(Role.KELURAHAN)
    page = desk.ticket(other)
    offered = re.findall(r'name="main" value="([^"]+)"', page)
    assert offered == [main]
    assert waste not in page
    assert desk.move(other, State.MERGED, main=main).status_code == 302
    page = desk.ticket(other)
    assert f'href="/petugas/laporan/{main}"' in page
    assert f'href="/petugas/laporan/{other}"' in desk.ticket(main)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "nomor laporan lain yang masih terbuka"),
        ({"main_other": "xx"}, "bukan nomor laporan"),
        ({"main_other": UNKNOWN}, "tidak ada"),
    ],
)
def test_a_merge_needs_an_open_main_ticket(site: Site, fields: dict[str, str], words: str) -> None:
    number = site.citizen().report()
    refused = site.officer(Role.KELURAHAN).move(number, State.MERGED, **fields)
    assert refused.status_code == 422
    assert words in refused.text


def test_a_ticket_admin_takes_a_ticket_out_of_its_main_one(site: Site) -> None:
    main, other = site.citizen().report(), site.citizen().report()
    move(site, other, State.MERGED, main=main)
    desk, path = site.officer(Role.KELURAHAN), f"/petugas/laporan/{other}"
    assert "Pisahkan" not in desk.ticket(other)
    assert desk.post(f"{path}/pisah", page=path).status_code == 403
    admin = site.officer(Role.TICKET_ADMIN)
    assert admin.post(f"{path}/pisah", page=path, note="lain tiang").status_code == 302
    assert site.ticket(other).state is State.RECEIVED
    assert "Dipisahkan dari laporan induknya" in admin.ticket(other)
    assert admin.post(f"{path}/pisah", page=path).status_code == 409


def test_more_photos_than_a_ticket_takes_are_refused(site: Site) -> None:
    number = site.citizen().report()
    site.bring(number, State.IN_PROGRESS)
    refused = site.officer(Role.OFFICER).move(number, State.AWAITING_VALIDATION, *[photo()] * 11, note="selesai")
    assert refused.status_code == 422
    assert "Paling banyak 10 foto." in refused.text


def test_the_citizen_is_told_where_to_turn(site: Site) -> None:
    citizen = site.citizen()
    number = citizen.report()
    desk = site.officer(Role.KELURAHAN)
    assert desk.move(number, State.OUT_OF_SCOPE, note="jalan tol", turn_to="Jasa Marga 14080").status_code == 302
    assert any("Jasa Marga 14080" in text for text in citizen.told())
    assert "Pelapor diarahkan ke Jasa Marga 14080" in desk.ticket(number)


def test_a_validator_writes_down_a_field_check(site: Site) -> None:
    number = site.citizen().report()
    site.bring(number, State.IN_PROGRESS)
    officer = site.officer(Role.OFFICER)
    officer.move(number, State.AWAITING_VALIDATION, photo(), note="beres")
    path = f"/petugas/laporan/{number}"
    assert "Catat cek lapangan" not in officer.ticket(number)
    assert officer.post(f"{path}/cek", page=path, note="bagus").status_code == 403
    validator = site.officer(Role.VALIDATOR)
    assert "atau lampirkan fotonya" in validator.post(f"{path}/cek", page=path).text
    assert validator.post(f"{path}/cek", photo(), page=path, note="lampu menyala").status_code == 302
    event = last_event(site, number)
    assert (event.verb, event.note) == (EventVerb.CHECKED, "lampu menyala")
    assert site.ticket(number).state is State.AWAITING_VALIDATION


def test_kind_category_and_area_are_corrected(site: Site) -> None:
    number = site.citizen().report()
    path = f"/petugas/laporan/{number}"
    new = {"kind": "complaint", "category": "jalan", "area": "Duri Kepa, Kec. Kebon Jeruk"}
    desk = site.officer(Role.KELURAHAN)
    assert desk.post(f"{path}/data", page=path, **new).status_code == 403
    moderator = site.officer(Role.MODERATOR)
    assert moderator.post(f"{path}/data", page=path, **new).status_code == 302
    ticket = site.ticket(number)
    assert (ticket.category, ticket.kelurahan) == ("jalan", "Duri Kepa")
    assert "Lampu jalan → Jalan dan trotoar" in moderator.ticket(number)
    for wrong in ({"kind": "x"}, {"category": "x"}, {"area": "Atlantis"}):
        assert moderator.post(f"{path}/data", page=path, **{**new, **wrong}).status_code == 422


def test_a_correction_on_an_old_page_is_refused(site: Site) -> None:
    number = site.citizen().report()
    admin, path = site.officer(Role.TICKET_ADMIN), f"/petugas/laporan/{number}"
    seen = site.ticket(number).version
    site.bring(number, State.COORDINATING)
    stale = admin.post(f"{path}/data", page=path, kind="complaint", category="jalan", version=seen)
    assert stale.status_code == 409
    assert site.ticket(number).category == "lampu_jalan"


def test_the_page_says_whose_turn_it_is_and_what_is_late(site: Site) -> None:
    number = site.citizen().report()
    desk = site.officer(Role.KELURAHAN)
    page = desk.ticket(number)
    assert "Menunggu Kelurahan Kebon Jeruk meneruskan atau mengerjakannya" in page
    assert "terlambat" not in page.lower()
    site.house.clock.advance(timedelta(days=10))
    site.services.timers.run()
    late = desk.ticket(number)
    assert "terlambat" in late
    assert "Tingkat 1: Kelurahan Kebon Jeruk diberi tahu" in late
    assert re.search(r"Batas langkah ini</dt><dd>\d+ Jan 2026 <", late), "no hour for a desk"


def test_the_most_likely_step_stands_first(site: Site) -> None:
    number = site.citizen().report()
    desk = site.officer(Role.KELURAHAN)
    steps = re.findall(r'name="to" value="([a-z_]+)"', desk.ticket(number))
    assert steps[0] == "dispatched", "the lamp is another unit's affair"
    move(site, number, State.DISPATCHED, unit=SUDIN)
    head = site.officer(Role.UNIT, unit=SUDIN)
    assert re.findall(r'name="to" value="([a-z_]+)"', head.ticket(number))[0] == "in_progress"


@pytest.mark.parametrize("action", ["langkah", "cek", "pisah", "data", "catatan"])
def test_every_form_of_a_ticket_wants_its_token_and_a_ticket(site: Site, action: str) -> None:
    number = site.citizen().report()
    admin = site.officer(Role.ADMINISTRATOR)
    path = f"/petugas/laporan/{number}"
    assert admin.client.post(f"{path}/{action}", data={"to": "in_progress"}).status_code == 400
    fields = {"to": "in_progress", "kind": "complaint", "category": "jalan", "note": "x"}
    assert admin.post(f"/petugas/laporan/K7M4-2XPR/{action}", page=path, **fields).status_code == 404
    assert Officer(site.browser()).post(f"{path}/{action}", **fields).status_code == 403


def test_no_field_of_a_form_becomes_markup(site: Site) -> None:
    number = site.citizen().report(f"lampu mati {ATTACK}")
    other = site.citizen().report("lampu padam")
    admin, path = site.officer(Role.ADMINISTRATOR), f"/petugas/laporan/{number}"
    fields = dict.fromkeys(("note", "unit_name", "main_other", "turn_to", "kind", "category", "area"), ATTACK)
    pages = [
        admin.move(number, State.DISPATCHED, **fields).text,
        admin.move(number, State.MERGED, **fields).text,
        admin.move(number, State.OUT_OF_SCOPE, version=0, **fields).text,
        admin.post(f"{path}/data", page=path, **fields).text,
        admin.ticket(other),
        admin.post(
            "/petugas/laporan/massal", page="/petugas/laporan", to="dispatched", laporan=f"{number}:1", **fields
        ).text,
        admin.get(f"/petugas/laporan?cari={ATTACK}&wilayah={ATTACK}&dari={ATTACK}&nomor={ATTACK}").text,
        admin.get(f"/petugas/antrean?antrean={ATTACK}&sesudah={ATTACK}").text,
    ]
    for page in pages:
        assert "<script>alert" not in page


def test_names_that_two_units_bear_get_their_code() -> None:
    labelled = Labelled({"a": "Satpol PP", "b": "Satpol PP", "c": "PLN"}, "unit")
    assert dict(labelled.labels) == {"a": "Satpol PP (a)", "b": "Satpol PP (b)", "c": "PLN"}
    assert [labelled.read(text) for text in (" pln ", "satpol pp (B)", "a", "Satpol PP", "")] == [
        "c",
        "b",
        "a",
        None,
        None,
    ]


# --- lists and queues ------------------------------------------------------------------------------


def test_the_queue_begins_with_what_is_due_first(site: Site) -> None:
    first = site.citizen().report()
    site.house.clock.advance(timedelta(hours=2))
    second = site.citizen().report()
    desk = site.officer(Role.KELURAHAN)
    page = desk.get("/petugas/antrean").text
    assert page.index(first) < page.index(second)
    assert "Unit saya" in page
    assert first not in desk.get("/petugas/antrean?antrean=saya").text
    assert first not in desk.get("/petugas/antrean?antrean=terlambat").text
    site.house.clock.advance(timedelta(days=5))
    assert first in desk.get("/petugas/antrean?antrean=terlambat").text


def test_an_officers_queue_is_what_was_given_to_them(site: Site) -> None:
    mine, other = site.citizen().report(), site.citizen().report()
    worker = site.hire(Role.OFFICER, unit=SUDIN)
    for number, person in ((mine, worker), (other, None)):
        move(site, number, State.DISPATCHED, unit=SUDIN, assignee_id=person)
    page = site.officer(Role.OFFICER, unit=SUDIN).get("/petugas/antrean").text
    assert mine in page
    assert other not in page


def test_a_validators_queue_is_what_awaits_validation(site: Site) -> None:
    number, fresh = site.citizen().report(), site.citizen().report()
    site.bring(number, State.IN_PROGRESS)
    site.officer(Role.OFFICER).move(number, State.AWAITING_VALIDATION, photo(), note="beres")
    page = site.officer(Role.VALIDATOR).get("/petugas/antrean").text
    assert number in page
    assert fresh not in page


def test_the_queue_goes_on_where_a_page_ends(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webhooks.staff.tickets.listing.PAGE", 2)
    numbers = [site.citizen().report() for _ in range(5)]
    desk = site.officer(Role.KELURAHAN)
    seen: list[str] = []
    address = "/petugas/antrean?antrean=unit"
    while True:
        page = desk.get(address).text
        seen += re.findall(r'class="ticket-row[^"]*" href="/petugas/laporan/([^"]+)"', page)
        more = re.search(r'href="([^"]+)" rel="next"', page)
        if more is None:
            break
        address = unescape(more.group(1))
    assert seen == numbers


def test_the_list_is_filtered_by_area_day_lateness_and_doubt(site: Site) -> None:
    old = site.citizen().report()
    site.house.clock.advance(timedelta(days=4))
    new = site.citizen().report("sampah menumpuk")
    with site.services.database.write() as session:
        session.scalars(select(Ticket).where(Ticket.number == new)).one().needs_person = "category"
    admin = site.officer(Role.ADMINISTRATOR)
    day = site.ticket(new).opened_on.isoformat()
    for query, shown, hidden in (
        ("wilayah=31.73.05.1001", [old, new], []),
        ("wilayah=Kecamatan Kebon Jeruk", [old, new], []),
        ("wilayah=Kecamatan Tebet", [], [old, new]),
        ("lambat=1", [old], [new]),
        ("periksa=1", [new], [old]),
        (f"dari={day}", [new], [old]),
        (f"sampai={day}", [old, new], []),
        ("sampai=2020-01-01", [], [old, new]),
        ("dari=kemarin&sampai=9999999&wilayah=Atlantis&sesudah=~~", [old, new], []),
        ("petugas=saya", [], [old, new]),
        ("sesudah=99999999999999999999999", [old, new], []),
    ):
        page = admin.get(f"/petugas/laporan?{query}")
        assert page.status_code == 200, query
        assert all(number in page.text for number in shown), query
        assert not any(number in page.text for number in hidden), query


# --- one step for many -----------------------------------------------------------------------------


def boxes(page: str) -> list[str]:
    return re.findall(r'name="laporan" value="([^"]+)"', page)


def test_one_step_is_taken_for_all_that_are_ticked(site: Site) -> None:
    citizen = site.citizen()
    numbers = [citizen.report(), site.citizen().report()]
    desk = site.officer(Role.KELURAHAN)
    ticked = boxes(desk.get("/petugas/antrean").text)
    done = desk.post(
        "/petugas/laporan/massal", page="/petugas/antrean", to="dispatched", laporan=ticked, note="bersama"
    )
    assert "2 dari 2 laporan berhasil" in done.text
    assert {site.ticket(number).unit for number in numbers} == {SUDIN}
    assert any("Suku Dinas Bina Marga" in text for text in citizen.told())
    again = desk.post("/petugas/laporan/massal", page="/petugas/antrean", to="in_progress", laporan=ticked)
    assert "0 dari 2 laporan berhasil" in again.text
    assert "baru saja diubah orang lain" in again.text


def test_one_that_fails_does_not_stop_the_others(site: Site) -> None:
    number, foreign = site.citizen().report(), site.citizen().report("usul lampu baru")
    desk = site.officer(Role.KELURAHAN, unit=HOME)
    ticked = [f"{n}:{site.ticket(n).version}" for n in (foreign, number)]
    answer = desk.post("/petugas/laporan/massal", page="/petugas/antrean", to="in_progress", laporan=ticked)
    assert "1 dari 2 laporan berhasil" in answer.text
    assert site.ticket(number).state is State.IN_PROGRESS
    assert site.ticket(foreign).state is State.RECEIVED


def test_what_the_role_may_never_do_is_not_offered(site: Site) -> None:
    site.citizen().report()
    for role in (Role.MODERATOR, Role.VALIDATOR):
        page = site.officer(role).get("/petugas/laporan").text
        assert '<option value="dispatched"' not in page.partition('id="massal"')[2]
    desk = site.officer(Role.KELURAHAN)
    page = desk.get("/petugas/laporan").text
    assert boxes(page)
    assert re.findall(r'<option value="(merged|resolved)"', page.split('id="massal"')[1]) == ["merged"]
    for to in ("resolved", "withdrawn", "x", ""):
        assert desk.post("/petugas/laporan/massal", page="/petugas/laporan", to=to, laporan="x").status_code == 400


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"to": "dispatched"}, "Belum ada laporan yang dipilih"),
        ({"to": "dispatched", "laporan": "x:y"}, "Belum ada laporan yang dipilih"),
        ({"to": "merged", "laporan": f"{UNKNOWN}:1"}, "Sebutkan nomor laporan induknya"),
        ({"to": "dispatched", "laporan": f"{UNKNOWN}:1", "unit_name": "Dinas Sihir"}, "Tidak ada unit bernama"),
    ],
)
def test_a_step_for_many_that_says_too_little_is_refused(site: Site, fields: dict[str, str], words: str) -> None:
    answer = site.officer(Role.ADMINISTRATOR).post("/petugas/laporan/massal", page="/petugas/laporan", **fields)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_step_for_many_wants_its_token(site: Site) -> None:
    admin = site.officer(Role.ADMINISTRATOR)
    assert admin.client.post("/petugas/laporan/massal", data={"to": "dispatched"}).status_code == 400


# --- the file for a spreadsheet --------------------------------------------------------------------


def table(officer: Officer, query: str = "") -> list[list[str]]:
    answer = officer.get(f"/petugas/laporan.csv?{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_the_filtered_list_is_downloaded_with_an_entry_in_the_audit(site: Site) -> None:
    lamp = site.citizen().report()
    waste = site.citizen().report("sampah menumpuk")
    admin = site.officer(Role.ADMINISTRATOR)
    head, *rows = table(admin, "kategori=sampah&cari=rahasia")
    assert head[0] == "Nomor"
    assert [row[0] for row in rows] in ([waste], [])
    assert lamp in [row[0] for row in table(admin)[1:]]
    with site.services.database.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "tickets.exported")).first()
    assert entry is not None
    assert entry.detail == {"page": "csv", "filters": {"kategori": "sampah", "unit": "semua"}, "words": "rahasia"}


def test_no_cell_is_a_formula_and_nothing_personal_is_in_it(site: Site) -> None:
    site.house.report(
        "=HYPERLINK(0) lampu mati, hubungi 0812-3456-7890", display_name="Bu Rahasia", sender="+62811000111"
    )
    admin = site.officer(Role.ADMINISTRATOR)
    text = admin.get("/petugas/laporan.csv").text
    assert "Rahasia" not in text
    assert "62811000111" not in text
    assert "3456" not in text
    cells = [cell for row in table(admin) for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1", " =1", "＝1"])
def test_what_a_spreadsheet_would_calculate_is_defused(cell: str) -> None:
    assert harmless(cell).startswith("'")


def test_harmless_text_stays_as_it_is() -> None:
    assert harmless("Jl. Mawar 3-5") == "Jl. Mawar 3-5"


def test_only_some_may_download_and_the_hour_is_not_for_all(site: Site) -> None:
    site.citizen().report()
    for role in (Role.OFFICER, Role.MODERATOR, Role.DESK):
        assert site.officer(role).get("/petugas/laporan.csv").status_code == 403
    head, row = table(site.officer(Role.KELURAHAN))
    assert re.fullmatch(r"\d+ Jan 2026", row[head.index("Masuk")])
    head, row = table(site.officer(Role.VALIDATOR))
    assert re.fullmatch(r"\d+ Jan 2026, \d\d\.\d\d", row[head.index("Masuk")])


def test_a_long_list_is_cut_and_says_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webhooks.staff.tickets.export.MOST", 2)
    for _ in range(3):
        site.citizen().report()
    rows = table(site.officer(Role.ADMINISTRATOR))
    assert len(rows) == 4
    assert "Dipotong" in rows[-1][0]
