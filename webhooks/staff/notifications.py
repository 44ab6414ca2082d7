"""What the one who is signed in is told: the bell, the page, and the chat that gets it too."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.kernel.ports import LinkingChannel
from core.notifications.staff_chat import VALID_FOR
from core.running.services import Services
from core.storage.models import Conversation, StaffNotice
from webhooks.language import say
from webhooks.rows import row_id
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.signing_in.signed_in import Member, member, member_or_none, requires
from webhooks.staff.tickets.presenters import CodeNames

MOST = 99
"""More than these are called 99+."""
_LANGUAGE = "id"


@dataclass(frozen=True)
class Notice:
    id: int
    number: str
    text: str
    at: str
    unread: bool


@dataclass(frozen=True)
class ChatInvitation:
    """How a chat is linked."""

    code: str
    links: tuple[tuple[str, str], ...]
    """(account, a link that opens the conversation and sends the code)"""
    minutes: int


def unread(services: Services, me: Member) -> int:
    with services.database.read() as session:
        return services.notices.count_unread(session, me.actor, MOST + 1)


def add(console: Blueprint, services: Services) -> None:
    names = CodeNames(services)

    @console.context_processor
    def bell() -> dict[str, object]:
        me = member_or_none()
        rings = me is not None and holds(me.role, Permission.SEE_TICKETS)
        return {"unread_notices": unread(services, me) if me and rings else 0}

    @console.get("/notifikasi")
    @requires(Permission.SEE_TICKETS)
    def notifications() -> ResponseReturnValue:
        return _page()

    @console.get("/notifikasi/jumlah")
    @requires(Permission.SEE_TICKETS)
    def notification_count() -> ResponseReturnValue:
        """For the bell, which looks again from time to time."""
        count = unread(services, member())
        return jsonify(count=count, most=MOST, told=say("staff-bell-unread", count=count))

    @console.post("/notifikasi/dibaca")
    @requires(Permission.SEE_TICKETS)
    def read_notifications() -> ResponseReturnValue:
        ids = request.form.getlist("id", type=row_id)[:MOST]
        with services.database.write() as session:
            services.notices.mark_read(session, member().actor, ids)
        return redirect(url_for("staff.notifications"))

    @console.post("/notifikasi/chat")
    @requires(Permission.SEE_TICKETS)
    def invite_chat() -> ResponseReturnValue:
        """Make a code. It is shown this once, so the page is the answer itself."""
        me = member()
        with services.database.write() as session:
            code = services.staff_chats.invite(session, me.staff_id)
            services.audit.write("staff.chat_invited", f"staff/{me.staff_id}", staff_id=me.staff_id, session=session)
        links = [
            (account, link)
            for account, channel in services.channels.items()
            if isinstance(channel, LinkingChannel) and (link := channel.link_with(code))
        ]
        return _page(ChatInvitation(code, tuple(links), int(VALID_FOR.total_seconds() // 60)))

    @console.post("/notifikasi/chat/putus")
    @requires(Permission.SEE_TICKETS)
    def unlink_chat() -> ResponseReturnValue:
        me = member()
        with services.database.write() as session:
            services.staff_chats.unlink(session, me.staff_id)
            services.audit.write("staff.chat_unlinked", f"staff/{me.staff_id}", staff_id=me.staff_id, session=session)
        flash("Notifikasi tidak lagi dikirim ke chat.")
        return redirect(url_for("staff.notifications"))

    def _page(invitation: ChatInvitation | None = None) -> str:
        me = member()
        with services.database.read() as session:
            notices = [_notice(notice, me) for notice in services.notices.recent(session, me.actor)]
            linked = _linked(session, me)
        return render_template("staff/notifications.html", notices=notices, linked=linked, invitation=invitation)

    def _notice(notice: StaffNotice, me: Member) -> Notice:
        ticket = notice.ticket
        return Notice(
            id=notice.id,
            number=ticket.number,
            text=services.wording.say(
                notice.key,
                _LANGUAGE,
                number=ticket.number,
                category=ticket.category,
                unit=services.router.name(ticket.unit),
            ),
            at=names.moment(notice.created_at, me.role),
            unread=notice.read_at is None,
        )

    def _linked(session: Session, me: Member) -> str | None:
        """The channel of the linked chat; whose address it is stays unsaid."""
        chat = services.staff_chats.linked(session, me.staff_id)
        conversation = session.get(Conversation, chat.conversation_id) if chat else None
        return conversation.account if conversation else None
