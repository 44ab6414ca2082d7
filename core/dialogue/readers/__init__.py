"""What a message means in the light of the question that is open: one small reader for each question.

A reader answers None where the message is no answer to its question: then it is read as anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.dialogue.outcome import Turn
from core.dialogue.readers import (
    cancel,
    category,
    change,
    confirm,
    description,
    duplicate,
    forget,
    photo,
    place,
    publish,
    reason,
    second,
    solved,
    survey,
)
from core.dialogue.state import ConversationState, Slot
from core.dialogue.utterance import Utterance

Reader = Callable[[ConversationState, Utterance], Turn | None]

READERS: Mapping[Slot, Reader] = {
    Slot.DESCRIPTION: description.read,
    Slot.CATEGORY: category.read,
    Slot.PLACE: place.read,
    Slot.PHOTO: photo.read,
    Slot.CONFIRM: confirm.read,
    Slot.CHANGE: change.read,
    Slot.PUBLISH: publish.read,
    Slot.DUPLICATE: duplicate.read,
    Slot.CANCEL: cancel.read_drop,
    Slot.WITHDRAW: cancel.read_withdraw,
    Slot.SOLVED: solved.read,
    Slot.COMPLAINT_REASON: reason.read,
    Slot.SECOND: second.read,
    Slot.FORGET: forget.read,
    Slot.SURVEY: survey.read,
}


def read(state: ConversationState, incoming: Utterance) -> Turn | None:
    """The turn that an answer to the open question makes, or None if the message is none."""
    reader = READERS.get(state.asked) if state.asked else None
    return reader(state, incoming) if reader else None
