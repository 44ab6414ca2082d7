"""The page of canned replies."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.kernel.errors import CannedReplyError, CannedReplyNotFoundError, PlaceholderError
from core.moderation import canned
from core.moderation.canned_replies import TEXT_LIMIT, TITLE_LIMIT
from core.running.services import Services
from webhooks.language import say
from webhooks.routing import Pages, get, post
from webhooks.rows import row_id
from webhooks.staff.conversations.refusals import in_braces
from webhooks.staff.form_input import ANYTHING, words
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires

_Save = Callable[[Session, str, str], None]
"""Keeps a title and a text."""


class CannedReplyPages(Pages):
    def __init__(self, services: Services) -> None:
        self._database = services.database
        self._replies = services.canned_replies

    @get("/balasan")
    @requires(Permission.MODERATE)
    def phrases(self) -> ResponseReturnValue:
        return self._page()

    @post("/balasan")
    @requires(Permission.MODERATE)
    def add_phrase(self) -> ResponseReturnValue:
        staff_id = member().staff_id
        return self._save(
            None,
            lambda session, title, text: self._replies.add(session, title, text, staff_id),
            say("staff-conversations-canned-added"),
        )

    @post("/balasan/<row:reply_id>")
    @requires(Permission.MODERATE)
    def change_phrase(self, reply_id: int) -> ResponseReturnValue:
        staff_id = member().staff_id
        return self._save(
            reply_id,
            lambda session, title, text: self._replies.change(session, reply_id, title, text, staff_id),
            say("staff-conversations-canned-changed"),
        )

    @post("/balasan/<row:reply_id>/hapus")
    @requires(Permission.MODERATE)
    def remove_phrase(self, reply_id: int) -> ResponseReturnValue:
        with self._database.write() as session:
            self._replies.remove(session, reply_id, member().staff_id)
        return _back(say("staff-conversations-canned-removed"))

    @post("/balasan/contoh")
    @requires(Permission.MODERATE)
    def example_phrases(self) -> ResponseReturnValue:
        with self._database.write() as session:
            added = self._replies.add_examples(session)
        return _back(say("staff-conversations-canned-examples-added", count=added))

    def _save(self, reply_id: int | None, save: _Save, said: str) -> ResponseReturnValue:
        title = " ".join(words(request.form, "title", ANYTHING).split())
        text = words(request.form, "text", ANYTHING)
        try:
            with self._database.write() as session:
                save(session, title, text)
        except CannedReplyNotFoundError:
            abort(404)
        except CannedReplyError as error:
            problem = say("staff-conversations-canned-flaw", flaw=error.flaw, title=TITLE_LIMIT, text=str(TEXT_LIMIT))
            return self._page(reply_id, title, text, problem)
        except PlaceholderError as error:
            problem = say("staff-conversations-canned-unknown", names=in_braces(error))
            return self._page(reply_id, title, text, problem)
        return _back(said)

    def _page(
        self, reply_id: int | None = None, title: str = "", text: str = "", problem: str = ""
    ) -> ResponseReturnValue:
        with self._database.read() as session:
            replies = self._replies.all(session)
        page = render_template(
            "staff/conversations/canned_replies.html",
            replies=replies,
            placeholders=canned.PLACEHOLDERS,
            title_limit=TITLE_LIMIT,
            text_limit=TEXT_LIMIT,
            wrong={"id": reply_id, "title": title, "text": text, "problem": problem},
            asked=request.args.get("ubah", type=row_id),
        )
        return page, 422 if problem else 200


def _back(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("staff.phrases"))
