"""The one place that puts the floors together."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from bots.shared.frame import Finding, build_channels
from core.config import Config, load_config
from core.intake.inbox import Ledger
from core.kernel import metrics
from core.kernel.clock import Clock, system_clock
from core.kernel.errors import UnderstandingUnavailableError
from core.kernel.ports import Channel, Understanding, Waker
from core.location import Gazetteer
from core.messaging.media_store import MediaStore
from core.privacy import key_proof
from core.protection.vault import KEYS_VARIABLE, Vault
from core.reports import counts
from core.running.inline import InlineWaker
from core.running.services import Services, build_services
from core.running.vocabulary import adopt
from core.storage.database import Database
from nlu.client import NluClient, NluUnavailable
from nlu.process import NluProcess, guards, run_module
from nlu.protocol import VARIABLE as NLU_VARIABLE
from tanggap.belongings import close
from tanggap.environment import environment, secret_keys
from tanggap.frame import out

log = structlog.get_logger()


class RemoteUnderstanding:
    """The NLU's client as the domain knows it."""

    def __init__(self, url: str, timeout_s: float, token: str | None = None) -> None:
        client = NluClient(url, timeout_s=timeout_s, token=token, observer=self._observe)
        metrics.NLU_RESTING.set_function(lambda: client.resting)
        self._client = client

    def parse(self, text: str) -> Understanding:
        try:
            return self._client.parse(text)
        except NluUnavailable as error:
            raise UnderstandingUnavailableError(str(error)) from error

    @staticmethod
    def _observe(outcome: str, seconds: float) -> None:
        metrics.NLU_SECONDS.labels(outcome).observe(seconds)


@dataclass(frozen=True)
class NluAddress:
    """Where the understanding answers, and to which secret."""

    url: str
    token: str | None


@dataclass(frozen=True)
class House:
    """The services with the channels that are on, and what was found about those that are off."""

    services: Services
    gazetteer: Gazetteer
    channels: Mapping[str, Channel]
    findings: list[Finding]


def refuse_foreign_database(config: Config) -> None:
    """Before minutes are spent on the model. Raises ForeignDatabaseError."""
    database = Database(config.storage.database)
    try:
        database.is_current()
    finally:
        database.close()


def build_house(config: Config, waker: Waker, reader: NluAddress, *, keys: str, clock: Clock = system_clock) -> House:
    close(config)
    # Keys that were made for this command alone are not looked up again.
    from_environment = keys == environment().get(KEYS_VARIABLE)
    vault = Vault(keys, (lambda: environment().get(KEYS_VARIABLE) or keys) if from_environment else None)
    media = MediaStore(config.storage.media, floor_mb=config.photos.floor_mb)
    database = Database(config.storage.database)
    ledger = Ledger(database, config.zone, clock)
    channels, findings = build_channels(config, environment(), media=media, vault=vault, ledger=ledger, clock=clock)
    gazetteer = load_gazetteer(config)
    services = build_services(
        config,
        database=database,
        vault=vault,
        channels=channels,
        media=media,
        understander=RemoteUnderstanding(reader.url, config.understanding.timeout_s, reader.token),
        resolver=gazetteer,
        waker=waker,
        clock=clock,
    )
    services.database.upgrade()
    key_proof.prove(services.database, vault)
    adopt(services.database, config)
    _count_older_tickets(services)
    return House(services, gazetteer, channels, findings)


def _count_older_tickets(services: Services) -> None:
    """Those that an update found, from before there were counts."""
    with services.database.read() as session:
        uncounted = counts.uncounted(session)
    if uncounted:
        out.print("Counting the tickets (once after this update) …")
        with services.database.write() as session:
            counts.rebuild(session, services.config.zone)


def load_gazetteer(config: Config) -> Gazetteer:
    files = config.areas
    return Gazetteer.load(files.areas, files.boundaries, files.landmarks, files.streets, files.words)


@contextmanager
def understanding(config: Config, *, own_port: bool = False) -> Iterator[NluAddress]:
    """An NLU server that knows our token and runs already, or one started (and trained) for as long as needed.

    `own_port`: a helper for one command, beside whatever else may use the configured port.
    """
    running = elsewhere(config)
    if not config.understanding.start or (running.token and guards(running.url, running.token)):
        yield running
        return
    train_if_needed()
    port = 0 if own_port else urlsplit(running.url).port or 0
    with NluProcess(port, lambda text: log.warning("understanding.process", detail=text)) as process:
        yield NluAddress(process.url, process.token)


def elsewhere(config: Config) -> NluAddress:
    """One that an operator runs, and has given the secret of."""
    return NluAddress(config.understanding.url, environment().get(NLU_VARIABLE))


def train_if_needed() -> None:
    """Its words go to the error stream: standard output belongs to the command that needs the model."""
    run_module("nlu.training.train", stdout=sys.stderr)


@contextmanager
def one_command(
    config: Config, *, understand: bool = False, clock: Clock = system_clock, keys: str | None = None
) -> Iterator[House]:
    """The house for a single command, which does its work at once instead of waking workers."""
    if understand:
        refuse_foreign_database(config)
    waker = InlineWaker()
    with ExitStack() as stack:
        reader = stack.enter_context(understanding(config, own_port=True)) if understand else elsewhere(config)
        house = build_house(config, waker, reader, keys=keys or secret_keys(create=True), clock=clock)
        stack.callback(house.services.database.close)
        waker.attach(house.services)
        yield house


@contextmanager
def opened(config_path: Path, *, clock: Clock = system_clock, kinds: Collection[str] = ()) -> Iterator[Services]:
    """The services for a single command.

    `kinds`: of the channels that take part; none: all of them.
    """
    config = load_config(config_path)
    if kinds:
        channels = {name: account for name, account in config.channels.items() if account.kind in kinds}
        config = config.model_copy(update={"channels": channels})
    with one_command(config, clock=clock) as house:
        yield house.services
