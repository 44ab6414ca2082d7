"""Very many calls for a moderator from one address, and closing many at once."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from core.dialogue.outcome import Escalate, Reason
from core.kernel.states import Role
from core.privacy.retention import Retention
from core.storage.models import AuditEntry, Conversation, Escalation, Ticket, Urgency
from tests.support.site import Citizen, Officer, Site
from tests.webhooks.test_conversations import moderator
from webhooks.sources import Sources

PERSON = "mau bicara dengan orang"


def at(site: Site, address: str, text: str = PERSON) -> Citizen:
    """A fresh browser at this address, which has asked for a person."""
    citizen = site.citizen()
    citizen.client.environ_base["REMOTE_ADDR"] = address
    citizen.say(text)
    return citizen


def flood(site: Site, count: int, address: str = "203.0.113.7") -> list[Citizen]:
    return [at(site, address) for _ in range(count)]


def calls(site: Site) -> list[Escalation]:
    with site.services.database.read() as session:
        return list(session.scalars(select(Escalation).order_by(Escalation.id)))


def case_path(page: str) -> str:
    found = re.search(r'href="(/petugas/percakapan/alamat/[0-9a-f]+)"', page)
    assert found, "the queue shows no case"
    return found.group(1)


def limit(site: Site) -> int:
    return site.services.config.moderation.newcomers_an_hour


def test_what_one_address_asks_for_beyond_a_few_becomes_one_case_and_others_are_not_touched(site: Site) -> None:
    flood(site, limit(site) + 37)
    at(site, "198.51.100.4")
    page = moderator(site).get("/petugas/percakapan").text
    assert "37 percakapan dari satu alamat" in page
    assert page.count("<li>") - page.count("/petugas/percakapan/alamat/") >= limit(site) + 1
    assert f'data-count="antrean">{limit(site) + 2}<' in page
    assert Counter(call.folded for call in calls(site)) == {False: limit(site) + 1, True: 37}


def test_the_address_itself_is_nowhere_in_the_database(site: Site) -> None:
    flood(site, limit(site) + 1)
    with site.services.database.read() as session:
        dump = "\n".join(session.connection().connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert "203.0.113.7" not in dump


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
    ],
)
def test_an_ipv6_line_is_one_address(one: str, other: str, same: bool) -> None:
    sources, day = Sources(b"k"), date(2026, 7, 1)
    assert (sources.of(one, day) == sources.of(other, day)) is same


def test_the_next_day_nobody_can_tell_that_it_is_the_same_address() -> None:
    sources = Sources(b"k")
    assert sources.of("203.0.113.7", date(2026, 7, 1)) != sources.of("203.0.113.7", date(2026, 7, 2))


def test_an_emergency_is_never_folded_and_takes_its_conversation_out_of_the_case(site: Site) -> None:
    *_, last = flood(site, limit(site) + 3)
    last.say("tolong ada kebakaran rumah sekarang")
    at(site, "203.0.113.7", "tolong ada kebakaran rumah sekarang")
    urgent = [call for call in calls(site) if call.urgency is Urgency.HIGH]
    assert len(urgent) == 2
    assert not any(call.folded for call in urgent)
    page = moderator(site).get("/petugas/percakapan").text
    assert page.count("Mendesak") == 2
    assert "2 percakapan dari satu alamat" in page


def test_the_citizen_of_a_folded_call_is_promised_nothing(site: Site) -> None:
    first, *_, last = flood(site, limit(site) + 1)
    assert "membalas di sini" in first.told()[-1]
    assert "sangat banyak percakapan" in last.told()[-1]
    assert "112" in last.told()[-1]
    last.say(PERSON)
    assert "tidak bisa menjanjikan" in last.told()[-1]


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.EMERGENCY])
def test_every_reason_but_danger_is_limited(site: Site, reason: Reason) -> None:
    flood(site, limit(site))
    late = site.citizen()
    late.client.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    late.say("halo")
    source = calls(site)[0].source
    with site.services.database.write() as session:
        newest = session.scalars(select(Conversation).order_by(Conversation.id.desc()).limit(1)).one()
        site.services.intake._calls.open(session, newest, Escalate(reason), source)
    assert calls(site)[-1].folded


def test_a_patient_flood_goes_on_filling_its_case_and_not_the_queue(site: Site) -> None:
    flood(site, limit(site) + 1)
    site.house.clock.advance(timedelta(hours=2))
    flood(site, 3)
    assert sum(call.folded for call in calls(site)) == 4


def test_after_an_hour_an_address_without_a_case_may_call_again(site: Site) -> None:
    flood(site, limit(site))
    site.house.clock.advance(timedelta(hours=1, minutes=1))
    flood(site, 1)
    assert not any(call.folded for call in calls(site))


def test_whom_staff_know_is_no_newcomer(site: Site) -> None:
    known = site.citizen()
    known.client.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    known.report()
    with site.services.database.write() as session:
        session.execute(update(Ticket).values(state="in_progress"))
    flood(site, limit(site) + 1)
    known.say(PERSON)
    assert not calls(site)[-1].folded


def test_a_case_is_opened_and_closed_as_a_whole_with_what_became_of_each(site: Site) -> None:
    citizens = flood(site, limit(site) + 4)
    here = moderator(site)
    path = case_path(here.get("/petugas/percakapan").text)
    page = here.get(path).text
    assert page.count('name="percakapan"') == 4
    newest = re.search(r'name="semua" value="(\d+)"', page)
    assert newest
    flood(site, 1)  # after the page was looked at
    result = here.post(path, page=path, semua=newest.group(1), alasan="flood", kabari="1").text
    assert "4 dari 4 percakapan ditutup" in result
    assert "1 percakapan dari alamat yang sama masih menunggu" in result
    assert "tanpa membalasnya" in citizens[-1].told()[-1]
    closed = [call for call in calls(site) if call.closed_at]
    assert [call.closed_because for call in closed] == ["flood"] * 4
    with site.services.database.read() as session:
        written = session.scalars(select(AuditEntry).where(AuditEntry.action == "conversation.closed")).all()
        assert len(written) == 4
        assert all(entry.detail == {"reason": "flood", "told": True} for entry in written)
        assert session.scalars(select(AuditEntry).where(AuditEntry.action == "conversation.case_seen")).all()


def tick(site: Site) -> dict[int, str]:
    """Conversation -> what its box in the queue carries now."""
    page = moderator(site, "moderator-9").get("/petugas/percakapan").text
    return {int(v.split(":")[0]): v for v in re.findall(r'name="percakapan" value="([\d:]+)"', page)}


def close(here: Officer, *boxes: str, reason: str = "nothing", **more: str) -> str:
    page = "/petugas/percakapan"
    return here.post("/petugas/percakapan/tutup", page=page, percakapan=list(boxes), alasan=reason, **more).text


def test_ticked_conversations_are_closed_and_the_others_named_with_the_reason(site: Site) -> None:
    citizens = [at(site, f"198.51.100.{n}") for n in range(1, 6)]
    boxes = tick(site)
    one, held, over, changed, danger = sorted(boxes)
    colleague, here = moderator(site, "moderator-2", "Rekan"), moderator(site)
    page = "/petugas/percakapan"
    colleague.post(f"{page}/{held}/ambil", page=page)
    colleague.post(f"{page}/{over}/tutup", page=page)
    citizens[3].say("minta data saya")
    with site.services.database.write() as session:
        session.add(
            Escalation(
                conversation_id=changed, reason=Reason.ATTACHMENT, urgency=Urgency.NORMAL, opened_at=site.house.clock()
            )
        )
    citizens[4].say("tolong ada kebakaran rumah sekarang")
    result = close(here, *boxes.values())
    assert "1 dari 5 percakapan ditutup" in result
    for said in ("sedang dipegang rekan", "Tidak ada lagi yang menunggu", "memanggil lagi", "mungkin keadaan darurat"):
        assert said in result
    open_ones = {call.conversation_id for call in calls(site) if call.closed_at is None}
    assert open_ones == {held, changed, danger}
    assert one not in open_ones


def test_without_a_reason_or_a_choice_nothing_is_closed(site: Site) -> None:
    at(site, "198.51.100.1")
    (box,) = tick(site).values()
    here = moderator(site)
    assert "Pilih dulu alasannya" in close(here, box, reason="")
    assert "Pilih dulu alasannya" in close(here, box, reason="x")
    assert "Pilih dulu percakapannya" in close(here)
    assert "Pilih dulu percakapannya" in close(here, "x", "1:y", "²:1", "1" * 30 + ":1")
    assert calls(site)[0].closed_at is None


def test_closing_says_nothing_to_the_citizen_unless_it_is_asked_for(site: Site) -> None:
    quiet, told = at(site, "198.51.100.1"), at(site, "198.51.100.2")
    boxes = tick(site)
    here = moderator(site)
    before = len(quiet.told())
    assert "tanpa pesan" in close(here, boxes[min(boxes)])
    assert len(quiet.told()) == before
    close(here, boxes[max(boxes)], kabari="1")
    assert "tulis “petugas”" in told.told()[-1]
    told.say(PERSON)
    assert calls(site)[-1].closed_at is None


@pytest.mark.parametrize("role", [Role.TICKET_ADMIN, Role.UNIT, Role.OFFICER, Role.VALIDATOR])
def test_only_moderators_close(site: Site, role: Role) -> None:
    flood(site, limit(site) + 1)
    path = case_path(moderator(site).get("/petugas/percakapan").text)
    officer = site.officer(role, "bina_marga")
    for target in ("/petugas/percakapan/tutup", path):
        response = officer.post(target, page="/petugas/akun", percakapan=["1:1"], semua="99", alasan="flood")
        assert response.status_code == 403
    assert all(call.closed_at is None for call in calls(site))


def test_where_a_call_came_from_is_forgotten_a_day_after_it_was_closed(site: Site) -> None:
    flood(site, 2)
    boxes = tick(site)
    close(moderator(site), boxes[min(boxes)])
    site.house.clock.advance(timedelta(days=1, minutes=1))
    retention: Retention = site.services.retention
    retention.run()
    assert [call.source is None for call in calls(site)] == [True, False]
