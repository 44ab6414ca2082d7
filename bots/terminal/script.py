"""Plays scripted conversations: `tanggap chat --script FILE` (or `-`), a JSON line in, a JSON line out.

What a citizen does: {"say": text} · {"say": text, "reply_to": step} (answers our message of that step) ·
{"photo": path, "caption": text} · {"media": "voice" | "video" | "document", "caption": text} · {"pin": [lat, lon]} ·
{"press": label} · {"edit": text} and {"delete": true} (the citizen's last message).
Who it is: {"new": name} (a fresh citizen) · {"as": name} · {"channel": "sms" | "mail" | "telegram" | "chat"}.
What others do: {"officer": "move", "ticket": "last" or number, "to": state, "note": text, "photo": path} ·
{"moderator": "take" | "back" | some text}. A step that asks for photo evidence gets a plain grey picture.
Time: {"wait": "1d"} (s, m, h, d, w) · {"at": "23:30"} (the next time that it is so late).

Each is answered by one line: `step`, `replies`, `buttons` (labels that can be pressed now), `asked` (the open question,
or null), `person` (whether one was called), `language`, and `tickets`, all that this citizen told of
(somebody else's, too, if it was joined), the oldest first.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bots.terminal import ACCOUNT, MANNERS, account_of, sent_to
from core.kernel.actor import Actor
from core.kernel.clock import ManualClock
from core.kernel.errors import TanggapError
from core.kernel.messages import Inbound, MediaKind, MediaRef, Pin
from core.kernel.states import PHOTO_REQUIRED, Role, State
from core.messaging import conversations
from core.protection import photos
from core.reports.following import follower_counts, told_tickets
from core.running.services import Services
from core.running.sweep import sweep
from core.storage.models import Conversation, Escalation, Media, Staff, Ticket
from core.tickets.steps import step_to

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_MODERATOR = "moderator-in-script"
_MOST_TICKETS = 1_000

Step = dict[str, Any]


class ScriptError(TanggapError):
    """A step that is not of the format."""


@dataclass
class _Citizen:
    name: str
    account: str = ACCOUNT
    seen: int = 0
    last_message: str | None = None
    replies_of: dict[int, int] = field(default_factory=dict)
    """Step -> our last message of it."""


class Script:
    def __init__(self, services: Services, clock: ManualClock) -> None:
        self._services = services
        self._clock = clock
        self._citizens: dict[tuple[str, str], _Citizen] = {}
        self._citizen = self._known("citizen-1", ACCOUNT)
        self._steps = 0
        with services.database.read() as session:
            self._before = session.scalar(select(func.max(Ticket.id))) or 0
        self._actions: dict[str, Callable[[Step], None]] = {
            "say": self._say,
            "officer": self._officer,
            "moderator": self._moderator,
            "photo": self._photo,
            "media": self._media,
            "pin": self._pin,
            "press": self._press,
            "edit": self._edit,
            "delete": self._delete,
            "new": self._new,
            "as": self._as,
            "channel": self._channel,
            "wait": self._wait,
            "at": self._at,
        }

    def play(self, steps: Iterable[Step]) -> Iterator[dict[str, Any]]:
        """One result per step. Raises ScriptError for a step that is not of the format."""
        for step in steps:
            yield self.do(step)

    def do(self, step: Step) -> dict[str, Any]:
        """Do one step, and tell what came of it."""
        self._steps += 1
        action = next((do for name, do in self._actions.items() if name in step), None)
        if action is None:
            raise self._error(f"one of {', '.join(self._actions)} is needed, not {', '.join(step) or 'nothing'}")
        try:
            action(step)
        except (TypeError, ValueError, OSError) as error:
            raise self._error(str(error)) from error
        self._clock.advance(timedelta(seconds=1))
        return {"step": self._steps, **self._result()}

    def _error(self, problem: str) -> ScriptError:
        return ScriptError(f"step {self._steps}: {problem}")

    # --- the citizen -------------------------------------------------------------------------------

    def _say(self, step: Step) -> None:
        answers = None
        if (to := step.get("reply_to")) is not None and (answers := self._citizen.replies_of.get(int(to))) is None:
            raise self._error(f"no message of ours came with step {to}")
        self._take(text=str(step["say"]), answers=answers)

    def _photo(self, step: Step) -> None:
        media = (MediaRef(kind=MediaKind.PHOTO, ref=str(step["photo"])),)
        self._take(text=str(step.get("caption") or ""), media=media)

    def _media(self, step: Step) -> None:
        media = (MediaRef(kind=MediaKind(step["media"]), ref="script"),)
        self._take(text=str(step.get("caption") or ""), media=media)

    def _pin(self, step: Step) -> None:
        lat, lon = step["pin"]
        self._take(pin=Pin(lat=lat, lon=lon))

    def _press(self, step: Step) -> None:
        label = str(step["press"]).casefold().strip()
        with self._services.database.read() as session:
            rows = reversed(sent_to(session, self._services, self._citizen.name, account=self._citizen.account))
            buttons = (button for row in rows for button in row.buttons)
            pressed = next((b.id for b in buttons if label in (b.label.casefold(), b.id)), None)
        # A label that was never shown is what somebody would type.
        self._take(pressed=pressed, text="" if pressed else str(step["press"]))

    def _edit(self, step: Step) -> None:
        self._take(text=str(step["edit"]), edits=self._last())

    def _delete(self, step: Step) -> None:
        self._take(deletes=self._last())

    def _last(self) -> str:
        if self._citizen.last_message is None:
            raise self._error("this citizen has written nothing yet")
        return self._citizen.last_message

    def _take(self, **message: Any) -> None:
        number = f"step-{self._steps}-{self._clock().timestamp()}"
        inbound = Inbound(
            account=self._citizen.account,
            message_id=number,
            sender=self._citizen.name,
            sent_at=self._clock(),
            **message,
        )
        if not (inbound.edits or inbound.deletes):
            self._citizen.last_message = number
        self._services.intake.take(inbound)

    # --- who it is ---------------------------------------------------------------------------------

    def _known(self, name: str, account: str) -> _Citizen:
        return self._citizens.setdefault((name, account), _Citizen(name, account))

    def _new(self, step: Step) -> None:
        name = str(step["new"])
        if (name, self._citizen.account) in self._citizens and self._conversation_of(self._citizen.account, name):
            raise self._error(f"{name} has written before; a fresh citizen needs another name")
        self._citizen = self._known(name, self._citizen.account)

    def _as(self, step: Step) -> None:
        self._citizen = self._known(str(step["as"]), self._citizen.account)

    def _channel(self, step: Step) -> None:
        if step["channel"] not in MANNERS:
            raise self._error(f"channel is one of {', '.join(MANNERS)}, not {step['channel']!r}")
        self._citizen = self._known(self._citizen.name, account_of(step["channel"]))

    # --- others ------------------------------------------------------------------------------------

    def _officer(self, step: Step) -> None:
        number = self._target(step)
        try:
            to = State(step.get("to", ""))
        except ValueError as error:
            raise self._error(f"no state is called {step.get('to')!r}") from error
        evidence = [self._evidence(step)] if step.get("photo") or to in PHOTO_REQUIRED else []
        with self._services.database.write() as session:
            session.add_all(evidence)
            administrator = Actor(Role.ADMINISTRATOR)
            self._services.workflow.move(
                session, number, step_to(to, note=step.get("note"), photos=evidence), administrator
            )

    def _target(self, step: Step) -> str:
        wanted = step.get("ticket", "last")
        if wanted != "last":
            return str(wanted)
        with self._services.database.read() as session:
            here = select(Ticket.number).where(Ticket.id > self._before)
            newest = session.scalar(here.order_by(Ticket.id.desc()).limit(1))
        if newest is None:
            raise self._error("no ticket has been opened yet")
        return newest

    def _evidence(self, step: Step) -> Media:
        raw = Path(step["photo"]).read_bytes() if step.get("photo") else _grey_picture()
        return self._services.media.put_photo(photos.clean(raw), self._clock())

    def _moderator(self, step: Step) -> None:
        said = str(step["moderator"])
        with self._services.database.write() as session:
            conversation = self._conversation(session)
            if conversation is None:
                raise self._error("this citizen has written nothing yet")
            who = self._staff(session)
            moderation = self._services.moderation
            if said == "take":
                moderation.take(session, conversation.id, who)
            elif said == "back":
                moderation.hand_back(session, conversation.id, who)
            else:
                moderation.reply(session, conversation.id, who, said, form_key=f"step-{self._steps}")

    def _staff(self, session: Session) -> int:
        found = session.scalar(select(Staff.id).where(Staff.username == _MODERATOR))
        if found is None:
            member, _ = self._services.accounts.add(session, None, _MODERATOR, "Moderator", Role.MODERATOR, None)
            found = member.id
        return found

    # --- time --------------------------------------------------------------------------------------

    def _wait(self, step: Step) -> None:
        match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smhdw])\s*", str(step["wait"]))
        if match is None:
            raise self._error('wait is a number and one of s, m, h, d, w, like "1d"')
        self._pass(timedelta(**{_UNITS[match[2]]: float(match[1])}))

    def _at(self, step: Step) -> None:
        try:
            wanted = time.fromisoformat(str(step["at"]))
        except ValueError as error:
            raise self._error('at is a time of the day, like "23:30"') from error
        now = self._clock().astimezone(self._services.config.zone)
        then = now.replace(hour=wanted.hour, minute=wanted.minute, second=0, microsecond=0)
        self._pass((then if then > now else then + timedelta(days=1)) - now)

    def _pass(self, how_long: timedelta) -> None:
        self._clock.advance(how_long)
        sweep(self._services, self._services.waker)

    # --- results -----------------------------------------------------------------------------------

    def _result(self) -> dict[str, Any]:
        with self._services.database.read() as session:
            conversation = self._conversation(session)
            replies = self._replies(session)
            if conversation is None:
                nothing: dict[str, Any] = {
                    "buttons": [],
                    "asked": None,
                    "person": False,
                    "language": self._services.config.city.language,
                }
                return {"replies": replies, **nothing, "tickets": []}
            waiting = select(Escalation.id).where(
                Escalation.conversation_id == conversation.id, Escalation.closed_at.is_(None)
            )
            return {
                "replies": replies,
                "buttons": [option.label for option in conversation.state.options],
                "asked": conversation.state.asked,
                "person": conversation.moderator_id is not None or session.scalar(waiting.limit(1)) is not None,
                "language": conversation.language,
                "tickets": [_described(session, ticket) for ticket in _tickets_of(session, conversation)],
            }

    def _replies(self, session: Session) -> list[str]:
        who = self._citizen
        rows = sent_to(session, self._services, who.name, who.seen, account=who.account)
        if rows:
            who.seen = who.replies_of[self._steps] = rows[-1].id
        return [row.text for row in rows]

    def _conversation(self, session: Session) -> Conversation | None:
        return conversations.find(session, self._services.vault, self._citizen.account, self._citizen.name)

    def _conversation_of(self, account: str, name: str) -> bool:
        with self._services.database.read() as session:
            return conversations.find(session, self._services.vault, account, name) is not None


def _tickets_of(session: Session, conversation: Conversation) -> list[Ticket]:
    return list(reversed(told_tickets(session, conversation.id, limit=_MOST_TICKETS)))


def _described(session: Session, ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "kind": ticket.kind,
        "category": ticket.category,
        "kelurahan": ticket.kelurahan,
        "kecamatan": ticket.kecamatan,
        "lat": ticket.lat,
        "lon": ticket.lon,
        "place": ticket.place_words,
        "description": ticket.description,
        "photos": len(ticket.photos),
        "public": ticket.public,
        "rating": ticket.rating,
        "state": ticket.state,
        "unit": ticket.unit,
        "followers": follower_counts(session, [ticket.id]).get(ticket.id, 0),
    }


def _grey_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "grey").save(out, "JPEG")
    return out.getvalue()
