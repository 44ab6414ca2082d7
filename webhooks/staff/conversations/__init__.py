"""The moderators' console: the queue, the live conversation, what is made of it, and canned replies."""

from __future__ import annotations

from flask import Blueprint

from core.moderation import escalation_queue
from core.running.services import Services
from webhooks.staff.conversations.attachments import AttachmentPages
from webhooks.staff.conversations.canned_replies import CannedReplyPages
from webhooks.staff.conversations.chosen import ChosenMessagesPages
from webhooks.staff.conversations.closing import ClosingPages
from webhooks.staff.conversations.corrections import CorrectionPages
from webhooks.staff.conversations.page import ConversationPages
from webhooks.staff.conversations.queue import QueuePages
from webhooks.staff.conversations.takeover import TakeoverPages
from webhooks.staff.conversations.writing import WritingPages

_PAGES = (
    QueuePages,
    ClosingPages,
    ConversationPages,
    TakeoverPages,
    WritingPages,
    ChosenMessagesPages,
    CorrectionPages,
    AttachmentPages,
    CannedReplyPages,
)


def add(console: Blueprint, services: Services) -> None:
    for pages in _PAGES:
        pages(services).add_to(console)


def count(services: Services) -> int:
    """Conversations that wait for a moderator, for the menu."""
    with services.database.read() as session:
        return escalation_queue.count_waiting(session, services.clock())
