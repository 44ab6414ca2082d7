"""Names for codes, in the language of the page."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from core.kernel.states import Kind, Role, State
from core.running.services import Services
from webhooks.language import language, say
from webhooks.staff.permissions import Permission, holds

_CODE = re.compile(r"[a-z_]+")


class CodeNames:
    def __init__(self, services: Services) -> None:
        self._services = services

    def state(self, state: State) -> str:
        return say(f"state-{state}")

    def kind(self, kind: Kind) -> str:
        return say(f"kind-{kind}")

    def category(self, code: str) -> str:
        return self._services.wording.category(code, language())

    def unit(self, code: str | None) -> str:
        return self._services.router.name(code)

    def moment(self, moment: datetime, role: Role) -> str:
        """The hour is not for everybody."""
        return self._services.wording.date(moment, language(), time=holds(role, Permission.SEE_HOURS))

    def sorting(self, note: str) -> str:
        """The kinds and categories of a correction by their names; what else stands there stays."""
        return "; ".join(" → ".join(self._sorted(word) for word in part.split(" → ")) for part in note.split("; "))

    def _sorted(self, word: str) -> str:
        if not _CODE.fullmatch(word):
            return word
        return self.kind(Kind(word)) if word in set(Kind) else self.category(word)


def late_by(span: timedelta | None) -> str:
    """By how much something has passed its deadline; empty for what is in time."""
    return say("staff-late", days=span // timedelta(days=1)) if span is not None else ""
