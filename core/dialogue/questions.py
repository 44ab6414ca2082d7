"""What is still missing of a draft, and how to ask for it."""

from __future__ import annotations

from datetime import UTC, datetime

from core.dialogue.facts import Facts, Forecast, KnownTicket, PlaceReading
from core.dialogue.outcome import NO_LINK, Choice, Reply
from core.dialogue.state import Draft, Place, Slot
from core.kernel.messages import ButtonKind
from core.kernel.states import UNSORTED, Kind
from core.protection.scrub import says_personal

GIVE_UP_AFTER = 2
"""Tries after which a person sorts it out instead of the citizen being asked again."""

_SUMMARY_LIMIT = 140
"""Characters of the description in a summary: its reporter knows it, and nobody reads a long message."""
_TOLD_PLACE = 60


def missing(draft: Draft, *, photo: bool = True) -> Slot:
    """The next thing to ask for; CONFIRM when nothing is missing. `photo`: whether one is asked for at all."""
    if not draft.parts:
        return Slot.DESCRIPTION
    if draft.category is None and "category" not in draft.needs_person:
        return Slot.CATEGORY if draft.category_options else Slot.DESCRIPTION
    if draft.place is None and (not is_question(draft) or Slot.PLACE in draft.tries):
        return Slot.PLACE
    if photo and not draft.photo_messages and not draft.photo_skipped and draft.kind != Kind.INFORMATION:
        return Slot.PHOTO
    return Slot.CONFIRM


def is_question(draft: Draft) -> bool:
    """It can be answered wherever somebody is; a place is asked for only if they wish to give one."""
    return draft.kind == Kind.INFORMATION and "kind" not in draft.needs_person


def next_slot(draft: Draft, facts: Facts) -> Slot | None:
    """What has to be asked before the report is a ticket; None if nothing has to be."""
    can_send = facts.capabilities.photos_in or facts.can_link
    slot = missing(draft, photo=facts.manner.always_confirm and can_send and draft.amends is None)
    if slot is not Slot.CONFIRM:
        return slot
    if draft.amends is None and (facts.manner.always_confirm or guessed(draft)):
        return Slot.CONFIRM
    return None


def guessed(draft: Draft) -> bool:
    return not draft.sure and draft.category is not None and "category" not in draft.needs_person


def ask(slot: Slot, draft: Draft, facts: Facts) -> Reply:
    """The question for a part of a draft."""
    return _QUESTIONS[slot](draft, facts)


def _ask_description(draft: Draft, facts: Facts) -> Reply:
    if draft.parts:
        return Reply("ask-description-unclear")
    return Reply("ask-description-for-photo" if draft.photo_messages else "ask-description")


def _ask_category(draft: Draft, facts: Facts) -> Reply:
    options = tuple(
        Choice(f"cat:{draft.key}:{code}", "category-name", {"category": code}) for code in draft.category_options
    )
    return Reply("ask-category", choices=(*options, Choice(f"cat:{draft.key}:-", "button-something-else")))


def ask_place(reading: PlaceReading) -> Reply:
    """The question that a place by itself would raise, on a channel that can send pins."""
    draft = Draft(key="0", place_options=reading.options, tries={Slot.PLACE: 0})
    return _ask_place(draft, Facts(now=datetime.min.replace(tzinfo=UTC), fresh_number="", place=reading))


def _ask_place(draft: Draft, facts: Facts) -> Reply:
    if draft.place_options:
        return _ask_which(draft)
    location = (Choice("pin", "button-send-location", kind=ButtonKind.LOCATION),) if facts.capabilities.pins else ()
    if facts.place.question and not facts.place.place:
        hint = facts.place.hint.area_name if facts.place.hint else None
        return Reply(facts.place.question, {"area": hint or ""}, location)
    again = "-again" if draft.tried(Slot.PLACE) else ""
    if facts.capabilities.pins:
        return Reply(f"ask-place{again}-pin", choices=location)
    # The first question stays simple: a link costs characters, and most people just name the place.
    return Reply(f"ask-place{again}", {"link": draft.key if again and facts.can_link else NO_LINK})


def _ask_which(draft: Draft) -> Reply:
    """One place to confirm, or several to choose from; those of one kecamatan go by their own names."""
    places = draft.place_options
    around = {(place.kecamatan, place.kota) for place in places}
    siblings = len(places) > 1 and len(around) == 1 and all(place.kelurahan for place in places)
    labels = [(siblings and place.kelurahan) or place_label(place) for place in places]
    choices = (
        *(Choice(f"area:{draft.key}:{number}", literal=label) for number, label in enumerate(labels)),
        Choice(f"area:{draft.key}:-", "button-other-place"),
    )
    if len(places) == 1:
        return Reply("ask-place-confirm", {"place": labels[0]}, choices)
    if siblings:
        area = ", ".join(name for name in next(iter(around)) if name)
        return Reply("ask-place-kelurahan", {"area": area}, choices)
    return Reply("ask-place-which", choices=choices)


def ask_photo_place(draft: Draft, place: Place) -> Reply:
    """Is the place in the photo's own data the place of the report?"""
    here = Choice(f"area:{draft.key}:0", literal=place_label(place))
    return Reply(
        "ask-place-photo", {"place": place_label(place)}, (here, Choice(f"area:{draft.key}:-", "button-other-place"))
    )


def place_text(place: Place) -> str:
    """The reporter's words, and of the area what they did not say already."""
    said = (place.words or "").casefold()
    names = dict.fromkeys(name for name in (place.kelurahan, place.kecamatan, place.kota) if name)
    parts = [place.words, *(name for name in names if name.casefold() not in said)]
    where = ", ".join(part for part in parts if part)
    return where or (f"{place.lat:.5f}, {place.lon:.5f}" if place.lat is not None else "-")


