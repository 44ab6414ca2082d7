"""The texts of the pages, in `<language>/*.ftl` beside this file (Project Fluent): a file for each part of them.

The names of states and kinds are the bot's, whose texts the pages have as well.
"""

from __future__ import annotations

from pathlib import Path

from core.running.services import Services
from core.wording import TEXTS, Wording

PAGE_TEXTS = Path(__file__).parent


def page_wording(services: Services) -> Wording:
    config = services.config
    return Wording(
        city=config.city.name,
        emergency=config.city.emergency,
        zone=config.zone,
        categories=config.category_names,
        kinds=config.kind_aliases,
        folders=(TEXTS, PAGE_TEXTS),
    )
