"""One message is enough, and what comes after it: putting right, publishing, cancelling, more of the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.dialogue.facts import Facts, Forecast, Manner, PlaceReading
from core.dialogue.outcome import AddInformation, Amend, Escalate, OpenTicket, Reason, SetPublic
from core.dialogue.state import Place, Slot
from core.kernel.messages import Capabilities, MediaKind, MediaRef, Pin
from core.kernel.states import State as TicketState
from tests.core.dialogue.test_dialogue import LAMP, NUMBER, PHOTO, TEBET, Talk, ticket
from tests.support.understanding import Guess, act, category

OTHER = TEBET.model_copy(update={"area_code": "31.74.01.1002", "kelurahan": "Tebet Timur"})
OWN = (ticket(),)


def facts(place: Place | None = None, **changes: object) -> Facts:
    known = Facts(
        now=datetime(2026, 1, 5, 2, 0, tzinfo=UTC),
        fresh_number=NUMBER,
        forecast=lambda draft: Forecast("Kelurahan Tebet Barat", datetime(2026, 1, 9, tzinfo=UTC)),
        manner=Manner(private=frozenset({"pungli"})),
        place=PlaceReading(place=place),
    )
    return replace(known, **changes)  # type: ignore[arg-type]


def opened() -> Talk:
    talk = Talk()
    assert talk.say("lampu mati di tebet barat", LAMP, facts(TEBET)) == ["opened"]
    return talk


def test_a_clear_message_opens_its_ticket_at_once() -> None:
    talk = opened()
    (action,) = talk.last.actions
    assert isinstance(action, OpenTicket)
    args = talk.last.replies[0].args
    assert (args["number"], args["unit"], args["photo"], args["public"]) == (
        NUMBER,
        "Kelurahan Tebet Barat",
        "yes",
        "yes",
    )
    assert [option.id.split(":")[0] for option in talk.state.options] == ["public", "public", "change", "drop"]
    assert talk.state.asked is Slot.PUBLISH


def test_only_what_is_missing_is_asked_for() -> None:
    talk = Talk()
    assert talk.say("lampu mati", LAMP, facts()) == ["ask-place-pin"]
    assert talk.say("tebet barat", act("give_place"), facts(TEBET)) == ["opened"]


def test_what_was_guessed_is_confirmed() -> None:
    talk = Talk()
    guessed = replace(LAMP, act_clear=False)
    assert talk.say("itu lampunya di tebet barat", guessed, facts(TEBET)) == ["ask-confirm"]
    assert talk.say("bener min", known=facts()) == ["opened"]


def test_what_officials_or_levies_are_about_is_never_offered_to_the_public() -> None:
    talk = Talk()
    talk.say("dimintai uang di loket tebet barat", category("pungli"), facts(TEBET))
    assert talk.last.replies[0].args["public"] == "no"
    assert talk.state.asked is None


@pytest.mark.parametrize(("words", "public"), [("boleh kak", True), ("jangan", False), ("nanti dulu deh", False)])
def test_consent_is_answered_in_words(words: str, public: bool) -> None:
    talk = opened()
    talk.say(words, known=facts(own=OWN))
    assert talk.last.actions == (SetPublic(NUMBER, public),)
    assert talk.state.asked is None


def test_consent_waits_while_something_else_is_asked() -> None:
    talk = opened()
    talk.say("berapa lama selesainya?", known=facts(own=OWN))
    assert talk.state.asked is Slot.PUBLISH
    talk.say("boleh", known=facts(own=OWN))
    assert talk.last.actions == (SetPublic(NUMBER, True),)


def test_consent_waits_behind_another_report() -> None:
    talk = opened()
    assert talk.say("sampah numpuk", category("sampah"), facts(own=OWN)) == ["ask-place-pin"]
    talk.say("batal", known=facts(own=OWN))
    talk.say("ya", known=facts(own=OWN))
    assert talk.state.asked is Slot.PUBLISH


def test_a_correction_puts_the_ticket_right_and_says_what_is_another_now() -> None:
    talk = opened()
    wrong_place = act("correct")
    keys = talk.say("eh salah, tebet timur", wrong_place, facts(OTHER, own=OWN))
    assert keys == ["changed-place", "changed-ticket"]
    (amend,) = talk.last.actions
    assert isinstance(amend, Amend)
    assert (amend.number, amend.draft.place and amend.draft.place.kelurahan) == (NUMBER, "Tebet Timur")
    assert amend.draft.category == "lampu_jalan"


def test_a_correction_that_changes_nothing_is_asked_what_should_be() -> None:
    talk = opened()
    assert talk.say("eh salah itu", act("correct"), facts(own=OWN)) == ["ask-change"]
    assert talk.last.actions == ()


def test_the_matter_is_put_right_in_words() -> None:
    talk = opened()
    right = replace(category("pohon"), act=Guess("correct", 0.9))
    assert talk.say("bukan lampu tapi pohonnya tumbang", right, facts(own=OWN))[0] == "changed-category"
    (amend,) = talk.last.actions
    assert isinstance(amend, Amend)
    assert amend.draft.category == "pohon"


def test_a_ticket_that_somebody_has_taken_up_gets_what_is_said_added() -> None:
    talk = opened()
    taken_up = (ticket(TicketState.IN_PROGRESS),)
    talk.say("eh salah, tebet timur", act("correct"), facts(OTHER, own=taken_up))
    assert talk.last.actions == (AddInformation(NUMBER),)


def test_one_part_is_changed_by_its_button() -> None:
    talk = opened()
    talk.press("change:", facts(own=OWN))
    assert talk.press("edit:" + talk.state.draft.key + ":place", facts(own=OWN)) == ["ask-place-pin"]  # type: ignore[union-attr]
    assert talk.say("tebet timur", act("give_place"), facts(OTHER, own=OWN)) == ["changed-place", "changed-ticket"]


def test_cancelling_it_is_asked_once_and_can_be_taken_back() -> None:
    talk = opened()
    assert talk.press("drop:", facts(own=OWN)) == ["ask-withdraw"]
    assert talk.say("iya", known=facts(own=OWN)) == ["withdrawn"]
    assert talk.press("undo:", facts()) == ["restored", "opened"]


def test_a_photo_that_comes_later_goes_to_the_ticket() -> None:
    talk = opened()
    assert talk.say(media=PHOTO, known=facts(own=OWN)) == ["photo-added"]
    assert talk.last.actions == (AddInformation(NUMBER),)


def test_a_position_that_comes_later_makes_the_place_exact() -> None:
    talk = opened()
    pinned = TEBET.model_copy(update={"lat": -6.23, "lon": 106.85})
    talk.say(pin=Pin(lat=-6.23, lon=106.85), known=facts(pinned, own=OWN))
    (amend,) = talk.last.actions
    assert isinstance(amend, Amend)
    assert amend.draft.place is not None
    assert (amend.draft.place.lat, amend.draft.place.kelurahan) == (-6.23, "Tebet Barat")


def test_a_position_elsewhere_overrules_no_named_place_silently() -> None:
    talk = Talk()
    manner = Manner(always_confirm=True)
    talk.say("lampu mati di tebet barat", LAMP, facts(TEBET, manner=manner))
    elsewhere = OTHER.model_copy(update={"lat": -6.23, "lon": 106.85})
    known = facts(elsewhere, manner=manner)
    assert talk.say(pin=Pin(lat=-6.23, lon=106.85), known=known) == ["ask-place-text-or-pin"]
    assert talk.say("yang pertama", known=facts(manner=manner)) == ["ask-photo"]
    assert talk.state.draft is not None
    assert talk.state.draft.place is not None
    assert talk.state.draft.place.kelurahan == "Tebet Barat"


def test_where_no_photo_can_be_sent_none_is_wished_for() -> None:
    sms = Capabilities(photos_in=False, pins=False, buttons=False, short=True)
    talk = Talk()
    talk.say("lampu mati di tebet barat", LAMP, facts(TEBET, capabilities=sms))
    assert talk.last.replies[0].args["photo"] == "no"


@pytest.mark.parametrize("words", ["ga ada fotonya", "belum sempet foto kak", "kamera hp rusak"])
def test_no_photo_is_an_answer_wherever_it_is_said(words: str) -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP, facts())
    assert talk.say(words, known=facts()) == ["photo-not-needed", "ask-place-pin"]
    assert talk.say("tebet barat", act("give_place"), facts(TEBET)) == ["opened"]
    (action,) = talk.last.actions
    assert isinstance(action, OpenTicket)
    assert (action.draft.description, action.draft.photo_skipped) == ("lampu mati", True)


@pytest.mark.parametrize("words", ["lupa nama kelurahannya", "pokoknya yg tadi", "ga apal", "deket situ aja"])
def test_who_does_not_know_the_place_is_asked_once_more_and_then_a_person_finds_it(words: str) -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP, facts())
    assert talk.say(words, known=facts()) == ["ask-place-again-pin"]
    assert talk.say(words, known=facts()) == ["opened"]
    (action,) = talk.last.actions
    assert isinstance(action, OpenTicket)
    assert action.draft.needs_person == ("place",)
    assert action.draft.place is not None
    assert action.draft.place.words is None


def test_the_same_question_comes_in_other_words() -> None:
    talk = Talk()
    talk.say("lampu mati", LAMP, facts())
    variants = []
    for question in ("ini gratis?", "kamu robot ya?", "berapa lama?"):
        talk.say(question, known=facts())
        variants.append(talk.last.replies[-1].variant)
    assert variants == [1, 2, 3]


def test_a_file_beside_words_is_named_and_seen_by_a_person() -> None:
    talk = Talk()
    document = (MediaRef(kind=MediaKind.DOCUMENT, ref="surat"),)
    assert talk.say("lampu mati di tebet barat", LAMP, facts(TEBET), media=document) == ["file-kept", "opened"]
    assert Escalate(Reason.ATTACHMENT) in talk.last.actions
