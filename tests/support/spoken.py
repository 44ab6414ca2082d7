"""Which language a staff page speaks, by the texts of the Fluent files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from fluent.syntax import parse
from fluent.syntax.ast import BaseNode, TextElement

from webhooks.wording import PAGE_TEXTS


def nodes(tree: object) -> Iterator[object]:
    """A Fluent tree, from the top."""
    yield tree
    for part in tree if isinstance(tree, list) else vars(tree).values() if isinstance(tree, BaseNode) else ():
        yield from nodes(part)


def texts(language: str) -> set[str]:
    """Every stretch of words of the staff pages' texts, as it stands between fillings."""
    trees = [parse(path.read_text(encoding="utf-8")) for path in (PAGE_TEXTS / language).glob("staff*.ftl")]
    elements = [node.value for node in nodes(trees) if isinstance(node, TextElement)]
    parts = {part.strip() for text in elements for part in re.split(r"[.:;…“”]", text)}
    return {words for words in parts if len(words) > 3 and re.search(r"\b[^\W\d_]{3,}\b", words)}


_VOID = {"br", "hr", "img", "input", "link", "meta"}
_WRITTEN = {"said", "turn-buttons", "turn-pressed", "call-text", "row-text", "choice-text"}
"""Classes of what citizens, bot and staff have written."""


class _Page(HTMLParser):
    """What the page itself says to whoever reads it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._passed_over = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = set((given.get("class") or "").split())
        begins = bool(classes & _WRITTEN) or tag in ("textarea", "code", "script")
        if (self._passed_over or begins) and tag not in _VOID:
            self._passed_over += 1
        if "hreflang" not in given:  # the link to the other language speaks that
            self.words += [given[name] or "" for name in ("alt", "aria-label", "placeholder") if name in given]

    def handle_endtag(self, tag: str) -> None:
        self._passed_over -= bool(self._passed_over)

    def handle_data(self, data: str) -> None:
        if not self._passed_over:
            self.words.append(data)


def indonesian(html: str) -> set[str]:
    """Texts of the staff pages that a page shows in Indonesian."""
    shown = "\n".join(_Page(html).words)
    return {text for text in texts("id") - texts("en") if re.search(rf"(?<![\w/]){re.escape(text)}(?!\w)", shown)}
