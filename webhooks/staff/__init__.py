"""The staff console: who may come in, the list of tickets, one ticket and its steps."""

from __future__ import annotations

from flask import Blueprint, Flask

from core.running.services import Services
from webhooks.security import Guards
from webhooks.staff import admin, conversations, signing_in
from webhooks.staff.board import BoardPages
from webhooks.staff.desk.page import DeskPages
from webhooks.staff.frame import StaffFrame, keep_private
from webhooks.staff.notifications import NotificationPages
from webhooks.staff.signing_in.attempts import Attempts
from webhooks.staff.signing_in.devices import Devices
from webhooks.staff.signing_in.signed_in import install
from webhooks.staff.tickets.bulk import BulkPages
from webhooks.staff.tickets.export import ExportPages
from webhooks.staff.tickets.listing import TicketListPages
from webhooks.staff.tickets.page import TicketPages
from webhooks.staff.tickets.photos import PhotoPages


def blueprint(app: Flask, services: Services, guards: Guards, sign_on_secret: str | None = None) -> Blueprint:
    console = Blueprint("staff", __name__, url_prefix="/petugas")
    install(app, services)
    secure = bool(app.config["SESSION_COOKIE_SECURE"])
    devices = Devices(services.vault.derive("staff-device"), path="/petugas", secure=secure)
    attempts = Attempts(guards.limiter.storage)
    signing_in.add(console, app, services, guards.limiter, devices, attempts, sign_on_secret)
    admin.add(console, services, attempts)
    conversations.add(console, services)
    frame, notifications = StaffFrame(services), NotificationPages(services)
    for pages in (
        frame,
        TicketListPages(services),
        BulkPages(services),
        ExportPages(services),
        TicketPages(services),
        PhotoPages(services),
        notifications,
        DeskPages(services),
        BoardPages(services),
    ):
        pages.add_to(console)
    console.context_processor(frame.around)
    console.context_processor(notifications.bell)
    console.after_request(keep_private)
    return console
