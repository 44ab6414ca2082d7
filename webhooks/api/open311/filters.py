"""The arguments of GET requests. Days, not hours, are compared: the hour of a report is not for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from flask import request

from core.kernel.states import OPEN_STATES, State
from core.kernel.ticket_numbers import read_number
from core.running.services import Services
from webhooks.api.open311.formats import Refused

LONGEST = timedelta(days=90)
MOST = 1000
_LAST_PAGE = 10_000
_STATUSES = {"open": OPEN_STATES, "closed": frozenset(State) - OPEN_STATES}


@dataclass(frozen=True)
class RequestFilters:
    numbers: tuple[str, ...]
    """These, whatever else is asked for."""
    categories: tuple[str, ...]
    states: tuple[State, ...] | None
    start: datetime
    end: datetime
    page: int
    page_size: int


def read_filters(services: Services) -> RequestFilters:
    """Raises Refused. What is empty counts as not given."""
    numbers = _listed("service_request_id")
    start, end = _span(services)
    return RequestFilters(
        numbers=tuple(filter(None, (read_number(number) for number in numbers))) or (("",) if numbers else ()),
        categories=tuple(services.config.category_of(code) or code for code in _listed("service_code")),
        states=_states(),
        start=start,
        end=end,
        page=_whole("page", 1, _LAST_PAGE),
        page_size=_whole("page_size", MOST, MOST),
    )


def _listed(name: str) -> list[str]:
    """Separated by commas, or given several times."""
    given = ",".join(request.args.getlist(name)).replace("\0", "")
    return list(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))


def _states() -> tuple[State, ...] | None:
    wanted = _listed("status")
    unknown = [status for status in wanted if status.casefold() not in _STATUSES]
    if unknown:
        raise Refused(400, "status: open or closed")
    return tuple({state for status in wanted for state in _STATUSES[status.casefold()]}) if wanted else None


def _span(services: Services) -> tuple[datetime, datetime]:
    """From the first day's midnight to that after the last day; 90 days at most, the most recent ones by default."""
    first, last = _moment("start_date", services), _moment("end_date", services)
    try:
        if last is None:
            last = first + LONGEST if first else services.clock()
        if first is None:
            first = last - LONGEST
        if last - first > LONGEST:
            raise Refused(400, f"start_date and end_date may span {LONGEST.days} days at most")
        return _midnight(first, services), _midnight(last, services, days=1)
    except OverflowError as error:
        raise Refused(400, "start_date, end_date: too far away") from error


def _midnight(moment: datetime, services: Services, days: int = 0) -> datetime:
    day = moment.astimezone(services.config.zone).date() + timedelta(days=days)
    return datetime.combine(day, time(), services.config.zone).astimezone(UTC)


def _moment(name: str, services: Services) -> datetime | None:
    """W3C's subset of ISO 8601 (https://www.w3.org/TR/NOTE-datetime); a plus that was not escaped came as a blank."""
    given = request.args.get(name, "").strip().replace(" ", "+")
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given)
        return moment if moment.tzinfo else moment.replace(tzinfo=services.config.zone)
    except ValueError as error:
        raise Refused(400, f"{name}: write it as 2026-01-31T00:00:00Z") from error


def _whole(name: str, default: int, most: int) -> int:
    given = request.args.get(name, "").strip()
    if not given:
        return default
    if not given.isascii() or not given.isdecimal() or len(given) > 9 or int(given) < 1:
        raise Refused(400, f"{name}: a whole number from 1 on")
    if name == "page" and int(given) > most:
        raise Refused(400, f"{name}: at most {most}")
    return min(int(given), most)
