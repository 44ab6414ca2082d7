"""From words and positions to one kelurahan, or to the question that leads there.

Every sign (a name, a landmark, a street, a postal code) speaks for some kelurahan with a weight, the chance
that it alone is right. Independent signs for one kelurahan add up as 1 - (1 - a)(1 - b); a named kecamatan or
kota strengthens what lies in it and weakens the rest. A kelurahan is committed when its chance is high enough
and far enough ahead of the next; else the best question is asked. A position is held against the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path

import shapely
from shapely import Point, STRtree

from core.kernel.excerpt import excerpt
from core.location.areas import Areas, parent
from core.location.boundaries import Boundaries
from core.location.coordinates import Frame, check, find_typed
from core.location.geometry import Plane
from core.location.links import read_links
from core.location.model import (
    Area,
    Ask,
    Candidate,
    FoundBy,
    Level,
    NeighbourCity,
    Outside,
    PlacePart,
    Position,
    PositionProblem,
    Resolution,
    Spot,
)
from core.location.names import AreaNames
from core.location.places import PlaceHit, PlaceIndex
from core.location.reading import NameMention, TextReader, TextReading
from core.location.words import CityWords

COMMIT = 0.8
"""The least chance of being right at which a kelurahan is taken without asking."""
_AHEAD = 3.5
"""The odds of the first must be so many times those of the second."""
_WORTH_ASKING = 0.35
_NAMED = 0.5
_MOST_OPTIONS = 8
_EDGE_M = 30.0
"""A position so little outside every boundary lies in a crack of the map, not in another city."""
_FAR_SHARE = 2.5
"""Without boundaries: a position farther from the nearest point than so many times the usual distance between
neighbouring points is outside."""
_NEXT_DOOR_M = 40_000.0
_MARGIN_DEGREES = 0.05


_NOTHING_READ = TextReading((), (), (), False, Spot(), False)


@dataclass(slots=True)
class _Signs:
    """What the words speak for."""

    weights: dict[str, dict[FoundBy, float]] = field(default_factory=dict)
    chance: dict[str, float] = field(default_factory=dict)
    kecamatan: dict[str, float] = field(default_factory=dict)
    sure_kecamatan: set[str] = field(default_factory=set)
    kota: dict[str, float] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    """Kelurahan that were called by their own name and their level."""
    unclear: set[str] = field(default_factory=set)
    """Kelurahan that longer names begin with, not told apart from those by anything else."""
    rivals: list[tuple[frozenset[str], float]] = field(default_factory=list)
    """For each name: the kelurahan it may mean, and the chance that it means one of them."""
    outside: Outside | None = None

    def add(self, code: str, chance: float, found: FoundBy) -> None:
        # The same kind of sign twice is one sign: who repeats a name is not surer of it.
        ways = self.weights.setdefault(code, {})
        ways[found] = max(ways.get(found, 0.0), chance)

    def add_up(self) -> None:
        """Fills `chance` from the weights."""
        for code, ways in self.weights.items():
            wrong = 1.0
            for weight in ways.values():
                wrong *= 1 - weight
            self.chance[code] = 1 - wrong

    def found(self, code: str) -> tuple[FoundBy, ...]:
        return tuple(sorted(self.weights[code], key=lambda way: -self.weights[code][way]))

    def uppers(self) -> tuple[set[str], set[str]]:
        """Codes of the kecamatan and of the kota that were named."""
        return (
            {code for code, chance in self.kecamatan.items() if chance >= _NAMED},
            {code for code, chance in self.kota.items() if chance >= _NAMED},
        )


@dataclass(frozen=True, slots=True)
class _Located:
    """What a position says."""

    position: Position
    areas: tuple[Area, ...] = ()
    """The area that holds it first; more when the border is nearer than the position is accurate."""
    shares: tuple[float, ...] = ()
    """How much of the circle of its accuracy each of the areas has."""
    approximate: bool = False
    outside: Outside | None = None


class Gazetteer:
    """The places of one city. Build it with `load`; it is immutable afterwards and safe to share by threads."""

    def __init__(
        self, areas: Areas, words: CityWords, boundaries: Boundaries | None, places: PlaceIndex, names: AreaNames
    ):
        self.areas = areas
        self.words = words
        self.boundaries = boundaries
        self._reader = TextReader(areas, words, names, places)
        west, south, east, north = (
            boundaries.bounds
            if boundaries is not None
            else shapely.total_bounds([Point(area.lon, area.lat) for area in areas.kelurahan]).tolist()
        )
        self.frame = Frame(south, west, north, east).grown(_MARGIN_DEGREES)
        self._plane = Plane((south + north) / 2)
        self._points = [Point(self._plane.xy(area.lat, area.lon)) for area in areas.kelurahan]
        self._point_tree = STRtree(self._points)
        self._spacing = self._usual_distances()

    @classmethod
    def load(
        cls,
        areas: Path | None = None,
        boundaries: Path | None = None,
        landmarks: Path | None = None,
        streets: Path | None = None,
        words: Path | None = None,
    ) -> Gazetteer:
        """Reads the files of a city; areas and words are those in this package unless given.

        Without boundaries positions are answered by the nearest area's point: approximate, never committed.
        Raises LocationDataError naming the file, the feature or line, the fault and the mend.
        """
        data = Path(str(files("core.location"))) / "data"
        known = Areas.load(areas or data / "areas.csv")
        vocabulary = CityWords.load(words or data / "words.yml")
        outlines = Boundaries.load(boundaries, known) if boundaries is not None else None
        names = AreaNames(known, vocabulary)
        places = PlaceIndex.load(vocabulary, names, known, outlines, landmarks, streets)
        return cls(known, vocabulary, outlines, places, names)

    def resolve(
        self,
        text: str | None = None,
        pin: Position | tuple[float, float] | None = None,
        accuracy_m: float | None = None,
        within: str | None = None,
    ) -> Resolution:
        """The kelurahan of a report, or what to ask.

        pin: latitude and longitude, or a Position (which says how it was given, e.g. Found.PHOTO).
        accuracy_m: how far off the pin may be; unknown when None, and then borders are not asked about.
        within: code of a kecamatan or kota that is already known from the conversation; names are read inside it.
        """
        links = read_links(excerpt(text or ""), self.frame)
        words = " ".join((links.rest, *links.words)).strip()
        typed = find_typed(words, self.frame, self.words.hemispheres) if words else []
        for one in reversed(typed):
            words = f"{words[: one.start]} , {words[one.end :]}"
        positions = [*links.positions, *(one.position for one in typed)]
        if pin is not None:
            given = pin if isinstance(pin, Position) else Position(pin[0], pin[1], FoundBy.PIN)
            if accuracy_m is not None and accuracy_m >= 0:
                given = replace(given, accuracy_m=accuracy_m)
            positions.insert(0, check(given, self.frame))
        usable = [p for p in positions if p.problem not in (PositionProblem.OUT_OF_RANGE, PositionProblem.ZERO)]
        problem = positions[0].problem if positions and not usable else None

        reading = self._reader.read(words) if words else _NOTHING_READ
        signs = self._signs(reading, within)
        answer = self._from_words(signs, within)
        if usable:
            answer = self._with_positions([self._locate(one) for one in usable], answer, signs)
        elif links.unfollowed and answer.committed is None:
            answer = replace(answer, ask=Ask.SEND_PIN)
        if problem is not None:
            answer = replace(answer, problem=problem)
        return _finished(answer, reading.spot)

    def resolve_many(self, texts: Iterable[str]) -> Iterator[Resolution]:
        """The answers for many texts, one by one."""
        for text in texts:
            yield self.resolve(text)

    # Positions

    def _locate(self, position: Position) -> _Located:
        """The area or areas of one checked position."""
        lat, lon = position.lat, position.lon
        if self.boundaries is None:
            return self._locate_by_points(position)
        code = self.boundaries.find(lat, lon)
        if code is not None:
            if not position.accuracy_m:
                return _Located(position, (self.areas[code],), (1.0,))
            near = self.boundaries.within(lat, lon, position.accuracy_m)
            near.sort(key=lambda one: one.code != code)
            return _Located(position, tuple(self.areas[one.code] for one in near), tuple(one.share for one in near))
        nearest = self.boundaries.nearest(lat, lon)
        if nearest.distance_m <= _EDGE_M:
            return _Located(position, (self.areas[nearest.code],), approximate=True)
        if self.words.at_sea(lat, lon):
            return _Located(
                replace(position, problem=PositionProblem.AT_SEA), (self.areas[nearest.code],), approximate=True
            )
        outside = Outside(self._neighbour(lat, lon), position.found)
        if position.accuracy_m is not None and nearest.distance_m <= position.accuracy_m:
            return _Located(position, (self.areas[nearest.code],), approximate=True, outside=outside)
        return _Located(position, outside=outside)

    def _locate_by_points(self, position: Position) -> _Located:
        point = Point(self._plane.xy(position.lat, position.lon))
        order = sorted(
            self._point_tree.query(point, predicate="dwithin", distance=3 * max(self._spacing)).tolist(),
            key=lambda index: self._points[index].distance(point),
        )
        if not order:
            order = [int(self._point_tree.nearest(point))]
        distance = self._points[order[0]].distance(point)
        areas = tuple(self.areas.kelurahan[index] for index in order[:3])
        if self.words.at_sea(position.lat, position.lon):
            return _Located(replace(position, problem=PositionProblem.AT_SEA), areas[:1], approximate=True)
        near = self._neighbour(position.lat, position.lon)
        nearer = near is not None and distance > self._plane.distance(position.lat, position.lon, near.lat, near.lon)
        if distance > _FAR_SHARE * self._spacing[order[0]] or nearer:
            return _Located(position, outside=Outside(near, position.found))
        return _Located(position, areas, approximate=True)

    def _usual_distances(self) -> list[float]:
        distances = []
        for point in self._points:
            others = sorted(point.distance(other) for other in self._points)[1:4]
            distances.append(sum(others) / len(others) if others else 5_000.0)
        return distances

    def _neighbour(self, lat: float, lon: float) -> NeighbourCity | None:
        near = [
            (self._plane.distance(lat, lon, one.lat, one.lon), number)
            for number, one in enumerate(self.words.neighbour_points)
        ]
        distance, number = min(near, default=(_NEXT_DOOR_M, 0))
        return self.words.neighbour_points[number] if distance < _NEXT_DOOR_M else None

    # Words

    def _signs(self, reading: TextReading, within: str | None) -> _Signs:
        signs = _Signs()
        for mention in reading.mentions:
            self._read_uppers(signs, mention, reading, within)
        for mention in reading.mentions:
            self._read_kelurahan(signs, mention, reading, within)
        for hit in reading.hits:
            self._read_hit(signs, hit)
        for area in reading.postal:
            weight = 0.9 if reading.postal_marked else 0.75
            signs.add(area.code, weight / len(reading.postal), FoundBy.POSTAL_CODE)
        if within is not None:
            signs.weights = {code: ways for code, ways in signs.weights.items() if code.startswith(within + ".")}
        signs.add_up()
        _weigh_by_enclosure(signs)
        return signs

    def _read_uppers(self, signs: _Signs, mention: NameMention, reading: TextReading, within: str | None) -> None:
        entry, levels = mention.match.entry, mention.levels
        if entry.neighbour is not None:
            if not mention.passing and signs.outside is None:
                signs.outside = Outside(self.words.neighbours[entry.neighbour][0], None)
            return
        chance = _name_chance(mention, reading)
        if entry.kota and (not entry.kelurahan or Level.KOTA in levels) and not mention.weak:
            for code in entry.kota:
                signs.kota[code] = max(signs.kota.get(code, 0.0), chance)
        elif entry.kecamatan and (not self._as_kelurahan(mention, within) or Level.KECAMATAN in levels):
            for code in entry.kecamatan:
                signs.kecamatan[code] = max(signs.kecamatan.get(code, 0.0), chance)
                if not mention.weak and (Level.KECAMATAN in levels or not entry.kelurahan):
                    signs.sure_kecamatan.add(code)

    def _as_kelurahan(self, mention: NameMention, within: str | None) -> bool:
        """Whether the name was said to be a kelurahan's, by its marker or by the question that was asked."""
        entry = mention.match.entry
        if not entry.kelurahan:
            return False
        asked = within is not None and any(code.startswith(within + ".") for code in entry.kelurahan)
        return Level.KELURAHAN in mention.levels or (entry.dual and asked)

    def _read_kelurahan(self, signs: _Signs, mention: NameMention, reading: TextReading, within: str | None) -> None:
        entry, levels = mention.match.entry, mention.levels
        if entry.neighbour is not None or (entry.kota and Level.KOTA in levels):
            return
        if entry.everyday and not levels and not reading.answer and not self._enclosed_next(mention, reading):
            return
        chance = _name_chance(mention, reading)
        as_kelurahan = self._as_kelurahan(mention, within)
        kelurahan = [code for code in entry.kelurahan if within is None or code.startswith(within + ".")]
        if entry.kecamatan and Level.KECAMATAN in levels and not as_kelurahan:
            kelurahan = []
        longer = self._enclosed(signs, entry.family, within)
        if longer and kelurahan and not mention.levels:
            # Of a name and the longer ones that begin with it, those count that lie in what else was named.
            together = self._enclosed(signs, (*kelurahan, *longer), within)
            kelurahan, longer = (
                [code for code in kelurahan if code in together],
                [code for code in longer if code in together],
            )
        if not mention.weak and (kelurahan or longer) and not (entry.kecamatan and not as_kelurahan):
            signs.rivals.append((frozenset((*kelurahan, *longer)), chance))
        # A name that is a kecamatan's, too, says which kecamatan; which kelurahan in it stays open. So does a
        # name that longer ones begin with, unless a kecamatan or kota was named that those do not lie in.
        unclear = (entry.dual or (bool(longer) and not mention.after_rw)) and not as_kelurahan
        share = 1.0 if not unclear else (0.5 if entry.dual else 0.75)
        for code in kelurahan:
            signs.add(code, chance * share, FoundBy.KELURAHAN_NAME)
            if as_kelurahan and mention.match.exact:
                signs.named.add(code)
            if unclear:
                signs.unclear.add(code)
        if longer and not entry.kecamatan and not (kelurahan and as_kelurahan):
            for code in longer:
                signs.add(code, chance * (0.3 if kelurahan else 0.9) / len(longer), FoundBy.NAME_FAMILY)
                signs.unclear.add(code)

    def _enclosed(self, signs: _Signs, codes: Sequence[str], within: str | None) -> list[str]:
        """Those of the codes that lie in the kecamatan and kota that were named, all if none does."""
        kecamatan, kota = signs.uppers()
        found = [code for code in codes if within is None or code.startswith(within + ".")]
        for uppers in (kota, kecamatan):
            found = [code for code in found if any(code.startswith(upper + ".") for upper in uppers)] or found
        return found

    def _enclosed_next(self, mention: NameMention, reading: TextReading) -> bool:
        """Whether the kecamatan or kota of the name is said right beside it."""
        for other in reading.mentions:
            gap = other.match.start - mention.match.end
            if other is mention or not 0 <= gap <= 1:
                continue
            around = other.match.entry.kecamatan + other.match.entry.kota
            if any(code.startswith(upper + ".") for code in mention.match.entry.kelurahan for upper in around):
                return True
        return False

    def _read_hit(self, signs: _Signs, hit: PlaceHit) -> None:
        codes = hit.place.codes
        if hit.street:
            # A list of streets never has all namesakes, so one street alone is no ground to commit.
            weight = 0.4 if hit.marked and not hit.partial else 0.25
        else:
            # Rule of succession: the next bearer of these words lies with the others, too.
            weight = (hit.place.agreeing + 1) / (hit.place.bearers + 2)
            weight = max(weight, 0.8) if hit.place.whole else weight
        for code in codes:
            signs.add(code, weight / len(codes), FoundBy.STREET if hit.street else FoundBy.LANDMARK)

    def _from_words(self, signs: _Signs, within: str | None) -> Resolution:
        order = sorted(signs.chance, key=lambda code: (-signs.chance[code], code))
        candidates = [Candidate(self.areas[code], signs.found(code), round(signs.chance[code], 3)) for code in order]
        uppers = [(code, chance, FoundBy.KECAMATAN_NAME) for code, chance in signs.kecamatan.items()]
        uppers += [(code, chance, FoundBy.KOTA_NAME) for code, chance in signs.kota.items()]
        candidates += [Candidate(self.areas[code], (way,), round(chance, 3)) for code, chance, way in uppers]
        candidates = sorted(
            (one for one in candidates if one.confidence >= 0.1), key=lambda one: (-one.confidence, one.area.code)
        )[: 2 * _MOST_OPTIONS]
        answer = Resolution(tuple(candidates), outside=signs.outside)
        first = order[0] if order else None
        if first is not None and self._sure(signs, order):
            supported = first in signs.named or parent(first) in signs.sure_kecamatan or signs.kota
            if signs.outside is None or supported:
                return replace(answer, committed=self.areas[first], outside=None)
        return self._question(answer, signs, order, within)

    def _sure(self, signs: _Signs, order: Sequence[str]) -> bool:
        best = signs.chance[order[0]]
        if best < COMMIT:
            return False
        second = max(
            (signs.chance[order[1]] if len(order) > 1 else 0.0),
            *(chance for codes, chance in signs.rivals if order[0] not in codes),
            0.0,
        )
        return best * (1 - second) >= _AHEAD * second * (1 - best)

    def _question(self, answer: Resolution, signs: _Signs, order: Sequence[str], within: str | None) -> Resolution:
        if signs.outside is not None:
            return replace(answer, ask=Ask.OUTSIDE)
        best = signs.chance[order[0]] if order else 0.0
        open_ones = [code for code in order if signs.chance[code] >= max(0.4 * best, 0.05)]
        if sum(signs.chance[code] for code in open_ones) < _WORTH_ASKING:
            open_ones = []
        kecamatan = [code for code, chance in signs.kecamatan.items() if chance >= _NAMED]
        if len(kecamatan) == 1:
            place = self.areas[kecamatan[0]]
            inside = [code for code in open_ones if place.holds(code)]
            astray = [code for code in open_ones if not place.holds(code) and signs.chance[code] >= _WORTH_ASKING]
            if astray:
                options = [self.areas[code] for code in astray] + ([self.areas[c] for c in inside] or [place])
                return replace(answer, ask=Ask.WHICH_OF, options=tuple(options[:_MOST_OPTIONS]))
            if len(inside) == 1 and signs.chance[inside[0]] > 0.6:
                return replace(answer, ask=Ask.CONFIRM, options=(self.areas[inside[0]],), place=place)
            return replace(answer, ask=Ask.KELURAHAN_IN_KECAMATAN, options=self.areas.under(place.code), place=place)
        if len(open_ones) == 1 and best >= _WORTH_ASKING:
            return replace(answer, ask=Ask.CONFIRM, options=(self.areas[open_ones[0]],))
        if 1 < len(open_ones) <= _MOST_OPTIONS:
            return replace(answer, ask=Ask.WHICH_OF, options=tuple(self.areas[code] for code in open_ones))
        if kecamatan:
            return replace(
                answer, ask=Ask.WHICH_OF, options=tuple(self.areas[code] for code in kecamatan[:_MOST_OPTIONS])
            )
        known = self.areas.get(within) if within is not None else None
        if known is not None and known.level is Level.KECAMATAN:
            return replace(answer, ask=Ask.KELURAHAN_IN_KECAMATAN, options=self.areas.under(known.code), place=known)
        kota = [code for code, chance in signs.kota.items() if chance >= _NAMED]
        if len(kota) == 1:
            return replace(answer, ask=Ask.KELURAHAN_IN_KOTA, place=self.areas[kota[0]])
        if kota:
            return replace(answer, ask=Ask.WHICH_OF, options=tuple(self.areas[code] for code in kota))
        return replace(answer, ask=Ask.PLACE)

    # Both

    def _with_positions(self, located: Sequence[_Located], said: Resolution, signs: _Signs) -> Resolution:
        main = located[0]
        position = main.position
        pinned = [
            Candidate(area, (position.found,), round(_pin_chance(main, number), 3))
            for number, area in enumerate(main.areas)
        ]
        answer = replace(
            said,
            candidates=tuple(_merged(pinned, said.candidates)),
            committed=None,
            ask=None,
            options=(),
            place=None,
            position=position,
            problem=position.problem,
            approximate=main.approximate,
            outside=main.outside,
        )
        if main.outside is not None:
            if said.committed is not None:
                return replace(answer, ask=Ask.TEXT_OR_PIN, options=(said.committed, *main.areas))
            return replace(answer, ask=Ask.OUTSIDE, options=main.areas)
        area = main.areas[0]
        other = next((one.areas[0] for one in located[1:] if one.areas and one.areas[0] != area), None)
        if other is not None:
            return replace(answer, ask=Ask.TEXT_OR_PIN, options=(other, area))
        if said.committed is not None and said.committed not in main.areas:
            return replace(answer, ask=Ask.TEXT_OR_PIN, options=(said.committed, area))
        elsewhere = self._named_elsewhere(signs, main.areas) if said.committed is None else ()
        if elsewhere:
            return replace(answer, ask=Ask.TEXT_OR_PIN, options=(*elsewhere, area))
        if said.outside is not None and said.committed is None:
            return replace(answer, ask=Ask.OUTSIDE, outside=said.outside, options=(area,))
        doubtful = (
            position.problem in (PositionProblem.SWAPPED, PositionProblem.SIGN) or position.found is FoundBy.PHOTO
        )
        if said.committed is not None and not doubtful:
            return replace(answer, committed=said.committed)
        if len(main.areas) > 1 and not (main.approximate and self.boundaries is None):
            if len(main.areas) > _MOST_OPTIONS:
                return replace(answer, ask=Ask.PLACE)
            return replace(answer, ask=Ask.NEAR_BORDER, options=main.areas)
        if doubtful or (main.approximate and self.boundaries is None):
            return replace(answer, ask=Ask.CONFIRM, options=main.areas)
        return replace(answer, committed=area)

    def _named_elsewhere(self, signs: _Signs, areas: Sequence[Area]) -> tuple[Area, ...]:
        """What was named (kelurahan, kecamatan or kota), if none of the areas is it or lies in it."""
        pinned = {area.code for area in areas}
        named = [codes for codes, chance in signs.rivals if chance >= COMMIT]
        if named and not any(codes & pinned for codes in named):
            return tuple(self.areas[code] for code in sorted(named[0]))[: _MOST_OPTIONS - 1]
        for codes in signs.uppers():
            if codes and not any(self.areas[code].holds(area.code) for code in codes for area in areas):
                return (self.areas[min(codes)],)
        return ()


