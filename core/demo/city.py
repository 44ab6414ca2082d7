"""Plays some months of a city's reports through the real workflow, on a clock that begins in the past.

The same seed, number and end give the same reports. All of it happens in the web and terminal channels.
"""

from __future__ import annotations

import heapq
import math
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.demo.drawings import draw
from core.demo.people import Login, People
from core.dialogue.outcome import Reason, Reply
from core.dialogue.places import place_in
from core.dialogue.state import DescriptionPart, Draft
from core.kernel.actor import REPORTER, Actor
from core.kernel.clock import ManualClock
from core.kernel.errors import TicketError
from core.kernel.messages import Pin
from core.kernel.states import DONE_STATES, PHOTO_REQUIRED, STEPS, Kind, Role, State
from core.kernel.ticket_numbers import new_number
from core.messaging import conversations
from core.reports import counts
from core.running.services import Services
from core.storage.models import (
    Conversation,
    Escalation,
    InboundMessage,
    Media,
    OutboundMessage,
    SendState,
    StaffNotice,
    Ticket,
    Urgency,
)
from core.tickets.steps import step_to

MONTHS = 4
_ACCOUNTS = {"web": 4, "terminal": 1}
_KINDS = {Kind.COMPLAINT: 88, Kind.ASPIRATION: 7, Kind.INFORMATION: 5}
_COMMON = {"sampah", "jalan", "saluran_banjir", "lampu_jalan", "pohon", "parkir_liar"}
_PUBLIC, _WITH_PHOTO, _RATED, _STUCK = 0.45, 0.5, 0.45, 0.04
_STARS = {5: 45, 4: 30, 3: 10, 2: 6, 1: 9}
_NEXT: Mapping[State, Mapping[State, int]] = {
    State.RECEIVED: {
        State.IN_PROGRESS: 34,
        State.DISPATCHED: 40,
        State.COORDINATING: 14,
        State.OUT_OF_SCOPE: 5,
        State.MERGED: 4,
        State.WITHDRAWN: 3,
        State.FORWARDED: 80,
    },
    State.COORDINATING: {State.DISPATCHED: 6, State.IN_PROGRESS: 4},
    State.DISPATCHED: {State.IN_PROGRESS: 1},
    State.IN_PROGRESS: {State.AWAITING_VALIDATION: 1},
    State.AWAITING_VALIDATION: {State.RESOLVED: 9, State.FOLLOW_UP_REJECTED: 1},
    State.FOLLOW_UP_REJECTED: {State.IN_PROGRESS: 1},
    State.REOPENED: {State.IN_PROGRESS: 1},
    State.FORWARDED: {State.ANSWERED: 1},
    State.RESOLVED: {State.REOPENED: 4, State.RESOLVED: 96},
}
"""How often what follows; staying where it is means that it ends there."""
_HOURS = {
    State.RECEIVED: 9,
    State.COORDINATING: 8,
    State.DISPATCHED: 14,
    State.IN_PROGRESS: 40,
    State.AWAITING_VALIDATION: 12,
    State.FOLLOW_UP_REJECTED: 10,
    State.REOPENED: 12,
    State.FORWARDED: 50,
    State.RESOLVED: 60,
}
"""How long a ticket usually stays there."""
_NOTES: Mapping[State, Sequence[str]] = {
    State.IN_PROGRESS: ("Petugas berangkat ke lokasi.", "Tim sudah di lapangan.", "Alat dan bahan disiapkan."),
    State.AWAITING_VALIDATION: (
        "Sudah dikerjakan dan dibersihkan, mohon dicek.",
        "Perbaikan selesai, hasilnya tampak pada gambar.",
        "Sudah ditertibkan bersama petugas kelurahan.",
    ),
    State.FOLLOW_UP_REJECTED: ("Gambar belum menunjukkan lokasi yang dilaporkan, mohon diulang.",),
    State.OUT_OF_SCOPE: ("Lokasinya dikelola pihak lain, jadi bukan kewenangan kami.",),
    State.ANSWERED: (
        "Terima kasih. Usulan ini dicatat untuk musyawarah perencanaan berikutnya.",
        "Terima kasih atas pertanyaannya. Petugas loket kelurahan siap membantu pada jam kerja.",
    ),
    State.COORDINATING: ("Mohon dibantu, alatnya ada pada unit Bapak/Ibu.",),
    State.REOPENED: ("Masalahnya muncul lagi.",),
}
_ROLES = (Role.OFFICER, Role.UNIT, Role.KELURAHAN, Role.VALIDATOR, Role.TICKET_ADMIN, Role.ADMINISTRATOR)
"""Who takes a step, the first of these who may."""
_FOR_PERSONS = (
    (Reason.NOT_UNDERSTOOD, "yang itu lho pak, yang kemarin saya bilang, kok belum juga"),
    (Reason.ASKED, "saya mau bicara dengan petugas saja"),
    (Reason.EMERGENCY, "tolong ada kabel jatuh keluar percikan api di dekat sekolah"),
    ("attachment", "saya kirim rekaman suara saja ya, susah menulisnya"),
    ("asked", "bisa disambungkan ke orangnya langsung? ini soal laporan bulan lalu"),
)


