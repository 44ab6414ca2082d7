"""The task that fetches and cleans what citizens sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from core.config import Config
from core.dialogue.engine import photo_located, photo_refused
from core.dialogue.facts import PlaceReading
from core.dialogue.places import PlaceReader
from core.kernel import metrics
from core.kernel.clock import Clock, day_began
from core.kernel.errors import FinalError, MediaError, RetryableError
from core.kernel.messages import MediaKind, MediaRef
from core.kernel.ports import Channel, KeepingChannel, Waker
from core.messaging.media_store import NO_ROOM, MediaStore
from core.messaging.outbox import Outbox
from core.protection import photos
from core.storage.database import Database
from core.storage.models import Conversation, InboundMessage, Media, MediaState

log = structlog.get_logger()

UPLOADED = "upload:"
"""A reference that begins so is a key of the media store: the page of a one-time link put it there."""
_MAX_ATTEMPTS = 8
_PATIENCE = timedelta(minutes=10)
"""A fetch that has not ended by then is taken for dead and tried again."""
_UNTIL_ROOM = timedelta(minutes=5)
_PICTURES = tuple(kind for kind in MediaKind if kind.is_picture)


@dataclass(frozen=True)
class _Claim:
    account: str
    ref: MediaRef
    before: int
    """How many photos this conversation sent before it on the same day."""


class MediaFetcher:
    """Gets attachments from the provider after the message is safely stored."""

    def __init__(
        self,
        config: Config,
        database: Database,
        store: MediaStore,
        channels: Mapping[str, Channel],
        outbox: Outbox,
        places: PlaceReader,
        waker: Waker,
        clock: Clock,
    ) -> None:
        self._config = config
        self._places = places
        self._database = database
        self._store = store
        self._channels = channels
        self._outbox = outbox
        self._waker = waker
        self._clock = clock

    def fetch(self, media_id: int) -> None:
        """Fetch, clean and store one attachment; a picture that is none is told to the citizen."""
        claimed = self._claim(media_id)
        if claimed is None:
            return
        account, ref, most = claimed.account, claimed.ref, self._config.photos.per_day
        if claimed.before >= most:
            # Told once, with the first one that is too many: a hundred photos must not make a hundred replies.
            self._refuse(media_id, "photo-too-many", f"{most} photos a day are allowed", tell=claimed.before == most)
            self._forget(account, ref)
            return
        try:
            data = photos.readable(self._bytes(account, ref))
            photo = photos.clean(data)
        except RetryableError as error:
            self._retry(media_id, str(error), error.retry_after)
        except FinalError as error:
            self._refuse(media_id, "photo-lost", str(error))
        except MediaError as error:
            self._refuse(media_id, error.reason, str(error))
            self._forget(account, ref)
        else:
            self._keep(media_id, photo, self._places.read_photo(data))
            self._forget(account, ref)

    def attachment(self, media_id: int) -> bytes:
        """What only a person can make use of (voice, video, a document); stored when somebody first asks for it.

        Raises RetryableError and FinalError, and FinalError too for what is no such attachment or was not kept.
        """
        with self._database.read() as session:
            media = session.get(Media, media_id)
        if media is None or media.state is not MediaState.KEPT:
            raise FinalError(f"media {media_id} is no attachment that was kept")
        if media.key is not None:
            return self._bytes(media.account or "", MediaRef(kind=media.kind, ref=f"{UPLOADED}{media.key}"))
        if media.account is None or media.account not in self._channels or media.ref is None:
            raise RetryableError(f"the channel {media.account} is switched off")
        try:
            data = self._bytes(media.account, MediaRef(kind=media.kind, ref=media.ref, mime=media.mime))
        except MediaError as error:
            raise FinalError(str(error)) from error
        if self._store.has_room():
            self._store_attachment(media_id, data)
        return data

    def _store_attachment(self, media_id: int, data: bytes) -> None:
        key = self._store.put(data, suffix=".kept")
        with self._database.write() as session:
            media = session.get(Media, media_id, with_for_update=True)
            if media is not None and media.state is MediaState.KEPT and media.key is None:
                media.key = key
                return
        self._store.delete(key)  # somebody else was quicker, or it is not wanted any more

    def clear_away(self, limit: int = 200) -> int:
        """Delete the files of what was discarded; the rows say which, so that a crash leaves none behind.

        The empty rows stay for a while: a browser may still know the photo by the row's number.
        """
        has_file = or_(Media.key.is_not(None), Media.ref.is_not(None))
        query = select(Media).where(Media.state == MediaState.DISCARDED, has_file).order_by(Media.id).limit(limit)
        with self._database.read() as session:
            discarded = session.scalars(query).all()
        for media in discarded:
            if media.key is not None:
                self._store.delete(media.key)
            if media.ref is not None:
                self._forget(media.account or "", MediaRef(kind=media.kind, ref=media.ref, mime=media.mime))
        with self._database.write() as session:
            cleared = update(Media).where(Media.id.in_([media.id for media in discarded]))
            session.execute(cleared.values(key=None, ref=None, problem=None))
        return len(discarded)

    def _forget(self, account: str, ref: MediaRef) -> None:
        if ref.ref.startswith(UPLOADED):
            self._store.delete(ref.ref.removeprefix(UPLOADED))
            return
        channel = self._channels.get(account)
        if isinstance(channel, KeepingChannel):
            channel.forget(ref)

    def _bytes(self, account: str, ref: MediaRef) -> bytes:
        if ref.ref == NO_ROOM:
            raise MediaError("photo-no-room", "the disk was nearly full when it came")
        if not ref.ref.startswith(UPLOADED):
            return self._channels[account].fetch(ref)
        try:
            return self._store.get(ref.ref.removeprefix(UPLOADED))
        except FileNotFoundError as error:
            raise FinalError("the upload is gone") from error

    def _keep(self, media_id: int, photo: photos.CleanPhoto, reading: PlaceReading) -> None:
        key = self._store.put(photo.data)
        if not self._record(media_id, key, photo, reading):
            self._store.delete(key)

    def _record(self, media_id: int, key: str, photo: photos.CleanPhoto, reading: PlaceReading) -> bool:
        """Answers whether the photo is still wanted."""
        with self._database.write() as session:
            media = _wanted(session, media_id)
            if media is None:
                return False
            media.state, media.key, media.mime, media.ref = MediaState.STORED, key, photos.MIME, None
            media.width, media.height = photo.width, photo.height
            if media.message is None or not reading.options:
                return True
            conversation = session.get_one(Conversation, media.message.conversation_id, with_for_update=True)
            turn = photo_located(conversation.state, media.message.provider_id, reading)
            if turn is None or not conversation.bot_speaks:
                return True
            self._outbox.apply(session, conversation, turn)
            return True

    def _claim(self, media_id: int) -> _Claim | None:
        now, room = self._clock(), self._store.has_room()
        with self._database.write() as session:
            media = session.get(Media, media_id, with_for_update=True)
            if media is None or media.state is not MediaState.PENDING or media.not_before > now:
                return None
            if not media.kind.is_picture or media.account is None or media.ref is None:
                return None
            if not room and not self._lies_here(media.account, media.ref):
                self._put_off(media, now)
                return None
            media.attempts += 1
            media.not_before = now + _PATIENCE
            ref = MediaRef(kind=media.kind, ref=media.ref, mime=media.mime)
            return _Claim(media.account, ref, self._sent_before(session, media))

    def _lies_here(self, account: str, ref: str) -> bool:
        """It is on our disk already: cleaning it makes it smaller."""
        return ref == NO_ROOM or ref.startswith(UPLOADED) or isinstance(self._channels.get(account), KeepingChannel)

    def _put_off(self, media: Media, now: datetime) -> None:
        media.not_before, media.problem = now + _UNTIL_ROOM, "the disk is nearly full"
        metrics.PHOTOS_PUT_OFF.inc()
        log.error("media.no_room", media=media.id, free=self._store.free(), floor_mb=self._config.photos.floor_mb)

    def _sent_before(self, session: Session, media: Media) -> int:
        """Photos of the same conversation and day; none for what came without a conversation."""
        if media.message is None:
            return 0
        earlier = (
            select(func.count())
            .select_from(Media)
            .join(InboundMessage)
            .where(InboundMessage.conversation_id == media.message.conversation_id)
            .where(Media.id < media.id, Media.kind.in_(_PICTURES))
            .where(Media.created_at >= day_began(media.created_at, self._config.zone))
        )
        return session.scalar(earlier) or 0

    def _retry(self, media_id: int, problem: str, retry_after: float | None) -> None:
        with self._database.write() as session:
            media = _wanted(session, media_id)
            if media is None:
                return
            delay = retry_after if retry_after is not None else min(2.0**media.attempts, 600)
            media.not_before = self._clock() + timedelta(seconds=delay)
            media.problem = problem
            attempts = media.attempts
        if attempts >= _MAX_ATTEMPTS:
            self._refuse(media_id, "photo-lost", problem)
            return
        log.warning("media.retry", media=media_id, attempts=attempts, delay_s=delay)
        self._waker.fetch_media(media_id, delay)

    def _refuse(self, media_id: int, reason: str, problem: str, *, tell: bool = True) -> None:
        metrics.PHOTOS_REFUSED.labels(reason).inc()
        log.warning("media.refused", media=media_id, reason=reason, problem=problem)
        with self._database.write() as session:
            media = _wanted(session, media_id)
            if media is None:
                return
            media.state, media.problem = MediaState.REFUSED, problem
            if media.message is None:
                return
            conversation = session.get_one(Conversation, media.message.conversation_id, with_for_update=True)
            turn = photo_refused(conversation.state, media.message.provider_id, reason)
            if not tell or not conversation.bot_speaks:
                conversation.state = turn.state
                return
            self._outbox.apply(session, conversation, turn)


def _wanted(session: Session, media_id: int) -> Media | None:
    """The attachment that was fetched, unless it was discarded meanwhile."""
    media = session.get(Media, media_id, with_for_update=True)
    return media if media is not None and media.state is MediaState.PENDING else None
