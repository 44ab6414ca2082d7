"""Calls the command line as its user does."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from tanggap.main import app


def call(*arguments: str, typed: str | None = None) -> Result:
    """`typed`: what its user answers to questions. An error is the result's `exception`."""
    return CliRunner().invoke(app, arguments, input=typed)


def run(*arguments: str) -> str:
    """What a command writes to standard output. Raises what it raises."""
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def flat(said: str) -> str:
    """Without the line breaks of a narrow terminal."""
    return " ".join(said.split())