def _weigh_by_enclosure(signs: _Signs) -> None:
    """A named kecamatan or kota strengthens what lies in it and weakens the rest."""
    kecamatan, kota = signs.uppers()
    unclear = {code for code in signs.unclear if len(signs.weights.get(code, ())) == 1}
    others = {parent(code) for code in signs.chance if code not in unclear} & kecamatan
    for code, chance in signs.chance.items():
        upper = parent(code)
        if code in unclear and upper in others:
            # The name was said to give the kecamatan of another.
            chance *= 0.4
        elif code in unclear:
            pass
        elif upper in kecamatan:
            chance = 1 - (1 - chance) * 0.35
        elif kecamatan:
            chance *= 0.45 if kecamatan & signs.sure_kecamatan else 0.75
        if kota and parent(upper) not in kota:
            chance *= 0.4
        elif kota and code not in unclear:
            chance = 1 - (1 - chance) * 0.6
        signs.chance[code] = chance


def _name_chance(mention: NameMention, reading: TextReading) -> float:
    match = mention.match
    several = match.words > 1
    if match.reordered:
        chance = 0.6
    elif match.likely:
        chance = 0.7
    elif match.misspelt_short or (match.abbreviated and not several):
        chance = 0.55
    elif match.misspelt:
        chance = 0.82 if several and match.length >= 9 else 0.55
    else:
        chance = 0.88 if several else 0.86
    if mention.weak:
        return chance * (0.5 if mention.passing else 0.6)
    if mention.levels:
        return 1 - (1 - chance) * 0.3
    return 1 - (1 - chance) * 0.5 if reading.answer and match.exact else chance


