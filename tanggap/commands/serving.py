"""`tanggap run`: the web, the channels and the workers, in one process."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress

import structlog
import waitress
from flask import Flask
from sqlalchemy import select

from bots.shared.frame import PollingChannel, StartingChannel
from core.city.sight import inherit
from core.config import load_config
from core.kernel.errors import SendError
from core.kernel.ports import Channel
from core.kernel.states import Role
from core.notifications.subscriptions import WebhookSender
from core.running.logs import configure_logs
from core.running.services import Services
from core.running.tasks import HueyWaker
from core.storage.models import Staff
from core.tickets.left_behind import left_behind
from tanggap.complaints import complain
from tanggap.environment import environment, secret_keys
from tanggap.frame import CONFIG, ConfigOption, out
from tanggap.house import House, build_house, refuse_foreign_database, understanding
from webhooks import create_app
from webhooks.api import create_api
from webhooks.health import METRICS_VARIABLE
from webhooks.hooks import hooks
from webhooks.serving import server_settings
from webhooks.staff.signing_in.sign_on import SECRET_VARIABLE

log = structlog.get_logger()


def run(config_path: ConfigOption = CONFIG) -> None:
    """Serve the web, send messages, poll channels, and watch the NLU process."""
    config = load_config(config_path)
    configure_logs()
    refuse_foreign_database(config)
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
        complain(config)
        stop = threading.Event()
        stack.callback(stop.set)
        _start_workers(house, waker, stop, stack)
        out.print(f"Tanggap listens on http://{config.server.host}:{config.server.port} (end with Ctrl-C)")
        signal.signal(signal.SIGTERM, _interrupt)
        with suppress(KeyboardInterrupt):
            waitress.serve(_web(house), **server_settings(config.server))


def _web(house: House) -> Flask:
    services, given = house.services, environment()
    return create_app(
        services,
        blueprints=[hooks(services), *create_api(services)],
        gazetteer=house.gazetteer,
        sign_on_secret=given.get(SECRET_VARIABLE),
        metrics_token=given.get(METRICS_VARIABLE),
    )


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _start_workers(house: House, waker: HueyWaker, stop: threading.Event, stack: ExitStack) -> None:
    consumer = waker.huey.create_consumer(workers=4, periodic=True, initial_delay=0.02, backoff=1.1, max_delay=0.2)
    # The main thread keeps the signals: huey's own handlers would swallow Ctrl-C.
    consumer._set_signal_handlers = lambda: None
    consumer.start()
    stack.callback(consumer.stop, graceful=True)
    caller = WebhookSender(house.services.subscriptions)
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
            channel.poll(house.services.inbox, stop)

    return work


def _first_administrator(services: Services) -> None:
    with services.database.write() as session:
        if session.scalar(select(Staff.id).limit(1)) is not None:
            return
        _, password = services.accounts.add(session, None, "admin", "Administrator", Role.ADMINISTRATOR, None)
    out.print("The first administrator (shown this once):")
    out.print(f"  user admin, password {password}, at /petugas/")
