"""HTML mail as plain text. Nothing of it is ever shown as HTML again."""

from __future__ import annotations

import re
from dataclasses import dataclass

import lxml.html
from inscriptis import Inscriptis  # type: ignore[import-untyped]
from inscriptis.css_profiles import STRICT_CSS_PROFILE  # type: ignore[import-untyped]
from inscriptis.model.config import ParserConfig  # type: ignore[import-untyped]
from lxml import etree

_LARGEST = 500_000
_CONFIG = ParserConfig(css=STRICT_CSS_PROFILE)
_GONE = etree.XPath("//script | //style | //head | //template | //object | //comment() | //processing-instruction()")
# What Gmail, Outlook, Yahoo, Apple and Thunderbird put around what they quote, and around signatures.
_QUOTES = etree.XPath(
    "//blockquote[@type='cite'] | //blockquote[contains(@class, 'gmail_quote')]"
    " | //*[contains(concat(' ', @class, ' '), ' gmail_quote ')] | //*[contains(@class, 'gmail_quote_container')]"
    " | //*[contains(@class, 'yahoo_quoted')] | //*[contains(@class, 'moz-cite-prefix')]"
    " | //*[@id='appendonsend' or @id='divRplyFwdMsg' or @id='mail-editor-reference-message-container']"
    " | //*[@id='appendonsend' or @id='divRplyFwdMsg']/following-sibling::*"
)
_SIGNATURES = etree.XPath(
    "//*[contains(@class, 'gmail_signature')] | //*[contains(@class, 'moz-signature')]"
    " | //*[@id='Signature' or @id='ms-outlook-mobile-signature']"
)
_HIDDEN_FONT = re.compile(r"\s+")


@dataclass(frozen=True)
class HtmlPart:
    """What an HTML part says, and the Content-IDs of the pictures that it shows."""

    text: str = ""
    shown: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()
    """Pictures that stand in the quoted mail only."""


def read_html(source: str, *, cut: bool) -> HtmlPart:
    """Returns what an HTML part says; nothing if it cannot be parsed. `cut`: without quotes and signatures."""
    try:
        # Bytes, since lxml refuses a str that declares an encoding.
        parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        tree = lxml.html.document_fromstring(source[:_LARGEST].encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return HtmlPart()
    _drop(_GONE, tree)
    everything = _pictures(tree)
    if cut:
        _drop(_QUOTES, tree)
        _drop(_SIGNATURES, tree)
    shown = _pictures(tree)
    return HtmlPart(_text(tree), shown, everything - shown)


def _drop(what: etree.XPath, tree: lxml.html.HtmlElement) -> None:
    found = what(tree)
    for element in found if isinstance(found, list) else []:
        if isinstance(element, etree._Element) and element.getparent() is not None:
            _detach(element)


def _detach(element: etree._Element) -> None:
    """Remove an element, but leave the text that follows it."""
    parent, tail = element.getparent(), element.tail
    if parent is None:
        return
    if tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)


def _pictures(tree: lxml.html.HtmlElement) -> frozenset[str]:
    sources = (str(image.get("src") or "") for image in tree.iter("img"))
    return frozenset(source[4:] for source in sources if source.lower().startswith("cid:"))


def _text(tree: lxml.html.HtmlElement) -> str:
    try:
        text: str = Inscriptis(tree, _CONFIG).get_text()
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        text = " ".join(str(word) for word in tree.itertext())
    return "\n".join(_HIDDEN_FONT.sub(" ", line).strip() for line in text.splitlines()).strip()
