"""The texts of the pages, in `<language>/*.ftl` beside this file (Project Fluent): a file for each part of them."""

from __future__ import annotations

from pathlib import Path

from core.running.services import Services
from core.wording import Wording


def page_wording(services: Services) -> Wording:
    config = services.config
    return Wording(
        city=config.city.name,
        emergency=config.city.emergency,
        zone=config.zone,
        categories=config.category_names,
        kinds=config.kind_aliases,
        folder=Path(__file__).parent,
    )
