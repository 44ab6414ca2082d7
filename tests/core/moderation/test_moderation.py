"""Moderators: what waits for them, who speaks in a conversation, and what they do with its matter."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.dialogue.state import Slot
from core.intake.filing.report import NewReport
from core.kernel.actor import Actor
from core.kernel.errors import (
    BlockedError,
    CannotWriteError,
    ConversationNotFoundError,
    FinalError,
    HeldElsewhereError,
    PlaceholderError,
    TargetError,
    TicketNotFoundError,
)
from core.kernel.messages import Capabilities, MediaKind, MediaRef, Pin
from core.kernel.states import Kind, Role, State
from core.moderation import canned, escalation_queue, talk
from core.moderation.canned_replies import TEXT_LIMIT, TITLE_LIMIT
from core.moderation.reach import Obstacle
from core.moderation.search import search
from core.protection import photos
from core.storage.models import (
    AuditEntry,
    CannedReply,
    Conversation,
    ConversationNote,
    Correction,
    Escalation,
    EventVerb,
    InboundMessage,
    Media,
    OutboundMessage,
    Ticket,
    TicketEvent,
)
from core.tickets.steps import Merge
from core.wording import LANGUAGES
from tests.support.desk import bring, hire
from tests.support.house import KEBON_JERUK, House, picture

HERE = "Mulai sekarang petugas kami sendiri yang membalas Anda di sini. Silakan tulis seperti biasa."
LEFT = "Petugas kami sudah selesai membantu. Saya, asisten Tanggap, kembali menemani Anda di sini."
PHOTO = (MediaRef(kind=MediaKind.PHOTO, ref="f1"),)
VOICE = (MediaRef(kind=MediaKind.VOICE, ref="v1", mime="audio/ogg"),)


class Desk:
    """Two moderators, and short ways to let them act."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.one, self.other = (hire(house, Role.MODERATOR).staff_id or 0 for _ in range(2))
        self.keys = 0

    @property
    def conversation(self) -> Conversation:
        """The newest one."""
        with self.house.services.database.read() as session:
            return session.scalars(select(Conversation).order_by(Conversation.id.desc()).limit(1)).one()

    def do(self, act: Callable[[Session], object]) -> list[str]:
        """Do something in a transaction; answers what was sent because of it."""
        before = len(self.house.channel.sent)
        with self.house.services.database.write() as session:
            act(session)
        self.house.services.delivery.deliver(self.conversation.id)
        return [message.text for message in self.house.channel.sent[before:]]

    def take(self, staff_id: int | None = None, instead_of: int | None = None) -> list[str]:
        moderation, here = self.house.services.moderation, self.conversation.id
        return self.do(lambda session: moderation.take(session, here, staff_id or self.one, instead_of=instead_of))

    def hand_back(self) -> list[str]:
        here = self.conversation.id
        return self.do(lambda session: self.house.services.moderation.hand_back(session, here, self.one))

    def close(self, staff_id: int | None = None) -> list[str]:
        here = self.conversation.id
        return self.do(lambda session: self.house.services.moderation.close(session, here, staff_id or self.one))

    def reply(self, text: str, staff_id: int | None = None, key: str = "", photo: bytes | None = None) -> list[str]:
        self.keys += 1
        clean = photos.clean(photo) if photo else None
        form_key, here = key or f"key-{self.keys}", self.conversation.id
        reply = self.house.services.moderation.reply
        return self.do(lambda session: reply(session, here, staff_id or self.one, text, form_key=form_key, photo=clean))

    def file(
        self, number: str = "K7M4-2XPR", text: str = "lampu mati", media_ids: tuple[int, ...] = (), **more: bool
    ) -> Ticket:
        report = NewReport(text, None, Kind.COMPLAINT, "lampu_jalan", photos=media_ids)
        actor = Actor(Role.MODERATOR, staff_id=self.one)
        sender = self.house.services.talks.held(self.conversation.id, actor, number, **more)
        return self.house.services.filing.file(report, sender)

    def all(self, of: type) -> list[object]:
        with self.house.services.database.read() as session:
            return list(session.scalars(select(of).order_by(of.id)))  # type: ignore[attr-defined]

    def escalations(self) -> list[Escalation]:
        return [row for row in self.all(Escalation) if isinstance(row, Escalation)]

    def audited(self) -> list[str]:
        return [row.action for row in self.all(AuditEntry) if isinstance(row, AuditEntry)]


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


