"""config.yml and the environment, checked at start. Every message names the key and the mend."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass
from datetime import date, time
from ipaddress import IPv4Network, IPv6Network, ip_network
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import AfterValidator, AnyHttpUrl, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from core.kernel.errors import ConfigError
from core.kernel.states import OPEN_STATES, STAFF_ROLES, UNSORTED, Kind, Role, State


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


Network = IPv4Network | IPv6Network


def _read_network(value: object) -> Network:
    if isinstance(value, Network):
        return value
    try:
        network = ip_network(str(value).strip())
    except ValueError as error:
        raise ValueError(f"{value!r} is neither an address (127.0.0.1) nor a network (10.1.0.0/28): {error}") from error
    if not network.prefixlen:
        raise ValueError(f"{value} is everybody, and everybody could give himself any address; name the proxies alone")
    return network


_Network = Annotated[Network, BeforeValidator(_read_network)]


def _listed(value: object) -> object:
    return value if isinstance(value, (list, tuple)) else (value,)


class Server(_Section):
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: AnyHttpUrl | None = None
    proxies: Annotated[tuple[_Network, ...], BeforeValidator(lambda given: _listed(given or ()))] = ()
    """The reverse proxies in front, whose word is taken for who calls; nobody else's is."""
    private_receivers: bool = False
    """Webhooks out may go into the city's own network too, and by http://."""
    limits: str = "memory://"
    """Where attempts are counted; a Redis URL where several processes serve."""


class Storage(_Section):
    database: str = "sqlite:///var/tanggap.db"
    media: str = "var/media"
    spool: Path = Path("var/spool")
    tasks: Path = Path("var/tasks.db")


class Photos(_Section):
    """What photos may cost."""

    per_day: int = Field(default=40, ge=1)
    """Of one conversation; what is beyond is refused, and the citizen is told so once."""
    floor_mb: int = Field(default=1000, ge=0)
    """Free space on the disk below which no photo is stored; reports go on without."""


_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def is_here(host: str | None) -> bool:
    """Whether only this machine itself can call there."""
    return host in _LOOPBACK


class UnderstandingSection(_Section):
    url: str = "http://127.0.0.1:5005"
    """Where it listens; `tanggap run` takes another port if this one is taken."""
    timeout_s: float = Field(default=1.0, gt=0, le=30)
    start: bool = True


def _started_here(section: UnderstandingSection) -> UnderstandingSection:
    host = urlsplit(section.url).hostname
    if section.start and not is_here(host):
        raise ValueError(f"with start: true it runs on this machine, but the url names {host}; write start: false")
    return section


@dataclass(frozen=True)
class Span:
    """A stretch of working time, written `6h` (working hours) or `7d` (working days of the usual length)."""

    amount: float
    days: bool


_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([hd])")


def _read_span(value: object) -> Span:
    if isinstance(value, Span):
        return value
    found = _SPAN.fullmatch(str(value).strip())
    if found is None or float(found.group(1)) <= 0:
        raise ValueError(f"{value!r} is no stretch of working time; write 6h for working hours, 7d for working days")
    return Span(float(found.group(1)), found.group(2) == "d")


_Span = Annotated[Span, BeforeValidator(_read_span)]

Hours = tuple[tuple[time, time], ...]
"""When a day's work begins and ends; several pairs where there is a break."""


def _read_hours(value: object) -> Hours:
    """ "07:30-12:00, 13:00-16:00" as pairs; nothing for a day off."""
    if isinstance(value, tuple):
        return value
    pairs = [part.strip() for part in str(value or "").split(",") if part.strip()]
    hours = tuple(_read_pair(pair) for pair in pairs)
    for (_, earlier), (later, _) in pairwise(hours):
        if later < earlier:
            raise ValueError(f"{value!r} overlaps; write the hours of a day in their order")
    return hours


def _read_pair(pair: str) -> tuple[time, time]:
    begin, _, end = pair.partition("-")
    try:
        first, last = time.fromisoformat(begin.strip()), time.fromisoformat(end.strip())
    except ValueError as error:
        raise ValueError(f'{pair!r} are no hours; write them as "07:30-16:00", in quotes') from error
    if last <= first:
        raise ValueError(f"{pair!r} ends before it begins; night shifts are written as two days' hours")
    return first, last


_Hours = Annotated[Hours, BeforeValidator(_read_hours)]
_OFFICE_HOURS: Hours = ((time(7, 30), time(16)),)


