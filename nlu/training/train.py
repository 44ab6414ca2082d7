"""Trains a model with Rasa, unless there is one for exactly this data, pipeline and code.

Prints the path of the model. ``python -m nlu.training.train [--force] [--out DIR]``
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import nlu.quiet  # noqa: F401 (has to come before rasa)
from nlu import models
from nlu.training.progress import progress


def train(
    out: Path = models.MODELS,
    *,
    force: bool = False,
    config: Path = models.CONFIG,
    folders: Sequence[Path] = (models.DATA, models.LEARNED),
) -> Path:
    """Returns the model for the present data, pipeline and code. Trains it if there is none, or by ``force``."""
    path = out / f"nlu-{models.fingerprint(config, folders)}.tar.gz"
    if path.is_file() and not force:
        return path
    files = models.data_files(folders)
    if not files:
        raise SystemExit(f"no training data in {', '.join(map(str, folders))}")

    with progress("training the understanding"), TemporaryDirectory() as work:
        # imported late: --help and a cached model need no Rasa
        from rasa.model_training import train_nlu

        # Rasa takes one folder; and its messages belong on stderr, the path alone on stdout
        data = Path(work) / "data"
        data.mkdir()
        for number, file in enumerate(files):
            (data / f"{number:03}-{file.name}").symlink_to(file)
        _train_quietly(train_nlu, config, data, work, path.name.removesuffix(".tar.gz"))
        out.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes((Path(work) / path.name).read_bytes())
        part.replace(path)
    return path


def _train_quietly(train_nlu, config: Path, data: Path, out: str, name: str) -> None:  # type: ignore[no-untyped-def]
    sys.stdout, stdout = sys.stderr, sys.stdout
    try:
        made = train_nlu(str(config), str(data), output=out, fixed_model_name=name)
    finally:
        sys.stdout = stdout
    if not made:
        raise SystemExit("Rasa trained no model; its message stands above")


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="nlu.training.train", description=__doc__)
    parser.add_argument("--force", action="store_true", help="train even if there is a model")
    parser.add_argument("--out", type=Path, default=models.MODELS, help="folder of the models")
    parser.add_argument("--config", type=Path, default=models.CONFIG, help="Rasa configuration")
    options = parser.parse_args(argv)
    path = train(options.out, force=options.force, config=options.config)
    models.switch(path)
    print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
