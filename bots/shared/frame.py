"""The shape that every channel has.

A kind of channel is a module `bots.<kind>` with a function `build(setup) -> Channel` and a tuple `SECRETS` of
the environment names it needs (after `TANGGAP_<ACCOUNT>_`), or a function that returns them for the account's
settings. What else it can do it shows by its methods: a `WebhookChannel` receives HTTP requests at
/webhooks/<account>, a `PollingChannel` fetches by itself.
"""

from __future__ import annotations

import base64
import binascii
import importlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from threading import Event
from typing import Any, Protocol, TypeVar, runtime_checkable

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from core.config import Account, Config
from core.intake.dead_letters import OURS, frames_of, is_wrapped, unwrap
from core.intake.intake import Taken
from core.kernel.clock import Clock
from core.kernel.errors import ConfigError, FinalError, LeftAloneError, PayloadError
from core.kernel.messages import DeliveryReport, Inbound, MediaRef
from core.kernel.messages import storable as storable
from core.kernel.ports import Channel
from core.messaging.media_store import MediaStore
from core.protection.vault import Vault
from core.running.services import build_wording
from core.wording import Wording

log = structlog.get_logger()


class Inbox(Protocol):
    """Where a poller hands over what it fetched. Everything is stored once the call returns."""

    def take(self, inbound: Inbound) -> object: ...
    def report(self, report: DeliveryReport) -> object: ...
    def keep(self, account: str, payload: bytes, problem: str, *, on_purpose: bool = False) -> object:
        """Keeps for an operator what can't be parsed, or is left alone on purpose."""

    def cursor(self, account: str) -> str | None:
        """Returns how far this account was read, as `advance` last said."""

    def advance(self, account: str, value: str) -> None: ...


class Ledger(Protocol):
    """Counts what costs money."""

    def spend(self, account: str, amount: int, ceiling: int | None) -> bool:
        """Books an amount for today. Returns False, and books nothing, if that would pass the ceiling."""


class ForgedError(PayloadError):
    """The signature or token is wrong: answered 403, nothing is read."""


@dataclass(frozen=True)
class HookRequest:
    """An HTTP request as a channel needs it, whatever the web framework."""

    method: str
    url: str
    """As the provider called it (behind a proxy: the public one); signatures are made over it."""
    headers: Mapping[str, str]
    """Names in lower case."""
    query: Mapping[str, str]
    form: Mapping[str, str]
    body: bytes
    remote: str


@dataclass(frozen=True)
class HookReply:
    """What a provider wants to hear when it is not just 200."""

    status: int = 200
    body: str = ""
    content_type: str = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Received:
    """The messages of a request (none: the event was ignored) and the answer to give once they are safe."""

    messages: Sequence[Inbound] = ()
    reports: Sequence[DeliveryReport] = ()
    reply: HookReply = HookReply()
    broken: Sequence[PayloadError] = ()
    """What could not be parsed beside the messages: the request is kept for it."""


@runtime_checkable
class WebhookChannel(Protocol):
    def verify(self, request: HookRequest) -> None:
        """Check who calls. Raises ForgedError, or PayloadError for what can't even be asked for its sender."""

    def receive(self, request: HookRequest) -> Received:
        """Parse what was verified. Raises PayloadError; the request is kept then, and tried again on demand."""


@runtime_checkable
class PollingChannel(Protocol):
    def poll(self, inbox: Inbox, stop: Event) -> None:
        """Fetch messages until `stop` is set. Called only if the account has no webhook."""


@runtime_checkable
class RereadingChannel(Protocol):
    def read(self, raw: bytes) -> Received:
        """Parse once more what was fetched and kept because it could not be parsed. Raises PayloadError."""


@runtime_checkable
class ChoosyChannel(Protocol):
    """Leaves alone what seems to come from machines. An operator who sees a person in it has it read all the same."""

    def receive_anyway(self, request: HookRequest) -> Received: ...
    def read_anyway(self, raw: bytes) -> Received: ...


@runtime_checkable
class StartingChannel(Protocol):
    def start(self) -> None:
        """Tell the provider about us (set the webhook). May fail with SendError; is then tried later."""


@runtime_checkable
class AdvisingChannel(Protocol):
    def advice(self) -> str | None:
        """Returns what `tanggap check` should warn of, though the account works."""


def read_json(account: str, body: bytes) -> Any:
    """A request's JSON. Raises PayloadError, also for what is nested deeper than Python can follow."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise PayloadError(f"{account}: the body is no JSON") from error


def basic_password(header: str) -> str:
    """The password of HTTP Basic (RFC 7617), or nothing."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(encoded, validate=True).decode("utf-8", "replace").partition(":")[2]
    except (binascii.Error, ValueError):
        return ""


