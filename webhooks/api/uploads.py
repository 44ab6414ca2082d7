"""Photos that are uploaded first and named afterwards, in a report or in a step."""

from __future__ import annotations

from collections.abc import Sequence

from core.protection import photos
from core.running.services import Services
from webhooks.api.models import PhotoTaken
from webhooks.api.problems import Problem
from webhooks.api.tokens import Caller
from webhooks.carried import Carried


class Uploads:
    """A photo's name is signed and belongs to the token that uploaded it: names can't be guessed or borrowed."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._carried = Carried(services.vault, "api-photo")

    def take(self, data: bytes, caller: Caller) -> PhotoTaken:
        """Clean and store. Raises MediaError for what is no picture."""
        photo = photos.clean(data)
        media = self._services.media.put_photo(photo, self._services.clock())
        with self._services.database.write() as session:
            session.add(media)
            session.flush()
        name = self._carried.give(media.id, caller.token_id)
        return PhotoTaken(photo=name, width=photo.width, height=photo.height)

    def read(self, names: Sequence[str], caller: Caller) -> list[int]:
        """Raises Problem for a name that is not one of this token's."""
        return [self._one(name, place, caller) for place, name in enumerate(names)]

    def _one(self, name: str, place: int, caller: Caller) -> int:
        media_id = self._carried.take(name, caller.token_id)
        if media_id is None:
            errors = [{"in": "body", "at": f"/photos/{place}", "problem": "not a photo that this token uploaded today"}]
            raise Problem(422, "invalid", errors=errors)
        return int(media_id)
