"""`tanggap check`: what is wrong or missing, before a start."""

from __future__ import annotations

from bots.shared.frame import build_channels
from core.city.routing import Router
from core.config import Config, load_config
from core.intake.inbox import Ledger
from core.kernel.clock import system_clock
from core.messaging.media_store import MediaStore
from core.privacy import key_proof
from core.protection.vault import Vault
from core.running.vocabulary import Stored, differences, stored_codes
from core.storage.database import Database, DatabaseUnavailable
from core.tickets.left_behind import left_behind
from nlu.labels import ALL_CATEGORIES as MODEL_CATEGORIES
from nlu.labels import KINDS
from nlu.process import status
from nlu.protocol import VARIABLE as NLU_VARIABLE
from tanggap.complaints import complain
from tanggap.environment import environment, secret_keys
from tanggap.frame import CONFIG, ConfigOption, out
from tanggap.house import NluAddress, elsewhere, load_gazetteer


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
    out.print(f"understanding: {_state_of(elsewhere(config), own=config.understanding.start)}")
    out.print(f"keys: {_state_of_keys(config, vault)}", markup=False)
    complain(config)


def _state_of(reader: NluAddress, *, own: bool) -> str:
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
