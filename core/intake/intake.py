"""Takes a message in, in ONE transaction: store it, run the dialogue, apply what it decided, queue the replies.

What the message says is found out before (`core/intake/hearing.py`): the transaction holds the database's write lock.

The unique key (account, provider's message id) makes a replay a no-op. If the database is down, the message
goes to the spool and is taken in once the database is back.
"""

from __future__ import annotations

from enum import StrEnum
from functools import partial

import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.config import Config
from core.dialogue import own_data
from core.dialogue.engine import step
from core.dialogue.facts import Answered, Doubt, Facts, Manner, no_duplicate
from core.dialogue.outcome import (
    Action,
    AddInformation,
    Amend,
    AnswerSurvey,
    Erase,
    Escalate,
    Follow,
    Join,
    OfferDownload,
    OpenTicket,
    Rate,
    Reason,
    Reopen,
    SetPublic,
    Withdraw,
)
from core.dialogue.state import ConversationState as DialogueState
from core.intake.dead_letters import DeadLetters
from core.intake.hearing import Heard, Hearing, within
from core.kernel import metrics
from core.kernel.actor import REPORTER
from core.kernel.clock import Clock
from core.kernel.errors import TicketError
from core.kernel.messages import DeadLetter, Inbound
from core.kernel.ports import Understanding
from core.messaging import conversations
from core.messaging.delivery import Delivery
from core.messaging.one_time_links import OneTimeLinks
from core.messaging.outbox import Outbox
from core.messaging.spool import Spool, Spooled
from core.moderation.calls import Calls
from core.notifications.staff_chat import StaffChats
from core.privacy.erasure import Erasure
from core.protection.vault import Vault
from core.reports.queries import own_tickets
from core.storage.database import Database, DatabaseUnavailable
from core.storage.models import (
    Conversation,
    InboundMessage,
    Media,
    MediaState,
)
from core.surveys.rounds import keep
from core.tickets.duplicates import Duplicates
from core.tickets.steps import CallOff
from core.tickets.ticket_views import views_for
from core.tickets.workflow import Workflow

log = structlog.get_logger()

_MAX_TRIES = 3
"""A conversation that goes on between hearing a message and taking it in makes it heard again, so many times."""


class Taken(StrEnum):
    """What became of a message; the provider is answered 200 in every case."""

    NEW = "new"
    REPLAY = "replay"
    SPOOLED = "spooled"
    KEPT = "kept"
    """It could not be taken in: a person looks at it."""


class _WentOnError(Exception):
    """The conversation went on since the message was heard: its place lies inside another area."""

    def __init__(self, within: str | None) -> None:
        super().__init__(within)
        self.within = within


