"""Kannel, the open source SMS gateway: https://www.kannel.org/download/1.4.5/userguide-1.4.5/userguide.html

In: its `sms-service` calls us by GET; it signs nothing, so a token stands in the URL, and the addresses that may
call can be listed. It repeats a call that fails, with the same id (%I). Out: POST to /cgi-bin/sendsms, which
unlike GET keeps the password out of URLs. Delivery reports come to the dlr-url that each message is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from pydantic import AnyHttpUrl

from bots.shared.frame import HookRequest, Setup
from bots.sms.gateway import Incoming, Sms, SmsSettings, Status, call, moment
from bots.sms.guards import Guard
from bots.sms.parts import read_udh
from core.kernel.errors import FinalError, PayloadError

_DELIVERED, _NOT_DELIVERED, _REJECTED = 1, 2, 16
_DLR_MASK = _DELIVERED + _NOT_DELIVERED + _REJECTED
_BINARY, _UCS2 = "1", "2"


class KannelSettings(SmsSettings):
    url: AnyHttpUrl
    """Of smsbox's sendsms, as http://127.0.0.1:13013/cgi-bin/sendsms"""
    username: str


class KannelGateway:
    Settings: ClassVar[type[SmsSettings]] = KannelSettings
    delivers_parts: ClassVar[bool] = True
    """It joins parts itself, unless sms-combine-concatenated-mo is switched off."""

    def __init__(self, setup: Setup, settings: KannelSettings, http: httpx.Client) -> None:
        self._settings = settings
        self._password = setup.secrets["password"]
        self._token = setup.secrets["token"]
        self._hook_url = setup.hook_url
        self._guard = Guard(setup.account, self._token, settings.allow_from)
        self._account = setup.account
        self._http = http

    @staticmethod
    def secrets(settings: Mapping[str, Any]) -> tuple[str, ...]:
        return ("password", "token")

    def verify(self, request: HookRequest) -> None:
        self._guard.check(request)

    def read(self, request: HookRequest) -> Incoming:
        query = request.query
        if "dlr" in query:
            return _report(query)
        if query.get("coding") == _BINARY:
            return Incoming()
        if not query.get("from") or "text" not in query or not (query.get("id") or query.get("ts")):
            # Without either, "ya" sent twice could not be told from "ya" delivered twice.
            raise PayloadError(f"{self._account}: Kannel's get-url lacks from=%p, text=%a, id=%I or ts=%T")
        raw = {
            name: values[0].encode("latin-1")
            for name, values in parse_qs(
                urlsplit(request.url).query, keep_blank_values=True, encoding="latin-1", errors="replace"
            ).items()
        }
        sms = Sms(
            sender=query["from"],
            text=_decoded(raw.get("text", b""), query.get("charset", ""), query.get("coding", "")),
            id=query.get("id") or None,
            stamp=query.get("ts", ""),
            at=moment(query.get("ts", "")),
            part=read_udh(raw.get("udh", b"")),
        )
        return Incoming([sms])

    def send(self, to: str, text: str, *, unicode: bool, reference: str) -> str:
        headers = {
            "X-Kannel-Username": self._settings.username,
            "X-Kannel-Password": self._password,
            "X-Kannel-To": to,
            "Content-Type": "text/plain; charset=UTF-8",
        }
        if unicode:
            headers["X-Kannel-Coding"] = _UCS2
        if self._settings.sender:
            headers["X-Kannel-From"] = self._settings.sender
        if self._hook_url:
            back = urlencode({"token": self._token, "ref": reference})
            headers["X-Kannel-DLR-Mask"] = str(_DLR_MASK)
            headers["X-Kannel-DLR-Url"] = f"{self._hook_url}?{back}&dlr=%d&answer=%A"
        url = str(self._settings.url)
        response = call(self._http, "Kannel", "POST", url, headers=headers, content=text.encode())
        if response.is_success:
            # Kannel answers no id: reports bear what we put into the dlr-url.
            return reference
        raise FinalError(f"Kannel: {response.text[:80]}")


def _report(query: Mapping[str, str]) -> Incoming:
    """Kinds of reports: https://www.kannel.org/download/1.4.5/userguide-1.4.5/userguide.html#delivery-reports"""
    kind = int(query["dlr"])
    if kind not in (_DELIVERED, _NOT_DELIVERED, _REJECTED):
        return Incoming()
    return Incoming(statuses=[Status(query.get("ref", ""), kind == _DELIVERED, query.get("answer") or None)])


def _decoded(text: bytes, charset: str, coding: str) -> str:
    """Kannel recodes what it can to UTF-8 or Windows-1252 (mo-recode) and says which; UCS-2 may remain."""
    for name in (charset, "utf-16-be" if coding == _UCS2 else "utf-8", "windows-1252"):
        try:
            return text.decode(name)
        except (LookupError, ValueError):
            continue
    return text.decode("utf-8", "replace")
