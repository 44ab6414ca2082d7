"""What the bot does for each act, once the open question did not explain the message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from core.dialogue import content, corrections, drafting, matters, own_data, questions
from core.dialogue.answers import ShortAnswer, answer, satisfaction
from core.dialogue.buttons import UNDO, amendable, amending, judge, press
from core.dialogue.duplicates import ALONE
from core.dialogue.facts import KnownTicket
from core.dialogue.faq import is_question
from core.dialogue.going_on import ask_again, go_on
from core.dialogue.outcome import Action, Escalate, Follow, Reason, Reply, Turn
from core.dialogue.reading import in_foreign_script, legible, read_act, without_correction
from core.dialogue.state import ConversationState, Draft, Place, Slot
from core.dialogue.tickets import status_replies
from core.dialogue.utterance import Utterance

Handler = Callable[[ConversationState, Utterance], Turn]
_A_STORY = 6
"""Words; what is longer than an answer is read as content even where it begins like one."""
_CONTENT = "report"
_OTHER = "other"


def meant(state: ConversationState, incoming: Utterance) -> str:
    """The act of a message: the model's where it is sure, content where it tells something, else none that we know."""
    if not incoming.text:
        return _CONTENT
    if state.draft is not None and answer(incoming, "") is ShortAnswer.AGAIN:
        return _OTHER  # "ulangi pertanyaannya" sounds like a wish to begin anew
    act = read_act(incoming.message, incoming.understanding)
    if act in (None, _CONTENT, _OTHER, "give_place", "add_information", "deny"):
        if corrections.denies_first(incoming.text) and (state.draft or _amendable(state, incoming)):
            return "correct"
        if act != "deny" and incoming.facts.place.place and not content.tells_beside_place(incoming):
            return "give_place"
    if act is not None:
        return act
    if incoming.message.pin or incoming.message.media or content.tells_report(incoming):
        return _CONTENT
    if (state.draft is None and state.asked is None) or state.asked is Slot.DESCRIPTION:
        return _CONTENT if legible(incoming.text) else _OTHER
    return _OTHER


def do(act: str, state: ConversationState, incoming: Utterance) -> Turn:
    return _ACTS.get(act, content.take)(state, incoming)


def tell(topic: str, state: ConversationState, incoming: Utterance) -> Turn:
    """The answer to a question about the service; then the open question comes back."""
    return ask_again(state, incoming.facts, Reply(f"fact-{topic}"))


def _say(key: str) -> Handler:
    return lambda state, incoming: ask_again(state, incoming.facts, Reply(key))


# --- answers that no open question explained -------------------------------------------------------


def _affirm(state: ConversationState, incoming: Utterance) -> Turn:
    if _tells_more(incoming):
        return content.take(state, incoming)
    if state.draft is None:
        return ask_again(state, incoming.facts, Reply("affirm-nothing"))
    return content.not_understood(state, incoming)


def _deny(state: ConversationState, incoming: Utterance) -> Turn:
    if _tells_more(incoming):
        return content.take(state, incoming)
    if state.asked is Slot.PHOTO and state.draft:
        return press(state, f"skip:{state.draft.key}", incoming.facts)
    return content.not_understood(state, incoming)


def _skip(state: ConversationState, incoming: Utterance) -> Turn:
    if state.draft is None:
        return Turn(state, (Reply("nothing-to-skip"),))
    if state.asked is Slot.PHOTO:
        return press(state, f"skip:{state.draft.key}", incoming.facts)
    return content.not_understood(state, incoming)


def _tells_more(incoming: Utterance) -> bool:
    """ "Tidak ada lampu di gang kami" begins like an answer, but is content."""
    if incoming.has_pictures or incoming.facts.place.says_something:
        return True
    return len(incoming.words) > _A_STORY and content.names_matter(incoming)


# --- the place and corrections ----------------------------------------------------------------------


def _give_place(state: ConversationState, incoming: Utterance) -> Turn:
    """A place; and a matter, where one is named beside it."""
    draft = state.draft
    if draft is None:
        return _place_first(state, incoming)
    if matters.begins_another(state, draft, incoming):
        return content.begin(matters.leave(state), incoming)
    if draft.place is None:
        if content.tells_report(incoming):
            return content.take(state, incoming)
        asked = drafting.take_place(
            drafting.want_place(drafting.take_photos(draft, incoming.message)), incoming, asked=True
        )
        return go_on(state.with_draft(asked), incoming.facts)
    if incoming.facts.place.place:
        return _place_again(state, draft, draft.place, incoming)
    return content.take(state, incoming)


def _place_first(state: ConversationState, incoming: Utterance) -> Turn:
    if content.names_matter(incoming) and content.tells_beside_place(incoming):
        return content.begin(state, incoming)
    if (view := _amendable(state, incoming)) and incoming.facts.place.place:
        return _amend(state, view, incoming)
    draft = drafting.want_place(drafting.take_photos(drafting.new_draft(incoming.message), incoming.message))
    draft = drafting.take_place(draft, incoming, asked=True)
    return go_on(state.set_aside().put(draft=draft, dropped=None), incoming.facts)


