"""Where models lie, which one is current, and what a model depends on.

``var/models/`` holds one archive per state of data, pipeline and code; the file ``current``
beside them names the one in use and ``previous`` the one before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "var" / "models"
DATA = ROOT / "nlu" / "data"
LEARNED = ROOT / "var" / "nlu" / "learned"
"""Training data that this installation gathered itself: corrections and a city's history."""
CONFIG = ROOT / "config.yml"

# what a trained model is made by; the rest of nlu/ only uses it
_MAKERS = ("components", "model", "text")
"""Folders whose code a trained model depends on; labels.py is the only such module outside of them."""

TRAIN_COMMAND = "tanggap nlu train"


class ModelMissing(Exception):  # noqa: N818 (a state of the disk, told by its name)
    """No usable model; the message says how to get one."""


def data_files(folders: Iterable[Path] = (DATA, LEARNED)) -> list[Path]:
    """Returns all training data files, in a stable order."""
    return sorted(path for folder in folders for path in folder.rglob("*.yml"))


def fingerprint(config: Path = CONFIG, folders: Iterable[Path] = (DATA, LEARNED)) -> str:
    """Returns twelve hexadecimal digits that change whenever retraining would change the model."""
    digest = hashlib.sha256()
    digest.update(pipeline_text(config).encode())
    digest.update(code_fingerprint().encode())
    for path in data_files(folders):
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def code_fingerprint() -> str:
    """Returns a hash of the code that makes a model.

    Rasa keeps what its components have learned, and looks at the source of their classes alone to
    know when that is outdated; this tells it of the modules that they use.
    """
    code = [ROOT / "nlu" / "labels.py"]
    code += [path for folder in _MAKERS for path in sorted((ROOT / "nlu" / folder).glob("*.py"))]
    digest = hashlib.sha256()
    for path in code:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def pipeline_text(config: Path) -> str:
    """Returns Rasa's keys of config.yml as written; the other keys don't affect the model."""
    kept: list[str] = []
    ours = False
    for line in config.read_text(encoding="utf-8").splitlines():
        if line[:1] not in ("", " ", "#", "-"):
            ours = line.partition(":")[0] in ("recipe", "language", "pipeline")
        if ours and line.strip() and not line.lstrip().startswith("#"):
            kept.append(line.rstrip())
    return "\n".join(kept)


def current(models: Path = MODELS) -> Path:
    """Returns the model in use. Raises ModelMissing if there is none."""
    return _pointed(models, "current")


def previous(models: Path = MODELS) -> Path:
    """Returns the model that was in use before. Raises ModelMissing if there is none."""
    return _pointed(models, "previous")


def _pointed(models: Path, pointer: str) -> Path:
    try:
        name = (models / pointer).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise ModelMissing(f"there is no {pointer} model in {models}; make one with: {TRAIN_COMMAND}") from None
    path = models / name
    if not name or not path.is_file():
        raise ModelMissing(f"the {pointer} model {path} does not exist; make one with: {TRAIN_COMMAND} --force")
    return path


def switch(path: Path) -> None:
    """Makes a model the current one of its folder, and remembers the one before."""
    models = path.parent
    try:
        before = current(models)
    except ModelMissing:
        before = None
    if before is not None and before != path:
        _write(models / "previous", before.name)
    _write(models / "current", path.name)


def switch_back(models: Path = MODELS) -> Path:
    """Exchanges current and previous. Returns the model now in use. Raises ModelMissing if there is no previous one."""
    path = previous(models)
    switch(path)
    return path


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(path)
