"""A small city with reports of every state, for tests that look at whole pages."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle, islice

from sqlalchemy import select

from core.kernel.states import COLOURS, Kind, State
from core.storage.models import Ticket
from tests.support.house import picture
from tests.support.reports import put_follow_up, put_report
from tests.support.site import Site


def fill(site: Site, reports: int = 60) -> dict[State, str]:
    """Public reports all over the city; answers the number of one of each state."""
    now = site.house.clock()
    areas = cycle(site.services.areas.kelurahan[::7])
    categories = cycle(site.services.config.categories)
    numbers: dict[State, str] = {}
    for n, (area, category, state) in enumerate(islice(zip(areas, categories, cycle(State)), reports)):
        done = state in (State.RESOLVED, State.ANSWERED)
        numbers[state] = put_report(
            site.house,
            area_code=area.code,
            category=category,
            state=state,
            kind=Kind.ASPIRATION if state in (State.FORWARDED, State.ANSWERED) else Kind.COMPLAINT,
            opened_at=now - timedelta(days=3 * n + 2),
            done_at=now - timedelta(days=3 * n) if done else None,
            rating=n % 5 + 1 if done else None,
            public=n % 4 != 3 or n < len(COLOURS),
        )
        if state is State.RESOLVED:
            put_follow_up(site.house, numbers[state], picture((640, 480)))
    with site.services.database.write() as session:
        main = session.scalars(select(Ticket).where(Ticket.number == numbers[State.IN_PROGRESS])).one()
        for merged in session.scalars(select(Ticket).where(Ticket.state == State.MERGED)):
            merged.main = main
    return numbers


def public_addresses(numbers: dict[State, str]) -> list[str]:
    """Every public page, in the shapes that it takes."""
    return [
        "/",
        "/lacak",
        "/lacak?nomor=salah",
        *(f"/lacak?nomor={numbers[state]}" for state in (State.IN_PROGRESS, State.RESOLVED, State.MERGED)),
        "/laporan",
        "/laporan?wilayah=31.73&kategori=jalan&warna=selesai",
        "/peta",
        "/peta?wilayah=31.73.05",
        "/statistik",
        "/statistik?wilayah=31.73&waktu=semua",
        "/statistik?wilayah=31.73.05.1001",
        "/t/tidak-berlaku",
        "/tidak-ada",
    ]
