"""Email: in by IMAP with IDLE or by a provider's inbound-parse webhook, out by SMTP.

How to set it up, and what is done with which mail: docs/channels/mail.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bots.mail.channel import MailChannel
from bots.mail.settings import MailSettings
from bots.shared.frame import Setup


def secrets(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The secrets that an account needs: `smtp_password` only where the sending server has a user of its own."""
    smtp = settings.get("smtp")
    server = smtp if isinstance(smtp, Mapping) else {}
    sends_apart = bool(server.get("user"))
    logs_in = server.get("login", True)
    wanted = {
        "password": bool(settings.get("imap")) or (logs_in and not sends_apart),
        "smtp_password": logs_in and sends_apart,
        "hook_secret": bool(settings.get("hook")),
    }
    return tuple(name for name, needed in wanted.items() if needed)


SECRETS = secrets


def build(setup: Setup) -> MailChannel:
    return MailChannel(setup, setup.read(MailSettings))
