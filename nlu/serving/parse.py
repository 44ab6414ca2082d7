"""Prints what the current model reads in a text, as JSON. ``python -m nlu.serving.parse TEXT``"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from nlu import models


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="nlu.serving.parse", description=__doc__)
    parser.add_argument("text", nargs="+")
    parser.add_argument("--model", type=Path, help="model file; the current one by default")
    options = parser.parse_args(argv)
    try:
        from nlu.serving.runtime import ModelRuntime

        model = ModelRuntime(options.model or models.current())
    except models.ModelMissing as error:
        raise SystemExit(f"nlu.serving.parse: {error}") from None
    print(json.dumps(model.parse(" ".join(options.text)), ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
