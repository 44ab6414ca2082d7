"""The city's own sign-on, with a real issuer on loopback: who gets in, and what is not believed."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import httpx
import oidc_provider_mock
import pytest
import requests
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from pydantic import AnyHttpUrl
from sqlalchemy import select
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from core.config import Server, SignOn, StaffSection
from core.kernel.states import Role
from core.staff import create_staff
from core.storage.models import Staff, StaffSession
from tests.support.site import PASSWORD, Officer, Site
from tests.webhooks.test_accounts import actions, later, turn_on

BUDI = {"preferred_username": "budi", "name": "Budi Contoh", "email": "budi@kota.example"}


@dataclass
class Issuer:
    """The provider, with what it was asked, and with lies that a test tells it to tell."""

    url: str = ""
    tokens: list[dict[str, str]] = field(default_factory=list)
    claims: dict[str, Any] = field(default_factory=dict)
    """Put into the ID token, over the right ones."""
    signed: Callable[[dict[str, Any]], str] | None = None
    """Signs the ID token, instead of the issuer."""
    metadata: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)

    def enter(self, sub: str, claims: dict[str, Any]) -> None:
        httpx.put(f"{self.url}/users/{sub}", json=claims).raise_for_status()

    def consent(self, address: str, sub: str) -> str:
        """Somebody agrees at the issuer; answers where they are sent back to."""
        answer = httpx.post(address, data={"sub": sub})
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    issuer = Issuer()
    app: flask.Flask = oidc_provider_mock.app(require_nonce=True)

    @app.before_request
    def note() -> None:
        if flask.request.path == "/oauth2/token":
            issuer.tokens.append(flask.request.form.to_dict())

    @app.after_request
    def lie(response: flask.Response) -> flask.Response:
        if response.status_code != 200 or not response.is_json:
            return response
        body = response.get_json()
        if flask.request.path == "/oauth2/token" and (issuer.claims or issuer.signed):
            right = json.loads(base64.urlsafe_b64decode(body["id_token"].split(".")[1] + "=="))
            told = {name: value for name, value in {**right, **issuer.claims}.items() if value is not None}
            jwk = RSAKey.import_key(flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True))
            sign = issuer.signed or (lambda claims: jwt.encode({"alg": "RS256", "kid": jwk.kid}, claims, jwk))
            body["id_token"] = sign(told)
        if flask.request.path.endswith("openid-configuration"):
            body.update(issuer.metadata)
        if flask.request.path == "/userinfo":
            body.update(issuer.userinfo)
        response.set_data(json.dumps(body))
        return response

    server = make_server("127.0.0.1", 0, app, threaded=True)
    issuer.url = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield issuer
    server.shutdown()
    thread.join(timeout=5)
    server.server_close()


@pytest.fixture
def city(issuer: Issuer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A city whose staff sign on there; Budi has an account, and administrators need a second factor."""
    sign_on = SignOn(issuer=issuer.url, client_id="tanggap")
    staff = StaffSection(second_factor=(Role.ADMINISTRATOR,), sign_on=sign_on)
    site = Site(tmp_path, monkeypatch, staff, server=Server(public_url=AnyHttpUrl("http://localhost")))
    with site.services.database.write() as session:
        create_staff(session, "budi", "Budi Contoh", Role.MODERATOR, PASSWORD, clock=site.house.clock)
    issuer.enter("17", BUDI)
    yield site
    site.services.database.close()


def start(officer: Officer, goal: str = "/petugas/akun") -> str:
    answer = officer.client.get("/petugas/login/pemda", query_string={"next": goal})
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def back(officer: Officer, address: str) -> TestResponse:
    parts = urlsplit(address)
    return officer.get(f"{parts.path}?{parts.query}")


def sign_on(issuer: Issuer, officer: Officer, sub: str = "17", goal: str = "/petugas/akun") -> TestResponse:
    return back(officer, issuer.consent(start(officer, goal), sub))


def test_somebody_signs_on_and_arrives_where_they_wanted(city: Site, issuer: Issuer) -> None:
    officer = Officer(city.browser())
    assert "Masuk dengan akun pemerintah kota" in officer.get("/petugas/login").text
    answer = sign_on(issuer, officer, goal="/petugas/akun?x=1")
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/petugas/akun?x=1")
    assert "Budi Contoh" in officer.get("/petugas/akun").text
    assert actions(city) == ["staff.linked", "staff.login"]


