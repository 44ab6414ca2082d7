"""The command line, and the one place that puts the floors together."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import structlog
import typer
import waitress
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

import tanggap.commands.demo
import tanggap.commands.keys
import tanggap.commands.privacy
import tanggap.commands.programs
import tanggap.commands.staff
import tanggap.commands.tickets
from bots.shared.dead_letters import retry
from bots.shared.frame import Finding, PollingChannel, StartingChannel, build_channels
from bots.terminal import ACCOUNT as TERMINAL
from bots.terminal import Chat, usage
from bots.terminal.script import Script
from core.city.routing import Router
from core.city.sight import inherit
from core.config import Account, Config, load_config
from core.dialogue.places import PlaceExplainer
from core.intake.inbox import Ledger
from core.kernel import metrics
from core.kernel.actor import Actor
from core.kernel.clock import Clock, ManualClock, system_clock
from core.kernel.errors import SendError, TanggapError, UnderstandingUnavailableError
from core.kernel.messages import Button
from core.kernel.ports import Channel, Understanding, Waker
from core.kernel.states import Role, State
from core.kernel.ticket_numbers import read_number
from core.location import Gazetteer, LocationDataError
from core.messaging.media_store import MediaStore
from core.notifications.subscriptions import Caller
from core.privacy import key_proof
from core.protection import photos
from core.protection.vault import KEYS_VARIABLE, Vault
from core.reports import counts
from core.reports.queries import full_ticket, list_tickets
from core.running.logs import configure_logs
from core.running.services import Services, build_services, build_wording
from core.running.tasks import HueyWaker, InlineWaker
from core.running.vocabulary import Stored, adopt, differences, stored_codes
from core.storage.database import Database, DatabaseUnavailable
from core.storage.models import KeptPayload, Staff
from core.tickets.left_behind import left_behind
from core.tickets.sorting import correction_lines
from nlu.client import NluClient, NluUnavailable
from nlu.labels import ALL_CATEGORIES as MODEL_CATEGORIES
from nlu.labels import KINDS
from nlu.process import NluProcess, NluProcessError, guards, run_module, status
from nlu.protocol import VARIABLE as NLU_VARIABLE
from tanggap.belongings import OTHERS, close
from tanggap.complaints import complaints
from tanggap.environment import environment, secret_keys
from tanggap.frame import CONFIG, ConfigOption, out

if TYPE_CHECKING:
    from flask import Flask

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Tanggap: citizen reports by chat."
)
nlu_app = typer.Typer(no_args_is_help=True, help="Train, try and measure the understanding.")
tickets_app = typer.Typer(no_args_is_help=True, help="List, show and move tickets.")
app.add_typer(nlu_app, name="nlu")
app.add_typer(tickets_app, name="tickets")
areas_app = typer.Typer(no_args_is_help=True, help="A city's own boundaries, landmarks and streets.")
app.add_typer(areas_app, name="areas")
kept_app = typer.Typer(no_args_is_help=True, help="Messages that no channel could parse.")
app.add_typer(kept_app, name="kept")

log = structlog.get_logger()

_RAW = {"allow_extra_args": True, "ignore_unknown_options": True}


# --- putting the floors together -------------------------------------------------------------------


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
class Reader:
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


def build_house(config: Config, waker: Waker, reader: Reader, *, keys: str, clock: Clock = system_clock) -> House:
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
    """Those that an update found, from before there were tallies."""
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
def understanding(config: Config, *, own_port: bool = False) -> Iterator[Reader]:
    """An NLU server that knows our token and runs already, or one started (and trained) for as long as needed.

    `own_port`: a helper for one command, beside whatever else may use the configured port.
    """
    elsewhere = _elsewhere(config)
    if not config.understanding.start or (elsewhere.token and guards(elsewhere.url, elsewhere.token)):
        yield elsewhere
        return
    train_if_needed()
    port = 0 if own_port else urlsplit(elsewhere.url).port or 0
    with NluProcess(port, lambda text: log.warning("understanding.process", detail=text)) as process:
        yield Reader(process.url, process.token)


def _elsewhere(config: Config) -> Reader:
    """One that an operator runs, and has given the secret of."""
    return Reader(config.understanding.url, environment().get(NLU_VARIABLE))


def train_if_needed() -> None:
    """Its words go to the error stream: standard output belongs to the command that needs the model."""
    run_module("nlu.training.train", stdout=sys.stderr)


@contextmanager
def one_command(
    config: Config, *, understand: bool = False, clock: Clock = system_clock, keys: str | None = None
) -> Iterator[House]:
    """The house for a single command, which does its work at once instead of waking workers."""
    waker = InlineWaker()
    with ExitStack() as stack:
        reader = stack.enter_context(understanding(config, own_port=True)) if understand else _elsewhere(config)
        house = build_house(config, waker, reader, keys=keys or secret_keys(create=True), clock=clock)
        stack.callback(house.services.database.close)
        waker.attach(house.services)
        yield house


@contextmanager
def opened(config_path: Path, *, clock: Clock = system_clock, kinds: Collection[str] = ()) -> Iterator[Services]:
    """The services for a single command of `commands/`."""
    config = load_config(config_path)
    if kinds:
        channels = {name: account for name, account in config.channels.items() if account.kind in kinds}
        config = config.model_copy(update={"channels": channels})
    with one_command(config, clock=clock) as house:
        yield house.services


tanggap.commands.demo.add(app, opened)
tanggap.commands.programs.add(app, opened)
tanggap.commands.tickets.add(tickets_app, opened)
tanggap.commands.staff.add(app, opened)
tanggap.commands.keys.add(app, opened)
tanggap.commands.privacy.add(app, opened)


# --- serving ---------------------------------------------------------------------------------------


@app.command()
def run(config_path: ConfigOption = CONFIG) -> None:
    """Serve the web, send messages, poll channels, and watch the NLU process."""
    from webhooks.serving import server_settings  # the other commands do without the web

    config = load_config(config_path)
    configure_logs()
    keys = secret_keys(create=True)
    waker = HueyWaker(config.storage.tasks)
    with ExitStack() as stack:
        house = build_house(config, waker, stack.enter_context(understanding(config)), keys=keys)
        waker.attach(house.services)
        _first_administrator(house.services)
        for finding in house.findings:
            out.print(f"  {'on ' if finding.ready else 'off'} {finding.account}: {finding.text}")
        with house.services.database.write() as session:
            inherit(session, house.services.router)
        with house.services.database.read() as session:
            for line in left_behind(session, house.services.router).lines():
                log.warning("tickets.left_behind", detail=line)
                out.print(f"  tickets: {line}", markup=False)
        _complain(config)
        stop = threading.Event()
        stack.callback(stop.set)
        _start_workers(house, waker, stop, stack)
        out.print(f"Tanggap listens on http://{config.server.host}:{config.server.port} (end with Ctrl-C)")
        signal.signal(signal.SIGTERM, _interrupt)
        with suppress(KeyboardInterrupt):
            waitress.serve(_web(house), **server_settings(config.server))


def _web(house: House) -> Flask:
    from webhooks import create_app
    from webhooks.api import create_api
    from webhooks.health import METRICS_VARIABLE
    from webhooks.hooks import hooks
    from webhooks.staff.signing_in.sign_on import SECRET_VARIABLE

    services, given = house.services, environment()
    return create_app(
        services,
        blueprints=[hooks(services), *create_api(services)],
        gazetteer=house.gazetteer,
        sign_on_secret=given.get(SECRET_VARIABLE),
        metrics_token=given.get(METRICS_VARIABLE),
    )


def _complain(config: Config) -> None:
    for line in complaints(config, environment(), NLU_VARIABLE):
        out.print(f"  ! {line}", markup=False, style="yellow")


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _start_workers(house: House, waker: HueyWaker, stop: threading.Event, stack: ExitStack) -> None:
    consumer = waker.huey.create_consumer(workers=4, periodic=True, initial_delay=0.02, backoff=1.1, max_delay=0.2)
    # The main thread keeps the signals: huey's own handlers would swallow Ctrl-C.
    consumer._set_signal_handlers = lambda: None
    consumer.start()
    stack.callback(consumer.stop, graceful=True)
    caller = Caller(house.services.subscriptions)
    threading.Thread(target=caller.run, args=(stop,), name="webhooks-out", daemon=True).start()
    for name, channel in house.channels.items():
        work = _channel_work(house, channel, stop)
        threading.Thread(target=work, name=f"channel-{name}", daemon=True).start()


def _channel_work(house: House, channel: Channel, stop: threading.Event) -> Callable[[], None]:
    def work() -> None:
        while isinstance(channel, StartingChannel) and not stop.is_set():
            try:
                channel.start()
                break
            except SendError as error:
                log.warning("channel.start_failed", account=channel.account, problem=str(error))
                stop.wait(30)
        if isinstance(channel, PollingChannel):
            channel.poll(house.services.door, stop)

    return work


def _first_administrator(services: Services) -> None:
    with services.database.write() as session:
        if session.scalar(select(Staff.id).limit(1)) is not None:
            return
        _, password = services.accounts.add(session, None, "admin", "Administrator", Role.ADMINISTRATOR, None)
    out.print("The first administrator (shown this once):")
    out.print(f"  user admin, password {password}, at /petugas/")


# --- chatting --------------------------------------------------------------------------------------


@app.command()
def chat(
    config_path: ConfigOption = CONFIG,
    script: Annotated[Path | None, typer.Option(help="Play this scripted conversation (JSON lines).")] = None,
    db: Annotated[
        str | None, typer.Option(help="Database URL or file; a script's default is a throw-away one.")
    ] = None,
    name: Annotated[str, typer.Option(help="Who you are; each name is a conversation of its own.")] = "warga",
) -> None:
    """Chat with the bot in the terminal."""
    config = load_config(config_path)
    configure_logs(level="ERROR")
    if db:
        config = _with_storage(config, database=db if "://" in db else f"sqlite:///{db}")
    if script:
        _play(config, script, throw_away=db is None)
        return
    with one_command(config, understand=True) as house:
        out.print(f"[dim]{usage()}[/dim]")
        Chat(house.services, name, _show).run(lambda: input("› "))


def _with_storage(config: Config, **places: object) -> Config:
    return config.model_copy(update={"storage": config.storage.model_copy(update=places)})


def _show(text: str, buttons: tuple[Button, ...]) -> None:
    out.print(f"\n[green]{text}[/green]" if out.is_terminal else f"\n{text}", markup=out.is_terminal)
    if buttons:
        out.print("  " + "  ".join(f"[{button.label}]" for button in buttons), markup=False)


def _play(config: Config, script: Path, *, throw_away: bool) -> None:
    steps = [json.loads(line) for line in script.read_text(encoding="utf-8").splitlines() if line.strip()]
    clock = ManualClock(system_clock())
    with tempfile.TemporaryDirectory() as folder:
        places: dict[str, object] = {"media": f"{folder}/media", "spool": Path(folder) / "spool"}
        if throw_away:
            places["database"] = f"sqlite:///{folder}/script.db"
        played = _with_storage(config, **places)
        keys = Vault.new_key() if throw_away else None
        # Only the terminal takes part: a script must never send to real people.
        played = played.model_copy(update={"channels": {TERMINAL: Account(kind="terminal")}})
        with one_command(played, understand=True, clock=clock, keys=keys) as house:
            for result in Script(house.services, clock).play(steps):
                print(json.dumps(result, ensure_ascii=False), flush=True)


# --- the understanding -----------------------------------------------------------------------------


def _nlu_command(name: str, module: str, text: str) -> None:
    @nlu_app.command(name, context_settings=_RAW, help=text)
    def command(context: typer.Context) -> None:
        token = environment().get(NLU_VARIABLE)
        secrets = {NLU_VARIABLE: token} if token else {}
        raise typer.Exit(run_module(module, *context.args, check=False, secrets=secrets))


for _name, _module, _text in (
    ("train", "nlu.training.train", "Train the model, unless there is one for this data already (--force)."),
    ("parse", "nlu.serving.parse", "Show what the model makes of TEXT."),
    ("evaluate", "nlu.measuring.evaluate", "Measure the model on FILE.tsv (--json)."),
    ("serve", "nlu.serving.serve", "Serve the model in Rasa's own protocol (--port)."),
    ("compare", "nlu.measuring.compare", "Compare pipelines; writes the table of docs/nlu.md."),
    (
        "import",
        "nlu.training.importer",
        "Take a city's labelled history: FILE.csv --text COL --category COL --map FILE.",
    ),
):
    _nlu_command(_name, _module, _text)


@nlu_app.command("learn")
def nlu_learn(
    config_path: ConfigOption = CONFIG,
    on: Annotated[
        Path | None, typer.Option(help="Evaluation set; else a fifth of the corrections is held out.")
    ] = None,
    corrections: Annotated[
        Path | None, typer.Option(help="JSON lines instead of the corrections of the database.")
    ] = None,
    back: Annotated[bool, typer.Option("--back", help="Use the model before again.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON alone.")] = False,
) -> None:
    """Retrain with the corrections that staff made; show old and new, and switch if the new model is not worse."""
    if back:
        raise typer.Exit(run_module("nlu.training.learn", "--back", check=False))
    choices = [*(["--on", str(on.resolve())] if on else []), *(["--json"] if as_json else [])]
    with tempfile.TemporaryDirectory() as folder:
        if corrections is None:
            corrections = Path(folder) / "corrections.jsonl"
            config = load_config(config_path)
            database = Database(config.storage.database)
            label = partial(config.named_in, MODEL_CATEGORIES)
            database.upgrade()
            with database.read() as session, corrections.open("w", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in correction_lines(session, label))
            database.close()
        raise typer.Exit(
            run_module("nlu.training.learn", "--corrections", str(corrections.resolve()), *choices, check=False)
        )


# --- places ----------------------------------------------------------------------------------------


@app.command()
def locate(
    text: Annotated[str | None, typer.Argument(help="What a citizen might write.")] = None,
    pin: Annotated[str | None, typer.Option(help="LAT,LON in degrees.")] = None,
    accuracy: Annotated[float | None, typer.Option(help="Accuracy of the pin in metres.")] = None,
    batch: Annotated[Path | None, typer.Option(help="CSV with the columns text, lat, lon.")] = None,
    config_path: ConfigOption = CONFIG,
) -> None:
    """Find the kelurahan; one JSON line an answer."""
    config = load_config(config_path)
    explain = PlaceExplainer(load_gazetteer(config), build_wording(config))
    if batch:
        with batch.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                position = _point(row["lat"], row["lon"]) if row.get("lat") and row.get("lon") else None
                print(json.dumps(explain.answer(row.get("text"), position), ensure_ascii=False))
        return
    if text is None and pin is None:
        raise TanggapError("nothing to locate; give a text, --pin LAT,LON or --batch FILE.csv")
    position = _point(*pin.partition(",")[::2]) if pin else None
    print(json.dumps(explain.answer(text, position, accuracy), ensure_ascii=False))


def _point(lat: str, lon: str) -> tuple[float, float]:
    try:
        return float(lat), float(lon)
    except ValueError as error:
        raise TanggapError(f"{lat},{lon} is no position; write it like -6.1754,106.8272") from error


@areas_app.command("import")
def areas_import(
    boundaries: Annotated[Path | None, typer.Option(help="GeoJSON or TopoJSON with Kemendagri codes.")] = None,
    landmarks: Annotated[Path | None, typer.Option(help="CSV: name, lat, lon, code, …")] = None,
    streets: Annotated[Path | None, typer.Option(help="CSV: street, kelurahan_codes, …")] = None,
    areas: Annotated[Path | None, typer.Option(help="CSV of another city's kelurahan.")] = None,
    to: Annotated[Path, typer.Option(help="Folder to copy into.")] = Path("var/areas"),
) -> None:
    """Check a city's own files and copy them to where config.yml may name them."""
    given = {"areas": areas, "boundaries": boundaries, "landmarks": landmarks, "streets": streets}
    files = {name: path for name, path in given.items() if path}
    if not files:
        raise TanggapError("nothing to import; give --boundaries, --landmarks, --streets or --areas")
    loaded = Gazetteer.load(areas, boundaries, landmarks, streets)
    to.mkdir(parents=True, exist_ok=True)
    out.print(f"in order: {len(loaded.areas.kelurahan)} kelurahan. Put this into config.yml:\n\nareas:", markup=False)
    for name, path in files.items():
        copy = Path(shutil.copy(path, to / f"{name}{path.suffix}"))
        out.print(f"  {name}: {copy}", markup=False)


