"""Where is it? A place that was found is content; here that somebody doesn't know, has said it, or picks an option."""

from __future__ import annotations

from core.dialogue import drafting
from core.dialogue.answers import ShortAnswer, answer, begins_with_no, names_surroundings
from core.dialogue.buttons import press
from core.dialogue.going_on import go_on
from core.dialogue.outcome import Reply, Turn
from core.dialogue.questions import GIVE_UP_AFTER
from core.dialogue.readers.photo import speaks_of_none
from core.dialogue.reading import known_word
from core.dialogue.state import ConversationState, Draft, Place, Slot
from core.dialogue.utterance import Utterance


def read(state: ConversationState, incoming: Utterance) -> Turn | None:
    draft = state.draft
    if draft is None or incoming.message.pin or incoming.message.media:
        return None
    if known_word(incoming.message.text) == "cancel":
        return None  # "ga jadi deh" is no "gak" to a place
    if denied := _denied(draft, incoming):
        return go_on(state.with_draft(denied), incoming.facts)
    if incoming.facts.place.place or names_surroundings(incoming.words):
        return None
    if speaks_of_none(incoming):
        return _without_photo(state, draft, incoming)
    said = answer(incoming, Slot.PLACE)
    if draft.place_options:
        return _of_options(state, draft, said, incoming)
    if said is None and answer(incoming, Slot.PHOTO) in (ShortAnswer.NO, ShortAnswer.LATER):
        return _without_photo(state, draft, incoming)
    if said in (None, ShortAnswer.AGAIN, ShortAnswer.BACK):
        return None
    return unknown(state, draft, incoming)


def _denied(draft: Draft, incoming: Utterance) -> Draft | None:
    """ "Not Tebet Barat" gives no place if Tebet Barat was offered."""
    place = incoming.facts.place.place
    offered = {one.area_code for one in draft.place_options}
    if place is None or place.area_code not in offered or not begins_with_no(incoming.words):
        return None
    left = tuple(one for one in draft.place_options if one.area_code != place.area_code)
    return drafting.try_again(drafting.put(draft, place_options=left), Slot.PLACE)


def unknown(state: ConversationState, draft: Draft, incoming: Utterance) -> Turn:
    """Asked once more in other words, with what would help; then a person finds it."""
    draft = drafting.try_again(draft, Slot.PLACE)
    if draft.tried(Slot.PLACE) >= GIVE_UP_AFTER:
        return go_on(state.with_draft(drafting.settle_vaguely(draft, incoming.facts)), incoming.facts)
    return go_on(state.with_draft(draft), incoming.facts)


def _of_options(state: ConversationState, draft: Draft, said: ShortAnswer | None, incoming: Utterance) -> Turn | None:
    alone = len(draft.place_options) == 1
    match said:
        case ShortAnswer.YES | ShortAnswer.GO_ON | ShortAnswer.AS_SAID if alone:
            return press(state, f"area:{draft.key}:0", incoming.facts)
        case ShortAnswer.NO if not incoming.facts.place.says_something:
            return press(state, f"area:{draft.key}:-", incoming.facts)
        case ShortAnswer.UNKNOWN | ShortAnswer.LATER if alone:
            # The only guess is better than none; a person looks at it.
            settled = drafting.settle(draft, draft.place_options[0])
            return go_on(state.with_draft(drafting.leave_to_person(settled, "place")), incoming.facts)
        case ShortAnswer.UNKNOWN | ShortAnswer.LATER | ShortAnswer.GO_ON | ShortAnswer.AS_SAID:
            return _undecided(state, drafting.try_again(draft, Slot.PLACE), incoming)
    return None


def _undecided(state: ConversationState, draft: Draft, incoming: Utterance) -> Turn:
    """Asked once more; then the words stay, with what all the options have in common."""
    if draft.tried(Slot.PLACE) < GIVE_UP_AFTER:
        return go_on(state.with_draft(draft), incoming.facts)
    common = common_area(draft.place_options)
    left = drafting.put(draft, place=common, place_options=())
    return go_on(state.with_draft(drafting.leave_to_person(left, "place")), incoming.facts)


def common_area(options: tuple[Place, ...]) -> Place:
    """The kecamatan or kota that all options lie in, in the words that led to them."""
    first = options[0]
    for level, parts in (("kecamatan", 3), ("kota", 2)):
        if len({getattr(one, level) for one in options}) == 1 and first.area_code:
            code = ".".join(first.area_code.split(".")[:parts])
            kecamatan = first.kecamatan if level == "kecamatan" else None
            return Place(words=first.words, area_code=code, kecamatan=kecamatan, kota=first.kota)
    return Place(words=first.words)


def _without_photo(state: ConversationState, draft: Draft, incoming: Utterance) -> Turn:
    """Who says that there is no photo is not asked for one; the place is still missing."""
    without = drafting.put(draft, photo_skipped=True)
    return go_on(state.with_draft(without), incoming.facts, Reply("photo-not-needed"))