class Week(_Section):
    """The working hours of each day; none on a day off."""

    mon: _Hours = _OFFICE_HOURS
    tue: _Hours = _OFFICE_HOURS
    wed: _Hours = _OFFICE_HOURS
    thu: _Hours = _OFFICE_HOURS
    fri: _Hours = _OFFICE_HOURS
    sat: _Hours = ()
    sun: _Hours = ()

    @property
    def days(self) -> tuple[Hours, ...]:
        """Monday first, as `date.weekday` counts."""
        return (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)


def _some_work(week: Week) -> Week:
    if not any(week.days):
        raise ValueError("nobody works on any day; give the hours of at least one")
    return week


class Working(_Section):
    """When the city works."""

    week: Annotated[Week, AfterValidator(_some_work)] = Week()
    country: str | None = "ID"
    """Whose public holidays are days off (ISO 3166 code)."""
    joint_leave: bool = True
    """Whether the days of joint leave (cuti bersama) are days off as well."""
    closed: tuple[date, ...] = ()
    """Further days off."""
    open: tuple[date, ...] = ()
    """Holidays on which work goes on all the same."""


class Clocks(_Section):
    """How long things may take, in working time."""

    finish: _Span = Span(7, True)
    """A complaint, where its category says nothing else."""
    answer: _Span = Span(5, True)
    """An aspiration or a question."""
    steps: Mapping[State, _Span] = {}
    """How long a ticket may stay in a state."""
    climb: _Span = Span(4, False)
    """An overdue ticket's next superior is told after this time."""
    extend: _Span = Span(3, True)
    """A finishing time that was not kept is put off by this, and the citizen is told."""


def _steps_with_defaults(clocks: Clocks) -> Clocks:
    for state in clocks.steps:
        if state not in OPEN_STATES:
            raise ValueError(f"no clock runs in the state {state}; leave it out")
    return clocks.model_copy(update={"steps": {**_STEPS, **clocks.steps}})


_STEPS: Mapping[State, Span] = {
    State.RECEIVED: Span(1, True),
    State.COORDINATING: Span(6, False),
    State.DISPATCHED: Span(1, True),
    State.IN_PROGRESS: Span(5, True),
    State.AWAITING_VALIDATION: Span(1, True),
    State.FOLLOW_UP_REJECTED: Span(1, True),
    State.REOPENED: Span(1, True),
    State.FORWARDED: Span(4, True),
}


class Tickets(_Section):
    reopen_days: int = Field(default=14, ge=0)
    turn_to: str = "lapor.go.id"
    """Where a citizen may turn with what is not the city's, unless the officer names a better place."""
    working: Working = Working()
    clocks: Annotated[Clocks, AfterValidator(_steps_with_defaults)] = _steps_with_defaults(Clocks())


def _staff_role(role: Role) -> Role:
    if role not in STAFF_ROLES:
        raise ValueError(f"{role} is no role of staff; choose from {', '.join(STAFF_ROLES)}")
    return role


_StaffRole = Annotated[Role, AfterValidator(_staff_role)]


def _secure_issuer(issuer: str) -> str:
    parts = urlsplit(issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_here(parts.hostname)):
        raise ValueError("an issuer is called by https://")
    if not parts.hostname or parts.query or parts.fragment:
        raise ValueError(
            "write the issuer exactly as its own metadata name it, like https://sso.example.org/realms/kota"
        )
    return issuer


class GroupRole(_Section):
    """What a group of the city's own sign-on means here."""

    role: _StaffRole
    unit: str | None = None


class SignOn(_Section):
    """The city's own sign-on (OpenID Connect). The secret is TANGGAP_SIGN_ON_SECRET of the environment."""

    issuer: Annotated[str, AfterValidator(_secure_issuer)]
    client_id: str = Field(min_length=1)
    label: str = "Masuk dengan akun pemerintah kota"
    """What the button says."""
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    username: str = "preferred_username"
    """The claim that names the account at the first sign-on. `email` counts only while the issuer has verified it."""
    hosts: tuple[str, ...] = ()
    """Further hosts that the issuer's own metadata may send us to."""
    second_factor: tuple[str, ...] = ()
    """Values of `acr` that mean a second factor; `amr` with `mfa` always does."""
    groups: str = "groups"
    """The claim with somebody's groups."""
    roles: Mapping[str, GroupRole] = {}
    """Group -> role: who has no account gets one at the first sign-on. Without entries, nobody does."""
    unit: str | None = None
    """The claim with the code of the unit, for groups that name none."""


