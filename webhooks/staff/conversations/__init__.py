"""The moderators' console: the queue, the live conversation, what is made of it, and canned replies."""

from __future__ import annotations

from flask import Blueprint

from core.moderation import escalation_queue
from core.running.services import Services
from webhooks.staff.conversations import attachments, cases, closing, page, phrases, queue


def add(console: Blueprint, services: Services) -> None:
    queue.add(console, services)
    closing.add(console, services)
    show = page.add(console, services)
    cases.add(console, services, show)
    attachments.add(console, services)
    phrases.add(console, services)


def count(services: Services) -> int:
    """Conversations that wait for a moderator, for the menu."""
    with services.database.read() as session:
        return escalation_queue.count_waiting(session, services.clock())
