"""A small X over real HTTP, with people who write to the account.

Every request is held to X's OpenAPI (by openapi-core) where that lies beside the project, and to its OAuth 1.0a
signature always; what does not fit is collected in `problems`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import threading
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qsl, quote, unquote

from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from tests.support.house import ROOT, picture

SPEC = ROOT.parent / "shared" / "specs" / "x-api-v2.openapi.json"
OWN, CITIZEN = "4337869213", "3001969357"
SECRETS = {
    "consumer_key": "consumer-key",
    "consumer_secret": "consumer-secret-that-nobody-may-see",
    "access_token": f"{OWN}-access-token-that-nobody-may-see",
    "access_token_secret": "access-token-secret-that-nobody-may-see",
}
_EPOCH_MS = 1_288_834_974_657
_OUTSIDE_THE_SPEC = ("/oauth2/token", "/1.1/ton/", "/media/")


@cache
def _openapi() -> Any:
    """The spec, or why nothing is checked."""
    try:
        from openapi_core import Config, OpenAPI
    except ImportError:
        return None
    if not SPEC.exists():
        return None
    spec = json.loads(SPEC.read_text(encoding="utf-8"))
    # openapi-core knows the names of such schemes in lower case only.
    spec["components"]["securitySchemes"]["UserToken"]["scheme"] = "oauth"
    # The document itself has small faults (an enum that names a value twice), so it is not validated first.
    return OpenAPI.from_dict(spec, config=Config(spec_validator_cls=None))


def why_unchecked() -> str | None:
    if not SPEC.exists():
        return f"{SPEC} is not there"
    return None if _openapi() else "openapi-core is not installed"


def signature(body: bytes, secret: str = SECRETS["consumer_secret"]) -> str:
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


@dataclass
class Call:
    method: str
    path: str
    query: dict[str, str]
    body: Any
    refused: bool = False


@dataclass
class XServer:
    """The WSGI application is the object itself."""

    clock: Callable[[], datetime]
    calls: list[Call] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    refusals: list[tuple[str, int, Mapping[str, str], str]] = field(default_factory=list)
    """(part of the path, status, headers, body): the next call of such a path is answered like that."""
    events: list[dict[str, Any]] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    media: dict[str, dict[str, str]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    webhooks: list[dict[str, Any]] = field(default_factory=list)
    subscribed: bool = False
    page_size: int = 100
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _sequence: Callable[[], int] = field(default_factory=lambda: itertools.count(1).__next__)

    # --- what the account calls --------------------------------------------------------------------

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        body = request.get_data(cache=True)
        self._check(request)
        parsed = json.loads(body) if request.content_type == "application/json" else None
        with self._changed:
            refusal = next((refusal for refusal in self.refusals if refusal[0] in request.path), None)
            call = Call(request.method, request.path, request.args.to_dict(), parsed, refused=refusal is not None)
            self.calls.append(call)
            self._changed.notify_all()
            if refusal:
                self.refusals.remove(refusal)
        response = Response(refusal[3], refusal[1], dict(refusal[2])) if refusal else self._answer(call)
        self._check(request, None if refusal else response)
        return response(environ, start_response)

    def _check(self, request: Request, response: Response | None = None) -> None:
        if not any(request.path.startswith(prefix) for prefix in _OUTSIDE_THE_SPEC):
            self._check_spec(request, response)
        scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
        if scheme == "OAuth":
            self._check_signature(request, rest)
        elif request.path not in ("/2/webhooks", "/oauth2/token") or scheme not in ("Bearer", "Basic"):
            self.problems.append(f"{request.path}: not signed")

    def _check_spec(self, request: Request, response: Response | None) -> None:
        openapi = _openapi()
        if openapi is None:
            return
        from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest, WerkzeugOpenAPIResponse
        from openapi_core.exceptions import OpenAPIError

        same = EnvironBuilder(
            request.path, "https://api.x.com", request.query_string.decode(), request.method, data=request.get_data()
        )
        same.headers.extend((name, value) for name, value in request.headers.items() if name != "Host")
        asked = WerkzeugOpenAPIRequest(same.get_request())
        try:
            if response is None:
                openapi.validate_request(asked)
            else:
                openapi.validate_response(asked, WerkzeugOpenAPIResponse(response))
        except OpenAPIError as error:
            causes = getattr(error.__cause__, "schema_errors", None) or error.__cause__ or error
            self.problems.append(f"{request.method} {request.path}: {error} {causes}")

    def _check_signature(self, request: Request, header: str) -> None:
        """https://datatracker.ietf.org/doc/html/rfc5849#section-3.4 over the host that the client believes in"""
        oauth = {k: unquote(v.strip('"')) for k, _, v in (part.strip().partition("=") for part in header.split(","))}
        given = oauth.pop("oauth_signature", "")
        pairs = [*oauth.items(), *parse_qsl(request.query_string.decode(), keep_blank_values=True)]
        normal = "&".join(sorted(f"{_escaped(k)}={_escaped(v)}" for k, v in pairs))
        host = request.headers.get("X-Original-Host", request.host)
        base = "&".join(map(_escaped, (request.method, f"https://{host}{request.path}", normal)))
        key = f"{_escaped(SECRETS['consumer_secret'])}&{_escaped(SECRETS['access_token_secret'])}"
        right = base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()).decode()
        if not hmac.compare_digest(given, right):
            self.problems.append(f"{request.method} {request.path}: the OAuth signature is wrong")

    def _answer(self, call: Call) -> Response:
        match call.method, call.path.strip("/").split("/"):
            case "POST", ["2", "dm_conversations", "with", person, "messages"]:
                return _data({"dm_conversation_id": f"{person}-{OWN}", "dm_event_id": str(self._sequence())}, 201)
            case "GET", ["2", "dm_events"]:
                return self._page(self.events, call, includes=True)
            case "GET", ["2", "users", _, "mentions"]:
                since = int(call.query.get("since_id", "0"))
                return self._page([post for post in self.posts if int(post["id"]) > since], call)
            case "POST", ["2", "tweets"]:
                return _data({"id": str(self._sequence()), "text": call.body["text"]}, 201)
            case "POST", ["2", "media", "upload"]:
                number = str(self._sequence())
                self.files[number] = base64.b64decode(call.body["media"])
                return _data({"id": number, "media_key": f"3_{number}", "size": len(self.files[number])})
            case "POST", ["oauth2", "token"]:
                return _json({"token_type": "bearer", "access_token": "app-token"})
            case "GET", ["2", "webhooks"]:
                return _json({"data": self.webhooks, "meta": {"result_count": len(self.webhooks)}})
            case "POST", ["2", "webhooks"]:
                hook = {"id": "77", "url": call.body["url"], "valid": True, "created_at": "2026-01-05T02:00:00Z"}
                self.webhooks.append(hook)
                return _data(hook)
            case "PUT", ["2", "webhooks", _]:
                self.webhooks[0]["valid"] = True
                return _data({"valid": True})
            case method, ["2", "account_activity", "webhooks", _, "subscriptions", "all"]:
                self.subscribed = self.subscribed or method == "POST"
                return _data({"subscribed": self.subscribed})
            case "GET", ["1.1", "ton", *_] if call.path in self.files:
                return Response(self.files[call.path], content_type="image/jpeg")
        return Response(json.dumps({"title": "Not Found", "type": "about:blank", "status": 404}), 404)

    def _page(self, things: list[dict[str, Any]], call: Call, *, includes: bool = False) -> Response:
        """The newest first, in pages."""
        start = int(call.query.get("pagination_token", "page-of-things-0").rpartition("-")[2])
        newest = sorted(things, key=lambda thing: int(thing["id"]), reverse=True)
        shown, more = newest[start : start + self.page_size], newest[start + self.page_size :]
        meta: dict[str, Any] = {"result_count": len(shown)}
        if more:
            meta["next_token"] = f"page-of-things-{start + self.page_size}"
        answer: dict[str, Any] = {"data": shown, "meta": meta} if shown else {"meta": meta}
        if includes and shown:
            users = [{"id": CITIZEN, "name": "Warga Uji", "username": "warga"}]
            answer["includes"] = {"users": users, "media": list(self.media.values())}
        return _json(answer)

    # --- what people do ----------------------------------------------------------------------------

    def new_id(self) -> str:
        """Ids grow with time, as X's do."""
        return str((int(self.clock().timestamp() * 1000) - _EPOCH_MS << 22) + self._sequence())

    def picture(self) -> tuple[str, str]:
        """A picture that was sent in a direct message: its media key and its address."""
        number = self._sequence()
        path = f"/1.1/ton/data/dm/1/{number}/foto.jpg"
        self.files[path] = picture()
        key, url = f"3_{number}", f"https://ton.twitter.com{path}"
        self.media[key] = {"media_key": key, "type": "photo", "url": url}
        return key, url

    def event(self, text: str = "", *, sender: str = CITIZEN, photo: bool = False, **more: Any) -> dict[str, Any]:
        """A direct message as polling shows it."""
        event: dict[str, Any] = {
            "id": self.new_id(),
            "event_type": "MessageCreate",
            "text": text,
            "created_at": self.clock().strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "sender_id": sender,
            "dm_conversation_id": f"{CITIZEN}-{OWN}",
        }
        if photo:
            event |= {"attachments": {"media_keys": [self.picture()[0]]}, "text": f"{text} https://t.co/AbC123".strip()}
        return {**event, **more}

    def pushed(self, text: str = "", *, sender: str = CITIZEN, photo: bool = False) -> dict[str, Any]:
        """A direct message as the webhook shows it."""
        data: dict[str, Any] = {"text": text, "entities": {"urls": [], "user_mentions": []}}
        if photo:
            media = {"id": 1, "media_url_https": self.picture()[1], "type": "photo", "url": "https://t.co/AbC123"}
            data |= {"attachment": {"type": "media", "media": media}, "text": f"{text} https://t.co/AbC123".strip()}
        to = CITIZEN if sender == OWN else OWN
        create = {"target": {"recipient_id": to}, "sender_id": sender, "message_data": data}
        event = {
            "type": "message_create",
            "id": self.new_id(),
            "created_timestamp": str(int(self.clock().timestamp() * 1000)),
            "message_create": create,
        }
        users = {CITIZEN: {"id": CITIZEN, "name": "Warga Uji", "screen_name": "warga"}}
        return {"for_user_id": OWN, "direct_message_events": [event], "users": users}

    def pushed_post(self, text: str = "@lapor_uji jalan rusak", *, author: str = CITIZEN) -> dict[str, Any]:
        """A public post that names the account, as the webhook shows it."""
        post = {
            "id_str": self.new_id(),
            "text": text,
            "user": {"id_str": author, "screen_name": "warga"},
            "entities": {"user_mentions": [{"id_str": OWN, "screen_name": "lapor_uji"}]},
        }
        return {"for_user_id": OWN, "user_has_blocked": False, "tweet_create_events": [post]}

    # --- what a test sees --------------------------------------------------------------------------

    def called(self, part: str, method: str = "POST") -> list[Call]:
        return [c for c in list(self.calls) if part in c.path and c.method == method and not c.refused]

    def texts(self) -> list[str]:
        """What was said to people in direct messages, in order."""
        return [call.body.get("text", "") for call in self.called("/2/dm_conversations/with/")]

    def wait_for(self, happened: Callable[[], bool], within_s: float = 20) -> None:
        with self._changed:
            assert self._changed.wait_for(happened, within_s), "the account did not call in time"


def post(url: str, body: bytes, given: str | None) -> int:
    """Push to a webhook as X does; answers the status."""
    headers = {"Content-Type": "application/json"}
    if given is not None:
        headers["x-twitter-webhooks-signature"] = given
    return fetch(urllib.request.Request(url, body, headers))[0]


def fetch(request: urllib.request.Request | str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.status), answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


def _escaped(text: str) -> str:
    return quote(text, safe="~")


def _data(data: Mapping[str, Any], status: int = 200) -> Response:
    return _json({"data": data}, status)


def _json(data: Any, status: int = 200) -> Response:
    return Response(json.dumps(data), status, content_type="application/json")
