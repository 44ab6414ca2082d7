"""How a mailbox is followed: nothing skipped, nothing doubled, and back again after every break."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import structlog

from bots.mail.channel import MailChannel
from bots.mail.mailbox import Mailbox
from bots.mail.settings import ImapServer
from core.intake.intake import Taken
from core.kernel.clock import ManualClock
from core.kernel.errors import PayloadError
from core.kernel.messages import Inbound
from core.messaging.media_store import MediaStore
from tests.bots.mail.conftest import SECRETS, Build, mail
from tests.bots.mail.fake_imap import FakeInbox, FakeServer


def report(number: int, sender: str = "sari@warga.test") -> bytes:
    return b"From: %s\r\nMessage-ID: <m%d@warga.test>\r\n\r\nLampu %d mati.\r\n" % (sender.encode(), number, number)


@dataclass
class Follower:
    channel: MailChannel
    clock: ManualClock
    server: FakeServer = field(default_factory=FakeServer)
    inbox: FakeInbox = field(default_factory=FakeInbox)

    def follow(self, **settings: object) -> None:
        """Until the server's script has ended."""
        self.server.stop.clear()
        ticks = itertools.count(step=0.5)
        imap = ImapServer.model_validate({"host": "127.0.0.1", "security": "none", "poll_s": 0.001, **settings})
        Mailbox(
            "mail",
            imap,
            "lapor",
            SECRETS["password"],
            1024 * 1024,
            self.channel._take,
            self.clock,
            dial=self.server.dial,
            ticks=lambda: float(next(ticks)),
        ).follow(self.inbox, self.server.stop)


@pytest.fixture
def follower(build_mail: Build, clock: ManualClock) -> Follower:
    return Follower(build_mail(), clock)


def test_a_new_account_begins_with_what_nobody_has_read(follower: Follower) -> None:
    old, new = follower.server.put(report(1)), follower.server.put(report(2))
    follower.server.seen.add(old)
    follower.follow()
    assert follower.inbox.ids == ["<m2@warga.test>"]
    assert follower.inbox.cursors == ["100:2"]
    assert follower.server.seen == {old, new}


def test_of_years_of_unread_mail_only_the_last_days_are_taken_and_the_rest_is_told(follower: Follower) -> None:
    for number in range(5):
        follower.server.old.add(follower.server.put(report(number)))
    follower.server.put(report(9))
    with structlog.testing.capture_logs() as logs:
        follower.follow(since_days=2)
    assert follower.inbox.ids == ["<m9@warga.test>"]
    [told] = [entry for entry in logs if entry["event"] == "mail.older_left"]
    assert (told["count"], "since_days" in told["mend"]) == (5, True)


def test_mail_that_comes_while_idling_is_taken_at_once_and_in_order(follower: Follower) -> None:
    server = follower.server
    server.script = [lambda: server.put(report(1)), lambda: (server.put(report(2)), server.put(report(3)))]
    follower.follow()
    assert follower.inbox.ids == ["<m1@warga.test>", "<m2@warga.test>", "<m3@warga.test>"]
    assert follower.inbox.cursors == ["100:0", "100:1", "100:2", "100:3"]


def test_the_last_mail_is_not_taken_again_although_the_server_offers_it(follower: Follower) -> None:
    follower.server.put(report(1))
    follower.server.script = [lambda: None] * 3
    follower.follow()
    assert follower.server.log.count("fetch BODY.PEEK[]") == 1


def test_a_restart_goes_on_where_it_stopped(follower: Follower) -> None:
    follower.server.put(report(1))
    follower.follow()
    follower.server.put(report(2))
    follower.follow()
    assert follower.inbox.ids == ["<m1@warga.test>", "<m2@warga.test>"]
    assert follower.server.log.count("search UNSEEN") == 1


def test_a_lost_connection_is_made_anew_and_loses_nothing(follower: Follower) -> None:
    server = follower.server
    server.script = [lambda: server.put(report(1)), server.hang_up, lambda: server.put(report(2))]
    follower.follow()
    assert follower.inbox.ids == ["<m1@warga.test>", "<m2@warga.test>"]
    assert server.log.count("dial") == 2


def test_a_server_without_idle_is_asked_again_and_again(follower: Follower) -> None:
    server = follower.server
    server.capabilities = (b"IMAP4REV1",)
    server.script = [lambda: server.put(report(1)), lambda: server.put(report(2))]
    follower.follow()
    assert follower.inbox.ids == ["<m1@warga.test>", "<m2@warga.test>"]
    assert "idle done" not in server.log


def test_a_server_that_only_pretends_to_idle_is_asked_instead(follower: Follower) -> None:
    server = follower.server
    server.idle_refused = True
    server.script = [lambda: server.put(report(1))]
    follower.follow()
    assert follower.inbox.ids == ["<m1@warga.test>"]


def test_mail_that_comes_while_another_is_handled_is_not_overheard(follower: Follower) -> None:
    """The server announces it among the answers to other commands, and IDLE does not say it again."""
    server, inbox = follower.server, follower.inbox
    server.put(report(1))
    take, heard = inbox.take, []

    def take_slowly(inbound: Inbound) -> Taken:
        if inbound.message_id == "<m1@warga.test>":
            server.put(report(2))
        return take(inbound)

    inbox.take = take_slowly  # type: ignore[method-assign]
    server.script = [lambda: heard.extend(inbox.ids)]
    follower.follow()
    assert heard == ["<m1@warga.test>", "<m2@warga.test>"]