@dataclass(frozen=True)
class Sample:
    """A report as somebody might have written it."""

    text: str
    kind: Kind
    category: str
    place: str | None = None


@dataclass(frozen=True)
class Filled:
    tickets: int
    logins: Sequence[Login]


Act = Callable[[Session], None]


class DemoCity:
    def __init__(self, services: Services, clock: ManualClock, samples: Sequence[Sample], seed: int) -> None:
        """`services` must live by `clock`, which stands where the story begins."""
        self._services = services
        self._clock = clock
        self._samples: dict[tuple[Kind, str], list[Sample]] = defaultdict(list)
        for sample in samples:
            self._samples[sample.kind, sample.category].append(sample)
        self._weights = [_KINDS[kind] * (4 if category in _COMMON else 1) for kind, category in self._samples]
        self._chance = Random(seed)  # noqa: S311 - a story, no secret
        self._people = People(services)
        self._agenda: list[tuple[datetime, int, Act]] = []
        self._planned = 0
        self._citizens: list[Conversation] = []

    def fill(self, tickets: int, end: datetime, progress: Callable[[int, int], None]) -> Filled:
        """Play until `end`; `progress` is told how many of how many days have passed. Nothing of it is sent."""
        with self._services.database.without_waking():
            return self._fill(tickets, end, progress)

    def _fill(self, tickets: int, end: datetime, progress: Callable[[int, int], None]) -> Filled:
        begin = self._clock()
        days = max((end - begin).days, 1)
        for moment in self._moments(tickets, begin, end):
            self._plan(moment, self._report)
        for day in range(days + 1):
            self._play(min(begin + timedelta(days=day + 1), end))
            progress(day, days)
        with self._services.database.write() as session:
            self._escalate(session)
            self._services.canned_replies.add_examples(session)
            logins = self._let_in(session)
        self._services.timers.run()
        with self._services.database.write() as session:
            self._tidy(session)
            counts.rebuild(session, self._services.config.zone)
        return Filled(tickets, logins)

    # --- time --------------------------------------------------------------------------------------

    def _moments(self, count: int, begin: datetime, end: datetime) -> list[datetime]:
        """More by day than by night, and slowly becoming more."""
        found: list[datetime] = []
        while len(found) < count:
            moment = begin + (end - begin) * math.sqrt(self._chance.uniform(0.02, 1))
            hour = moment.astimezone(self._services.config.zone).hour
            if self._chance.random() < (0.9 if 6 <= hour < 21 else 0.1):
                found.append(moment)
        return sorted(found)

    def _plan(self, moment: datetime, act: Act) -> None:
        self._planned += 1
        heapq.heappush(self._agenda, (moment, self._planned, act))

    def _play(self, until: datetime) -> None:
        """What happens until then, in one transaction: so many small ones would take minutes."""
        with self._services.database.write() as session:
            while self._agenda and self._agenda[0][0] <= until:
                moment, _, act = heapq.heappop(self._agenda)
                self._move_clock(moment)
                act(session)
        self._move_clock(until)

    def _move_clock(self, moment: datetime) -> None:
        self._clock.advance(max(moment - self._clock(), timedelta()))

    def _later(self, state: State) -> datetime:
        hours = self._chance.lognormvariate(math.log(_HOURS[state]), 0.8)
        moment = (self._clock() + timedelta(hours=hours)).astimezone(self._services.config.zone)
        if not 7 <= moment.hour < 17:  # offices are closed
            opening = moment.date() + timedelta(days=moment.hour >= 17)
            minutes = timedelta(minutes=self._chance.randint(440, 600))
            moment = datetime.combine(opening, time(), moment.tzinfo) + minutes
        return moment.astimezone(self._clock().tzinfo)

    # --- reports -----------------------------------------------------------------------------------

    def _report(self, session: Session) -> None:
        services, chance = self._services, self._chance
        (matter,) = chance.choices(list(self._samples), self._weights)
        sample, citizen = chance.choice(self._samples[matter]), self._citizen(session)
        area = chance.choice(services.areas.kelurahan)
        message_id = uuid.uuid4().hex
        spot = Pin(lat=round(area.lat + chance.gauss(0, 0.0015), 6), lon=round(area.lon + chance.gauss(0, 0.0015), 6))
        draft = Draft(
            key=message_id[:8],
            parts=(DescriptionPart(message_id=message_id, text=sample.text),),
            kind=sample.kind,
            category=sample.category,
            place=place_in(area, sample.place, spot),
            needs_person=("category",) if chance.random() < 0.05 else (),
        )
        self._said(session, citizen, sample.text, message_id)
        photos = [self._picture(session, mended=False)] if chance.random() < _WITH_PHOTO else []
        number = new_number(chance.choice)
        services.workflow.open(session, citizen, draft, number, photos)
        if chance.random() < _PUBLIC:
            services.workflow.set_public(session, number, public=True)
        self._go_on(session, number)

    def _citizen(self, session: Session) -> Conversation:
        """Somebody new, or now and then somebody who has reported before."""
        if self._citizens and self._chance.random() < 0.3:
            return self._chance.choice(self._citizens)
        (account,) = self._chance.choices(list(_ACCOUNTS), list(_ACCOUNTS.values()))
        name = f"Warga Contoh {len(self._citizens) + 1}"
        vault, now = self._services.vault, self._clock()
        begun = conversations.find_or_begin(
            session, vault, account, uuid.uuid4().hex, name=name, language="id", now=now
        )
        self._citizens.append(begun)
        return begun

    def _said(self, session: Session, citizen: Conversation, text: str, message_id: str) -> None:
        now = self._clock()
        citizen.last_inbound_at = now
        session.add(
            InboundMessage(
                account=citizen.account,
                provider_id=message_id,
                conversation_id=citizen.id,
                sent_at=now,
                received_at=now,
                text=text,
            )
        )

    def _picture(self, session: Session, *, mended: bool) -> Media:
        media = self._services.media.put_photo(draw(self._chance, mended=mended), self._clock())
        session.add(media)
        return media

    # --- steps -------------------------------------------------------------------------------------

    def _go_on(self, session: Session, number: str) -> None:
        """Plan the next step of a ticket, unless it is forgotten here or at its end."""
        ticket = self._services.workflow.get(session, number)
        possible = STEPS[ticket.kind][ticket.state]
        weights = {to: n for to, n in _NEXT.get(ticket.state, {}).items() if to in possible or to is ticket.state}
        if not weights or (ticket.state not in DONE_STATES and self._chance.random() < _STUCK):
            return
        (to,) = self._chance.choices(list(weights), list(weights.values()))
        if to is not ticket.state:
            self._plan(self._later(ticket.state), lambda later: self._step(later, number, to))

    def _step(self, session: Session, number: str, to: State) -> None:
        workflow = self._services.workflow
        ticket = workflow.get(session, number)
        if to not in STEPS[ticket.kind][ticket.state]:
            return  # something else happened meanwhile
        try:
            with session.begin_nested():
                workflow.move(
                    session,
                    number,
                    step_to(
                        to,
                        note=self._chance.choice(_NOTES[to]) if to in _NOTES else None,
                        photos=[self._picture(session, mended=True)] if to in PHOTO_REQUIRED else [],
                        main=self._main(session, ticket) if to is State.MERGED else None,
                        turn_to="pengelola kawasan",
                    ),
                    self._actor(session, ticket, to),
                )
        except TicketError:
            return  # no main ticket to merge it into, or nobody else to ask: it stays where it is
        if to in DONE_STATES and self._chance.random() < _RATED:
            (stars,) = self._chance.choices(list(_STARS), list(_STARS.values()))
            self._plan(self._later(State.RECEIVED), lambda later: self._rate(later, number, stars))
        self._go_on(session, number)

    def _rate(self, session: Session, number: str, stars: int) -> None:
        if self._services.workflow.get(session, number).state in DONE_STATES:
            self._services.workflow.rate(session, number, stars)

    def _actor(self, session: Session, ticket: Ticket, to: State) -> Actor:
        allowed = STEPS[ticket.kind][ticket.state][to]
        if allowed == {REPORTER.role}:
            return REPORTER
        at_desk = (ticket.unit or "").startswith("kelurahan/")
        for role in _ROLES:
            if role in allowed and (role is not Role.KELURAHAN or at_desk) and (role is not Role.UNIT or not at_desk):
                bound = role in (Role.OFFICER, Role.UNIT, Role.KELURAHAN)
                return self._people.actor(session, role, ticket.unit if bound else None)
        return self._people.actor(session, Role.ADMINISTRATOR)

    def _main(self, session: Session, ticket: Ticket) -> str | None:
        """An open report of the same matter that came earlier."""
        query = select(Ticket.number).where(
            Ticket.category == ticket.category, Ticket.step_due_at.is_not(None), Ticket.id < ticket.id
        )
        return session.scalar(query.order_by(Ticket.id.desc()).limit(1))

    # --- the rest ----------------------------------------------------------------------------------

    def _escalate(self, session: Session) -> None:
        """Some citizens wait for a moderator."""
        now = self._clock()
        for place, (reason, text) in enumerate(_FOR_PERSONS):
            citizen = self._citizen(session)
            self._said(session, citizen, "halo, ada yang bisa bantu?", uuid.uuid4().hex)
            self._services.outbox.queue(session, citizen, [Reply("greeting")])
            self._said(session, citizen, text, uuid.uuid4().hex)
            self._services.outbox.queue(session, citizen, [Reply("human-called")])
            urgency = Urgency.HIGH if reason is Reason.EMERGENCY else Urgency.NORMAL
            since = now - timedelta(minutes=9 * place + 3)
            session.add(Escalation(conversation_id=citizen.id, reason=reason, urgency=urgency, opened_at=since))

    def _let_in(self, session: Session) -> list[Login]:
        """An account of each role, where most work is left."""
        left = Counter(session.scalars(select(Ticket.unit).where(Ticket.step_due_at.is_not(None))))
        units = [unit for unit, _ in left.most_common() if unit]
        desk = next((unit for unit in units if unit.startswith("kelurahan/")), None)
        office = next((unit for unit in units if not unit.startswith("kelurahan/")), None)
        wanted = [(Role.KELURAHAN, desk), (Role.UNIT, office), (Role.OFFICER, desk), (Role.OFFICER, office)]
        others = (Role.VALIDATOR, Role.TICKET_ADMIN, Role.MODERATOR, Role.DESK, Role.ADMINISTRATOR)
        bound = [(role, unit) for role, unit in wanted if unit]
        return [self._people.let_in(session, role, unit) for role, unit in (*bound, *((role, None) for role in others))]

    def _tidy(self, session: Session) -> None:
        """Nothing of it is left to be sent, and old notices were read long ago."""
        ours = [citizen.id for citizen in self._citizens]
        queued = update(OutboundMessage).where(
            OutboundMessage.state == SendState.QUEUED, OutboundMessage.conversation_id.in_(ours)
        )
        session.execute(queued.values(state=SendState.SENT, sent_at=OutboundMessage.created_at))
        reports = select(Ticket.id).where(Ticket.reporter_id.in_(ours))
        old = update(StaffNotice).where(
            StaffNotice.ticket_id.in_(reports), StaffNotice.created_at < self._clock() - timedelta(days=2)
        )
        session.execute(old.values(read_at=StaffNotice.created_at))
