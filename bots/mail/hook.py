"""A provider's inbound-parse webhook: the raw mail, posted. Checks who posts, and takes the mail out.

`token`: a shared secret as password of basic authentication or as ?token= (SendGrid Inbound Parse with "raw",
https://www.twilio.com/docs/sendgrid/for-developers/parsing-email). `mailgun`: signature over timestamp and token
(https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store/). `hmac`: header X-Signature,
HMAC-SHA256 of the body in hex, for a mail server's own script.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import timedelta
from email.message import Message
from urllib.parse import parse_qsl

from bots.mail.results import Posted, posted
from bots.shared.frame import ForgedError, HookRequest, basic_password
from core.kernel.clock import Clock
from core.kernel.errors import PayloadError

_FIELDS = ("email", "body-mime")
_FRESH = timedelta(minutes=15)
_MAX_FIELDS = 100


def verify(request: HookRequest, scheme: str, secret: str, clock: Clock) -> None:
    """Checks who posts. Raises ForgedError, or PayloadError for a request that cannot even hold a signature."""
    if request.method != "POST":
        raise PayloadError("mails are posted")
    if scheme == "mailgun":
        _check_mailgun(_form(request) or {}, secret, clock)
    else:
        _check(scheme, request, secret)


def mail_of(request: HookRequest) -> tuple[bytes, Posted]:
    """The posted mail as bytes, and what the provider found out about its sender. Raises PayloadError."""
    fields = _form(request)
    mail = request.body if fields is None else next((fields[name] for name in _FIELDS if fields.get(name)), b"")
    if not mail.strip():
        raise PayloadError(f"there is no mail in the request; it is looked for in {' and '.join(_FIELDS)}")
    return mail, posted(fields or {})


def _form(request: HookRequest) -> Mapping[str, bytes] | None:
    """Returns the fields of a form; None if the request is none, and its body is the mail."""
    content_type = request.headers.get("content-type", "")
    is_form = content_type.lower().startswith(("multipart/form-data", "application/x-www-form-urlencoded"))
    return _fields(request.body, content_type) if is_form else None


def _check(scheme: str, request: HookRequest, secret: str) -> None:
    if scheme == "hmac":
        given = request.headers.get("x-signature", "").removeprefix("sha256=").lower()
        good = hmac.compare_digest(_sign(secret, request.body).encode(), given.encode())
    else:
        given = request.query.get("token") or basic_password(request.headers.get("authorization", ""))
        good = hmac.compare_digest(secret.encode(), given.encode("utf-8", "replace"))
    if not good:
        raise ForgedError(f"the {scheme} is wrong")


def _check_mailgun(fields: Mapping[str, bytes], secret: str, clock: Clock) -> None:
    stamp, token, given = (fields.get(name, b"") for name in ("timestamp", "token", "signature"))
    if not hmac.compare_digest(_sign(secret, stamp + token).encode(), given.strip().lower()):
        raise ForgedError("the signature is wrong")
    age = abs(clock().timestamp() - int(stamp)) if stamp.isdigit() and len(stamp) < 12 else None
    if age is None or age > _FRESH.total_seconds():
        raise ForgedError("the signature is too old")


def _sign(secret: str, data: bytes) -> str:
    return hmac.new(secret.encode(), data, hashlib.sha256).hexdigest()


def _fields(body: bytes, content_type: str) -> dict[str, bytes]:
    """Returns a form's fields as bytes: decoding them would break a mail in another charset than UTF-8."""
    header = Message()
    header["Content-Type"] = re.sub(r"[\r\n]", " ", content_type)[:500]
    if header.get_content_type() == "application/x-www-form-urlencoded":
        try:
            pairs = parse_qsl(body.decode("latin-1"), encoding="latin-1", max_num_fields=_MAX_FIELDS)
        except ValueError as error:
            raise PayloadError("the form has too many fields") from error
        return {name: value.encode("latin-1") for name, value in reversed(pairs)}
    boundary = header.get_boundary("")
    if not boundary:
        raise PayloadError("the form names no boundary")
    fields: dict[str, bytes] = {}
    # RFC 7578: parts are divided by lines of their own, so the mail's own boundaries do not disturb.
    for chunk in (b"\r\n" + body).split(b"\r\n--" + boundary.encode("latin-1", "replace"), _MAX_FIELDS)[1:]:
        head, found, value = chunk.partition(b"\r\n\r\n")
        name = re.search(rb'(?i)^content-disposition:[^\r\n]*?[; ]name="?([^"\r\n;]*)"?', head, re.MULTILINE)
        if found and name and not chunk.startswith(b"--"):
            fields.setdefault(name.group(1).decode("latin-1"), value)
    return fields