def _pin_chance(located: _Located, number: int) -> float:
    position = located.position
    mended = position.problem in (PositionProblem.SWAPPED, PositionProblem.SIGN)
    chance = 0.6 if located.approximate else (0.7 if mended or position.found is FoundBy.PHOTO else 0.97)
    return chance * (located.shares[number] if located.shares else 1 / len(located.areas))


def _merged(first: Sequence[Candidate], second: Sequence[Candidate]) -> list[Candidate]:
    """Candidates of both, one for each area, by confidence."""
    by_code: dict[str, Candidate] = {}
    for one in (*first, *second):
        seen = by_code.get(one.area.code)
        if seen is None:
            by_code[one.area.code] = one
        else:
            ways = (*seen.found, *(way for way in one.found if way not in seen.found))
            chance = round(1 - (1 - seen.confidence) * (1 - one.confidence), 3)
            by_code[one.area.code] = Candidate(one.area, ways, chance)
    return sorted(by_code.values(), key=lambda one: (-one.confidence, one.area.code))


def _finished(answer: Resolution, spot: Spot) -> Resolution:
    """With what is missing filled in."""
    known = answer.committed or answer.place
    missing = []
    if known is None:
        missing = [PlacePart.KELURAHAN, PlacePart.KECAMATAN, PlacePart.KOTA]
    elif known.level is Level.KECAMATAN:
        missing = [PlacePart.KELURAHAN]
    elif known.level is Level.KOTA:
        missing = [PlacePart.KELURAHAN, PlacePart.KECAMATAN]
    exact = answer.position is not None and answer.outside is None
    if not (exact or spot.street or spot.landmark or (spot.rt and spot.rw)):
        missing.append(PlacePart.SPOT)
    return replace(answer, missing=tuple(missing), spot=spot)
