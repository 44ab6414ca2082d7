"""What a provider sent and no channel could parse: looked at, tried again, or laid aside."""

from __future__ import annotations

import structlog
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bots.shared.dead_letters import retry
from core.kernel.errors import TanggapError
from core.running.services import Services
from core.storage.models import DeadLetterRecord
from webhooks.rows import row_id
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires

log = structlog.get_logger()

PAGE = 50
_SHOWN = 20_000
"""Bytes of a payload on the page; `tanggap dead-letters show` writes all of it."""


def add(console: Blueprint, services: Services) -> None:
    inbox = services.inbox

    @console.get("/tertahan")
    @requires(Permission.MANAGE_DEAD_LETTERS)
    def dead_letters() -> ResponseReturnValue:
        after = request.args.get("sesudah", 0, type=row_id)
        found = inbox.listed(after=after, limit=PAGE + 1)
        return render_template(
            "staff/admin/dead_letters.html",
            rows=[(row, services.wording.date(row.received_at, "id")) for row in found[:PAGE]],
            later=found[PAGE - 1].id if len(found) > PAGE else None,
            first=after == 0,
        )

    @console.get("/tertahan/<row:letter_id>")
    @requires(Permission.MANAGE_DEAD_LETTERS)
    def dead_letter(letter_id: int) -> ResponseReturnValue:
        return _one(_found(letter_id))

    def _one(row: DeadLetterRecord, problem: str | None = None) -> str:
        raw = inbox.opened(row)
        services.audit.write("dead_letter.seen", f"dead_letter/{row.id}", staff_id=member().staff_id)
        return render_template(
            "staff/admin/dead_letter.html",
            row=row,
            at=services.wording.date(row.received_at, "id"),
            text=raw[:_SHOWN].decode("utf-8", "backslashreplace").replace("\0", "\\x00"),
            size=len(raw),
            cut=len(raw) > _SHOWN,
            problem=problem,
        )

    @console.post("/tertahan/<row:letter_id>/coba")
    @requires(Permission.MANAGE_DEAD_LETTERS)
    def retry_dead_letter(letter_id: int) -> ResponseReturnValue:
        row = _found(letter_id)
        try:
            taken = retry(inbox, services.channels, row)
        except TanggapError as error:
            return _one(row, f"Masih belum bisa dibaca: {error}"), 422
        except Exception:  # a parser's bug is what put it here: it must not hide the page from which to settle it
            log.exception("dead_letter.retry_failed", kept=letter_id)
            return _one(row, "Masih belum bisa dibaca: kesalahan di dalam kanal. Lihat log."), 422
        services.audit.write(
            "dead_letter.retried", f"dead_letter/{letter_id}", staff_id=member().staff_id, messages=taken
        )
        flash(f"Berhasil dibaca; {taken} pesan diterima.")
        return redirect(url_for("staff.dead_letters"))

    @console.post("/tertahan/<row:letter_id>/selesai")
    @requires(Permission.MANAGE_DEAD_LETTERS)
    def settle_dead_letter(letter_id: int) -> ResponseReturnValue:
        inbox.settle(_found(letter_id).id)
        services.audit.write("dead_letter.settled", f"dead_letter/{letter_id}", staff_id=member().staff_id)
        flash("Sudah dikeluarkan dari daftar.")
        return redirect(url_for("staff.dead_letters"))

    def _found(letter_id: int) -> DeadLetterRecord:
        return inbox.find(letter_id) or abort(404)
