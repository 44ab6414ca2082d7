"""What every page of one conversation needs: finding it, carrying out what a form asks for, saying what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from core.kernel.errors import (
    CannotWriteError,
    ConversationNotFoundError,
    ForbiddenError,
    HeldElsewhereError,
    MediaError,
    ModerationError,
    PlaceholderError,
    StaleTicketError,
    TargetError,
    TicketError,
    TicketNotFoundError,
    TransitionError,
)
from core.running.services import Services
from core.storage.models import Conversation, Escalation, Staff
from webhooks.staff.conversations.labels import OBSTACLES
from webhooks.staff.form_input import UnreadableError
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.signing_in.signed_in import Member, member
from webhooks.staff.tickets.evidence import photo_problem

log = structlog.get_logger()

Act = Callable[[Session], object]
"""What a form does, in a transaction."""
Problem = tuple[str, int]
"""(what went wrong in words that help, HTTP status)"""


class Room:
    def __init__(self, services: Services) -> None:
        self.services = services

    def conversation(self, session: Session, conversation_id: int, me: Member) -> Conversation:
        """404 for what is not there, or not for this member of staff: only moderators see what does not wait."""
        found = session.get(Conversation, conversation_id)
        if found is None or not (holds(me.role, Permission.MODERATE) or _waits(session, found)):
            abort(404)
        return found

    def do(
        self,
        conversation_id: int,
        act: Act,
        said: str,
        *,
        again: Callable[[Problem], ResponseReturnValue],
        goal: str = "staff.conversation",
        **address: Any,
    ) -> ResponseReturnValue:
        """One transaction; `again` shows the form once more with what was wrong."""
        return self.read_and_do(conversation_id, lambda: act, said, again=again, goal=goal, **address)

    def read_and_do(
        self,
        conversation_id: int,
        read: Callable[[], Act],
        said: str,
        *,
        again: Callable[[Problem], ResponseReturnValue],
        goal: str = "staff.conversation",
        **address: Any,
    ) -> ResponseReturnValue:
        """The same for a form whose reading takes time (a photo, a place): it is read before the transaction."""
        with self.services.database.read() as session:
            self.conversation(session, conversation_id, member())
        try:
            act = read()
            with self.services.database.write() as session:
                act(session)
        except ConversationNotFoundError:
            abort(404)
        except (ModerationError, TicketError, MediaError, UnreadableError, StaleDataError) as error:
            log.info("moderation.refused", conversation=conversation_id, problem=type(error).__name__)
            return again(self._explain(conversation_id, error))
        if said:
            flash(said)
        return redirect(url_for(goal, **(address or {"conversation_id": conversation_id})))

    def _explain(self, conversation_id: int, error: Exception) -> Problem:
        match error:
            case UnreadableError():
                return str(error), 422
            case HeldElsewhereError():
                return self._whose(conversation_id), 409
            case CannotWriteError():
                return self._unwritable(conversation_id, error), 422
            case PlaceholderError():
                names = ", ".join(f"{{{name}}}" for name in error.names)
                return f"Isi dulu {names}: laporan yang dipilih tidak punya isinya.", 422
            case MediaError():
                return photo_problem(error), 422
            case StaleTicketError() | StaleDataError():
                return "Laporan itu baru saja diubah orang lain. Lihat dulu isinya, lalu kirim sekali lagi.", 409
            case TicketNotFoundError():
                return "Tidak ada laporan dengan nomor itu di percakapan ini.", 422
            case TransitionError():
                return "Laporan itu sudah ditangani atau ditutup, jadi tidak bisa diubah begitu.", 409
            case ForbiddenError():
                return "Peran Anda tidak berwenang melakukan ini.", 403
            case TargetError():
                return "Itu tidak bisa dilakukan: isinya sudah ada, atau laporan tujuannya tidak terbuka lagi.", 422
        return "Itu tidak bisa dilakukan sekarang. Muat ulang halamannya, lalu coba lagi.", 409

    def _whose(self, conversation_id: int) -> str:
        query = select(Staff.name).join(Conversation, Conversation.moderator_id == Staff.id)
        with self.services.database.read() as session:
            name = session.scalar(query.where(Conversation.id == conversation_id))
        if name is None:
            return "Percakapan ini tidak Anda pegang lagi. Ambil alih dulu."
        return f"Percakapan ini sekarang dipegang {name}."

    def _unwritable(self, conversation_id: int, error: CannotWriteError) -> str:
        with self.services.database.read() as session:
            reach = self.services.moderation.reach(session.get_one(Conversation, conversation_id))
        words = {
            "empty": "Tulis dulu balasannya.",
            "too_long": f"Terlalu panjang untuk kanal ini: paling banyak {reach.can.max_length} huruf.",
            "photo": "Kanal ini tidak bisa menampilkan foto. Jelaskan dengan kata-kata.",
        }
        return words.get(error.reason) or (OBSTACLES[reach.obstacle] if reach.obstacle else "Balasan tidak terkirim.")


def _waits(session: Session, conversation: Conversation) -> bool:
    if conversation.moderator_id is not None:
        return True
    query = select(Escalation.id).where(Escalation.conversation_id == conversation.id, Escalation.closed_at.is_(None))
    return session.scalar(query.limit(1)) is not None
