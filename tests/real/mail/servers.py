"""Postfix and Dovecot on loopback, with all their state in one folder and no service manager.

Two domains: kota.test with the service's mailbox, and warga.test whose every address is the citizen's. A third,
luar.test, is a server that takes nothing, so that Postfix sends genuine bounces.
"""

from __future__ import annotations

import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from imapclient import IMAPClient  # type: ignore[import-untyped]

from tests.bots.mail.fake_smtp import smtp_server

PASSWORD = "rahasia-kotak-surat"
SERVICE = "lapor@kota.test"
CITIZEN = "warga@warga.test"
PROGRAMS = ("postfix", "dovecot", "doveadm", "swaks")
_PATIENCE_S = 60.0
_T = TypeVar("_T")

_MAIN_CF = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.kota.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
default_transport = error:no outside network
transport_maps = inline:{{ luar.test=smtp:[127.0.0.1]:{outside_port} }}
recipient_delimiter = +
virtual_mailbox_domains = kota.test, warga.test
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = texthash:{folder}/postfix/mailboxes
virtual_mailbox_limit = 0
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 50
message_size_limit = 45000000
smtpd_tls_security_level = none
smtpd_recipient_restrictions = permit_mynetworks, reject
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
alias_maps =
"""

_DOVECOT_CONF = """\
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%d/%n
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 50
default_internal_user = dovecot
default_login_user = dovenull
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%d/%n allow_all_users=yes
}}
"""


def obstacle() -> str | None:
    """Why the servers can't be started here."""
    missing = [program for program in PROGRAMS if shutil.which(program, path=_path()) is None]
    if missing:
        return f"{', '.join(missing)} not installed: apt-get install postfix dovecot-imapd swaks"
    return None if os.geteuid() == 0 else "Postfix and Dovecot are started by root only"


def until(found: Callable[[], _T | None], what: str, patience_s: float = _PATIENCE_S) -> _T:
    """Ask until there is something, or fail."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if result := found():
            return result
        time.sleep(0.02)
    raise AssertionError(f"not within {patience_s} s: {what}")


@dataclass(frozen=True)
class MailServers:
    folder: Path
    smtp_port: int
    imap_port: int

    def start_dovecot(self) -> None:
        _run("dovecot", "-c", str(self.folder / "dovecot.conf"))
        until(lambda: _listens(self.imap_port), "Dovecot listens")

    def stop_dovecot(self) -> None:
        _run("doveadm", "-c", str(self.folder / "dovecot.conf"), "stop")
        until(lambda: not _listens(self.imap_port), "Dovecot has stopped")

    def cut_connections(self) -> None:
        """Kill the service's own IMAP connections, as a server does that needs its places."""
        kick = ("doveadm", "-c", str(self.folder / "dovecot.conf"), "kick", SERVICE)
        until(lambda: _run(*kick, check=False) == 0, "there is a connection to cut")

    def imap(self, user: str) -> IMAPClient:
        client = IMAPClient("127.0.0.1", port=self.imap_port, ssl=False, timeout=20)
        client.login(user, PASSWORD)
        client.select_folder("INBOX")
        return client

    def mails(self, user: str) -> list[bytes]:
        """All that lies in somebody's mailbox, the oldest first."""
        with self.imap(user) as client:
            found = client.fetch(client.search("ALL"), ["BODY.PEEK[]"])
            return [found[uid][b"BODY[]"] for uid in sorted(found)]

    def send(self, raw: bytes, sender: str = CITIZEN) -> None:
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=20) as server:
            server.sendmail(sender, [SERVICE], raw)

    def swaks(self, *arguments: str, sender: str = CITIZEN, to: str = SERVICE) -> None:
        server = f"127.0.0.1:{self.smtp_port}"
        _run("swaks", "--silent", "2", "--server", server, "--from", sender, "--to", to, *arguments)


@contextmanager
def mail_servers() -> Iterator[MailServers]:
    nobody = pwd.getpwnam("nobody")
    refusing = smtp_server(rcpt="550 5.1.1 tidak ada")
    with refusing as outside, tempfile.TemporaryDirectory(prefix="tanggap-mail-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # the servers run as users of their own
        servers = MailServers(folder, free_port(), free_port())
        facts = {"folder": folder, "uid": nobody.pw_uid, "gid": nobody.pw_gid, "imap_port": servers.imap_port}
        facts["outside_port"] = outside.server_address[1]
        for child in ("postfix", "queue", "data", "mail", "run"):
            (folder / child).mkdir()
        os.chown(folder / "mail", nobody.pw_uid, nobody.pw_gid)
        os.chown(folder / "data", pwd.getpwnam("postfix").pw_uid, -1)
        boxes = f"{SERVICE} kota.test/lapor/\n{CITIZEN} warga.test/warga/\n@warga.test warga.test/warga/\n"
        (folder / "postfix" / "mailboxes").write_text(boxes)
        (folder / "postfix" / "main.cf").write_text(_MAIN_CF.format(**facts))
        (folder / "postfix" / "master.cf").write_text(_master_cf(servers.smtp_port))
        (folder / "dovecot.conf").write_text(_DOVECOT_CONF.format(password=PASSWORD, **facts))
        postfix = ("postfix", "-c", str(folder / "postfix"))
        try:
            _run(*postfix, "start")
            until(lambda: _listens(servers.smtp_port), "Postfix listens")
            servers.start_dovecot()
            yield servers
        finally:
            _run("doveadm", "-c", str(folder / "dovecot.conf"), "stop", check=False)
            _run(*postfix, "stop", check=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _master_cf(port: int) -> str:
    """The distribution's own services, without chroot, and SMTP on our port."""
    lines = []
    for line in Path("/usr/share/postfix/master.cf.dist").read_text().splitlines():
        fields = line.split()
        if line and line[0] not in "# \t" and len(fields) >= 8:
            fields[4] = "n"
            if fields[:2] == ["smtp", "inet"]:
                fields[0] = f"127.0.0.1:{port}"
        lines.append(" ".join(fields) if line and line[0] not in "# \t" else line)
    return "\n".join([*lines, "postlog unix-dgram n - n - 1 postlogd", ""])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _path() -> str:
    return f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/bin"


def _env() -> dict[str, str]:
    return {**os.environ, "PATH": _path()}


def _run(*command: str, check: bool = True) -> int:
    # Into a file: a daemon would hold a pipe open for ever.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(command, stdout=said, stderr=said, timeout=60, env=_env(), cwd="/")
        said.seek(0)
        assert done.returncode == 0 or not check, f"{command[0]}: {said.read()}"
        return done.returncode
