"""Staff see how many citizens follow a report, in lists and on its page."""

from __future__ import annotations

import pytest

from core.kernel.states import Role
from core.messaging import conversations
from tests.support.site import Site


@pytest.mark.parametrize(
    ("language", "row", "page"),
    [
        ("id", "Diikuti 2 warga", "2 warga, termasuk pelapor"),
        ("en", "2 followers", "2 people, the reporter among them"),
    ],
)
def test_lists_and_the_page_tell_how_many_follow(site: Site, language: str, row: str, page: str) -> None:
    number = site.citizen().report()
    admin = site.officer(Role.ADMINISTRATOR)
    assert row not in admin.get(f"/petugas/laporan?lang={language}").text
    with site.services.database.write() as session:
        other = conversations.find_or_begin(
            session, site.house.vault, "fake", "warga-9", name=None, language="id", now=site.house.clock()
        )
        site.services.workflow.join(session, number, other, "lampunya padam juga", ())
    assert row in admin.get(f"/petugas/laporan?lang={language}").text
    shown = admin.get(f"/petugas/laporan/{number}?lang={language}").text
    assert page in shown
    assert "lampunya padam juga" in shown
