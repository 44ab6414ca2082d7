"""CSV as a spreadsheet opens it, and without what it would compute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

MARK = "\ufeff"
"""Begins the file: by it spreadsheets know UTF-8."""
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([harmless(str(cell)) for cell in cells])
    return out.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: https://owasp.org/www-community/attacks/CSV_Injection"""
    text = " ".join(cell.split())
    return f"'{text}" if text.startswith(_FORMULA) else text
