"""Photos that staff hand in: cleaned and stored at once, and kept while the form is put right."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.datastructures import FileStorage

from core.kernel.errors import MediaError
from core.running.services import Services
from core.tickets.evidence import MAX_PHOTOS, store_photos
from webhooks.carried import Carried
from webhooks.language import say

_PROBLEMS = ("photo-too-large", "photo-not-an-image", "photo-incomplete", "photo-no-room", "too-many-photos")


def photo_problem(error: MediaError) -> str:
    reason = error.reason if error.reason in _PROBLEMS else "photo-unreadable"
    return say(f"staff-evidence-{reason}", most=MAX_PHOTOS)


def store(services: Services, files: Sequence[FileStorage], handed_in: Sequence[int] = ()) -> list[int]:
    """The media ids of a form's photos, behind those that it had already. Raises MediaError."""
    uploads = [file.read() for file in files if file.filename]
    return store_photos(services.database, services.media, uploads, handed_in, services.clock())


class Kept:
    """Remembers in the form itself which photos were handed in already, so that nobody uploads them twice."""

    def __init__(self, services: Services) -> None:
        self._carried = Carried(services.vault, "kept-evidence")

    def token(self, media_ids: Sequence[int], *, staff_id: int, number: str) -> str:
        return self._carried.give(list(media_ids), staff_id, number) if media_ids else ""

    def read(self, token: str, *, staff_id: int, number: str) -> list[int]:
        """The photos of a token of this member of staff and this ticket; none if it is anything else."""
        return list(self._carried.take(token, staff_id, number) or ())
