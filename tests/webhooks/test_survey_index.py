"""The satisfaction index on the page of figures and as a file."""

from __future__ import annotations

from datetime import timedelta

from core.dialogue.state import OpenSurvey
from core.surveys.rounds import keep
from tests.support.site import Site


def test_the_index_stands_on_the_page_of_figures_in_both_languages_and_in_a_file(site: Site) -> None:
    client = site.browser()
    assert "Indeks kepuasan" not in client.get("/statistik").text
    with site.services.database.write() as session:
        for _ in range(3):
            keep(session, OpenSurvey(quarter="2026Q1", unit="bina_marga", name="-", agreed=True, values=(4,) * 9))
    site.house.clock.advance(timedelta(minutes=11))
    page = client.get("/statistik").text
    assert "Indeks kepuasan masyarakat" in page
    assert "Triwulan 1 tahun 2026" in page
    assert "Public satisfaction index" in client.get("/statistik?lang=en").text
    assert "2026Q1,bina_marga," in client.get("/statistik-skm.csv").text
