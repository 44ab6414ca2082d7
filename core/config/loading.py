"""The whole of config.yml, read and checked. Every message names the key and the mend."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from core.config.areas import AreaFiles
from core.config.categories import Category, KindSection, Routing
from core.config.channels import Account
from core.config.city import City
from core.config.conversation import ConversationSection
from core.config.privacy import Privacy
from core.config.server import Server
from core.config.staff import ModerationSection, StaffSection
from core.config.storage import Photos, Storage
from core.config.tickets import Tickets
from core.config.understanding import UnderstandingSection, _started_here
from core.config.units import UnitSection
from core.kernel.errors import ConfigError
from core.kernel.states import UNSORTED, Kind


class Config(BaseModel):
    # Rasa's keys (recipe, pipeline, …) stand in the same file.
    model_config = ConfigDict(frozen=True, extra="forbid")

    recipe: Any = None
    language: Any = None
    assistant_id: Any = None
    pipeline: Any = None
    policies: Any = None

    city: City
    server: Server = Server()
    storage: Storage = Storage()
    photos: Photos = Photos()
    understanding: Annotated[UnderstandingSection, AfterValidator(_started_here)] = UnderstandingSection()
    tickets: Tickets = Tickets()
    staff: StaffSection = StaffSection()
    moderation: ModerationSection = ModerationSection()
    conversation: ConversationSection = ConversationSection()
    privacy: Privacy = Privacy()
    areas: AreaFiles = AreaFiles()
    channels: Mapping[str, Account] = {}
    units: Mapping[str, UnitSection]
    routing: Routing
    categories: Mapping[str, Category]
    kinds: Mapping[Kind, KindSection] = {}

    def category_of(self, code: str | None) -> str | None:
        """The category that a code means now; None for one that nobody knows."""
        if code in self.categories:
            return code
        return next((now for now, category in self.categories.items() if code in category.aliases), None)

    def kind_of(self, code: str | None) -> Kind | None:
        """The kind that a code means; None for one that nobody knows."""
        if code in set(Kind):
            return Kind(code or "")
        return next((kind for kind, section in self.kinds.items() if code in section.aliases), None)

    def named_in(self, vocabulary: Collection[str], code: str) -> str:
        """What a category is called in somebody else's vocabulary: by its code, or by a former one."""
        now = self.category_of(code)
        names = (code, now or code, *(self.categories[now].aliases if now else ()))
        return next((name for name in names if name in vocabulary), code)

    @property
    def category_names(self) -> Mapping[str, Mapping[str, str]]:
        """Code, or former code -> language -> name."""
        now = {code: category.names for code, category in self.categories.items()}
        return now | {alias: now[code] for alias, code in self.category_aliases.items()}

    @property
    def category_aliases(self) -> Mapping[str, str]:
        """Former code -> code."""
        return {alias: code for code, category in self.categories.items() for alias in category.aliases}

    @property
    def kind_aliases(self) -> Mapping[str, Kind]:
        return {alias: kind for kind, section in self.kinds.items() for alias in section.aliases}

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.city.zone)


def load_config(path: Path) -> Config:
    """Read and check a config file. Raises ConfigError for the first thing that is wrong."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except FileNotFoundError as error:
        raise ConfigError(str(path), "there is no such file", "Name it with --config") from error
    except OSError as error:
        raise ConfigError(str(path), f"can't be read ({error.strerror})", "Check the path and its rights") from error
    except UnicodeDecodeError as error:
        raise ConfigError(str(path), f"is not in UTF-8 (byte {error.start})", "Save it as UTF-8") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # A ValueError: what looks like a date or a number, and is none.
        raise ConfigError(str(path), f"is not valid YAML ({error})", "Mend the indentation or the quotes") from error
    if not isinstance(raw, dict):
        raise ConfigError(str(path), "holds no keys", "Begin with the config.yml of the project")
    try:
        config = Config.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigError(
            key, _problem(first["type"], first["msg"], first.get("input")), _mend(first["type"])
        ) from error
    _check_references(config)
    return config


def _problem(kind: str, message: str, given: object) -> str:
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return "is no key that Tanggap knows"
    return f"{message[0].lower()}{message[1:]} (it is {given!r})"


def _mend(kind: str) -> str:
    mends = {
        "missing": "Add it to config.yml",
        "extra_forbidden": "Remove it from config.yml, or mend its spelling",
    }
    return mends.get(kind, "Change it in config.yml")


def _check_references(config: Config) -> None:
    """The units and the rules are checked by the router, which knows the areas."""
    if config.privacy.anonymise_after_days <= config.tickets.reopen_days:
        raise ConfigError(
            "privacy.anonymise_after_days",
            f"is not more than tickets.reopen_days ({config.tickets.reopen_days})",
            "A ticket must stay its reporter's for as long as it can be reopened",
        )
    if config.privacy.messages_days > config.privacy.anonymise_after_days:
        raise ConfigError(
            "privacy.messages_days",
            f"is more than privacy.anonymise_after_days ({config.privacy.anonymise_after_days})",
            "While the chat is kept, it leads from the person to the ticket",
        )
    if config.staff.sign_on and config.server.public_url is None:
        raise ConfigError(
            "server.public_url", "is missing", "The city's sign-on must know where to send people back to"
        )
    if UNSORTED not in config.categories:
        raise ConfigError(f"categories.{UNSORTED}", "is missing", "Reports that fit nowhere else need it")
    named = {code: category.aliases for code, category in config.categories.items()}
    _check_aliases("categories", named, config.categories)
    _check_aliases("kinds", {kind: section.aliases for kind, section in config.kinds.items()}, set(Kind))
    for code, category in config.categories.items():
        if category.unit not in config.units:
            raise ConfigError(
                f"categories.{code}.unit",
                f"no unit is called {category.unit!r}",
                "Add it under units, or mend the name",
            )


def _check_aliases(section: str, aliases: Mapping[str, tuple[str, ...]], codes: Container[str]) -> None:
    """An alias means one thing, and is nothing else."""
    whose: dict[str, str] = {}
    for code, names in aliases.items():
        for alias in names:
            key = f"{section}.{code}.aliases"
            if alias in codes:
                raise ConfigError(key, f"{alias!r} stands in the file itself", "Remove the alias, or the other entry")
            if whose.setdefault(alias, code) != code:
                raise ConfigError(key, f"{alias!r} is an alias of {whose[alias]!r}, too", "Leave it to one of them")
