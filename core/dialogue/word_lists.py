"""The lists of words that an operator may edit: the YAML files beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from core.dialogue.plain_words import PlainWords, plain

Line = tuple[frozenset[str], ...]
"""What has to stand in a message, in any order: one word of each set."""


@cache
def word_lists(name: str) -> Mapping[str, Any]:
    """The lists of a file, by their names."""
    # The base loader leaves every word a string: "yes", "no" and "on" are no booleans here.
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    lists: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    return lists


@cache
def plain_list(file: str, name: str) -> frozenset[str]:
    """The single words of a list, as the words of a message are."""
    return frozenset(map(plain, word_lists(file)[name]))


def line(words: str) -> Line:
    """A line such as "ular|snake masuk|dalam"."""
    return tuple(frozenset(map(plain, word.split("|"))) for word in words.split())


def stands_in(wanted: Line, words: PlainWords) -> bool:
    """Whether a message has a word of each set, with or without its endings."""
    return all(words.with_stems & alternatives for alternatives in wanted)
