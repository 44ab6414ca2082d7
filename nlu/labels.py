"""The closed lists that the data, the model and the dialogue share; docs/labels.md explains them."""

from __future__ import annotations

from typing import Final

ACTS: Final = (
    "report",
    "ask_status",
    "give_place",
    "affirm",
    "deny",
    "skip",
    "cancel",
    "correct",
    "thank",
    "greet",
    "help",
    "human",
    "rate",
    "add_information",
    "emergency",
    "abuse",
    "other",
)

KINDS: Final = ("complaint", "aspiration", "information")

CATEGORIES: Final = (
    "sampah",
    "jalan",
    "saluran_banjir",
    "lampu_jalan",
    "pohon",
    "taman_rth",
    "parkir_liar",
    "lalu_lintas",
    "transportasi_umum",
    "pkl",
    "ketertiban",
    "reklame_liar",
    "air_bersih",
    "listrik_telekom",
    "kependudukan",
    "kesehatan",
    "pendidikan",
    "bansos_pmks",
    "polusi",
    "bangunan_perumahan",
    "pelayanan_aparatur",
    "pungli",
    "ketenagakerjaan",
    "perizinan_usaha_pajak",
    "kebakaran_penyelamatan",
    "fasum",
)

OTHER: Final = "lainnya"
"""Belongs to the city, but to none of the categories."""

UNCLEAR: Final = "tidak_jelas"
"""A report without content. A label of the data, never of a ticket: the bot has to ask."""

ALL_CATEGORIES: Final = (*CATEGORIES, OTHER, UNCLEAR)

REPORT: Final = "report"
"""The act whose sub-intents carry kind and category: ``report/complaint.sampah``."""


def report_label(kind: str, category: str) -> str:
    """Returns the sub-intent of a report, as the training data write it."""
    return f"{REPORT}/{kind}.{category}"


def split_report_label(label: str) -> tuple[str, str]:
    """Returns kind and category of a sub-intent. Raises ValueError if it isn't one of ours."""
    act, _, rest = label.partition("/")
    kind, _, category = rest.partition(".")
    if act != REPORT or kind not in KINDS or category not in ALL_CATEGORIES:
        raise ValueError(f"not a report label: {label!r} (expected report/KIND.CATEGORY)")
    return kind, category
