"""One conversation: the live thread, and who speaks in it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.kernel.states import Kind
from core.moderation import canned, escalation_queue, talk
from core.moderation.takeover import subject
from core.protection import photos
from core.reports.queries import own_tickets
from core.running.services import Services
from core.storage.models import Conversation
from core.storage.office_models import CannedReply
from webhooks.rows import row_id
from webhooks.staff.conversations.cases import Show
from webhooks.staff.conversations.labels import OBSTACLES
from webhooks.staff.conversations.presenters import ConversationPresenters
from webhooks.staff.conversations.room import Act, Problem, Room
from webhooks.staff.form_input import ANYTHING, UnreadableError, fitting, words
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.signing_in.signed_in import Member, member, requires
from webhooks.staff.tickets.classification_form import TypedPlaces

_MESSAGES, _MOST_MESSAGES = 100, 2000
_NOTE_LIMIT = 2000


def add(console: Blueprint, services: Services) -> Show:
    """Answers how the page is shown, for other forms on it."""
    room, views, places = Room(services), ConversationPresenters(services), TypedPlaces(services)
    moderation = services.moderation

    @console.get("/percakapan/<row:conversation_id>")
    @requires(Permission.SEE_ESCALATIONS)
    def conversation(conversation_id: int) -> ResponseReturnValue:
        return _page(conversation_id)

    @console.get("/percakapan/<row:conversation_id>/pesan")
    @requires(Permission.SEE_ESCALATIONS)
    def conversation_live(conversation_id: int) -> ResponseReturnValue:
        """The thread as it is now, for the page that shows it."""
        me = member()
        with services.database.read() as session:
            found = room.conversation(session, conversation_id, me)
            thread = _thread(session, found, me)
        html = render_template("staff/conversations/_thread.html", **thread)
        response = jsonify(html=html, stamp=thread["stamp"], count=thread["count"])
        response.add_etag()
        return response.make_conditional(request)

    # --- who speaks --------------------------------------------------------------------------------

    @console.post("/percakapan/<row:conversation_id>/ambil")
    @requires(Permission.MODERATE)
    def take(conversation_id: int) -> ResponseReturnValue:
        me, instead_of = member(), request.form.get("instead_of", type=row_id)
        return room.do(
            conversation_id,
            lambda session: moderation.take(session, conversation_id, me.staff_id, instead_of=instead_of),
            "Percakapan ini Anda pegang. Bot diam sampai Anda menyerahkannya kembali.",
            again=lambda problem: _page(conversation_id, problem),
        )

    @console.post("/percakapan/<row:conversation_id>/serahkan")
    @requires(Permission.MODERATE)
    def hand_back(conversation_id: int) -> ResponseReturnValue:
        me = member()
        return room.do(
            conversation_id,
            lambda session: moderation.hand_back(session, conversation_id, me.staff_id),
            "Bot melanjutkan percakapan itu, dan warga sudah diberi tahu.",
            again=lambda problem: _page(conversation_id, problem),
            goal="staff.conversations",
            lihat="antrean",
        )

    @console.post("/percakapan/<row:conversation_id>/tutup")
    @requires(Permission.MODERATE)
    def close(conversation_id: int) -> ResponseReturnValue:
        me = member()
        return room.do(
            conversation_id,
            lambda session: moderation.close(session, conversation_id, me.staff_id),
            "Percakapan ditutup tanpa pesan. Kalau warga menulis lagi, bot yang menjawab.",
            again=lambda problem: _page(conversation_id, problem),
            goal="staff.conversations",
            lihat="antrean",
        )

    @console.post("/percakapan/<row:conversation_id>/blokir")
    @requires(Permission.MODERATE)
    def bar(conversation_id: int) -> ResponseReturnValue:
        me, reason = member(), words(request.form, "reason", ANYTHING)

        def shut_out(session: Session) -> None:
            if not reason:
                raise UnreadableError("Tulis alasannya: rekan Anda perlu tahu mengapa warga ini diblokir.")
            moderation.bar(session, conversation_id, me.staff_id, f"Diblokir: {fitting(reason, _NOTE_LIMIT)}")

        return room.do(
            conversation_id,
            shut_out,
            "Warga ini diblokir. Pesannya tetap disimpan, tetapi tidak ada yang menjawab.",
            again=lambda problem: _page(conversation_id, problem, reason=reason),
        )

    @console.post("/percakapan/<row:conversation_id>/buka-blokir")
    @requires(Permission.MODERATE)
    def lift(conversation_id: int) -> ResponseReturnValue:
        me = member()
        return room.do(
            conversation_id,
            lambda session: moderation.lift(session, conversation_id, me.staff_id),
            "Blokir dibuka. Bot menjawab lagi kalau warga ini menulis.",
            again=lambda problem: _page(conversation_id, problem),
        )

    # --- writing -----------------------------------------------------------------------------------

    @console.post("/percakapan/<row:conversation_id>/balas")
    @requires(Permission.MODERATE)
    def reply(conversation_id: int) -> ResponseReturnValue:
        me, text = member(), words(request.form, "text", ANYTHING)

        def read() -> Act:
            key, photo = _form_key(), _photo()
            return lambda session: moderation.reply(
                session, conversation_id, me.staff_id, text, form_key=key, photo=photo
            )

        return room.read_and_do(
            conversation_id, read, "", again=lambda problem: _page(conversation_id, problem, typed=text)
        )

    @console.post("/percakapan/<row:conversation_id>/catatan")
    @requires(Permission.MODERATE)
    def conversation_note(conversation_id: int) -> ResponseReturnValue:
        me, text = member(), words(request.form, "note", ANYTHING)

        def write(session: Session) -> None:
            if not text:
                raise UnreadableError("Tulis dulu catatannya.")
            moderation.note(session, conversation_id, me.staff_id, fitting(text, _NOTE_LIMIT))

        return room.do(
            conversation_id,
            write,
            "Catatan disimpan. Warga tidak melihatnya.",
            again=lambda problem: _page(conversation_id, problem, noted=text),
        )

    @console.get("/percakapan/<row:conversation_id>/balasan/<row:reply_id>")
    @requires(Permission.MODERATE)
    def filled_reply(conversation_id: int, reply_id: int) -> ResponseReturnValue:
        """A canned reply with its placeholders filled in, to be edited before it is sent."""
        with services.database.read() as session:
            found = room.conversation(session, conversation_id, member())
            return jsonify(text=_filled(session, found, reply_id))

    # ---------------------------------------------------------------------------------------------

    def _form_key() -> str:
        try:
            return str(uuid.UUID(request.form.get("form_key", "")))
        except ValueError:
            raise UnreadableError("Formulir ini tidak lengkap. Muat ulang halamannya, lalu coba lagi.") from None

    def _photo() -> photos.CleanPhoto | None:
        file = request.files.get("photo")
        return photos.clean(file.read()) if file is not None and file.filename else None

    def _page(conversation_id: int, problem: Problem = ("", 200), typed: str = "", **kept: str) -> ResponseReturnValue:
        me, (what, status) = member(), problem
        with services.database.read() as session:
            found = room.conversation(session, conversation_id, me)
            shown = _thread(session, found, me)
            shown |= _desk(session, found, me, shown["talk"], shown["hold"])
            if not typed and (chosen := request.args.get("balasan", type=row_id)):
                typed = _filled(session, found, chosen)
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

    def _thread(session: Session, found: Conversation, me: Member) -> dict[str, Any]:
        wanted = min(max(request.args.get("pesan", _MESSAGES, type=int), _MESSAGES), _MOST_MESSAGES)
        now = services.clock()
        read = talk.read(session, found, wanted)
        hold = escalation_queue.hold_of(session, found, now)
        calls = [one for one in read.escalations if one.closed_at is None]
        return {
            "conversation_id": found.id,
            "turns": views.turns(read),
            "wanted": wanted,
            "more": min(wanted + 200, _MOST_MESSAGES) if read.more and wanted < _MOST_MESSAGES else None,
            "talk": read,
            "hold": hold,
            "calls": calls,
            "stamp": f"{hold.staff_id if hold else 0}/{found.barred:d}/{found.blocked:d}/{len(calls)}",
            "count": escalation_queue.count_waiting(session, now),
            "may_choose": holds(me.role, Permission.MODERATE),
        }

    def _desk(
        session: Session, found: Conversation, me: Member, read: talk.Talk, hold: escalation_queue.Hold | None
    ) -> dict[str, Any]:
        """What stands around the thread."""
        reach = moderation.reach(found)
        tickets = own_tickets(session, found.id)
        return {
            "face": views.face(found, me.role),
            "holder": views.holder(hold, services.clock()),
            "mine": hold is not None and hold.staff_id == me.staff_id,
            "moderates": holds(me.role, Permission.MODERATE),
            "barred": found.barred,
            "reach": reach,
            "obstacle": OBSTACLES[reach.obstacle] if reach.obstacle else "",
            "past": views.past(read.escalations, read.people),
            "notes": views.notes(read),
            "draft": views.draft(found.state),
            "draft_area": places.label(found.state.draft.place.area_code or "")
            if found.state.draft and found.state.draft.place
            else "",
            "asked": views.asked(found.state),
            "tickets": [views.ticket(ticket, me.role) for ticket in tickets],
            "about": request.args.get("laporan", ""),
            "canned": canned.replies(session),
            "kinds": list(Kind),
            "categories": services.config.categories,
            "names": views.names,
            "areas": places.names,
            "note_limit": _NOTE_LIMIT,
        }

    def _filled(session: Session, found: Conversation, reply_id: int) -> str:
        reply = session.get(CannedReply, reply_id)
        if reply is None:
            return ""
        number = request.args.get("laporan", "")
        tickets = own_tickets(session, found.id)
        about = next((ticket for ticket in tickets if ticket.number == number), next(iter(tickets), None))
        known = canned.values(
            services.wording,
            city=services.config.city.name,
            emergency=services.config.city.emergency,
            language=found.language,
            ticket=about,
            unit=services.router.name(about.unit) if about else "",
        )
        return canned.fill(reply.text, known)

    return _page
