"""Calls of the Bot API, by python-telegram-bot on an event loop of its own.

Documentation: https://core.telegram.org/bots/api#making-requests
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from concurrent.futures import Future
from threading import Thread
from typing import Any, TypeVar

import structlog
import telegram
from telegram.constants import FileSizeLimit
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bots.telegram.sending import typed_errors
from core.kernel.errors import FinalError, MediaError

log = structlog.get_logger()

_CONNECTIONS = 16
_MOST_NICETIES = 100
_LAST_WORDS_S = 1.0
_T = TypeVar("_T")


class _Bot(telegram.Bot):
    async def call(self, method: str, **fields: Any) -> Any:
        """Calls a method and returns its result as it came.

        The library's own methods turn results into objects. If they can't, a message that was sent counts as failed and
        is sent again, and one strange update spoils all that came with it.
        """
        return await self._post(method, fields)


class TelegramClient:
    def __init__(self, account: str, token: str, api_url: str, poll_timeout_s: int) -> None:
        self._account = account
        # httpx logs addresses, with the token in them; the library, at DEBUG, what is written and to whom.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        logging.getLogger("telegram").setLevel(logging.INFO)
        request = HTTPXRequest(connection_pool_size=_CONNECTIONS, read_timeout=20, pool_timeout=20)
        # The request's own time-out must outlast the server's long poll.
        patient = HTTPXRequest(connection_pool_size=2, read_timeout=poll_timeout_s + 10)
        self._requests = (request, patient)
        self._bot = _Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=request,
            get_updates_request=patient,
        )
        self._niceties: set[Future[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name=f"telegram-{account}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread and the connections."""
        self._run(self._end()).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        if others:
            await asyncio.wait(others, timeout=_LAST_WORDS_S)
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        # The bot itself closes only what its `initialize` opened, and that asks the server who we are.
        for request in self._requests:
            await request.shutdown()

    def _run(self, work: Coroutine[Any, Any, _T]) -> Future[_T]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def call(self, method: str, **fields: Any) -> Any:
        """Calls a method of the Bot API. Raises a SendError."""
        with typed_errors():
            return self._run(self._bot.call(method, **fields)).result()

    def nicety(self, method: str, **fields: Any) -> None:
        """Makes a call that nobody waits for and that may fail. It is left out while many are under way."""
        if len(self._niceties) < _MOST_NICETIES:
            future = self._run(self._attempt(method, fields))
            self._niceties.add(future)
            future.add_done_callback(self._niceties.discard)

    async def _attempt(self, method: str, fields: dict[str, Any]) -> None:
        try:
            await self._bot.call(method, **fields)
        except TelegramError as error:
            log.info("telegram.nicety_failed", account=self._account, method=method, problem=type(error).__name__)

    def download(self, file_id: str) -> bytes:
        """https://core.telegram.org/bots/api#getfile: files up to 20 MB. Raises SendError, MediaError."""
        try:
            with typed_errors():
                return self._run(self._download(file_id)).result()
        except FinalError as error:
            if "too big" in str(error).lower():
                raise MediaError("photo-too-large", str(error)) from error
            raise

    async def _download(self, file_id: str) -> bytes:
        file = await self._bot.get_file(file_id)
        if (file.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
            raise MediaError("photo-too-large", f"{file.file_size} bytes")
        return bytes(await file.download_as_bytearray())
