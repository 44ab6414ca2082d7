"""Texts that people and machines send to break things: the longest ones, and what trips parsers and databases."""

from __future__ import annotations

from typing import Any

from core.kernel.messages import TEXT_LIMIT

LONGEST_CHARACTERS = TEXT_LIMIT


def _filled(piece: str) -> str:
    return (piece * (LONGEST_CHARACTERS // len(piece) + 1))[:LONGEST_CHARACTERS]


LONGEST: dict[str, str] = {
    "letters": _filled("a"),
    "digits": _filled("0123456789"),
    "cjk": _filled("路灯坏了"),
    "astral": _filled("😀𝔘"),
    "combining": _filled("e\u0301\u0302\u0303"),
    "newlines": "x" + _filled("\n")[2:] + "x",
    "quotes": _filled("\"'“”`´"),
    "braces": _filled("{ }{}"),
    "html": _filled("<b>&amp;</b><script>alert(1)</script>"),
    "fluent": _filled("{ $city } { kind-complaint } [none] *[other] "),
    "right to left": _filled("שלום سلام "),
    "controls": _filled("\x01\x02\x1b[31m\u202e\u2066\u200b"),
    "escapes": _filled("\\ud800\\u0000\\x00%00"),
}
"""Thirteen kinds of the longest text that is taken."""

JUNK: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    2**63,
    10**400,
    1e308,
    float("nan"),
    float("inf"),
    "",
    "\0",
    "\ud800",
    "\u202egnp.exe",
    "'; DROP TABLE ticket; --",
    "{ $city } {{7*7}} ${jndi:ldap://x}",
    "<script>alert(1)</script>",
    "a" * 100_000,
    "../../../etc/passwd",
    "http://169.254.169.254/latest/meta-data/",
    "😀" * 20_000,
    [],
    {},
    [[[[[]]]]],
    {"id": {"id": {"id": []}}},
    ["\ud800", None, -0.0],
)

LINES: tuple[str, ...] = (
    *(value for value in JUNK if isinstance(value, str)),
    "a\0b",
    "x\ud83dy",
    "%00%ff%c0%80",
    "\r\nSet-Cookie: a=b\r\n\r\n",
    "=cmd|' /C calc'!A0",
    "٣٤٥٦",
    "१२३",
    "9" * 5000,
    "-" * 3000,
    "1e400",
    "-6.2,106.8 " * 300,
    "https://maps.app.goo.gl/" + "x" * 3000,
    "https://www.google.com/maps/@999,-999,1z",
    "geo:91,181",
    "6P59QRXJ+" * 200,
    "K7M4-2XPR " * 300,
    "a@b.c-" * 500,
    "RT 001/RW 002 " * 300,
    "\u202e\u2066\u2069" * 500,
    "e\u0301" * 2000,
    "\ufdd0number\ufdd1",
    "\ufffe\uffff",
    "{",
    "}",
    "%s %d {0} {x!r}",
    "\\",
    "\t\v\f\x1c\x85\u2028\u2029",
    "ﷺ" * 1000,
    "İıſK" * 100,
)
"""Hostile texts for a single field of a form, a query or a message."""
