"""Everything that works on one database, put together. The floors above get this one object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Protocol

from core.city.routing import Router
from core.city.worktime import working_time
from core.config import Config
from core.dialogue.facts import Manner
from core.dialogue.places import PlaceReader, Resolver
from core.intake.dead_letters import DeadLetters
from core.intake.filing.desk import Desk
from core.intake.filing.filing import Filing
from core.intake.filing.programs import Programs
from core.intake.filing.talks import Talks
from core.intake.hearing import Hearing
from core.intake.inbox import Inbox
from core.intake.intake import Intake
from core.intake.late_reading import LateReading
from core.intake.left_drafts import LeftDrafts
from core.intake.media import MediaFetcher
from core.kernel.clock import Clock, system_clock
from core.kernel.ports import Channel, Understander, Waker
from core.location import Areas
from core.messaging.delivery import Delivery
from core.messaging.media_store import MediaStore
from core.messaging.one_time_links import OneTimeLinks
from core.messaging.outbox import Outbox
from core.messaging.pace import NewsPace
from core.messaging.reporters_words import ReportersWords
from core.messaging.spool import Spool
from core.moderation.calls import Calls
from core.moderation.canned_replies import CannedReplies
from core.moderation.casework import Casework
from core.moderation.closing import Closing
from core.moderation.takeover import Moderation
from core.notifications.followers import News
from core.notifications.listening import TicketListeners
from core.notifications.staff import Notices
from core.notifications.staff_chat import StaffChats
from core.notifications.subscriptions import Subscriptions
from core.privacy.anonymise import Anonymiser
from core.privacy.erasure import Erasure
from core.privacy.export import Export
from core.privacy.retention import Retention
from core.privacy.stored import StoredWords
from core.protection.safe_http import Outward
from core.protection.vault import Vault
from core.running.known_labels import KnownLabels
from core.staff.accounts import Accounts
from core.staff.leaving import Leaving
from core.staff.second_factor import SecondFactor
from core.staff.sessions import Sessions
from core.staff.sign_on import Reception
from core.storage.audit import Audit
from core.storage.database import Database
from core.surveys.rounds import SurveyRounds
from core.tickets.bulk import Bulk
from core.tickets.deadlines import Deadlines
from core.tickets.duplicates import Duplicates
from core.tickets.judgement import SolvedReminders
from core.tickets.timers import Timers
from core.tickets.workflow import Workflow
from core.wording import Wording


@dataclass(frozen=True)
class Services:
    config: Config
    clock: Clock
    database: Database
    vault: Vault
    audit: Audit
    accounts: Accounts
    leaving: Leaving
    sessions: Sessions
    second_factor: SecondFactor
    reception: Reception | None
    """Of the city's own sign-on, where there is one."""
    wording: Wording
    media: MediaStore
    spool: Spool
    links: OneTimeLinks
    outbox: Outbox
    areas: Areas
    places: PlaceReader
    router: Router
    workflow: Workflow
    bulk: Bulk
    timers: Timers
    solved_reminders: SolvedReminders
    survey_rounds: SurveyRounds
    notices: Notices
    staff_chats: StaffChats
    understander: Understander
    intake: Intake
    filing: Filing
    desk: Desk
    """Who may send a report to be filed, as are `programs` and `talks`."""
    programs: Programs
    talks: Talks
    late_reading: LateReading
    left_drafts: LeftDrafts
    delivery: Delivery
    inbox: Inbox
    media_fetcher: MediaFetcher
    moderation: Moderation
    casework: Casework
    closing: Closing
    canned_replies: CannedReplies
    subscriptions: Subscriptions
    erasure: Erasure
    retention: Retention
    stored_words: StoredWords
    export: Export
    channels: Mapping[str, Channel]
    waker: Waker


class CityResolver(Resolver, Protocol):
    """Finds places, and knows the areas of the city."""

    @property
    def areas(self) -> Areas: ...


def build_wording(config: Config) -> Wording:
    return Wording(
        city=config.city.name,
        emergency=config.city.emergency,
        zone=config.zone,
        categories=config.category_names,
        kinds=config.kind_aliases,
    )


