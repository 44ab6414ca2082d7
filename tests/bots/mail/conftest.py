"""A mail channel on a clock and a key of the tests, and the mails that lie beside."""

from __future__ import annotations

import base64
import functools
import random
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bots.mail import build, secrets
from bots.mail.channel import MailChannel
from bots.mail.signing import Signer
from bots.shared.frame import Setup
from core.kernel.clock import ManualClock
from core.messaging.media_store import MediaStore
from core.protection.vault import Vault
from tests.support.house import KEY

MAILS = Path(__file__).parent / "mails"
ADDRESS = "lapor@kota.test"
CITIZEN = "budi.contoh@warga.test"
SECRETS = {"password": "rahasia-imap-9f3", "hook_secret": "rahasia-kait-77c", "smtp_password": "rahasia-smtp-41d"}
SETTINGS: Mapping[str, Any] = {
    "kind": "mail",
    "address": ADDRESS,
    "imap": {"host": "127.0.0.1", "port": 1, "security": "none"},
    "smtp": {"host": "127.0.0.1", "port": 1, "security": "none"},
    "hook": "token",
}
Build = Callable[..., MailChannel]


def photo() -> bytes:
    """Large enough to be no logo."""
    noise = random.Random(1).randbytes(160 * 120 * 3)
    out = BytesIO()
    Image.frombytes("RGB", (160, 120), noise).save(out, "JPEG")
    return out.getvalue()


class NoLedger:
    def spend(self, account: str, amount: int, ceiling: int | None) -> bool:
        return True


def signer() -> Signer:
    return Signer(Vault(KEY), "mail", ADDRESS, "+")


def mail(name: str) -> bytes:
    """A mail as it comes over the wire, with what only the key of the tests can sign put in."""
    raw = (MAILS / f"{name}.eml").read_bytes()
    own = {
        b"{{own_id}}": signer().message_id(7, CITIZEN).encode(),
        b"{{reply_address}}": signer().reply_address(CITIZEN).encode(),
        b"{{photo}}": base64.encodebytes(photo()).strip(),
    }
    for mark, value in own.items():
        raw = raw.replace(mark, value)
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(str(tmp_path / "mail-media"))


def make_channel(media: MediaStore, clock: ManualClock, **changes: Any) -> MailChannel:
    """A channel with the settings above, and `changes`."""
    settings = {**SETTINGS, **changes}
    return build(
        Setup(
            account="mail",
            settings=settings,
            secrets={name: SECRETS[name] for name in secrets(settings)},
            media=media,
            vault=Vault(KEY),
            ledger=NoLedger(),
            clock=clock,
            public_url=None,
        )
    )


@pytest.fixture
def build_mail(media: MediaStore, clock: ManualClock) -> Build:
    return functools.partial(make_channel, media, clock)
