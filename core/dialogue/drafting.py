"""Puts a draft together: what a message adds to the description, the category, the place, the photos."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from core.dialogue.answers import is_small_talk, names_surroundings
from core.dialogue.facts import Facts
from core.dialogue.plain_words import PlainWords
from core.dialogue.questions import GIVE_UP_AFTER, place_text
from core.dialogue.reading import without_politeness
from core.dialogue.state import DescriptionPart, Draft, Place, Slot, shortened
from core.dialogue.utterance import Utterance
from core.kernel.messages import TEXT_LIMIT, Inbound
from core.kernel.ports import Understanding

UNCLEAR = "tidak_jelas"
"""The label of texts from which nobody could tell what is wrong."""
_LINK = re.compile(r"https?://\S+")
"""A map link was read for its position; as a description of the place it helps nobody."""
LONGEST_LINK = 150
_WORTH_READING = 2
"""Words below which a text is no description while the understanding is away."""


def key_of(account: str, began_with: str) -> str:
    """The key of the draft that this message began."""
    return hashlib.blake2s(f"{account}/{began_with}".encode(), digest_size=4).hexdigest()


def new_draft(inbound: Inbound) -> Draft:
    return Draft(key=key_of(inbound.account, inbound.message_id))


def put(draft: Draft, **changes: Any) -> Draft:
    return draft.model_copy(update=changes)


def try_again(draft: Draft, slot: Slot) -> Draft:
    return put(draft, tries={**draft.tries, slot: draft.tried(slot) + 1})


def leave_to_person(draft: Draft, what: str) -> Draft:
    return put(draft, needs_person=tuple(dict.fromkeys((*draft.needs_person, what))))


def spare_person(draft: Draft, what: str) -> Draft:
    """The reporter said more, and nobody needs to look at this any longer."""
    return put(draft, needs_person=tuple(doubt for doubt in draft.needs_person if doubt != what))


def take_text(draft: Draft, inbound: Inbound, understanding: Understanding | None) -> Draft:
    """Add a text to the description, and sort the report by it if that is not settled yet."""
    text = inbound.text.strip()
    if not text or any(_same_words(text, part.text) for part in draft.parts):
        return draft
    room = TEXT_LIMIT - len(draft.description) - 1
    if room <= 0:
        return draft  # the messages are kept; a report needs no more words than the longest message has
    part = DescriptionPart(message_id=inbound.message_id, text=text[:room])
    draft = put(draft, parts=(*draft.parts, part))
    return draft if draft.category else _sort(draft, understanding)


def _same_words(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _sort(draft: Draft, understanding: Understanding | None) -> Draft:
    if understanding is None:
        if len(draft.description.split()) < _WORTH_READING:
            return put(draft, parts=())
        return leave_to_person(leave_to_person(put(draft, unread=True), "kind"), "category")
    draft = put(draft, kind=likely_kind(understanding), sure=draft.sure or understanding.act_clear)
    if not understanding.kind_clear:
        draft = leave_to_person(draft, "kind")
    if category := clear_category(understanding):
        return spare_person(put(draft, category=category, category_options=()), "category")
    likely = tuple(guess.name for guess in understanding.categories[:2] if guess.name != UNCLEAR)
    if understanding.category_decision == "ask_two" and len(likely) == 2:
        return spare_person(put(draft, category_options=likely), "category")
    draft = try_again(put(draft, category_options=()), Slot.DESCRIPTION)
    return leave_to_person(draft, "category") if draft.tried(Slot.DESCRIPTION) >= GIVE_UP_AFTER else draft


def likely_kind(understanding: Understanding) -> str | None:
    return understanding.kinds[0].name if understanding.kinds else None


def clear_category(understanding: Understanding | None) -> str | None:
    """The category that may be taken without asking anybody."""
    if understanding is None or understanding.category_decision != "commit" or not understanding.categories:
        return None
    best = understanding.categories[0].name
    return best if best != UNCLEAR else None


def read_late(draft: Draft, understanding: Understanding) -> Draft:
    """The understanding is back and has read the description: take what it is sure of, leave the rest to a person."""
    doubts = set(draft.needs_person)
    if "kind" in doubts and (kind := likely_kind(understanding)):
        draft = put(draft, kind=kind)
        doubts -= {"kind"} if understanding.kind_clear else set()
    if "category" in doubts and (category := clear_category(understanding)):
        draft = put(draft, category=category, category_options=())
        doubts.remove("category")
    return put(draft, unread=False, needs_person=tuple(what for what in draft.needs_person if what in doubts))


def take_place(draft: Draft, incoming: Utterance, *, asked: bool) -> Draft:
    """Read the place out of a message. `asked`: the whole message answers the question for it."""
    reading = incoming.facts.place
    said = (
        without_politeness(_LINK.sub("", incoming.message.text).strip())
        if asked
        else _place_phrases(incoming.understanding)
    )
    if asked and not reading.says_something and not reads_as_place(incoming):
        said = ""  # "di situ pokoknya" helps nobody to find it
    said = " ".join(filter(None, (said, _unfollowed_link(incoming))))
    words = "; ".join((*draft.place_hints, said)) if said else None
    if reading.place:
        return settle(draft, _worded(reading.place, words))
    if reading.options:
        return put(draft, place_options=tuple(_worded(option, words) for option in reading.options))
    if reading.hint and reading.hint.area_code:
        draft = put(draft, place_within=reading.hint.area_code)
    if said:
        draft = put(draft, place_hints=(*draft.place_hints, shortened(said)))
    if not asked:
        return draft
    draft = try_again(put(draft, place_options=()), Slot.PLACE)
    return settle_vaguely(draft, incoming.facts) if draft.tried(Slot.PLACE) >= GIVE_UP_AFTER else draft


def _unfollowed_link(incoming: Utterance) -> str:
    """A short map link whose position is not in it: staff can open it."""
    found = _LINK.search(incoming.message.text) if incoming.facts.place.question == "ask-place-link" else None
    return found.group()[:LONGEST_LINK] if found else ""


def reads_as_place(incoming: Utterance) -> bool:
    """Whether words may help somebody to find a place: the model saw one in them, or they name what lies there."""
    if is_small_talk(incoming.words, Slot.PLACE):
        return False
    return bool(_place_phrases(incoming.understanding)) or names_surroundings(incoming.words)


def _place_phrases(understanding: Understanding | None) -> str:
    """What the model saw as a place; "kelurahan" without its name is none."""
    values = (e.value for e in understanding.entities if e.kind == "place") if understanding else ()
    return ", ".join(value for value in values if not is_small_talk(PlainWords.of(value), Slot.PLACE))


def _worded(place: Place, words: str | None) -> Place:
    """The reporter's own words tell field staff more than what was recognised in them."""
    return place.worded(words or place.words)


