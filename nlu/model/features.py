"""What the classifiers see of a text, as a sparse vector.

Word and character n-grams, terms of the lists, how it begins and ends, and clues about the whole.

scikit-learn's vectorizers could do most of it, but slower for one text at a time, and their state
could only be stored as a pickle. This state is a JSON file and one array.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags

from nlu.text.regular import RegularText, words

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

WORD_GRAMS: Final = (1, 2)
CHAR_GRAMS: Final = (2, 5)
TERM_WORDS: Final = 3
EDGE_WORDS: Final = ((1, 2, 3), (1, 2))
FAMILIES: Final = ("grams", "pieces", "lists", "edges", "clues")
MIN_DOCS: Final = 2
"""An n-gram of fewer training texts than this is not a feature."""


def word_grams(row: Sequence[str], low: int, high: int) -> Iterator[str]:
    """Word n-grams: runs of ``low`` to ``high`` words."""
    for size in range(low, high + 1):
        if size == 1:
            yield from row
        else:
            for start in range(len(row) - size + 1):
                yield " ".join(row[start : start + size])


def char_grams(row: Iterable[str], low: int, high: int) -> Iterator[str]:
    """Character n-grams of each word with a blank on both sides, never across words."""
    for word in row:
        edged = f" {word} "
        length = len(edged)
        for size in range(low, min(high, length) + 1):
            for start in range(length - size + 1):
                yield edged[start : start + size]


def edges(row: Sequence[str]) -> Iterator[str]:
    """Features of how a text begins and ends: wishes and questions show there."""
    for size in EDGE_WORDS[0]:
        yield "^" + " ".join(row[:size])
    for size in EDGE_WORDS[1]:
        yield "$" + " ".join(row[-size:])


def regular_terms(lookups: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Returns each term in its normal form, with the names of the lists that have it."""
    terms: dict[str, set[str]] = {}
    for name, entries in lookups.items():
        for entry in entries:
            row = [part for word in words(entry) for part in word.norm.split()]
            if 0 < len(row) <= TERM_WORDS:
                terms.setdefault(" ".join(row), set()).add(name)
    return {term: sorted(names) for term, names in sorted(terms.items())}


