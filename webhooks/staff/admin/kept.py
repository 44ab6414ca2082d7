"""What a provider sent and no channel could parse: looked at, tried again, or laid aside."""

from __future__ import annotations

import structlog
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bots.shared.dead_letters import retry
from core.kernel.errors import TanggapError
from core.running.services import Services
from core.storage.models import KeptPayload
from webhooks.rows import row_id
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires

log = structlog.get_logger()

PAGE = 50
_SHOWN = 20_000
"""Bytes of a payload on the page; `tanggap kept show` writes all of it."""


def add(console: Blueprint, services: Services) -> None:
    door = services.door

    @console.get("/tertahan")
    @requires(Permission.MANAGE_KEPT)
    def kept() -> ResponseReturnValue:
        after = request.args.get("sesudah", 0, type=row_id)
        found = door.listed(after=after, limit=PAGE + 1)
        return render_template(
            "staff/admin/kept.html",
            rows=[(row, services.wording.date(row.received_at, "id")) for row in found[:PAGE]],
            later=found[PAGE - 1].id if len(found) > PAGE else None,
            first=after == 0,
        )

    @console.get("/tertahan/<row:kept_id>")
    @requires(Permission.MANAGE_KEPT)
    def kept_one(kept_id: int) -> ResponseReturnValue:
        return _one(_found(kept_id))

    def _one(row: KeptPayload, problem: str | None = None) -> str:
        raw = door.opened(row)
        services.audit.write("kept.seen", f"kept/{row.id}", staff_id=member().staff_id)
        return render_template(
            "staff/admin/kept_one.html",
            row=row,
            at=services.wording.date(row.received_at, "id"),
            text=raw[:_SHOWN].decode("utf-8", "backslashreplace").replace("\0", "\\x00"),
            size=len(raw),
            cut=len(raw) > _SHOWN,
            problem=problem,
        )

    @console.post("/tertahan/<row:kept_id>/coba")
    @requires(Permission.MANAGE_KEPT)
    def retry_kept(kept_id: int) -> ResponseReturnValue:
        row = _found(kept_id)
        try:
            taken = retry(door, services.channels, row)
        except TanggapError as error:
            return _one(row, f"Masih belum bisa dibaca: {error}"), 422
        except Exception:  # a parser's bug is what put it here: it must not hide the page from which to settle it
            log.exception("kept.retry_failed", kept=kept_id)
            return _one(row, "Masih belum bisa dibaca: kesalahan di dalam kanal. Lihat log."), 422
        services.audit.write("kept.retried", f"kept/{kept_id}", staff_id=member().staff_id, messages=taken)
        flash(f"Berhasil dibaca; {taken} pesan diterima.")
        return redirect(url_for("staff.kept"))

    @console.post("/tertahan/<row:kept_id>/selesai")
    @requires(Permission.MANAGE_KEPT)
    def settle_kept(kept_id: int) -> ResponseReturnValue:
        door.settle(_found(kept_id).id)
        services.audit.write("kept.settled", f"kept/{kept_id}", staff_id=member().staff_id)
        flash("Sudah dikeluarkan dari daftar.")
        return redirect(url_for("staff.kept"))

    def _found(kept_id: int) -> KeptPayload:
        return door.find(kept_id) or abort(404)
