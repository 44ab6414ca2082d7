"""Messages after the first: each finds the ticket, the draft or the question that it belongs to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.dialogue.facts import Answered, Facts, KnownTicket, Manner, Matter, PlaceReading
from core.dialogue.matters import told_together
from core.dialogue.outcome import AddInformation, Amend, Escalate, Follow, OpenTicket, SetPublic
from core.dialogue.state import Option, Place, Slot
from core.kernel.messages import Capabilities
from core.kernel.states import State
from tests.core.dialogue.test_dialogue import LAMP, NOW, NUMBER, PHOTO, TEBET, Talk, ticket
from tests.support.understanding import Guess, Meaning, WordUnderstander, act, category

OLDER = "23CF-GHJK"
CIKINI = Place(area_code="31.71.06.1002", kelurahan="Cikini", kecamatan="Menteng", kota="Jakarta Pusat")
UNSURE = Meaning(act=Guess("report", 0.4), act_clear=False, category_decision="ask_open")
LAMP_TICKET = ticket(number=OLDER, category="lampu_jalan", words="lampu mati di depan sekolah")
RUBBISH_TICKET = ticket(words="sampah menumpuk", area="Cikini")
OWN = (RUBBISH_TICKET, LAMP_TICKET)


def facts(**changes: object) -> Facts:
    return replace(Facts(now=NOW, fresh_number=NUMBER, manner=Manner()), **changes)  # type: ignore[arg-type]


def after(*own: KnownTicket, **changes: object) -> Facts:
    return facts(own=own, **changes)


def opened() -> Talk:
    """A lamp report in Tebet that became a ticket with its first message."""
    talk = Talk()
    assert talk.say("lampu mati", LAMP, facts(place=PlaceReading(place=TEBET))) == ["opened"]
    return talk


MINE = ticket(category="lampu_jalan", words="lampu mati")


# --- how does it stand? ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["yang lampu gimana?", "lampunya udah dikerjain belum?", "kabar yang lampu"])
def test_a_topic_finds_the_ticket_that_is_asked_about(text: str) -> None:
    talk = Talk()
    assert talk.say(text, LAMP, after(*OWN)) == ["status"]
    assert talk.last.replies[0].args["number"] == OLDER


def test_a_topic_that_fits_two_tickets_is_asked_about_and_the_choice_is_told() -> None:
    talk, twin = Talk(), replace(LAMP_TICKET, number="45GH-JKMN")
    assert talk.say("yang lampu gimana?", LAMP, after(LAMP_TICKET, twin)) == ["ask-which-ticket"]
    assert talk.say(pressed=talk.last.replies[0].choices[1].id, known=after(LAMP_TICKET, twin)) == ["status"]
    assert talk.last.replies[0].args["number"] == "45GH-JKMN"


def test_when_will_it_be_repaired_is_a_question_about_the_ticket_that_was_spoken_of() -> None:
    talk = Talk()
    own = (RUBBISH_TICKET, replace(LAMP_TICKET, estimate=NOW + timedelta(days=3)))
    talk.say("yang lampu gimana?", LAMP, after(*own))
    assert talk.say("kapan diperbaiki?", UNSURE, after(*own)) == ["status", "status-estimate"]
    assert talk.last.replies[0].args["number"] == OLDER


def test_how_long_it_takes_in_general_stays_a_fact() -> None:
    assert Talk().say("berapa lama biasanya?", UNSURE, after(*OWN)) == ["fact-how_long"]


def test_a_report_is_no_question_about_an_older_one() -> None:
    talk = opened()
    said = talk.say("sampah numpuk di Cikini", category("sampah"), after(MINE, place=PlaceReading(place=CIKINI)))
    assert said == ["opened"]


def test_a_known_number_of_another_conversation_is_told_and_offered() -> None:
    talk, other = Talk(), ticket(mine=False)
    assert talk.say(f"{NUMBER} masih mati", LAMP, facts(mentioned=(other,))) == ["status", "not-from-here"]
    assert talk.state.draft is None
    pressed = talk.say(pressed=f"follow:{NUMBER}", known=facts(named=(other,)))
    assert (pressed, talk.last.actions) == (["following"], (Follow(NUMBER),))


# --- may it be shown? ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["jangan tampilkan", "tolong sembunyikan", "hapus dari halaman publik", "hide it"])
def test_consent_is_taken_back_at_any_time(text: str) -> None:
    talk, shown = Talk(), replace(LAMP_TICKET, public=True)
    assert talk.say(text, UNSURE, after(RUBBISH_TICKET, shown)) == ["kept-private"]
    assert talk.last.actions == (SetPublic(OLDER, False),)


@pytest.mark.parametrize("text", ["boleh tampil", "tampilkan saja yang lampu", f"{OLDER} boleh ditampilkan"])
def test_consent_is_given_at_any_time(text: str) -> None:
    talk = Talk()
    mentioned = (LAMP_TICKET,) if OLDER in text else ()
    assert talk.say(text, UNSURE, after(LAMP_TICKET, mentioned=mentioned)) == ["made-public"]
    assert talk.last.actions == (SetPublic(OLDER, True),)


def test_a_report_about_officials_is_never_shown() -> None:
    manner = Manner(private=frozenset({"sampah"}))
    talk = Talk()
    assert talk.say("boleh tampil", UNSURE, replace(after(RUBBISH_TICKET), manner=manner)) == ["never-public"]
    assert talk.last.actions == ()


def test_whether_names_are_shown_is_no_consent() -> None:
    talk = Talk()
    assert talk.say("jangan tampilkan nama saya", UNSURE, after(LAMP_TICKET)) == ["fact-who_sees_my_name"]
    assert talk.last.actions == ()


def test_a_question_in_between_leaves_the_consent_open_with_its_buttons() -> None:
    talk = opened()
    talk.say("yang lampu gimana?", LAMP, after(MINE))
    assert (talk.state.asked, talk.last.passing) == (Slot.PUBLISH, True)
    assert talk.say("boleh", UNSURE, after(MINE)) == ["made-public"]


# --- what is added -----------------------------------------------------------------------------------------


def reply_to(number: str, **changes: object) -> Answered:
    return Answered(ticket=number, **changes)  # type: ignore[arg-type]


def test_a_reply_goes_to_the_ticket_that_the_answered_message_was_about() -> None:
    talk = Talk()
    known = after(*OWN, answered=reply_to(OLDER))
    assert talk.say("tiangnya juga miring", LAMP, known) == ["information-added"]
    assert talk.last.actions == (AddInformation(OLDER),)


def test_a_reply_to_ones_own_message_goes_to_the_ticket_that_it_began() -> None:
    talk = opened()
    known = after(ticket(number=OLDER), MINE, answered=Answered(said="m1"))
    talk.say(media=PHOTO, known=known)
    assert talk.last.actions == (AddInformation(NUMBER),)


def test_a_reply_about_a_ticket_leaves_the_open_report_as_it_is() -> None:
    talk = Talk()
    talk.say("sampah numpuk", category("sampah"), facts())
    draft = talk.state.draft
    assert draft is not None
    assert talk.say("masih gelap", LAMP, after(LAMP_TICKET, answered=reply_to(OLDER))) == ["information-added"]
    assert (talk.state.draft, talk.state.asked) == (draft, Slot.PLACE)


def test_a_reply_that_tells_of_another_matter_elsewhere_is_a_report_of_its_own() -> None:
    known = after(LAMP_TICKET, answered=reply_to(OLDER), place=PlaceReading(place=CIKINI))
    assert Talk().say("sampah numpuk di Cikini", category("sampah"), known) == ["opened"]


def test_the_answer_to_an_older_question_is_read_in_its_light() -> None:
    talk, done = Talk(), replace(LAMP_TICKET, state=State.RESOLVED)
    options = (Option(id=f"done:{OLDER}:yes", label="Sudah beres"), Option(id=f"done:{OLDER}:no", label="Belum"))
    known = after(RUBBISH_TICKET, done, answered=reply_to(OLDER, options=options))
    assert talk.say("masih mati tuh lampunya", LAMP, known)[0].startswith("too-late-to-reopen")


def test_a_detail_told_as_known_goes_to_its_ticket() -> None:
    talk = opened()
    assert talk.say("lampunya juga kedip", LAMP, after(MINE)) == ["information-added"]


def test_a_detail_that_fits_two_tickets_is_asked_about() -> None:
    talk, twin = Talk(), replace(LAMP_TICKET, number="45GH-JKMN")
    assert talk.say("lampunya juga kedip", LAMP, after(LAMP_TICKET, twin)) == ["ask-which-ticket"]
    assert talk.last.replies[0].choices[1].id.startswith("add:45GH-JKMN:")


def test_the_rest_of_an_album_goes_to_the_ticket_that_its_first_photo_opened() -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP, facts(place=PlaceReading(place=TEBET)), media=PHOTO, group="g")
    assert talk.say(media=PHOTO, group="g", known=after(MINE)) == []
    assert talk.last.actions == (AddInformation(NUMBER),)


# --- edits and deletions -----------------------------------------------------------------------------------


def test_an_edit_puts_a_fresh_ticket_right() -> None:
    talk = opened()
    known = after(MINE, place=PlaceReading(place=CIKINI))
    said = talk.say("lampu mati di Cikini", LAMP, known, edits="m1")
    assert said == ["changed-place", "changed-description", "changed-ticket"]
    (done,) = talk.last.actions
    assert isinstance(done, Amend)
    assert done.draft.place is not None
    assert done.draft.place.kelurahan == "Cikini"
    assert talk.state.asked is Slot.PUBLISH


def test_an_edit_of_the_answer_about_the_place_moves_the_draft() -> None:
    talk = Talk()
    talk.say("ada yang rusak", Meaning(category_decision="ask_two", categories=(Guess("a", 0.4), Guess("b", 0.3))))
    talk.state = talk.state.put(asked=Slot.PLACE)
    talk.say("Tebet", act("give_place"), facts(place=PlaceReading(place=TEBET)))
    assert talk.say("Cikini", act("give_place"), facts(place=PlaceReading(place=CIKINI)), edits="m2")[0] == "edit-taken"
    assert talk.state.draft is not None
    assert talk.state.draft.place is not None
    assert talk.state.draft.place.kelurahan == "Cikini"


def test_an_edit_of_the_consent_is_another_answer() -> None:
    talk = opened()
    talk.say("boleh", UNSURE, after(MINE))
    assert talk.say("jangan", UNSURE, after(replace(MINE, public=True)), edits="m2") == ["kept-private"]
    assert talk.last.actions == (SetPublic(NUMBER, False),)


def test_an_edit_of_a_ticket_that_is_worked_on_is_noted() -> None:
    talk = opened()
    known = after(replace(MINE, state=State.IN_PROGRESS))
    assert (talk.say("lampu mati dua", LAMP, known, edits="m1"), talk.last.actions) == (["edit-noted"], ())


def test_the_only_message_of_a_draft_taken_back_ends_it() -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP, facts())
    assert talk.say(deletes="m1", known=facts()) == ["delete-taken"]
    assert talk.state.draft is None


def test_the_message_of_a_fresh_ticket_taken_back_offers_to_withdraw_it() -> None:
    assert opened().say(deletes="m1", known=after(MINE)) == ["ask-withdraw"]


# --- two matters -------------------------------------------------------------------------------------------

TWO = (Matter("lampu mati", "complaint", "lampu_jalan"), Matter("sampah numpuk", "complaint", "sampah"))


def told_both() -> Talk:
    talk = Talk()
    place = PlaceReading(place=TEBET)
    said = talk.say("lampu mati sama sampah numpuk", category("sampah"), facts(matters=TWO, place=place))
    assert said == ["opened", "ask-second"]
    return talk


def test_a_second_matter_is_offered_and_opened_at_the_shared_place() -> None:
    talk = told_both()
    (first,) = talk.last.actions
    assert isinstance(first, OpenTicket)
    assert (first.draft.category, first.draft.description) == ("lampu_jalan", "lampu mati sama sampah numpuk")
    assert talk.say("iya", None, facts(fresh_number=OLDER)) == ["opened"]
    (second,) = talk.last.actions
    assert isinstance(second, OpenTicket)
    assert (second.draft.category, second.draft.description) == ("sampah", "sampah numpuk")
    assert second.draft.place == first.draft.place


def test_a_second_matter_that_is_not_wanted_leaves_the_question_about_the_first() -> None:
    talk = told_both()
    assert talk.say("tidak usah", UNSURE, facts()) == ["second-left", "ask-publish"]
    assert talk.say("boleh", UNSURE, after(MINE)) == ["made-public"]


def test_a_message_of_two_categories_is_told_apart_and_one_of_one_is_not() -> None:
    known = WordUnderstander()
    assert [one.category for one in told_together("lampu mati sama sampah numpuk", known)] == ["lampu_jalan", "sampah"]
    assert told_together("lampu mati sama lampu kedip", known) == ()
    assert told_together("lampu mati dan gelap sekali", known) == ()


def test_a_report_waits_for_the_one_that_was_begun_beside_it() -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP, facts())
    said = talk.say("sampah numpuk di Cikini", category("sampah"), facts(place=PlaceReading(place=CIKINI)))
    assert said == ["opened", "back-to-left", "ask-place-pin"]
    (opened,) = talk.last.actions
    assert isinstance(opened, OpenTicket)
    assert (opened.draft.category, opened.draft.place) == ("sampah", CIKINI)
    place = facts(fresh_number=OLDER, place=PlaceReading(place=TEBET))
    assert talk.say("Tebet Barat", act("give_place"), place) == ["opened"]
    (other,) = talk.last.actions
    assert isinstance(other, OpenTicket)
    assert (other.draft.category, other.draft.place is not None) == ("lampu_jalan", True)
    assert talk.state.apart == ()


def test_an_answer_about_the_place_that_names_another_matter_begins_no_report() -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP, facts())
    place = facts(place=PlaceReading(place=CIKINI))
    assert talk.say("di Cikini dekat tumpukan sampah", category("sampah"), place) == ["opened"]
    (opened,) = talk.last.actions
    assert isinstance(opened, OpenTicket)
    assert opened.draft.category == "lampu_jalan"


# --- small things ------------------------------------------------------------------------------------------


def test_the_same_text_twice_is_told_once() -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP, facts())
    talk.say("Lampu  mati", LAMP, facts())
    assert talk.state.draft is not None
    assert talk.state.draft.description == "lampu mati"


def test_a_map_link_that_cannot_be_followed_is_kept_for_staff() -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP, facts())
    link = "https://maps.app.goo.gl/AbC1"
    talk.say(link, UNSURE, facts(place=PlaceReading(question="ask-place-link")))
    talk.say("Tebet Barat", act("give_place"), facts(place=PlaceReading(place=TEBET)))
    assert talk.state.opened is not None
    assert talk.state.opened.draft.place is not None
    assert talk.state.opened.draft.place.words == f"{link}; Tebet Barat"


def test_a_script_that_nobody_reads_here_reaches_a_person_where_people_write_once() -> None:
    talk = Talk()
    mail = facts(capabilities=Capabilities(buttons=False))
    assert talk.say("路灯坏了请修理", None, mail) == ["script-unread"]
    assert any(isinstance(action, Escalate) for action in talk.last.actions)
