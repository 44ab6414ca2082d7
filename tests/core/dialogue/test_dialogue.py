"""The conversation: what a citizen writes and what the bot makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.dialogue.drafting import take_text
from core.dialogue.engine import is_question, step
from core.dialogue.facts import Facts, KnownTicket, Manner, PlaceReading
from core.dialogue.outcome import (
    AddInformation,
    Erase,
    Escalate,
    OpenTicket,
    Rate,
    Reason,
    Reopen,
    SetPublic,
    Turn,
    Withdraw,
)
from core.dialogue.state import ConversationState, Draft, Option, Place, Slot
from core.kernel.messages import TEXT_LIMIT, Capabilities, Inbound, MediaKind, MediaRef, Pin
from core.kernel.states import Kind
from core.kernel.states import State as TicketState
from core.wording import LANGUAGES
from tests.support.house import ROOT
from tests.support.understanding import Entity, Guess, Meaning, act, category

NOW = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
NUMBER = "K7M4-2XPR"
TEBET = Place(area_code="31.74.01.1001", kelurahan="Tebet Barat", kecamatan="Tebet", kota="Jakarta Selatan")
PHOTO = (MediaRef(kind=MediaKind.PHOTO, ref="f1"),)
LAMP = category("lampu_jalan")
ACTS = (
    *("report", "ask_status", "give_place", "affirm", "deny", "skip", "cancel", "correct", "thank", "greet", "help"),
    *("human", "rate", "add_information", "emergency", "abuse", "other"),
)


def facts(**changes: object) -> Facts:
    """A report is asked for its photo and confirmed, unless `manner` says otherwise."""
    manner = Manner(always_confirm=True)
    return replace(Facts(now=NOW, fresh_number=NUMBER, manner=manner), **changes)  # type: ignore[arg-type]


def at(place: Place = TEBET) -> Facts:
    return facts(place=PlaceReading(place=place))


def ticket(state: TicketState = TicketState.RECEIVED, **changes: object) -> KnownTicket:
    view = KnownTicket(
        number=NUMBER,
        kind=Kind.COMPLAINT,
        category="sampah",
        state=state,
        area="Tebet Barat",
        opened_at=NOW,
        changed_at=NOW,
        mine=True,
    )
    return replace(view, **changes)  # type: ignore[arg-type]


class Talk:
    """A conversation with the pure function."""

    def __init__(self) -> None:
        self.state = ConversationState()
        self.last = Turn(ConversationState())
        self._count = 0

    def say(
        self, text: str = "", meaning: Meaning | None = None, known: Facts | None = None, **fields: object
    ) -> list[str]:
        """Answers the keys of the replies."""
        self._count += 1
        message: dict[str, object] = {
            "account": "fake",
            "message_id": f"m{self._count}",
            "sender": "w",
            "sent_at": NOW,
            "text": text,
            **fields,
        }
        self.last = step(self.state, Inbound.model_validate(message), meaning, known or facts())
        # The intake words the buttons; here their ids stand for their labels.
        choices = [choice for reply in self.last.replies for choice in reply.choices]
        options = tuple(Option(id=c.id, label=c.literal or c.key) for c in choices)
        self.state = self.last.state.model_copy(update={"options": options})
        return [reply.key for reply in self.last.replies]

    def press(self, beginning: str, known: Facts | None = None) -> list[str]:
        wanted = next(option.id for option in self.state.options if option.id.startswith(beginning))
        return self.say(pressed=wanted, known=known)

    def ready(self) -> Talk:
        """A report that only waits for its confirmation."""
        self.say("lampu mati", LAMP, at())
        self.say("lewati")
        assert self.state.asked is Slot.CONFIRM
        return self


def test_a_first_message_that_says_it_all_is_not_asked_again() -> None:
    assert Talk().say("lampu mati di tebet barat", LAMP, at(), media=PHOTO) == ["ask-confirm"]


@pytest.mark.parametrize(("text", "told"), [("nama saya Budi, lampu mati", "yes"), ("lampu mati", "no")])
def test_the_summary_tells_that_names_need_not_be_written_where_one_was(text: str, told: str) -> None:
    talk = Talk()
    assert talk.say(text, LAMP, at(), media=PHOTO) == ["ask-confirm"]
    assert talk.last.replies[-1].args["personal"] == told


def test_what_is_missing_is_asked_for_one_by_one() -> None:
    talk = Talk()
    assert talk.say("mau lapor") == ["ask-description"]
    assert talk.say("lampu mati", LAMP) == ["ask-place-pin"]
    assert talk.say("tebet barat", act("give_place"), at()) == ["ask-photo"]
    assert talk.say(media=PHOTO) == ["photo-taken", "ask-confirm"]


def test_confirming_opens_the_ticket_and_gives_its_number() -> None:
    talk = Talk().ready()
    assert talk.say("ya") == ["opened"]
    assert talk.state.asked is Slot.PUBLISH
    (opened,) = talk.last.actions
    assert isinstance(opened, OpenTicket)
    assert opened.number == NUMBER
    assert opened.draft.description == "lampu mati"
    assert talk.last.replies[0].args["number"] == NUMBER


def test_a_report_does_not_grow_beyond_the_longest_message() -> None:
    draft = Draft(key="k", category="jalan")
    for number in range(5):
        message = Inbound(account="fake", message_id=f"m{number}", sender="w", sent_at=NOW, text="jalan " * 1_500)
        draft = take_text(draft, message, None)
    assert len(draft.description) <= TEXT_LIMIT
    assert draft.description.startswith("jalan jalan")


def test_a_photo_can_be_skipped_but_not_the_description() -> None:
    talk = Talk()
    talk.say("mau lapor")
    assert talk.say("lewati") == ["description-needed", "ask-description"]


def test_a_place_may_be_left_to_a_person_after_it_was_asked_for_twice() -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP)
    assert talk.say("tidak tahu") == ["ask-place-again-pin"]
    assert talk.say("lewati") == ["ask-photo"]
    assert talk.state.draft is not None
    assert talk.state.draft.needs_person == ("place",)


def test_an_unknown_place_is_kept_in_the_citizens_words() -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP)
    assert talk.say("deket warung bu haji", act("give_place")) == ["ask-place-again-pin"]
    assert talk.say("pokoknya belakang pasar", act("give_place")) == ["ask-photo"]
    assert talk.state.draft is not None
    assert talk.state.draft.place is not None
    assert talk.state.draft.place.words == "deket warung bu haji; pokoknya belakang pasar"


def test_between_two_likely_categories_the_bot_asks_with_buttons() -> None:
    talk = Talk()
    meaning = category("jalan", "saluran_banjir", decision="ask_two")
    assert talk.say("jalan depan rumah tergenang", meaning, at()) == ["ask-category"]
    assert [choice.args.get("category") for choice in talk.last.replies[0].choices][:2] == ["jalan", "saluran_banjir"]
    assert talk.press("cat:") == ["ask-photo"]
    assert talk.state.draft is not None
    assert talk.state.draft.category == "jalan"


def test_a_report_without_content_is_asked_about_openly_and_then_left_to_a_person() -> None:
    talk = Talk()
    unclear = category("tidak_jelas", "jalan", decision="ask_open")
    assert talk.say("parah bgt", unclear) == ["ask-description-unclear"]
    assert talk.say("mau sampai kapan", unclear) == ["ask-place-pin"]
    assert talk.state.draft is not None
    assert "category" in talk.state.draft.needs_person


def test_without_the_understanding_a_report_is_taken_and_marked_for_a_person() -> None:
    talk = Talk()
    assert talk.say("lampu jalan di gang kami mati", None, at(), media=PHOTO) == ["ask-confirm"]
    talk.say("ya")
    (opened,) = talk.last.actions
    assert isinstance(opened, OpenTicket)
    assert (opened.draft.needs_person, opened.draft.unread) == (("kind", "category"), True)


@pytest.mark.parametrize(
    "text",
    [
        "KEBAKARAN di belakang pasar!!",
        "tolong ada kecelakaan motor korban luka parah",
        "there is a house on fire",
        "ada anak tenggelam di kali",
    ],
)
def test_an_emergency_gets_112_at_once_and_no_question_about_photos(text: str) -> None:
    talk = Talk()
    assert talk.say(text) == ["danger"]
    assert Escalate(Reason.EMERGENCY, urgent=True) in talk.last.actions


@pytest.mark.parametrize(
    "text", ["rumah bekas kebakaran kemarin puingnya belum diangkut", "rawan kebakaran karena kabel semrawut"]
)
def test_a_standing_worry_is_no_emergency(text: str) -> None:
    assert "danger" not in Talk().say(text, LAMP)


@pytest.mark.parametrize("words", ["saya takut", "lampu mati juga", "ya", "di tebet barat", "foto menyusul"])
def test_nobody_in_danger_is_asked_about_a_report(words: str) -> None:
    talk = Talk()
    talk.say("kebakaran di rumah sebelah", category("kebakaran_penyelamatan"))
    assert talk.say(words, LAMP, at()) == ["danger-listening"]
    assert talk.state.draft is None


@pytest.mark.parametrize("words", ["sudah aman", "udah padam kok", "i'm safe now", "lanjutkan laporan"])
def test_who_is_safe_again_goes_on_where_the_report_stood(words: str) -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP)
    talk.say("kebakaran di rumah sebelah", category("kebakaran_penyelamatan"))
    assert talk.say(words) == ["danger-over-draft"]
    assert talk.say("tebet barat", act("give_place"), at()) == ["ask-photo"]
    assert talk.state.draft is not None
    assert talk.state.draft.description == "lampu mati"


def test_danger_is_over_some_hours_later() -> None:
    talk = Talk()
    talk.say("kebakaran di rumah sebelah", category("kebakaran_penyelamatan"))
    assert talk.say("lampu mati", LAMP, replace(at(), now=NOW + timedelta(hours=7))) == ["ask-photo"]


def test_a_correction_that_says_what_is_right_is_taken_as_it_is() -> None:
    talk = Talk()
    talk.say("pohon tumbang di tebet barat", category("pohon"), at())
    right = replace(category("jalan"), act=Guess("correct", 0.9))
    assert talk.say("eh salah bukan pohon tapi lubang besar di jalan", right) == [
        "changed-category",
        "changed-description",
        "ask-photo",
    ]
    assert talk.state.draft is not None
    assert talk.state.draft.category == "jalan"
    assert talk.state.draft.description.endswith("lubang besar di jalan")


def test_a_short_correction_is_asked_what_it_means() -> None:
    talk = Talk()
    talk.say("pohon tumbang di tebet barat", category("pohon"), at())
    assert talk.say("bukan itu", act("correct")) == ["ask-change"]


def test_what_was_left_to_a_person_is_settled_by_saying_more() -> None:
    talk, unclear = Talk(), category("tidak_jelas", decision="ask_open")
    talk.say("parah bgt", unclear)
    talk.say("mau sampai kapan", unclear, at())
    assert talk.state.draft is not None
    assert "category" in talk.state.draft.needs_person
    talk.say("jalannya berlubang", category("jalan"))
    assert talk.state.draft is not None
    assert talk.state.draft.category == "jalan"
    assert not talk.state.draft.needs_person


def test_cancelling_drops_the_draft_and_says_so() -> None:
    talk = Talk().ready()
    assert talk.say("batal") == ["ask-drop"]
    assert talk.say("iya batal aja") == ["cancelled"]
    assert talk.state.draft is None
    assert talk.last.actions == ()


def test_what_was_cancelled_can_be_taken_back() -> None:
    talk = Talk().ready()
    talk.say("batal")
    talk.say("ya")
    assert talk.press("undo:") == ["restored", "ask-confirm"]
    assert talk.state.draft is not None
    assert talk.state.draft.description == "lampu mati"


@pytest.mark.parametrize("words", ["jangan deh", "lanjut aja", "ga jadi batal", "nanti dulu"])
def test_a_report_stays_unless_cancelling_is_meant(words: str) -> None:
    talk = Talk().ready()
    talk.say("batal")
    assert talk.say(words) == ["kept-draft", "ask-confirm"]


def test_without_a_draft_cancelling_offers_to_withdraw_the_newest_ticket() -> None:
    talk = Talk()
    known = facts(own=(ticket(),))
    assert talk.say("batal", known=known) == ["ask-withdraw"]
    assert talk.say("ya", known=known) == ["withdrawn"]
    assert talk.last.actions == (Withdraw(NUMBER),)


def test_a_ticket_that_is_being_worked_on_cannot_be_withdrawn() -> None:
    talk = Talk()
    talk.say("batal", known=facts(own=(ticket(),)))
    assert talk.say("ya", known=facts(own=(ticket(TicketState.IN_PROGRESS),))) == ["too-late-to-withdraw"]
    assert talk.last.actions == ()


def test_pressing_send_twice_opens_one_ticket_only() -> None:
    talk = Talk().ready()
    button = next(option.id for option in talk.state.options if option.id.startswith("send:"))
    talk.say(pressed=button)
    assert talk.say(pressed=button) == ["already-sent"]
    assert talk.last.actions == ()


def test_a_button_of_a_forgotten_draft_is_answered_truly() -> None:
    assert Talk().say(pressed="send:0badcafe") == ["button-expired"]


def test_a_button_that_nobody_offered_is_answered_truly() -> None:
    assert Talk().say(pressed="'; drop table ticket; --") == ["button-expired"]


def test_the_label_or_the_number_of_a_button_may_be_typed() -> None:
    for typed in ("button-change", "2"):
        talk = Talk().ready()
        assert talk.say(typed) == ["ask-change"]


def test_one_part_can_be_changed_without_losing_the_others() -> None:
    talk = Talk().ready()
    talk.press("change:")
    assert talk.press("edit:" + (talk.state.draft.key if talk.state.draft else "") + ":place") == ["ask-place-pin"]
    assert talk.say("tebet timur", act("give_place"), at()) == ["ask-confirm"]
    assert talk.state.draft is not None
    assert talk.state.draft.description == "lampu mati"


def test_several_places_are_offered_as_buttons() -> None:
    talk = Talk()
    other = TEBET.model_copy(update={"kelurahan": "Kramat", "kecamatan": "Senen", "kota": "Jakarta Pusat"})
    assert talk.say("lampu mati", LAMP, facts(place=PlaceReading(options=(TEBET, other)))) == ["ask-place-which"]
    assert talk.press("area:") == ["ask-photo"]


def test_the_kelurahan_of_one_kecamatan_are_offered_by_their_own_names() -> None:
    talk = Talk()
    other = TEBET.model_copy(update={"kelurahan": "Tebet Timur"})
    reading = PlaceReading(options=(TEBET, other))
    assert talk.say("lampu mati di tebet", LAMP, facts(place=reading)) == ["ask-place-kelurahan"]
    assert talk.say("tebet timur", LAMP) == ["ask-photo"]


def test_one_uncertain_place_is_confirmed_by_yes() -> None:
    talk = Talk()
    assert talk.say("lampu mati", LAMP, facts(place=PlaceReading(options=(TEBET,)))) == ["ask-place-confirm"]
    assert talk.say("iya") == ["ask-photo"]


def test_the_place_that_is_denied_is_not_taken() -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP, facts(place=PlaceReading(options=(TEBET,))))
    assert talk.say("bukan tebet barat", act("deny"), at()) == ["ask-place-again-pin"]
    other = TEBET.model_copy(update={"area_code": "31.74.01.1002", "kelurahan": "Tebet Timur"})
    assert talk.say("tebet timur", act("give_place"), at(other)) == ["ask-photo"]


def test_a_question_is_not_asked_for_a_photo() -> None:
    how = replace(category("kependudukan"), kinds=(Guess("information", 0.9),))
    assert Talk().say("cara bikin KIA gimana", how, at()) == ["ask-confirm"]


HOW = replace(category("kependudukan"), kinds=(Guess("information", 0.9),))


def test_a_question_is_not_asked_for_a_place_either() -> None:
    assert Talk().say("cara bikin KIA gimana", HOW) == ["ask-confirm"]


def test_a_question_may_be_given_a_place_all_the_same() -> None:
    talk = Talk()
    talk.say("cara bikin KIA gimana", HOW)
    talk.press("change:")
    assert talk.press("edit:" + talk.state.draft.key + ":place") == ["ask-place-pin"]  # type: ignore[union-attr]
    assert talk.say("tebet barat", act("give_place"), at()) == ["ask-confirm"]


def test_what_is_perhaps_no_question_is_asked_for_a_place() -> None:
    perhaps = replace(HOW, kind_clear=False)
    assert Talk().say("lampu di gang kami mati, siapa yang harus saya hubungi ya", perhaps) == ["ask-place-pin"]


def test_more_words_about_the_same_place_are_kept() -> None:
    talk = Talk()
    talk.say("lampu mati di tebet barat", LAMP, at())
    assert talk.say("gang mawar no 12 tebet barat", act("give_place"), at()) == ["ask-photo"]
    assert talk.say("depan warung tebet barat", act("give_place"), at()) == ["ask-photo"]
    assert talk.state.draft is not None
    assert talk.state.draft.place is not None
    assert talk.state.draft.place.words == "gang mawar no 12 tebet barat; depan warung tebet barat"


def test_an_address_that_says_all_of_the_one_before_takes_its_place() -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP)
    talk.say("gang mawar tebet barat", act("give_place"), at())
    talk.say("gang mawar no 12 tebet barat", act("give_place"), at())
    assert talk.state.draft is not None
    assert talk.state.draft.place is not None
    assert talk.state.draft.place.words == "gang mawar no 12 tebet barat"


def test_nobody_has_to_look_for_a_place_that_was_found_in_the_end() -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP)
    talk.say("deket warung bu haji", act("give_place"))
    talk.say("pokoknya belakang pasar", act("give_place"))
    talk.say("tebet barat", act("give_place"), at())
    assert talk.state.draft is not None
    assert talk.state.draft.needs_person == ()


def test_a_place_given_with_a_question_is_asked_until_it_is_clear() -> None:
    talk = Talk()
    talk.say("cara bikin KIA gimana", HOW)
    other = TEBET.model_copy(update={"kelurahan": "Tebet Timur"})
    options = facts(place=PlaceReading(options=(TEBET, other)))
    assert talk.say("tebet", act("give_place"), options) == ["ask-place-kelurahan"]


def test_emoji_describe_nothing() -> None:
    talk = Talk()
    talk.say("mau lapor")
    assert talk.say("😡😡😡", replace(act("report"), act_clear=False)) == ["not-this-answer", "ask-description"]


def test_a_place_that_answers_another_question_is_no_description() -> None:
    talk = Talk()
    talk.say("numpuk di depan rumah", category("tidak_jelas", decision="ask_open"))
    talk.say("tebet barat", act("give_place"), at())
    assert talk.state.draft is not None
    assert talk.state.draft.place == TEBET.model_copy(update={"words": "tebet barat"})
    assert talk.state.draft.description == "numpuk di depan rumah"


def test_a_corrected_place_is_told_without_the_words_that_correct() -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP, at(TEBET.model_copy(update={"area_code": "31.74.01.1002"})))
    assert talk.say("eh salah, di gang mawar tebet barat", act("correct"), at()) == ["changed-place", "ask-photo"]
    assert talk.state.draft is not None
    assert talk.state.draft.place is not None
    assert talk.state.draft.place.words == "gang mawar tebet barat"


@pytest.mark.parametrize("text", ["😡😡😡", "привет", "…", "你好"])
def test_what_holds_no_letter_that_can_be_read_begins_no_report(text: str) -> None:
    talk = Talk()
    assert talk.say(text, replace(act("report"), act_clear=False)) == ["not-understood"]
    assert talk.state.draft is None


@pytest.mark.parametrize(("sure", "key"), [(0.45, "danger"), (0.35, "ask-place-pin")])
def test_an_emergency_need_not_be_as_sure_as_other_acts(sure: float, key: str) -> None:
    perhaps = replace(category("saluran_banjir"), act=Guess("emergency", sure), act_clear=False)
    assert Talk().say("airnya udah sepinggang sekarang", perhaps) == [key]


def test_thanks_after_an_emergency_do_not_ask_for_anything() -> None:
    talk = Talk()
    talk.say("kebakaran di gang mawar", act("emergency"))
    assert talk.say("udah telpon 112, makasih", act("thank")) == ["thanks"]


def test_the_place_said_once_more_is_a_repetition_or_a_correction() -> None:
    talk = Talk()
    talk.say("lampu mati di tebet barat", LAMP, at())
    assert talk.say("tebet barat", act("give_place"), at()) == ["ask-photo"]
    other = TEBET.model_copy(update={"area_code": "31.74.01.1002", "kelurahan": "Tebet Timur"})
    assert talk.say("eh tebet timur", act("give_place"), at(other)) == ["changed-place", "ask-photo"]
    assert talk.state.draft is not None
    assert talk.state.draft.place == other
    assert talk.state.draft.description == "lampu mati di tebet barat"


def test_more_about_the_same_matter_is_added_to_the_ticket() -> None:
    talk = Talk()
    more = replace(category("sampah"), act=Guess("add_information", 0.9))
    assert talk.say("sampahnya sekarang ada belatungnya", more, facts(own=(ticket(),))) == ["information-added"]
    assert talk.last.actions == (AddInformation(NUMBER),)


def test_what_is_added_about_another_matter_is_a_new_report() -> None:
    talk = Talk()
    more = replace(LAMP, act=Guess("add_information", 0.9))
    assert talk.say("satu lagi, lampu di gang mati", more, facts(own=(ticket(),))) == ["ask-place-pin"]
    assert talk.last.actions == ()


def test_what_is_added_to_a_ticket_by_its_number_is_added_whatever_it_is_about() -> None:
    talk = Talk()
    more = replace(LAMP, act=Guess("add_information", 0.9))
    known = facts(own=(ticket(),), mentioned=(ticket(),))
    assert talk.say(f"{NUMBER}: lampunya juga mati", more, known) == ["information-added"]


def test_a_short_correction_that_names_the_matter_needs_no_menu() -> None:
    talk = Talk()
    talk.say("pohon tumbang di tebet barat", category("pohon"), at())
    right = replace(category("listrik_telekom"), act=Guess("correct", 0.9))
    assert talk.say("bukan pohon tapi tiang listrik", right)[0] == "changed-category"
    assert talk.state.draft is not None
    assert talk.state.draft.category == "listrik_telekom"


def test_a_correction_may_put_right_the_matter_and_the_place_at_once() -> None:
    talk = Talk()
    talk.say("pohon tumbang di tebet barat", category("pohon"), at())
    other = TEBET.model_copy(update={"area_code": "31.74.01.1002", "kelurahan": "Tebet Timur"})
    right = replace(category("listrik_telekom"), act=Guess("correct", 0.9), entities=(Entity("place", "gang mawar"),))
    talk.say("salah, tiang listrik, di gang mawar tebet timur", right, at(other))
    assert talk.state.draft is not None
    assert talk.state.draft.category == "listrik_telekom"
    assert talk.state.draft.place == other.model_copy(update={"words": "gang mawar"})


def test_who_asks_for_a_person_is_not_asked_on() -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP)
    assert talk.say("petugas") == ["human-called"]
    assert talk.say("tebet barat", act("give_place"), at()) == ["ask-photo"]


def test_status_is_told_for_the_named_ticket_otherwise_for_ones_own() -> None:
    mine, other = ticket(), ticket(mine=False, number="23CF-GHJK")
    assert Talk().say("status", known=facts(own=(mine,))) == ["status"]
    talk = Talk()
    talk.say("cek 23CF-GHJK", act("ask_status"), facts(own=(mine,), mentioned=(other,)))
    assert [reply.args["number"] for reply in talk.last.replies] == ["23CF-GHJK"]


def test_a_number_that_does_not_exist_is_said_so() -> None:
    assert Talk().say("cek K7M4-2XPX", act("ask_status"), facts(unknown_numbers=("K7M4-2XPX",))) == ["number-unknown"]


def test_a_strangers_ticket_shows_no_note() -> None:
    talk = Talk()
    assert talk.say("status 23CF-GHJK", act("ask_status"), facts(mentioned=(ticket(mine=False, note=None),))) == [
        "status"
    ]


def test_asking_in_the_middle_of_a_report_does_not_lose_it() -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP)
    assert talk.say("bantuan") == ["help", "ask-place-pin"]


def test_asking_for_a_person_escalates() -> None:
    talk = Talk()
    talk.say("petugas")
    assert talk.last.actions == (Escalate(Reason.ASKED),)


def test_what_is_not_understood_three_times_goes_to_a_person() -> None:
    talk = Talk()
    for _ in range(2):
        assert talk.say("qwerty", act("other")) == ["not-understood"]
    assert talk.say("zxcv", act("other")) == ["not-understood-person"]
    assert talk.last.actions == (Escalate(Reason.NOT_UNDERSTOOD),)


def test_publishing_is_asked_and_private_is_the_default() -> None:
    talk = Talk().ready()
    talk.say("ya")
    assert talk.press("public:", facts(own=(ticket(),))) == ["made-public"]
    assert talk.last.actions == (SetPublic(NUMBER, True),)


def test_not_solved_reopens_and_asks_why() -> None:
    talk = Talk()
    done = facts(own=(ticket(TicketState.RESOLVED, can_reopen=True),))
    assert talk.say(pressed=f"done:{NUMBER}:no", known=done) == ["reopened"]
    assert list(talk.last.actions) == [Rate(NUMBER, 2), Reopen(NUMBER)]
    assert talk.say("lampunya masih mati di ujung gang", LAMP, done) == ["reason-noted"]
    assert list(talk.last.actions) == [AddInformation(NUMBER)]


def test_a_late_not_solved_is_read_by_a_person_but_does_not_reopen() -> None:
    talk = Talk()
    assert talk.say(pressed=f"done:{NUMBER}:no", known=facts(own=(ticket(TicketState.RESOLVED),))) == [
        "too-late-to-reopen"
    ]
    assert Reopen(NUMBER) not in talk.last.actions


def test_another_citizens_ticket_cannot_be_judged() -> None:
    talk = Talk()
    assert talk.say(pressed=f"done:{NUMBER}:no") == ["button-expired"]
    assert talk.last.actions == ()


def test_an_edit_replaces_its_part_of_the_draft() -> None:
    talk = Talk()
    talk.say("lampu mti", LAMP)
    assert talk.say("lampu mati total", edits="m1") == ["edit-taken", "ask-place-pin"]
    assert talk.state.draft is not None
    assert talk.state.draft.description == "lampu mati total"


def test_an_edit_after_sending_is_no_new_report() -> None:
    talk = Talk().ready()
    talk.say("ya")
    assert talk.say("lampu mati dua", edits="m1") == ["edit-noted"]
    assert talk.state.draft is None


def test_an_album_is_one_report_with_one_question() -> None:
    talk = Talk()
    assert talk.say("sampah numpuk", category("sampah"), media=PHOTO, group="g") == ["ask-place-pin"]
    assert talk.say(media=PHOTO, group="g") == []
    assert talk.state.draft is not None
    assert talk.state.draft.photo_messages == ("m1", "m2")


def test_a_photo_without_words_is_no_failed_answer_about_the_place() -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP)
    assert talk.say(media=PHOTO) == ["photo-taken", "ask-place-pin"]
    assert talk.state.draft is not None
    assert talk.state.draft.tried(Slot.PLACE) == 0


def test_two_photos_in_one_message_are_two() -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP, at(), media=PHOTO + PHOTO)
    assert talk.last.replies[0].args["photos"] == 2


@pytest.mark.parametrize(
    ("kind", "reply"),
    [
        (MediaKind.STICKER, "sticker"),
        (MediaKind.VOICE, "voice-kept"),
        (MediaKind.VIDEO, "video-kept"),
        (MediaKind.DOCUMENT, "document-kept"),
    ],
)
def test_what_the_bot_cannot_read_is_answered_truly(kind: MediaKind, reply: str) -> None:
    assert Talk().say(media=(MediaRef(kind=kind, ref="x"),))[0] == reply


def test_sms_is_not_asked_for_a_photo_that_it_cannot_send() -> None:
    sms = Capabilities(photos_in=False, pins=False, buttons=False, short=True)
    talk = Talk()
    assert talk.say("lampu mati", LAMP, replace(at(), capabilities=sms)) == ["ask-confirm"]


# --- nothing that a person may do crashes it or leaves them without an answer ----------------------

texts = st.one_of(
    st.sampled_from(
        ["ga tau", "nanti aja", "yang pertama", "berapa lama?", "sudah aman", "bintang 1", "ulangi", "boleh", "belum"]
    ),
    st.sampled_from(
        ["ya", "tidak", "lewati", "batal", "status", "1", "2", "9", "ubah", "halo", "", "  ", "👍", "🙏🙏", "?", "..."]
    ),
    st.sampled_from(["lampu mati", "kebakaran!", "sudah", "belum", "mau lapor", "hapus data saya", "ikuti K7M4-2XPR"]),
    st.text(max_size=40),
)
guesses = st.sampled_from(
    [None, LAMP, category("jalan", "fasum", decision="ask_two"), category("tidak_jelas", "jalan", decision="ask_open")]
    + [act(name) for name in ACTS]
    + [Meaning(act=Guess("other", 0.2), act_clear=False, kind_clear=False)]
)
readings = st.sampled_from(
    [
        PlaceReading(),
        PlaceReading(place=TEBET),
        PlaceReading(options=(TEBET,)),
        PlaceReading(options=(TEBET, TEBET)),
        PlaceReading(question="ask-place-kelurahan", hint=Place(kota="Jakarta Selatan", area_code="31.74")),
        PlaceReading(question="ask-place-outside"),
    ]
)
tickets = st.lists(
    st.builds(ticket, st.sampled_from(TicketState), can_reopen=st.booleans(), rated=st.booleans(), mine=st.booleans()),
    max_size=2,
).map(tuple)
media = st.one_of(st.just(()), st.sampled_from(MediaKind).map(lambda kind: (MediaRef(kind=kind, ref="r"),)))
abilities = st.builds(Capabilities, photos_in=st.booleans(), pins=st.booleans(), short=st.booleans())
presses = st.sampled_from(
    ["option", f"done:{NUMBER}:no", f"public:{NUMBER}:yes", "send:dead", "cat:", ":::", "area:x:7"]
)
messages = st.fixed_dictionaries(
    {
        "text": texts,
        "media": media,
        "pin": st.one_of(st.none(), st.just(Pin(lat=-6.2, lon=106.8))),
        "pressed": st.one_of(st.none(), presses),
        "edits": st.one_of(st.none(), st.none(), st.sampled_from(["m1", "m9"])),
        "deletes": st.one_of(st.none(), st.none(), st.just("m1")),
        "group": st.one_of(st.none(), st.just("album")),
    }
)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.tuples(messages, guesses, readings, tickets, tickets, abilities), min_size=1, max_size=12),
    st.booleans(),
)
def test_no_sequence_of_inputs_crashes_it_or_leaves_a_citizen_without_a_reply(turns: list, always: bool) -> None:  # type: ignore[type-arg]
    talk = Talk()
    spoken = known_keys()
    before: list[tuple[str, int]] = []
    for fields, meaning, place, own, mentioned, can in turns:
        if fields["pressed"] == "option":
            fields = {**fields, "pressed": talk.state.options[0].id if talk.state.options else None}
        same_album = fields["group"] is not None and fields["group"] == talk.state.group
        manner = Manner(always_confirm=always)
        known = facts(place=place, own=own, mentioned=mentioned, capabilities=can, manner=manner)
        keys = talk.say(meaning=meaning if fields["text"] else None, known=known, **fields)
        assert keys or same_album
        assert set(keys) <= spoken
        assert all(len(choice.id) <= 64 for reply in talk.last.replies for choice in reply.choices)
        assert len([action for action in talk.last.actions if isinstance(action, OpenTicket)]) <= 1
        asked = [(reply.key, reply.variant % 3) for reply in talk.last.replies if is_question(reply)]
        assert not asked or asked != before, "the same question twice running in the same words"
        forgotten = any(isinstance(action, Erase) for action in talk.last.actions)
        before = [] if forgotten else asked or before


def known_keys() -> set[str]:
    files = (ROOT / "core" / "wording" / LANGUAGES[0]).glob("*.ftl")
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return {line.split(" =")[0] for line in lines if " =" in line and line[0].isalpha()}
