"""Closing many conversations at once, and the case of those that one address made."""

from __future__ import annotations

from collections import Counter

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from core.moderation import cases
from core.moderation.cases import Case
from core.moderation.closing import Closed
from core.running.services import Services
from core.storage.models import CloseReason
from webhooks.language import say
from webhooks.routing import Pages, get, post
from webhooks.rows import row_id
from webhooks.staff.conversations.queue_rows import QueueRows
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires

_MOST = 500
"""In one go: each is a transaction of its own, and the page is waited for."""
_DIGITS = 18


class ClosingPages(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._rows = QueueRows(services)

    @get("/percakapan/alamat/<source>")
    @requires(Permission.SEE_ESCALATIONS)
    def case(self, source: str) -> ResponseReturnValue:
        me, now = member(), self._services.clock()
        with self._services.database.read() as session:
            found = cases.case_of(session, source)
            if found is None:
                abort(404)
            rows = [self._rows.row(one, me, now) for one in cases.in_case(session, source, now)]
        self._services.audit.write(
            "conversation.case_seen", f"address/{source}", staff_id=me.staff_id, count=found.count
        )
        return render_template(
            "staff/conversations/case.html",
            case=self._rows.case(found, now),
            rows=rows,
            close_reasons=list(CloseReason),
            most=_MOST,
        )

    @post("/percakapan/alamat/<source>")
    @requires(Permission.MODERATE)
    def close_case(self, source: str) -> ResponseReturnValue:
        """All of them, as many as the page knew of; or those that are ticked."""
        if not request.form.get("semua"):
            return self._close(_ticked())
        up_to = request.form.get("semua", type=row_id) or 0
        with self._services.database.read() as session:
            seen = cases.calls_of_case(session, source, up_to, _MOST)
        return self._close(seen, source)

    @post("/percakapan/tutup")
    @requires(Permission.MODERATE)
    def close_many(self) -> ResponseReturnValue:
        return self._close(_ticked())

    def _close(self, seen: dict[int, int], source: str | None = None) -> ResponseReturnValue:
        reason = request.form.get("alasan", "")
        if not seen or reason not in set(CloseReason):
            key = "staff-conversations-no-reason" if seen else "staff-conversations-nothing-ticked"
            return self._result([], problem=say(key)), 422
        told = "kabari" in request.form
        results = self._services.closing.each(seen, member().staff_id, CloseReason(reason), tell=told)
        left = None
        if source is not None:
            with self._services.database.read() as session:
                left = cases.case_of(session, source)
        return self._result(results, left=left)

    def _result(self, results: list[Closed], problem: str = "", left: Case | None = None) -> str:
        return render_template(
            "staff/conversations/closed.html",
            problem=problem,
            done=sum(one.fate.is_closed for one in results),
            results=results,
            counts=Counter(one.fate for one in results).most_common(),
            left=left,
        )


def _ticked() -> dict[int, int]:
    """Conversation -> the newest call that was looked at, as the boxes carry it."""
    seen: dict[int, int] = {}
    for value in request.form.getlist("percakapan")[:_MOST]:
        written, _, newest = value.partition(":")
        if all(part.isascii() and part.isdecimal() and len(part) <= _DIGITS for part in (written, newest)):
            seen[int(written)] = int(newest)
    return seen