# --- tickets ---------------------------------------------------------------------------------------


@tickets_app.command("list")
def tickets_list(
    config_path: ConfigOption = CONFIG,
    state: Annotated[list[State] | None, typer.Option(help="Only these states.")] = None,
    limit: Annotated[int, typer.Option(help="How many, the newest first.")] = 50,
) -> None:
    """List tickets, the newest first."""
    with one_command(load_config(config_path)) as house, house.services.database.read() as session:
        table = Table("Nomor", "Status", "Jenis", "Kategori", "Kelurahan", "Masuk")
        say = house.services.wording
        for ticket in list_tickets(session, states=state or (), limit=limit):
            table.add_row(
                ticket.number,
                say.say(f"state-{ticket.state}", "id"),
                say.say(f"kind-{ticket.kind}", "id"),
                say.category(ticket.category, "id"),
                ticket.kelurahan or "-",
                say.date(ticket.opened_at, "id"),
            )
        out.print(table)


@tickets_app.command("show")
def tickets_show(number: str, config_path: ConfigOption = CONFIG) -> None:
    """Show a ticket with its history."""
    with one_command(load_config(config_path)) as house, house.services.database.read() as session:
        ticket = full_ticket(session, read_number(number) or number)
        if ticket is None:
            raise TanggapError(f"no ticket bears the number {number}")
        say = house.services.wording
        state = say.say(f"state-{ticket.state}", "id")
        out.print(f"{ticket.number}  {say.category(ticket.category, 'id')}  {state}", markup=False)
        out.print(ticket.description, markup=False)
        where = [ticket.place_words, ticket.kelurahan, ticket.kecamatan, ticket.kota]
        out.print(", ".join(part for part in where if part) or "-", markup=False)
        for event in ticket.events:
            moved = f"{event.from_state or ''} -> {event.to_state}" if event.to_state else event.verb
            line = f"  {say.date(event.at, 'id')}  {event.role}: {moved}  {event.note or ''}  {len(event.photos) or ''}"
            out.print(line.rstrip(), markup=False)


