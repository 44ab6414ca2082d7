"""What a mail's parts hold: its text, and its attachments as references into the media store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message

from bots.mail.headers import PARSER_FAILS, Mail, content, decode, leaves
from bots.mail.html import read_html
from bots.mail.replies import newly_written
from bots.shared.frame import storable
from core.kernel.messages import MediaKind, MediaRef
from core.messaging.media_store import MediaStore

MAX_FILES = 10
TOO_LARGE = "too-large"
"""The reference of a picture that was not fetched since its mail was too large."""
TOO_MANY = "too-many"
"""The reference of the first picture that was one too many: by it the sender is told."""
_MAX_PARTS = 200
_DECORATION_BYTES = 6 * 1024
"""An inline picture below this is a logo or a line, not a photo."""
_TEXT_BYTES = 1024 * 1024
_PHOTO_NAMES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".heif", ".bmp", ".tif", ".tiff")
_SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")


@dataclass(frozen=True)
class File:
    kind: MediaKind
    mime: str
    data: bytes


@dataclass(frozen=True)
class Contents:
    text: str
    files: Sequence[File]


def contents(mail: Mail, *, answers: bool, forwarded: bool) -> Contents:
    """Returns the text and the attachments of a mail.

    answers: the mail answers another one, so all quotes are cut, even if nothing is left. A forwarded mail stays whole.
    """
    parts = [part for part, _ in zip(leaves(mail), range(_MAX_PARTS), strict=False)]
    texts = [part for part in parts if _is_text(part)]
    cut = not forwarded
    pages = [read_html(_text(part), cut=cut) for part in texts if part.get_content_type() == "text/html"]
    text = "\n\n".join(_bodies(mail, 0, cut=cut))
    written = newly_written(text, answers=answers) if cut else text.replace("\r\n", "\n").strip()
    if not written and not answers:
        # Nothing but a quote or a signature, in a new mail: then that is what there is to say.
        written = "\n\n".join(_bodies(mail, 0, cut=False)).strip()
    shown = frozenset[str]().union(*(page.shown for page in pages))
    quoted = frozenset[str]().union(*(page.quoted for page in pages)) - shown
    found = (_file(part, quoted) for part in parts if not _is_text(part))
    files = [file for file in found if file is not None]
    one_too_many = [file for file in files[MAX_FILES:] if file.kind.is_picture][:1]
    return Contents(storable(written), [*files[:MAX_FILES], *one_too_many])


def keep(files: Sequence[File], media: MediaStore, *, whole: bool) -> tuple[MediaRef, ...]:
    """Stores the attachments, because the mail is not at hand later. Of a mail that was cut short none are stored."""
    refs = []
    for number, file in enumerate(files):
        lost = TOO_MANY if number >= MAX_FILES else None if whole else TOO_LARGE
        ref, size = (lost, None) if lost else (media.put_upload(file.data), len(file.data))
        refs.append(MediaRef(kind=file.kind, ref=ref, mime=file.mime, size=size))
    return tuple(refs)


def _bodies(part: Mail, depth: int, *, cut: bool) -> list[str]:
    """The texts to read, in order; of alternatives (RFC 2046, section 5.1.4) the first plain one that says anything."""
    if depth > 20:
        return []
    kind = part.get_content_type()
    if part.is_multipart() and kind.startswith("multipart/"):
        children = [child for child in part.get_payload() if isinstance(child, Message)][:_MAX_PARTS]
        if kind != "multipart/alternative":
            return [text for child in children for text in _bodies(child, depth + 1, cut=cut)]
        children.sort(key=lambda child: child.get_content_type() != "text/plain")
        return next((texts for child in children if (texts := _bodies(child, depth + 1, cut=cut))), [])
    if not _is_text(part):
        return []
    text = read_html(_text(part), cut=cut).text if kind == "text/html" else _text(part)
    return [text] if text.strip() else []


def _is_text(part: Mail) -> bool:
    if part.get_content_type() not in ("text/plain", "text/html") or part.is_multipart():
        return False
    return part.get_content_disposition() != "attachment" and not _filename(part)


def _text(part: Mail) -> str:
    try:
        charset = part.get_content_charset()
    except PARSER_FAILS:
        charset = None
    return decode(content(part)[:_TEXT_BYTES], charset)


def _filename(part: Mail) -> str:
    try:
        return (part.get_filename() or "").lower()
    except PARSER_FAILS:
        return ""


def _file(part: Mail, quoted: frozenset[str]) -> File | None:
    """Returns an attachment; None for signatures, logos and pictures of a quote."""
    mime, name = part.get_content_type(), _filename(part)
    if mime in _SIGNATURES:
        return None
    data = part.as_bytes() if part.is_multipart() else content(part)
    if not data:
        return None
    kind = _kind(mime, name)
    if kind.is_picture and part.get_content_disposition() != "attachment":
        content_id = str(part.get("content-id", "")).strip().strip("<>")
        if content_id and (content_id in quoted or len(data) < _DECORATION_BYTES):
            return None
    return File(kind, mime, data)


def _kind(mime: str, name: str) -> MediaKind:
    main = mime.partition("/")[0]
    if (main == "image" and mime != "image/svg+xml") or (main == "application" and name.endswith(_PHOTO_NAMES)):
        # The original file, as the sender's device made it: it may carry its position.
        return MediaKind.IMAGE_FILE
    return {"video": MediaKind.VIDEO, "audio": MediaKind.VOICE}.get(main, MediaKind.DOCUMENT)
