"""Photos that staff hand in: cleaned and stored at once, and kept while the form is put right."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from core.kernel.errors import MediaError
from core.protection import photos
from core.running.services import Services
from core.storage.models import Media, TicketPhoto
from webhooks.carried import Carried
from webhooks.language import say

MAX_PHOTOS = 10
_PROBLEMS = ("photo-too-large", "photo-not-an-image", "photo-incomplete", "photo-no-room", "too-many-photos")


def photo_problem(error: MediaError) -> str:
    reason = error.reason if error.reason in _PROBLEMS else "photo-unreadable"
    return say(f"staff-evidence-{reason}", most=MAX_PHOTOS)


def store(services: Services, files: Sequence[FileStorage], handed_in: Sequence[int] = ()) -> list[int]:
    """Clean and store uploads; answers their media ids behind those that the form had already.

    Raises MediaError for what is no picture, and for too many.
    """
    given = [file for file in files if file.filename]
    if len(given) + len(handed_in) > MAX_PHOTOS:
        raise MediaError("too-many-photos", f"{len(given) + len(handed_in)} photos, {MAX_PHOTOS} are allowed")
    cleaned = [photos.clean(file.read()) for file in given]
    rows = [services.media.put_photo(photo, services.clock()) for photo in cleaned]
    if not rows:
        return list(handed_in)
    with services.database.write() as session:
        session.add_all(rows)
        session.flush()
        return [*handed_in, *(row.id for row in rows)]


class Kept:
    """Remembers in the form itself which photos were handed in already, so that nobody uploads them twice."""

    def __init__(self, services: Services) -> None:
        self._carried = Carried(services.vault, "kept-evidence")

    def token(self, media_ids: Sequence[int], *, staff_id: int, number: str) -> str:
        return self._carried.give(list(media_ids), staff_id, number) if media_ids else ""

    def read(self, token: str, *, staff_id: int, number: str) -> list[int]:
        """The photos of a token of this member of staff and this ticket; none if it is anything else."""
        return list(self._carried.take(token, staff_id, number) or ())


def load(session: Session, media_ids: Sequence[int]) -> list[Media]:
    """The photos that no ticket has yet: a form that is sent twice does not hand them in twice."""
    used = select(TicketPhoto.media_id).where(TicketPhoto.media_id.in_(media_ids))
    query = select(Media).where(Media.id.in_(media_ids), Media.id.not_in(used)).order_by(Media.id)
    return list(session.scalars(query)) if media_ids else []
