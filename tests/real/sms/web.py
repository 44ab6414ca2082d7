"""A Tanggap in a process of its own, to be killed and started again: `python -m tests.real.sms.web SETTINGS.json`.

As `tanggap run` does it: the web application served by waitress, workers woken by huey, the sweep (here every
second, so that a test need not wait a minute). Only the NLU is a stand-in.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

import waitress

from bots.shared.frame import Setup
from bots.sms import build
from core.intake.inbox import Ledger
from core.kernel.clock import system_clock
from core.messaging.media_store import MediaStore
from core.protection.vault import Vault
from core.running.logs import configure_logs
from core.running.services import Services, build_services
from core.running.sweep import sweep
from core.running.tasks import HueyWaker
from core.storage.database import Database
from tests.support.house import KEY, city_config, gazetteer
from tests.support.understanding import WordUnderstander


def build_all(told: dict[str, Any], waker: HueyWaker) -> Services:
    folder = Path(told["folder"])
    base = city_config()
    storage = base.storage.model_copy(
        update={
            "database": f"sqlite:///{folder}/tanggap.db",
            "media": str(folder / "media"),
            "spool": folder / "spool",
        }
    )
    config = base.model_copy(update={"storage": storage})
    database, vault, media = Database(storage.database), Vault(KEY), MediaStore(storage.media)
    setup = Setup(
        account="sms",
        settings={"kind": "sms", "parts": str(folder / "parts.db"), **told["settings"]},
        secrets=told["secrets"],
        media=media,
        vault=vault,
        ledger=Ledger(database, config.zone, system_clock),
        clock=system_clock,
        public_url=told["url"],
        zone=config.zone,
    )
    services = build_services(
        config,
        database=database,
        vault=vault,
        channels={"sms": build(setup)},
        media=media,
        understander=WordUnderstander(),
        resolver=gazetteer(),
        waker=waker,
        clock=system_clock,
    )
    services.database.upgrade()
    return services


def main(path: str) -> None:
    from webhooks import create_app
    from webhooks.hooks import hooks

    told = json.loads(Path(path).read_text(encoding="utf-8"))
    configure_logs("WARNING")
    waker = HueyWaker(Path(told["folder"]) / "tasks.db")
    services = build_all(told, waker)
    waker.attach(services)
    consumer = waker.huey.create_consumer(workers=4, periodic=False, initial_delay=0.02, backoff=1.1, max_delay=0.2)
    consumer._set_signal_handlers = lambda: None
    consumer.start()

    def look() -> None:
        while True:
            sweep(services, waker)
            time.sleep(1)

    threading.Thread(target=look, daemon=True).start()
    app = create_app(services, blueprints=[hooks(services)])
    # After an outage Kannel repeats everything at once, each call on a connection of its own that it then keeps.
    patience = {"connection_limit": 2000, "channel_timeout": 30, "asyncore_use_poll": True}
    waitress.serve(app, host="127.0.0.1", port=told["port"], threads=12, ident=None, **patience)


if __name__ == "__main__":
    main(sys.argv[1])