@dataclass(frozen=True)
class _Ground:
    """What all rooms stand on."""

    config: Config
    database: Database
    vault: Vault
    channels: Mapping[str, Channel]
    media: MediaStore
    understander: Understander
    waker: Waker
    clock: Clock
    router: Router
    areas: Areas
    places: PlaceReader
    wording: Wording
    links: OneTimeLinks
    outbox: Outbox
    audit: Audit


@dataclass(frozen=True)
class _Notifications:
    news: News
    notices: Notices
    staff_chats: StaffChats
    subscriptions: Subscriptions


@dataclass(frozen=True)
class _Tickets:
    workflow: Workflow
    bulk: Bulk
    timers: Timers
    solved_reminders: SolvedReminders
    survey_rounds: SurveyRounds
    stored_words: StoredWords


@dataclass(frozen=True)
class _Privacy:
    erasure: Erasure
    export: Export
    retention: Retention


@dataclass(frozen=True)
class _Moderation:
    moderation: Moderation
    casework: Casework
    closing: Closing
    canned_replies: CannedReplies


@dataclass(frozen=True)
class _Staff:
    accounts: Accounts
    leaving: Leaving
    sessions: Sessions
    second_factor: SecondFactor
    reception: Reception | None


@dataclass(frozen=True)
class _Intake:
    intake: Intake
    inbox: Inbox
    late_reading: LateReading
    left_drafts: LeftDrafts
    media_fetcher: MediaFetcher
    delivery: Delivery
    spool: Spool


@dataclass(frozen=True)
class _Filing:
    filing: Filing
    desk: Desk
    programs: Programs
    talks: Talks


def build_services(
    config: Config,
    *,
    database: Database,
    vault: Vault,
    channels: Mapping[str, Channel],
    media: MediaStore,
    understander: Understander,
    resolver: CityResolver,
    waker: Waker,
    clock: Clock = system_clock,
    listeners: TicketListeners = (),
) -> Services:
    """`channels` may still be filled afterwards: everything here reads it when it sends.

    `listeners` hear of every line of a ticket's history, after those who always do.
    Raises ConfigError for units and rules that do not fit together.
    """
    database.wake_by(waker)
    wording = build_wording(config)
    talk = config.conversation
    links = OneTimeLinks(vault, str(config.server.public_url) if config.server.public_url else None, clock)
    ground = _Ground(
        config=config,
        database=database,
        vault=vault,
        channels=channels,
        media=media,
        understander=KnownLabels(understander, config),
        waker=waker,
        clock=clock,
        router=Router(config, resolver.areas),
        areas=resolver.areas,
        places=PlaceReader(resolver),
        wording=wording,
        links=links,
        outbox=Outbox(wording, channels, links, clock, talk.unanswered, NewsPace(talk.gather, talk.quiet, config.zone)),
        audit=Audit(database, clock),
    )
    notifications = _notifications(ground)
    tickets = _tickets(ground, notifications, listeners)
    privacy = _privacy(ground, tickets.workflow)
    moderation = _moderation(ground, tickets.workflow)
    rooms = (
        ground,
        notifications,
        tickets,
        privacy,
        _intake(ground, tickets.workflow, privacy.erasure, notifications.staff_chats),
        moderation,
        _filing(ground, tickets.workflow, moderation.moderation),
        _staff(ground, tickets.workflow),
    )
    made = {name: service for room in rooms for name, service in vars(room).items()}
    return Services(**{field.name: made[field.name] for field in fields(Services)})


def _notifications(on: _Ground) -> _Notifications:
    chats = StaffChats(on.outbox, on.router, on.links, on.vault, on.clock)
    return _Notifications(
        news=News(on.outbox, on.router, on.config.tickets.turn_to, on.config.conversation.solved_reminder, on.clock),
        notices=Notices(chats, on.router, on.clock),
        staff_chats=chats,
        subscriptions=Subscriptions(
            config=on.config,
            database=on.database,
            router=on.router,
            vault=on.vault,
            outward=Outward(allow_private=on.config.server.private_receivers),
            clock=on.clock,
        ),
    )