@tickets_app.command("move")
def tickets_move(
    number: str,
    to: State,
    config_path: ConfigOption = CONFIG,
    note: Annotated[str | None, typer.Option(help="What was done, or why; the citizen reads it.")] = None,
    photo: Annotated[Path | None, typer.Option(help="Evidence of the work done.")] = None,
    unit: Annotated[str | None, typer.Option(help="The unit that it is given to, like bina_marga/31.74.")] = None,
    into: Annotated[str | None, typer.Option(help="Number of the ticket that it is merged into.")] = None,
) -> None:
    """Bring a ticket into another state, as administrator."""
    with one_command(load_config(config_path)) as house:
        services = house.services
        evidence = [services.media.put_photo(photos.clean(photo.read_bytes()), services.clock())] if photo else []
        with services.database.write() as session:
            session.add_all(evidence)
            ticket = services.workflow.move(
                session,
                read_number(number) or number,
                to,
                Actor(Role.ADMINISTRATOR),
                note=note,
                photos=evidence,
                unit=unit,
                main=(read_number(into) or into) if into else None,
            )
        services.wake_followers(ticket)
        out.print(f"{ticket.number}: {services.wording.say(f'state-{ticket.state}', 'id')}")


@tickets_app.command("recount")
def tickets_recount(config_path: ConfigOption = CONFIG) -> None:
    """Count all tickets anew, for the figures on all pages. Nobody can change a ticket meanwhile."""
    with one_command(load_config(config_path)) as house:
        services = house.services
        with services.database.write() as session:
            counts.rebuild(session, services.config.zone)
            counted = sum(counts.counts(session, by=()).values())
    out.print(f"{counted} tickets counted")


