"""The queue: what waits for a moderator, what the bot could not sort, who is shut out; and the search."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.kernel.ticket_numbers import read_number
from core.moderation import escalation_queue
from core.running.services import Services
from core.storage.models import Ticket
from webhooks.rows import row_id
from webhooks.staff.conversations.labels import CLOSE_REASONS
from webhooks.staff.conversations.presenters import ConversationPresenters, ago
from webhooks.staff.form_input import words
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.signing_in.signed_in import Member, member, requires
from webhooks.staff.tickets.presenters import row_view

QUEUE, UNSORTED, BARRED = "antrean", "lengkapi", "diblokir"
_PAGE = 25
_SHORTEST, _LONGEST = 3, 100


def add(console: Blueprint, services: Services) -> None:
    views = ConversationPresenters(services)

    @console.get("/percakapan")
    @requires(Permission.SEE_ESCALATIONS)
    def conversations() -> ResponseReturnValue:
        me = member()
        sought = words(request.args, "q", _LONGEST)
        if sought and holds(me.role, Permission.MODERATE):
            return _found(sought, me)
        tab = request.args.get("lihat", QUEUE)
        tab = tab if tab in (QUEUE, UNSORTED, BARRED) else QUEUE
        with services.database.read() as session:
            shown = _shown(session, tab, me)
        services.audit.write("conversations.listed", "conversations", staff_id=me.staff_id, page=tab)
        return render_template("staff/conversations/queue.html", tab=tab, **shown)

    @console.get("/percakapan/antrean")
    @requires(Permission.SEE_ESCALATIONS)
    def conversations_live() -> ResponseReturnValue:
        """The queue as it is now, for the page that shows it."""
        me = member()
        with services.database.read() as session:
            shown = _shown(session, QUEUE, me)
        html = render_template("staff/conversations/_queue.html", **shown)
        response = jsonify(html=html, count=shown["counts"][QUEUE])
        response.add_etag()
        return response.make_conditional(request)

    def _shown(session: Session, tab: str, me: Member) -> dict[str, Any]:
        now = services.clock()
        counts = {
            QUEUE: escalation_queue.count_waiting(session, now),
            UNSORTED: escalation_queue.count_unsorted(session),
        }
        shown: dict[str, Any] = {"counts": counts, "found": None, "sought": ""}
        if tab == UNSORTED:
            before = request.args.get("sebelum", type=row_id)
            tickets = escalation_queue.unsorted(session, before_id=before, limit=_PAGE + 1)
            shown["tickets"] = [row_view(ticket, views.names, me.role, now) for ticket in tickets[:_PAGE]]
            shown["older"] = tickets[_PAGE - 1].id if len(tickets) > _PAGE else None
        elif tab == BARRED:
            shown["barred"] = [
                {"id": one.id, "face": views.face(one, me.role), "ago": ago(one.last_inbound_at, now)}
                for one in escalation_queue.barred(session)
            ]
        else:
            shown["cases"] = [views.case(one, now) for one in escalation_queue.cases(session)]
            shown["reasons"] = CLOSE_REASONS
            rows = [views.row(one, me.role, me.staff_id, now) for one in escalation_queue.waiting(session, now)]
            free = [row for row in rows if not row.holder or (row.idle and not row.mine)]
            shown["mine"] = [row for row in rows if row.mine]
            shown["free"] = free
            shown["others"] = [row for row in rows if row.holder and not row.mine and row not in free]
        return shown

    def _found(sought: str, me: Member) -> ResponseReturnValue:
        """By a report's number straight to its reporter, else by the words of recent messages."""
        number = read_number(sought)
        with services.database.read() as session:
            reporter = session.scalar(select(Ticket.reporter_id).where(Ticket.number == number)) if number else None
            if reporter is not None:
                return redirect(url_for("staff.conversation", conversation_id=reporter))
            now = services.clock()
            hits = escalation_queue.search(session, sought, now) if len(sought) >= _SHORTEST else []
            shown = _shown(session, BARRED, me)
            shown |= {"found": [views.hit(hit, me.role, now) for hit in hits], "sought": sought}
        services.audit.write(
            "conversation.searched", "conversations", staff_id=me.staff_id, words=sought, found=len(hits)
        )
        return render_template(
            "staff/conversations/queue.html",
            tab="",
            too_short=len(sought) < _SHORTEST,
            searched=escalation_queue.SEARCHED_MESSAGES,
            days=escalation_queue.SEARCHED_FOR.days,
            **shown,
        )
