"""Asks the understanding over HTTP. Needs no Rasa: any server with Rasa's ``/model/parse`` will do.

Long texts are cut to the part that a model reads.

The understanding may be away or slow, and reports must be taken all the same. So every failure
is one exception, ``NluUnavailable``, it comes after ``timeout_s`` at the latest, and after a few
failures in a row the server is left alone for a while (the circuit is open) and the exception
comes at once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import httpx

from nlu.protocol import MAX_BATCH, credentials
from nlu.text.regular import shorten

Answer = TypeVar("Answer")
Reason = Literal["timeout", "unreachable", "refused", "garbled", "resting"]
CategoryDecision = Literal["commit", "ask_two", "ask_open"]


class NluUnavailable(Exception):  # noqa: N818 (a state of the world, told by its name)
    """There is no answer now. ``reason`` is one of a closed list, so that a metric can have it as label."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Guess:
    """A label and how likely it is, 0 to 1."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Entity:
    """Something named in the text: ``text[start:end]``, with its normal form in ``value``.

    Kinds: ``place``, ``ticket_number`` (``K7M4-2XPR``), ``rt_rw`` (``003/007``), ``time``.
    """

    kind: str
    value: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Parse:
    """What a text means. ``kinds`` and ``categories`` are ordered, the likeliest first.

    The decisions are the model's own, by thresholds that its training chose from held-out data:
    ``category_decision`` is ``commit`` (take the first category), ``ask_two`` (one of the first
    two: ask with two buttons) or ``ask_open`` (nothing fits: ask an open question).
    """

    act: Guess
    acts: tuple[Guess, ...]
    kinds: tuple[Guess, ...]
    categories: tuple[Guess, ...]
    entities: tuple[Entity, ...]
    model: str
    act_clear: bool
    kind_clear: bool
    category_decision: CategoryDecision


Observer = Callable[[str, float], None]
"""Called after every request with its outcome (``ok`` or a reason) and its duration in seconds."""


class Circuit:
    """A circuit breaker: leaves a failing server alone.

    After ``failures`` failed calls in a row nobody may call for ``rest_s`` seconds; then one
    caller at a time may try, and the first success closes the circuit. (pybreaker holds a lock
    during the call itself, so that one slow answer would hold up all threads.)
    """

    def __init__(self, failures: int, rest_s: float, clock: Callable[[], float]) -> None:
        self._failures = failures
        self._rest_s = rest_s
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._open_until = 0.0

    def may_call(self) -> bool:
        """Whether to call now. While the circuit is open, one call per ``rest_s`` may try."""
        with self._lock:
            if self._failed < self._failures:
                return True
            now = self._clock()
            if now < self._open_until:
                return False
            self._open_until = now + self._rest_s
            return True

    @property
    def is_open(self) -> bool:
        """Whether the server is being left alone; that ends with the first answer."""
        with self._lock:
            return self._failed >= self._failures

    def succeeded(self) -> None:
        """Notes that a call was answered."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """Notes that a call was not answered."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._failures:
                self._open_until = self._clock() + self._rest_s


