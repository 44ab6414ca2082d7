"""What a report is about: as it was chosen, or as the understanding surely reads it."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from core.config import Config
from core.dialogue.drafting import UNCLEAR
from core.intake.filing.problems import UnknownCodeError, UnsortedError
from core.kernel.errors import UnderstandingUnavailableError
from core.kernel.ports import Understander
from core.kernel.states import Kind

log = structlog.get_logger()


@dataclass(frozen=True)
class Suggestion:
    """What the understanding makes of a description; empty where nothing can be said."""

    kind: str = ""
    category: str = ""
    sure: bool = False
    """Of both."""


class Sorter:
    def __init__(self, config: Config, understander: Understander) -> None:
        self._config = config
        self._understander = understander

    def sort(self, kind: str | None, category: str | None, description: str) -> tuple[Kind, str]:
        """As it was chosen; what was left open is read, if that is sure. Raises UnknownCodeError, UnsortedError."""
        chosen_kind = _known("kind", kind, self._config.kind_of(kind))
        chosen_category = _known("category", category, self._config.category_of(category))
        if chosen_kind and chosen_category:
            return Kind(chosen_kind), chosen_category
        read = self.suggest(description)
        full_kind, full_category = chosen_kind or read.kind, chosen_category or read.category
        if not (read.sure and full_kind and full_category):
            raise UnsortedError(full_kind, full_category)
        return Kind(full_kind), full_category

    def suggest(self, description: str) -> Suggestion:
        if not description:
            return Suggestion()
        try:
            meaning = self._understander.parse(description)
        except UnderstandingUnavailableError as error:
            log.warning("understanding.away", problem=str(error))
            return Suggestion()
        category = meaning.categories[0].name if meaning.categories else UNCLEAR
        known = category in self._config.categories
        kind = meaning.kinds[0].name if meaning.kinds and meaning.kinds[0].name in set(Kind) else ""
        sure = meaning.kind_clear and meaning.category_decision == "commit" and known and bool(kind)
        return Suggestion(kind, category if known else "", sure)


def _known(field: str, code: str | None, found: str | None) -> str | None:
    if code and found is None:
        raise UnknownCodeError(field, code)
    return found
