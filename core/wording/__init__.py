"""All that the bot says. The texts live in `<language>/*.ftl` beside this file (Project Fluent).

What is filled in is foreign: citizens' and officers' words, names, an operator's categories. Fluent formats with a
mark in its place, and the words are put in afterwards, so that its limit (2,500 characters) is none of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from functools import cache
from pathlib import Path
from types import MappingProxyType

from babel.dates import format_datetime
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentType
from fluent.syntax.ast import Message, Resource

from core.kernel.states import Kind
from core.wording.direction import isolated

TEXTS = Path(__file__).parent
"""Of the bot: a folder a language."""
LANGUAGES = tuple(sorted({path.parent.name for path in TEXTS.glob("*/*.ftl")}, key=lambda code: code != "id"))
"""The languages that the bot speaks; the first is the default."""
_VARIANTS = ("", "again", "more")
"""Attributes of a message that is asked more than once: in turn, so that no two in a row are the same."""
_MARK = re.compile("\ufdd0([^\ufdd1]*)\ufdd1")
"""Noncharacters (Unicode 23.7): free for use inside a program, and no text's own."""


class _Foreign(FluentType, str):
    """Chooses a variant by what it says, and is written as a mark that stands for it."""

    name: str

    @classmethod
    def called(cls, name: str, value: str) -> _Foreign:
        foreign = cls(value)
        foreign.name = name
        return foreign

    def format(self, *_locale: object, **_: object) -> str:
        return f"\ufdd0{self.name}\ufdd1"


class Wording:
    """Words keys in a language. Codes among the arguments become names.

    Of states `state` is what staff call it, and `stage` what citizens do.
    """

    def __init__(
        self,
        *,
        city: str,
        emergency: str,
        zone: tzinfo,
        categories: Mapping[str, Mapping[str, str]],
        kinds: Mapping[str, str] = MappingProxyType({}),
        folders: Iterable[Path] = (TEXTS,),
    ) -> None:
        """`categories`: code -> language -> name; `kinds`: former code -> code; `folders`: where texts are."""
        self._constants = {"city": city, "emergency": emergency}
        self._zone = zone
        self._categories = categories
        self._kinds = kinds
        files = sorted(path for folder in folders for path in folder.glob("*/*.ftl"))
        spoken = {path.parent.name for path in files}
        self._bundles = {code: _bundle(code, [path for path in files if path.parent.name == code]) for code in spoken}

    def say(self, key: str, language: str, *, short: bool = False, variant: int = 0, **args: str | int) -> str:
        """The text of a key; `variant` counts through its other wordings (`.again`, `.more`).

        Raises KeyError for a key that the language lacks.
        """
        bundle = self._bundles[language]
        message = bundle.get_message(key)
        again = _VARIANTS[variant % len(_VARIANTS)]
        wanted = ((f"short-{again}", again) if again else ("short",)) if short else (again,)
        pattern = next((message.attributes[name] for name in wanted if name in message.attributes), message.value)
        if pattern is None:
            raise KeyError(f"{language}/*.ftl: {key} has no text")
        named = {**self._constants, **{name: self._name(name, value, language) for name, value in args.items()}}
        marked = {name: _Foreign.called(name, v) if isinstance(v, str) else v for name, v in named.items()}
        text, errors = bundle.format_pattern(pattern, marked)
        if errors:
            raise KeyError(f"{language}/*.ftl: {key}: {errors[0]}")
        return _MARK.sub(lambda mark: isolated(str(named[mark[1]])), str(text)).rstrip()

    def keys(self, language: str) -> frozenset[str]:
        return frozenset(self._bundles[language]._messages)

    def category(self, code: str, language: str) -> str:
        return self._categories[code][language] if code in self._categories else code

    def date(self, moment: datetime, language: str, *, time: bool = True) -> str:
        local = moment.astimezone(self._zone)
        return format_datetime(local, "d MMM y, HH.mm" if time else "d MMM y", locale=language)

    def _kind(self, code: str) -> str:
        """What nobody knows is a complaint until a person has seen it, as in the workflow."""
        code = self._kinds.get(code, code)
        return code if code in set(Kind) else Kind.COMPLAINT

    def _name(self, name: str, value: str | int, language: str) -> str | int:
        match name:
            case "category":
                return self.category(str(value), language)
            case "kind":
                return self.say(f"kind-{self._kind(str(value))}", language)
            case "state":
                return self.say(f"state-{value}", language)
            case "stage":
                return self.say(f"stage-{value}", language)
            case "date" | "changed" | "estimate" if value != "none":
                return self.date(datetime.fromisoformat(str(value)), language, time=False)
        return value


def _bundle(language: str, files: Iterable[Path]) -> FluentBundle:
    """All texts of one language. Raises ValueError where two files of it have the same key."""
    bundle = FluentBundle([language], use_isolating=False)
    for path in files:
        resource = _parsed(path.read_text(encoding="utf-8"))
        twice = {entry.id.name for entry in resource.body if isinstance(entry, Message)} & set(bundle._messages)
        if twice:
            raise ValueError(f"{path}: {', '.join(sorted(twice))} stands in another file of this language already")
        bundle.add_resource(resource)
    return bundle


@cache
def _parsed(text: str) -> Resource:
    """Once a process: parsing takes longer than all the rest of putting the services together."""
    return FluentResource(text)
