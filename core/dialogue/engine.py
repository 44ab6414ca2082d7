"""One turn of the conversation.

A message is read in this order: what it is by itself (a button, an edit, the rest of an album) · danger · a question
about the service · an answer to the open question · the choice of an option · the model's act · content.
"""

from __future__ import annotations

from dataclasses import replace

from core.dialogue import (
    acts,
    answers,
    changes,
    content,
    danger,
    faq,
    later,
    matters,
    own_data,
    proof,
    readers,
    subject,
    survey,
)
from core.dialogue.buttons import press
from core.dialogue.drafting import put, take_photos
from core.dialogue.facts import Facts, PlaceReading
from core.dialogue.going_on import ask_again
from core.dialogue.outcome import AddInformation, Erase, Escalate, Reason, Reply, Turn
from core.dialogue.questions import ask_photo_place
from core.dialogue.reading import known_word
from core.dialogue.state import ConversationState, Option, Slot
from core.dialogue.utterance import Utterance
from core.kernel.messages import Inbound, MediaKind
from core.kernel.ports import Understanding

_UNREADABLE = {
    MediaKind.VOICE: "voice-kept",
    MediaKind.VIDEO: "video-kept",
    MediaKind.DOCUMENT: "document-kept",
    MediaKind.STICKER: "sticker",
}
_COMMANDS = frozenset({"human", "forget", "own_data", "ask_status", "help", "start_report"})
"""Known words that mean the same whatever was asked."""