def test_the_code_is_asked_for_with_pkce_state_and_nonce(city: Site, issuer: Issuer) -> None:
    officer = Officer(city.browser())
    address = start(officer)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://localhost/petugas/login/pemda/kembali"
    assert len(asked["state"]) >= 20
    assert len(asked["nonce"]) >= 20
    back(officer, issuer.consent(address, "17"))
    digest = hashlib.sha256(issuer.tokens[0]["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]


def test_our_answer_to_the_issuer_works_once_and_in_the_browser_that_asked(city: Site, issuer: Issuer) -> None:
    victim, attacker = Officer(city.browser()), Officer(city.browser())
    address = issuer.consent(start(attacker), "17")
    assert back(victim, address).status_code == 400, "nobody is signed in as somebody else by a link"
    assert back(attacker, address).status_code == 302
    assert back(Officer(city.browser()), address).status_code == 400
    assert victim.get("/petugas/akun").status_code == 302


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?code=x&state=x", "?error=access_denied&state=x"])
def test_a_made_up_return_lets_nobody_in(city: Site, query: str) -> None:
    officer = Officer(city.browser())
    start(officer)
    answer = officer.get(f"/petugas/login/pemda/kembali{query}")
    assert answer.status_code == 400
    assert "Masuk tidak berhasil" in answer.text
    assert officer.get("/petugas/akun").status_code == 302


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://lain.kota.example"},
        {"aud": "another-client"},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
    ],
    ids=str,
)
def test_an_id_token_that_was_not_made_for_this_sign_on_is_refused(
    city: Site, issuer: Issuer, claims: dict[str, Any]
) -> None:
    issuer.claims = claims
    officer = Officer(city.browser())
    assert sign_on(issuer, officer).status_code in (400, 403)
    assert officer.get("/petugas/akun").status_code == 302


def _unsigned(claims: dict[str, Any]) -> str:
    parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."


