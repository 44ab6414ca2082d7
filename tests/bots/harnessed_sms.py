"""SMS gateways in the harness, made of what lies beside their own tests."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import httpx

from bots.sms import build
from core.kernel.ports import Channel
from tests.bots.sms.gateways import KINDS, PAYLOADS, private_key
from tests.support.accounts import setup_for
from tests.support.channel_harness import Raw, Subject
from tests.support.house import House

_GATEWAYS = ("africastalking", "gammu", "infobip", "jsongate", "kannel", "twilio", "vonage")


def _no_network(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("nobody is there", request=request)


def _sms_payloads(gateway: str) -> dict[str, dict[str, Any]]:
    """The gateway's payload files in the harness's words."""
    cases = {}
    for path in sorted((PAYLOADS / gateway).glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        if "raw_query" in told["request"]:
            continue  # octets that are no UTF-8; the gateway's own tests have them
        expect: Any = "malformed" if told.get("malformed") else "ignored"
        if told.get("messages"):
            expect = [{k: v for k, v in message.items() if k in ("sender", "text")} for message in told["messages"]]
        elif told.get("reports"):
            expect = {"reports": told["reports"]}
        elif told.get("kept"):
            expect = "left alone"
        cases[path.stem] = {**told["request"], "method": KINDS[gateway].method, "expect": expect}
    return cases


def _sms(gateway: str) -> Subject:
    kind = KINDS[gateway]

    def make(house: House, account: str, number: int) -> Channel:
        folder = house.config.storage.spool.parent / account
        folder.mkdir(exist_ok=True)
        settings = {**kind.settings, "parts": folder / "parts.db"}
        if gateway == "gammu":
            settings["outbox"] = folder
        secrets = {**kind.secrets}
        if gateway == "vonage":
            secrets["private_key"] = private_key().replace("\n", "\\n")
        setup = setup_for(house, account, "sms", settings=settings, secrets=secrets)
        return build(setup, httpx.Client(transport=httpx.MockTransport(_no_network)))

    def prove(raw: Raw, channel: Channel, number: int) -> Raw:
        signed = kind.sign(raw.as_hook())
        return replace(raw, headers=signed.headers, query=signed.query)

    def unproven(raw: Raw) -> Raw:
        kept = {name: value for name, value in raw.headers.items() if name == "content-type"}
        return replace(raw, headers=kept, query={k: v for k, v in raw.query.items() if k != "token"})

    # What reads a form or a query takes a body that is none for an empty one.
    reads_json = gateway in ("infobip", "jsongate", "vonage")
    return Subject(
        name=f"sms-{gateway}",
        payloads=_sms_payloads(gateway),
        build=make,
        prove=prove,
        forge=(unproven,),
        secrets=lambda channel, number: tuple(kind.secrets.values()),
        **({} if reads_json else {"malformed_bodies": (b"", b"null") if gateway in ("gammu", "twilio") else ()}),
    )


SUBJECTS = tuple(_sms(gateway) for gateway in _GATEWAYS)
