"""New keys while the service runs: nothing unreadable, everybody still found."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, select

from core.kernel.errors import ConfigError
from core.kernel.states import Role
from core.messaging import conversations
from core.privacy.rotation import Rotation, sealed_columns
from core.protection.vault import Keys, Vault
from core.staff import create_staff
from core.storage.base import Base
from core.storage.models import Conversation, Staff
from core.storage.types import Sealed
from tests.support.house import KEY, House


class Safe:
    """Where the keys stand, for services that look again."""

    def __init__(self) -> None:
        self.keys = Keys.read(KEY)

    def read(self) -> str:
        return str(self.keys)

    def add(self, *, as_root: bool = False) -> None:
        self.keys = self.keys.with_new(Vault.new_key(), as_root=as_root)

    def drop(self) -> None:
        self.keys = self.keys.without_old()


@pytest.fixture
def safe() -> Safe:
    return Safe()


@pytest.fixture
def house(tmp_path: Path, safe: Safe) -> House:
    house = House(tmp_path)
    house.vault._again = safe.read
    return house


def rotation(house: House, safe: Safe) -> Rotation:
    """As the command does it: with a vault of its own."""
    services = house.services
    services.spool._vault = vault = Vault(safe.read())
    return Rotation(services.database, vault, services.spool, services.channels)


def citizens(house: House, keys: str) -> set[str]:
    with house.services.database.read() as session:
        return {Vault(keys).decrypt(row.address) for row in session.scalars(select(Conversation))}


def test_every_column_with_ciphertext_is_known_to_the_rotation() -> None:
    binary = [c for t in Base.metadata.sorted_tables for c in t.columns if isinstance(c.type, LargeBinary)]
    assert binary == [], "mark ciphertext with the type Sealed, or the rotation of keys passes it by"
    assert {f"{c.table.name}.{c.name}" for columns in sealed_columns().values() for c in columns} >= {
        "conversation.address",
        "conversation.display_name",
        "dead_letter.payload",
        "subscription.secret",
        "staff.totp_secret",
    }
    assert all(isinstance(c.type, Sealed) for columns in sealed_columns().values() for c in columns)


def test_after_a_rotation_the_new_key_alone_opens_everything(house: House, safe: Safe) -> None:
    house.take("lampu jalan mati", display_name="Nama")
    house.services.inbox.keep("fake", b"\xff\x00tak terbaca", "it is no JSON")
    house.services.spool.keep(house.inbound("dari disk", sender="warga-2"))
    with house.services.database.write() as session:
        staff = create_staff(session, "a", "A", Role.OFFICER, "panjang-sekali-x", clock=house.clock)
        staff.totp_secret = house.vault.encrypt("RAHASIA")
    safe.add()
    done = rotation(house, safe).run()
    assert (done.changed, done.unreadable) == (4, [])
    only = Vault(safe.keys.all[0])
    house.vault._use(safe.keys.all[0])
    (kept,) = house.services.inbox.kept()
    assert house.services.inbox.opened(kept) == b"\xff\x00tak terbaca"
    assert [getattr(inbound, "text", None) for _, inbound in house.services.spool.waiting()] == ["dari disk"]
    with house.services.database.read() as session:
        assert only.decrypt(session.scalars(select(Staff)).one().totp_secret or b"") == "RAHASIA"
        row = session.scalars(select(Conversation)).one()
        assert (only.decrypt(row.address), only.decrypt(row.display_name or b"")) == ("warga-1", "Nama")
    assert rotation(house, safe).run().changed == 0


def test_a_rotation_that_was_broken_off_goes_on_where_it_was(house: House, safe: Safe) -> None:
    for number in range(5):
        house.take("halo", sender=f"warga-{number}")
    safe.add()
    seen: list[int] = []

    def power_cut(rows: int) -> None:
        seen.append(rows)
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.privacy.rotation._BATCH", 2)
        with pytest.raises(KeyboardInterrupt):
            rotation(house, safe).run(power_cut)
    assert seen == [2]
    assert rotation(house, safe).run().changed == 3
    assert citizens(house, safe.keys.all[0]) == {f"warga-{number}" for number in range(5)}


@pytest.mark.parametrize("as_root", [False, True])
def test_in_the_middle_of_writes_nothing_gets_lost_and_nobody_becomes_a_stranger(
    house: House, safe: Safe, as_root: bool
) -> None:
    known = {f"warga-{number}" for number in range(12)}
    for sender in known:
        house.take("halo", sender=sender)
    go = threading.Event()

    def write(sender: str) -> None:
        go.wait()
        for text in ("lampu jalan mati", "status"):
            house.services.intake.take(house.inbound(text, sender=sender))

    writers = [threading.Thread(target=write, args=(sender,)) for sender in sorted(known | {"baru-1", "baru-2"})]
    for writer in writers:
        writer.start()
    safe.add(as_root=as_root)
    go.set()
    turner = rotation(house, safe)
    turner.run()
    for writer in writers:
        writer.join()
    assert turner.run().unreadable == []
    assert turner.run().changed == 0
    safe.drop()
    house.vault.refresh()
    with house.services.database.read() as session:
        rows = session.scalars(select(Conversation)).all()
        assert {house.vault.decrypt(row.address) for row in rows} == known | {"baru-1", "baru-2"}
        assert len(rows) == len(known) + 2
        for row in rows:
            assert conversations.find(session, house.vault, "fake", house.vault.decrypt(row.address)) == row


def test_a_leaked_root_can_go_with_everything_that_was_made_of_it(house: House, safe: Safe) -> None:
    number = house.report()
    before = house.vault.derive("one-time-link")
    safe.add(as_root=True)
    rotation(house, safe).run()
    safe.drop()
    assert KEY not in safe.read()
    house.vault.refresh()
    assert house.vault.derive("one-time-link") != before
    assert number in house.take("status")[-1].text


def test_while_the_root_is_replaced_both_hashes_lead_to_the_conversation(house: House, safe: Safe) -> None:
    house.take("halo", sender="lama")
    safe.add(as_root=True)
    house.vault.refresh()
    with house.services.database.read() as session:
        assert conversations.find(session, house.vault, "fake", "lama") is not None


def test_a_service_that_has_not_heard_of_the_new_root_finds_its_citizens_all_the_same(house: House, safe: Safe) -> None:
    house.take("halo")
    safe.add(as_root=True)
    rotation(house, safe).run()
    house.take("halo lagi")
    with house.services.database.read() as session:
        assert len(session.scalars(select(Conversation)).all()) == 1


def test_what_no_key_opens_is_named_and_holds_up_nothing(house: House, safe: Safe) -> None:
    house.take("halo", sender="warga-1")
    house.take("halo", sender="warga-2")
    with house.services.database.write() as session:
        session.get_one(Conversation, 1).address = Vault(Vault.new_key()).encrypt("siapa")
    safe.add()
    done = rotation(house, safe).run()
    assert (done.changed, done.unreadable) == (1, ["conversation/1"])


def test_the_list_of_keys_says_which_one_is_the_root() -> None:
    a, b, c = (Vault.new_key() for _ in range(3))
    assert Keys.read(f"{a},{b}").root == b
    starred = Keys.read(f"{b},{a}").with_new(c, as_root=True)
    assert (str(starred), starred.root, starred.former_root) == (f"*{c},{b},{a}", c, a)
    assert Keys.read(str(starred)) == starred
    assert str(starred.without_old()) == c
    assert str(starred.with_new(b).without_old()) == f"{b},{c}"
    assert str(Keys.read(f"{a},{b},{c}").without_old()) == f"{a},{c}"
    assert Vault(str(starred)).fingerprints("x", "y")[1:] == [Vault(a).fingerprint("x", "y")]


@pytest.mark.parametrize("keys", ["*,*", f"*{KEY},*{KEY}", f"**{KEY}"])
def test_a_list_with_two_roots_is_none(keys: str) -> None:
    with pytest.raises(ConfigError):
        Keys.read(keys)
