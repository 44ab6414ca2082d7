"""Photos of tickets, for those of the staff who may see them."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from core.city.sight import sight_of
from core.reports.photos import owner_of
from core.running.services import Services
from core.storage.models import Media
from webhooks.photos import answer_photo
from webhooks.routing import Pages, get
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.signing_in.signed_in import member, requires


class PhotoPages(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services

    @get("/foto/<row:media_id>")
    @requires(Permission.SEE_TICKETS)
    def photo(self, media_id: int) -> ResponseReturnValue:
        """A photo that belongs to no ticket, or that this role may not see, does not exist."""
        services, me = self._services, member()
        sight = sight_of(services.router, me.actor)
        with services.database.read() as session:
            media = session.get(Media, media_id)
            owner = owner_of(session, media_id, sight, private=holds(me.role, Permission.SEE_PRIVATE_PHOTOS))
        if media is None or owner is None:
            abort(404)
        services.audit.write("photo.seen", owner.number, staff_id=me.staff_id, photo=media.id)
        return answer_photo(services.media, media)