def settle(draft: Draft, place: Place) -> Draft:
    return spare_person(put(draft, place=place, place_options=()), "place")


def want_place(draft: Draft) -> Draft:
    """Somebody wishes to say where it is, even if the bot would not have asked."""
    return draft if Slot.PLACE in draft.tries else put(draft, tries={**draft.tries, Slot.PLACE: 0})


def refined(draft: Draft, known: Place, again: Place, text: str) -> Place:
    """The place that is known already, with what a second message about it adds."""
    said = _LINK.sub("", text).strip()
    if said.casefold() in f"{draft.description}\n{place_text(known)}".casefold():
        words = known.words
    elif set((known.words or "").casefold().split()) <= set(said.casefold().split()):
        words = said
    else:
        words = f"{known.words}; {said}"
    pinned = again if again.lat is not None else known
    return again.worded(words).model_copy(update={"lat": pinned.lat, "lon": pinned.lon})


def settle_vaguely(draft: Draft, facts: Facts) -> Draft:
    """Take the place as it was said; a person finds the kelurahan."""
    hint = facts.place.hint or Place()
    words = "; ".join(draft.place_hints) or None
    return leave_to_person(put(draft, place=_worded(hint, words), place_options=()), "place")


def take_photos(draft: Draft, inbound: Inbound) -> Draft:
    pictures = sum(media.kind.is_picture for media in inbound.media)
    return put(draft, photo_messages=(*draft.photo_messages, *(inbound.message_id for _ in range(pictures))))
