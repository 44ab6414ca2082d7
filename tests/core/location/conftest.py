from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from core.location import Gazetteer
from tests.core.location import town

REPOSITORY = Path(__file__).resolve().parents[3]
SHARED = REPOSITORY.parent / "shared" / "data" / "geo"


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> town.Files:
    """The files of a made-up town."""
    return town.write_files(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="session")
def gazetteer(files: town.Files) -> Gazetteer:
    """The made-up town with boundaries, landmarks and streets."""
    return town.load(files)


@pytest.fixture(scope="session")
def without_boundaries(files: town.Files) -> Gazetteer:
    return town.load(files, with_boundaries=False)


@cache
def packaged_city() -> Gazetteer:
    """The city whose areas and words are part of the project, without any operator's file."""
    return Gazetteer.load()


@pytest.fixture(scope="session")
def packaged() -> Gazetteer:
    return packaged_city()


@pytest.fixture(scope="session")
def operators_files() -> Path:
    """A folder with a real city's boundaries, landmarks and streets, if there is one beside the repository."""
    if not (SHARED / "jakarta_kelurahan.geojson").is_file():
        pytest.skip(f"no operator's boundary files in {SHARED.name}/ beside the repository")
    return SHARED


@pytest.fixture(scope="session")
def city(operators_files: Path) -> Gazetteer:
    return Gazetteer.load(
        boundaries=operators_files / "jakarta_kelurahan.geojson",
        landmarks=operators_files / "jakarta_landmarks.csv",
        streets=operators_files / "jakarta_streets.csv",
    )