def test_mail_that_idle_does_not_announce_is_found_by_the_second_look(follower: Follower) -> None:
    server, inbox, heard = follower.server, follower.inbox, list[str]()
    server.announces = False
    server.script = [lambda: server.put(report(1)), lambda: heard.extend(inbox.ids)]
    follower.follow()
    assert heard == ["<m1@warga.test>"]


def test_idle_is_begun_anew_before_the_server_loses_patience(follower: Follower) -> None:
    server = follower.server
    server.script = [lambda: None] * 20
    follower.follow(refresh_s=4)
    assert server.log.count("idle done") > 2


def test_new_numbers_mean_reading_again_without_doubling(follower: Follower, media: MediaStore) -> None:
    server = follower.server
    server.put(report(1))
    server.put(mail("inline_image"))
    follower.follow()
    stored = follower.inbox.taken[1].media
    server.validity = 200
    server.put(report(3))
    follower.follow()
    assert follower.inbox.ids == ["<m1@warga.test>", "<inline-1@warga.test>", "<m3@warga.test>"]
    assert follower.inbox.cursors[-1] == "200:3"
    assert "search SINCE" in server.log
    assert [len(media.get(ref.ref)) for ref in stored] == [ref.size for ref in stored]
    assert len(media._fs.ls(media._root)) == len(stored), "the replay's upload was thrown away"


def test_the_cursor_stays_until_the_mail_is_safe(follower: Follower) -> None:
    """Neither taken nor kept: then it is read again."""
    server = follower.server
    follower.inbox.cursors.append("100:0")
    server.put(report(1))
    follower.inbox.failures = [OSError("disk full"), OSError("disk full")]
    follower.follow()
    assert follower.inbox.ids == ["<m1@warga.test>"]
    assert follower.inbox.cursors == ["100:0", "100:1"]
    assert server.log.count("fetch BODY.PEEK[]") == 2


@pytest.mark.parametrize("name", ["no_author", "two_authors"])
def test_what_cannot_be_read_is_kept_unread_and_holds_up_nothing(name: str, follower: Follower) -> None:
    server = follower.server
    broken, fine = server.put(mail(name)), server.put(report(2))
    follower.follow()
    assert [payload for payload, _ in follower.inbox.kept] == [mail(name)]
    assert follower.inbox.ids == ["<m2@warga.test>"]
    assert (broken in server.seen, fine in server.seen) == (False, True)


def test_a_bounce_becomes_a_report_and_a_vacation_note_is_kept_unanswered(follower: Follower) -> None:
    bounce, vacation = follower.server.put(mail("bounce")), follower.server.put(mail("vacation"))
    follower.follow()
    assert [report.delivered for report in follower.inbox.reports] == [False]
    assert not follower.inbox.taken
    assert [payload for payload, _ in follower.inbox.kept] == [mail("vacation")]
    assert (bounce in follower.server.seen, vacation in follower.server.seen) == (True, False)


def test_of_a_huge_mail_only_the_beginning_is_fetched(follower: Follower) -> None:
    huge = mail("inline_image").replace(b"--rel--", b"--rel\r\nContent-Type: image/jpeg\r\n\r\n" + b"x" * 30 * 2**20)
    follower.server.put(huge)
    follower.follow()
    assert follower.inbox.taken[0].text.endswith("di Jalan Mawar.")
    assert "fetch BODY.PEEK[]" not in follower.server.log


def test_an_expunged_mail_is_passed_over(follower: Follower) -> None:
    server = follower.server
    server.put(report(1))
    server.expunged = {2}
    server.mails[3] = report(3)
    follower.follow()
    assert follower.inbox.ids == ["<m1@warga.test>", "<m3@warga.test>"]


def test_a_folder_that_cannot_be_marked_is_read_all_the_same(follower: Follower) -> None:
    follower.server.read_only = True
    follower.server.put(report(1))
    follower.server.put(report(2))
    follower.follow()
    assert len(follower.inbox.ids) == 2
    assert follower.server.log.count("dial") == 1


def test_a_wrong_password_is_logged_without_it(follower: Follower) -> None:
    follower.server.password = "lain"
    with structlog.testing.capture_logs() as logs:
        follower.follow()
    assert [entry["event"] for entry in logs] == ["mail.login_refused"]
    assert SECRETS["password"] not in str(logs)


def test_two_machines_in_a_loop_are_stopped_and_what_they_wrote_is_kept(follower: Follower) -> None:
    for number in range(30):
        follower.server.put(report(number))
    follower.server.put(report(99, "budi.contoh@warga.test"))
    follower.follow()
    assert len(follower.inbox.taken) == 21
    assert follower.inbox.ids[-1] == "<m99@warga.test>"
    assert len(follower.inbox.kept) == 10
    assert "loop" in follower.inbox.kept[0][1]


def test_forged_mails_do_not_slow_down_whom_they_are_said_to_be_from(follower: Follower) -> None:
    for number in range(30):
        follower.server.put(report(number, "budi.contoh@warga.test"))
    follower.server.put(mail("gmail_id"))
    follower.follow()
    assert follower.inbox.ids[-1] == "<gmail-id@warga.test>"
    assert len(follower.inbox.kept) == 10


def test_the_brake_loosens_with_time(build_mail: Build, clock: ManualClock) -> None:
    channel = build_mail()
    for number in range(20):
        channel.read(report(number))
    with pytest.raises(PayloadError, match="loop"):
        channel.read(report(20))
    clock.advance(timedelta(minutes=11))
    assert channel.read(report(20)).messages