class StaffSection(_Section):
    """How staff come in, and how long they stay."""

    idle_minutes: int = Field(default=60, ge=5)
    """Who does nothing for so long has to sign in again."""
    longest_hours: int = Field(default=12, ge=1)
    """Nobody stays signed in for longer."""
    second_factor: tuple[_StaffRole, ...] = (Role.ADMINISTRATOR, Role.MODERATOR, Role.TICKET_ADMIN)
    """The roles that can't do without; the others may."""
    sign_on: SignOn | None = None


class ModerationSection(_Section):
    """What waits for moderators."""

    newcomers_an_hour: int = Field(default=10, ge=1)
    """Of one address of the web; further ones stand in the queue as one case."""


class Privacy(_Section):
    """How long things are kept, in days."""

    anonymise_after_days: int = Field(default=365, ge=1)
    """After its last step a closed ticket leads to no person any more."""
    descriptions: Literal["scrub", "remove"] = "scrub"
    """What becomes of the reporter's own words then: numbers, addresses and names are taken out, or all of it."""
    messages_days: int = Field(default=180, ge=1)
    """What was said in chats, both ways; a conversation goes when nothing of it is left."""
    drafts_days: int = Field(default=14, ge=1)
    """A report that was begun and not sent."""
    kept_days: int = Field(default=90, ge=1)
    """What no channel could parse."""
    settled_days: int = Field(default=7, ge=0)
    """The same, once somebody has dealt with it."""
    sessions_days: int = Field(default=30, ge=1)
    """Staff's sessions that have ended, or are not used any more."""
    calls_days: int = Field(default=30, ge=1)
    """Webhooks out that were made or given up."""
    uploads_days: int = Field(default=2, ge=2)
    """Photos that were uploaded and never used."""


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


class Branches(_Section):
    """A unit's branches: one in each area of a level, with the code `<unit>/<area code>`."""

    per: Literal["kota", "kecamatan", "kelurahan"]
    name: str
    """`{area}` stands for the area's name."""
    names: Mapping[str, str] = {}
    """Area code -> name, where the pattern does not fit."""


class UnitSection(_Section):
    """One unit, a unit with branches, or (with `per`) one unit in each area of a level."""

    name: str
    parent: str | None = None
    per: Literal["kota", "kecamatan", "kelurahan"] | None = None
    names: Mapping[str, str] = {}
    """With `per`: area code -> name, where the pattern does not fit."""
    branches: Branches | None = None


def _area_code(value: object) -> object:
    if isinstance(value, float):
        raise ValueError(f'{value} was read as a number; write the area code in quotes: "{value}"')  # noqa: TRY004
    return value


_Kinds = Annotated[tuple[Kind, ...], BeforeValidator(_listed)]
_Codes = Annotated[tuple[str, ...], BeforeValidator(_listed)]
_AreaCodes = Annotated[tuple[Annotated[str, BeforeValidator(_area_code)], ...], BeforeValidator(_listed)]


class Rule(_Section):
    """Which unit; the conditions that are left out fit everything."""

    category: _Codes = ()
    kind: _Kinds = ()
    area: _AreaCodes = ()
    """Codes of areas; what lies in them fits too."""
    geotagged: bool | None = None
    unit: str
    """A unit's code, `category` (the category's own unit), or one of them with `/area`: its branch there."""


class Routing(_Section):
    """Who gets a report. In each list the first rule that fits and has a unit in the report's area decides."""

    fallback: str
    """Gets a report whose area is not known, and is the last to whom an overdue ticket climbs."""
    first: tuple[Rule, ...]
    """Who gets it first."""
    then: tuple[Rule, ...] = (Rule(unit="category/area"),)
    """To whom the first one is advised to pass it on."""


class Category(_Section):
    id: str
    en: str
    unit: str
    """The unit that is responsible for the matter."""
    finish: _Span | None = None
    """How long a complaint may take, in working time; `tickets.clocks.finish` where it is left out."""
    aliases: _Codes = ()
    """Codes that it had before, or that the model, tickets and programs still call it by."""

    @property
    def names(self) -> Mapping[str, str]:
        return {"id": self.id, "en": self.en}


class KindSection(_Section):
    """Other codes of one of the kinds."""

    aliases: _Codes = ()


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
