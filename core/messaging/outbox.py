"""Queues what is to be said: words it in the citizen's language and writes the outbound rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.dialogue import silence
from core.dialogue.outcome import NO_LINK, Choice, Reply, Turn
from core.dialogue.state import TICKET_QUESTIONS, ConversationState, Option, Slot
from core.kernel.clock import Clock
from core.kernel.messages import Button, ButtonKind, Capabilities
from core.kernel.ports import Channel
from core.messaging.one_time_links import DOWNLOAD, REPORT, OneTimeLinks
from core.messaging.pace import NewsPace
from core.storage.models import Conversation, Media, OutboundMessage, SendState, Ticket
from core.wording import Wording

_DEFAULT = Capabilities()
_LINKS = {"link": REPORT, "download": DOWNLOAD}
"""Arguments of replies that become one-time links."""


_ESSENTIAL = frozenset({"opened", "left-filed", "danger", "danger-listening"})
"""What the replies are called that must not wait for what they cost; two tell a ticket's number."""


class Outbox:
    def __init__(
        self,
        wording: Wording,
        channels: Mapping[str, Channel],
        links: OneTimeLinks,
        clock: Clock,
        patience: timedelta = timedelta(),
        pace: NewsPace = NewsPace(),  # noqa: B008 - a value that nobody can change
    ) -> None:
        """`patience`: how long a report waits for its reporter's answer; nothing: for ever."""
        self._wording = wording
        self._links = links
        self._channels = channels
        self._clock = clock
        self._patience = patience
        self._pace = pace

    def capabilities(self, account: str) -> Capabilities:
        """What the account can do; one that was switched off meanwhile counts as an ordinary one."""
        channel = self._channels.get(account)
        return channel.capabilities if channel else _DEFAULT

    def apply(
        self, session: Session, conversation: Conversation, turn: Turn, *, thread: str | None = None
    ) -> OutboundMessage | None:
        """Keep a turn's new state, and queue its replies. `thread`: theirs, where it is not the conversation's."""
        row = None
        conversation.state = turn.state
        about = turn.about or (turn.state.draft.key if turn.state.draft else None)
        if turn.replies:
            row = self.queue(session, conversation, turn.replies)
            row.draft_key, row.thread = about, thread
            if turn.passing or (turn.state.asked in TICKET_QUESTIONS and not row.buttons):
                conversation.state = turn.state
        conversation.draft_due_at = self.draft_due(turn.state)
        return row

    def draft_due(self, state: ConversationState) -> datetime | None:
        """When something is done about a draft, if its citizen says nothing from now on."""
        return silence.due(state, self._clock(), self._patience)

    def queue(
        self,
        session: Session,
        conversation: Conversation,
        replies: Sequence[Reply],
        *,
        ticket: Ticket | None = None,
        photo: Media | None = None,
    ) -> OutboundMessage:
        """Queue one message made of one or more replies. The last one's choices become its buttons."""
        can = self.capabilities(conversation.account)
        text = "\n".join(self._say(reply.key, reply.args, conversation, can, reply.variant) for reply in replies)
        choices = next((reply.choices for reply in reversed(replies) if reply.choices), ())
        buttons = tuple(self._button(choice, conversation, can) for choice in choices)
        row = self.queue_text(session, conversation, text, buttons=buttons, ticket=ticket, photo=photo)
        row.essential = any(reply.key in _ESSENTIAL for reply in replies)
        answers = tuple(Option(id=b.id, label=b.label) for b in buttons if b.kind is ButtonKind.REPLY)
        if ticket is None:
            conversation.state = conversation.state.put(options=answers)
        elif answers:
            # A notice about a ticket must not take the place of the question that is open about a report.
            number = answers[0].id.split(":")[1]
            conversation.state = conversation.state.asked_besides(Slot.SOLVED, number, answers)
        return row

    def announce(
        self,
        session: Session,
        conversation: Conversation,
        replies: Sequence[Reply],
        *,
        ticket: Ticket,
        photo: Media | None = None,
        replaces: bool = False,
    ) -> None:
        """Queue news of a ticket: it waits for more of it, and for the morning, and holds up no answer.

        `replaces`: what waits of this ticket is not sent any more, as this tells where it stands now.
        """
        if replaces:
            waiting = select(OutboundMessage).where(
                OutboundMessage.conversation_id == conversation.id,
                OutboundMessage.ticket_id == ticket.id,
                OutboundMessage.state == SendState.QUEUED,
                OutboundMessage.news,
                OutboundMessage.attempts == 0,
                OutboundMessage.not_before > self._clock(),
            )
            for row in session.scalars(waiting).all():
                session.delete(row)
        row = self.queue(session, conversation, replies, ticket=ticket, photo=photo)
        if not self.capabilities(conversation.account).pulled:
            self.hold_back(row, self._pace.gathered(self._clock()))

    def hold_back(self, row: OutboundMessage, until: datetime) -> None:
        row.news, row.not_before = True, until

    def awake(self, conversation: Conversation) -> datetime:
        """When somebody may be written to of our own accord: now, or in the morning."""
        now = self._clock()
        return now if self.capabilities(conversation.account).pulled else self._pace.awake(now)

    def tell(self, session: Session, conversation: Conversation, reply: Reply) -> OutboundMessage:
        """Say something in passing: the question that is open, and its options, stay."""
        words = self._say(reply.key, reply.args, conversation, self.capabilities(conversation.account))
        row = self.queue_text(session, conversation, words)
        row.essential = reply.key in _ESSENTIAL
        return row

    def queue_text(
        self,
        session: Session,
        conversation: Conversation,
        text: str,
        *,
        buttons: tuple[Button, ...] = (),
        ticket: Ticket | None = None,
        photo: Media | None = None,
    ) -> OutboundMessage:
        now = self._clock()
        row = OutboundMessage(
            conversation_id=conversation.id,
            ticket_id=ticket.id if ticket else None,
            text=text,
            buttons=buttons,
            photo=photo,
            state=SendState.QUEUED,
            not_before=now,
            created_at=now,
        )
        session.add(row)
        return row

    def _say(
        self,
        key: str,
        args: Mapping[str, str | int],
        conversation: Conversation,
        can: Capabilities,
        variant: int = 0,
    ) -> str:
        for name, purpose in _LINKS.items():
            if (made_for := args.get(name)) not in (None, NO_LINK):
                args = {**args, name: self._links.make(conversation.id, str(made_for), purpose)}
        return self._wording.say(key, conversation.language, short=can.short, variant=variant, **args)

    def _button(self, choice: Choice, conversation: Conversation, can: Capabilities) -> Button:
        label = choice.literal if choice.literal is not None else self._say(choice.key, choice.args, conversation, can)
        return Button(id=choice.id, label=label, kind=choice.kind)
