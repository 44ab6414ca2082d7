"""The chat's API: taken once, told in order, seen by nobody else."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bots.web import MAX_PHOTOS
from core.kernel.states import Role, State
from core.messaging.media_store import MediaStore
from core.protection.photos import MAX_BYTES
from core.running.sweep import sweep
from core.storage.models import InboundMessage, Media, MediaState
from tests.support.house import KEBON_JERUK, picture
from tests.support.site import Citizen, Site, broken, photo


def uploads(site: Site) -> list[str]:
    store: MediaStore = site.services.media
    return [name for name in store._fs.ls(store._root, detail=False) if name.endswith(".upload")]


def test_a_citizen_reports_with_text_position_photos_and_buttons(site: Site) -> None:
    citizen = site.citizen()
    number = citizen.report("lampu jalan mati di depan gang", photo(), photo(80), public=True)
    ticket = site.ticket(number)
    assert (ticket.category, ticket.kelurahan, ticket.public) == ("lampu_jalan", "Kebon Jeruk", True)
    sent = [message for message in citizen.messages() if message["from"] == "citizen"]
    assert [len(message["photos"]) for message in sent] == [0, 0, 0, 2, 0, 0]
    assert sent[1]["pin"] == {"lat": KEBON_JERUK.lat, "lon": KEBON_JERUK.lon}
    assert [message["text"] for message in sent[-2:]] == ["Kirim", "Boleh"]


def test_messages_of_both_sides_come_in_the_order_in_which_they_were_written(site: Site) -> None:
    citizen = site.citizen()
    citizen.report()
    sides = [message["from"] for message in citizen.messages()]
    assert sides[:4] == ["citizen", "bot", "citizen", "bot"]
    moments = [message["at"] for message in citizen.messages()]
    assert moments == sorted(moments)


def test_a_message_sent_again_counts_once(site: Site) -> None:
    citizen, same = site.citizen(), str(uuid.uuid4())
    assert citizen.say("lampu jalan mati", id=same) == "new"
    told = citizen.told()
    assert citizen.say("lampu jalan mati", id=same) == "replay"
    assert citizen.told() == told


def test_the_uploads_of_a_message_sent_again_are_thrown_away(site: Site) -> None:
    citizen, same = site.citizen(), str(uuid.uuid4())
    citizen.say("ini fotonya", photo(), id=same)
    citizen.say("ini fotonya", photo(), id=same)
    assert uploads(site) == []


def test_the_raw_upload_goes_once_the_clean_photo_is_stored(site: Site) -> None:
    site.citizen().say("", photo())
    assert uploads(site) == []
    with site.services.database.read() as session:
        assert session.scalars(select(Media.state)).one() is MediaState.STORED


def test_the_raw_upload_stays_while_the_photo_is_not_stored(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    put = site.services.media.put

    def fail_for_clean_photos(data: bytes, suffix: str = ".jpg") -> str:
        if suffix == ".jpg":
            raise OSError("disk is full")
        return put(data, suffix)

    with monkeypatch.context() as patch:
        patch.setattr(site.services.media, "put", fail_for_clean_photos)
        site.citizen().post(photo())
    assert len(uploads(site)) == 1
    site.house.clock.advance(timedelta(minutes=11))
    sweep(site.services, site.services.waker)
    assert uploads(site) == []


def test_a_file_that_is_no_picture_is_told_to_the_citizen(site: Site) -> None:
    citizen = site.citizen()
    citizen.say("lampu jalan mati", b"MZ this is a program")
    assert any("bukan foto" in text for text in citizen.told())
    assert citizen.messages()[0]["photos"] == [{"url": None, "width": None, "height": None, "state": "refused"}]
    assert uploads(site) == []


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"id": "1"}, 400),
        ({"id": ""}, 400),
        ({"lat": "-6.2"}, 400),
        ({"lat": "x", "lon": "106"}, 400),
        ({"lat": "nan", "lon": "106"}, 400),
        ({"lat": "91", "lon": "106"}, 400),
        ({"lat": "-6.2", "lon": "106.8", "accuracy": "-4"}, 400),
        ({"press": "x" * 65}, 400),
        ({"text": "x" * 20_001}, 413),
    ],
)
def test_a_malformed_message_is_refused_and_nothing_is_stored(site: Site, fields: dict[str, Any], status: int) -> None:
    response = site.citizen().post(**fields)
    assert response.status_code == status
    assert response.json is not None
    assert response.json["error"]
    with site.services.database.read() as session:
        assert session.scalar(select(func.count()).select_from(InboundMessage)) == 0


@pytest.mark.parametrize("text", ["", "   ", "😡😡😡", "a" * 10_000, "\0\0", "<script>alert(1)</script>"])
def test_odd_texts_get_an_answer(site: Site, text: str) -> None:
    citizen = site.citizen()
    assert citizen.say(text) == "new"
    assert citizen.told()


def test_too_many_and_too_large_photos_are_refused(site: Site) -> None:
    citizen = site.citizen()
    assert citizen.post(*[photo()] * (MAX_PHOTOS + 1)).status_code == 413
    assert citizen.post(b"\xff" * (MAX_BYTES + 1)).status_code == 413
    refused = citizen.post(b"\xff" * MAX_BYTES, b"\xff" * MAX_BYTES)
    assert refused.status_code == 413
    assert refused.json is not None
    assert uploads(site) == []


def test_a_useless_accuracy_does_not_cost_the_position(site: Site) -> None:
    assert site.citizen().say(lat=-6.2, lon=106.8, accuracy="inf") == "new"


# --- the cursor ------------------------------------------------------------------------------------


def test_the_cursor_brings_only_what_is_new_once_things_have_settled(site: Site) -> None:
    citizen = site.citizen()
    citizen.say("lampu jalan mati")
    site.house.clock.advance(timedelta(minutes=1))
    cursor = citizen.look()["cursor"]
    assert citizen.look(cursor)["messages"] == []
    citizen.say("di Kebon Jeruk")
    assert next(message["text"] for message in citizen.look(cursor)["messages"]) == "di Kebon Jeruk"


def test_a_fresh_reply_comes_again_so_that_a_late_commit_before_it_is_not_skipped(site: Site) -> None:
    citizen = site.citizen()
    citizen.say("lampu jalan mati")
    first = citizen.look()
    again = citizen.look(first["cursor"])["messages"]
    assert [message["cursor"] for message in again] == [m["cursor"] for m in first["messages"] if m["from"] == "bot"]


def test_a_message_whose_photo_is_still_being_cleaned_comes_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    citizen = site.citizen()
    with monkeypatch.context() as patch:
        patch.setattr(site.services.waker, "fetch_media", lambda *_: None)
        citizen.say("", photo())
    first = citizen.look()
    assert first["messages"][0]["photos"][0]["state"] == "pending"
    sweep(site.services, site.services.waker)
    shown = citizen.look(first["cursor"])["messages"][0]["photos"][0]
    assert shown["url"]
    assert (shown["width"], shown["height"]) == (64, 48)


@pytest.mark.parametrize("cursor", ["", "1", "a.b", "1.2.3", "-1.0", "9" * 60 + ".1", "0." + "9" * 19, "1.٣x"])
def test_a_broken_cursor_is_refused(site: Site, cursor: str) -> None:
    assert site.citizen().client.get("/chat/messages", query_string={"after": cursor}).status_code == 400


# --- whose it is -----------------------------------------------------------------------------------


def test_the_conversation_lives_in_a_signed_cookie_that_scripts_cannot_read(site: Site) -> None:
    citizen = site.citizen()
    cookie = citizen.post(text="halo").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/chat" in cookie
    assert "Max-Age=34560000" in cookie


def test_looking_does_not_begin_a_conversation(site: Site) -> None:
    citizen = site.citizen()
    response = citizen.client.get("/chat/messages")
    assert response.json == {"messages": [], "cursor": "0.0"}
    assert "Set-Cookie" not in response.headers


def test_nobody_else_sees_a_conversation(site: Site) -> None:
    site.citizen().report()
    stranger = site.citizen()
    assert stranger.messages() == []
    stranger.say("halo")
    assert all("lampu" not in text for text in stranger.told())


def test_a_forged_cookie_is_nobody(site: Site) -> None:
    first = site.citizen()
    first.say("halo")
    forged = Citizen(site.browser())
    forged.client.set_cookie("tanggap_percakapan", "InNvbWVib2R5Ig.AAAA", path="/chat")
    assert forged.messages() == []


def test_photos_are_seen_in_their_own_conversation_only(site: Site) -> None:
    citizen = site.citizen()
    citizen.say("", picture((200, 100)))
    url = citizen.messages()[0]["photos"][0]["url"]
    served = citizen.client.get(url)
    assert served.status_code == 200
    assert served.content_type == "image/jpeg"
    stranger = site.citizen()
    assert stranger.client.get(url).status_code == 404
    stranger.say("halo")
    assert stranger.client.get(url).status_code == 404
    assert citizen.client.get("/chat/photos/999").status_code == 404


def test_a_follow_up_photo_reaches_the_reporter_in_the_chat(site: Site) -> None:
    citizen = site.citizen()
    number = citizen.report()
    site.bring(number, State.IN_PROGRESS)
    officer = site.officer(Role.OFFICER)
    assert officer.move(number, State.AWAITING_VALIDATION, photo(), note="Lampu diganti").status_code == 302
    news = next(m for m in citizen.messages() if "Lampu diganti" in m["text"])
    assert citizen.client.get(news["photos"][0]["url"]).status_code == 200


# --- guarded ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_other_sites_cannot_post_in_a_visitors_name(site: Site, headers: dict[str, str]) -> None:
    assert site.citizen().post(text="halo", headers=headers).status_code == 403


def test_the_own_page_may_post(site: Site) -> None:
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert site.citizen().post(text="halo", headers=own).status_code == 200


def test_a_session_may_send_sixty_messages_a_minute(site: Site) -> None:
    citizen = site.citizen()
    citizen.say("halo")
    statuses = [citizen.post(id="no").status_code for _ in range(61)]
    assert statuses == [400] * 60 + [429]
    refused = citizen.post(text="halo")
    assert refused.json is not None
    assert int(refused.headers["Retry-After"]) > 0
    assert site.citizen().say("orang lain tidak terganggu") == "new"


# --- when the database is down ---------------------------------------------------------------------


@pytest.mark.usefixtures("database_down")
def test_without_the_database_a_message_is_spooled_and_news_are_said_to_be_away(site: Site) -> None:
    citizen = site.citizen()
    assert citizen.say("banjir di gang kami") == "spooled"
    response = citizen.client.get("/chat/messages")
    assert response.status_code == 503
    assert response.json is not None
    assert "gangguan" in response.json["error"]


def test_a_spooled_message_is_in_the_chat_once_the_database_is_back(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen = site.citizen()
    with monkeypatch.context() as patch:
        patch.setattr(site.services.database, "write", broken)
        assert citizen.say("lampu jalan mati", photo()) == "spooled"
    sweep(site.services, site.services.waker)
    assert citizen.messages()[0]["text"] == "lampu jalan mati"
    assert citizen.messages()[0]["photos"][0]["url"]


def test_a_first_message_whose_answer_was_lost_leads_to_the_same_conversation(site: Site) -> None:
    app = site.app
    form = {"id": str(uuid.uuid4()), "text": "lampu jalan mati"}
    assert app.test_client().post("/chat/messages", data=form).json == {"taken": "new"}
    again = app.test_client()
    assert again.post("/chat/messages", data=form).json == {"taken": "replay"}
    messages = again.get("/chat/messages").json
    assert messages is not None
    assert [message["from"] for message in messages["messages"]] == ["citizen", "bot"]
