"""Why a report is not filed. Each caller words these for its readers; `field` is what has to be put right."""

from __future__ import annotations

from collections.abc import Sequence

from core.dialogue.state import Place
from core.kernel.errors import TanggapError


class FilingError(TanggapError):
    """The report can't become a ticket as it is."""

    field = ""


class ClosedError(FilingError):
    """No channel of this kind is configured, so nobody takes such reports in."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"no channel of the kind `{kind}` is configured")


class KeyReusedError(FilingError):
    """The key that makes a repetition harmless belongs to another report."""


class UnknownWayError(FilingError):
    """How the report came to the desk is not said."""

    field = "came"

    def __init__(self) -> None:
        super().__init__("say how the report came: walk_in, letter or phone")


class NoDescriptionError(FilingError):
    """Nothing is said of the matter."""

    field = "description"


class TooLongError(FilingError):
    """A field holds more than is kept; nothing is cut in silence."""

    def __init__(self, field: str, length: int, limit: int) -> None:
        super().__init__(f"{field}: {length} characters; at most {limit} are kept")
        self.field, self.length, self.limit = field, length, limit


class UnknownCodeError(FilingError):
    """`field` (kind or category) holds none of this city's codes."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code!r} is none of this city's codes")
        self.field = field


class UnknownAreaError(FilingError):
    """No area of this city is called as it was typed."""

    field = "area"

    def __init__(self, name: str) -> None:
        super().__init__(f"no area is called {name!r}; choose one of the list")
        self.name = name


class UnreachableError(FilingError):
    """`written` is no address that a channel for this `field` (phone or email) could write to."""

    def __init__(self, field: str, written: str) -> None:
        super().__init__(f"{field}: nothing can be sent to what was written")
        self.field, self.written = field, written


class UnsortedError(FilingError):
    """What it is about can't be read from its words alone; `kind` and `category` are the best guess, or empty."""

    field = "category"

    def __init__(self, kind: str, category: str) -> None:
        super().__init__("kind and category can't be told from the description; name them")
        self.kind, self.category = kind, category


class UnplacedError(FilingError):
    """A report that says of no place in this city where it is."""

    field = "place"


class NoPlaceError(UnplacedError):
    """It says nothing of its place."""


class UnclearPlaceError(FilingError):
    """Whoever files it has to say which place is meant; one of `options`, if there are any."""

    field = "place"

    def __init__(self, options: Sequence[Place] = ()) -> None:
        super().__init__("the place is not clear; name its area")
        self.options = tuple(options)
