"""The note that goes with a conversation, so that a reply stands in the citizen's own thread (RFC 5322, 3.6.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, ValidationError

from bots.mail.headers import one_line

_LONGEST_SUBJECT = 200
_KEPT = 12
_PREFIX = re.compile(r"^(?:(?:re|bls|balas|aw|sv|fwd?|fw|tr|trs|terusan|wg)\s*(?:\[\d+\])?:\s*)+", re.IGNORECASE)
_FORWARD = re.compile(r"^(?:fwd?|fw|tr|trs|terusan|wg)\s*:", re.IGNORECASE)
_EMPTY = re.compile(
    r"(?:\W|lapor(?:an)?|keluhan|aduan|pengaduan|aspirasi|report|complaint|tanya|mohon bantuan|info|hal[ol]o?|hi"
    r"|no subject|tanpa (?:subjek|judul)|foto|photo|image|img|darurat|penting|urgent|warga|baru|new)*",
    re.IGNORECASE,
)


class ThreadNote(BaseModel):
    """What is remembered of a conversation's mails. It stays short, though the conversation may go on for years."""

    model_config = ConfigDict(frozen=True)
    subject: str = ""
    references: tuple[str, ...] = ()
    """Message ids, the oldest first; the last one is of the mail that is answered."""

    def write(self) -> str:
        return self.model_dump_json()

    @staticmethod
    def make(subject: str, references: Sequence[str]) -> ThreadNote:
        """Returns a note with the first and the latest ids: clients show a mail below the last one that they know."""
        ids = tuple(dict.fromkeys(references))
        kept = ids if len(ids) <= _KEPT else (ids[0], *ids[1 - _KEPT :])
        return ThreadNote(subject=one_line(subject, _LONGEST_SUBJECT), references=kept)

    @staticmethod
    def read(text: str | None) -> ThreadNote:
        try:
            return ThreadNote.model_validate_json(text or "{}")
        except ValidationError:
            return ThreadNote()


def bare_subject(subject: str) -> str:
    """Without Re:, Bls: and the like."""
    return _PREFIX.sub("", subject).strip()


def is_forward(subject: str) -> bool:
    return _FORWARD.match(subject) is not None


def with_subject(subject: str, text: str) -> str:
    """A new mail's text, with its subject as first line if that says something that the text does not."""
    bare = bare_subject(subject)
    if not bare or _EMPTY.fullmatch(bare):
        return text
    words = set(re.findall(r"\w+", bare.casefold()))
    if words <= set(re.findall(r"\w+", text.casefold())):
        return text
    return f"{bare}\n{text}".strip()
