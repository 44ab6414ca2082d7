"""A mail server on loopback that answers by a script."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class SmtpScript(socketserver.StreamRequestHandler):
    """As much SMTP (RFC 5321) as smtplib speaks; `answers` replaces the reply to a command."""

    def handle(self) -> None:
        server: SmtpServer = self.server  # type: ignore[assignment]
        self._say(server.answers.get("CONNECT", "220 siap"))
        while line := self.rfile.readline().decode().strip():
            verb = line.split(maxsplit=1)[0].upper()
            server.commands.append(line)
            answer = server.answers.get(verb, {"DATA": "354 silakan", "QUIT": "221 dah"}.get(verb, "250 baik"))
            if answer == "HANG UP":
                return
            self._say(
                "250-kota.test\r\n250 AUTH PLAIN"
                if verb == "EHLO"
                else "235 masuk"
                if verb == "AUTH" and answer.startswith("250")
                else answer
            )
            if verb == "DATA" and answer.startswith("354"):
                server.mails.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self._say(server.answers.get(".", "250 diterima"))
            if verb == "QUIT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class SmtpServer(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, answers: dict[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), SmtpScript)
        self.answers = answers
        self.mails: list[bytes] = []
        self.commands: list[str] = []


@contextmanager
def smtp_server(**answers: str) -> Iterator[SmtpServer]:
    with SmtpServer({name.upper().replace("DOT", "."): answer for name, answer in answers.items()}) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()


def smtp(server: SmtpServer) -> dict[str, object]:
    return {"host": "127.0.0.1", "port": server.server_address[1], "security": "none"}
