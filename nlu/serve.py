"""Serves a model in Rasa's own protocol, on this machine only.

``python -m nlu.serve --port 5005 [--model PATH]``. Routes: ``GET /`` and ``/status``,
``POST /model/parse`` as a Rasa server has them, and ``POST /model/parse_many``
(``{"texts": [...]}``, answered by a list of parses), which is ours. Any Rasa server could stand
in for the first three.

Without ``--model`` it follows the pointer ``var/models/current``: after a switch it takes up the new
model by itself, and a model that can't be read leaves the old one in use.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nlu import models

LOOK_EVERY_S = 2.0
MAX_BATCH = 500
MAX_BODY = 8 * 1024 * 1024


class Serving:
    """The model that answers now."""

    def __init__(self, path: Path, *, follow: bool) -> None:
        from nlu.runtime import Understanding

        self._load = Understanding
        self._path = path
        self._follow = follow
        self.understanding = self._warm(path)

    def _warm(self, path: Path) -> Any:
        understanding = self._load(path)
        understanding.parse("pemanasan")  # the first parse fills caches; no citizen should wait for it
        return understanding

    async def watch(self) -> None:
        """Take up a new current model as long as the server runs."""
        said = ""
        while self._follow:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                path = models.current()
                if path != self._path:
                    self._path = path
                    loop = asyncio.get_running_loop()
                    self.understanding = await loop.run_in_executor(None, self._warm, path)
                    print(f"nlu: now serving {path.name}", flush=True)
            except models.ModelMissing as error:
                if str(error) != said:
                    said = str(error)
                    logging.getLogger(__name__).warning("the model stays as it was: %s", said)


def build_app(serving: Serving) -> Any:
    """The Sanic application that answers for the model in use."""
    from rasa.version import __version__ as rasa_version
    from sanic import Sanic, response

    app = Sanic("nlu", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MAX_BODY
    app.config.ACCESS_LOG = False
    app.config.KEEP_ALIVE_TIMEOUT = 75

    def failure(status: int, reason: str, message: str) -> Any:
        return response.json(
            {
                "version": rasa_version,
                "status": "failure",
                "message": message,
                "reason": reason,
                "code": status,
            },
            status=status,
        )

    @app.get("/")
    async def hello(_request: Any) -> Any:
        return response.text(f"Hello from Rasa: {rasa_version}")

    @app.get("/status")
    async def status(_request: Any) -> Any:
        return response.json(
            {
                "model_file": serving.understanding.name,
                "model_id": serving.understanding.model_id,
                "num_active_training_jobs": 0,
            }
        )

    @app.post("/model/parse")
    async def parse(request: Any) -> Any:
        body = _json(request)
        text = body.get("text") if isinstance(body, dict) else None
        if not isinstance(text, str):
            return failure(400, "BadRequest", 'expected {"text": "..."}')
        return response.json(serving.understanding.parse(text))

    @app.post("/model/parse_many")
    async def parse_many(request: Any) -> Any:
        body = _json(request)
        texts = body.get("texts") if isinstance(body, dict) else None
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            return failure(400, "BadRequest", 'expected {"texts": ["...", ...]}')
        if len(texts) > MAX_BATCH:
            return failure(413, "TooMany", f"at most {MAX_BATCH} texts at once")
        return response.json(serving.understanding.parse_many(texts))

    app.add_task(serving.watch())
    return app


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. OSError where the address is taken."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(128)
    return listener


def _json(request: Any) -> Any:
    from sanic.exceptions import InvalidUsage

    try:
        return request.json
    except InvalidUsage:
        return None


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="nlu.serve", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--host", default="127.0.0.1", help="keep it on loopback: there is no login")
    parser.add_argument("--port", type=int, default=5005, help="0 takes a free one")
    parser.add_argument("--model", type=Path, help="model file; the current one by default")
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.WARNING)
    try:
        path = options.model or models.current()
        serving = Serving(path, follow=options.model is None)
    except models.ModelMissing as error:
        raise SystemExit(f"nlu.serve: {error}") from None
    app = build_app(serving)
    try:
        listener = listen(options.host, options.port)
    except OSError as error:
        raise SystemExit(f"nlu.serve: {options.host}:{options.port}: {error.strerror}") from None
    host, port = listener.getsockname()[:2]
    print(f"nlu: serving {path.name} on http://{host}:{port}", flush=True)
    app.run(sock=listener, access_log=False, motd=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