def _place_again(state: ConversationState, draft: Draft, known: Place, incoming: Utterance) -> Turn:
    """The place is said once more: a correction if it is another one, otherwise perhaps more of the same one."""
    said = incoming.facts.place.place
    assert said is not None
    if content.same_area(known, said):
        refined = drafting.refined(draft, known, said, incoming.text)
        return go_on(state.with_draft(drafting.settle(draft, refined)), incoming.facts)
    return _corrected(state, draft, drafting.settle(draft, said), incoming)


def _correct(state: ConversationState, incoming: Utterance) -> Turn:
    if state.draft is not None:
        return _correct_draft(state, state.draft, incoming)
    if view := _amendable(state, incoming):
        return _amend(state, view, incoming)
    return content.add_to_one_of(incoming.facts.own, state, incoming)


def _amendable(state: ConversationState, incoming: Utterance) -> KnownTicket | None:
    """The ticket that was opened last, while nobody has taken it up."""
    return amendable(state.opened.number, incoming.facts) if state.opened else None


def _amend(state: ConversationState, view: KnownTicket, incoming: Utterance) -> Turn:
    again = amending(state)
    assert again.draft is not None
    return _correct_draft(again, again.draft, incoming)


def _correct_draft(state: ConversationState, draft: Draft, incoming: Utterance) -> Turn:
    place, changed = incoming.facts.place, draft
    said = without_correction(corrections.right_part(incoming.text) or incoming.text)
    matter = content.names_matter(incoming) and (not place.says_something or content.tells_beside_place(incoming))
    if matter:
        changed = _sorted_anew(draft, incoming)
    if place.place and not content.same_area(draft.place, place.place):
        only_right = replace(incoming, message=incoming.message.model_copy(update={"text": said}))
        changed = drafting.take_place(drafting.put(changed, place_hints=(), place=None), only_right, asked=not matter)
    elif (chosen := corrections.right_one(place.options, incoming.text)) and not content.same_area(draft.place, chosen):
        changed = drafting.settle(drafting.put(changed, place_hints=(), place=None), chosen)
    elif place.options and not (matter or place.place):
        changed = drafting.put(changed, place_hints=(), place=None, place_options=place.options)
    elif place.place and draft.place:
        changed = drafting.settle(changed, drafting.refined(draft, draft.place, place.place, said))
    return _corrected(state, draft, changed, incoming)


def _sorted_anew(draft: Draft, incoming: Utterance) -> Draft:
    """Another matter than was understood; where the correction does not tell which, it stays as it was."""
    anew = drafting.put(draft, category=None, category_options=())
    anew = drafting.take_text(anew, incoming.message, incoming.understanding)
    if anew.category is None and not anew.category_options:
        return drafting.put(anew, category=draft.category, needs_person=draft.needs_person)
    return anew


def _corrected(state: ConversationState, before: Draft, after: Draft, incoming: Utterance) -> Turn:
    """What was changed is said; where nothing was, it is asked what should be."""
    if after.amends:
        return go_on(state.with_draft(after), incoming.facts) if after != before else _ask_change(state, after)
    told = corrections.difference(before, after)
    if not told:
        return _ask_change(state, after)
    turn = go_on(state.with_draft(after), incoming.facts)
    if turn.state.draft is None:
        return turn  # what the ticket says when it opens is the corrected report
    return go_on(state.with_draft(after), incoming.facts, *told)


def _ask_change(state: ConversationState, draft: Draft) -> Turn:
    return Turn(state.with_draft(draft).put(asked=Slot.CHANGE), (questions.ask_change(draft),))


# --- cancelling ------------------------------------------------------------------------------------


def _cancel(state: ConversationState, incoming: Utterance) -> Turn:
    if state.asked is Slot.FORGET:
        return press(state, f"{own_data.VERB}:no", incoming.facts)
    if state.draft:
        return press(state, f"drop:{state.draft.key}:{'yes' if state.asked is Slot.CANCEL else ''}", incoming.facts)
    if state.dropped is not None and answer(incoming, Slot.CANCEL) is ShortAnswer.NO:
        return press(state, f"{UNDO}:{state.dropped.key}", incoming.facts)
    named = (*incoming.tickets, *incoming.facts.own)
    withdrawable = next((view for view in named if view.mine and not view.joined and view.state == "received"), None)
    if withdrawable is None:
        return Turn(state, (Reply("nothing-to-cancel"),))
    return Turn(state.with_question(Slot.WITHDRAW, withdrawable.number), (questions.ask_withdraw(withdrawable),))


# --- talk around the report ------------------------------------------------------------------------


