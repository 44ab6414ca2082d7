"""Names for codes, in the language of the page."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.kernel.states import Kind, Role, State
from core.running.services import Services
from core.storage.event_details import Corrections
from webhooks.language import language, say
from webhooks.staff.permissions import Permission, holds


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

    def corrections(self, made: Corrections) -> str:
        """Kinds and categories by their names."""
        kind = made.kind and (self._kind(made.kind.before), self._kind(made.kind.after))
        category = made.category and (self.category(made.category.before), self.category(made.category.after))
        place = made.place and (made.place.before, made.place.after)
        return "; ".join(" → ".join(change) for change in (kind, category, place) if change)

    def _kind(self, code: str) -> str:
        return self.kind(Kind(code)) if code in set(Kind) else code


def late_by(span: timedelta | None) -> str:
    """By how much something has passed its deadline; empty for what is in time."""
    return say("staff-late", days=span // timedelta(days=1)) if span is not None else ""
