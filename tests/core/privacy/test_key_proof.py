"""A start with other keys than the database was written with is noticed at the start."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from core.kernel.errors import ConfigError
from core.privacy import key_proof
from core.privacy.key_proof import examine, prove
from core.privacy.rotation import Rotation
from core.protection.vault import KEYS_VARIABLE, Vault
from core.storage.models import Conversation, KeyProof
from tests.support.house import KEY, House

OTHER = Vault.new_key()


def start(house: House, keys: str) -> None:
    prove(house.services.database, Vault(keys))


def test_the_same_keys_start_again_and_again(house: House) -> None:
    start(house, KEY)
    house.take("halo")
    start(house, KEY)


def test_other_keys_do_not_start_even_if_nothing_is_stored_yet(house: House) -> None:
    start(house, KEY)
    with pytest.raises(ConfigError, match=rf"{KEYS_VARIABLE}: does not open.*key adopt"):
        start(house, OTHER)


def test_a_new_key_before_the_earlier_one_starts(house: House) -> None:
    start(house, KEY)
    start(house, f"{OTHER},{KEY}")


def test_a_new_key_after_the_earlier_one_would_be_another_root(house: House) -> None:
    start(house, KEY)
    with pytest.raises(ConfigError, match="another root"):
        start(house, f"{KEY},{OTHER}")


def test_a_database_from_before_the_proof_is_tried_with_what_it_holds(house: House) -> None:
    house.take("halo")
    with pytest.raises(ConfigError, match="opens nothing"):
        start(house, OTHER)
    with house.services.database.read() as session:
        assert session.scalars(select(KeyProof)).all() == []
    start(house, KEY)
    with pytest.raises(ConfigError, match="does not open"):
        start(house, OTHER)


def test_single_rows_that_no_key_opens_are_named_and_stop_nothing(house: House) -> None:
    house.take("halo", sender="warga-1")
    house.take("halo", sender="warga-2")
    with house.services.database.write() as session:
        session.get_one(Conversation, 1).address = Vault(OTHER).encrypt("siapa")
    with house.services.database.read() as session:
        assert examine(session, Vault(KEY)) == ["conversation/1"]
    start(house, KEY)


def test_a_database_without_any_secret_takes_the_keys_that_come(house: House) -> None:
    start(house, OTHER)
    start(house, OTHER)


def test_examining_writes_nothing(house: House) -> None:
    with house.services.database.read() as session:
        assert examine(session, Vault(KEY)) == []
        assert session.scalars(select(KeyProof)).all() == []


@pytest.mark.parametrize("as_root", [False, True])
def test_the_proof_survives_a_rotation_of_keys(house: House, as_root: bool) -> None:
    start(house, KEY)
    house.take("halo")
    both = f"{'*' if as_root else ''}{OTHER},{KEY}"
    Rotation(house.services.database, Vault(both), house.services.spool, {}).run()
    start(house, both)
    start(house, OTHER if as_root else both)
    with pytest.raises(ConfigError):
        start(house, KEY)


def test_whoever_lost_the_keys_can_go_on_with_others(house: House) -> None:
    start(house, KEY)
    house.take("halo")
    key_proof.adopt(house.services.database, Vault(OTHER))
    start(house, OTHER)


def test_a_proof_that_was_deleted_does_not_let_other_keys_in(house: House) -> None:
    start(house, KEY)
    house.take("halo")
    with house.services.database.write() as session:
        session.execute(delete(KeyProof))
    with pytest.raises(ConfigError):
        start(house, OTHER)
