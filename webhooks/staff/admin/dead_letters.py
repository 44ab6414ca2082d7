"""What a provider sent and no channel could parse: looked at, tried again, or laid aside."""

from __future__ import annotations

from typing import Any

import structlog
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bots.shared.dead_letters import retry
from core.kernel.errors import TanggapError
from core.running.services import Services
from core.storage.audit_actions import AuditAction
from core.storage.models import DeadLetterRecord
from webhooks.language import language, say
from webhooks.routing import Pages, get, post
from webhooks.rows import row_id
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires

log = structlog.get_logger()

PAGE = 50
_SHOWN = 20_000
"""Bytes of a payload on the page; `tanggap dead-letters show` writes all of it."""


class DeadLetterPages(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._inbox = services.inbox

    @get("/tertahan")
    @requires(Permission.MANAGE_DEAD_LETTERS)
    def dead_letters(self) -> ResponseReturnValue:
        after = request.args.get("sesudah", 0, type=row_id)
        found = self._inbox.listed(after=after, limit=PAGE + 1)
        return render_template(
            "staff/admin/dead_letters.html",
            rows=[(row, self._services.wording.date(row.received_at, language())) for row in found[:PAGE]],
            later=found[PAGE - 1].id if len(found) > PAGE else None,
            first=after == 0,
        )

    @get("/tertahan/<row:letter_id>")
    @requires(Permission.MANAGE_DEAD_LETTERS)
    def dead_letter(self, letter_id: int) -> ResponseReturnValue:
        return self._page(self._found(letter_id))

    @post("/tertahan/<row:letter_id>/coba")
    @requires(Permission.MANAGE_DEAD_LETTERS)
    def retry_dead_letter(self, letter_id: int) -> ResponseReturnValue:
        row = self._found(letter_id)
        try:
            taken = retry(self._inbox, self._services.channels, row)
        except TanggapError as error:
            return self._page(row, say("staff-admin-letter-still-unreadable", problem=str(error))), 422
        except Exception:  # a parser's bug is what put it here: it must not hide the page from which to settle it
            log.exception("dead_letter.retry_failed", kept=letter_id)
            return self._page(row, say("staff-admin-letter-channel-failed")), 422
        self._note("dead_letter.retried", letter_id, messages=taken)
        flash(say("staff-admin-letter-read", messages=taken))
        return redirect(url_for("staff.dead_letters"))

    @post("/tertahan/<row:letter_id>/selesai")
    @requires(Permission.MANAGE_DEAD_LETTERS)
    def settle_dead_letter(self, letter_id: int) -> ResponseReturnValue:
        self._inbox.settle(self._found(letter_id).id)
        self._note("dead_letter.settled", letter_id)
        flash(say("staff-admin-letter-settled"))
        return redirect(url_for("staff.dead_letters"))

    def _page(self, row: DeadLetterRecord, problem: str | None = None) -> str:
        raw = self._inbox.opened(row)
        self._note("dead_letter.seen", row.id)
        return render_template(
            "staff/admin/dead_letter.html",
            row=row,
            at=self._services.wording.date(row.received_at, language()),
            text=raw[:_SHOWN].decode("utf-8", "backslashreplace").replace("\0", "\\x00"),
            size=len(raw),
            cut=len(raw) > _SHOWN,
            problem=problem,
        )

    def _note(self, action: AuditAction, letter_id: int, **detail: Any) -> None:
        self._services.audit.write(action, f"dead_letter/{letter_id}", staff_id=member().staff_id, **detail)

    def _found(self, letter_id: int) -> DeadLetterRecord:
        return self._inbox.find(letter_id) or abort(404)
