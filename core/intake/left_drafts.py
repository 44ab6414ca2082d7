"""Reports whose reporters fell silent: reminds of them, and files them in the end. Run by the sweep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import structlog
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from core.config import Config
from core.dialogue import silence
from core.dialogue.engine import in_other_words
from core.dialogue.facts import Facts, Manner
from core.dialogue.outcome import OpenTicket, Turn
from core.kernel import metrics
from core.kernel.clock import Clock
from core.kernel.errors import TanggapError
from core.kernel.ports import Channel
from core.messaging import conversations
from core.messaging.one_time_links import OneTimeLinks
from core.messaging.outbox import Outbox
from core.moderation.reach import reach_of
from core.storage.database import Database
from core.storage.models import Conversation, InboundMessage
from core.tickets.workflow import Workflow
from core.wording import Wording

log = structlog.get_logger()


class LeftDrafts:
    def __init__(
        self,
        *,
        config: Config,
        database: Database,
        workflow: Workflow,
        outbox: Outbox,
        wording: Wording,
        links: OneTimeLinks,
        channels: Mapping[str, Channel],
        clock: Clock,
    ) -> None:
        self._manner = Manner.of(config.conversation)
        self._database = database
        self._workflow = workflow
        self._outbox = outbox
        self._wording = wording
        self._links = links
        self._channels = channels
        self._clock = clock

    def run(self, limit: int = 500) -> int:
        """See to what is due, each conversation in its own transaction. Answers how many it was."""
        query = select(Conversation.id).where(*self._due()).order_by(Conversation.draft_due_at).limit(limit)
        with self._database.read() as session:
            found = session.scalars(query).all()
        for conversation_id in found:
            try:
                with self._database.write() as session:
                    self._see_to(session, conversation_id)
            except (TanggapError, KeyError, ValueError) as error:
                # One that can't be dealt with must not stop the others.
                log.error("left_drafts.failed", conversation=conversation_id, problem=str(error))
        return len(found)

    def _due(self) -> Sequence[ColumnElement[bool]]:
        """While a moderator speaks, reports wait; who is shut out is not answered."""
        bot_speaks = (Conversation.moderator_id.is_(None), Conversation.barred.is_(False))
        return (Conversation.draft_due_at <= self._clock(), *bot_speaks)

    def _see_to(self, session: Session, conversation_id: int) -> None:
        """Looked at again under the lock: the citizen may have written meanwhile."""
        query = select(Conversation).where(Conversation.id == conversation_id, *self._due())
        conversation = session.scalar(query.with_for_update(key_share=True).execution_options(populate_existing=True))
        if conversation is None:
            return
        facts = self._facts(session, conversation)
        state = conversation.state
        if self._outbox.draft_due(state) is None:
            conversation.draft_due_at = None
        elif silence.wants_reminder(state) and (morning := self._outbox.awake(conversation)) > self._clock():
            conversation.draft_due_at = morning
        elif silence.wants_reminder(state):
            self._apply(session, conversation, in_other_words(state, silence.remind(state, facts)))
        else:
            photo_only = self._wording.say("left-photo-only", conversation.language)
            self._apply(session, conversation, silence.give_up(state, facts, self._numbers(session), photo_only))

    def _apply(self, session: Session, conversation: Conversation, turn: Turn) -> None:
        for action in turn.actions:
            assert isinstance(action, OpenTicket)
            of_draft = InboundMessage.provider_id.in_(action.draft.photo_messages)
            photos = conversations.pictures(session, conversation, of_draft)
            self._workflow.open(session, conversation, action.draft, action.number, photos)
            metrics.TICKETS.labels(conversation.account).inc()
        can_read = reach_of(conversation, self._outbox.capabilities(conversation.account), self._channels)
        row = self._outbox.apply(session, conversation, turn if can_read.open else Turn(turn.state))
        if row is not None and (morning := self._outbox.awake(conversation)) > self._clock():
            self._outbox.hold_back(row, morning)

    def _numbers(self, session: Session) -> Iterator[str]:
        while True:
            yield self._workflow.fresh_number(session)

    def _facts(self, session: Session, conversation: Conversation) -> Facts:
        """As much as asking once more needs."""
        return Facts(
            now=self._clock(),
            fresh_number="",
            manner=self._manner,
            capabilities=self._outbox.capabilities(conversation.account),
            can_link=self._links.possible,
        )
