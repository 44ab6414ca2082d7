"""Segments, alphabets, numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.sms.gateway import SmsPart, moment
from bots.sms.numbers import e164
from bots.sms.parts import read_udh
from bots.sms.texts import Size, cheapest, measure, split

# 3GPP TS 23.038 and 23.040; the last ones as https://developer.vonage.com/en/messaging/sms/guides/concatenation-and-encoding
SIZES = [
    ("", 1, False),
    ("a" * 160, 1, False),
    ("a" * 161, 2, False),
    ("a" * 306, 2, False),
    ("a" * 307, 3, False),
    ("€" * 80, 1, False),
    ("€" * 81, 2, False),
    ("a" * 152 + "€" + "a" * 152, 3, False),  # no segment begins with the second half of an escaped character
    ("ä" * 160, 1, False),
    ("“", 1, True),
    ("文" * 70, 1, True),
    ("文" * 71, 2, True),
    ("文" * 134, 2, True),
    ("文" * 135, 3, True),
    ("👍" * 35, 1, True),
    ("👍" * 36, 2, True),
    ("👍" * 67, 3, True),  # 33 pairs to a segment: a pair is not cut in two
]


@pytest.mark.parametrize(("text", "segments", "unicode"), SIZES)
def test_segments_are_counted_as_the_network_counts_them(text: str, segments: int, unicode: bool) -> None:
    assert measure(text) == Size(segments, unicode)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("“Baik” — siap…", '"Baik" - siap...'),
        ("• satu\n• dua", "- satu\n- dua"),
        ("Halo 👋🏽 warga 🇮🇩!", "Halo warga !"),
        ("Kelurahan Ke\u0301bon", "Kelurahan Kébon"),
        ("Rūmah", "Rumah"),
        ("a\u00a0b\u200bc\td", "a bc d"),
        ("harga 5 €", "harga 5 €"),
        ("报告 “1”", "报告 “1”"),
        ("Ya\x1b\x07!", "Ya!"),
    ],
)
def test_a_text_is_made_plain_where_nothing_is_lost(text: str, plain: str) -> None:
    assert cheapest(text) == plain


@given(st.text(max_size=300))
def test_making_plain_never_costs_more_and_is_done_once(text: str) -> None:
    plain = cheapest(text)
    assert cheapest(plain) == plain
    if not measure(plain).unicode:
        assert measure(plain).segments <= max(1, measure(text).segments * 3)


@given(st.text(alphabet="ab €文👍\n", max_size=3000), st.integers(1, 10))
def test_pieces_are_small_enough_and_together_the_text(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(measure(piece).segments <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+6281255500101", "+6281255500101"),
        ("081255500101", "+6281255500101"),
        ("6281255500101", "+6281255500101"),
        ("006281255500101", "+6281255500101"),
        ("+62 812-5550-0101", "+6281255500101"),
        ("(021) 5550 0101", "+622155500101"),
        ("+12025550123", "+12025550123"),
        ("1708", None),
        ("3636", None),
        ("TELKOMSEL", None),
        ("whatsapp:+6281255500101", None),
        ("", None),
        ("+", None),
        ("+" * 400, None),
        ("1" * 400, None),
        ("081255500101; DROP TABLE", None),
    ],
)
def test_numbers_are_brought_into_one_form(written: str, number: str | None) -> None:
    assert e164(written, "ID") == number


def test_another_city_states_another_region() -> None:
    assert e164("0171 5550101", "DE") == "+491715550101"


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("050003a70201", SmsPart("a7", 1, 2)),
        ("06080412340302", SmsPart("1234", 2, 3)),
        ("0b0504158200000003a70201", SmsPart("a7", 1, 2)),
        ("", None),
        ("05", None),
        ("050003a7", None),
        ("0500ff", None),
        ("00", None),
    ],
)
def test_a_user_data_header_tells_the_part(header: str, part: SmsPart | None) -> None:
    assert read_udh(bytes.fromhex(header)) == part


@given(st.binary(max_size=40))
def test_any_user_data_header_is_read_or_not(header: bytes) -> None:
    read_udh(header)


@given(st.text(max_size=20) | st.integers() | st.floats() | st.none())
def test_any_time_is_a_time_or_none(value: object) -> None:
    found = moment(value)
    assert found is None or found.tzinfo is not None
