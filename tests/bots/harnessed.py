"""Telegram and X in the harness."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bots.telegram import TelegramChannel
from bots.x import XChannel
from core.kernel.ports import Channel
from tests.support.accounts import setup_for
from tests.support.channel_harness import NOWHERE, Subject
from tests.support.house import House
from tests.support.telegram_server import TOKEN
from tests.support.x_server import SECRETS, signature

_PAYLOADS = Path(__file__).parent / "payloads"
_TELEGRAM_HEADER = "x-telegram-bot-api-secret-token"
_X_HEADER = "x-twitter-webhooks-signature"


def _telegram(house: House, account: str, number: int) -> Channel:
    secrets = {"token": TOKEN.replace("A", "AB"[number])}
    return TelegramChannel(setup_for(house, account, "telegram", settings={"api_url": NOWHERE}, secrets=secrets))


def _telegram_secret(channel: Channel) -> str:
    assert isinstance(channel, TelegramChannel)
    return channel._secret


def _x_secrets(number: int) -> dict[str, str]:
    return {name: value if name == "access_token" else f"{value}{number}" for name, value in SECRETS.items()}


def _x(house: House, account: str, number: int) -> Channel:
    return XChannel(setup_for(house, account, "x", settings={"api_url": NOWHERE}, secrets=_x_secrets(number)))


TELEGRAM = Subject(
    name="telegram",
    payloads=_PAYLOADS / "telegram",
    build=_telegram,
    prove=lambda raw, channel, number: replace(
        raw, headers={**raw.headers, _TELEGRAM_HEADER: _telegram_secret(channel)}
    ),
    forge=(
        lambda raw: replace(raw, headers={}),
        lambda raw: replace(raw, headers={_TELEGRAM_HEADER: ""}),
        lambda raw: replace(raw, headers={_TELEGRAM_HEADER: "0" * 64}),
        lambda raw: replace(raw, headers={_TELEGRAM_HEADER: raw.headers[_TELEGRAM_HEADER][:-1]}),
        lambda raw: replace(raw, headers={_TELEGRAM_HEADER: raw.headers[_TELEGRAM_HEADER].upper()}),
        lambda raw: replace(raw, headers={_TELEGRAM_HEADER: "ä" * 64}),
    ),
    secrets=lambda channel, number: (TOKEN.replace("A", "AB"[number]), _telegram_secret(channel)),
)
X = Subject(
    name="x",
    payloads=_PAYLOADS / "x",
    build=_x,
    prove=lambda raw, channel, number: replace(
        raw, headers={**raw.headers, _X_HEADER: signature(raw.body, _x_secrets(number)["consumer_secret"])}
    ),
    forge=(
        lambda raw: replace(raw, headers={}),
        lambda raw: replace(raw, headers={_X_HEADER: ""}),
        lambda raw: replace(raw, headers={_X_HEADER: signature(raw.body, "another secret")}),
        lambda raw: replace(raw, headers={_X_HEADER: raw.headers[_X_HEADER].removeprefix("sha256=")}),
        lambda raw: replace(raw, headers={_X_HEADER: raw.headers[_X_HEADER].replace("sha256", "sha1")}),
        lambda raw: raw.with_body(raw.body + b" "),
        lambda raw: raw.with_body(raw.body.replace(b"4337869213", b"4337869214")),
        lambda raw: replace(raw, headers={_X_HEADER: "sha256=" + "ä" * 44}),
    ),
    secrets=lambda channel, number: tuple(v for k, v in _x_secrets(number).items() if k != "consumer_key"),
)
SUBJECTS = (TELEGRAM, X)
