"""config.yml and the environment, checked at start. Every message names the key and the mend."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import AfterValidator, AnyHttpUrl, BaseModel, ConfigDict, Field, ValidationError

from core.errors import ConfigError


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"no time zone is called {name!r}; Jakarta's is Asia/Jakarta") from error
    return name


class City(_Section):
    name: str = Field(min_length=1)
    zone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Jakarta"
    emergency: str = "112"
    language: Literal["id", "en"] = "id"


class Server(_Section):
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: AnyHttpUrl | None = None


class Storage(_Section):
    database: str = "sqlite:///var/tanggap.db"
    media: str = "var/media"
    spool: Path = Path("var/spool")
    tasks: Path = Path("var/tasks.db")


class UnderstandingSection(_Section):
    url: str = "http://127.0.0.1:5005"
    timeout_s: float = Field(default=1.0, gt=0, le=30)
    start: bool = True


class Tickets(_Section):
    reopen_days: int = Field(default=14, ge=0)


class AreaFiles(_Section):
    """A city's own files; without them the areas and words that come with Tanggap are used."""

    areas: Path | None = None
    boundaries: Path | None = None
    landmarks: Path | None = None
    streets: Path | None = None
    words: Path | None = None


class Account(BaseModel):
    """One channel account. A kind's further settings are checked by the channel itself."""

    model_config = ConfigDict(frozen=True, extra="allow")
    kind: str
    enabled: bool | None = None


class Unit(_Section):
    name: str
    parent: str | None = None


class Category(_Section):
    id: str
    en: str
    unit: str

    @property
    def names(self) -> Mapping[str, str]:
        return {"id": self.id, "en": self.en}


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
    understanding: UnderstandingSection = UnderstandingSection()
    tickets: Tickets = Tickets()
    areas: AreaFiles = AreaFiles()
    channels: Mapping[str, Account] = {}
    units: Mapping[str, Unit]
    categories: Mapping[str, Category]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.city.zone)


def load_config(path: Path) -> Config:
    """Read and check a config file. Raises ConfigError for the first thing that is wrong."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(str(path), "there is no such file", "Name it with --config") from error
    except yaml.YAMLError as error:
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
    for code, category in config.categories.items():
        if category.unit not in config.units:
            raise ConfigError(
                f"categories.{code}.unit",
                f"no unit is called {category.unit!r}",
                "Add it under units, or mend the name",
            )
    if "lainnya" not in config.categories:
        raise ConfigError("categories.lainnya", "is missing", "Reports that fit nowhere else need it")
    for code, unit in config.units.items():
        _check_parents(config, code, unit)


def _check_parents(config: Config, code: str, unit: Unit) -> None:
    seen = {code}
    while unit.parent is not None:
        if unit.parent not in config.units:
            raise ConfigError(f"units.{code}.parent", f"no unit is called {unit.parent!r}", "Add it, or mend the name")
        if unit.parent in seen:
            raise ConfigError(f"units.{code}.parent", "the units form a circle", "Let one of them have no parent")
        seen.add(unit.parent)
        unit = config.units[unit.parent]