def _tickets(on: _Ground, told: _Notifications, others: TicketListeners) -> _Tickets:
    listeners: TicketListeners = (told.news, told.notices, told.subscriptions, *others)
    words = ReportersWords(on.vault)
    deadlines = Deadlines(on.config, working_time(on.config.tickets.working, on.config.zone))
    workflow = Workflow(on.config, on.router, deadlines, told.news, listeners, words, on.clock)
    return _Tickets(
        workflow=workflow,
        bulk=Bulk(on.database, workflow),
        timers=Timers(on.database, on.router, deadlines, told.news, told.notices, listeners, on.clock),
        solved_reminders=SolvedReminders(on.database, on.outbox, on.clock),
        survey_rounds=SurveyRounds(on.database, on.outbox, on.router, on.channels, on.config.zone, on.clock),
        stored_words=StoredWords(on.database, words),
    )


def _privacy(on: _Ground, workflow: Workflow) -> _Privacy:
    anonymiser = Anonymiser(on.config.privacy, on.vault, on.clock)
    return _Privacy(
        erasure=Erasure(on.database, workflow, anonymiser, on.vault, on.audit, on.channels, on.clock),
        export=Export(on.database, on.vault, on.media, on.audit),
        retention=Retention(on.config.privacy, on.database, anonymiser, on.clock),
    )


def _intake(on: _Ground, workflow: Workflow, erasure: Erasure, staff_chats: StaffChats) -> _Intake:
    spool = Spool(on.config.storage.spool, on.vault, on.clock)
    letters = DeadLetters(on.database, on.vault, spool, on.clock)
    delivery = Delivery(on.database, on.channels, on.vault, on.waker, on.clock)
    intake = Intake(
        config=on.config,
        database=on.database,
        hearing=Hearing(on.database, on.vault, on.understander, on.places),
        outbox=on.outbox,
        workflow=workflow,
        duplicates=Duplicates(on.config, ReportersWords(on.vault), on.clock),
        erasure=erasure,
        staff_chats=staff_chats,
        calls=Calls(on.config.moderation.newcomers_an_hour, on.clock),
        vault=on.vault,
        spool=spool,
        letters=letters,
        delivery=delivery,
        links=on.links,
        clock=on.clock,
    )
    return _Intake(
        intake=intake,
        inbox=Inbox(on.database, intake, delivery, letters, spool, on.vault, on.clock),
        late_reading=LateReading(on.database, on.understander, workflow),
        left_drafts=LeftDrafts(
            config=on.config,
            database=on.database,
            workflow=workflow,
            outbox=on.outbox,
            wording=on.wording,
            links=on.links,
            channels=on.channels,
            clock=on.clock,
        ),
        media_fetcher=MediaFetcher(
            on.config, on.database, on.media, on.channels, on.outbox, on.places, on.waker, on.clock
        ),
        delivery=delivery,
        spool=spool,
    )


def _filing(on: _Ground, workflow: Workflow, moderation: Moderation) -> _Filing:
    return _Filing(
        filing=Filing(on.config, on.database, workflow, on.media, on.areas, on.places, on.understander, on.clock),
        desk=Desk(on.config, on.database, on.router, workflow, on.outbox, on.vault, on.audit, on.channels, on.clock),
        programs=Programs(on.config, on.vault, on.clock),
        talks=Talks(moderation, on.outbox),
    )


def _moderation(on: _Ground, workflow: Workflow) -> _Moderation:
    moderation = Moderation(
        on.outbox, workflow, on.links, on.audit, on.media, on.channels, Manner.of(on.config.conversation), on.clock
    )
    return _Moderation(
        moderation=moderation,
        casework=Casework(moderation, workflow, on.audit),
        closing=Closing(on.database, moderation),
        canned_replies=CannedReplies(on.config.city, on.wording, on.router, on.audit, on.clock),
    )


def _staff(on: _Ground, workflow: Workflow) -> _Staff:
    sessions = Sessions(on.config.staff, on.database, on.audit, on.clock)
    second_factor = SecondFactor(on.vault, on.audit, on.clock)
    accounts = Accounts(on.config, on.router, on.database, sessions, second_factor, on.audit, on.clock)
    sign_on = on.config.staff.sign_on
    return _Staff(
        accounts=accounts,
        leaving=Leaving(accounts, workflow, on.router, on.audit),
        sessions=sessions,
        second_factor=second_factor,
        reception=Reception(sign_on, accounts, on.audit, on.clock) if sign_on else None,
    )
