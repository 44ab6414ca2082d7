"""Finds the open ticket that a report is about already: of the same matter, and at the same place.

Where both have a position the distance tells (`near` of the category), where one has none the kelurahan and the words
for the street or landmark. The descriptions are a second sign: what reads alike may lie a little farther away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from rapidfuzz import fuzz
from sqlalchemy import and_, or_, select, true
from sqlalchemy.orm import Session

from core.config import Config
from core.dialogue.plain_words import PlainWords
from core.dialogue.state import Draft, Offer, Place
from core.kernel.clock import Clock
from core.kernel.states import OPEN_STATES, UNSORTED, Kind
from core.location.geometry import Plane
from core.messaging.reporters_words import ReportersWords
from core.reports.following import followed_by, follower_counts
from core.storage.models import Conversation, Ticket

_SAME_WORDS = 85.0
_ALIKE = 70.0
_TWICE = 95.0
"""Per cent of likeness (rapidfuzz): of two places, of two descriptions of one matter, and of one that is told twice."""
_FARTHER = 2
"""So many times as far may lie what reads alike."""
_SOME_DAYS = timedelta(days=7)
_LOOKED_AT = 200
_NEWS = 2
"""Words that the ticket does not have, from which on a report says more."""
_NUMBER = re.compile(r"\d+|[ivx]+")
_UNTOLD = frozenset(
    PlainWords.of(
        "jl jln jalan gang gg no nomor rt rw kel kelurahan kec kecamatan kota jakarta dki di ke dari yang dekat deket "
        "depan belakang samping sebelah seberang pinggir ujung sekitar dan ada itu ini the in on at near street road"
    ).tokens
)
"""Words that name no place by themselves."""


@dataclass(frozen=True)
class _Likeness:
    ticket: Ticket
    metres: float | None
    alike: float
    own: bool

    @property
    def rank(self) -> tuple[bool, float, float]:
        return (not self.own, self.metres or 0.0, -self.alike)


class Duplicates:
    def __init__(self, config: Config, words: ReportersWords, clock: Clock) -> None:
        self._config = config
        self._words = words
        self._clock = clock

    def find(self, session: Session, conversation: Conversation, draft: Draft) -> Offer | None:
        """What can be offered to this citizen instead of a new ticket; the nearest where there are several."""
        kind, category = self._config.kind_of(draft.kind) or Kind.COMPLAINT, self._config.category_of(draft.category)
        if not self._config.conversation.duplicates or kind is Kind.INFORMATION or category is None:
            return None
        place = draft.place or Place()
        said = self._words.clean(conversation, draft.description)
        own = followed_by(session, conversation.id, since=self._clock() - _SOME_DAYS, kind=kind, category=category)
        for ticket in own:
            if self._is_repeated(ticket, place, said, category):
                return self._offer(session, ticket, draft, said, own=True, repeated=True)
        reach = self._reach(category)
        if not reach:
            return None
        mine = {ticket.id for ticket in own}
        found = [
            _Likeness(ticket, _metres(place, ticket), _alike(said, ticket.description), ticket.id in mine)
            for ticket in _around(session, kind, category, place, reach * _FARTHER)
        ]
        same = [one for one in found if _is_there(place, one, reach)]
        best = min(same, key=lambda one: one.rank, default=None)
        return self._offer(session, best.ticket, draft, said, own=best.own) if best else None

    def _reach(self, category: str) -> int:
        return (
            0 if category in (*self._config.conversation.private, UNSORTED) else self._config.categories[category].near
        )

    def _is_repeated(self, ticket: Ticket, place: Place, said: str, category: str) -> bool:
        """The same matter at the same place in much the same words; or all but word for word, in the same kelurahan."""
        one = _Likeness(ticket, _metres(place, ticket), _alike(said, ticket.description), own=True)
        reach = self._config.categories[category].near
        if one.alike >= _ALIKE and _is_there(place, one, reach):
            return True
        names, known = _names(place.words, ticket), _names(ticket.place_words, ticket)
        elsewhere = one.metres is not None or (names and known and not _same_names(names, known))
        return one.alike >= _TWICE and ticket.area_code == place.area_code and not elsewhere

    def _offer(
        self, session: Session, ticket: Ticket, draft: Draft, said: str, *, own: bool, repeated: bool = False
    ) -> Offer:
        known = set(PlainWords.of(f"{ticket.description} {ticket.place_words or ''}").tokens)
        new = set(PlainWords.of(said).tokens) - known - _UNTOLD
        return Offer(
            number=ticket.number,
            category=ticket.category,
            area=ticket.kelurahan or ticket.kecamatan or ticket.kota,
            since=ticket.opened_at,
            state=ticket.state,
            followers=follower_counts(session, [ticket.id]).get(ticket.id, 0),
            own=own,
            repeated=repeated,
            says_more=len(new) >= _NEWS or not repeated,
        )


def _around(session: Session, kind: Kind, category: str, place: Place, reach: int) -> Sequence[Ticket]:
    """Open tickets of the matter within so many metres, and those of the kelurahan where a position is missing."""
    near = []
    if place.lat is not None and place.lon is not None:
        plane = Plane(place.lat)
        high, wide = reach / plane.per_lat, reach / plane.per_lon
        across = Ticket.lon.between(place.lon - wide, place.lon + wide)
        near.append(and_(Ticket.lat.between(place.lat - high, place.lat + high), across))
    if place.area_code is not None:
        near.append(and_(Ticket.area_code == place.area_code, true() if place.lat is None else Ticket.lat.is_(None)))
    if not near:
        return ()
    query = select(Ticket).where(Ticket.category == category, Ticket.kind == kind, Ticket.state.in_(OPEN_STATES))
    return session.scalars(query.where(or_(*near)).order_by(Ticket.id.desc()).limit(_LOOKED_AT)).all()


def _is_there(place: Place, one: _Likeness, reach: int) -> bool:
    if one.metres is not None:
        return one.metres <= (reach * _FARTHER if one.alike >= _ALIKE else reach)
    if place.area_code is None or one.ticket.area_code != place.area_code:
        return False
    return _same_names(_names(place.words, one.ticket), _names(one.ticket.place_words, one.ticket))


def _metres(place: Place, ticket: Ticket) -> float | None:
    """None where one of the two has no position."""
    if place.lat is None or place.lon is None or ticket.lat is None or ticket.lon is None:
        return None
    return Plane(place.lat).distance(place.lat, place.lon, ticket.lat, ticket.lon)


def _alike(one: str, other: str) -> float:
    return fuzz.token_set_ratio(" ".join(PlainWords.of(one).tokens), " ".join(PlainWords.of(other).tokens))


def _names(words: str | None, ticket: Ticket) -> frozenset[str]:
    """What names a street or a landmark in the words for a place; the areas that it lies in tell nothing more."""
    areas = PlainWords.of(f"{ticket.kelurahan or ''} {ticket.kecamatan or ''} {ticket.kota or ''}").tokens
    parts = (frozenset(PlainWords.of(part).tokens) for part in re.split(r"[,;\n]", words or ""))
    of_places = (part for part in parts if not part - {"kelurahan", "kel", "kecamatan", "kec", "kota"} <= set(areas))
    return frozenset().union(*of_places) - _UNTOLD


def _same_names(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the names are the same but for slips; numbers have to be the same, where both have some."""
    numbers, known = _numbers(one), _numbers(other)
    if numbers and known and not (numbers <= known or known <= numbers):
        return False
    words, others = (" ".join(sorted(names - _as_written(names))) for names in (one, other))
    return bool(words and others) and fuzz.token_set_ratio(words, others) >= _SAME_WORDS


def _as_written(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in names if _NUMBER.fullmatch(name))


def _numbers(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name.lstrip("0") for name in _as_written(names))
