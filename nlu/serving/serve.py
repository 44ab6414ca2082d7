"""Serves a model in Rasa's own protocol, on this machine only.

``python -m nlu.serving.serve --port 5005 [--model PATH]``. Routes: ``GET /`` and ``/status``,
``POST /model/parse`` as a Rasa server has them, and ``POST /model/parse_many``
(``{"texts": [...]}``, answered by a list of parses), which is ours. Any Rasa server could stand
in for the first three.

With a secret in ``TANGGAP_NLU_TOKEN`` it answers only to ``Authorization: Bearer <secret>``. Without one it
serves on loopback alone. The token is no option, because options can be read by every user of the machine.

Without ``--model`` it follows the pointer ``var/models/current``: after a switch it takes up the new
model by itself, and a model that can't be read leaves the old one in use.
"""

from __future__ import annotations

import argparse
import asyncio
import ipaddress
import logging
import os
import socket
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nlu import models
from nlu.protocol import VARIABLE

LOOK_EVERY_S = 2.0


class Serving:
    """Holds the model that answers now."""

    def __init__(self, path: Path, *, follow: bool) -> None:
        from nlu.serving.runtime import ModelRuntime

        self._load = ModelRuntime
        self._path = path
        self._follow = follow
        self.understanding = self._warm(path)

    def _warm(self, path: Path) -> Any:
        understanding = self._load(path)
        understanding.parse("pemanasan")  # the first parse fills caches; no citizen should wait for it
        return understanding

    async def watch(self) -> None:
        """Takes up a new current model whenever there is one, as long as the server runs."""
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


def listen(host: str, port: int) -> socket.socket:
    """Returns a listening socket; port 0 takes a free one. Raises OSError if the address is taken."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(128)
    return listener


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _end_with_parent() -> None:
    """Ends this process when its parent is gone, however that ended: standard input is closed then."""
    while os.read(0, 1024):  # unbuffered: a lock on sys.stdin would trouble an ordinary end
        pass
    os._exit(0)


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="nlu.serving.serve", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--host", default="127.0.0.1", help=f"beyond loopback only with {VARIABLE}")
    parser.add_argument("--port", type=int, default=5005, help="0 takes a free one")
    parser.add_argument("--socket", type=int, metavar="FD", help="a socket that listens already; ends with its parent")
    parser.add_argument("--model", type=Path, help="model file; the current one by default")
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.WARNING)
    token = os.environ.get(VARIABLE) or None
    if token is None and options.socket is None and not _is_loopback(options.host):
        raise SystemExit(
            f"nlu.serving.serve: {options.host} is not this machine alone; put a long secret into {VARIABLE}"
        )
    if options.socket is not None:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        path = options.model or models.current()
        serving = Serving(path, follow=options.model is None)
    except models.ModelMissing as error:
        raise SystemExit(f"nlu.serving.serve: {error}") from None
    from nlu.serving.app import build_app

    app = build_app(serving, token)
    try:
        given = options.socket is not None
        listener = socket.socket(fileno=options.socket) if given else listen(options.host, options.port)
    except OSError as error:
        raise SystemExit(f"nlu.serving.serve: {options.host}:{options.port}: {error.strerror}") from None
    host, port = listener.getsockname()[:2]
    print(f"nlu: serving {path.name} on http://{host}:{port}", flush=True)
    app.run(sock=listener, access_log=False, motd=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