def _by_another_key(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256"}, claims, RSAKey.generate_key(2048))


def _by_the_clients_secret(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("x" * 32), algorithms=["HS256"])


@pytest.mark.parametrize("signed", [_unsigned, _by_another_key, _by_the_clients_secret])
@pytest.mark.parametrize("offered", [None, ["none", "HS256", "RS256"]])
def test_a_forged_id_token_is_refused_even_if_the_metadata_allow_it(
    city: Site, issuer: Issuer, signed: Callable[[dict[str, Any]], str], offered: list[str] | None
) -> None:
    issuer.signed = signed
    if offered:
        issuer.metadata = {"id_token_signing_alg_values_supported": offered}
    officer = Officer(city.browser())
    assert sign_on(issuer, officer).status_code == 400
    assert officer.get("/petugas/akun").status_code == 302


def test_userinfo_about_somebody_else_is_refused(city: Site, issuer: Issuer) -> None:
    issuer.userinfo = {"sub": "18"}
    assert sign_on(issuer, Officer(city.browser())).status_code == 400


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://lain.kota.example"},
        {"token_endpoint": "http://169.254.169.254/latest"},
        {"jwks_uri": "http://127.0.0.1:1/keys"},
        {"userinfo_endpoint": "file:///etc/passwd"},
    ],
    ids=str,
)
def test_nobody_but_the_issuer_is_called(
    city: Site, issuer: Issuer, metadata: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer.metadata = metadata
    called: list[str] = []
    send = requests.Session.send

    def note(session: requests.Session, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        called.append(str(request.url))
        return send(session, request, **options)

    monkeypatch.setattr(requests.Session, "send", note)
    officer = Officer(city.browser())
    begun = officer.client.get("/petugas/login/pemda")
    if begun.status_code == 302:
        assert back(officer, issuer.consent(begun.headers["Location"], "17")).status_code == 400
    else:
        assert begun.status_code == 503
    assert officer.get("/petugas/akun").status_code == 302
    assert called
    assert all(url.startswith(f"{issuer.url}/") for url in called), called


def test_an_issuer_that_is_away_leaves_the_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_on = SignOn(issuer="http://127.0.0.1:9", client_id="tanggap")
    server = Server(public_url=AnyHttpUrl("http://localhost"))
    site = Site(tmp_path, monkeypatch, StaffSection(second_factor=(), sign_on=sign_on), server=server)
    officer = Officer(site.browser())
    answer = officer.get("/petugas/login/pemda")
    assert answer.status_code == 503
    assert "tidak bisa dihubungi" in answer.text
    site.hire(Role.OFFICER)
    assert officer.login("officer").status_code == 302
    site.services.database.close()


def test_who_has_no_account_is_told_so_and_gets_none(city: Site, issuer: Issuer) -> None:
    issuer.enter("99", {"preferred_username": "siapa"})
    answer = sign_on(issuer, Officer(city.browser()), "99")
    assert answer.status_code == 403
    assert "belum terdaftar" in answer.text
    with city.services.database.read() as session:
        assert len(session.scalars(select(Staff)).all()) == 1


def test_where_one_goes_afterwards_is_a_page_of_ours(city: Site, issuer: Issuer) -> None:
    answer = sign_on(issuer, Officer(city.browser()), goal="//evil.example/petugas/")
    assert answer.headers["Location"] == "/petugas/"


def test_a_local_second_factor_is_asked_for_unless_the_issuer_had_one(city: Site, issuer: Issuer) -> None:
    app, _ = turn_on(city, _signed_on(city, issuer))
    later(city, minutes=5)
    asked = Officer(city.browser())
    assert sign_on(issuer, asked).headers["Location"] == "/petugas/login/kode"
    assert asked.get("/petugas/akun").status_code == 302
    code = app.at(city.house.clock())
    let_in = asked.post("/petugas/login/kode", page="/petugas/login/kode", code=code)
    assert let_in.headers["Location"] == "/petugas/akun"
    issuer.claims = {"amr": ["pwd", "otp", "mfa"]}
    assert sign_on(issuer, Officer(city.browser())).headers["Location"] == "/petugas/akun"
    with city.services.database.read() as session:
        rows = session.scalars(select(StaffSession).order_by(StaffSession.id)).all()
    assert [row.second_factor for row in rows] == [False, True, True]


def test_a_role_that_needs_a_second_factor_may_have_it_at_the_issuer(city: Site, issuer: Issuer) -> None:
    with city.services.database.write() as session:
        session.scalars(select(Staff)).one().role = Role.ADMINISTRATOR
    without = _signed_on(city, issuer)
    assert without.get("/petugas/laporan").headers["Location"] == "/petugas/akun/kode"
    issuer.claims = {"amr": ["mfa"]}
    assert _signed_on(city, issuer).get("/petugas/laporan").status_code == 200


def _signed_on(city: Site, issuer: Issuer) -> Officer:
    officer = Officer(city.browser())
    assert sign_on(issuer, officer).status_code == 302
    return officer


def test_signing_out_here_signs_out_at_the_issuer_and_comes_back(city: Site, issuer: Issuer) -> None:
    officer = _signed_on(city, issuer)
    answer = officer.post("/petugas/logout", page="/petugas/akun")
    assert answer.status_code == 200
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
    assert found is not None
    address = urlsplit(html.unescape(found[1]))
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{issuer.url}/oauth2/end_session"
    back = "http://localhost/petugas/login"
    assert parse_qs(address.query) == {"client_id": ["tanggap"], "post_logout_redirect_uri": [back]}
    assert httpx.post(f"{issuer.url}/oauth2/end_session/confirm", data={"redirect_uri": back}).is_redirect
    assert officer.get("/petugas/akun").headers["Location"].startswith("/petugas/login")


@pytest.mark.parametrize(
    "metadata",
    [
        {"end_session_endpoint": None},
        {"end_session_endpoint": "https://lain.kota.example/keluar"},
        {"end_session_endpoint": "javascript:alert(1)"},
        {"issuer": "https://lain.kota.example"},
    ],
    ids=str,
)
def test_signing_out_here_does_not_need_the_issuer(city: Site, issuer: Issuer, metadata: dict[str, Any]) -> None:
    officer = _signed_on(city, issuer)
    issuer.metadata = metadata
    _forget_metadata(city)
    assert officer.post("/petugas/logout", page="/petugas/akun").headers["Location"] == "/petugas/login"
    assert officer.get("/petugas/akun").status_code == 302


def _forget_metadata(city: Site) -> None:
    city.app.extensions["authlib.integrations.flask_client"].sign_on.server_metadata = {}


def test_whoever_came_in_by_password_signs_out_here_alone(city: Site) -> None:
    officer = Officer(city.browser())
    assert officer.login("budi").status_code == 302
    assert officer.post("/petugas/logout", page="/petugas/akun").headers["Location"] == "/petugas/login"


def test_without_a_sign_on_there_is_neither_button_nor_page(site: Site) -> None:
    officer = Officer(site.browser())
    assert "pemerintah kota" not in officer.get("/petugas/login").text
    assert officer.get("/petugas/login/pemda").status_code == 404
