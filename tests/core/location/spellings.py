"""Spelling variants of names, made by rule and by a fixed seed: abbreviation, one-edit error, order, no marker."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.location import Area
from core.location.tokens import words_of

KINDS = ("abbreviation", "edit", "order", "no_marker")
FRAMES = ("Kel. {name}", "lampu mati di kelurahan {name}", "{name}", "banjir di {name}, Kec. {kecamatan}")


@dataclass(frozen=True)
class Variant:
    area: Area
    kind: str
    text: str


def variants(
    areas: Sequence[Area], abbreviations: Mapping[str, tuple[str, ...]], count: int, seed: int = 20240501
) -> Iterator[Variant]:
    chance = random.Random(seed)
    short = _inverse(abbreviations)
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        area = chance.choice(areas)
        words = list(words_of(area.name))
        frame = chance.choice(FRAMES)
        if kind == "abbreviation":
            words = _abbreviated(words, short, chance)
        elif kind == "edit":
            words = _misspelt(words, chance)
        elif kind == "order":
            if len(words) > 1 and chance.random() < 0.5:
                words = words[1:] + words[:1]
            else:
                frame = "{kota}, {kecamatan}, {name}"
        else:
            frame = "{name}"
        name = " ".join(words)
        if chance.random() < 0.3:
            name = name.title()
        yield Variant(area, kind, frame.format(name=name, kecamatan=area.kecamatan, kota=area.kota))


def _inverse(abbreviations: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    short: dict[str, list[str]] = {}
    for written, full in abbreviations.items():
        short.setdefault(full[0], []).append(written)
    return short


def _abbreviated(words: list[str], short: Mapping[str, list[str]], chance: random.Random) -> list[str]:
    known = [at for at, word in enumerate(words) if word in short]
    if known:
        at = chance.choice(known)
        written = chance.choice(sorted(short[words[at]])) + chance.choice(("", "."))
    elif len(words) > 1:
        at = chance.randrange(len(words))
        written = words[at][: max(3, len(words[at]) // 2)] + "." if len(words[at]) > 4 else words[at]
    else:
        return words
    return [*words[:at], written, *words[at + 1 :]]


def _misspelt(words: list[str], chance: random.Random) -> list[str]:
    at = chance.choice([n for n, word in enumerate(words) if len(word) == max(map(len, words))])
    word = words[at]
    place = chance.randrange(1, len(word))
    letter = chance.choice(string.ascii_lowercase)
    edits = (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :],
    )
    return [*words[:at], chance.choice(edits), *words[at + 1 :]]
