"""What the one who is signed in is told: the bell, the page, and the chat that gets it too."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.kernel.ports import LinkingChannel
from core.notifications.staff_chat import VALID_FOR
from core.running.services import Services
from core.storage.models import StaffNotice
from webhooks.language import say
from webhooks.routing import Pages, get, post
from webhooks.rows import row_id
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.signing_in.signed_in import Member, member, member_or_none, requires
from webhooks.staff.tickets.code_names import CodeNames

MOST = 99
"""More than these are called 99+."""


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


class NotificationPages(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._names = CodeNames(services)

    def bell(self) -> dict[str, object]:
        """What the frame of every page shows of them."""
        me = member_or_none()
        rings = me is not None and holds(me.role, Permission.SEE_TICKETS)
        return {"unread_notices": self._unread(me) if me and rings else 0}

    @get("/notifikasi")
    @requires(Permission.SEE_TICKETS)
    def notifications(self) -> ResponseReturnValue:
        return self._page()

    @get("/notifikasi/jumlah")
    @requires(Permission.SEE_TICKETS)
    def notification_count(self) -> ResponseReturnValue:
        """For the bell, which looks again from time to time."""
        count = self._unread(member())
        return jsonify(count=count, most=MOST, told=say("staff-bell-unread", count=count))

    @post("/notifikasi/dibaca")
    @requires(Permission.SEE_TICKETS)
    def read_notifications(self) -> ResponseReturnValue:
        ids = request.form.getlist("id", type=row_id)[:MOST]
        with self._services.database.write() as session:
            self._services.notices.mark_read(session, member().actor, ids)
        return redirect(url_for("staff.notifications"))

    @post("/notifikasi/chat")
    @requires(Permission.SEE_TICKETS)
    def invite_chat(self) -> ResponseReturnValue:
        """Make a code. It is shown this once, so the page is the answer itself."""
        services, me = self._services, member()
        with services.database.write() as session:
            code = services.staff_chats.invite(session, me.staff_id)
            services.audit.write("staff.chat_invited", f"staff/{me.staff_id}", staff_id=me.staff_id, session=session)
        links = [
            (account, link)
            for account, channel in services.channels.items()
            if isinstance(channel, LinkingChannel) and (link := channel.link_with(code))
        ]
        return self._page(ChatInvitation(code, tuple(links), int(VALID_FOR.total_seconds() // 60)))

    @post("/notifikasi/chat/putus")
    @requires(Permission.SEE_TICKETS)
    def unlink_chat(self) -> ResponseReturnValue:
        services, me = self._services, member()
        with services.database.write() as session:
            services.staff_chats.unlink(session, me.staff_id)
            services.audit.write("staff.chat_unlinked", f"staff/{me.staff_id}", staff_id=me.staff_id, session=session)
        flash(say("staff-notices-unlinked"))
        return redirect(url_for("staff.notifications"))

    def _unread(self, me: Member) -> int:
        with self._services.database.read() as session:
            return self._services.notices.count_unread(session, me.actor, MOST + 1)

    def _page(self, invitation: ChatInvitation | None = None) -> str:
        services, me = self._services, member()
        with services.database.read() as session:
            notices = [self._notice(notice, me) for notice in services.notices.recent(session, me.actor)]
            linked = services.staff_chats.linked_account(session, me.staff_id)
        return render_template("staff/notifications.html", notices=notices, linked=linked, invitation=invitation)

    def _notice(self, notice: StaffNotice, me: Member) -> Notice:
        ticket = notice.ticket
        unit = self._names.unit(ticket.unit)
        return Notice(
            id=notice.id,
            number=ticket.number,
            text=say(notice.key, number=ticket.number, category=ticket.category, unit=unit),
            at=self._names.moment(notice.created_at, me.role),
            unread=notice.read_at is None,
        )