# --- what could not be parsed ----------------------------------------------------------------------


@kept_app.command("list")
def kept_list(config_path: ConfigOption = CONFIG) -> None:
    """Messages that no channel could parse."""
    with one_command(load_config(config_path)) as house:
        for kept in house.services.door.kept():
            moment = house.services.wording.date(kept.received_at, "id")
            out.print(f"{kept.id}  {kept.account}  {moment}  {kept.problem}", markup=False)


@kept_app.command("show")
def kept_show(kept_id: int, config_path: ConfigOption = CONFIG) -> None:
    """Write a kept message to standard output, as it came."""
    with one_command(load_config(config_path)) as house:
        sys.stdout.buffer.write(house.services.door.opened(_kept(house, kept_id)))


@kept_app.command("retry")
def kept_retry(kept_id: int, config_path: ConfigOption = CONFIG) -> None:
    """Parse a kept message once more (after an update), and take it in."""
    with one_command(load_config(config_path), understand=True) as house:
        taken = retry(house.services.door, house.channels, _kept(house, kept_id))
    out.print(f"{kept_id}: {taken} message(s) taken in")


@kept_app.command("settle")
def kept_settle(kept_id: int, config_path: ConfigOption = CONFIG) -> None:
    """Take a message off the list: a person has dealt with it."""
    with one_command(load_config(config_path)) as house:
        house.services.door.settle(_kept(house, kept_id).id)


