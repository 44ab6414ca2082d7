"""The areas of the city: names, Kemendagri codes, one point and a postal code each."""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from core.location.model import Area, LocationDataError

_COLUMNS = ("code", "kelurahan", "kecamatan", "kota", "lat", "lon", "postal_code")
_CODE = re.compile(r"(\d\d)\.?(\d\d)\.?(\d\d)\.?(\d{4})")


def normal_code(code: str) -> str | None:
    """The code with its dots ("31.75.06.1001"), from either form; None if it is not a kelurahan's code.

    Form: province, kota or kabupaten, kecamatan (two digits each), kelurahan (four), as in Kepmendagri on
    codes and data of government areas.
    """
    found = _CODE.fullmatch(code.strip())
    return ".".join(found.groups()) if found else None


def parent(code: str) -> str:
    """The code one level up."""
    return code.rpartition(".")[0]


def lies_in(code: str, upper: str) -> bool:
    """Whether the area with the first code lies in the kecamatan or kota with the second."""
    return code.startswith(upper + ".")


def read_rows(path: Path, columns: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV file (UTF-8, header line) with their line numbers.

    Raises LocationDataError when the file cannot be read or a column is missing.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise LocationDataError(
                    path, "header", f"column {', '.join(missing)} is missing", "Add it to the first line"
                )
            for row in reader:
                yield reader.line_num, {key: (value or "").strip() for key, value in row.items() if key}
    except OSError as error:
        raise LocationDataError(path, "file", error.strerror or "cannot be opened", "Check path and rights") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise LocationDataError(path, "file", f"is not CSV in UTF-8 ({error})", "Save it as CSV, UTF-8") from None


def read_point(path: Path, where: str, lat: str, lon: str) -> tuple[float, float]:
    """Latitude and longitude from text; raises LocationDataError when they are none or swapped."""
    try:
        y, x = float(lat), float(lon)
    except ValueError:
        raise LocationDataError(path, where, f"{lat!r}, {lon!r} is not a point", "Give decimal degrees") from None
    if abs(y) <= 90 < abs(x) <= 180 or (abs(y) <= 90 and abs(x) <= 90):
        return y, x
    if math.isfinite(x) and abs(x) <= 90 < abs(y) <= 180:
        raise LocationDataError(path, where, f"lat {lat} lies outside -90..90", "Swap lat and lon")
    raise LocationDataError(path, where, f"{lat}, {lon} is not on earth", "Give WGS 84 decimal degrees")


class Areas:
    """All areas of the city, by code, and by what lies in what."""

    def __init__(self, kelurahan: Iterable[Area]) -> None:
        self.kelurahan: tuple[Area, ...] = tuple(sorted(kelurahan, key=lambda area: area.code))
        self._by_code: dict[str, Area] = {area.code: area for area in self.kelurahan}
        self._under: dict[str, tuple[Area, ...]] = {}
        parts: dict[str, list[Area]] = defaultdict(list)
        for area in self.kelurahan:
            parts[parent(area.code)].append(area)
            parts[parent(parent(area.code))].append(area)
        for code, inside in parts.items():
            lat = sum(area.lat for area in inside) / len(inside)
            lon = sum(area.lon for area in inside) / len(inside)
            kecamatan = inside[0].kecamatan if code.count(".") == 2 else None
            self._by_code[code] = Area(code, None, kecamatan, inside[0].kota, lat, lon)
            self._under[code] = tuple(inside)
        self.kecamatan = tuple(self._by_code[code] for code in sorted(parts) if code.count(".") == 2)
        self.kota = tuple(self._by_code[code] for code in sorted(parts) if code.count(".") == 1)
        by_postal: dict[str, list[Area]] = defaultdict(list)
        for area in self.kelurahan:
            if area.postal_code:
                by_postal[area.postal_code].append(area)
        self._by_postal = {code: tuple(areas) for code, areas in by_postal.items()}

    @classmethod
    def load(cls, path: Path) -> Areas:
        """From a CSV file with columns code, kelurahan, kecamatan, kota, lat, lon, postal_code.

        Raises LocationDataError naming the line: bad or double code, empty name, a kecamatan or kota with two
        names, a point that is none.
        """
        found: dict[str, Area] = {}
        names: dict[str, tuple[str, int]] = {}
        for line, row in read_rows(path, _COLUMNS):
            where = f"line {line} ({row['kelurahan'] or row['code'] or 'empty'})"
            code = normal_code(row["code"])
            if code is None:
                raise LocationDataError(
                    path, where, f"{row['code']!r} is not a Kemendagri code", "Write it as 31.75.06.1001"
                )
            if code in found:
                raise LocationDataError(path, where, f"code {code} stands here twice", "Remove one of the lines")
            for level in ("kelurahan", "kecamatan", "kota"):
                if not row[level]:
                    raise LocationDataError(path, where, f"{level} is empty", "Fill it in")
            for upper, name in ((parent(code), row["kecamatan"]), (parent(parent(code)), row["kota"])):
                first, first_line = names.setdefault(upper, (name, line))
                if first != name:
                    raise LocationDataError(
                        path,
                        where,
                        f"code {upper} is {name!r} here and {first!r} in line {first_line}",
                        "Give the area one name",
                    )
            lat, lon = read_point(path, where, row["lat"], row["lon"])
            found[code] = Area(
                code, row["kelurahan"], row["kecamatan"], row["kota"], lat, lon, row["postal_code"] or None
            )
        if not found:
            raise LocationDataError(path, "file", "has no areas", "Give one line for each kelurahan")
        return cls(found.values())

    def __len__(self) -> int:
        return len(self.kelurahan)

    @property
    def every(self) -> tuple[Area, ...]:
        """From large to small."""
        return (*self.kota, *self.kecamatan, *self.kelurahan)

    def get(self, code: str) -> Area | None:
        """The kelurahan, kecamatan or kota with this code."""
        return self._by_code.get(code)

    def __getitem__(self, code: str) -> Area:
        return self._by_code[code]

    def under(self, code: str) -> tuple[Area, ...]:
        """The kelurahan in a kecamatan or kota; for a kelurahan itself."""
        area = self._by_code.get(code)
        if area is not None and area.kelurahan is not None:
            return (area,)
        return self._under.get(code, ())

    def within(self, code: str) -> tuple[str, ...]:
        """The codes of an area and of all that lie in it."""
        area = self._by_code[code]
        return tuple(other for other in self._by_code if area.holds(other))

    def parts(self, code: str | None) -> tuple[Area, ...]:
        """The areas one level down, by name; the kota for no code, none for a kelurahan."""
        if code is None:
            found = self.kota
        else:
            below = self.kecamatan if code.count(".") == 1 else self.kelurahan
            found = tuple(area for area in below if parent(area.code) == code)
        return tuple(sorted(found, key=lambda area: area.name))

    def with_postal_code(self, postal_code: str) -> tuple[Area, ...]:
        return self._by_postal.get(postal_code, ())
