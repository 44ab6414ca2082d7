"""Everything that works on one database, put together. The floors above get this one object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from core.city.routing import Router
from core.city.worktime import working_time
from core.config import Config
from core.dialogue.places import PlaceReader, Resolver
from core.intake.dead_letters import DeadLetters
from core.intake.filing.desk import Desk
from core.intake.filing.filing import Filing
from core.intake.filing.programs import Programs
from core.intake.hearing import Hearing
from core.intake.inbox import Inbox
from core.intake.intake import Intake
from core.intake.late_reading import LateReading
from core.intake.media import MediaFetcher
from core.kernel.clock import Clock, system_clock
from core.kernel.ports import Channel, Understander, Waker
from core.location import Areas
from core.messaging.delivery import Delivery
from core.messaging.media_store import MediaStore
from core.messaging.one_time_links import OneTimeLinks
from core.messaging.outbox import Outbox
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
from core.tickets.bulk import Bulk
from core.tickets.deadlines import Deadlines
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
    notices: Notices
    staff_chats: StaffChats
    understander: Understander
    intake: Intake
    filing: Filing
    desk: Desk
    """Sends reports to be filed, as `programs` do."""
    programs: Programs
    late_reading: LateReading
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
    router = Router(config, resolver.areas)
    understander = KnownLabels(understander, config)
    wording = build_wording(config)
    links = OneTimeLinks(vault, str(config.server.public_url) if config.server.public_url else None, clock)
    outbox = Outbox(wording, channels, links, clock)
    deadlines = Deadlines(config, working_time(config.tickets.working, config.zone))
    news = News(outbox, router, config.tickets.turn_to)
    staff_chats = StaffChats(outbox, router, links, vault, clock)
    notices = Notices(staff_chats, router, clock)
    words = ReportersWords(vault)
    subscriptions = Subscriptions(
        config=config,
        database=database,
        router=router,
        vault=vault,
        outward=Outward(allow_private=config.server.private_receivers),
        clock=clock,
    )
    listeners = (news, notices, subscriptions, *listeners)
    workflow = Workflow(config, router, deadlines, news, listeners, words, clock)
    spool = Spool(config.storage.spool, vault, clock)
    letters = DeadLetters(database, vault, spool, clock)
    delivery = Delivery(database, channels, vault, waker, clock)
    places = PlaceReader(resolver)
    audit = Audit(database, clock)
    anonymiser = Anonymiser(config.privacy, vault, clock)
    erasure = Erasure(database, workflow, anonymiser, vault, audit, channels, clock)
    intake = Intake(
        config=config,
        database=database,
        hearing=Hearing(database, vault, understander, places),
        outbox=outbox,
        workflow=workflow,
        erasure=erasure,
        staff_chats=staff_chats,
        calls=Calls(config.moderation.newcomers_an_hour, clock),
        vault=vault,
        spool=spool,
        letters=letters,
        delivery=delivery,
        links=links,
        clock=clock,
    )
    sessions = Sessions(config.staff, database, audit, clock)
    second_factor = SecondFactor(vault, audit, clock)
    accounts = Accounts(config, router, database, sessions, second_factor, audit, clock)
    sign_on = config.staff.sign_on
    moderation = Moderation(outbox, workflow, links, audit, media, channels, clock)
    return Services(
        config=config,
        clock=clock,
        database=database,
        vault=vault,
        audit=audit,
        accounts=accounts,
        leaving=Leaving(accounts, workflow, router, audit),
        sessions=sessions,
        second_factor=second_factor,
        reception=Reception(sign_on, accounts, audit, clock) if sign_on else None,
        wording=wording,
        media=media,
        spool=spool,
        links=links,
        outbox=outbox,
        areas=resolver.areas,
        places=places,
        router=router,
        workflow=workflow,
        bulk=Bulk(database, workflow),
        timers=Timers(database, router, deadlines, news, notices, listeners, clock),
        notices=notices,
        staff_chats=staff_chats,
        understander=understander,
        intake=intake,
        filing=Filing(config, database, workflow, media, resolver.areas, places, understander, clock),
        desk=Desk(config, database, router, workflow, outbox, vault, audit, channels, clock),
        programs=Programs(config, vault, clock),
        late_reading=LateReading(database, understander, workflow),
        delivery=delivery,
        inbox=Inbox(database, intake, delivery, letters, spool, vault, clock),
        media_fetcher=MediaFetcher(config, database, media, channels, outbox, places, waker, clock),
        moderation=moderation,
        casework=Casework(moderation, workflow, outbox, audit),
        closing=Closing(database, moderation),
        canned_replies=CannedReplies(config.city, wording, router, audit, clock),
        subscriptions=subscriptions,
        erasure=erasure,
        export=Export(database, vault, media, audit),
        stored_words=StoredWords(database, words),
        retention=Retention(config.privacy, database, anonymiser, clock),
        channels=channels,
        waker=waker,
    )
