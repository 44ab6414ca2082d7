"""What every command uses."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

CONFIG = Path("config.yml")
ConfigOption = Annotated[Path, typer.Option("--config", help="The configuration file.")]
OTHERS = 0o077
"""The bits of everybody but the owner; as umask, what is made is the owner's alone."""
out = Console(highlight=False)
