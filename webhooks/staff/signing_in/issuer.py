"""The issuer of the city's own sign-on (OpenID Connect, authorization code with PKCE), by Authlib.

Authlib keeps state, nonce and code verifier in the signed session, and checks the ID token. What is ours: calls go to
the issuer's own hosts only, without redirects; the metadata must be the issuer's; only asymmetric signatures count.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask
from joserfc.errors import JoseError
from requests import RequestException, Response

from core.config import SignOn
from core.staff.errors import SignOnError

BROKEN = (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError, RuntimeError, SignOnError)
"""Every way in which an answer of the issuer, or what somebody made of it on the way, can be wrong."""
_TIMEOUT_S = 10
_SIGNATURES = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})


def make_issuer(app: Flask, config: SignOn, secret: str | None) -> FlaskOAuth2App:
    class IssuerSession(OAuth2Session):  # type: ignore[misc]
        """Requests to the issuer, and to nobody else."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self.trust_env = False

        def request(self, method: str, url: str, **options: Any) -> Response:
            check_host(config, url)
            answer: Response = super().request(method, url, **{**options, "timeout": _TIMEOUT_S}, allow_redirects=False)
            if answer.is_redirect:
                raise SignOnError("issuer", f"{urlsplit(url).netloc} answered with a redirect")
            return answer

    class Issuer(FlaskOAuth2App):  # type: ignore[misc]
        client_cls = IssuerSession

        def load_server_metadata(self) -> dict[str, Any]:
            metadata: dict[str, Any] = super().load_server_metadata()
            if metadata.get("issuer") != config.issuer:
                self.server_metadata: dict[str, Any] = {}
                raise SignOnError("issuer", "the metadata are of another issuer; see staff.sign_on.issuer")
            offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
            metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in _SIGNATURES]
            return metadata

    registry = OAuth(app)
    registry.oauth2_client_cls = Issuer
    issuer: FlaskOAuth2App = registry.register(
        "sign_on",
        client_id=config.client_id,
        client_secret=secret,
        server_metadata_url=f"{config.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": " ".join(dict.fromkeys(("openid", *config.scopes))),
            "code_challenge_method": "S256",
            "token_endpoint_auth_method": "client_secret_basic" if secret else "none",
        },
    )
    return issuer


def claims_of(issuer: FlaskOAuth2App) -> dict[str, Any]:
    """Of the ID token, and of the userinfo endpoint where there is one; the former count more."""
    token = issuer.authorize_access_token()
    proven = token.get("userinfo")
    if not proven:
        raise SignOnError("claims", "the issuer sent no ID token")
    if not issuer.load_server_metadata().get("userinfo_endpoint"):
        return dict(proven)
    told = issuer.userinfo(token=token)
    if told.get("sub") != proven["sub"]:
        raise SignOnError("claims", "the userinfo is about somebody else")
    return {**told, **proven}


def check_host(config: SignOn, url: str) -> None:
    own, parts = urlsplit(config.issuer), urlsplit(url)
    if parts.scheme != own.scheme or parts.netloc not in {own.netloc, *config.hosts}:
        raise SignOnError("issuer", f"the issuer's metadata lead to {parts.netloc}; see staff.sign_on.hosts")