class NluClient:
    """A client of one understanding; safe to share between threads."""

    def __init__(
        self,
        url: str,
        timeout_s: float = 1.0,
        *,
        token: str | None = None,
        failures: int = 5,
        rest_s: float = 10.0,
        observer: Observer | None = None,
        clock: Callable[[], float] = time.monotonic,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._http = httpx.Client(
            base_url=url.rstrip("/"),
            headers=credentials(token),
            timeout=timeout_s,
            transport=transport,
            # the understanding is a neighbour; a proxy meant for the internet must not see it
            trust_env=False,
        )
        self._circuit = Circuit(failures, rest_s, clock)
        self._observer = observer
        self._clock = clock
        self._has_batch_route = True

    def parse(self, text: str) -> Parse:
        """Reads one text. Raises NluUnavailable."""
        return self._ask("/model/parse", {"text": shorten(text)}, _parse)

    def parse_many(self, texts: Sequence[str]) -> list[Parse]:
        """Reads many texts, in order. Raises NluUnavailable; then none of them counts as read."""
        parses: list[Parse] = []
        for start in range(0, len(texts), MAX_BATCH):
            parses += self._parse_batch([shorten(text) for text in texts[start : start + MAX_BATCH]])
        return parses

    def _parse_batch(self, texts: list[str]) -> list[Parse]:
        if self._has_batch_route:
            try:
                return self._ask("/model/parse_many", {"texts": texts}, lambda said: _parses(said, len(texts)))
            except _NoSuchRoute:
                # a plain Rasa server; it keeps the connection alive at least
                self._has_batch_route = False
        return [self.parse(text) for text in texts]

    def model(self) -> str:
        """Returns the name of the model that is served. Raises NluUnavailable."""
        return self._ask("/status", None, _model)

    @property
    def resting(self) -> bool:
        """Whether the server failed so often that it is left alone."""
        return self._circuit.is_open

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def _ask(self, path: str, body: object, read: Callable[[Any], Answer]) -> Answer:
        if not self._circuit.may_call():
            self._observe("resting", 0.0)
            raise NluUnavailable("resting", "too many failures in a row, left alone for a while")
        began = self._clock()
        try:
            answer = read(self._request(path, body))
        except NluUnavailable as error:
            self._circuit.failed()
            self._observe(error.reason, self._clock() - began)
            raise
        except _NoSuchRoute:
            self._circuit.succeeded()
            raise
        self._circuit.succeeded()
        self._observe("ok", self._clock() - began)
        return answer

    def _request(self, path: str, body: object) -> Any:
        try:
            response = self._http.get(path) if body is None else self._http.post(path, json=body)
        except httpx.TimeoutException as error:
            raise NluUnavailable("timeout", type(error).__name__) from error
        except httpx.HTTPError as error:
            raise NluUnavailable("unreachable", f"{type(error).__name__}: {error}") from error
        if response.status_code in (404, 405) and path.endswith("_many"):
            raise _NoSuchRoute
        if response.status_code != 200:
            raise NluUnavailable("refused", f"HTTP {response.status_code}")
        try:
            return response.json()
        except ValueError as error:
            raise NluUnavailable("garbled", "the answer is not JSON") from error

    def _observe(self, outcome: str, seconds: float) -> None:
        if self._observer is not None:
            self._observer(outcome, seconds)


class _NoSuchRoute(Exception):  # noqa: N818 (never leaves this module)
    """The server has no batch route."""


def _model(answer: Any) -> str:
    return str(answer.get("model_file", "")) if isinstance(answer, dict) else ""


def _parses(answers: Any, count: int) -> list[Parse]:
    if not isinstance(answers, list) or len(answers) != count:
        raise NluUnavailable("garbled", "not one answer per text")
    return [_parse(answer) for answer in answers]


def _parse(answer: Any) -> Parse:
    if not isinstance(answer, dict):
        raise NluUnavailable("garbled", "the answer is not an object")
    try:
        acts = _guesses(answer, "intent", "intent_ranking")
        categories = _guesses(answer, "category", "category_ranking")
        decision = answer.get("decision") or {}
        return Parse(
            act=acts[0] if acts else Guess("other", 0.0),
            acts=acts,
            kinds=_guesses(answer, "kind", "kind_ranking"),
            categories=categories,
            entities=tuple(_entity(item) for item in answer.get("entities") or ()),
            model=str(answer.get("model", "")),
            act_clear=bool(decision.get("act_clear", False)),
            kind_clear=bool(decision.get("kind_clear", False)),
            category_decision=_category_decision(decision.get("category")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NluUnavailable("garbled", f"{type(error).__name__}: {error}") from error


def _guesses(answer: dict[str, Any], best: str, ranking: str) -> tuple[Guess, ...]:
    found = answer.get(ranking) or [answer.get(best)]
    return tuple(Guess(str(item["name"]), float(item["confidence"])) for item in found if item and item.get("name"))


def _category_decision(value: object) -> CategoryDecision:
    if value == "commit":
        return "commit"
    if value == "ask_two":
        return "ask_two"
    return "ask_open"


def _entity(item: dict[str, Any]) -> Entity:
    return Entity(
        kind=str(item["entity"]),
        value=str(item.get("value", "")),
        start=int(item["start"]),
        end=int(item["end"]),
        confidence=float(item.get("confidence_entity", 1.0)),
    )
