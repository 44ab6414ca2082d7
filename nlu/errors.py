"""What a command is told that can't use the understanding. Imports nothing, so that it can be caught without it."""

from __future__ import annotations


class NluProcessError(Exception):
    """The process could not be started; the message says what to do."""