def _kept(house: House, kept_id: int) -> KeptPayload:
    found = house.services.door.find(kept_id)
    if found is None:
        raise TanggapError(f"nothing is kept under {kept_id}; see `tanggap kept list`")
    return found


# --- checks ----------------------------------------------------------------------------------------


@app.command()
def check(config_path: ConfigOption = CONFIG) -> None:
    """Tell what is wrong or missing, channel by channel. Ends with 1 if Tanggap could not start."""
    config = load_config(config_path)
    vault = Vault(secret_keys(create=False))
    media = MediaStore(config.storage.media, floor_mb=config.photos.floor_mb)
    out.print(f"config: {config_path} is in order")
    ledger = Ledger(Database(config.storage.database), config.zone, system_clock)
    _, findings = build_channels(config, environment(), media=media, vault=vault, ledger=ledger, clock=system_clock)
    for finding in findings:
        out.print(f"channel {finding.account}: {finding.text}", markup=False)
    router = Router(config, load_gazetteer(config).areas)
    given = [name for name, path in config.areas.model_dump().items() if path]
    out.print(f"areas: in order ({', '.join(given) or 'only the names and points that come with Tanggap'})")
    out.print(f"routing: in order ({len(router.units)} units; every report has one)")
    out.print(f"photos: {_room(media, config.photos.floor_mb)}")
    stored = _check_tickets(config, router)
    for line in list(differences(config, stored, MODEL_CATEGORIES, KINDS)) or ["in order (model, tickets and config)"]:
        out.print(f"categories: {line}", markup=False)
    out.print(f"understanding: {_state_of(_elsewhere(config), own=config.understanding.start)}")
    out.print(f"keys: {_state_of_keys(config, vault)}", markup=False)
    _complain(config)


