"""The public pages: what Tanggap is, with the chat in it, and the tracking of a report by its number."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from core.kernel.states import COLOURS, State
from core.kernel.ticket_numbers import ALPHABET, read_number
from core.reports.public import PublicStatus, follow_up_photo, public_status
from core.running.services import Services
from core.storage.models import Media
from webhooks.language import language
from webhooks.photos import answer_photo
from webhooks.routing import Pages, get, limited
from webhooks.security import Guards

_TRACKINGS = "30/minute"
_PHOTOS = "300/minute"
_SMALL = 192
"""Pixels of a photo in a list: 64 on the page, for displays with three times as many."""
_LENGTH = 8

STEPS = ("received", "handled", "checked", "done")
"""The four stations that everybody understands, whatever the thirteen states."""
_STATION = {
    State.RECEIVED: 0,
    State.REOPENED: 0,
    State.COORDINATING: 1,
    State.DISPATCHED: 1,
    State.IN_PROGRESS: 1,
    State.FOLLOW_UP_REJECTED: 1,
    State.FORWARDED: 1,
    State.AWAITING_VALIDATION: 2,
    State.RESOLVED: 3,
    State.ANSWERED: 3,
}


@dataclass(frozen=True)
class TrackedReport:
    """The status of a report as the page shows it, worded."""

    number: str
    category: str
    area: str | None
    state: str
    colour: str
    station: int | None
    opened: str
    changed: str
    follow_up: tuple[Media, ...]
    merged: bool
    main_number: str | None


def blueprint(services: Services, guards: Guards, *, chat_open: bool) -> Blueprint:
    pages = Blueprint("pages", __name__)
    FirstPages(services, chat_open=chat_open).add_to(pages, guards.limiter)
    return pages


class FirstPages(Pages):
    def __init__(self, services: Services, *, chat_open: bool) -> None:
        self._services = services
        self._chat_open = chat_open

    @get("/")
    def home(self) -> ResponseReturnValue:
        return render_template("home.html", chat_open=self._chat_open)

    def _no_number(self) -> bool:
        return not request.args.get("nomor")

    @get("/lacak")
    @limited(_TRACKINGS, unless=_no_number)
    def track(self) -> ResponseReturnValue:
        given = request.args.get("nomor", "").strip()[:64]
        if not given:
            return render_template("track.html", given="", ticket=None, hint=None, steps=STEPS)
        number = read_number(given)
        if number is None:
            return render_template("track.html", given=given, ticket=None, hint=_hint(given), steps=STEPS), 404
        with self._services.database.read() as session:
            found = public_status(session, number)
        if found is None:
            return render_template("track.html", given=number, ticket=None, hint="track-unknown", steps=STEPS), 404
        return render_template("track.html", given=number, ticket=self._worded(found), hint=None, steps=STEPS)

    @get("/lacak/<number>/foto/<int:media_id>")
    @limited(_PHOTOS)
    def follow_up_photo(self, number: str, media_id: int) -> ResponseReturnValue:
        """`?kecil` asks for the size that lists show."""
        with self._services.database.read() as session:
            media = follow_up_photo(session, number, media_id) or abort(404)
        longest = _SMALL if "kecil" in request.args else None
        return answer_photo(self._services.media, media, longest=longest, kept=True)

    def _worded(self, found: PublicStatus) -> TrackedReport:
        wording, spoken = self._services.wording, language()
        return TrackedReport(
            number=found.number,
            category=wording.category(found.category, spoken),
            area=found.area,
            state=wording.say(f"state-{found.state}", spoken),
            colour=COLOURS[found.state],
            station=_STATION.get(found.state),
            opened=wording.date(found.opened_at, spoken, time=False),
            changed=wording.date(found.changed_at, spoken, time=False),
            follow_up=found.follow_up,
            merged=found.merged,
            main_number=found.main_number,
        )


def _hint(given: str) -> str:
    """Why this can't be a number, as a wording key."""
    letters = [c for c in given.upper() if c.isalnum()]
    if len(letters) != _LENGTH:
        return "track-length"
    return "track-mistyped" if all(c in ALPHABET for c in letters) else "track-letters"
