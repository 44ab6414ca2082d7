"""Photos that are handed in before the step that they belong to: cleaned and stored at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.kernel.errors import MediaError
from core.messaging.media_store import MediaStore
from core.protection import photos
from core.storage.database import Database
from core.storage.models import Media, TicketPhoto

MAX_PHOTOS = 10


def store_photos(
    database: Database, store: MediaStore, uploads: Sequence[bytes], handed_in: Sequence[int], now: datetime
) -> list[int]:
    """The media ids of the uploads, behind those that were handed in already.

    Raises MediaError for what is no picture, and for too many.
    """
    if len(uploads) + len(handed_in) > MAX_PHOTOS:
        raise MediaError("too-many-photos", f"{len(uploads) + len(handed_in)} photos, {MAX_PHOTOS} are allowed")
    cleaned = [photos.clean(upload) for upload in uploads]
    rows = [store.put_photo(photo, now) for photo in cleaned]
    if not rows:
        return list(handed_in)
    with database.write() as session:
        session.add_all(rows)
        session.flush()
        return [*handed_in, *(row.id for row in rows)]


def unused_photos(session: Session, media_ids: Sequence[int]) -> list[Media]:
    """Those that no ticket has yet: a form that is sent twice does not hand them in twice."""
    used = select(TicketPhoto.media_id).where(TicketPhoto.media_id.in_(media_ids))
    query = select(Media).where(Media.id.in_(media_ids), Media.id.not_in(used)).order_by(Media.id)
    return list(session.scalars(query)) if media_ids else []
