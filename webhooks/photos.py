"""Answers with a stored photo. Who may see it is the caller's question."""

from __future__ import annotations

from flask import Response, abort, make_response

from core.messaging.media_store import MediaStore
from core.protection.photos import MIME, shrunk
from core.storage.models import Media, MediaState


def answer_photo(store: MediaStore, media: Media, *, longest: int | None = None, kept: bool = False) -> Response:
    """The cleaned JPEG, no side longer than `longest`; anything else that may lie in the store is never handed out.

    `kept`: the browser may keep it, because everybody may see it, or whoever sent it.
    """
    if media.state is not MediaState.STORED or not media.key:
        abort(404)
    try:
        data = store.get(media.key)
    except FileNotFoundError:
        abort(404)
    response = make_response(shrunk(data, longest) if longest else data)
    response.content_type = MIME
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = "private, max-age=86400, immutable" if kept else "no-store"
    return response
