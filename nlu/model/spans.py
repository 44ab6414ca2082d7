"""Finds spans of one kind (places) in a row of words: a conditional random field (python-crfsuite).

Each word begins (B), continues (I) or lies outside (O) of a span, as it and its neighbours tell.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Final

import pycrfsuite

from nlu.text.regular import Word

BEGIN, INSIDE, OUTSIDE = "B", "I", "O"
RARE = "<rare>"
"""Stands for words of fewer than ``_KNOWN`` training sentences. Names of places are mostly such
words, so the tagger learns from it how to tag words that it doesn't know."""
_KNOWN = 4
_LONGEST_NAME = 4
_OUTSIDE: Final = 0.6
"""A word is outside of all spans if the probability of that is higher. A missed part of a place costs the citizen
a question, a word too many costs nothing: of held-out places 0.92 instead of 0.91 are found at least in part."""
_TRAINING: Final = {"c1": 0.0, "c2": 0.1, "max_iterations": 120, "feature.minfreq": 2}
_MODEL, _WORDS = "tagger.crfsuite", "tagger.json"


@dataclass(frozen=True, slots=True)
class WordSpan:
    """Words ``start`` to ``end`` (exclusive), with the mean probability of their tags."""

    start: int
    end: int
    confidence: float


def _shape(raw: str) -> str:
    if raw.isdigit():
        return "9" * min(len(raw), 4)
    if raw.isupper():
        return "X" if len(raw) == 1 else "XX"
    if raw[:1].isupper():
        return "Xx"
    return "x" if raw.isalpha() else raw[:1]


def _form(word: Word) -> str:
    return (word.norm or word.raw.lower()).encode("utf-8", "replace").decode()


def _clues(words: Sequence[Word], known: Container[str], names: Container[str]) -> list[list[str]]:
    """Returns the features of every word, for the tagger."""
    raws = [w.raw.encode("utf-8", "replace").decode() for w in words]  # half surrogates are no UTF-8
    lower = [raw.lower() for raw in raws]
    form = [f if (f := _form(w)) in known else RARE for w in words]
    listed = _listed(lower, names)
    shape = [_shape(raw) for raw in raws]
    # in all capitals or all small letters the case says nothing
    told = "u" if any(s == "Xx" for s in shape) else "-"
    edge = ["<s>", "<s>"]
    f = [*edge, *form, "</s>", "</s>"]
    s = [*edge, *shape, "</s>", "</s>"]
    rows = []
    for i, word in enumerate(lower):
        j = i + 2
        rows.append(
            [
                f"w={f[j]}",
                f"raw={word if form[i] != RARE else RARE}",
                f"s={told}{s[j]}",
                f"p3={word[:3]}",
                f"x3={word[-3:]}",
                f"-1={f[j - 1]}",
                f"-2={f[j - 2]}",
                f"+1={f[j + 1]}",
                f"+2={f[j + 2]}",
                f"-1,0={f[j - 1]} {f[j]}",
                f"0,+1={f[j]} {f[j + 1]}",
                f"-1s={told}{s[j - 1]}{s[j]}",
                f"+1s={told}{s[j]}{s[j + 1]}",
                f"-2,-1={f[j - 2]} {f[j - 1]}",
                f"-1,s={f[j - 1]} {told}{s[j]}",
                f"s3={told}{s[j - 1]}{s[j]}{s[j + 1]}",
                f"list={listed[i]}",
                f"list={listed[i]},-1={f[j - 1]}",
            ]
        )
    return rows


def _listed(lower: Sequence[str], names: Container[str]) -> list[str]:
    """Returns for each word whether a listed name begins (B) or continues (I) there; "-" elsewhere."""
    marks = ["-"] * len(lower)
    i = 0
    while i < len(lower):
        for size in range(min(_LONGEST_NAME, len(lower) - i), 0, -1):
            if " ".join(lower[i : i + size]) in names:
                marks[i : i + size] = ["B", *["I"] * (size - 1)]
                i += size - 1
                break
        i += 1
    return marks


class Tagger:
    """A fitted tagger. It has state while it reads a text, so only one thread may use it at a time."""

    def __init__(self, model: bytes | None, known: Iterable[str] = (), listed: Iterable[str] = ()) -> None:
        self._model = model
        self._known = frozenset(known)
        self._listed = frozenset(listed)
        self._field = pycrfsuite.Tagger()
        if model is not None:
            self._field.open_inmemory(model)

    @classmethod
    def fit(
        cls,
        texts: Sequence[Sequence[Word]],
        tags: Sequence[Sequence[str]],
        listed: Iterable[str] = (),
    ) -> Tagger:
        """Learns from texts and the tags of their words; ``listed`` are known names."""
        seen = Counter(form for words in texts for form in {_form(w) for w in words})
        known = {form for form, count in seen.items() if count >= _KNOWN}
        gazetteer = {name.lower() for name in listed}
        trainer = pycrfsuite.Trainer(verbose=False)
        trainer.set_params(_TRAINING)
        for words, row in zip(texts, tags, strict=True):
            trainer.append(_clues(words, known, gazetteer), row)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / _MODEL
            trainer.train(str(path))
            return cls(path.read_bytes(), known, gazetteer)

    @classmethod
    def empty(cls) -> Tagger:
        """Returns a tagger that finds nothing, for training data without any span."""
        return cls(None)

    def spans(self, words: Sequence[Word]) -> list[WordSpan]:
        """Returns the spans of one text."""
        if not words or self._model is None:
            return []
        self._field.set(_clues(words, self._known, self._listed))
        outside = [self._field.marginal(OUTSIDE, i) for i in range(len(words))]
        begins = [self._field.marginal(BEGIN, i) >= self._field.marginal(INSIDE, i) for i in range(len(words))]
        found: list[WordSpan] = []
        start = None
        for i in range(len(words) + 1):
            inside = i < len(words) and outside[i] <= _OUTSIDE
            if start is not None and (not inside or begins[i]):
                found.append(WordSpan(start, i, fmean(1 - chance for chance in outside[start:i])))
                start = None
            if inside and start is None:
                start = i
        return found

    def save(self, folder: Path) -> None:
        state = {"known": sorted(self._known), "listed": sorted(self._listed)}
        (folder / _WORDS).write_text(json.dumps(state, ensure_ascii=False))
        if self._model is not None:
            (folder / _MODEL).write_bytes(self._model)

    @classmethod
    def load(cls, folder: Path) -> Tagger:
        state = json.loads((folder / _WORDS).read_text())
        model = folder / _MODEL
        return cls(model.read_bytes() if model.exists() else None, state["known"], state["listed"])
