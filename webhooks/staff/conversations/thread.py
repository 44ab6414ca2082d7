"""The messages of a conversation as moderators read them. The templates only lay out what is here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.dialogue.drafting import UNCLEAR
from core.kernel.messages import ButtonKind
from core.kernel.states import Kind
from core.moderation.talk import Said, Sent, Talk
from core.running.services import Services
from core.storage.models import Media, MediaState, SendState
from webhooks.language import language, say
from webhooks.staff.tickets.code_names import CodeNames

_SURE_ENOUGH = 0.02
"""Guesses below this say nothing."""
_PLAYABLE = {
    "audio/ogg": "audio",
    "audio/mpeg": "audio",
    "audio/mp4": "audio",
    "audio/aac": "audio",
    "audio/wav": "audio",
    "audio/webm": "audio",
    "video/mp4": "video",
    "video/webm": "video",
}


@dataclass(frozen=True)
class Attachment:
    id: int
    label: str
    download: str
    """What the link to it says."""
    photo: bool
    playable: str
    """`audio` or `video` if a browser can play it."""
    problem: str
    """Why it can't be seen."""


@dataclass(frozen=True)
class ThreadMessage:
    """A message in the thread."""

    key: str
    side: str
    """`citizen`, `bot` or `staff`."""
    day: str
    """Said before the first message of a day."""
    author: str
    time: str
    text: str
    attachments: tuple[Attachment, ...]
    earlier: tuple[str, ...] = ()
    """What stood there before it was edited."""
    deleted: bool = False
    pressed: str = ""
    pin: str = ""
    buttons: tuple[str, ...] = ()
    guess: str = ""
    sending: str = ""
    failed: bool = False
    problem: str = ""
    chosen: int | None = None
    """The id of a message that can be chosen for a report."""
    unproven: bool = False
    """The channel did not vouch for the sender."""


class ThreadMessages:
    def __init__(self, services: Services) -> None:
        self._wording = services.wording
        self._zone = services.config.zone
        self._names = CodeNames(services)

    def of(self, talk: Talk) -> list[ThreadMessage]:
        shown: list[ThreadMessage] = []
        day = ""
        for entry in talk.turns:
            today = self._wording.date(entry.at, language(), time=False)
            heading, day = (today if today != day else ""), today
            shown.append(self._said(entry, heading) if isinstance(entry, Said) else self._sent(entry, heading))
        return shown

    def _said(self, said: Said, day: str) -> ThreadMessage:
        message = said.message
        return ThreadMessage(
            key=f"i{message.id}",
            side="citizen",
            day=day,
            author="",
            time=self._hour(said.at),
            text=said.edits[-1] if said.edits else message.text,
            earlier=(message.text, *said.edits[:-1]) if said.edits else (),
            deleted=said.deleted,
            pressed=(said.pressed or say("staff-conversations-button")) if message.pressed else "",
            pin=f"{message.pin.lat:.6f}, {message.pin.lon:.6f}" if message.pin else "",
            attachments=tuple(_attachment(media) for media in message.media),
            guess=self._guess(message.understanding),
            unproven=not message.proven,
            chosen=None if message.pressed else message.id,
        )

    def _sent(self, sent: Sent, day: str) -> ThreadMessage:
        message = sent.message
        failed = message.state is SendState.FAILED
        retried = message.state is SendState.QUEUED and message.problem
        return ThreadMessage(
            key=f"o{message.id}",
            side="staff" if message.staff_id else "bot",
            day=day,
            author=sent.author or say("staff-conversations-bot"),
            time=self._hour(sent.at),
            text=message.text,
            attachments=(_attachment(message.photo),) if message.photo else (),
            buttons=tuple(button.label for button in message.buttons if button.kind is ButtonKind.REPLY),
            sending=say("staff-conversations-retried") if retried else _sending(message.state),
            failed=failed,
            problem=message.problem or "" if failed or retried else "",
        )

    def _guess(self, understanding: Mapping[str, Any] | None) -> str:
        """What the bot took a message for, with its doubts."""
        if not understanding:
            return ""
        names: Mapping[str, Callable[[str], str]] = {"act": _act, "kinds": self._kind, "categories": self._category}
        parts = []
        for key, name in names.items():
            guesses = [(code, sure) for code, sure in understanding.get(key, ()) if sure >= _SURE_ENOUGH]
            if guesses:
                parts.append(", ".join(f"{name(code)} {round(sure * 100)}%" for code, sure in guesses))
        return " · ".join(parts)

    def _kind(self, code: str) -> str:
        return self._names.kind(Kind(code)) if code in set(Kind) else code

    def _category(self, code: str) -> str:
        return say("staff-conversations-guess-unclear") if code == UNCLEAR else self._names.category(code)

    def _hour(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%H.%M}"


def playable(media: Media) -> str:
    """With which element a browser plays it; empty for what is only to be downloaded."""
    return _PLAYABLE.get((media.mime or "").partition(";")[0].strip().lower(), "")


def _act(code: str) -> str:
    return say("staff-conversations-act", act=code.partition("/")[0])


def _sending(state: SendState) -> str:
    return say("staff-conversations-sending", sending=state)


def _attachment(media: Media) -> Attachment:
    photo = media.kind.is_picture
    return Attachment(
        id=media.id,
        label=say("staff-conversations-attachment", media=media.kind),
        download=say("staff-conversations-download", media=media.kind),
        photo=photo and media.state is MediaState.STORED,
        playable="" if photo else playable(media),
        problem=_problem(media.state),
    )


def _problem(state: MediaState) -> str:
    match state:
        case MediaState.PENDING:
            return say("staff-conversations-photo-pending")
        case MediaState.REFUSED:
            return say("staff-conversations-photo-refused")
    return ""
