"""A progress bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


class Steps:
    """Shows which step of training runs now; components call it while they train."""

    def __init__(self) -> None:
        self._bar: Progress | None = None

    def __call__(self, done: float, what: str) -> None:
        """Moves the bar. ``done`` is the share of the work that is done, 0 to 1."""
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=done, description=what)

    @contextmanager
    def shown(self, what: str) -> Iterator[None]:
        console = Console(file=sys.stderr)
        if not console.is_terminal:
            print(f"{what} ...", file=sys.stderr, flush=True)
            yield
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn())
        with Progress(*columns, TimeElapsedColumn(), console=console) as bar:
            bar.add_task(what, total=1.0)
            self._bar = bar
            try:
                yield
            finally:
                self._bar = None


step = Steps()
"""The one bar of this process."""


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Shows a bar while the body runs; ``step(share, what)`` moves it."""
    with step.shown(what):
        yield
