"""Who is asked: a sample of those whose report was dealt with in the quarter, each once, and only while nothing else
is open in their talk. `start` chooses; the sweep asks, reminds once, and ends what nobody goes on with.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Select, delete, exists, func, select
from sqlalchemy.orm import Session

from core.city.routing import Router
from core.dialogue import danger, survey
from core.dialogue.engine import in_other_words
from core.dialogue.outcome import Turn
from core.dialogue.state import TICKET_QUESTIONS, OpenSurvey, Slot
from core.kernel.clock import Clock
from core.kernel.ports import Channel
from core.kernel.skm import ELEMENTS, Quarter
from core.kernel.states import State
from core.messaging.outbox import Outbox
from core.storage.database import Database
from core.storage.models import Conversation, Escalation, SurveyAnswer, SurveyInvitation, SurveyStage, Ticket

log = structlog.get_logger()

_DAYTIME = range(8, 20)
"""Hours of the city in which somebody may be asked."""
_WAITS = timedelta(days=30)
"""How long the round waits for a talk in which nothing is open."""
_LASTS = timedelta(days=7)
"""How long an answer is waited for."""
_REMIND_AFTER = timedelta(days=1)
"""Of silence."""
_LOOK_AGAIN = timedelta(hours=1)
_KEPT = timedelta(days=200)
"""How long it is known who was asked about a quarter; longer than a round can be begun late."""


@dataclass(frozen=True)
class RoundStatus:
    waiting: int
    """Chosen, and not asked yet."""
    open: int
    """Asked, with some days left to answer."""
    over: int
    answers: int


class SurveyRounds:
    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        router: Router,
        channels: Mapping[str, Channel],
        zone: ZoneInfo,
        clock: Clock,
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._router = router
        self._channels = channels
        self._zone = zone
        self._clock = clock

    def start(self, session: Session, quarter: Quarter, sample: int) -> int:
        """Choose up to so many by chance who were not chosen for this quarter yet. Returns how many there are."""
        now = self._clock()
        session.execute(delete(SurveyInvitation).where(SurveyInvitation.ends_at < now - _KEPT))
        chosen = session.execute(
            select(Ticket.reporter_id, Ticket.unit).where(Ticket.id.in_(self._drawn(quarter, sample)))
        ).all()
        session.add_all(
            SurveyInvitation(
                conversation_id=reporter,
                quarter=str(quarter),
                unit=unit,
                stage=SurveyStage.WAITING,
                due_at=now,
                ends_at=now + _WAITS,
            )
            for reporter, unit in chosen
        )
        return len(chosen)

    def _drawn(self, quarter: Quarter, sample: int) -> Select[int]:
        begin, end = (datetime.combine(day, time(), self._zone) for day in (quarter.first, quarter.after))
        asked = exists().where(
            SurveyInvitation.conversation_id == Ticket.reporter_id, SurveyInvitation.quarter == str(quarter)
        )
        return (
            select(func.max(Ticket.id))
            .join(Conversation, Conversation.id == Ticket.reporter_id)
            .where(Ticket.state.in_((State.RESOLVED, State.ANSWERED)), Ticket.done_at >= begin, Ticket.done_at < end)
            .where(Ticket.unit.is_not(None), Ticket.anonymised_at.is_(None), ~asked)
            .where(Conversation.account.in_(list(self._channels)), Conversation.erased_at.is_(None))
            .where(Conversation.blocked.is_(False), Conversation.barred.is_(False))
            .group_by(Ticket.reporter_id)
            .order_by(func.random())
            .limit(sample)
        )

    def status(self, session: Session, quarter: Quarter) -> RoundStatus:
        query = (
            select(SurveyInvitation.stage, func.count())
            .where(SurveyInvitation.quarter == str(quarter))
            .group_by(SurveyInvitation.stage)
        )
        by_stage = {stage: int(count) for stage, count in session.execute(query)}
        answers = session.scalar(
            select(func.count()).select_from(SurveyAnswer).where(SurveyAnswer.quarter == str(quarter))
        )
        open_ = by_stage.get(SurveyStage.ASKED, 0) + by_stage.get(SurveyStage.REMINDED, 0)
        waiting, over = by_stage.get(SurveyStage.WAITING, 0), by_stage.get(SurveyStage.OVER, 0)
        return RoundStatus(waiting, open_, over, answers or 0)

    # --- asking, in the sweep -----------------------------------------------------------------------

    def run(self, limit: int = 100) -> None:
        """Ask, remind or end what is due, each in its own transaction. Nobody is asked at night."""
        now = self._clock()
        if now.astimezone(self._zone).hour not in _DAYTIME:
            return
        due = select(SurveyInvitation.id, SurveyInvitation.conversation_id).where(SurveyInvitation.due_at <= now)
        with self._database.read() as session:
            found = session.execute(due.order_by(SurveyInvitation.due_at).limit(limit)).all()
        for invitation_id, conversation_id in found:
            with self._database.write() as session:
                self._look_at(session, invitation_id, conversation_id)

    def _look_at(self, session: Session, invitation_id: int, conversation_id: int) -> None:
        """The talk is locked first, as everywhere."""
        conversation = session.get_one(Conversation, conversation_id, with_for_update={"key_share": True})
        invitation = session.get(SurveyInvitation, invitation_id, with_for_update=True)
        now = self._clock()
        if invitation is None or invitation.due_at is None or invitation.due_at > now:
            return
        invitation.due_at = now + _LOOK_AGAIN
        if invitation.stage is SurveyStage.WAITING:
            self._ask(session, conversation, invitation, now)
        else:
            self._follow_up(session, conversation, invitation, now)

    def _ask(self, session: Session, conversation: Conversation, invitation: SurveyInvitation, now: datetime) -> None:
        if now >= invitation.ends_at or conversation.blocked or invitation.unit is None:
            _close(invitation)
        elif self._is_free(session, conversation, now):
            unit = invitation.unit
            asked = OpenSurvey(quarter=invitation.quarter, unit=unit, name=self._router.name(unit))
            self._say(session, conversation, survey.invite(conversation.state, asked))
            invitation.stage, invitation.unit = SurveyStage.ASKED, None
            invitation.due_at, invitation.ends_at = now + _REMIND_AFTER, now + _LASTS

    def _follow_up(
        self, session: Session, conversation: Conversation, invitation: SurveyInvitation, now: datetime
    ) -> None:
        state = conversation.state
        open_one = state.survey if state.survey and state.survey.quarter == invitation.quarter else None
        if open_one is None:
            _close(invitation)
        elif now >= invitation.ends_at:
            conversation.state = survey.ended(state)
            _close(invitation)
        elif invitation.stage is SurveyStage.REMINDED or not open_one.agreed:
            # No answer to "may we ask?" is a no.
            invitation.due_at = min(now + _REMIND_AFTER, invitation.ends_at)
        elif conversation.last_inbound_at <= now - _REMIND_AFTER and self._may_remind(session, conversation, now):
            self._say(session, conversation, survey.remind(state, open_one))
            invitation.stage, invitation.due_at = SurveyStage.REMINDED, invitation.ends_at

    def _say(self, session: Session, conversation: Conversation, turn: Turn) -> None:
        self._outbox.apply(session, conversation, in_other_words(conversation.state, turn))

    def _is_free(self, session: Session, conversation: Conversation, now: datetime) -> bool:
        """Whether nothing is open in a talk: no report, no danger, no question, no call for a person."""
        state = conversation.state
        asks = state.asked is not None or state.waiting or state.survey
        return not asks and self._is_calm(session, conversation, now)

    def _may_remind(self, session: Session, conversation: Conversation, now: datetime) -> bool:
        """Of what was agreed to; a question about a ticket, which holds nothing up, waits behind it."""
        open_question = conversation.state.asked
        if open_question is not None and open_question not in (Slot.SURVEY, *TICKET_QUESTIONS):
            return False
        return self._is_calm(session, conversation, now)

    def _is_calm(self, session: Session, conversation: Conversation, now: datetime) -> bool:
        state = conversation.state
        if state.draft or danger.is_on(state, now) or conversation.blocked or not conversation.bot_speaks:
            return False
        waits = exists().where(Escalation.conversation_id == conversation.id, Escalation.closed_at.is_(None))
        return not session.scalar(select(waits))


def _close(invitation: SurveyInvitation) -> None:
    invitation.stage, invitation.unit, invitation.due_at = SurveyStage.OVER, None, None


def keep(session: Session, answered: OpenSurvey) -> None:
    """Keep what was answered, without who answered it."""
    values = dict(zip(ELEMENTS, answered.values, strict=True))
    session.add(SurveyAnswer(id=secrets.token_hex(16), quarter=answered.quarter, unit=answered.unit, **values))