class Intake:
    def __init__(
        self,
        *,
        config: Config,
        database: Database,
        hearing: Hearing,
        outbox: Outbox,
        workflow: Workflow,
        duplicates: Duplicates,
        erasure: Erasure,
        staff_chats: StaffChats,
        calls: Calls,
        vault: Vault,
        spool: Spool,
        letters: DeadLetters,
        delivery: Delivery,
        links: OneTimeLinks,
        clock: Clock,
    ) -> None:
        self._config = config
        self._database = database
        self._hearing = hearing
        self._outbox = outbox
        self._workflow = workflow
        self._duplicates = duplicates
        self._erasure = erasure
        self._staff_chats = staff_chats
        self._calls = calls
        self._vault = vault
        self._spool = spool
        self._letters = letters
        self._delivery = delivery
        self._links = links
        self._clock = clock
        self._manner = Manner.of(config.conversation)

    def take(self, inbound: Inbound) -> Taken:
        """Take a message in, or keep it on disk until that is possible."""
        try:
            taken = self._take(inbound)
        except DatabaseUnavailable as error:
            log.error("intake.spooled", account=inbound.account, problem=type(error).__name__)
            self._spool.keep(inbound)
            taken = Taken.SPOOLED
        metrics.INBOUND.labels(inbound.account, taken).inc()
        return taken

    def take_spooled(self) -> int:
        """Take in what was spooled, the oldest first; stops where the database fails again. Answers how many."""
        count = 0
        for path, received in self._spool.waiting():
            try:
                self._take_from_disk(received)
            except DatabaseUnavailable:
                break
            self._spool.done(path)
            count += 1
        return count

    def _take_from_disk(self, received: Spooled) -> None:
        """What can't be taken in holds up nothing that waits behind it."""
        if isinstance(received, DeadLetter):
            self._letters.store(received)
            return
        try:
            if isinstance(received, Inbound):
                self._take(received)
            else:
                self._delivery.report(received)
        except DatabaseUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - kept for a person, whatever it is
            self._letters.keep_received(received, error)

    def _take(self, inbound: Inbound) -> Taken:
        """Whatever takes time is found out while no transaction is open: a slow text must not hold up the others."""
        heard = self._hearing.hear(inbound)
        for tries_left in reversed(range(_MAX_TRIES)):
            try:
                with self._database.write() as session:
                    return self._take_in(session, inbound, heard, as_heard=not tries_left)
            except _WentOnError as went_on:
                heard = self._hearing.again(inbound, heard, went_on.within)
            except IntegrityError:
                # Two deliveries of one message, or two first messages of one citizen, raced: look again.
                if not tries_left:
                    raise
        raise AssertionError("the last try returns or raises")

    def _take_in(self, session: Session, inbound: Inbound, heard: Heard, *, as_heard: bool) -> Taken:
        """`as_heard`: even if the conversation went on meanwhile."""
        # Asked before a conversation is begun: the repetition of an erased message must not make one.
        new = conversations.unless_known(session, self._vault, inbound)
        if new is None:
            return Taken.REPLAY
        inbound = new
        conversation = self._conversation(session, inbound)
        self._compare(session, conversation, inbound, heard, as_heard=as_heard)
        message = self._store(session, conversation, inbound, heard.understanding)
        message.unread_since = message.received_at if heard.away else None
        conversation.last_inbound_at = self._clock()
        if inbound.proven or conversation.thread is None:
            conversation.thread = inbound.thread or conversation.thread
        linked = self._staff_chats.answer(session, conversation, inbound.text) if inbound.proven else None
        if (answer := linked) is not None:
            message.unread_since = None
            self._outbox.queue(session, conversation, (answer,))
            return Taken.NEW
        answered = conversations.answered(session, conversation, inbound)
        actions: tuple[Action, ...] = ()
        if conversation.bot_speaks or own_data.concerns(conversation.state, inbound, answered):
            facts = self._facts(session, conversation, inbound, heard, message, answered)
            before, spoken = conversation.state, conversation.language
            conversation.language = heard.language or spoken
            turn = step(before, inbound, heard.understanding, facts)
            actions = turn.actions
            for action in actions:
                self._do(session, conversation, message, action, inbound.source)
            if inbound.proven:
                self._outbox.apply(session, conversation, turn)
            else:
                # Whoever may be another chooses neither the language nor the subject of what is said later.
                self._outbox.apply(session, conversation, turn, thread=inbound.thread)
                conversation.language = conversation.language if before == DialogueState() else spoken
                metrics.UNPROVEN.labels(inbound.account, "answered" if turn.replies else "left").inc()
        if inbound.edits and inbound.proven and not conversation.barred and not _put_right(actions):
            self._show_edit_to_staff(session, conversation, inbound)
        return Taken.NEW

    def _compare(
        self, session: Session, conversation: Conversation, inbound: Inbound, heard: Heard, *, as_heard: bool
    ) -> None:
        """Raises _WentOnError if the place has to be read again inside another area."""
        now_within = within(session, conversation, inbound)
        if heard.within == now_within:
            return
        if not as_heard:
            raise _WentOnError(now_within)
        metrics.HEARD_BEFORE.inc()
        log.warning("intake.heard_before", conversation=conversation.id)

    def _conversation(self, session: Session, inbound: Inbound) -> Conversation:
        """The locked row of this citizen in this account; made if it is the first message."""
        conversation = conversations.find_or_begin(
            session,
            self._vault,
            inbound.account,
            inbound.sender,
            name=inbound.display_name,
            language=self._config.city.language,
            now=self._clock(),
        )
        conversation.blocked = False
        return conversation

    def _store(
        self, session: Session, conversation: Conversation, inbound: Inbound, understanding: Understanding | None
    ) -> InboundMessage:
        now = self._clock()
        message = InboundMessage(
            account=inbound.account,
            provider_id=inbound.message_id,
            conversation_id=conversation.id,
            sent_at=inbound.sent_at,
            received_at=now,
            text=inbound.text,
            pin=inbound.pin,
            pressed=inbound.pressed,
            edits=inbound.edits,
            deletes=inbound.deletes,
            proven=inbound.proven,
            digest=inbound.digest,
            understanding=remember(understanding),
        )
        message.media = [
            Media(
                account=inbound.account,
                kind=ref.kind,
                ref=ref.ref,
                mime=ref.mime,
                state=MediaState.PENDING if ref.kind.is_picture else MediaState.KEPT,
                not_before=now,
                created_at=now,
            )
            for ref in inbound.media
        ]
        session.add(message)
        session.flush()
        return message

    def _facts(
        self,
        session: Session,
        conversation: Conversation,
        inbound: Inbound,
        heard: Heard,
        message: InboundMessage,
        answered: Answered | None,
    ) -> Facts:
        buttons = (inbound.pressed or "", *(option.id for option in (answered.options if answered else ())))
        pressed = [subject for button in buttons for subject in button.split(":")[1:2]]
        pressed += [answered.ticket] if answered and answered.ticket else []
        offer = conversation.state.draft.offer if conversation.state.draft else None
        pressed += [offer.number] if offer else []
        mentioned, own = views_for(
            session, self._workflow, conversation, list(dict.fromkeys([*heard.numbers, *pressed]))
        )
        found = {view.number for view in mentioned}
        missing = [number for number in heard.numbers if number not in found]
        pressed_own = tuple(view for view in mentioned if view.mine and view not in own)
        return Facts(
            now=self._clock(),
            fresh_number=self._workflow.fresh_number(session),
            forecast=self._workflow.forecast,
            duplicate=partial(self._duplicates.find, session, conversation) if inbound.proven else no_duplicate,
            manner=self._manner,
            helplines=self._config.city.helplines,
            capabilities=self._outbox.capabilities(conversation.account),
            can_link=self._links.possible,
            place=heard.place,
            matters=heard.matters,
            mentioned=tuple(view for view in mentioned if view.number in heard.numbers),
            unknown_numbers=(*missing, *heard.mistyped),
            own=own + pressed_own,
            named=tuple(view for view in mentioned if view.number in pressed),
            answered=answered,
            doubt=Doubt() if inbound.proven else conversations.doubt(session, conversation, message, self._clock()),
            waits_for_person=self._calls.waits(session, conversation, Reason.ASKED),
            among_many=self._calls.folds(session, conversation, inbound.source),
        )

    def _show_edit_to_staff(self, session: Session, conversation: Conversation, inbound: Inbound) -> None:
        """An edited message may be part of a ticket that was opened since it was written."""
        edited = session.scalar(
            select(InboundMessage).where(
                InboundMessage.account == inbound.account, InboundMessage.provider_id == inbound.edits
            )
        )
        if edited is None or not edited.text or edited.conversation_id != conversation.id:
            return
        for ticket in own_tickets(session, conversation.id):
            if self._workflow.clean(ticket, edited.text).strip() in ticket.description:
                self._workflow.edited(session, ticket, inbound.text)
                return

    # --- actions of the dialogue -------------------------------------------------------------------

    def _do(
        self,
        session: Session,
        conversation: Conversation,
        message: InboundMessage,
        action: Action,
        source: str | None,
    ) -> None:
        if isinstance(action, Escalate):
            self._calls.open(session, conversation, action, source)
            return
        try:
            self._apply(session, conversation, message, action)
        except TicketError as error:
            # The dialogue decided on facts of this same transaction, so this is a bug worth a look, but the
            # citizen's message must not be lost for it.
            metrics.REFUSED_ACTIONS.inc()
            log.error("intake.action_refused", action=type(action).__name__, problem=str(error))
            self._calls.open(session, conversation, Escalate(Reason.ACTION_REFUSED), source)

    def _apply(self, session: Session, conversation: Conversation, message: InboundMessage, action: Action) -> None:
        match action:
            case OpenTicket() | Join():
                self._end_draft(session, conversation, action)
            case Amend(number, draft):
                self._workflow.amend(session, number, draft)
            case SetPublic(number, public):
                self._workflow.set_public(session, number, public)
            case AddInformation(number, key):
                said = conversations.by_key(session, conversation, key) if key else message
                if said is None:
                    raise TicketError(f"what was to be added to {number} is not there any more")
                pictures = [media for media in said.media if media.kind.is_picture]
                self._workflow.add_information(session, number, said.text, pictures)
            case Rate(number, stars):
                self._workflow.rate(session, number, stars, conversation)
            case Reopen(number):
                self._workflow.reopen(session, number, conversation)
            case Withdraw(number):
                self._workflow.move(session, number, CallOff(), REPORTER)
            case Follow(number):
                self._workflow.follow(session, number, conversation)
            case OfferDownload(key):
                conversation.download_key = key
            case AnswerSurvey(_, whole):
                message.text, message.pressed, message.understanding = "", None, None
                message.unread_since = None
                if whole is not None:
                    keep(session, whole)
            case Erase(withdraw):
                self._erasure.erase(session, conversation, withdraw=withdraw)

    def _end_draft(self, session: Session, conversation: Conversation, action: OpenTicket | Join) -> None:
        """The draft becomes a ticket, or part of one, and its photos with it."""
        of_draft = InboundMessage.provider_id.in_(action.draft.photo_messages)
        photos = conversations.pictures(session, conversation, of_draft)
        if isinstance(action, Join):
            told = action.draft.description if action.says_more else ""
            self._workflow.join(session, action.number, conversation, told, photos)
            return
        self._workflow.open(session, conversation, action.draft, action.number, photos, grace=True)
        metrics.TICKETS.labels(conversation.account).inc()


def _put_right(actions: tuple[Action, ...]) -> bool:
    """Whether the dialogue itself changed the ticket that an edit belongs to."""
    return any(isinstance(action, Amend) for action in actions)


def remember(understanding: Understanding | None) -> dict[str, object] | None:
    """The guesses, for moderators and for learning from their corrections."""
    if understanding is None:
        return None
    top = {"act": [understanding.act], "kinds": understanding.kinds[:2], "categories": understanding.categories[:3]}
    return {name: [[guess.name, round(guess.confidence, 4)] for guess in guesses] for name, guesses in top.items()}
