"""What pages load travels compressed, and is asked for once."""

from __future__ import annotations

import re

import brotli

from core.kernel.states import Role
from tests.support.site import Site

BROTLI = {"Accept-Encoding": "gzip, deflate, br"}


def stylesheet(site: Site) -> str:
    found = re.search(r'href="(/static/\w+/tanggap\.css)"', site.browser().get("/").text)
    assert found is not None
    return found.group(1)


def test_files_are_kept_for_a_year_and_their_address_names_their_version(site: Site) -> None:
    answer = site.browser().get(stylesheet(site))
    assert answer.status_code == 200
    assert answer.cache_control.max_age == 365 * 86_400
    assert answer.cache_control.immutable


def test_a_page_from_before_an_upgrade_still_gets_its_files_but_does_not_keep_them(site: Site) -> None:
    answer = site.browser().get("/static/0123456789/tanggap.css")
    assert answer.status_code == 200
    assert not answer.cache_control.max_age
    assert answer.cache_control.immutable is not True


def test_no_file_outside_the_folder_is_served(site: Site) -> None:
    for path in ("/static/x/../app.py", "/static/x/%2e%2e/app.py", "/static/x/..%2fapp.py", "/static/x/tidak-ada.css"):
        assert site.browser().get(path).status_code == 404


def test_pages_and_files_travel_compressed(site: Site) -> None:
    for path in ("/", stylesheet(site)):
        plain = site.browser().get(path, headers={"Accept-Encoding": "identity"})
        packed = site.browser().get(path, headers=BROTLI)
        assert packed.headers["Content-Encoding"] == "br"
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert len(packed.data) < len(plain.data) / 2
        assert brotli.decompress(packed.data) == plain.data


def test_a_page_that_holds_a_token_is_not_compressed(site: Site) -> None:
    """Its length would tell of the token."""
    answer = site.browser().get("/petugas/login", headers=BROTLI)
    assert "csrf_token" in answer.text
    assert "Content-Encoding" not in answer.headers
    listed = site.officer(Role.ADMINISTRATOR).client.get("/petugas/laporan", headers=BROTLI)
    assert "csrf_token" in listed.text
    assert "Content-Encoding" not in listed.headers


def test_a_file_that_the_browser_has_is_not_sent_again(site: Site) -> None:
    path = stylesheet(site)
    tag = site.browser().get(path, headers=BROTLI).headers["ETag"]
    assert site.browser().get(path, headers={**BROTLI, "If-None-Match": tag}).status_code == 304