# --- taking over -----------------------------------------------------------------------------------


def test_the_bot_falls_silent_and_says_once_that_a_person_answers_now(house: House, desk: Desk) -> None:
    house.take("mau bicara dengan orang")
    assert desk.take() == [HERE]
    assert desk.take() == []
    assert house.take("lampu jalan mati") == []
    assert desk.conversation.state.draft is None


def test_of_two_moderators_one_gets_the_conversation(house: House, desk: Desk) -> None:
    house.take("petugas")
    desk.take()
    with pytest.raises(HeldElsewhereError):
        desk.take(desk.other)
    assert desk.conversation.moderator_id == desk.one


def test_two_who_take_it_at_the_same_moment_do_not_both_get_it(house: House, desk: Desk) -> None:
    house.take("petugas")
    start, got = threading.Barrier(2), []

    def try_it(staff_id: int) -> None:
        start.wait()
        try:
            with house.services.database.write() as session:
                house.services.moderation.take(session, 1, staff_id)
        except HeldElsewhereError:
            return
        got.append(staff_id)

    threads = [threading.Thread(target=try_it, args=(staff_id,)) for staff_id in (desk.one, desk.other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [desk.conversation.moderator_id]


def test_a_message_that_is_being_understood_while_a_moderator_takes_over_is_not_answered(
    house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.take("petugas")
    parse = house.understander.parse

    def slowly(text: str) -> object:
        desk.take()
        return parse(text)

    monkeypatch.setattr(house.understander, "parse", slowly)
    assert [message.text for message in house.take("lampu jalan mati")] == [HERE]
    assert len(desk.all(InboundMessage)) == 2


def test_it_is_taken_from_a_colleague_only_by_naming_them(house: House, desk: Desk) -> None:
    house.take("petugas")
    desk.take()
    assert desk.take(desk.other, instead_of=desk.one) == []
    assert desk.conversation.moderator_id == desk.other
    with pytest.raises(HeldElsewhereError):
        desk.take(desk.one, instead_of=desk.one + 100)


def test_an_unknown_conversation_cannot_be_taken(house: House, desk: Desk) -> None:
    with pytest.raises(ConversationNotFoundError), house.services.database.write() as session:
        house.services.moderation.take(session, 4711, desk.one)


def test_what_moderators_do_stands_in_the_audit_without_what_was_said(house: House, desk: Desk) -> None:
    house.take("petugas")
    desk.take()
    desk.reply("halo, rahasia")
    desk.hand_back()
    assert desk.audited() == ["conversation.taken", "conversation.answered", "conversation.handed_back"]
    assert "rahasia" not in str([row.__dict__ for row in desk.all(AuditEntry)])


# --- replying --------------------------------------------------------------------------------------


def test_a_reply_goes_out_in_order_under_the_moderators_name(house: House, desk: Desk) -> None:
    house.take("petugas")
    desk.take()
    assert desk.reply("Halo, saya bantu.") == ["Halo, saya bantu."]
    newest = [row for row in desk.all(OutboundMessage) if isinstance(row, OutboundMessage)][-1]
    assert (newest.staff_id, newest.text) == (desk.one, "Halo, saya bantu.")


def test_a_form_that_is_sent_twice_answers_once(house: House, desk: Desk) -> None:
    house.take("petugas")
    desk.take()
    assert desk.reply("Halo", key="abc") == ["Halo"]
    assert desk.reply("Halo", key="abc", photo=picture()) == []
    assert desk.reply("Halo") == ["Halo"]
    assert desk.all(Media) == []


def test_only_the_one_who_holds_it_can_answer(house: House, desk: Desk) -> None:
    house.take("petugas")
    with pytest.raises(HeldElsewhereError):
        desk.reply("halo")
    desk.take()
    with pytest.raises(HeldElsewhereError):
        desk.reply("halo", desk.other)


def test_a_photo_goes_along_where_the_channel_shows_photos(house: House, desk: Desk) -> None:
    house.take("petugas")
    desk.take()
    desk.reply("Seperti ini?", photo=picture())
    assert len(house.channel.sent[-1].pictures) == 1
    house.channel.capabilities = Capabilities(photos_out=False)
    with pytest.raises(CannotWriteError):
        desk.reply("Seperti ini?", photo=picture())


def test_what_is_too_long_for_the_channel_is_refused(house: House, desk: Desk) -> None:
    house.channel.capabilities = Capabilities(max_length=10)
    house.take("petugas")
    desk.take()
    with pytest.raises(CannotWriteError):
        desk.reply("x" * 11)
    assert desk.reply("x" * 10) == ["x" * 10]


def test_a_citizen_who_stopped_us_can_be_written_to_once_they_write_again(house: House, desk: Desk) -> None:
    house.take("petugas")
    desk.take()
    house.channel.failures = [BlockedError("blocked")]
    desk.reply("halo")
    assert house.services.moderation.reach(desk.conversation).obstacle is Obstacle.BLOCKED
    with pytest.raises(CannotWriteError):
        desk.reply("halo")
    house.take("saya kembali")
    assert desk.reply("halo") == ["halo"]


def test_whoever_had_the_own_data_deleted_is_not_written_to(house: House, desk: Desk) -> None:
    house.take("petugas")
    desk.take()
    with house.services.database.write() as session:
        session.get_one(Conversation, 1).erased_at = house.clock()
    with pytest.raises(CannotWriteError):
        desk.reply("halo")


def test_a_channel_that_nobody_reads_is_not_written_to(house: House, desk: Desk) -> None:
    house.channel.capabilities = Capabilities(two_way=False)
    house.take("petugas")
    assert desk.take() == []
    with pytest.raises(CannotWriteError):
        desk.reply("halo")


def test_a_channel_that_is_switched_off_keeps_the_reply_until_it_is_on(house: House, desk: Desk) -> None:
    house.take("petugas")
    desk.take()
    channel = house.channels.pop("fake")
    assert house.services.moderation.reach(desk.conversation).obstacle is Obstacle.SWITCHED_OFF
    assert desk.reply("halo") == []
    house.channels["fake"] = channel
    house.clock.advance(timedelta(minutes=1))
    house.services.delivery.deliver(desk.conversation.id)
    assert house.channel.sent[-1].text == "halo"


def test_placeholders_that_were_left_are_not_sent(house: House, desk: Desk) -> None:
    house.take("petugas")
    desk.take()
    with pytest.raises(PlaceholderError) as refused:
        desk.reply("Laporan {nomor} sudah {status}.")
    assert refused.value.names == ("nomor", "status")
    assert desk.reply("Tulis {begini} saja.") == ["Tulis {begini} saja."]


# --- handing back ----------------------------------------------------------------------------------


def test_the_bot_asks_its_open_question_again_and_goes_on(house: House, desk: Desk) -> None:
    house.take("lampu jalan mati sejak kemarin")
    house.take("petugas")
    before = desk.conversation.state
    desk.take()
    house.take("di dekat sekolah")
    desk.reply("Baik, saya catat.")
    (said,) = desk.hand_back()
    assert said == f"{LEFT}\nDi mana tepatnya? Kirim titik lokasi, atau tulis nama jalan atau patokan dan kelurahannya."
    assert desk.conversation.state == before
    house.take(pin=KEBON_JERUK)
    house.take("1")
    house.take("lewati")
    assert "Nomornya" in house.press("Kirim")[0].text


@pytest.mark.parametrize(
    ("messages", "question"),
    [
        ([], LEFT),
        (["mau lapor"], "Silakan ceritakan: apa yang terjadi, dan di mana?"),
        (["lampu mati", KEBON_JERUK, "1"], "Ada fotonya? Kirim sekarang, atau lewati."),
        (["lampu mati", KEBON_JERUK, "1", "lewati", "ubah"], "Bagian mana yang ingin diubah?"),
        (["lampu mati", "hapus data saya"], "Hapus sekarang?"),
    ],
)
def test_every_question_can_be_asked_again(house: House, desk: Desk, messages: list[str | Pin], question: str) -> None:
    house.take("halo")
    for message in messages:
        house.take(pin=message) if isinstance(message, Pin) else house.take(message)
    desk.take()
    (said,) = desk.hand_back()
    assert said.endswith(question)
    assert said.startswith(LEFT)


def test_questions_about_a_ticket_are_asked_again(house: House, desk: Desk) -> None:
    number = house.report()
    desk.take()
    assert desk.hand_back()[0].endswith("Kalau tidak, hanya petugas yang melihatnya.")
    assert "hanya dilihat petugas" in house.take("jangan")[0].text
    house.take("batal")
    desk.take()
    assert f"Batalkan laporan {number}" in desk.hand_back()[0]
    assert "sudah dibatalkan" in house.take("ya")[0].text


def test_the_judgement_of_the_work_is_asked_for_again(house: House, desk: Desk) -> None:
    number = house.report()
    house.take("jangan")
    bring(house, number, State.IN_PROGRESS, State.AWAITING_VALIDATION, State.RESOLVED)
    house.services.delivery.deliver(desk.conversation.id)
    desk.take()
    assert desk.hand_back()[0].endswith("Sudah beres menurut Anda?")
    house.press("Belum beres")
    desk.take()
    assert desk.hand_back()[0].endswith(f"Apa yang belum beres di laporan {number}?")
    assert "sudah saya catat" in house.take("masih gelap sekali")[0].text


def test_handing_back_and_closing_end_the_escalations_and_say_who_did(house: House, desk: Desk) -> None:
    house.take("petugas")
    house.take(media=VOICE)
    desk.take()
    desk.hand_back()
    assert {(e.reason, e.closed_by_id) for e in desk.escalations()} == {("asked", desk.one), ("attachment", desk.one)}
    assert all(e.closed_at for e in desk.escalations())
    assert desk.conversation.moderator_id is None


def test_closing_says_nothing_and_the_bot_answers_again(house: House, desk: Desk) -> None:
    house.take("petugas")
    assert desk.close() == []
    desk.take()
    assert desk.close() == []
    assert house.take("halo") != []


def test_nobody_closes_or_gives_back_what_a_colleague_holds(house: House, desk: Desk) -> None:
    house.take("petugas")
    desk.take(desk.other)
    for act in (desk.close, desk.hand_back):
        with pytest.raises(HeldElsewhereError):
            act()
    assert desk.conversation.moderator_id == desk.other


# --- abuse -----------------------------------------------------------------------------------------


def bar(desk: Desk, reason: str = "mengancam") -> None:
    moderation = desk.house.services.moderation
    desk.do(lambda session: moderation.bar(session, desk.conversation.id, desk.one, reason))


def test_whoever_is_shut_out_is_heard_but_not_answered(house: House, desk: Desk) -> None:
    house.take("petugas")
    desk.take()
    bar(desk)
    assert house.take("lampu jalan mati", pin=KEBON_JERUK) == []
    assert house.take("petugas") == []
    assert house.take(media=VOICE) == []
    assert len(desk.all(InboundMessage)) == 4
    assert desk.all(Ticket) == []
    assert [e.closed_at is None for e in desk.escalations()] == [False]
    assert [n.text for n in desk.all(ConversationNote) if isinstance(n, ConversationNote)] == ["mengancam"]
    assert "conversation.barred" in desk.audited()


def test_a_bad_photo_of_somebody_shut_out_is_not_answered_either(house: House, desk: Desk) -> None:
    house.take("halo")
    bar(desk)
    house.channel.files["f1"] = b"no picture"
    assert house.take(media=PHOTO) == []


def test_a_bad_photo_is_not_commented_while_a_moderator_speaks(house: House, desk: Desk) -> None:
    house.take("lampu mati")
    desk.take()
    house.channel.files["f1"] = b"no picture"
    assert house.take(media=PHOTO) == []


def test_being_shut_out_can_be_lifted(house: House, desk: Desk) -> None:
    house.take("halo")
    bar(desk)
    desk.do(lambda session: house.services.moderation.lift(session, desk.conversation.id, desk.one))
    assert house.take("halo") != []
    assert desk.audited()[-1] == "conversation.unbarred"


def test_a_note_is_not_written_twice(house: House, desk: Desk) -> None:
    house.take("halo")
    for text in ("penting", "penting", "lain", "penting"):
        desk.do(lambda session, text=text: house.services.moderation.note(session, 1, desk.one, text))  # type: ignore[misc]
    assert [n.text for n in desk.all(ConversationNote) if isinstance(n, ConversationNote)] == [
        "penting",
        "lain",
        "penting",
    ]


# --- the matter ------------------------------------------------------------------------------------


def test_a_moderator_puts_the_draft_right_and_the_bot_goes_on_with_it(house: House, desk: Desk) -> None:
    house.take("ada yang rusak di sini")
    desk.take()
    place = house.services.places.read("", KEBON_JERUK).options[0]
    correct = house.services.casework.correct_draft
    desk.do(
        lambda session: correct(
            session, 1, desk.one, kind=Kind.COMPLAINT, category="lampu_jalan", place=place.model_copy()
        )
    )
    draft = desk.conversation.state.draft
    assert draft is not None
    assert (draft.category, draft.kind, draft.needs_person) == ("lampu_jalan", "complaint", ())
    assert draft.place is not None
    assert draft.place.area_code == place.area_code
    assert desk.conversation.state.asked is Slot.PHOTO
    assert desk.hand_back()[0].endswith("Ada fotonya? Kirim sekarang, atau lewati.")


@pytest.mark.parametrize(
    ("begins", "category", "learnt"),
    [
        ("lampu jalan mati, WA 081234567890", "jalan", [("lampu_jalan", "jalan")]),
        ("lampu jalan mati, WA 081234567890", "lampu_jalan", []),
        ("ada yang rusak, WA 081234567890", "lainnya", [("lainnya", "lainnya")]),
    ],
)
def test_what_a_moderator_makes_of_a_draft_teaches_once_it_is_a_ticket(
    house: House, desk: Desk, begins: str, category: str, learnt: list[tuple[str, str]]
) -> None:
    house.take(begins, pin=KEBON_JERUK)
    desk.take()
    correct = house.services.casework.correct_draft
    for wrong in ("sampah", category) if learnt else (category,):
        desk.do(lambda s, c=wrong: correct(s, 1, desk.one, kind=Kind.COMPLAINT, category=c, place=None))  # type: ignore[misc]
    assert desk.all(Correction) == []
    desk.hand_back()
    house.take("1")
    house.press("Lewati")
    house.press("Kirim")
    kept = [one for one in desk.all(Correction) if isinstance(one, Correction)]
    assert [(one.old_category, one.new_category) for one in kept] == learnt
    assert all(one.text.endswith("WA [telepon]") and one.ticket_id == 1 for one in kept)


def test_what_the_citizen_makes_of_it_afterwards_is_no_moderators_word(house: House, desk: Desk) -> None:
    house.take("lampu jalan mati", pin=KEBON_JERUK)
    desk.take()
    correct = house.services.casework.correct_draft
    desk.do(lambda session: correct(session, 1, desk.one, kind=Kind.COMPLAINT, category="jalan", place=None))
    desk.hand_back()
    house.take("1")
    house.press("Lewati")
    house.press("Ubah")
    house.press("Isi laporan")
    house.take("sampah menumpuk")
    house.press("Kirim")
    with house.services.database.read() as session:
        assert session.scalars(select(Ticket)).one().category == "sampah"
    assert desk.all(Correction) == []


def test_there_must_be_a_draft_to_put_right(house: House, desk: Desk) -> None:
    house.take("halo")
    desk.take()
    with pytest.raises(TargetError), house.services.database.write() as session:
        house.services.casework.correct_draft(session, 1, desk.one, kind=Kind.COMPLAINT, category=None, place=None)


def test_a_ticket_filed_for_the_citizen_is_theirs_and_tells_them_its_number(house: House, desk: Desk) -> None:
    house.take("lampu jalan mati", media=PHOTO)
    desk.take()
    with house.services.database.read() as session:
        photo_id = session.scalars(select(Media.id)).one()
    before = len(house.channel.sent)
    ticket = desk.file(media_ids=(photo_id,))
    house.services.delivery.deliver(desk.conversation.id)
    (said,) = house.channel.sent[before:]
    assert "Nomornya K7M4-2XPR" in said.text
    assert (ticket.reporter_id, ticket.needs_person, ticket.unit is None) == (1, "place", False)
    with house.services.database.read() as session:
        opened = session.scalars(select(TicketEvent)).one()
        assert (opened.verb, opened.role, opened.staff_id) == (EventVerb.OPENED, Role.MODERATOR, desk.one)
        assert len(session.scalars(select(Ticket)).one().photos) == 1
    assert desk.conversation.state.draft is None
    assert desk.hand_back()[0].endswith("Kalau tidak, hanya petugas yang melihatnya.")


def test_a_report_filed_twice_by_one_form_is_one_ticket(house: House, desk: Desk) -> None:
    house.take("halo")
    desk.take()
    assert desk.file().id == desk.file().id
    assert len(desk.all(Ticket)) == 1


def test_the_draft_can_be_left_to_the_bot(house: House, desk: Desk) -> None:
    house.take("sampah menumpuk")
    desk.take()
    desk.file(keep_draft=True)
    assert desk.conversation.state.draft is not None
    desk.file("23CF-GHJK")
    assert desk.conversation.state.draft is None


def test_a_ticket_is_filed_only_by_the_one_who_holds_the_conversation(house: House, desk: Desk) -> None:
    house.take("halo")
    with pytest.raises(HeldElsewhereError):
        desk.file()


def test_anothers_photos_and_messages_are_not_taken_along(house: House, desk: Desk) -> None:
    house.take("lampu mati", sender="warga-2", media=PHOTO)
    house.take("halo")
    desk.take()
    desk.file(media_ids=(1,))
    with house.services.database.read() as session:
        assert session.scalars(select(Ticket)).one().photos == []
        one = session.get_one(Conversation, desk.conversation.id)
        assert house.services.casework.words(session, one, [1]) == ""


def test_messages_are_added_to_the_citizens_own_ticket_once(house: House, desk: Desk) -> None:
    number = house.report()
    house.take("jangan")
    desk.take()
    house.take("dekat pohon besar", media=PHOTO)
    house.take(pin=KEBON_JERUK)
    attach, actor = house.services.casework.attach, Actor(Role.MODERATOR, staff_id=desk.one)
    with house.services.database.read() as session:
        ids = session.scalars(select(InboundMessage.id).order_by(InboundMessage.id)).all()[-2:]
        media = session.scalars(select(Media.id)).all()
    desk.do(lambda session: attach(session, 1, actor, number, ids, media))
    with house.services.database.read() as session:
        added = session.scalars(select(TicketEvent).where(TicketEvent.verb == EventVerb.ADDED)).one()
        assert added.note == "dekat pohon besar\n-6.193700, 106.773200"
        assert (added.role, len(session.scalars(select(Ticket)).one().photos)) == (Role.MODERATOR, 1)
    with pytest.raises(TargetError), house.services.database.write() as session:
        attach(session, 1, actor, number, ids, media)


def test_nothing_is_added_to_somebody_elses_ticket(house: House, desk: Desk) -> None:
    number = house.report(sender="warga-2")
    house.take("tambahan")
    actor = Actor(Role.MODERATOR, staff_id=desk.one)
    with pytest.raises(TicketNotFoundError), house.services.database.write() as session:
        house.services.casework.attach(session, desk.conversation.id, actor, number, [1], [])


def test_a_moderator_may_merge_tickets(house: House, desk: Desk) -> None:
    first, second = house.report(), house.report()
    actor = Actor(Role.MODERATOR, staff_id=desk.one)
    with house.services.database.write() as session:
        merged = house.services.workflow.move(session, second, Merge(main=first), actor)
        assert (merged.state, merged.main and merged.main.number) == (State.MERGED, first)


# --- what waits ------------------------------------------------------------------------------------


def rows(house: House) -> list[escalation_queue.QueuedConversation]:
    with house.services.database.read() as session:
        found = escalation_queue.waiting(session, house.clock())
        assert escalation_queue.count_waiting(session, house.clock()) == sum(
            r.hold is None or r.forgotten for r in found
        )
        return found


def test_the_urgent_wait_first_and_then_the_longest(house: House, desk: Desk) -> None:
    calls: dict[str, dict[str, Any]] = {
        "a": {"text": "petugas"},
        "b": {"media": VOICE},
        "c": {"text": "tolong ada kebakaran rumah"},
    }
    for sender, call in calls.items():
        house.take(sender=sender, **call)
        house.clock.advance(timedelta(minutes=5))
    house.take(sender="a", media=VOICE)
    assert [(r.reasons, r.urgent, r.last_words) for r in rows(house)] == [
        (("emergency",), True, "tolong ada kebakaran rumah"),
        (("asked", "attachment"), False, "petugas"),
        (("attachment",), False, ""),
    ]
    assert rows(house)[1].since == house.clock() - timedelta(minutes=15)


def test_what_is_held_shows_its_holder_and_since_when(house: House, desk: Desk) -> None:
    house.take("petugas")
    desk.take()
    (row,) = rows(house)
    assert row.hold is not None
    assert (row.hold.staff_id, row.hold.since, row.forgotten) == (desk.one, house.clock(), False)
    assert row.hold.name.startswith("moderator")


def test_a_conversation_that_its_moderator_has_forgotten_waits_again(house: House, desk: Desk) -> None:
    house.take("petugas")
    desk.take()
    house.clock.advance(timedelta(minutes=20))
    desk.reply("sebentar")
    house.clock.advance(timedelta(minutes=29))
    house.take("bagaimana?")
    assert not rows(house)[0].forgotten
    house.clock.advance(timedelta(minutes=2))
    assert rows(house)[0].forgotten
    desk.reply("sudah")
    house.clock.advance(timedelta(days=1))
    assert not rows(house)[0].forgotten


def test_what_is_done_or_shut_out_does_not_wait(house: House, desk: Desk) -> None:
    house.take("petugas", sender="a")
    desk.close()
    house.take("petugas", sender="b")
    bar(desk)
    assert rows(house) == []
    with house.services.database.read() as session:
        assert [one.id for one in escalation_queue.barred(session)] == [2]


def test_reports_that_need_a_person_wait_until_they_are_sorted(house: House, desk: Desk) -> None:
    house.understander.away = True
    number = house.report("ada yang rusak")
    with house.services.database.write() as session:
        assert [ticket.number for ticket in escalation_queue.unsorted(session)] == [number]
        assert escalation_queue.count_unsorted(session) == 1
        actor = Actor(Role.MODERATOR, staff_id=desk.one)
        house.services.workflow.reclassify(session, number, actor, kind=Kind.COMPLAINT, category="jalan")
    with house.services.database.read() as session:
        assert escalation_queue.count_unsorted(session) == 0


def test_searching_finds_recent_words_only_and_takes_signs_literally(house: House) -> None:
    house.take("Lampu di gang 50% mati", sender="a")
    house.take("sampah", sender="b")
    with house.services.database.read() as session:

        def found(words: str) -> list[int]:
            return [hit.conversation.id for hit in search(session, words, house.clock())]

        assert (found("LAMPU"), found("50%"), found("%"), found("_")) == ([1], [1], [1], [])
        house.clock.advance(timedelta(days=31))
        assert found("lampu") == []


# --- reading ---------------------------------------------------------------------------------------


def test_the_talk_shows_both_sides_in_order_with_what_was_changed(house: House, desk: Desk) -> None:
    house.take("lampu mati", message_id="a")
    house.take("salah", message_id="b")
    house.take("lampu mati total", edits="a")
    house.take(deletes="b")
    house.take(pressed="drop:x:")
    desk.take()
    desk.reply("Halo")
    with house.services.database.read() as session:
        read = talk.read(session, desk.conversation, 50)
        said = [turn for turn in read.turns if isinstance(turn, talk.Said)]
        sent = [turn for turn in read.turns if isinstance(turn, talk.Sent)]
    assert [(s.message.text, s.edits, s.deleted) for s in said] == [
        ("lampu mati", ("lampu mati total",), False),
        ("salah", (), True),
        ("", (), False),
    ]
    assert [s.author for s in sent][-2:] == [None, sent[-1].author]
    assert (sent[-1].author or "").startswith("moderator")
    assert [turn.at for turn in read.turns] == sorted(turn.at for turn in read.turns)
    assert not read.more


def test_only_the_newest_of_a_long_talk_is_read(house: House, desk: Desk) -> None:
    for number in range(6):
        house.take(f"halo {number}")
        house.clock.advance(timedelta(seconds=1))
    with house.services.database.read() as session:
        read = talk.read(session, desk.conversation, 4)
    assert read.more
    assert len(read.turns) == 4
    assert "halo 5" in [turn.message.text for turn in read.turns]


# --- attachments -----------------------------------------------------------------------------------


def test_a_voice_message_is_fetched_once_when_somebody_wants_to_hear_it(house: House, desk: Desk) -> None:
    house.channel.files["v1"] = b"OggS sound"
    house.take(media=VOICE)
    assert house.services.media_fetcher.attachment(1) == b"OggS sound"
    house.channel.files["v1"] = b"other"
    assert house.services.media_fetcher.attachment(1) == b"OggS sound"


def test_a_photo_is_no_attachment(house: House) -> None:
    house.take("lampu mati", media=PHOTO)
    with pytest.raises(FinalError):
        house.services.media_fetcher.attachment(1)


# --- canned replies --------------------------------------------------------------------------------


def test_unknown_placeholders_are_refused_by_their_names() -> None:
    canned.check("Laporan {nomor} di {nama_kota}")
    with pytest.raises(PlaceholderError) as refused:
        canned.check("{nomor} {nama} {} {nama} {{status}}")
    assert refused.value.names == ("nama", "")


def test_the_examples_are_right_and_added_once(house: House) -> None:
    assert len(canned.examples()) >= 8
    for title, text in canned.examples().items():
        canned.check(text)
        assert len(title) <= TITLE_LIMIT
        assert len(text) <= TEXT_LIMIT
    with house.services.database.write() as session:
        assert house.services.canned_replies.add_examples(session) == len(canned.examples())
        session.flush()
        assert house.services.canned_replies.add_examples(session) == 0
        assert session.scalar(select(func.count()).select_from(CannedReply)) == len(canned.examples())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_placeholder_is_filled_in_from_a_ticket(house: House, language: str) -> None:
    number = house.report()
    with house.services.database.read() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        values = canned.values(
            house.services.wording,
            city="Jakarta",
            emergency="112",
            language=language,
            ticket=ticket,
            unit="Kelurahan Kebon Jeruk",
        )
    assert set(values) == set(canned.PLACEHOLDERS)
    everything = " ".join(f"{{{name}}}" for name in canned.PLACEHOLDERS)
    assert "{" not in canned.fill(everything, values)
    assert number in canned.fill("{nomor}", values)
    assert canned.fill("{nomor} {apa}", {}) == "{nomor} {apa}"


def test_the_bot_answers_others_while_one_conversation_is_held(house: House, desk: Desk) -> None:
    house.take("petugas")
    desk.take()
    assert house.take("halo", sender="warga-2") != []
