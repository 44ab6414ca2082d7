"""Calls of X's API v2, by tweepy. Documentation: https://docs.x.com/x-api/introduction

What tweepy 4.17 lacks (webhooks, v2 media) goes through its authenticated session.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
import tweepy
from requests.adapters import HTTPAdapter

from core.kernel.clock import Clock
from core.kernel.errors import BlockedError, FinalError, MediaError, RetryableError
from core.protection.photos import MAX_BYTES

_HOST = "https://api.twitter.com"
"""tweepy knows no other; api.x.com is the same."""
_MEDIA_HOSTS = ("ton.twitter.com", "ton.x.com", "pbs.twimg.com")
_HOSTS = (_HOST, *(f"https://{host}" for host in _MEDIA_HOSTS))
_TIMEOUT_S = 20
_MISCONFIGURED_S = 900.0
"""Seconds until something is tried again that an operator has to mend."""
_OPERATORS = ("client-forbidden", "usage-capped", "app permissions", "unsupported-authentication", "oauth1-permissions")


class _Adapter(HTTPAdapter):
    """Gives up on a server that does not answer (tweepy waits for ever), and may send everything to another one."""

    def __init__(self, base: str | None = None) -> None:
        super().__init__()
        self._base = urlsplit(base) if base else None

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        options["timeout"] = options.get("timeout") or _TIMEOUT_S
        if self._base:
            asked = urlsplit(str(request.url))
            request.headers["X-Original-Host"] = asked.netloc  # the signature was made over it
            request.url = urlunsplit((self._base.scheme, self._base.netloc, asked.path, asked.query, ""))
            options["proxies"] = {}
        return super().send(request, *args, **options)


class XClient:
    def __init__(self, secrets: Mapping[str, str], api_url: str | None, clock: Clock) -> None:
        self._clock = clock
        self._secrets = secrets
        keys = {name: secrets[name] for name in ("consumer_key", "consumer_secret", "access_token")}
        self._tweepy = tweepy.Client(
            **keys, access_token_secret=secrets["access_token_secret"], return_type=requests.Response
        )
        self._signed = tweepy.OAuth1UserHandler(*keys.values(), secrets["access_token_secret"]).apply_auth()
        for host in _HOSTS if api_url else ("https://",):
            self._tweepy.session.mount(host, _Adapter(api_url))
        for chatty in ("tweepy", "oauthlib", "requests_oauthlib"):
            # At DEBUG these log the signed headers.
            logging.getLogger(chatty).setLevel(logging.INFO)

    def close(self) -> None:
        self._tweepy.session.close()

    # --- direct messages ---------------------------------------------------------------------------

    def send_message(self, to: str, text: str | None, media_id: str | None = None) -> str | None:
        """https://docs.x.com/x-api/direct-messages/create-dm-message-by-participant-id"""
        with self._typed_errors():
            answer = self._tweepy.create_direct_message(participant_id=to, text=text, media_id=media_id)
        # It left, whatever the answer looks like: sending it again would double it.
        return _text(_json(answer), "data", "dm_event_id")

    def messages(self, page: str | None) -> Mapping[str, Any]:
        """The newest first. https://docs.x.com/x-api/direct-messages/get-dm-events"""
        with self._typed_errors():
            answer = self._tweepy.get_direct_message_events(
                event_types="MessageCreate",
                dm_event_fields=["id", "event_type", "text", "created_at", "dm_conversation_id", "attachments"],
                expansions=["sender_id", "attachments.media_keys"],
                media_fields=["media_key", "type", "url", "preview_image_url"],
                user_fields=["name"],
                max_results=100,
                pagination_token=page,
            )
            return _object(answer)

    # --- public posts ------------------------------------------------------------------------------

    def mentions(self, own_id: str, since: str | None, page: str | None) -> Mapping[str, Any]:
        """https://docs.x.com/x-api/users/get-mentions"""
        with self._typed_errors():
            answer = self._tweepy.get_users_mentions(
                own_id,
                since_id=since,
                pagination_token=page,
                max_results=100,
                tweet_fields=["id", "author_id", "created_at", "referenced_tweets"],
                user_auth=True,
            )
            return _object(answer)

    def reply(self, post: str, text: str) -> None:
        """https://docs.x.com/x-api/posts/create-post"""
        with self._typed_errors():
            self._tweepy.create_tweet(text=text, in_reply_to_tweet_id=post)

    # --- media -------------------------------------------------------------------------------------

    def upload(self, data: bytes) -> str:
        """https://docs.x.com/x-api/media/upload-media"""
        picture = {"media": base64.b64encode(data).decode(), "media_category": "dm_image"}
        media_id = _text(self._call("POST", "/2/media/upload", json=picture), "data", "id")
        if media_id is None:
            raise RetryableError("X took the picture but gave it no id")
        return media_id

    def download(self, url: str) -> bytes:
        """Pictures of direct messages are handed to their recipient only, so the request is signed."""
        if urlsplit(url).scheme != "https" or urlsplit(url).hostname not in _MEDIA_HOSTS:
            raise FinalError(f"media of X do not lie on {urlsplit(url).hostname}")
        with (
            self._typed_errors(),
            self._tweepy.session.get(url, auth=self._signed, stream=True, allow_redirects=False) as answer,
        ):
            if answer.status_code >= 500 or answer.status_code in (401, 429):
                raise RetryableError(f"X answers {answer.status_code} for a picture")
            if answer.status_code != 200:
                raise FinalError(f"X answers {answer.status_code} for a picture")
            data = bytearray()
            for chunk in answer.iter_content(64 * 1024):
                data += chunk
                if len(data) > MAX_BYTES:
                    raise MediaError("photo-too-large", f"more than {MAX_BYTES} bytes")
            return bytes(data)

    # --- webhook -----------------------------------------------------------------------------------

    def subscribe(self, url: str) -> None:
        """https://docs.x.com/x-api/account-activity/introduction"""
        path = f"/2/account_activity/webhooks/{self._webhook(url)}/subscriptions/all"
        try:
            subscribed = _find(self._call("GET", path), "data", "subscribed")
        except FinalError:
            subscribed = False  # that it is not there may be said by an error as well
        if subscribed is not True:
            self._call("POST", path, json={})

    def _webhook(self, url: str) -> str:
        """The id of the webhook with our address; one that X has given up on is asked to be checked again."""
        self._tweepy.bearer_token = self._tweepy.bearer_token or self._app_token()
        listed = self._call("GET", "/2/webhooks", user_auth=False).get("data") or ()
        ours = next((hook for hook in listed if hook.get("url") == url), None)
        if ours is None:
            created = _text(self._call("POST", "/2/webhooks", json={"url": url}), "data", "id")
            if created is None:
                raise RetryableError("X made no webhook")
            return created
        if not ours.get("valid"):
            self._call("PUT", f"/2/webhooks/{ours['id']}")
        return str(ours["id"])

    def _app_token(self) -> str | None:
        """https://docs.x.com/resources/fundamentals/authentication/oauth-2-0/application-only"""
        pair = (self._secrets["consumer_key"], self._secrets["consumer_secret"])
        with self._typed_errors():
            answer = self._tweepy.session.post(
                f"{_HOST}/oauth2/token", data={"grant_type": "client_credentials"}, auth=pair
            )
            if answer.status_code != 200:
                raise RetryableError(f"X answers {answer.status_code} for an app token", _MISCONFIGURED_S)
            return _text(_object(answer), "access_token")

    # --- all together ------------------------------------------------------------------------------

    def _call(self, method: str, route: str, *, json: Any = None, user_auth: bool = True) -> Any:
        with self._typed_errors():
            return _object(self._tweepy.request(method, route, json=json, user_auth=user_auth))

    @contextmanager
    def _typed_errors(self) -> Iterator[None]:
        """https://docs.x.com/x-api/fundamentals/response-codes-and-errors"""
        try:
            yield
        except tweepy.TooManyRequests as error:
            raise RetryableError("X asks to slow down", self._wait(error.response.headers)) from error
        except tweepy.Unauthorized as error:
            raise RetryableError("X refuses the keys; mend TANGGAP_…_ACCESS_TOKEN", _MISCONFIGURED_S) from error
        except (tweepy.Forbidden, tweepy.NotFound) as error:
            if any(sign in error.response.text.lower() for sign in _OPERATORS):
                raise RetryableError("X does not allow this app to do that", _MISCONFIGURED_S) from error
            raise BlockedError(f"X: {error.response.status_code}, the account can't be written to") from error
        except tweepy.BadRequest as error:
            raise FinalError(f"X: bad request ({', '.join(error.api_messages)[:200]})") from error
        except (tweepy.TweepyException, requests.RequestException) as error:
            raise RetryableError(f"X can't be reached: {type(error).__name__}") from error
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise RetryableError(f"X's answer can't be read ({type(error).__name__})") from error

    def _wait(self, headers: Mapping[str, str]) -> float | None:
        """https://docs.x.com/x-api/fundamentals/rate-limits; the day's limit outlasts the window's."""
        names = ["x-rate-limit-reset"]
        names += [f"x-{who}-limit-24hour-reset" for who in ("user", "app") if self._used_up(headers, who)]
        resets = [int(headers[name]) for name in names if headers.get(name, "").isdecimal()]
        return max(1.0, max(resets) - self._clock().timestamp()) if resets else None

    @staticmethod
    def _used_up(headers: Mapping[str, str], who: str) -> bool:
        return headers.get(f"x-{who}-limit-24hour-remaining") == "0"


def _json(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None


def _object(answer: requests.Response) -> dict[str, Any]:
    """Raises TypeError for anything but a JSON object."""
    data = answer.json()
    if not isinstance(data, dict):
        raise TypeError("no object")
    return data


def _text(data: Any, *path: str) -> str | None:
    found = _find(data, *path)
    return None if found is None else str(found)


def _find(data: Any, *path: str) -> Any:
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data
