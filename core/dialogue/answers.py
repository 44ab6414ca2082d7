"""What a short message answers, read beside the question that is open. The words stand in `answers.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from core.dialogue.plain_words import PlainWords, bones, bones_of, phrase, stems
from core.dialogue.state import Option
from core.dialogue.utterance import Utterance
from core.dialogue.word_lists import plain_list, word_lists

_FILE = "answers.yml"
_AROUND = "around"
_UNKNOWN_WORDS = 4
"""About one word in so many may be unknown: names, slips, what no list has."""
_CLEAR_NO = 7
"""Words within which a plain no is a no, whatever else is said with it."""
_LONGEST_ACT = 8
"""Words of an answer that only the model understood."""
_LONGEST_CHOICE = 8
_MOST_STARS = 5
GOOD_FROM = 3
_TURNS = 2
"""Words behind a negation that it turns around."""
_STAR_DIGIT = re.compile(r"(?:b|bt|btg|bntg|bintang|star)(\d)")


class ShortAnswer(StrEnum):
    YES = "yes"
    NO = "no"
    LATER = "later"
    UNKNOWN = "unknown"
    """The citizen does not know."""
    AS_SAID = "as_said"
    """It was said before."""
    GO_ON = "go_on"
    BACK = "back"
    AGAIN = "again"
    """The question was not understood."""
    BOTH = "both"


_WHAT_COUNTS = (
    ShortAnswer.AGAIN,
    ShortAnswer.UNKNOWN,
    ShortAnswer.BACK,
    ShortAnswer.NO,
    ShortAnswer.LATER,
    ShortAnswer.AS_SAID,
    ShortAnswer.BOTH,
    ShortAnswer.GO_ON,
    ShortAnswer.YES,
)
"""Where words of two meanings stand together ("ga bener", "lanjut aja nanti saya kirim"), the first one counts."""


class _Table:
    """Phrase -> meaning, with what is asked of it for every message found once."""

    def __init__(self, meanings: Mapping[tuple[str, ...], str]) -> None:
        self._meanings = meanings
        self.longest = max(map(len, meanings))
        self._by_bones = _bones_of_words(meanings)

    def phrase(self, tokens: Sequence[str]) -> str | None:
        return self._meanings.get(tuple(tokens))

    def word(self, token: str) -> str | None:
        """As it stands, without its endings, or by its consonants where its vowels were left out."""
        for form in (token, *stems(token)):
            if meaning := self._meanings.get((form,)):
                return meaning
        skeleton = bones(token)
        return self._by_bones.get(skeleton) if skeleton else None


def _bones_of_words(meanings: Mapping[tuple[str, ...], str]) -> Mapping[str, str]:
    """Consonants -> meaning, of the single words; those that could mean two things are left out."""
    found: dict[str, str | None] = {}
    for words, meaning in meanings.items():
        if len(words) == 1 and (left := bones_of(words[0])):
            found[left] = meaning if found.get(left, meaning) == meaning else None
    return {left: meaning for left, meaning in found.items() if meaning}


@dataclass(frozen=True)
class Judgement:
    """What somebody thinks of the work: good or not, and the stars if they were named."""

    good: bool
    stars: int | None = None


def answer(incoming: Utterance, question: str) -> ShortAnswer | None:
    """What a message answers to a question of this name; None if it says something else, or more.

    The words count first; where they are not known, what the model takes it for.
    """
    words = incoming.words
    if not words.tokens or words.longer:
        return None
    table = _table(question)
    tokens = _before_condition(words.tokens, question)
    meanings, unknown = _read(tokens, table)
    if _OTHER in meanings:
        return None
    known = unknown <= (len(tokens) + 1) // _UNKNOWN_WORDS
    if known or (len(tokens) <= _CLEAR_NO and _is_plain_no(incoming, meanings, question)):
        return next((one for one in _WHAT_COUNTS if one in meanings), None)
    if len(words) > _LONGEST_ACT or incoming.facts.place.says_something:
        return None
    return _ACTS.get(incoming.act or "")


def _is_plain_no(incoming: Utterance, meanings: set[str], question: str) -> bool:
    """Whether a no counts whatever else is said with it: where it costs nothing, and nothing is told."""
    if question not in _NO_IS_ENOUGH or not {ShortAnswer.NO, ShortAnswer.UNKNOWN} & meanings:
        return False
    return incoming.act not in _TELLING and not incoming.facts.place.says_something


_TELLING = frozenset({"correct", "give_place", "report", "add_information", "cancel"})
_OTHER = "other"
"""The meaning of words that make a message anything but an answer to this question."""
_ACTS = {"affirm": ShortAnswer.YES, "deny": ShortAnswer.NO, "skip": ShortAnswer.GO_ON}
_NO_IS_ENOUGH = frozenset({"photo", "publish", "duplicate"})
"""Questions whose no costs nothing: who says no among other words is not asked again."""


def _before_condition(tokens: tuple[str, ...], question: str) -> tuple[str, ...]:
    """ "Boleh, asal nama saya tidak muncul" is "boleh": on that condition it is shown anyway."""
    conditions = _conditions(question)
    for at in range(1, len(tokens)):
        if any(tokens[at : at + len(one)] == one for one in conditions):
            return tokens[:at]
    return tokens


@cache
def _conditions(question: str) -> tuple[tuple[str, ...], ...]:
    return tuple(phrase(words) for words in word_lists(_FILE)["conditions"].get(question, ()))


def is_small_talk(words: PlainWords, question: str) -> bool:
    """Whether no word of the message says anything: neither a place nor a matter can stand in it."""
    _, unknown = _read(words.tokens, _table(question))
    return unknown == 0 and not words.longer


def unknown_words(words: PlainWords, question: str) -> tuple[str, ...]:
    """The words that mean nothing beside a question."""
    return tuple(token for token in words.tokens if not _table(question).word(token))


def begins_with_place(words: PlainWords) -> bool:
    """Whether a message begins as an answer to where it is does: "di", "depan", "Jl."."""
    return any(
        token in plain_list(_FILE, "place_markers") or token in ("di", "ke", "dari") for token in words.tokens[:1]
    )


def says_nothing(token: str) -> bool:
    """Whether a word says nothing of a matter or a place, whatever was asked."""
    return _table("").phrase((token,)) is not None


def names_surroundings(words: PlainWords) -> bool:
    """Whether a word such as "depan" or "pasar" stands before one that no answer has: "depan warung bu siti"."""
    table = _table("place")
    beside = zip(words.tokens, words.tokens[1:], strict=False)
    markers = plain_list(_FILE, "place_markers")
    return any(token in markers and not table.word(after) for token, after in beside)


def about_photo(words: PlainWords) -> bool:
    """Whether a message without one speaks of photos."""
    return _says_one_of(words, "photo_words")


def speaks_of_showing(words: PlainWords) -> bool:
    """Whether a message speaks of showing something to others."""
    return _says_one_of(words, "shown_words")


def allows(words: PlainWords) -> bool:
    """Whether a message speaks of allowing something, or of names."""
    return _says_one_of(words, "allowing_words")


def _says_one_of(words: PlainWords, name: str) -> bool:
    return bool(words.with_stems & plain_list(_FILE, name))


def begins_with_no(words: PlainWords) -> bool:
    """Whether a message denies what it goes on to name."""
    return _table("").phrase(words.tokens[:1]) == ShortAnswer.NO


def choice(words: PlainWords, options: Sequence[Option]) -> str | None:
    """The id of the option that is meant by its number, its place in the list, or the words of its label."""
    if not options or not words.tokens or len(words) > _LONGEST_CHOICE:
        return None
    return _by_ordinal(words, options) or _by_label(words, options)


def satisfaction(words: PlainWords) -> Judgement | None:
    """Whether the work was done well, in an answer to that question; None if it tells neither.

    "Tidak" turns the word behind it around ("ga bau lagi", "tidak beres"); by itself it is a no.
    """
    stars = _stars(words.tokens)
    if stars is not None:
        return Judgement(stars >= GOOD_FROM, stars)
    found = _judgements(words.tokens)
    if not found:
        return None
    return Judgement("bad" not in found and "good" in found)


def _judgements(tokens: Sequence[str]) -> set[str]:
    table, found, turned = _done(), set[str](), 0
    for at, token in enumerate(tokens):
        match table.phrase(tokens[at : at + 2]) or table.word(token):
            case "negation":
                turned = at + _TURNS
                found.add("negation")
            case "good":
                found.add("bad" if at <= turned and turned else "good")
            case "bad":
                found.add("good" if at <= turned and turned else "bad")
    return found


def grade(words: PlainWords) -> str | None:
    """The grade of the survey that an answer names (1 to 4), or that it is enough ("stop"); None if neither."""
    found, unknown = _read(words.tokens, _grades())
    return found.pop() if len(found) == 1 and not unknown and not words.longer else None


# --- reading ---------------------------------------------------------------------------------------


def _read(tokens: Sequence[str], table: _Table) -> tuple[set[str], int]:
    """The meanings that occur, and how many words have none; of phrases the longest counts."""
    found, unknown, at = set[str](), 0, 0
    while at < len(tokens):
        length, meaning = _longest_phrase(tokens[at:], table)
        if meaning:
            found.add(meaning)
        else:
            unknown += 1
        at += length
    return found - {_AROUND}, unknown


def _longest_phrase(tokens: Sequence[str], table: _Table) -> tuple[int, str | None]:
    """How many words stand for one meaning, and which; one word for none."""
    for length in range(min(table.longest, len(tokens)), 1, -1):
        if meaning := table.phrase(tokens[:length]):
            return length, meaning
    return 1, table.word(tokens[0])


def _by_ordinal(words: PlainWords, options: Sequence[Option]) -> str | None:
    numbers = set[int]()
    for token in words.tokens:
        if token.isascii() and token.isdigit() and len(token) <= 2:
            numbers.add(int(token))
        elif (number := _ordinals().get((token,))) is not None:
            numbers.add(number)
        elif (token,) not in _ordinals_around():
            return None
    if len(numbers) > 1 and "one" in words.tokens:
        numbers.discard(1)  # "the second one"
    if len(numbers) != 1:
        return None
    number = numbers.pop()
    if number == -1:
        return options[-1].id
    return options[number - 1].id if 1 <= number <= len(options) else None


def _by_label(words: PlainWords, options: Sequence[Option]) -> str | None:
    """All the words of the label, or all that a message says beside small talk where one label alone has them."""
    around = {token for token in words.tokens if _table("").phrase((token,)) == _AROUND}
    said = set(words.tokens)
    labels = [(option.id, set(PlainWords.of(option.label).tokens)) for option in options]
    whole = [identity for identity, label in labels if label and label <= said and said - label <= around]
    fitting = [identity for identity, label in labels if said - around and said - around <= label]
    return next((found[0] for found in (whole, fitting) if len(found) == 1), None)


def _stars(tokens: Sequence[str]) -> int | None:
    """Stars in any spelling: signs, "bintang 4", "b4", "4/5", a digit alone, or out of ten."""
    numbers = [int(token) for token in tokens if token.isascii() and token.isdigit() and len(token) <= 2]
    signs = sum(token in _STAR_SIGNS for token in tokens)
    if signs and not numbers:
        return min(signs, _MOST_STARS)
    if glued := next((found for token in tokens if (found := _STAR_DIGIT.fullmatch(token))), None):
        numbers = [int(glued[1])]
    elif not signs and not _names_stars(tokens) and not _of_five(tokens):
        return None
    numbers = numbers or [_ordinals()[(token,)] for token in tokens if (token,) in _ordinals()]
    best = numbers[0] if numbers else 0
    if _MOST_STARS < best <= 2 * _MOST_STARS:
        best = round(best / 2)
    return best if 1 <= best <= _MOST_STARS else None


_STAR_SIGNS = frozenset({"⭐", "★", "*"})


def _names_stars(tokens: Sequence[str]) -> bool:
    return any(token in plain_list(_FILE, "stars") or bones(token) in _star_bones() for token in tokens)


def _of_five(tokens: Sequence[str]) -> bool:
    """ "4/5", "3 dari 5", or a digit alone."""
    if len(tokens) == 1:
        return tokens[0].isascii() and tokens[0].isdigit()
    digits = [token for token in tokens if token.isascii() and token.isdigit()]
    return len(digits) == 2 and digits[1] == "5" and len(tokens) <= 4


# --- the lists -------------------------------------------------------------------------------------


@cache
def _table(question: str) -> _Table:
    """What a question says of a word counts before what it means elsewhere."""
    lists = word_lists(_FILE)
    table = {phrase(words): _AROUND for words in lists["around"]}
    table |= _phrases(lists["meanings"])
    own: Mapping[str, Sequence[str]] = lists["questions"].get(question, {})
    table |= {phrase(words): _AROUND for words in own.get(_AROUND, ()) if phrase(words) not in table}
    return _Table(table | _phrases({meaning: words for meaning, words in own.items() if meaning != _AROUND}))


def _phrases(lists: Mapping[str, Iterable[str]]) -> dict[tuple[str, ...], str]:
    return {phrase(words): meaning for meaning, phrases in lists.items() for words in phrases if phrase(words)}


@cache
def _done() -> _Table:
    return _Table(_phrases(word_lists(_FILE)["done"]))


@cache
def _grades() -> _Table:
    lists = word_lists(_FILE)
    return _Table({phrase(words): _AROUND for words in lists["around"]} | _phrases(lists["grades"]))


@cache
def _ordinals() -> Mapping[tuple[str, ...], int]:
    return {phrase(word): int(number) for number, words in word_lists(_FILE)["ordinals"].items() for word in words}


@cache
def _ordinals_around() -> frozenset[tuple[str, ...]]:
    around = (*word_lists(_FILE)["ordinals_around"], *word_lists(_FILE)["around"])
    return frozenset(phrase(word) for word in around)


@cache
def _star_bones() -> frozenset[str | None]:
    return frozenset(bones_of(word) for word in plain_list(_FILE, "stars")) - {None}
