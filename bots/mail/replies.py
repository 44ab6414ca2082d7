"""Cuts a mail's text down to what its author wrote anew: no quotes, no signature, no disclaimer.

By mail-parser-reply, with Indonesian added. Its patterns meet hostile texts here, so they get a text whose
long lines and runs of empty lines are out of the way: that keeps their time in bounds.
"""

from __future__ import annotations

import re

from mailparser_reply import constants  # type: ignore[import-untyped]
from mailparser_reply.parser import EmailMessage as Thread  # type: ignore[import-untyped]

_QUOTED = constants.QUOTED_MATCH_INCLUDE
constants.MAIL_LANGUAGES["id"] = {
    # Gmail: Pada tanggal Sen, 5 Mei 2025 pukul 10.00 Nama <alamat> menulis:  Apple and Yahoo alike.
    "wrote_header": rf"^(?!Pada[.\s]*Pada\s(.+?\s?.+?)\smenulis:)({_QUOTED}[ ]*Pada\s(?:.+?\s?.+?)\s?menulis:)\s*$",
    "from_header": (
        rf"((?:(?:^|\n|\n{_QUOTED})[* ]*(?:Dari|Dikirim|Terkirim|Kepada|Ke|Subjek|Perihal|Judul|Tanggal|Cc):"
        r"[ *]*(?:\s{,2}).*){2,}(?:\n.*){,1})"
    ),
    "disclaimers": ["Penafian:", "PERHATIAN:"],
    "signatures": [
        r"(?:Hormat|Salam) (?:saya|kami|hormat|hangat)\b",
        r"Terima kasih dan salam",
        r"Wassalam[a-z']*[,. ]",
        r"Salam,",
    ],
    "sent_from": "(?:Dikirim|Terkirim) dari|Dapatkan Outlook untuk|Sent from|Sent via",
}
_LANGUAGES = ["id", "en"]
_LONGEST = 12_000
_LONG_LINE = 400
_SEPARATOR = re.compile(
    r"^[ >]*-{3,} ?(?:Original Message|Pesan Asli|Pesan asli|Pesan yang Diteruskan|Balasan di atas) ?-{3,}\s*$.*",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)


def newly_written(text: str, *, answers: bool) -> str:
    """Returns the author's own words. `answers`: the mail answers another one, so that nothing may be left of it."""
    text = re.sub(r"[ \t]+$", "", text.replace("\r\n", "\n").replace("\r", "\n"), flags=re.MULTILINE)
    # A line break within "… <address>\nwrote:" is how Gmail wraps; the library joins it by itself.
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    head, rest = text[:_LONGEST], text[_LONGEST:]
    skeleton, long_lines = _without_long_lines(head)
    own = _own_words(skeleton)
    if not own and not answers:
        # Somebody forwards a mail or writes below a quote: then that is what there is to say.
        own = skeleton
    whole = len(own) == len(skeleton)
    for number, line in enumerate(long_lines):
        own = own.replace(f"\uf8ff{number}\uf8ff", line)
    return (own + rest if whole else own).strip()


def _own_words(text: str) -> str:
    text = _SEPARATOR.sub("", text)
    parts = Thread(text=text, languages=list(_LANGUAGES), keep_hyphen_lists=True).read().replies
    if not parts:
        return ""
    first = parts[0]
    if not first.headers:
        return _unquoted(first.body)
    # Written below the quote: its header comes first, and the answer is what bears no mark.
    return _unquoted(first.body) if re.search(r"^>", first.content, re.MULTILINE) else ""


def _unquoted(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.startswith(">")).strip()


def _without_long_lines(text: str) -> tuple[str, list[str]]:
    kept: list[str] = []
    lines = text.replace("\uf8ff", "").split("\n")
    for number, line in enumerate(lines):
        if len(line) > _LONG_LINE:
            lines[number] = f"\uf8ff{len(kept)}\uf8ff"
            kept.append(line)
    return "\n".join(lines), kept
