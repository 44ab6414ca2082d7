"""Stored photos: files under random names in a folder or any other place that fsspec reaches."""

from __future__ import annotations

import shutil
import uuid
from contextlib import suppress
from datetime import datetime

import fsspec
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from core.kernel.errors import MediaError
from core.kernel.messages import MediaKind
from core.protection import photos
from core.storage.models import Media, MediaState

NO_ROOM = "no-room"
"""The reference of an upload that was not kept because the disk is nearly full."""


class MediaStore:
    """Files under random names in a folder or any other place that fsspec reaches."""

    def __init__(self, url: str, *, floor_mb: int = 0) -> None:
        self._fs: fsspec.AbstractFileSystem
        self._fs, self._root = url_to_fs(url)
        self._fs.makedirs(self._root, exist_ok=True)
        self._floor = floor_mb * 1024 * 1024

    def free(self) -> int | None:
        """Bytes left on the disk; None where the store lies elsewhere and nobody knows."""
        return shutil.disk_usage(self._root).free if isinstance(self._fs, LocalFileSystem) else None

    def has_room(self) -> bool:
        """Whether more may be stored. The last of the disk belongs to the database: reports go on without photos."""
        free = self.free()
        return free is None or free >= self._floor

    def put(self, data: bytes, suffix: str = ".jpg") -> str:
        key = f"{uuid.uuid4().hex}{suffix}"
        with self._fs.open(f"{self._root}/{key}", "wb") as file:
            file.write(data)
        return key

    def put_upload(self, data: bytes) -> str:
        """Keep raw bytes until they are fetched; answers their reference. A message is never refused for its photo."""
        return self.put(data, suffix=".upload") if self.has_room() else NO_ROOM

    def put_photo(self, photo: photos.CleanPhoto, now: datetime) -> Media:
        """Store a clean photo; answers its row, for the caller's session. Raises MediaError if the disk is full."""
        if not self.has_room():
            raise MediaError("photo-no-room", "the disk is nearly full")
        return Media(
            kind=MediaKind.PHOTO,
            state=MediaState.STORED,
            key=self.put(photo.data),
            mime=photos.MIME,
            width=photo.width,
            height=photo.height,
            not_before=now,
            created_at=now,
        )

    def get(self, key: str) -> bytes:
        """Raises FileNotFoundError for a key that is not there."""
        if "/" in key or ".." in key:
            raise FileNotFoundError(key)
        with self._fs.open(f"{self._root}/{key}", "rb") as file:
            data: bytes = file.read()
            return data

    def delete(self, key: str) -> None:
        with suppress(FileNotFoundError):
            self._fs.rm(f"{self._root}/{key}")