def step(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    """Decide what a message means here, what to answer and what to do."""
    incoming = Utterance(inbound, understanding, facts)
    if inbound.proven:
        state = proof.in_light_of(state, facts.answered) if facts.answered else state
        turn = matters.come_next(state, _of_the_citizen(state, subject.replying(state, incoming)), facts)
        turn = survey.resumed(turn)
    else:
        turn = proof.doubted(state, incoming, route)
    if facts.among_many:
        turn = replace(turn, replies=_without_promise(turn.replies))
    erased = any(isinstance(action, Erase) for action in turn.actions)
    apart = () if erased else turn.state.apart
    kept = turn.state.put(group=inbound.group, apart=apart)
    turn = replace(turn, state=kept if erased else _remembered(state, kept, turn, incoming))
    # Whoever may be another changes nothing, not even what is remembered of the last question.
    return in_other_words(state, turn) if inbound.proven else turn


def _remembered(
    before: ConversationState, after: ConversationState, turn: Turn, incoming: Utterance
) -> ConversationState:
    """What later messages may be about: the ticket spoken of, and which message answered what."""
    message = incoming.message
    if not message.proven:
        return after
    spoken = subject.spoken_of(turn, incoming.facts) or before.spoken
    if message.edits or message.deletes or message.pressed:
        return after.put(spoken=spoken)
    return after.put(spoken=spoken, answers=before.having_answered(message.message_id).answers)


def in_other_words(before: ConversationState, turn: Turn) -> Turn:
    """A question that is asked again comes in other words than the last time."""
    asked = next((reply.key for reply in reversed(turn.replies) if is_question(reply)), None)
    if asked is None:
        return turn
    times = before.times + 1 if before.question == asked else 0
    replies = tuple(replace(reply, variant=times) if reply.key == asked else reply for reply in turn.replies)
    return replace(turn, replies=replies, state=turn.state.put(question=asked, times=times))


def is_question(reply: Reply) -> bool:
    return reply.key.startswith("ask-") or reply.key in ("danger-listening", "not-understood")


def _of_the_citizen(state: ConversationState, incoming: Utterance) -> Turn:
    """A short answer to a message of ours that asked about a ticket is an answer to that one, whatever came since."""
    facts = incoming.facts
    options = facts.answered.options if facts.answered else ()
    button = proof.button_meant(incoming, options)
    if button is None:
        button = _of_older_question(state, incoming, options)
    if button is None:
        return _beside_draft(state, incoming) if _leaves_draft(state, incoming) else route_reply(state, incoming)
    if button.startswith(f"{own_data.VERB}:"):
        state = state.put(asked=Slot.FORGET)
    turn = press(state, button, facts)
    if state.draft is None or turn.state.draft != state.draft:
        return turn
    open_question = {"asked": state.asked, "options": state.options, "ticket": state.ticket}
    return replace(turn, state=turn.state.put(**open_question), passing=True)


def route_reply(state: ConversationState, incoming: Utterance) -> Turn:
    return route(subject.question_again(state, incoming), incoming)


def _of_older_question(state: ConversationState, incoming: Utterance, options: tuple[Option, ...]) -> str | None:
    """The button of an older message about a report that the words of a reply stand for."""
    message = incoming.message
    if options == state.options or message.pressed or message.media or message.edits:
        return None
    chosen = answers.choice(incoming.words, options)
    return chosen if chosen and subject.is_of_draft(chosen) else None


def _leaves_draft(state: ConversationState, incoming: Utterance) -> bool:
    """Whether a reply is about a ticket while a report is put together."""
    answered = incoming.facts.answered
    return (
        bool(state.draft and incoming.about and answered and answered.draft_key != state.draft.key)
        and not incoming.message.pressed
    )


def _beside_draft(state: ConversationState, incoming: Utterance) -> Turn:
    """The report stays as it is, with its question; unless the reply begins another one."""
    turn = route_reply(state.put(draft=None, asked=None, options=()), incoming)
    if turn.state.draft is not None:
        return turn
    left = {"draft": state.draft, "asked": state.asked, "options": state.options}
    return replace(turn, state=turn.state.put(**left), passing=True)


_AMONG_MANY = {
    "human-called": "human-called-many",
    "human-waiting": "human-waiting-many",
    "not-understood-person": "not-understood-person-many",
    "own-data-by-person": "own-data-by-person-many",
    "voice-kept": "attachment-kept-many",
    "video-kept": "attachment-kept-many",
    "document-kept": "attachment-kept-many",
}
"""What promises that a person will answer, and what is true where very many of one address wait."""


def _without_promise(replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    return tuple(replace(reply, key=_AMONG_MANY.get(reply.key, reply.key)) for reply in replies)


def route(state: ConversationState, incoming: Utterance) -> Turn:
    """What a message means in a state, whoever it is of."""
    message = incoming.message
    if message.deletes:
        return changes.deleted(state, incoming)
    if message.edits:
        return changes.edited(state, incoming)
    if danger.is_on(state, incoming.facts.now) and known_word(message.text) not in ("forget", "own_data"):
        return danger.go_on(state, incoming)
    state = state.put(danger=None)
    if message.pressed:
        return press(state, message.pressed, incoming.facts)
    of_album = message.group and message.group == state.group and not incoming.text
    if of_album and (rest := _rest_of_album(state, incoming)):
        return rest
    if (
        kept := next((_UNREADABLE[m.kind] for m in message.media if m.kind in _UNREADABLE), None)
    ) and not incoming.text:
        return _unreadable(state, incoming, kept)
    if not (incoming.text or message.media or message.pin):
        return ask_again(state, incoming.facts, Reply("empty"))
    turn = _said(state, incoming)
    return _with_kept_file(turn, kept) if kept else turn


def _rest_of_album(state: ConversationState, incoming: Utterance) -> Turn | None:
    """More pictures of an album go where its first one went, without a word."""
    if state.draft is not None:
        return Turn(state.with_draft(take_photos(state.draft, incoming.message)))
    view = incoming.facts.of_citizen(state.spoken)
    return Turn(state, actions=(AddInformation(view.number),), passing=True) if view else None


def _said(state: ConversationState, incoming: Utterance) -> Turn:
    if (kind := danger.heard(incoming)) and not (kind == danger.OTHER and _is_asked_place(state, incoming)):
        return danger.begin(state, kind, incoming)
    command = known_word(incoming.message.text)
    if command in _COMMANDS:
        return acts.do(command, state, incoming)
    if turn := later.read(state, incoming):
        return turn
    topic = None if content.is_about_more(incoming) else faq.topic(incoming.words, incoming.text)
    if topic == "how_to_follow" and incoming.act == "ask_status" and incoming.facts.own:
        return acts.do("ask_status", state, incoming)
    if topic and faq.plainly_asks(incoming.words, incoming.text) and state.asked is not Slot.SOLVED:
        return acts.tell(topic, state, incoming)
    if turn := readers.read(state, incoming):
        return turn
    if chosen := answers.choice(incoming.words, state.options):
        shown = state.with_draft(take_photos(state.draft, incoming.message)) if state.draft else state
        return press(shown, chosen, incoming.facts)
    if topic:
        return acts.tell(topic, state, incoming)
    return acts.do(command or acts.meant(state, incoming), state, incoming)


def _is_asked_place(state: ConversationState, incoming: Utterance) -> bool:
    """ "Pela Mampang ya min, tolong" is the place that was asked for, and no cry for help."""
    here = incoming.facts.place.place
    return state.asked is Slot.PLACE and here is not None and not content.tells_beside_place(incoming)


# --- messages that are no plain text ---------------------------------------------------------------


def _unreadable(state: ConversationState, incoming: Utterance, key: str) -> Turn:
    turn = ask_again(state, incoming.facts, Reply(key))
    kinds = {media.kind for media in incoming.message.media}
    for_person = kinds & {MediaKind.VOICE, MediaKind.VIDEO, MediaKind.DOCUMENT}
    return replace(turn, actions=(*turn.actions, Escalate(Reason.ATTACHMENT))) if for_person else turn


def _with_kept_file(turn: Turn, key: str) -> Turn:
    """A file beside words is named, and seen by a person; the words are read as ever."""
    if key == "sticker":
        return turn
    return replace(
        turn, replies=(Reply("file-kept"), *turn.replies), actions=(*turn.actions, Escalate(Reason.ATTACHMENT))
    )


def photo_located(state: ConversationState, message_id: str, reading: PlaceReading) -> Turn | None:
    """A photo's own data name a place: offered once, if the report that it belongs to has none yet."""
    draft = state.draft
    wanted = draft and message_id in draft.photo_messages and draft.place is None and not draft.place_options
    if draft is None or not wanted or not reading.options:
        return None
    asked = state.put(asked=Slot.PLACE).with_draft(put(draft, place_options=reading.options))
    return in_other_words(state, Turn(asked, (ask_photo_place(draft, reading.options[0]),)))


def photo_refused(state: ConversationState, message_id: str, reason: str) -> Turn:
    """A picture turned out to be unusable when it was fetched. `reason` is a wording key."""
    draft = state.draft
    if draft is None or message_id not in draft.photo_messages:
        return Turn(state, (Reply(reason),))
    photos = list(draft.photo_messages)
    photos.remove(message_id)
    return Turn(state.with_draft(put(draft, photo_messages=tuple(photos))), (Reply(reason),))