class Features:
    """A fitted set of features. Each family of them (n-grams, lists, …) makes a vector of length 1."""

    def __init__(
        self,
        names: Mapping[str, Sequence[str]],
        idf: Floats,
        terms: Mapping[str, Sequence[str]],
    ) -> None:
        self.names = {family: list(names[family]) for family in FAMILIES}
        self.idf = idf
        self.terms = terms
        self._columns: dict[str, slice] = {}
        ids: dict[str, dict[str, int]] = {}
        offset = 0
        for family, members in self.names.items():
            ids[family] = {name: offset + i for i, name in enumerate(members)}
            self._columns[family] = slice(offset, offset + len(members))
            offset += len(members)
        self._ids = ids
        self._term_ids = {
            term: [ids["lists"][name] for name in lists if name in ids["lists"]] for term, lists in terms.items()
        }
        self._idf = idf.tolist()
        # a word's pieces are the same in every text; most words are seen again and again
        self._pieces_of: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self.idf)

    @classmethod
    def fit(cls, texts: Sequence[RegularText], lookups: Mapping[str, Iterable[str]] | None = None) -> Features:
        """Learns the n-grams of training texts; ``lookups`` are lists of terms by name."""
        terms = regular_terms(lookups or {})
        counts: dict[str, Counter[str]] = {family: Counter() for family in FAMILIES}
        for text in texts:
            counts["grams"].update(set(word_grams(text.words, *WORD_GRAMS)))
            counts["pieces"].update(set(char_grams(text.words, *CHAR_GRAMS)))
            counts["lists"].update(set(_listed(text.words, terms)))
            counts["edges"].update(set(edges(text.words)))
            counts["clues"].update(set(text.clues))

        names: dict[str, list[str]] = {}
        idf: list[float] = []
        for family in FAMILIES:
            least = 1 if family in ("lists", "clues") else MIN_DOCS
            names[family] = sorted(name for name, count in counts[family].items() if count >= least)
            idf += [log((1 + len(texts)) / (1 + counts[family][name])) + 1 for name in names[family]]
        return cls(names, np.array(idf, dtype=np.float32), terms)

    def vector(self, text: RegularText) -> tuple[Ints, Floats]:
        """Returns the numbers of a text's features and their values; none if no word or piece of it is known."""
        row = text.words
        ids: list[int] = []
        values: list[float] = []
        get = self._ids["grams"].get
        found = [i for gram in word_grams(row, *WORD_GRAMS) if (i := get(gram)) is not None]
        self._add(found, ids, values)
        found = []
        for word in row:
            found += self._pieces(word)
        self._add(found, ids, values)
        found = []
        terms = self._term_ids
        for gram in word_grams(row, 1, TERM_WORDS):
            if gram in terms:
                found += terms[gram]
        self._add(found, ids, values)
        if ids:  # clues alone say nothing
            get = self._ids["edges"].get
            self._add([i for edge in edges(row) if (i := get(edge)) is not None], ids, values)
            get = self._ids["clues"].get
            self._add([i for clue in text.clues if (i := get(clue)) is not None], ids, values)
        return np.array(ids, dtype=np.int64), np.array(values, dtype=np.float32)

    def _pieces(self, word: str) -> list[int]:
        known = self._pieces_of.get(word)
        if known is None:
            get = self._ids["pieces"].get
            known = [i for gram in char_grams((word,), *CHAR_GRAMS) if (i := get(gram)) is not None]
            if len(self._pieces_of) < _REMEMBERED:
                self._pieces_of[word] = known
        return known

    def _add(self, found: list[int], ids: list[int], values: list[float]) -> None:
        """Appends one family: logarithmic counts times idf (inverse document frequency), scaled to length 1."""
        if not found:
            return
        counts: dict[int, int] = {}
        for i in found:
            counts[i] = counts.get(i, 0) + 1
        idf = self._idf
        weights = [idf[i] if count == 1 else idf[i] * (1 + log(count)) for i, count in counts.items()]
        length = sum(weight * weight for weight in weights) ** -0.5
        ids += counts
        values += [weight * length for weight in weights]

    def matrix(self, texts: Sequence[RegularText]) -> csr_matrix:
        """Returns the vectors of many texts, for training."""
        indices, values, starts = [], [], [0]
        for text in texts:
            i, v = self.vector(text)
            indices.append(i)
            values.append(v)
            starts.append(starts[-1] + len(i))
        return csr_matrix(
            (np.concatenate(values), np.concatenate(indices), starts),
            shape=(len(texts), len(self)),
        )

    def view(self, *left_out: str) -> Floats:
        """Returns a factor for each feature: 0 in the families that are left out, 1 in the others."""
        kept = np.ones(len(self), dtype=np.float32)
        for family in left_out:
            kept[self._columns[family]] = 0
        return kept

    def without(self, x: csr_matrix, *families: str) -> csr_matrix:
        """Returns training vectors without some families; a head trained on them ignores these."""
        slim = (x @ diags(self.view(*families))).tocsr()
        slim.eliminate_zeros()
        return slim

    def save(self, folder: Path) -> None:
        """Writes the features into a folder."""
        state = {"names": self.names, "terms": self.terms}
        (folder / "features.json").write_text(json.dumps(state, ensure_ascii=False))
        np.savez(folder / "features.npz", idf=self.idf)

    @classmethod
    def load(cls, folder: Path) -> Features:
        """Reads what ``save`` wrote."""
        state = json.loads((folder / "features.json").read_text())
        with np.load(folder / "features.npz", allow_pickle=False) as arrays:
            return cls(state["names"], arrays["idf"], state["terms"])


_REMEMBERED: Final = 20_000
"""So many words are remembered with their n-grams, about 20 MB, so that nonsense can't fill the memory."""


def _listed(row: Sequence[str], terms: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for gram in word_grams(row, 1, TERM_WORDS):
        yield from terms.get(gram, ())
