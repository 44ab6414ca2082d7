"""Positions in map links, without following them.

Formats:
- geo: URI, RFC 5870 (latitude, longitude, ";u=" uncertainty in metres) with Android's "?q=lat,lon(label)"
- Google Maps: "!3d<lat>!4d<lon>" (the place), "@lat,lon,zoom" (the view), q, query, ll, center, daddr,
  destination, and lat,lon as a path part (developers.google.com/maps/documentation/urls/get-started)
- Apple Maps: ll, coordinate, q, address, sll, near (developer.apple.com, Map Links)
- OpenStreetMap: mlat and mlon, "#map=zoom/lat/lon", and short links osm.org/go/..., which hold the position
  (wiki.openstreetmap.org/wiki/Shortlink)
- Waze: ll, and waze.com/ul/h..., whose code is a geohash
- any other link that has lat and lon (or lng) parameters
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, unquote_plus, urlsplit

from core.location.coordinates import METRES_PER_DEGREE, Frame, check, find_typed
from core.location.model import FoundBy, Position

SHORT_LINK_HOSTS = frozenset(
    {"maps.app.goo.gl", "goo.gl", "g.co", "g.page", "maps.apple", "share.here.com", "her.is", "w3w.co"}
)
"""Hosts of maps whose links say nothing without asking the network. Shorteners for any link are left out: channels
put them around every photo."""

_MAP_HOST = re.compile(
    r"(^|\.)(google\.[a-z.]{2,6}|maps\.apple\.com|openstreetmap\.org|osm\.org|waze\.com|bing\.com|osmand\.net|"
    r"here\.com|organicmaps\.app|omaps\.app|gaode\.com|yandex\.[a-z]{2,3}|what3words\.com)$"
)
_LINK = re.compile(
    r"(?:https?://|geo:|maps?://)[^\s<>\"]+|(?<![a-z0-9-])(?:[a-z0-9-]{1,63}\.){1,8}(?:[a-z]{2,6})/[^\s<>\"]+",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)]}'\""
_PAIR = re.compile(r"\s*(?:loc:)?\s*([-+]?\d{1,3}(?:\.\d+)?)\s*[,~/\s]\s*([-+]?\d{1,3}(?:\.\d+)?)\s*(?:\(|,|$)")
_PLACE = re.compile(r"!3d(-?\d+(?:\.\d+)?)!4d(-?\d+(?:\.\d+)?)")
_VIEW = re.compile(r"@(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)")
_OSM_VIEW = re.compile(r"map=[\d.]+/(-?\d+(?:\.\d+)?)/(-?\d+(?:\.\d+)?)")
_PAIR_KEYS = (
    "q",
    "query",
    "ll",
    "coordinate",
    "daddr",
    "destination",
    "center",
    "sll",
    "near",
    "cbll",
    "cp",
    "pin",
    "point",
    "to",
    "saddr",
)
_TEXT_KEYS = ("q", "query", "address", "name", "daddr", "destination")
_MOST_LINKS = 10
"""Nobody shares more places at once; further ones stay in the text."""
_LONGEST_CODE = 24
"""Letters of a geohash or a short link; a dozen of them are a millimetre."""
_GEOHASH = "0123456789bcdefghjkmnpqrstuvwxyz"
_OSM_SHORT = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_~"


@dataclass(frozen=True, slots=True)
class FoundLinks:
    """What the links of a text say."""

    rest: str
    """The text without its links."""
    positions: tuple[Position, ...] = ()
    words: tuple[str, ...] = ()
    """Names of places in links."""
    unfollowed: bool = False
    """Whether a link says where it leads only over the network."""


@dataclass(slots=True)
class _LinkReading:
    positions: list[Position] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    unfollowed: bool = False


def read_links(text: str, frame: Frame) -> FoundLinks:
    """Reads every map link in a text, without the network."""
    if "/" not in text and ":" not in text:
        return FoundLinks(text)
    reading = _LinkReading()
    rest = _LINK.sub(lambda match: _take(match[0], frame, reading), text, count=_MOST_LINKS)
    return FoundLinks(rest, tuple(reading.positions), tuple(reading.words), reading.unfollowed)


def _take(link: str, frame: Frame, reading: _LinkReading) -> str:
    """Adds what a link says to the reading. Returns what stays in the text in its place."""
    tail = link[len(link.rstrip(_TRAILING)) :]
    link = link.rstrip(_TRAILING)
    if link.lower().startswith("geo:"):
        position = _geo(link)
        if position is not None:
            reading.positions.append(check(position, frame))
        return " " + tail
    try:
        parts = urlsplit(link if "://" in link else "https://" + link)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return link + tail
    known = host in SHORT_LINK_HOSTS or bool(_MAP_HOST.search(host))
    position = _position(parts, host) if known else _named_pair(parts)
    if position is not None:
        reading.positions.append(check(position, frame))
        return " " + tail
    if not known:
        # "rt/rw" and "05/03" look like host and path; only a scheme makes an unknown link one.
        return " " + tail if "://" in link else link + tail
    words = _words(parts)
    if words:
        typed = find_typed(words, frame, {})
        if typed:
            reading.positions.append(typed[0].position)
        else:
            reading.words.append(words)
    else:
        reading.unfollowed = True
    return " " + tail


def _geo(link: str) -> Position | None:
    body, _, query = link[4:].partition("?")
    fields = body.split(";")
    accuracy = next((value[2:] for value in fields[1:] if value.lower().startswith("u=")), None)
    for source in (parse_qs(query).get("q", [""])[0], fields[0]):
        pair = _PAIR.match(unquote_plus(source))
        # Android writes geo:0,0?q=lat,lon: the query counts first.
        if pair:
            return _point(pair[1], pair[2], _number(accuracy))
    return None


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and 0 <= value < 1e7 else None


def _point(lat: str, lon: str, accuracy: float | None = None) -> Position:
    return Position(float(lat), float(lon), FoundBy.MAP_LINK, accuracy)


def _position(parts: SplitResult, host: str) -> Position | None:
    """The position in a link to a known map, by the first way of writing one that fits."""
    whole = unquote_plus(parts.path) + "?" + parts.query + "#" + parts.fragment
    place = _PLACE.findall(whole)
    if place:
        # With several stops the last one is where the link leads.
        return _point(*place[-1])
    named = _named_pair(parts)
    if named is not None:
        return named
    query = parse_qs(parts.query)
    for key in _PAIR_KEYS:
        for value in query.get(key, ()):
            pair = _PAIR.match(value)
            if pair:
                return _point(pair[1], pair[2])
    coded = _coded(parts, host)
    if coded is not None:
        return coded
    for step in reversed([step for step in unquote_plus(parts.path).split("/") if step]):
        pair = _PAIR.match(step)
        if pair and "." in step:
            return _point(pair[1], pair[2])
        typed = find_typed(step, Frame(-90, -180, 90, 180), {}) if "°" in step else []
        if typed:
            return Position(typed[0].position.lat, typed[0].position.lon, FoundBy.MAP_LINK)
    view = _VIEW.search(whole) or _OSM_VIEW.search(parts.fragment)
    return _point(view[1], view[2]) if view else None


def _named_pair(parts: SplitResult) -> Position | None:
    """The position in two parameters of their own, such as lat and lon."""
    query = parse_qs(parts.query)
    for lat_key, lon_key in (("mlat", "mlon"), ("lat", "lon"), ("lat", "lng"), ("latitude", "longitude")):
        if lat_key in query and lon_key in query:
            pair = _PAIR.match(f"{query[lat_key][0]},{query[lon_key][0]}")
            if pair:
                return _point(pair[1], pair[2])
    return None


def _coded(parts: SplitResult, host: str) -> Position | None:
    """The position in the letters of a short link of Waze or OpenStreetMap."""
    steps = [step for step in parts.path.split("/") if step]
    if host.endswith("waze.com") and len(steps) > 1 and steps[-2] == "ul" and steps[-1].startswith("h"):
        return _geohash(steps[-1][1:])
    if host in ("osm.org", "openstreetmap.org") and len(steps) > 1 and steps[0] == "go":
        return _osm_short(steps[1])
    return None


def _geohash(code: str) -> Position | None:
    if not 6 <= len(code) <= _LONGEST_CODE or any(letter not in _GEOHASH for letter in code):
        return None
    ranges = [[-90.0, 90.0], [-180.0, 180.0]]
    axis = 1
    for letter in code:
        for bit in (16, 8, 4, 2, 1):
            low, high = ranges[axis]
            ranges[axis][0 if _GEOHASH.index(letter) & bit else 1] = (low + high) / 2
            axis = 1 - axis
    (south, north), (west, east) = ranges
    return Position(
        (south + north) / 2,
        (west + east) / 2,
        FoundBy.MAP_LINK,
        max(north - south, east - west) / 2 * METRES_PER_DEGREE,
    )


def _osm_short(code: str) -> Position | None:
    letters = code.replace("@", "~").rstrip("-=")
    if not 5 <= len(letters) <= _LONGEST_CODE or any(letter not in _OSM_SHORT for letter in letters):
        return None
    x = y = 0
    for letter in letters:
        value = _OSM_SHORT.index(letter)
        for bit in (2, 1, 0):
            x = x << 1 | (value >> (2 * bit + 1) & 1)
            y = y << 1 | (value >> (2 * bit) & 1)
    cells = 1 << 3 * len(letters)
    # The code names the corner of a cell; its middle is the better guess.
    return Position(
        (y + 0.5) / cells * 180 - 90, (x + 0.5) / cells * 360 - 180, FoundBy.MAP_LINK, 180 / cells * METRES_PER_DEGREE
    )


def _words(parts: SplitResult) -> str | None:
    """The name of a place in a link that has no position."""
    query = parse_qs(parts.query)
    for key in _TEXT_KEYS:
        if query.get(key):
            return query[key][0].removeprefix("loc:")
    found = re.search(r"/(?:place|search)/([^/@]+)", parts.path)
    return unquote_plus(found[1]) if found else None
