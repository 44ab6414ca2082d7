"""The page of one conversation, as every form on it shows it again."""

from __future__ import annotations

import uuid
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.kernel.states import Kind
from core.moderation import escalation_queue, talk
from core.moderation.escalation_queue import Hold
from core.moderation.takeover import subject
from core.reports.queries import own_tickets
from core.running.services import Services
from core.storage.models import Conversation
from webhooks.language import say
from webhooks.rows import row_id
from webhooks.staff.conversations.faces import Faces
from webhooks.staff.conversations.matter import HolderView, MatterViews
from webhooks.staff.conversations.refusals import NO_PROBLEM, Problem
from webhooks.staff.conversations.room import Room
from webhooks.staff.conversations.thread import ThreadMessages
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.signing_in.signed_in import Member, member
from webhooks.staff.tickets.classification_form import TypedPlaces

NOTE_LIMIT = 2000
_MESSAGES, _MORE, _MOST_MESSAGES = 100, 200, 2000


class ConversationScreen:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._room = Room(services)
        self._faces = Faces(services)
        self._messages = ThreadMessages(services)
        self._matter = MatterViews(services)
        self._places = TypedPlaces(services)

    def show(
        self, conversation_id: int, problem: Problem = NO_PROBLEM, typed: str = "", **kept: str
    ) -> ResponseReturnValue:
        """`typed` is a reply, and `kept` what stood in other fields, of a form that could not be carried out."""
        me, (what, status) = member(), problem
        services = self._services
        with services.database.read() as session:
            found = self._room.conversation(session, conversation_id, me)
            shown = self.thread(session, found, me)
            shown |= self._around(session, found, me, shown["talk"], shown["hold"])
            if not typed and (chosen := request.args.get("balasan", type=row_id)):
                typed = services.canned_replies.filled(session, found, chosen, request.args.get("laporan", ""))
        services.audit.write("conversation.seen", subject(conversation_id), staff_id=me.staff_id)
        page = render_template(
            "staff/conversations/conversation.html",
            problem=what,
            typed=typed,
            form_key=str(uuid.uuid4()),
            kept=kept,
            **shown,
        )
        return page, status

    def thread(self, session: Session, found: Conversation, me: Member) -> dict[str, Any]:
        """What the live part shows, and `stamp`, which changes when the rest of the page is out of date."""
        wanted = min(max(request.args.get("pesan", _MESSAGES, type=int), _MESSAGES), _MOST_MESSAGES)
        now = self._services.clock()
        read = talk.read(session, found, wanted)
        hold = escalation_queue.hold_of(session, found, now)
        calls = [one for one in read.escalations if one.closed_at is None]
        return {
            "conversation_id": found.id,
            "turns": self._messages.of(read),
            "wanted": wanted,
            "more": min(wanted + _MORE, _MOST_MESSAGES) if read.more and wanted < _MOST_MESSAGES else None,
            "talk": read,
            "hold": hold,
            "is_called": bool(calls),
            "stamp": f"{hold.staff_id if hold else 0}/{found.barred:d}/{found.blocked:d}/{len(calls)}",
            "count": escalation_queue.count_waiting(session, now),
            "may_choose": holds(me.role, Permission.MODERATE),
        }

    def _around(
        self, session: Session, found: Conversation, me: Member, read: talk.Talk, hold: Hold | None
    ) -> dict[str, Any]:
        """What stands around the thread."""
        reach = self._services.moderation.reach(found)
        matter, draft = self._matter, self._matter.draft(found.state)
        holder, mine = matter.holder(hold), hold is not None and hold.staff_id == me.staff_id
        return {
            "face": self._faces.of(found, me.role),
            "holder": holder,
            "mine": mine,
            "speaker": _speaker(found, holder, mine=mine),
            "moderates": holds(me.role, Permission.MODERATE),
            "barred": found.barred,
            "reach": reach,
            "calls": matter.calls(read.escalations, read.people),
            "notes": matter.notes(read),
            "draft": draft,
            "draft_area": self._places.label(draft.area_code) if draft else "",
            "asked": matter.asked(found.state),
            "tickets": [matter.ticket(ticket, me.role) for ticket in own_tickets(session, found.id)],
            "about": request.args.get("laporan", ""),
            "canned": self._services.canned_replies.all(session),
            "kinds": list(Kind),
            "categories": self._services.config.categories,
            "names": matter.names,
            "areas": self._places.names,
            "note_limit": NOTE_LIMIT,
        }


def _speaker(found: Conversation, holder: HolderView | None, *, mine: bool) -> str:
    """Who answers in it."""
    if found.barred:
        return say("staff-conversations-speaker-barred")
    if holder is None:
        return say("staff-conversations-speaker-bot")
    if mine:
        return say("staff-conversations-speaker-mine", since=holder.since)
    return say("staff-conversations-speaker-other", name=holder.name, since=holder.since)