def _start_report(state: ConversationState, incoming: Utterance) -> Turn:
    if state.draft is not None and state.asked is Slot.DUPLICATE:
        return press(state, f"{ALONE}:{state.draft.key}", incoming.facts)
    if state.draft is not None:
        return ask_again(state, incoming.facts, Reply("still-open"))
    draft = drafting.take_photos(drafting.new_draft(incoming.message), incoming.message)
    return go_on(state.set_aside().put(draft=draft, dropped=None), incoming.facts)


def _human(state: ConversationState, incoming: Utterance) -> Turn:
    """Who waits for a person is not asked on; the open question stays, and is answered if the citizen wishes."""
    key = "human-waiting" if incoming.facts.waits_for_person else "human-called"
    return Turn(state, (Reply(key),), (Escalate(Reason.ASKED),), passing=True)


def _greet(state: ConversationState, incoming: Utterance) -> Turn:
    """ "Halo?" of somebody who waits for a person is no first greeting."""
    return ask_again(state, incoming.facts, Reply("human-waiting" if incoming.facts.waits_for_person else "greeting"))


def _thank(state: ConversationState, incoming: Utterance) -> Turn:
    """Nobody who says thanks is asked again for what holds nothing up."""
    return ask_again(state, incoming.facts, Reply("thanks"))


def _forget(state: ConversationState, incoming: Utterance) -> Turn:
    return own_data.ask_forget(state, incoming.facts)


def _own_data(state: ConversationState, incoming: Utterance) -> Turn:
    message = incoming.message
    turn = own_data.hand_out(state, drafting.key_of(message.account, message.message_id), incoming.facts)
    return with_actions(ask_again(state, incoming.facts, *turn.replies), *turn.actions)


def _ask_status(state: ConversationState, incoming: Utterance) -> Turn:
    return ask_again(state, incoming.facts, *status_replies(incoming.facts, incoming.tickets))


def _follow(state: ConversationState, incoming: Utterance) -> Turn:
    facts = incoming.facts
    if not facts.mentioned:
        greeting = incoming.text.casefold().startswith("/start") and not facts.unknown_numbers
        return ask_again(state, facts, Reply("greeting")) if greeting else _ask_status(state, incoming)
    told = (Reply("following", {"number": view.number}) for view in facts.mentioned)
    return with_actions(ask_again(state, facts, *told), *(Follow(view.number) for view in facts.mentioned))


def _add_information(state: ConversationState, incoming: Utterance) -> Turn:
    """More about the citizen's ticket of the same category; what is clearly of another one is a new report."""
    about = drafting.clear_category(incoming.understanding)
    fitting = tuple(view for view in incoming.facts.own if about in (None, view.category))
    return content.add_to_one_of(fitting, state, incoming)


def _rate(state: ConversationState, incoming: Utterance) -> Turn:
    """A judgement in words, if there is work to judge."""
    own = (*incoming.tickets, *incoming.facts.own)
    done = next((one for one in own if one.mine and one.is_done), None)
    found = satisfaction(incoming.words)
    if state.draft or done is None or found is None:
        return content.add_to_one_of(incoming.facts.own, state, incoming)
    return judge(state, done, good=found.good, stars=found.stars, said=not found.good and len(incoming.words) > 3)


def _other(state: ConversationState, incoming: Utterance) -> Turn:
    """Not understood: a question that no list answers, something to take back, or nothing that we know."""
    if incoming.message.pin or incoming.has_pictures:
        return content.take(state, incoming)
    if in_foreign_script(incoming.text) and not incoming.facts.capabilities.buttons:
        # Whoever writes a mail or an SMS writes once, and does not try again in other words.
        return Turn(state, (Reply("script-unread"),), (Escalate(Reason.NOT_UNDERSTOOD),), passing=True)
    said = answer(incoming, "")
    if said is ShortAnswer.AGAIN and state.draft is not None:
        return ask_again(state, incoming.facts)
    if (
        state.dropped is not None
        and state.draft is None
        and said in (ShortAnswer.NO, ShortAnswer.BACK, ShortAnswer.GO_ON)
    ):
        return press(state, f"{UNDO}:{state.dropped.key}", incoming.facts)
    if state.draft is not None and is_question(incoming.words, incoming.text):
        return ask_again(state, incoming.facts, Reply("fact-unknown"))
    return content.not_understood(state, incoming)


def with_actions(turn: Turn, *actions: Action) -> Turn:
    return replace(turn, actions=(*turn.actions, *actions))


_ACTS: Mapping[str, Handler] = {
    _CONTENT: content.take,
    "start_report": _start_report,
    "give_place": _give_place,
    "affirm": _affirm,
    "deny": _deny,
    "skip": _skip,
    "correct": _correct,
    "cancel": _cancel,
    "ask_status": _ask_status,
    "follow": _follow,
    "add_information": _add_information,
    "rate": _rate,
    "human": _human,
    "forget": _forget,
    "own_data": _own_data,
    "greet": _greet,
    "help": _say("help"),
    "thank": _thank,
    "abuse": _say("abuse"),
    _OTHER: _other,
}
