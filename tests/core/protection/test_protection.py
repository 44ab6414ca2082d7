"""Encryption of contacts, clean photos, and logs without secrets."""

from __future__ import annotations

import io

import pytest
from PIL import Image, PngImagePlugin

from core.kernel.errors import ConfigError, MediaError
from core.protection.photos import LONGEST_SIDE, clean
from core.protection.vault import Vault
from core.running.logs import redact
from tests.support.house import KEY, picture


def test_what_was_encrypted_comes_back_and_does_not_show() -> None:
    token = Vault(KEY).encrypt("+62 811 5550 123")
    assert b"5550" not in token
    assert Vault(KEY).decrypt(token) == "+62 811 5550 123"


def test_after_rotation_old_data_opens_and_new_data_needs_the_new_key() -> None:
    old, new = Vault(KEY), Vault.new_key()
    both = Vault(f"{new},{KEY}")
    token = old.encrypt("kontak")
    assert both.decrypt(token) == "kontak"
    assert Vault(new).decrypt(both.rotate(token)) == "kontak"
    with pytest.raises(ConfigError, match="earlier keys"):
        Vault(new).decrypt(token)


def test_a_rotated_key_still_finds_the_same_citizen() -> None:
    rotated = Vault(f"{Vault.new_key()},{KEY}")
    assert rotated.fingerprint("sms", "+62811") == Vault(KEY).fingerprint("sms", "+62811")


def test_the_same_contact_in_two_accounts_cannot_be_joined() -> None:
    vault = Vault(KEY)
    assert vault.fingerprint("sms", "x") != vault.fingerprint("telegram", "x")


@pytest.mark.parametrize("keys", ["", "short", "not base64 at all!", ","])
def test_a_malformed_key_is_said_with_its_mend(keys: str) -> None:
    with pytest.raises(ConfigError, match="tanggap key"):
        Vault(keys)


def with_exif() -> bytes:
    image = Image.new("RGB", (40, 20), "red")
    exif = Image.Exif()
    exif[0x010F] = "Merek Rahasia"
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "S"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"catatan rahasia")
    return out.getvalue()


def test_a_photo_loses_its_metadata_and_stands_upright() -> None:
    photo = clean(with_exif())
    assert (photo.width, photo.height) == (20, 40)
    opened = Image.open(io.BytesIO(photo.data))
    assert not opened.getexif()
    assert b"Rahasia" not in photo.data
    assert b"catatan" not in photo.data


def test_what_hides_behind_a_picture_does_not_survive() -> None:
    polyglot = picture() + b"<script>alert(1)</script>PK\x03\x04"
    assert b"script" not in clean(polyglot).data


def test_text_inside_a_png_does_not_survive() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Nama Rahasia")
    out = io.BytesIO()
    Image.new("RGBA", (8, 8)).save(out, "PNG", pnginfo=notes)
    assert b"Rahasia" not in clean(out.getvalue()).data


def test_a_large_photo_is_shrunk() -> None:
    photo = clean(picture((4000, 3000)))
    assert max(photo.width, photo.height) == LONGEST_SIDE


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "photo-not-an-image"),
        (b"GIF89a", "photo-not-an-image"),
        (picture()[:200], "photo-not-an-image"),
        (b"%PDF-1.7 ...", "photo-not-an-image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo-not-an-image"),
        (picture((10_000, 10_000), "PNG"), "photo-too-large"),
        (b"\xff" * (20 * 1024 * 1024 + 1), "photo-too-large"),
    ],
)
def test_what_is_no_ordinary_photo_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(MediaError) as refused:
        clean(data)
    assert refused.value.reason == reason


@pytest.mark.parametrize("name", ["token", "password", "address", "text", "Authorization"])
def test_a_log_hides_what_bears_a_secrets_name(name: str) -> None:
    assert "rahasia" not in str(redact(None, "info", {name: "rahasia"}))


@pytest.mark.parametrize(
    "value",
    [
        "https://api.example.org/bot123456789:AAEabcdefghijklmnopqrstuvwxyz0123456/getMe",
        "postgresql://tanggap:rahasia@127.0.0.1/db",
        "Bearer rahasia-rahasia-rahasia",
    ],
)
def test_a_log_hides_what_has_a_secrets_shape(value: str) -> None:
    hidden = str(redact(None, "info", {"url": value}))
    assert "rahasia" not in hidden
    assert "AAE" not in hidden
