"""What people ask in the middle about the service itself; the topics stand in `faq.yml`, the answers in the wording."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from core.dialogue.plain_words import PlainWords, plain, stems

_FILE = Path(__file__).parent / "faq.yml"
_LONGEST = 18
"""Words; whoever writes more tells something besides."""
_ASKING = frozenset(
    plain(word)
    for word in (
        *(
            "apa",
            "apakah",
            "apaan",
            "siapa",
            "sapa",
            "kapan",
            "kpn",
            "berapa",
            "brp",
            "brapa",
            "gimana",
            "gmn",
            "bagaimana",
        ),
        *(
            "kenapa",
            "knp",
            "mengapa",
            "ngapain",
            "mana",
            "dimana",
            "bisakah",
            "bolehkah",
            "haruskah",
            "perlukah",
            "emang",
        ),
        *(
            "what",
            "who",
            "when",
            "how",
            "why",
            "where",
            "which",
            "is",
            "are",
            "can",
            "do",
            "does",
            "will",
            "should",
            "must",
        ),
        *(
            "piye",
            "opo",
            "sopo",
            "pundi",
            "kepriye",
            "pripun",
            "nopo",
            "ngopo",
            "piro",
            "kumaha",
            "naon",
            "saha",
            "iraha",
        ),
        *("sabaraha", "naha", "kunaon", "sinten", "pinten", "kados", "kemana", "ke mana"),
    )
)
_SURELY_ASKING = frozenset(plain(word) for word in ("gak", "ga", "nggak", "ngga", "kah"))
_AT_THE_END = frozenset(
    plain(word)
    for word in ("gak", "ga", "nggak", "ngga", "gk", "kah", "kan", "ora", "teu", "ta", "bukan", "ya", "yah", "kah")
)


def topic(words: PlainWords, text: str) -> str | None:
    """The topic that is asked about; None if it is none of the list, or no question."""
    if words.longer or not words.tokens or len(words) > _LONGEST or not is_question(words, text):
        return None
    said = set(words.tokens) | {bare for word in words.tokens for bare in stems(word)}
    fitting = [
        (len(line), name) for name, lines in _topics().items() for line in lines if all(said & one for one in line)
    ]
    return max(fitting, default=(0, None), key=lambda found: found[0])[1]


def plainly_asks(words: PlainWords, text: str) -> bool:
    """Whether it can be nothing but a question; "tolong cepet ya" could be an answer, too."""
    return "?" in text or any(token in _ASKING for token in words.tokens) or words.tokens[-1] in _SURELY_ASKING


def is_question(words: PlainWords, text: str) -> bool:
    """Whether a message asks: by its mark, or by its words."""
    if "?" in text:
        return True
    tokens = words.tokens
    return any(token in _ASKING for token in tokens) or (len(tokens) > 1 and tokens[-1] in _AT_THE_END)


@cache
def _topics() -> Mapping[str, tuple[tuple[frozenset[str], ...], ...]]:
    loaded: Mapping[str, list[str]] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return {name: tuple(map(_line, lines)) for name, lines in loaded.items()}


def _line(words: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(map(plain, word.split("|"))) for word in words.split())
