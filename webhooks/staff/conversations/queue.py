"""The queue: what waits for a moderator, what the bot could not sort, who is shut out; and the search."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.kernel.ticket_numbers import read_number
from core.moderation import cases, escalation_queue, search
from core.running.services import Services
from core.storage.models import CloseReason
from webhooks.routing import Pages, get
from webhooks.rows import row_id
from webhooks.staff.conversations.queue_rows import QueueRows
from webhooks.staff.form_input import words
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.signing_in.signed_in import Member, member, requires
from webhooks.staff.tickets.code_names import CodeNames
from webhooks.staff.tickets.presenters import row_view

_PAGE = 25
_SHORTEST, _LONGEST = 3, 100


class QueueTab(StrEnum):
    """Parts of the queue's page, as the address names them."""

    WAITING = "antrean"
    INCOMPLETE = "lengkapi"
    BARRED = "diblokir"


class QueuePages(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._rows = QueueRows(services)
        self._names = CodeNames(services)

    @get("/percakapan")
    @requires(Permission.SEE_ESCALATIONS)
    def conversations(self) -> ResponseReturnValue:
        me = member()
        sought = words(request.args, "q", _LONGEST)
        if sought and holds(me.role, Permission.MODERATE):
            return self._search(sought, me)
        wanted = request.args.get("lihat", QueueTab.WAITING)
        tab = QueueTab(wanted) if wanted in set(QueueTab) else QueueTab.WAITING
        with self._services.database.read() as session:
            shown = {**self._counts(session), **self._part(session, tab, me)}
        self._services.audit.write("conversations.listed", "conversations", staff_id=me.staff_id, page=tab)
        return render_template("staff/conversations/queue.html", tab=tab, **shown)

    @get("/percakapan/antrean")
    @requires(Permission.SEE_ESCALATIONS)
    def conversations_live(self) -> ResponseReturnValue:
        """The queue as it is now, for the page that shows it."""
        me = member()
        with self._services.database.read() as session:
            shown = self._waiting(session, me)
            count = escalation_queue.count_waiting(session, self._services.clock())
        html = render_template("staff/conversations/_queue.html", **shown)
        response = jsonify(html=html, count=count)
        response.add_etag()
        return response.make_conditional(request)

    def _counts(self, session: Session) -> dict[str, Any]:
        counts = {
            QueueTab.WAITING: escalation_queue.count_waiting(session, self._services.clock()),
            QueueTab.INCOMPLETE: escalation_queue.count_unsorted(session),
        }
        return {"tabs": list(QueueTab), "counts": counts}

    def _part(self, session: Session, tab: QueueTab, me: Member) -> dict[str, Any]:
        match tab:
            case QueueTab.WAITING:
                return self._waiting(session, me)
            case QueueTab.INCOMPLETE:
                return self._incomplete(session, me)
            case QueueTab.BARRED:
                now = self._services.clock()
                return {"barred": [self._rows.barred(one, me, now) for one in escalation_queue.barred(session)]}

    def _waiting(self, session: Session, me: Member) -> dict[str, Any]:
        now = self._services.clock()
        queue = escalation_queue.queue_of(session, me.staff_id, now)
        return {
            "cases": [self._rows.case(one, now) for one in cases.cases(session)],
            "mine": [self._rows.row(one, me, now) for one in queue.mine],
            "free": [self._rows.row(one, me, now) for one in queue.free],
            "others": [self._rows.row(one, me, now) for one in queue.others],
            "close_reasons": list(CloseReason),
        }

    def _incomplete(self, session: Session, me: Member) -> dict[str, Any]:
        now = self._services.clock()
        before = request.args.get("sebelum", type=row_id)
        tickets = escalation_queue.unsorted(session, before_id=before, limit=_PAGE + 1)
        return {
            "tickets": [row_view(ticket, self._names, me.role, now) for ticket in tickets[:_PAGE]],
            "older": tickets[_PAGE - 1].id if len(tickets) > _PAGE else None,
        }

    def _search(self, sought: str, me: Member) -> ResponseReturnValue:
        """By a report's number straight to its reporter, else by the words of recent messages."""
        number = read_number(sought)
        with self._services.database.read() as session:
            reporter = search.reporter_of(session, number) if number else None
            if reporter is not None:
                return redirect(url_for("staff.conversation", conversation_id=reporter))
            now = self._services.clock()
            hits = search.search(session, sought, now) if len(sought) >= _SHORTEST else []
            shown = self._counts(session) | {"found": [self._rows.hit(hit, me, now) for hit in hits]}
        self._services.audit.write(
            "conversation.searched", "conversations", staff_id=me.staff_id, words=sought, found=len(hits)
        )
        return render_template(
            "staff/conversations/found.html",
            sought=sought,
            too_short=len(sought) < _SHORTEST,
            searched=search.SEARCHED_MESSAGES,
            days=search.SEARCHED_FOR.days,
            **shown,
        )
