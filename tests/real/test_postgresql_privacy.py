"""Erasure, retention and new keys on a real PostgreSQL server."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.kernel.actor import Actor
from core.kernel.states import Role
from core.messaging import conversations
from core.privacy.rotation import Rotation
from core.protection.vault import Keys, Vault
from core.running.sweep import sweep
from core.storage.models import Conversation, InboundMessage, Media, Ticket
from core.tickets.steps import OutOfScope
from tests.real.test_postgresql import house, pgserver, server
from tests.support.house import KEY, House

__all__ = ["house", "server"]
pytestmark = pytest.mark.real
assert pgserver


def test_citizens_who_ask_to_be_forgotten_at_once_all_are(house: House) -> None:
    senders = [f"warga-{number}" for number in range(6)]
    for sender in senders:
        house.report(sender=sender)
        house.take("hapus data saya", sender=sender)
    presses = [house.inbound(sender=sender, pressed="erase:keep") for sender in senders]
    threads = [threading.Thread(target=house.services.intake.take, args=(press,)) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sweep(house.services, house.waker)
    with house.services.database.read() as session:
        kept = session.scalars(select(Conversation).order_by(Conversation.id)).all()
        assert {house.vault.decrypt(row.address) for row in kept} == {"", conversations.NOBODY}
        (nobody,) = [row for row in kept if row.account == conversations.NOBODY]
        assert {ticket.reporter_id for ticket in session.scalars(select(Ticket))} == {nobody.id}
        assert {message.text for message in session.scalars(select(InboundMessage))} == {""}


def test_what_has_been_kept_for_long_enough_goes(house: House) -> None:
    number = house.report()
    house.take("jalan berlubang", sender="lain")
    with house.services.database.write() as session:
        house.services.workflow.move(session, number, OutOfScope(note="bukan kami"), Actor(Role.ADMINISTRATOR))
    for _ in range(3):
        house.clock.advance(timedelta(days=184))
        sweep(house.services, house.waker)
    with house.services.database.read() as session:
        ticket = session.scalars(select(Ticket)).one()
        assert ticket.anonymised_at is not None
        assert [row.account for row in session.scalars(select(Conversation))] == [conversations.NOBODY]
        assert {media.key for media in session.scalars(select(Media))} <= {None}


@pytest.mark.parametrize("as_root", [False, True])
def test_keys_change_in_the_middle_of_writes(house: House, as_root: bool) -> None:
    keys = Keys.read(KEY)
    for number in range(5):
        house.take("halo", sender=f"warga-{number}")
    keys = keys.with_new(Vault.new_key(), as_root=as_root)
    house.vault._again = lambda: str(keys)
    messages = [house.inbound("status", sender=f"warga-{number}") for number in range(8)]
    writers = [threading.Thread(target=house.services.intake.take, args=(message,)) for message in messages]
    turner = Rotation(house.services.database, Vault(str(keys)), house.services.spool, {})
    for writer in writers:
        writer.start()
    turner.run()
    for writer in writers:
        writer.join()
    while turner.run().changed:
        pass
    only = Vault(str(keys.without_old()))
    with house.services.database.read() as session:
        found = session.scalars(select(Conversation)).all()
        assert sorted(only.decrypt(row.address) for row in found) == [f"warga-{number}" for number in range(8)]
        for row in found:
            assert conversations.find(session, only, "fake", only.decrypt(row.address)) == row
