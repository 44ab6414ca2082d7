"""What a receiving server found out about a mail's sender: DMARC by Authentication-Results, or a provider's fields.

Only one server's word counts: the one that config.yml names (RFC 8601, section 5: whoever sends a mail may write such
fields, too), or the provider that posts the mail and has proven itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bots.mail.headers import Mail, raw_values

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_COMMENT = re.compile(r"\((?:[^()\\]|\\.)*\)")
_DEEPEST = 20
_DMARC = re.compile(r"dmarc\s*=\s*(\w+)\b(.*)", re.IGNORECASE | re.DOTALL)
_HEADER_FROM = re.compile(r"\bheader\.from\s*=\s*([^\s;]+)", re.IGNORECASE)
_DKIM_OF = re.compile(r"@([A-Za-z0-9.-]{1,253})\s*:\s*pass\b", re.IGNORECASE)
_LONGEST = 4000


@dataclass(frozen=True)
class Posted:
    """A provider's own fields beside the mail that it posts (SendGrid, Mailgun)."""

    spf_of: str = ""
    """The domain of the envelope's sender, where SPF passed."""
    dkim_of: frozenset[str] = frozenset()
    """Domains whose DKIM signature is good."""

    def vouch_for(self, domain: str) -> bool:
        """Whether SPF or DKIM passed for exactly this domain (RFC 7489, section 3.1: strict alignment).

        Relaxed alignment would need the public suffix list, which changes.
        """
        return domain == self.spf_of or domain in self.dkim_of


def posted(fields: Mapping[str, bytes]) -> Posted:
    """What the fields of an inbound-parse webhook say of SPF and DKIM; nothing for those of others."""
    named = {name.lower(): value[:_LONGEST].decode("utf-8", "replace").strip() for name, value in fields.items()}
    spf = named.get("spf") or named.get("x-mailgun-spf") or ""
    envelope = _envelope_sender(named.get("envelope", "")) or named.get("sender", "")
    return Posted(
        spf_of=_domain(envelope) if spf.lower() == "pass" else "",
        dkim_of=frozenset(found.lower() for found in _DKIM_OF.findall(named.get("dkim", ""))),
    )


def _envelope_sender(field: str) -> str:
    try:
        value = json.loads(field)
    except (ValueError, RecursionError):
        return ""
    sender = value.get("from") if isinstance(value, dict) else None
    return sender if isinstance(sender, str) else ""


def _domain(address: str) -> str:
    return address.strip().strip("<>").rpartition("@")[2].lower()


def passes_dmarc(mail: Mail, authserv: str | None, domain: str) -> bool:
    """Whether the named server found that a mail is from the domain in its From field.

    The topmost field under the server's name counts, since a server writes on top; any other one under its name
    that says otherwise takes the word back.
    """
    if authserv is None:
        return False
    fields = [_statements(value) for value in raw_values(mail, "authentication-results")]
    ours = [statements for name, statements in fields if name == authserv.lower()]
    verdicts = [_verdicts(statements) for statements in ours]
    said = [verdict for found in verdicts for verdict in found]
    return bool(verdicts and verdicts[0]) and all(verdict == ("pass", domain) for verdict in said)


def _statements(value: str) -> tuple[str, Sequence[str]]:
    """Returns the server's name and its statements, without quoted strings and comments, which senders choose."""
    name = next(iter(re.split(r"[\s;(]", value.strip().lower(), maxsplit=1)), "")
    bare = _QUOTED.sub('""', value)
    for _ in range(_DEEPEST):
        bare, found = _COMMENT.subn(" ", bare)
        if not found:
            break
    if "(" in bare or bare.count('"') % 2:
        return name, ()  # without an end: whatever follows may be the sender's
    return name, bare.split(";")[1:]


def _verdicts(statements: Sequence[str]) -> list[tuple[str, str]]:
    found = [_DMARC.fullmatch(statement.strip()) for statement in statements]
    return [(match[1].lower(), _header_from(match[2])) for match in found if match]


def _header_from(properties: str) -> str:
    named = _HEADER_FROM.findall(properties)
    return _domain(named[0]) if len(named) == 1 else ""
