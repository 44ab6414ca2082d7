"""What every group of commands uses."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Protocol

import typer
from rich.console import Console

from core.kernel.clock import Clock, system_clock
from core.running.services import Services

CONFIG = Path("config.yml")
ConfigOption = Annotated[Path, typer.Option("--config", help="The configuration file.")]
out = Console(highlight=False)


class Opened(Protocol):
    """Opens the services for one command, and closes them at its end.

    `kinds`: of the channels that take part; none: all of them.
    """

    def __call__(
        self, config_path: Path, *, clock: Clock = system_clock, kinds: Collection[str] = ()
    ) -> AbstractContextManager[Services]: ...