def place_label(place: Place) -> str:
    return place.area_name or place.words or ""


def _ask_photo(draft: Draft, facts: Facts) -> Reply:
    if not facts.capabilities.photos_in:
        return Reply("ask-photo-link", {"link": draft.key}, (Choice(f"skip:{draft.key}", "button-skip"),))
    return Reply(
        "ask-photo",
        choices=(
            Choice("photo", "button-send-photo", kind=ButtonKind.PHOTO),
            Choice(f"skip:{draft.key}", "button-skip"),
        ),
    )


def summary_args(draft: Draft) -> dict[str, str | int]:
    text = _one_line(draft)
    shown = text if len(text) <= _SUMMARY_LIMIT else text[: _SUMMARY_LIMIT - 1] + "…"
    return {
        "description": shown,
        "kind": draft.kind or Kind.COMPLAINT,
        "category": draft.category or UNSORTED,
        "sorted": "no" if "category" in draft.needs_person else "yes",
        "place": place_text(draft.place) if draft.place else "none",
        "photos": len(draft.photo_messages),
        "personal": "yes" if says_personal(draft.description) else "no",
    }


def _one_line(draft: Draft) -> str:
    """The messages that make the description, as sentences one after the other."""
    *earlier, last = [" ".join(part.text.split()) for part in draft.parts] or [""]
    return " ".join([*(text if text.endswith((".", "!", "?")) else f"{text}." for text in earlier), last])


def _ask_confirm(draft: Draft, facts: Facts) -> Reply:
    return Reply(
        "ask-confirm",
        summary_args(draft),
        (
            Choice(f"send:{draft.key}", "button-send"),
            Choice(f"change:{draft.key}", "button-change"),
            Choice(f"drop:{draft.key}", "button-cancel"),
        ),
    )


def ask_change(draft: Draft) -> Reply:
    """Which part of the draft is wrong?"""
    slots = (Slot.DESCRIPTION, Slot.CATEGORY, Slot.PLACE, Slot.PHOTO)
    return Reply(
        "ask-change", choices=tuple(Choice(f"edit:{draft.key}:{slot}", f"button-change-{slot}") for slot in slots)
    )


def opened(draft: Draft, number: str, forecast: Forecast, facts: Facts | None = None) -> Reply:
    """The report has become a ticket. `facts`: in a talk, where what can still be done about it is offered."""
    public = facts is not None and may_publish(draft, facts)
    changes = (Choice(f"change:{draft.key}", "button-change"), Choice(f"drop:{draft.key}", "button-cancel"))
    args: dict[str, str | int] = {
        "number": number,
        "sorted": "no" if draft.needs_person else "yes",
        "estimate": forecast.finish.isoformat() if forecast.finish else "none",
        "unit": forecast.unit or "none",
        "kind": draft.kind or Kind.COMPLAINT,
        "category": draft.category or UNSORTED,
        "place": told_place(draft.place),
        "photo": "yes" if facts is not None and wants_photo(draft, facts) else "no",
        "public": "yes" if public else "no",
    }
    choices = (*(publish_choices(number) if public else ()), *changes) if facts is not None else ()
    return Reply("opened", args, choices)


def may_publish(draft: Draft, facts: Facts) -> bool:
    return draft.category not in facts.manner.private


def wants_photo(draft: Draft, facts: Facts) -> bool:
    none_yet = not draft.photo_messages and not draft.photo_skipped
    return none_yet and facts.capabilities.photos_in and draft.kind != Kind.INFORMATION


def told_place(place: Place | None) -> str:
    """A place in few words; `none` where there is none."""
    if place is None:
        return "none"
    words = place_text(place)
    return (
        words if len(words) <= _TOLD_PLACE else (place.kelurahan or place.area_name or f"{words[: _TOLD_PLACE - 1]}…")
    )


def ask_withdraw(view: KnownTicket) -> Reply:
    number = view.number
    choices = (Choice(f"withdraw:{number}:yes", "button-withdraw"), Choice(f"withdraw:{number}:no", "button-keep"))
    return Reply("ask-withdraw", {"number": number, "category": view.category}, choices)


def publish_choices(number: str) -> tuple[Choice, Choice]:
    return Choice(f"public:{number}:yes", "button-public-yes"), Choice(f"public:{number}:no", "button-public-no")


def ask_publish(number: str) -> Reply:
    return Reply("ask-publish", {"number": number}, publish_choices(number))


def ask_drop(draft: Draft) -> Reply:
    """Is what was told so far to be thrown away?"""
    choices = (Choice(f"drop:{draft.key}:yes", "button-drop"), Choice(f"goon:{draft.key}", "button-keep-draft"))
    return Reply("ask-drop", choices=choices)


def ask_satisfied(number: str, *, again: bool = False) -> Reply:
    """Asked when a ticket is done. The buttons say by themselves which ticket they are about."""
    return Reply(
        "ask-satisfied",
        {"number": number},
        (Choice(f"done:{number}:yes", "button-satisfied"), Choice(f"done:{number}:no", "button-not-satisfied")),
        variant=int(again),
    )


_QUESTIONS = {
    Slot.DESCRIPTION: _ask_description,
    Slot.CATEGORY: _ask_category,
    Slot.PLACE: _ask_place,
    Slot.PHOTO: _ask_photo,
    Slot.CONFIRM: _ask_confirm,
}
