"""A small Bot API server over real HTTP, with the citizens who use it.

Every request it gets and every answer it gives is held to the Bot API's schema; what does not fit is collected in
`problems`. It can do what the bot needs: long polling, webhooks with a secret token, texts, photos, files, buttons.
"""

from __future__ import annotations

import itertools
import json
import threading
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError

from werkzeug.wrappers import Request, Response

from tests.support import botapi
from tests.support.house import picture

TOKEN = "123456:" + "A" * 35
BOT = {"id": 123456, "is_bot": True, "first_name": "Tanggap", "username": "tanggap_bot"}
CITIZEN = {"id": 4711, "is_bot": False, "first_name": "Warga", "last_name": "Uji", "language_code": "id"}
NOW = 1_767_578_400
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class Call:
    """One request of the bot."""

    method: str
    fields: dict[str, Any]
    files: dict[str, bytes]
    refused: bool = False


@dataclass
class TelegramServer:
    """The WSGI application is the object itself."""

    token: str = TOKEN
    calls: list[Call] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    refusals: list[tuple[str, int, Mapping[str, Any]]] = field(default_factory=list)
    """(method, status, answer): the next call of the method is answered like that."""
    files: dict[str, bytes] = field(default_factory=dict)
    webhook: dict[str, Any] | None = None
    hook_answers: list[int] = field(default_factory=list)
    closing: bool = False
    _updates: list[dict[str, Any]] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _message_ids: Callable[[], int] = field(default_factory=lambda: itertools.count(1).__next__)
    _update_ids: Callable[[], int] = field(default_factory=lambda: itertools.count(900_000).__next__)

    # --- what the bot calls ------------------------------------------------------------------------

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        file_path = request.path.removeprefix(f"/file/bot{self.token}/")
        if file_path != request.path:
            return Response(self.files[file_path])(environ, start_response)
        given, _, method = request.path.removeprefix("/bot").partition("/")
        if given != self.token:
            return _failure(401, "Unauthorized")(environ, start_response)
        return self._answer(method, request)(environ, start_response)

    def _answer(self, method: str, request: Request) -> Response:
        fields = {name: botapi.from_form(method, name, value) for name, value in request.form.items()}
        files = {name: file.read() for name, file in request.files.items()}
        # An uploaded file that a field points at (attach://name) is no field of its own.
        attached = {v.removeprefix("attach://") for v in fields.values() if str(v).startswith("attach://")}
        loose = [name for name in files if name not in attached]
        with self._changed:
            self.problems += botapi.problems_of_request(method, fields, loose)
            refusal = next((refusal for refusal in self.refusals if refusal[0] == method), None)
            self.calls.append(Call(method, fields, files, refused=refusal is not None and refusal[1] >= 400))
            self._changed.notify_all()
            if refusal:
                self.refusals.remove(refusal)
                return Response(json.dumps(refusal[2]), refusal[1], content_type="application/json")
        try:
            result = _METHODS[method](self, fields)
        except KeyError:
            return _failure(404, "Not Found")
        except RefusedError as error:
            return _failure(error.status, str(error))
        self.problems += botapi.problems_of_answer(method, result)
        return Response(json.dumps({"ok": True, "result": result}), content_type="application/json")

    def _get_updates(self, fields: Mapping[str, Any]) -> list[dict[str, Any]]:
        if self.webhook:
            raise RefusedError(409, "Conflict: can't use getUpdates method while webhook is active")
        with self._changed:
            offset = fields.get("offset", 0)
            self._updates = [update for update in self._updates if update["update_id"] >= offset]
            self._changed.wait_for(lambda: bool(self._updates) or self.closing, timeout=fields.get("timeout", 0))
            return list(self._updates)

    def _set_webhook(self, fields: Mapping[str, Any]) -> bool:
        self.webhook = dict(fields) if fields.get("url") else None
        return True

    def _send_message(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        if len(fields["text"].encode("utf-16-le")) > 2 * 4096:
            raise RefusedError(400, "Bad Request: message is too long")
        return self._sent(fields, text=fields["text"])

    def _send_photo(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        if len(fields.get("caption", "")) > 1024:
            raise RefusedError(400, "Bad Request: message caption is too long")
        photo = {"file_id": "own", "file_unique_id": "own", "width": 64, "height": 48}
        caption = {"caption": fields["caption"]} if "caption" in fields else {}
        return self._sent(fields, photo=[photo], **caption)

    def _sent(self, fields: Mapping[str, Any], **content: Any) -> dict[str, Any]:
        chat = {"id": fields["chat_id"], "type": "private", "first_name": "Warga"}
        message = {"message_id": self._message_ids(), "date": NOW, "chat": chat, "from": BOT, **content}
        markup = fields.get("reply_markup", {})
        for row in markup.get("inline_keyboard", ()):
            for button in row:
                if not 1 <= len(button.get("callback_data", "x").encode()) <= 64:
                    raise RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")
        return {**message, "reply_markup": markup} if "inline_keyboard" in markup else message

    def _get_file(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        file_id = fields["file_id"]
        if file_id not in self.files:
            raise RefusedError(400, "Bad Request: invalid file_id")
        size = len(self.files[file_id])
        if size > 20_000_000:
            raise RefusedError(400, "Bad Request: file is too big")
        return {"file_id": file_id, "file_unique_id": file_id, "file_path": file_id, "file_size": size}

    # --- what a citizen does -----------------------------------------------------------------------

    def message(self, user: Mapping[str, Any] = CITIZEN, **content: Any) -> dict[str, Any]:
        """A message's update; `content` is whatever the Bot API says of it."""
        chat = {"id": user["id"], "type": "private", "first_name": user["first_name"]}
        message = {"message_id": self._message_ids(), "date": NOW, "chat": chat, "from": dict(user), **content}
        return {"update_id": self._update_ids(), "message": message}

    def edit(self, of: Mapping[str, Any], **content: Any) -> dict[str, Any]:
        message = {**of["message"], "edit_date": NOW + 60, **content}
        return {"update_id": self._update_ids(), "edited_message": message}

    def photo(self, user: Mapping[str, Any] = CITIZEN, **content: Any) -> dict[str, Any]:
        """Two sizes, as Telegram makes them; the larger one can be fetched."""
        name = f"photo-{len(self.files)}"
        self.files[name] = picture()
        sizes = [
            {"file_id": f"{name}-thumb", "file_unique_id": f"{name}t", "width": 16, "height": 12},
            {"file_id": name, "file_unique_id": f"{name}u", "width": 64, "height": 48, "file_size": 700},
        ]
        return self.message(user, photo=sizes, **content)

    def pressed(self, label: str, user: Mapping[str, Any] = CITIZEN) -> dict[str, Any]:
        """A press on the newest inline button that bears this label."""
        for call in reversed(self.shown_to(user)):
            for row in call.fields.get("reply_markup", {}).get("inline_keyboard", ()):
                for button in row:
                    if button["text"] == label:
                        return self.callback(button["callback_data"], user)
        raise AssertionError(f"no button is labelled {label!r}")

    def callback(self, data: str, user: Mapping[str, Any] = CITIZEN) -> dict[str, Any]:
        update_id = self._update_ids()
        chat = {"id": user["id"], "type": "private", "first_name": user["first_name"]}
        query = {
            "id": f"q{update_id}",
            "from": dict(user),
            "chat_instance": "1",
            "data": data,
            "message": {"message_id": 1, "date": NOW, "chat": chat, "from": BOT, "text": "?"},
        }
        return {"update_id": update_id, "callback_query": query}

    def happen(self, update: dict[str, Any]) -> int | None:
        """Let an update reach the bot, as it wished to get it. Answers a webhook's status."""
        self.problems += botapi.problems_of("Update", update)
        if self.webhook is None:
            with self._changed:
                self._updates.append(update)
                self._changed.notify_all()
            return None
        status = self.post(json.dumps(update).encode(), self.webhook.get("secret_token"))
        self.hook_answers.append(status)
        return status

    def post(self, body: bytes, secret: str | None) -> int:
        assert self.webhook is not None
        headers = {"Content-Type": "application/json", **({_SECRET_HEADER: secret} if secret is not None else {})}
        request = urllib.request.Request(self.webhook["url"], body, headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return int(answer.status)
        except HTTPError as error:
            with error:
                return error.code

    def close(self) -> None:
        """Let nobody wait any more."""
        with self._changed:
            self.closing = True
            self._changed.notify_all()

    # --- what a test sees --------------------------------------------------------------------------

    def called(self, method: str) -> list[Call]:
        return [call for call in list(self.calls) if call.method == method]

    def shown_to(self, user: Mapping[str, Any] = CITIZEN) -> list[Call]:
        """Messages that were sent into this chat, in order."""
        sent = [call for call in list(self.calls) if call.method in ("sendMessage", "sendPhoto") and not call.refused]
        return [call for call in sent if call.fields["chat_id"] == user["id"]]

    def texts(self, user: Mapping[str, Any] = CITIZEN) -> list[str]:
        return [call.fields.get("text", call.fields.get("caption", "")) for call in self.shown_to(user)]

    def wait_for(self, happened: Callable[[], bool], within_s: float = 20) -> None:
        """Wait until a call of the bot makes it true."""
        with self._changed:
            assert self._changed.wait_for(happened, within_s), "the bot did not call in time"


class RefusedError(Exception):
    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status


def _failure(status: int, description: str) -> Response:
    answer = {"ok": False, "error_code": status, "description": description}
    return Response(json.dumps(answer), status, content_type="application/json")


_METHODS: Mapping[str, Callable[[TelegramServer, Mapping[str, Any]], Any]] = {
    "getMe": lambda server, fields: BOT,
    "getUpdates": TelegramServer._get_updates,
    "setWebhook": TelegramServer._set_webhook,
    "deleteWebhook": lambda server, fields: server._set_webhook({}),
    "sendMessage": TelegramServer._send_message,
    "sendPhoto": TelegramServer._send_photo,
    "sendChatAction": lambda server, fields: True,
    "answerCallbackQuery": lambda server, fields: True,
    "getFile": TelegramServer._get_file,
}
