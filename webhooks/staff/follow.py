"""Lets those who follow a ticket hear of a step at once."""

from __future__ import annotations

from core.services import Services
from core.storage.models import Ticket


def wake_followers(services: Services, ticket: Ticket) -> None:
    """Wake the delivery of every follower's conversation; call it after the commit.

    The messages are queued already, in the step's own transaction: a wake-up that is lost only costs time.
    """
    with services.database.read() as session:
        followers = services.workflow.followers(session, ticket)
    for conversation_id in followers:
        services.waker.deliver(conversation_id)
