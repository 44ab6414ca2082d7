"""What a page says in one language that it must not say in another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from fluent.syntax import parse
from fluent.syntax.ast import BaseNode, Message, Resource, TextElement
from fluent.syntax.visitor import Visitor

from webhooks.wording import PAGE_TEXTS

_SHORTEST = 4
"""Letters; what is shorter stands in any text by chance."""
_READ = {"alt", "aria-label", "placeholder", "title"}


class _Reader(HTMLParser):
    """Keeps what somebody reads, or is read to them, but for elements that say that they speak otherwise."""

    def __init__(self, spoken: str) -> None:
        super().__init__()
        self.read: list[str] = []
        self._spoken = spoken
        self._foreign = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "html" and dict(attrs).get("lang", self._spoken) != self._spoken:
            self._foreign = tag
        if not self._foreign:
            self.read += [value for name, value in attrs if value and name in _READ]

    def handle_endtag(self, tag: str) -> None:
        if tag == self._foreign:
            self._foreign = ""

    def handle_data(self, data: str) -> None:
        if not self._foreign:
            self.read.append(data)


class _Pieces(Visitor):
    """The texts of a message between what is filled in, of all its variants."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def visit_TextElement(self, node: TextElement) -> None:  # noqa: N802 (Fluent's own name)
        self.found.append(node.value.strip())


def leftovers(page: str, file: str, *, spoken: str = "en", other: str = "id") -> list[str]:
    """Texts of the other language in a page that speaks this one, of those that this Fluent file holds."""
    reader = _Reader(spoken)
    reader.feed(page)
    shown = "\n".join(reader.read)
    words = _words(PAGE_TEXTS / other / file) - _words(PAGE_TEXTS / spoken / file)
    return sorted(text for text in words if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", shown))


def _words(path: Path) -> set[str]:
    resource = parse(path.read_text(encoding="utf-8"))
    assert isinstance(resource, Resource)
    return {
        piece
        for entry in resource.body
        if isinstance(entry, Message)
        for piece in _pieces(entry)
        if len(piece) >= _SHORTEST
    }


def _pieces(node: BaseNode) -> Iterator[str]:
    visitor = _Pieces()
    visitor.visit(node)
    yield from visitor.found
