"""The texts of the pages: alike in both languages, all of them used, and none beside the Fluent files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fluent.syntax import parse
from fluent.syntax.ast import Message, Resource

import webhooks
from core.kernel.states import Kind, Role, State
from core.storage.audit_actions import ACTIONS
from core.storage.models import EventVerb
from core.wording import TEXTS
from tests.support.site import Site
from webhooks.language import LANGUAGES
from webhooks.staff.admin.audit import AUDIT_COLUMNS
from webhooks.staff.admin.audit_words import DETAILS, PAGES, action_key
from webhooks.staff.labels import MISSING
from webhooks.staff.permissions import Permission
from webhooks.staff.tickets.export import COLUMNS
from webhooks.wording import PAGE_TEXTS, page_wording

HOUSE = Path(webhooks.__file__).parent
STAFF = [
    path for folder in ("staff", "templates/staff", "static/staff") for path in sorted((HOUSE / folder).rglob("*.*"))
]

QUEUES = ("saya", "unit", "terlambat", "lengkapi", "validasi", "dibuka")

FAMILIES: Mapping[str, Iterable[str]] = {
    "state-": State,
    "kind-": [*Kind, "keluhan", "aspirasi", "informasi"],
    "channel-": ["api", "desk", "mail", "sms", "telegram", "terminal", "web", "x"],
    "chat-suggestion-": "123",
    "colour-": ["menunggu", "diproses", "selesai", "ditutup"],
    "error-": [f"{code}{part}" for code in (400, 403, 404, 405, 413, 429, 500, 503, "form") for part in ("", "-text")],
    "how-": [f"{number}-{part}" for number in "123" for part in ("title", "text")],
    "invitation-photo-": ["incomplete", "no-room", "not-an-image", "too-large", "too-many-at-once"],
    "invitation-place-": ["missing", "unreadable"],
    "period-": ["bulan-ini", "bulan-lalu", "3-bulan", "12-bulan", "semua"],
    "staff-admin-action-": [action_key(action) for action in ACTIONS],
    "staff-admin-audit-column-": AUDIT_COLUMNS,
    "staff-admin-audit-page-": PAGES,
    "staff-admin-detail-": DETAILS,
    "staff-admin-permission-": [permission.name.lower() for permission in Permission],
    "staff-admin-roles-steps-": [Kind.COMPLAINT, Kind.ASPIRATION],
    "staff-admin-state-": ["aktif", "nonaktif", "semua"],
    "staff-event-": [*(verb for verb in EventVerb if verb is not EventVerb.MOVED), "joined"],
    "staff-evidence-": ["too-many-photos"],
    "staff-evidence-photo-": ["too-large", "not-an-image", "incomplete", "no-room", "unreadable"],
    "staff-field-": COLUMNS,
    "staff-form-": ["unit-unknown", "area-unknown"],
    "staff-missing-": MISSING,
    "staff-now-": State,
    "staff-queue-": [f"{name}{part}" for name in QUEUES for part in ("", "-empty")],
    "staff-role-": Role,
    "staff-signing-in-refusal-": [
        *("short", "long", "common", "same", "wrong", "repeat", "code", "demanded"),
        *("username", "taken", "name", "role", "unit", "unit_missing", "heir_missing", "heir", "oneself", "last"),
        *("unknown", "inactive", "other", "refused", "claims"),
    ],
    "staff-step-": [f"{state}{part}" for state in State for part in ("", "-why")],
    "staff-ticket-": ["public-short", "private-short"],
    "stats-course-": ["day", "week", "month"],
    "track-step-": ["received", "handled", "checked", "done"],
}
"""Keys that are put together: what they begin with -> all that may follow."""


# --- keys ------------------------------------------------------------------------------------------


def keys_in(folder: Path, language: str) -> set[str]:
    texts = [parse(path.read_text(encoding="utf-8")) for path in (folder / language).glob("*.ftl")]
    return {entry.id.name for text in texts for entry in _body(text) if isinstance(entry, Message)}


def _body(text: object) -> list[object]:
    assert isinstance(text, Resource)
    return list(text.body)


def asked_for() -> Iterator[tuple[Path, str]]:
    """Every key that stands whole where a text is asked for, and where."""
    for path in HOUSE.rglob("*.*"):
        if path.suffix in (".html", ".xml", ".txt"):
            for key in re.findall(r"""\bt\(\s*['"]([a-z0-9_-]+)['"]\s*[,)]""", path.read_text(encoding="utf-8")):
                yield path, key
        if path.suffix == ".py":
            for key in re.findall(r"""\bsay\(\s*f?"([a-z0-9_-]+)"\s*[,)]""", path.read_text(encoding="utf-8")):
                yield path, key


def mentioned() -> set[str]:
    """Everything between quotes that could be a key."""
    sources = (path for path in HOUSE.rglob("*.*") if path.suffix in (".py", ".html", ".xml", ".txt"))
    return {
        key for path in sources for key in re.findall(r"""['"]([a-z0-9_-]+)['"]""", path.read_text(encoding="utf-8"))
    }


def test_both_languages_have_the_same_keys_in_the_same_files() -> None:
    files = {language: {path.name for path in (PAGE_TEXTS / language).glob("*.ftl")} for language in LANGUAGES}
    assert files["id"] == files["en"]
    for name in files["id"]:
        here = {code: _keys_of(PAGE_TEXTS / code / name) for code in LANGUAGES}
        assert here["id"] == here["en"], name


def _keys_of(path: Path) -> set[str]:
    return {entry.id.name for entry in _body(parse(path.read_text(encoding="utf-8"))) if isinstance(entry, Message)}


def test_every_text_names_the_same_fillings_in_both_languages() -> None:
    for path in (PAGE_TEXTS / "id").glob("*.ftl"):
        assert _fillings(path) == _fillings(PAGE_TEXTS / "en" / path.name)


def _fillings(path: Path) -> dict[str, set[str]]:
    source = path.read_text(encoding="utf-8")
    found = [entry for entry in _body(parse(source)) if isinstance(entry, Message) and entry.span]
    return {
        entry.id.name: set(re.findall(r"\$(\w+)", source[entry.span.start : entry.span.end]))
        for entry in found
        if entry.span
    }


def test_every_key_that_pages_ask_for_exists(site: Site) -> None:
    keys = page_wording(site.services).keys("id")
    asked = list(asked_for())
    assert {(path.name, key) for path, key in asked if key not in keys} == set()
    assert len({key for _, key in asked}) > 50


@pytest.mark.parametrize("family", FAMILIES)
def test_every_key_of_a_family_exists(site: Site, family: str) -> None:
    keys = page_wording(site.services).keys("id")
    assert {f"{family}{code}" for code in FAMILIES[family]} <= keys


def test_no_key_is_unused() -> None:
    used = mentioned() | {f"{family}{code}" for family, codes in FAMILIES.items() for code in codes}
    assert keys_in(PAGE_TEXTS, "id") - used == set()


def test_no_name_of_a_state_or_kind_is_written_twice() -> None:
    assert keys_in(PAGE_TEXTS, "id") & keys_in(TEXTS, "id") == set()


# --- words outside the Fluent files ----------------------------------------------------------------

_WORD = r"[^\W\d_]{2,}"
_PHRASE = re.compile(rf"\b{_WORD}[,.:;]? +{_WORD}\b")
_NAME = re.compile(r"[A-Z][a-z]+")
_SHOWN = {"alt", "aria-label", "content", "placeholder", "title", "value"}
_NO_TEXT = re.compile(r"\{% block (?:body|main)_class %\}.*?\{% endblock %\}")
_TEMPLATE_CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_FOR_THE_LOG = ("log", "logging")
_ON_SCREEN = ("UnreadableError",)
"""Errors whose message is shown."""
_HEADER = re.compile(r"attachment;|text/|private,")
_OWN_NAMES = frozenset(
    {"Edg", "Edge", "Opera", "Samsung Internet", "Firefox", "Chrome", "Safari"}
    | {"Android", "Windows", "Mac OS", "Mac", "Chromebook", "Linux"}
)
"""Of browsers and systems: the same in every language."""


class _Shown(HTMLParser):
    """What of a template somebody reads, without what the template's language puts there."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("type")
        self.words += [
            value
            for name, value in attrs
            if value
            and name in _SHOWN
            and not (name == "value" and (tag != "input" or kind in ("hidden", "checkbox")))
            and tag != "meta"
        ]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words_in_template(source: str) -> list[str]:
    """Words that stand in a template as they are shown."""
    shown = _Shown()
    source = _NO_TEXT.sub("", source)
    shown.feed(_TEMPLATE_CODE.sub(" ", source))
    literals = [
        text for code in _TEMPLATE_CODE.findall(source) if code[1] != "#" for text in re.findall(r'"([^"]*)"', code)
    ]
    return [text for text in shown.words if re.search(rf"\b{_WORD}\b", text)] + [
        text for text in literals if _PHRASE.search(text) or _NAME.fullmatch(text)
    ]


def words_in_code(source: str) -> list[str]:
    """Literals in Python that read like something for people: two words, or one with a capital."""
    tree = ast.parse(source)
    other = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    other |= {id(key) for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys}
    for node in ast.walk(tree):
        if _is_not_for_people(node):
            other |= {id(inner) for inner in ast.walk(node)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in other
        if _PHRASE.search(node.value) or _NAME.fullmatch(node.value)
        if node.value not in _OWN_NAMES and not _HEADER.match(node.value)
    ]


def words_in_script(source: str) -> list[str]:
    code = re.sub(r"^\s*//.*$", "", source, flags=re.MULTILINE)
    code = re.sub(r'(?:querySelector(?:All)?|closest|matches)\((?:"[^"]*"|`[^`]*`)', "", code)
    literals = [text for pair in re.findall(r'"([^"\n]*)"|`([^`]*)`', code) for text in pair]
    bare = [re.sub(r"\$\{.*?\}", "", text) for text in literals]
    return [text for text in bare if text != "use strict" and re.search(rf"{_WORD} +{_WORD}|^ {_WORD}| {_WORD}$", text)]


def _is_not_for_people(node: ast.AST) -> bool:
    """Annotations, headers, logs, assertions, and errors that no page shows."""
    match node:
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name))):
            return name not in _ON_SCREEN
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name))) if name in _FOR_THE_LOG:
            return True
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="headers"))) | ast.keyword(arg="samesite"):
            return True
        case ast.Subscript() | ast.Compare() | ast.Assert():
            return True
    return False


def test_no_staff_page_says_anything_beside_the_fluent_files() -> None:
    found = {str(path.relative_to(HOUSE)): _words_in(path) for path in STAFF}
    assert {name: words for name, words in found.items() if words} == {}


def _words_in(path: Path) -> list[str]:
    source = path.read_text(encoding="utf-8")
    match path.suffix:
        case ".py":
            return words_in_code(source)
        case ".html":
            return words_in_template(source)
        case ".js":
            return words_in_script(source)
    return []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Simpan</p>",
        '<input placeholder="Ketik namanya">',
        '<a aria-label="Buka {{ number }}">x</a>',
        '<p>{{ "Publik" if public else t("x") }}</p>',
        '{{ rows(found, "Tidak ada laporan") }}',
    ],
)
def test_words_in_a_template_are_found(source: str) -> None:
    assert words_in_template(source)


@pytest.mark.parametrize("source", ["<p>{{ t('x') }}</p>", '<input name="kind" value="K7M4-2XPR">', "{# Simpan #}"])
def test_what_is_no_word_is_left_alone_in_a_template(source: str) -> None:
    assert not words_in_template(source)


@pytest.mark.parametrize(
    "source", ['x = "Antrean"', 'raise UnreadableError(f"Tidak ada {x} itu")', 'flash("Catatan disimpan.")']
)
def test_words_in_code_are_found(source: str) -> None:
    assert words_in_code(source)


@pytest.mark.parametrize(
    "source",
    ['"""A docstring."""', 'log.info("something happened")', 'raise ValueError("no such thing")', 'x = "kind"'],
)
def test_what_is_no_text_for_people_is_left_alone_in_code(source: str) -> None:
    assert not words_in_code(source)


def test_words_in_a_script_are_found_and_selectors_are_not() -> None:
    assert words_in_script("note.textContent = `${count} dipilih`;")
    assert not words_in_script('"use strict";\nform.querySelector("label span");')
