"""The messages of a conversation as the page of the chat gets them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.messaging.transcript import Transcript
from core.storage.models import InboundMessage, Media, MediaState, OutboundMessage


def message_views(found: Transcript) -> list[dict[str, Any]]:
    return [
        _citizen(message, found.labels) if isinstance(message, InboundMessage) else _bot(message)
        for message in found.messages
    ]


def _citizen(message: InboundMessage, labels: Mapping[str, str]) -> dict[str, Any]:
    return {
        "cursor": f"i{message.id}",
        "id": message.provider_id,
        "from": "citizen",
        "text": message.text or labels.get(message.pressed or "", ""),
        "pressed": message.pressed,
        "pin": {"lat": message.pin.lat, "lon": message.pin.lon} if message.pin else None,
        "photos": [photo_view(media) for media in message.media],
        "buttons": [],
        "at": message.received_at.isoformat(),
    }


def _bot(message: OutboundMessage) -> dict[str, Any]:
    return {
        "cursor": f"o{message.id}",
        "id": None,
        "from": "bot",
        "text": message.text,
        "pressed": None,
        "pin": None,
        "person": message.staff_id is not None,
        "photos": [photo_view(message.photo)] if message.photo else [],
        "buttons": [button.model_dump(mode="json") for button in message.buttons],
        "at": message.created_at.isoformat(),
    }


def photo_view(media: Media) -> dict[str, Any]:
    """A photo that is not (or not yet) to be seen has no `url`, and its `state` says why."""
    stored = media.state is MediaState.STORED
    return {
        "url": f"/chat/photos/{media.id}" if stored else None,
        "width": media.width,
        "height": media.height,
        "state": media.state.value,
    }
