"""Closing many conversations at once, and the case of those that one address made."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from core.moderation import escalation_queue
from core.moderation.closing import Closed
from core.moderation.takeover import CloseReason
from core.running.services import Services
from webhooks.rows import row_id
from webhooks.staff.conversations.labels import CLOSE_REASONS, FATES
from webhooks.staff.conversations.presenters import ConversationPresenters
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires

_MOST = 500
"""In one go: each is a transaction of its own, and the page is waited for."""
_DIGITS = 18
_CHOOSE = "Pilih dulu percakapannya."
_WHY = "Pilih dulu alasannya: itu dicatat, dan rekan Anda melihatnya."


def add(console: Blueprint, services: Services) -> None:
    views = ConversationPresenters(services)

    @console.get("/percakapan/alamat/<source>")
    @requires(Permission.SEE_ESCALATIONS)
    def case(source: str) -> ResponseReturnValue:
        return _case(source)

    @console.post("/percakapan/alamat/<source>")
    @requires(Permission.MODERATE)
    def close_case(source: str) -> ResponseReturnValue:
        """All of them, as many as the page knew of; or those that are ticked."""
        if not request.form.get("semua"):
            return _close(_ticked())
        up_to = request.form.get("semua", type=row_id) or 0
        with services.database.read() as session:
            seen = escalation_queue.calls_of_case(session, source, up_to, _MOST)
        return _close(seen, source)

    @console.post("/percakapan/tutup")
    @requires(Permission.MODERATE)
    def close_many() -> ResponseReturnValue:
        return _close(_ticked())

    def _case(source: str) -> ResponseReturnValue:
        me, now = member(), services.clock()
        with services.database.read() as session:
            found = escalation_queue.case_of(session, source)
            if found is None:
                abort(404)
            rows = [views.row(one, me.role, me.staff_id, now) for one in escalation_queue.in_case(session, source, now)]
        services.audit.write("conversation.case_seen", f"address/{source}", staff_id=me.staff_id, count=found.count)
        return render_template(
            "staff/conversations/case.html",
            case=views.case(found, now),
            rows=rows,
            reasons=CLOSE_REASONS,
            most=_MOST,
        )

    def _close(seen: dict[int, int], source: str | None = None) -> ResponseReturnValue:
        reason = request.form.get("alasan", "")
        if not seen or reason not in CLOSE_REASONS:
            return _result([], problem=_WHY if seen else _CHOOSE), 422
        told = "kabari" in request.form
        results = services.closing.each(seen, member().staff_id, CloseReason(reason), tell=told)
        left = None
        if source is not None:
            with services.database.read() as session:
                left = escalation_queue.case_of(session, source)
        return _result(results, left=left)

    def _result(results: list[Closed], problem: str = "", left: escalation_queue.Case | None = None) -> str:
        return render_template(
            "staff/conversations/closed.html",
            problem=problem,
            done=sum(one.fate.is_closed for one in results),
            results=results,
            fates=FATES,
            counts=Counter(FATES[one.fate] for one in results),
            left=views.case(left, services.clock()) if left else None,
        )


def _ticked() -> dict[int, int]:
    """Conversation -> the newest call that was looked at, as the boxes carry it."""
    seen: dict[int, int] = {}
    for value in request.form.getlist("percakapan")[:_MOST]:
        written, _, newest = value.partition(":")
        if all(part.isascii() and part.isdecimal() and len(part) <= _DIGITS for part in (written, newest)):
            seen[int(written)] = int(newest)
    return seen