_PROOFS = ("token", "password", "apikey", "signature", "sig")
_URL_PROOFS = re.compile(rf"(?i)([?&](?:{'|'.join(_PROOFS)})=)[^&]*")
_PACKED = OURS + b"hook\n"


def pack(request: HookRequest) -> bytes:
    """Returns a verified request as it is kept: without its signature, which is not needed any more."""
    kept = {
        "method": request.method,
        "url": _URL_PROOFS.sub(r"\1", request.url),
        "headers": {name: value for name, value in request.headers.items() if name == "content-type"},
        "query": {name: value for name, value in request.query.items() if name.lower() not in _PROOFS},
        "form": dict(request.form),
        "body": base64.b64encode(request.body).decode(),
        "remote": "",
    }
    return _PACKED + json.dumps(kept).encode()


def reread(channel: Channel, raw: bytes) -> Received:
    """Parse once more what was kept, now that a person asks for it. Raises PayloadError."""
    if is_wrapped(raw):
        known = unwrap(raw)
        return Received((known,)) if isinstance(known, Inbound) else Received(reports=(known,))
    request = None
    if raw.startswith(_PACKED) and isinstance(channel, WebhookChannel):
        kept = json.loads(raw.removeprefix(_PACKED))
        request = HookRequest(**{**kept, "body": base64.b64decode(kept["body"])})
        received = channel.receive(request)
    elif isinstance(channel, RereadingChannel):
        received = channel.read(raw)
    else:
        raise PayloadError(f"{channel.account} can't read what was kept; settle it by hand")
    if received.messages or received.reports or not isinstance(channel, ChoosyChannel):
        return received
    return channel.read_anyway(raw) if request is None else channel.receive_anyway(request)


def take_in(inbox: Inbox, received: Received, forget: Callable[[MediaRef], None] | None = None) -> list[PayloadError]:
    """Takes in what a request or a poller brought. A message that raises does not hold up the others.

    Returns what went wrong, so that the caller can keep the provider's payload. `forget` is called with the uploads
    that are not needed, because those of an earlier delivery are used or a later reading will bring them again.
    """
    problems: list[PayloadError] = []
    for message in received.messages:
        try:
            needed = inbox.take(message) is not Taken.REPLAY
        except Exception as error:  # noqa: BLE001 - whatever it is, it is kept
            problems.append(_failed("message.not_taken", message.account, error))
            needed = False
        if forget and not needed:
            for media in message.media:
                forget(media)
    for report in received.reports:
        try:
            inbox.report(report)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is kept
            problems.append(_failed("report.not_taken", report.account, error))
    return [*received.broken, *problems]


def keep(inbox: Inbox, account: str, payload: bytes, problems: Sequence[PayloadError]) -> None:
    """Keeps a payload with what was wrong with it; it is no fault if all of it was left alone on purpose."""
    on_purpose = all(isinstance(problem, LeftAloneError) for problem in problems)
    inbox.keep(account, payload, told(problems), on_purpose=on_purpose)


def told(problems: Sequence[PayloadError]) -> str:
    return "; ".join(dict.fromkeys(str(problem) for problem in problems))


def hand_over(inbox: Inbox, account: str, payload: bytes, read: Callable[[bytes], Received]) -> Received | None:
    """Takes in what a poller fetched. What can't be read or taken is kept for an operator, and holds up nothing.

    Returns what was in it, if it could be read. Raises only if it can't even be kept: then the cursor must not move on.
    """
    received = None
    try:
        received = read(payload)
        problems = take_in(inbox, received)
    except PayloadError as error:
        problems = [error]
    except Exception as error:  # noqa: BLE001 - whatever it is, it is kept
        problems = [_failed("poll.not_read", account, error)]
    if problems:
        # What is fetched is anybody's: it must not pass for what we packed ourselves when it is read once more.
        keep(inbox, account, b"\n" + payload if payload.startswith(OURS) else payload, problems)
    return received


def _failed(event: str, account: str, error: Exception) -> PayloadError:
    log.error(event, account=account, problem=type(error).__name__, frames=frames_of(error))
    return PayloadError(type(error).__name__)


