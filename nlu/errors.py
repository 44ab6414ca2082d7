"""The error of commands that need the understanding. A module of its own, so that catching it imports nothing else."""

from __future__ import annotations


class NluProcessError(Exception):
    """The process could not be started; the message says what to do."""
