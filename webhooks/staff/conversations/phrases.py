"""The page of canned replies."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.kernel.errors import PlaceholderError
from core.moderation import canned
from core.running.services import Services
from core.storage.office_models import CannedReply
from webhooks.rows import row_id
from webhooks.staff.form_input import ANYTHING, words
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires


def add(console: Blueprint, services: Services) -> None:
    @console.get("/balasan")
    @requires(Permission.MODERATE)
    def phrases() -> ResponseReturnValue:
        return _page()

    @console.post("/balasan")
    @requires(Permission.MODERATE)
    def add_phrase() -> ResponseReturnValue:
        def add_it(session: Session, title: str, text: str) -> None:
            session.add(CannedReply(title=title, text=text, updated_at=services.clock()))

        return _save(None, add_it, "Balasan ditambahkan.")

    @console.post("/balasan/<row:reply_id>")
    @requires(Permission.MODERATE)
    def change_phrase(reply_id: int) -> ResponseReturnValue:
        def change(session: Session, title: str, text: str) -> None:
            reply = session.get(CannedReply, reply_id, with_for_update=True) or abort(404)
            reply.title, reply.text, reply.updated_at = title, text, services.clock()

        return _save(reply_id, change, "Balasan diubah.")

    @console.post("/balasan/<row:reply_id>/hapus")
    @requires(Permission.MODERATE)
    def remove_phrase(reply_id: int) -> ResponseReturnValue:
        with services.database.write() as session:
            reply = session.get(CannedReply, reply_id)
            if reply is not None:
                session.delete(reply)
        _audit("removed", reply_id)
        flash("Balasan dihapus.")
        return redirect(url_for("staff.phrases"))

    @console.post("/balasan/contoh")
    @requires(Permission.MODERATE)
    def example_phrases() -> ResponseReturnValue:
        with services.database.write() as session:
            added = canned.add_examples(session, services.clock())
        flash(f"{added} contoh ditambahkan. Sesuaikan dengan gaya kota Anda.")
        return redirect(url_for("staff.phrases"))

    def _save(reply_id: int | None, act: Callable[[Session, str, str], None], said: str) -> ResponseReturnValue:
        title = " ".join(words(request.form, "title", ANYTHING).split())
        text = words(request.form, "text", ANYTHING)
        with services.database.write() as session:
            problem = _problem(session, reply_id, title, text)
            if not problem:
                act(session, title, text)
        if problem:
            return _page(reply_id, title, text, problem)
        _audit("changed" if reply_id else "added", reply_id)
        flash(said)
        return redirect(url_for("staff.phrases"))

    def _problem(session: Session, reply_id: int | None, title: str, text: str) -> str:
        if not title or not text:
            return "Isi judul dan balasannya."
        if len(title) > canned.TITLE_LIMIT or len(text) > canned.TEXT_LIMIT:
            return f"Paling banyak {canned.TITLE_LIMIT} huruf untuk judul dan {canned.TEXT_LIMIT} untuk balasan."
        same = select(CannedReply.id).where(func.lower(CannedReply.title) == title.lower())
        if session.scalar(same.where(CannedReply.id != reply_id) if reply_id else same) is not None:
            return "Sudah ada balasan dengan judul itu."
        try:
            canned.check(text)
        except PlaceholderError as error:
            unknown = ", ".join(f"{{{name}}}" for name in error.names)
            return f"Tidak ada isian bernama {unknown}. Pakai isian dari daftar di bawah."
        return ""

    def _page(reply_id: int | None = None, title: str = "", text: str = "", problem: str = "") -> ResponseReturnValue:
        with services.database.read() as session:
            replies = canned.replies(session)
        page = render_template(
            "staff/conversations/phrases.html",
            replies=replies,
            placeholders=canned.PLACEHOLDERS,
            title_limit=canned.TITLE_LIMIT,
            text_limit=canned.TEXT_LIMIT,
            wrong={"id": reply_id, "title": title, "text": text, "problem": problem},
            asked=request.args.get("ubah", type=row_id),
        )
        return page, 422 if problem else 200

    def _audit(what: str, reply_id: int | None) -> None:
        services.audit.write(f"canned_reply.{what}", f"canned_reply/{reply_id or 'new'}", staff_id=member().staff_id)