def split_text(text: str, limit: int) -> list[str]:
    """Cut at line ends or spaces where there are any. Lengths are in UTF-16 units, the strictest way to count."""
    chunks = []
    while text_units(text) > limit:
        end = len(text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore"))
        cut = max(text.rfind("\n", 1, end), text.rfind(" ", 1, end))
        cut = cut if cut > 0 else end
        chunks.append(text[:cut])
        text = text[cut:].lstrip()
    return [*chunks, text] if text or not chunks else chunks


def text_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def send_in_parts(left: dict[int, int], message_id: int, parts: Sequence[Callable[[], str | None]]) -> str | None:
    """Sends a message that takes several of the provider's. Returns the id of the last one.

    `left` remembers how many parts of a message left before an error, so that they are not sent again.
    """
    sent = None
    try:
        for number, part in enumerate(parts):
            if number >= left.get(message_id, 0):
                sent = part() or sent
                left[message_id] = number + 1
    except FinalError:
        left.pop(message_id, None)
        raise
    left.pop(message_id, None)
    return sent


class Settings(BaseModel):
    """Base of a channel's own keys in config.yml."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: str
    enabled: bool | None = None


_S = TypeVar("_S", bound=Settings)


@dataclass(frozen=True)
class Setup:
    """What a channel is built from."""

    account: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, str]
    media: MediaStore
    vault: Vault
    ledger: Ledger
    clock: Clock
    public_url: str | None
    wording: Wording | None = None
    """For the few texts that a channel says outside of a conversation (in a group, under a public post)."""
    language: str = "id"
    """The city's own, for `wording`."""
    zone: tzinfo = UTC
    """Where the city's days end."""

    def read(self, shape: type[_S]) -> _S:
        """The account's keys, checked. Raises ConfigError."""
        try:
            return shape.model_validate(self.settings)
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(("channels", self.account, *(str(part) for part in first["loc"])))
            raise ConfigError(key, first["msg"], "Change it in config.yml") from error

    @property
    def hook_url(self) -> str | None:
        return f"{self.public_url.rstrip('/')}/webhooks/{self.account}" if self.public_url else None


@dataclass(frozen=True)
class Finding:
    """What `tanggap check` says of an account."""

    account: str
    ready: bool
    text: str


def build_channels(
    config: Config,
    environment: Mapping[str, str],
    *,
    media: MediaStore,
    vault: Vault,
    ledger: Ledger,
    clock: Clock,
) -> tuple[dict[str, Channel], list[Finding]]:
    """Builds every account that is on. Raises ConfigError for one that is demanded but can't be built."""
    channels: dict[str, Channel] = {}
    findings: list[Finding] = []
    wording = build_wording(config)
    for name, account in config.channels.items():
        finding = _obstacle(name, account, environment)
        if finding is None:
            setup = Setup(
                account=name,
                settings=account.model_dump(),
                secrets={secret: environment[_variable(name, secret)] for secret in _wanted(name, account)},
                media=media,
                vault=vault,
                ledger=ledger,
                clock=clock,
                public_url=str(config.server.public_url) if config.server.public_url else None,
                wording=wording,
                language=config.city.language,
                zone=config.zone,
            )
            channel = _module(name, account.kind).build(setup)
            channels[name] = channel
            advice = channel.advice() if isinstance(channel, AdvisingChannel) else None
            finding = Finding(name, True, f"{account.kind}: ready{f', but {advice}' if advice else ''}")
        findings.append(finding)
    return channels, findings


def _obstacle(name: str, account: Account, environment: Mapping[str, str]) -> Finding | None:
    if account.enabled is False:
        return Finding(name, False, f"{account.kind}: switched off (enabled: false)")
    wanted = _wanted(name, account)
    missing = [_variable(name, secret) for secret in wanted if not environment.get(_variable(name, secret))]
    if not missing:
        return None
    names = ", ".join(missing)
    if account.enabled:
        raise ConfigError(f"channels.{name}", f"{names} is not set", "Put it into the environment or .env")
    return Finding(name, False, f"{account.kind}: off, because {names} is not set")


def _module(name: str, kind: str) -> Any:
    if kind.isidentifier():
        try:
            module = importlib.import_module(f"bots.{kind}")
            if hasattr(module, "build") and hasattr(module, "SECRETS"):
                return module
        except ModuleNotFoundError as error:
            if error.name != f"bots.{kind}":
                raise
    raise ConfigError(f"channels.{name}.kind", f"there is no channel {kind!r}", "The kinds are the modules of bots/")


def _wanted(name: str, account: Account) -> tuple[str, ...]:
    """The secrets of an account; a kind may say which ones its settings call for."""
    wanted: tuple[str, ...] | Callable[[Mapping[str, Any]], tuple[str, ...]] = _module(name, account.kind).SECRETS
    return wanted(account.model_dump()) if callable(wanted) else wanted


def _variable(account: str, secret: str) -> str:
    return f"TANGGAP_{account}_{secret}".upper().replace("-", "_")
