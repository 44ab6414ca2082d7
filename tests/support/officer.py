"""What an officer does, so that a citizen gets news."""

from __future__ import annotations

from datetime import timedelta

from core.kernel.actor import Actor
from core.kernel.messages import MediaKind
from core.kernel.states import Role, State
from core.storage.models import Media, MediaState
from core.tickets.steps import step_to
from tests.support.house import House, picture


def move(house: House, number: str, to: State) -> None:
    """Bring a ticket into another state, with a note and, where the work is done, a photo; tell its followers."""
    services = house.services
    house.clock.advance(timedelta(minutes=1))
    with services.database.write() as session:
        photos = [_stored(house)] if to is State.AWAITING_VALIDATION else []
        session.add_all(photos)
        administrator = Actor(Role.ADMINISTRATOR)
        services.workflow.move(session, number, step_to(to, note="Lampu diganti", photos=photos), administrator)


def _stored(house: House) -> Media:
    now = house.clock()
    return Media(
        kind=MediaKind.PHOTO,
        state=MediaState.STORED,
        key=house.services.media.put(picture()),
        mime="image/jpeg",
        width=64,
        height=48,
        not_before=now,
        created_at=now,
    )
