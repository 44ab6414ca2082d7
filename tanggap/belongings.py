"""What Tanggap keeps on this machine's disk, closed to the machine's other users."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem
from sqlalchemy import make_url

from core.config import Config
from tanggap.environment import ENVIRONMENT_FILE
from tanggap.frame import OTHERS


def belongings(config: Config) -> list[Path]:
    """The configured folders and files that are there."""
    storage = config.storage
    files = [storage.tasks, *_database_files(storage.database)]
    filesystem, media = url_to_fs(storage.media)
    folders = [storage.spool, *([Path(media)] if isinstance(filesystem, LocalFileSystem) else [])]
    # A relative folder such as var/ is ours as a whole; who else has files in /srv is not ours to say.
    own = {Path(path.parts[0]) for path in (*files, storage.spool) if len(path.parts) > 1 and not path.is_absolute()}
    if Path.cwd() == Path("/"):
        own.clear()
    beside = [path.with_name(path.name + end) for path in files for end in ("-wal", "-shm", "-journal")]
    wanted = (*sorted(own - {Path("..")}), *folders, *files, *beside, ENVIRONMENT_FILE)
    return [path for path in dict.fromkeys(wanted) if path.exists()]


def _database_files(url: str) -> Iterator[Path]:
    """The file of an SQLite database; nothing for one on a server."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
        yield Path(str(parsed.database))


def close(config: Config) -> None:
    """Take from other users what they may do with our files. What another user owns stays as it is."""
    for path in belongings(config):
        for found in _tree(path):
            with suppress(FileNotFoundError):  # a file of the moment, such as SQLite's -shm
                mode = found.lstat()
                if mode.st_uid == os.geteuid() and _is_open(mode):
                    found.chmod(stat.S_IMODE(mode.st_mode) & ~OTHERS)


def left_open(config: Config) -> list[str]:
    """What other users can read or change, each with the mend. A folder speaks for what lies in it."""
    paths = belongings(config)
    folders = {path.absolute() for path in paths if path.is_dir()}
    return [
        f"{path} is open to other users of this machine ({stat.filemode(path.lstat().st_mode)}). "
        f"As its owner or as root: chmod -R go-rwx {path}"
        for path in paths
        if _is_open(path.lstat()) and folders.isdisjoint(path.absolute().parents)
    ]


def _tree(path: Path) -> Iterator[Path]:
    """The path and all in it. What lies in a folder that was closed already can't be reached, and is not looked at."""
    was_open = _is_open(path.lstat())
    yield path
    if was_open and path.is_dir() and not path.is_symlink():
        for folder, folders, files in os.walk(path):
            yield from (Path(folder, name) for name in (*folders, *files))


def _is_open(mode: os.stat_result) -> bool:
    return not stat.S_ISLNK(mode.st_mode) and bool(mode.st_mode & OTHERS)