def _state_of(reader: Reader, *, own: bool) -> str:
    stranger = "answers only to the run that started it" if own else f"does not know the secret of {NLU_VARIABLE}"
    said = {200: "answers", 401: stranger}.get(status(reader.url, reader.token) or 0, "does not run now")
    return f"{said} at {reader.url}"


def _state_of_keys(config: Config, vault: Vault) -> str:
    """Raises ConfigError if the database was written with others. Changes nothing."""
    database = Database(config.storage.database)
    try:
        if not database.is_current():
            return "not tried; the database is made, or brought up to date, at the next start"
        with database.read() as session:
            closed = key_proof.examine(session, vault)
    except DatabaseUnavailable as error:
        return f"not tried; the database does not answer ({type(error).__name__})"
    finally:
        database.close()
    return f"open the database, but not {', '.join(closed)}" if closed else "open the database"


def _room(media: MediaStore, floor_mb: int) -> str:
    free = media.free()
    if media.has_room() or free is None:
        return "in order"
    mend = "Free some, or lower photos.floor_mb"
    return f"they wait, because only {free // 1024**2} MB are free, and {floor_mb} MB are to stay free. {mend}"


def _check_tickets(config: Config, router: Router) -> Stored | None:
    """What codes they bear. Looks only: a database that is missing, or older, is the next start's affair."""
    database = Database(config.storage.database)
    try:
        if not database.is_current():
            out.print("tickets: not looked at; the database is made, or brought up to date, at the next start")
            return None
        with database.read() as session:
            lines = list(left_behind(session, router).lines())
            stored = stored_codes(session, config)
    except DatabaseUnavailable as error:
        out.print(f"tickets: not looked at; the database does not answer ({type(error).__name__})", markup=False)
        return None
    finally:
        database.close()
    for line in lines or ["nobody left any behind"]:
        out.print(f"tickets: {line}", markup=False)
    return stored


def main() -> None:
    """Run a command; an error of ours is one line, not a traceback. What is written is its user's alone."""
    os.umask(OTHERS)
    try:
        app(standalone_mode=True)
    except (TanggapError, NluProcessError, LocationDataError) as error:
        Console(stderr=True).print(f"tanggap: {error}", style="red", markup=False, highlight=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
