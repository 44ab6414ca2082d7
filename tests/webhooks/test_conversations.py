"""The moderators' pages: the queue, the live conversation, who may act, and what a hostile hand may try."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.kernel.errors import FinalError, RetryableError
from core.kernel.messages import Capabilities, MediaKind, MediaRef
from core.kernel.states import STAFF_ROLES, Role, State
from core.moderation import canned
from core.staff import create_staff
from core.storage.models import (
    AuditEntry,
    CannedReply,
    Conversation,
    ConversationNote,
    Escalation,
    Media,
    OutboundMessage,
    Ticket,
)
from tests.support.site import PASSWORD, Citizen, Officer, Site, photo

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
READING = (Role.MODERATOR, Role.ADMINISTRATOR, Role.TICKET_ADMIN)
OTHERS = [role for role in STAFF_ROLES if role not in READING]
FORMS = ("ambil", "serahkan", "tutup", "blokir", "buka-blokir", "balas", "catatan", "laporan", "lampirkan", "draf")


class Moderator(Officer):
    """A moderator at one conversation."""

    here = 1

    @property
    def path(self) -> str:
        return f"/petugas/percakapan/{self.here}"

    def do(self, what: str, *photos: bytes, **fields: Any) -> TestResponse:
        return self.post(f"{self.path}/{what}", *photos, page="/petugas/percakapan", **fields)

    def page(self, query: str = "") -> str:
        response = self.get(f"{self.path}{query}")
        assert response.status_code == 200, response.status_code
        return response.text

    def reply(self, text: str = "Halo", *photos: bytes, key: str = "") -> TestResponse:
        return self.do("balas", *photos, text=text, form_key=key or str(uuid.uuid4()))


def moderator(site: Site, username: str = "moderator-1", name: str = "Moderator Satu") -> Moderator:
    with site.services.database.write() as session:
        create_staff(session, username, name, Role.MODERATOR, PASSWORD, clock=site.house.clock)
    signed_in = Moderator(site.browser())
    assert signed_in.login(username).status_code == 302
    return signed_in


def called(site: Site, text: str = "mau bicara dengan orang") -> Citizen:
    """A citizen who has asked for a person."""
    citizen = site.citizen()
    citizen.say(text)
    return citizen


def rows(site: Site, of: type) -> list[Any]:
    with site.services.database.read() as session:
        return list(session.scalars(select(of).order_by(of.id)))  # type: ignore[attr-defined]


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


# --- who may come in -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_reach_nothing_of_it(site: Site, role: Role) -> None:
    called(site)
    officer = site.officer(role, "bina_marga")
    for path in ("", "/antrean", "/1", "/1/pesan", "/1/foto/1", "/1/lampiran/1", "/1/pilihan", "?q=orang"):
        assert officer.get(f"/petugas/percakapan{path}").status_code == 403, path
    assert officer.get("/petugas/balasan").status_code == 403
    for form in FORMS:
        assert officer.post(f"/petugas/percakapan/1/{form}", page="/petugas/akun").status_code == 403, form
    assert "Percakapan" not in officer.get("/petugas/akun").text


def test_a_ticket_admin_reads_what_waits_without_learning_who_writes(site: Site) -> None:
    house = site.house
    house.take("mau bicara dengan orang", display_name="Siti Contoh")
    house.take("halo", sender="warga-2")
    admin = site.officer(Role.TICKET_ADMIN)
    page = admin.get("/petugas/percakapan/1").text
    assert "mau bicara dengan orang" in page
    assert "Siti" not in page + admin.get("/petugas/percakapan").text
    assert "<textarea" not in page
    assert admin.get("/petugas/percakapan/2").status_code == 404
    assert "Hasil pencarian" not in admin.get("/petugas/percakapan?q=halo").text
    for form in FORMS:
        assert admin.post(f"/petugas/percakapan/1/{form}", page="/petugas/laporan").status_code == 403


def test_strangers_are_sent_to_sign_in_and_cannot_post(site: Site) -> None:
    called(site)
    stranger = Officer(site.browser())
    assert stranger.get("/petugas/percakapan/1").status_code == 302
    assert stranger.post("/petugas/percakapan/1/ambil").status_code == 403


def test_forms_without_their_token_are_refused(site: Site) -> None:
    called(site)
    mod = moderator(site)
    for form in FORMS:
        assert mod.client.post(f"{mod.path}/{form}").status_code == 400
    assert rows(site, Conversation)[0].moderator_id is None


@pytest.mark.parametrize("address", ["99", "0", "-1", "abc", "9" * 30])
def test_what_is_no_conversation_is_not_found(site: Site, address: str) -> None:
    called(site)
    mod = moderator(site)
    assert mod.get(f"/petugas/percakapan/{address}").status_code == 404
    assert mod.post(f"/petugas/percakapan/{address}/ambil", page="/petugas/percakapan").status_code == 404


@pytest.mark.parametrize("number", [0, 2**63 - 1, 2**63, 10**30])
def test_a_number_that_no_row_has_breaks_nothing(site: Site, number: int) -> None:
    citizen = called(site)
    mod = moderator(site)
    for address in (f"/petugas/percakapan/{number}", f"{mod.path}/foto/{number}", f"{mod.path}/lampiran/{number}"):
        assert mod.get(address).status_code == 404
    for query in (f"?balasan={number}", f"?pesan={number}"):
        mod.page(query)
    assert mod.get(f"/petugas/percakapan?lihat=lengkapi&sebelum={number}").status_code == 200
    assert mod.get(f"/petugas/balasan?ubah={number}").status_code == 200
    assert mod.get(f"{mod.path}/pilihan?pesan={number}").status_code == 200
    assert mod.do("ambil", instead_of=number).status_code in (302, 409)
    assert mod.post("/petugas/notifikasi/dibaca", page="/petugas/percakapan", id=number).status_code in (302, 403)
    assert site.officer(Role.TICKET_ADMIN).get(f"/petugas/foto/{number}").status_code == 404
    assert citizen.client.get(f"/chat/photos/{number}").status_code == 404


def test_a_moderator_begins_at_the_queue(site: Site) -> None:
    assert moderator(site).get("/petugas/").headers["Location"] == "/petugas/percakapan"


# --- queue -----------------------------------------------------------------------------------------


def test_the_queue_says_who_waits_why_and_for_how_long(site: Site) -> None:
    house = site.house
    house.take("petugas", display_name="Siti Contoh")
    house.clock.advance(timedelta(minutes=12))
    house.take("tolong ada kebakaran rumah", sender="warga-2")
    page = text_of(moderator(site).get("/petugas/percakapan").text)
    assert page.index("Mungkin keadaan darurat") < page.index("Minta bicara dengan petugas")
    assert "Siti Contoh" in page
    assert "12 menit" in page
    assert "Mendesak" in page


def test_the_queue_is_live_and_costs_nothing_while_nothing_changes(site: Site) -> None:
    called(site)
    mod = moderator(site)
    first = mod.get("/petugas/percakapan/antrean")
    assert first.json is not None
    assert first.json["count"] == 1
    again = mod.client.get("/petugas/percakapan/antrean", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    called(site)
    assert mod.client.get("/petugas/percakapan/antrean").json["count"] == 2  # type: ignore[index]
    assert not [e for e in rows(site, AuditEntry) if e.action == "conversation.seen"]


def test_the_menu_counts_what_waits(site: Site) -> None:
    called(site)
    mod = moderator(site)
    assert "data-waiting>1</span>" in mod.get("/petugas/laporan").text
    mod.do("ambil")
    assert "data-waiting></span>" in mod.get("/petugas/laporan").text


def test_reports_to_be_completed_have_a_list_of_their_own(site: Site) -> None:
    site.house.understander.away = True
    number = site.house.report("ada yang rusak")
    page = moderator(site).get("/petugas/percakapan?lihat=lengkapi").text
    assert number in page
    assert "Lengkapi: " in page


@pytest.mark.parametrize("query", ["lihat=diblokir", "lihat=apa", "lihat=lengkapi&sebelum=1", "sebelum=x", "q=%00"])
def test_any_view_of_the_queue_answers(site: Site, query: str) -> None:
    assert moderator(site).get(f"/petugas/percakapan?{query}").status_code == 200


# --- search ----------------------------------------------------------------------------------------


def test_a_reports_number_leads_to_its_conversation(site: Site) -> None:
    number = site.citizen().report()
    mod = moderator(site)
    assert mod.get(f"/petugas/percakapan?q={number.lower()}").headers["Location"] == "/petugas/percakapan/1"


def test_words_of_recent_messages_are_found_and_the_search_is_written_down(site: Site) -> None:
    site.house.take("lampu di gang mawar mati", display_name="Siti Contoh")
    mod = moderator(site)
    assert "Siti Contoh" in mod.get("/petugas/percakapan?q=gang+MAWAR").text
    assert "Tidak ada pesan yang cocok" in mod.get("/petugas/percakapan?q=melati").text
    assert "tiga huruf" in mod.get("/petugas/percakapan?q=ga").text
    searches = [entry for entry in rows(site, AuditEntry) if entry.action == "conversation.searched"]
    assert [entry.detail for entry in searches] == [
        {"words": "gang MAWAR", "found": 1},
        {"words": "melati", "found": 0},
        {"words": "ga", "found": 0},
    ]


# --- the thread ------------------------------------------------------------------------------------


def test_opening_a_conversation_is_written_down(site: Site) -> None:
    called(site)
    mod = moderator(site)
    mod.page()
    entry = rows(site, AuditEntry)[-1]
    assert (entry.action, entry.subject) == ("conversation.seen", "conversation/1")


def test_the_address_is_never_shown_and_numbers_in_names_neither(site: Site) -> None:
    house = site.house
    house.take("petugas", sender="+6281255501234", display_name="Budi 0812-5550-1234 budi@example.org")
    mod = moderator(site)
    shown = mod.page() + mod.get("/petugas/percakapan").text + mod.get(f"{mod.path}/pesan").text
    assert "Budi" in shown
    assert "5550" not in shown
    assert "55501234" not in shown
    assert "@example" not in shown


def test_both_sides_are_shown_with_guesses_changes_and_how_the_sending_went(site: Site) -> None:
    house = site.house
    house.take("lampu jalan mati", message_id="a")
    house.take("salah kirim", message_id="b")
    house.take("lampu jalan mati total", edits="a")
    house.take(deletes="b")
    house.take(pin=None, pressed="drop:x:")
    house.channel.failures = [FinalError("nomor tidak aktif")]
    house.take("petugas")
    page = text_of(moderator(site).page())
    assert "melapor 90% · Keluhan 90% · Lampu jalan" in page
    assert "lampu jalan mati total" in page
    assert "Diubah lampu jalan mati" in page
    assert "Dihapus oleh warga salah kirim" in page
    assert "Menekan “tombol”" in page
    assert "Terkirim" in page
    assert "Gagal nomor tidak aktif" in page


def test_the_draft_and_the_citizens_tickets_stand_beside_it(site: Site) -> None:
    citizen = site.citizen()
    number = citizen.report()
    citizen.say("sampah menumpuk")
    mod = moderator(site)
    page = text_of(mod.page())
    assert number in page
    assert "sampah menumpuk" in page
    assert "Bot sedang menanyakan lokasinya" in page


def test_new_messages_come_without_reloading(site: Site) -> None:
    citizen = called(site)
    mod = moderator(site)
    mod.do("ambil")
    first = mod.get(f"{mod.path}/pesan")
    citizen.say("sudah ada yang baca?")
    second = mod.client.get(f"{mod.path}/pesan", headers={"If-None-Match": first.headers["ETag"]})
    assert second.json is not None
    assert "sudah ada yang baca?" in second.json["html"]
    assert second.json["stamp"] == re.findall(r'data-stamp="([^"]+)"', mod.page())[0]
    mod.do("tutup")
    assert mod.client.get(f"{mod.path}/pesan").json["stamp"] != second.json["stamp"]  # type: ignore[index]


def test_a_long_conversation_is_shown_from_its_end(site: Site) -> None:
    for number in range(120):
        site.house.take(f"halo nomor {number}.")
    mod = moderator(site)

    def thread(query: str = "") -> str:
        return str(mod.get(f"{mod.path}/pesan{query}").json["html"])  # type: ignore[index]

    assert "halo nomor 5." not in thread()
    assert "halo nomor 119." in thread()
    assert "halo nomor 5." in thread("?pesan=300")
    for odd in ("?pesan=-1", "?pesan=x", "?pesan=99999999999999999999"):
        mod.page(odd)


def test_what_citizens_and_staff_write_is_never_markup(site: Site) -> None:
    site.house.take(f"petugas {EVIL}", display_name=EVIL)
    site.house.take("petugas")
    mod = moderator(site, name=EVIL[:100])
    mod.do("ambil")
    mod.reply(EVIL)
    mod.do("catatan", note=EVIL)
    mod.post("/petugas/balasan", page="/petugas/balasan", title=EVIL[:70], text=EVIL)
    mod.reply("{nomor}" + EVIL)
    shown = mod.page() + mod.get("/petugas/percakapan").text + mod.get("/petugas/balasan").text
    shown += mod.get(f"/petugas/percakapan?q={EVIL}").text + mod.get(f"{mod.path}/pilihan?pesan=1").text
    shown += mod.get(f"{mod.path}/pesan").json["html"]  # type: ignore[index]
    shown += mod.do("laporan", description=EVIL, area=EVIL, point=EVIL, kind="x", number="x").text
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


# --- taking over -----------------------------------------------------------------------------------


def test_the_bot_is_silent_at_once_and_the_citizen_is_told(site: Site) -> None:
    citizen = called(site)
    mod = moderator(site)
    mod.do("ambil")
    told = citizen.told()
    assert "petugas kami sendiri" in told[-1]
    citizen.say("lampu jalan mati")
    assert citizen.told() == told


def test_a_button_pressed_while_a_moderator_speaks_is_shown_to_them_and_does_nothing(site: Site) -> None:
    citizen = site.citizen()
    citizen.say("lampu jalan mati", lat=-6.1937, lon=106.7732)
    citizen.say("1")
    citizen.say("mau bicara dengan orang")
    mod = moderator(site)
    mod.do("ambil")
    mod.reply("Ada yang bisa dibantu?")
    (before,), told = rows(site, Conversation), citizen.told()
    citizen.press("skip")
    (after,) = rows(site, Conversation)
    assert (citizen.told(), after.state) == (told, before.state)
    thread = text_of(str(mod.get(f"{mod.path}/pesan").json["html"]))  # type: ignore[index]
    assert "Menekan “Lewati”" in thread
    assert "Menunggu balasan" in text_of(mod.get("/petugas/percakapan").text)
    mod.do("serahkan")
    citizen.press("skip")
    assert "Saya kirim?" in citizen.told()[-1]


def test_a_second_moderator_sees_who_holds_it_and_cannot_answer(site: Site) -> None:
    citizen = called(site)
    one, two = moderator(site), moderator(site, "moderator-2", "Moderator Dua")
    one.do("ambil")
    page = text_of(two.page())
    assert "Moderator Satu memegang percakapan ini sejak" in page
    assert 'name="text"' not in two.page()
    refused = two.reply("Saya saja")
    assert refused.status_code == 409
    assert "sekarang dipegang Moderator Satu" in refused.text
    for form in ("ambil", "serahkan", "tutup", "blokir"):
        assert two.do(form, reason="x").status_code == 409
    assert "Saya saja" not in citizen.told()
    assert "Dipegang rekan" in two.get("/petugas/percakapan").text


def test_taking_it_from_a_colleague_names_the_colleague(site: Site) -> None:
    called(site)
    one, two = moderator(site), moderator(site, "moderator-2", "Moderator Dua")
    one.do("ambil")
    holder = rows(site, Conversation)[0].moderator_id
    assert two.do("ambil", instead_of="99").status_code == 409
    assert two.do("ambil", instead_of=holder).status_code == 302
    lost = one.reply("Masih saya")
    assert lost.status_code == 409
    assert "Masih saya" in lost.text


def test_a_forgotten_conversation_waits_again_and_can_be_taken(site: Site) -> None:
    citizen = called(site)
    one, two = moderator(site), moderator(site, "moderator-2", "Moderator Dua")
    one.do("ambil")
    citizen.say("halo?")
    site.house.clock.advance(timedelta(minutes=40))
    assert "Tidak dibalas 40 menit" in text_of(two.get("/petugas/percakapan").text)
    assert "Warga belum dibalas selama 40 menit" in text_of(two.page())


def test_text_that_could_not_be_sent_is_not_lost(site: Site) -> None:
    called(site)
    mod = moderator(site)
    refused = mod.reply("Kalimat yang panjang")
    assert refused.status_code == 409
    assert "Ambil alih dulu" in refused.text
    mod.do("ambil")
    refused = mod.do("balas", text="Kalimat yang panjang", form_key="bukan-uuid")
    assert refused.status_code == 422
    assert "Kalimat yang panjang</textarea>" in refused.text


# --- replying --------------------------------------------------------------------------------------


def test_a_reply_reaches_the_citizen_with_its_photo(site: Site) -> None:
    citizen = called(site)
    mod = moderator(site)
    mod.do("ambil")
    assert mod.reply("Seperti di foto ini?", photo()).status_code == 302
    newest = citizen.messages()[-1]
    assert newest["text"] == "Seperti di foto ini?"
    assert [message["text"] for message in citizen.messages() if message.get("person")] == ["Seperti di foto ini?"]
    assert citizen.client.get(newest["photos"][0]["url"]).status_code == 200
    assert rows(site, OutboundMessage)[-1].staff_id is not None
    media = rows(site, Media)[-1].id
    for _ in range(2):
        shown = mod.get(f"{mod.path}/foto/{media}")
        assert (shown.mimetype, shown.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    looks = [entry for entry in rows(site, AuditEntry) if entry.action == "photo.seen"]
    assert [(entry.subject, entry.detail) for entry in looks] == [("conversation/1", {"photo": media})] * 2
    assert "Moderator Satu" in mod.page()


def test_a_double_click_answers_once(site: Site) -> None:
    citizen = called(site)
    mod = moderator(site)
    mod.do("ambil")
    key = re.findall(r'name="form_key" value="([^"]+)"', mod.page())[0]
    assert [mod.reply("Halo", photo(), key=key).status_code for _ in range(2)] == [302, 302]
    assert citizen.told().count("Halo") == 1
    assert len(rows(site, Media)) == 1


@pytest.mark.parametrize(("text", "says"), [("", "Tulis dulu balasannya"), ("x" * 4001, "paling banyak 4000 huruf")])
def test_what_the_channel_does_not_take_is_explained(site: Site, text: str, says: str) -> None:
    called(site)
    mod = moderator(site)
    mod.do("ambil")
    refused = mod.reply(text)
    assert refused.status_code == 422
    assert says in refused.text


def test_a_file_that_is_no_photo_is_refused(site: Site) -> None:
    called(site)
    mod = moderator(site)
    mod.do("ambil")
    refused = mod.reply("Ini", b"<svg onload=alert(1)>")
    assert refused.status_code == 422
    assert "bukan foto" in refused.text


def test_a_channel_without_photos_says_so_beforehand(site: Site) -> None:
    site.house.channel.capabilities = Capabilities(photos_out=False, short=True, max_length=459)
    site.house.take("petugas")
    mod = moderator(site)
    mod.do("ambil")
    page = mod.page()
    assert "tidak bisa menampilkan foto" in page
    assert 'type="file"' not in page
    assert 'data-most="459" data-sms' in page
    assert mod.reply("Ini", photo()).status_code == 422


def test_a_citizen_who_stopped_us_is_not_written_to(site: Site) -> None:
    site.house.take("petugas")
    with site.services.database.write() as session:
        session.scalars(select(Conversation)).one().blocked = True
    mod = moderator(site)
    assert "menghentikan pesan dari kita" in mod.page()
    mod.do("ambil")
    assert 'name="text"' not in mod.page()
    assert mod.reply().status_code == 422


# --- handing back ----------------------------------------------------------------------------------


def test_after_handing_back_the_bot_asks_its_question_again_and_the_report_is_finished(site: Site) -> None:
    citizen = site.citizen()
    citizen.say("lampu jalan mati")
    citizen.say("mau bicara dengan orang")
    mod = moderator(site)
    mod.do("ambil")
    mod.reply("Tinggal lokasinya, ya.")
    assert mod.do("serahkan").status_code == 302
    assert "Di mana tepatnya?" in citizen.told()[-1]
    citizen.say(lat=-6.1937, lon=106.7732)
    citizen.say("1")
    citizen.press("skip")
    citizen.press("send")
    assert "Nomornya" in " ".join(citizen.told())
    assert rows(site, Escalation)[0].closed_at is not None


def test_closing_says_nothing_to_the_citizen(site: Site) -> None:
    citizen = called(site)
    told = citizen.told()
    assert moderator(site).do("tutup").status_code == 302
    assert citizen.told() == told
    assert rows(site, Escalation)[0].closed_at is not None


# --- abuse -----------------------------------------------------------------------------------------


def test_whoever_is_shut_out_is_kept_and_not_answered_until_it_is_lifted(site: Site) -> None:
    citizen = called(site)
    mod = moderator(site)
    assert mod.do("blokir", reason="").status_code == 422
    assert mod.do("blokir", reason="mengancam petugas").status_code == 302
    told = citizen.told()
    citizen.say("lampu jalan mati")
    assert citizen.told() == told
    assert "Diblokir: mengancam petugas" in mod.page()
    assert "/petugas/percakapan/1" in mod.get("/petugas/percakapan?lihat=diblokir").text
    assert "conversation.barred" in [entry.action for entry in rows(site, AuditEntry)]
    mod.do("buka-blokir")
    citizen.say("halo")
    assert len(citizen.told()) > len(told)


# --- notes and canned replies ----------------------------------------------------------------------


def test_notes_are_for_colleagues(site: Site) -> None:
    citizen = called(site)
    mod = moderator(site)
    for _ in range(2):
        mod.do("catatan", note="Sudah tiga kali menelepon")
    assert mod.do("catatan", note=" ").status_code == 422
    assert len(rows(site, ConversationNote)) == 1
    assert "Sudah tiga kali menelepon" in mod.page()
    assert "menelepon" not in str(citizen.messages())


def test_canned_replies_are_filled_in_and_stay_editable(site: Site) -> None:
    citizen = site.citizen()
    number = citizen.report()
    mod = moderator(site)
    assert (
        "10 contoh ditambahkan"
        in mod.client.post(
            "/petugas/balasan/contoh",
            data={"csrf_token": re.findall(r'csrf_token" value="([^"]+)', mod.get("/petugas/balasan").text)[0]},
            follow_redirects=True,
        ).text
    )
    reply = next(row for row in rows(site, CannedReply) if row.title == "Laporan sudah dibuat")
    mod.do("ambil")
    filled = mod.get(f"{mod.path}/balasan/{reply.id}").json
    assert filled is not None
    assert f"nomor {number} (Lampu jalan" in filled["text"]
    assert filled["text"] in mod.page(f"?balasan={reply.id}")
    assert mod.get(f"{mod.path}/balasan/999").json == {"text": ""}


def test_what_cannot_be_filled_in_is_not_sent(site: Site) -> None:
    called(site)
    mod = moderator(site)
    mod.do("ambil")
    refused = mod.reply("Laporan {nomor} sudah {status}.")
    assert refused.status_code == 422
    assert "Isi dulu {nomor}, {status}" in refused.text


def test_canned_replies_are_added_changed_and_removed(site: Site) -> None:
    mod = moderator(site)

    def send(where: str = "", **fields: str) -> TestResponse:
        return mod.post(f"/petugas/balasan{where}", page="/petugas/balasan", **fields)

    assert send(title="Salam", text="Halo dari {nama_kota}").status_code == 302
    assert "Tidak ada isian bernama {nama}" in send(title="Lain", text="Halo {nama}").text
    assert "judul itu" in send(title="SALAM", text="Halo").text
    assert "Isi judul" in send(title="", text="Halo").text
    assert send(title="x" * 81, text="Halo").status_code == 422
    assert send("/1", title="Salam hangat", text="Halo").status_code == 302
    assert send("/1", title="Salam hangat", text="Halo {ngawur}").status_code == 422
    assert send("/99", title="Baru", text="Halo").status_code == 404
    assert [(row.title, row.text) for row in rows(site, CannedReply)] == [("Salam hangat", "Halo")]
    assert send("/1/hapus").status_code == 302
    assert send("/1/hapus").status_code == 302
    assert rows(site, CannedReply) == []


def test_the_page_explains_every_placeholder(site: Site) -> None:
    page = moderator(site).get("/petugas/balasan").text
    for name in canned.PLACEHOLDERS:
        assert f"{{{name}}}" in page


# --- the matter ------------------------------------------------------------------------------------


def prepared(mod: Moderator, *messages: int) -> dict[str, Any]:
    """The form that makes a report of these messages, as the page shows it."""
    page = mod.get(f"{mod.path}/pilihan?{'&'.join(f'pesan={m}' for m in messages)}").text
    number = re.search(r'name="number" value="([^"]+)"', page)
    assert number is not None
    return {
        "number": number.group(1),
        "description": re.findall(r'name="description"[^>]*>([^<]*)', page)[0],
        "kind": "complaint",
        "category": "lampu_jalan",
        "area": "Kebon Jeruk, Kec. Kebon Jeruk",
        "pesan": messages,
        "foto": re.findall(r'name="foto" value="(\d+)"', page),
        "close_draft": "1",
    }


def test_a_report_is_made_of_messages_with_their_photos(site: Site) -> None:
    citizen = site.citizen()
    citizen.say("lampu jalan mati", photo())
    citizen.say("mau bicara dengan orang")
    mod = moderator(site)
    mod.do("ambil")
    form = prepared(mod, 1)
    assert form["description"] == "lampu jalan mati"
    sent = {**form, "description": "Lampu jalan mati di depan sekolah", "point": "-6,1937; 106,7732"}
    assert [mod.do("laporan", **sent).status_code for _ in range(2)] == [302, 302]
    (ticket,) = rows(site, Ticket)
    assert (ticket.description, ticket.kelurahan, ticket.lat) == (
        "Lampu jalan mati di depan sekolah",
        "Kebon Jeruk",
        -6.1937,
    )
    assert ticket.needs_person is None
    assert f"Nomornya {ticket.number}" in citizen.told()[-1]
    with site.services.database.read() as session:
        assert len(session.scalars(select(Ticket)).one().photos) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"description": " "}, "Tulis dulu isi laporannya"),
        ({"kind": "apa"}, "Pilih jenis"),
        ({"category": "apa"}, "Pilih kategori"),
        ({"area": "Atlantis"}, "Tidak ada wilayah bernama “Atlantis”"),
        ({"point": "di sana"}, "dua angka"),
        ({"point": "-96, 106"}, "dua angka"),
        ({"area": "", "point": "51.5, -0.1"}, "di luar wilayah"),
        ({"number": "dikarang"}, "kedaluwarsa"),
        ({"description": "z" * 5001}, "Isi laporannya terlalu panjang: 5.001 huruf, paling banyak 5.000"),
        ({"place_words": "z" * 201}, "Patokannya terlalu panjang"),
        ({"area": "", "point": "", "place_words": "kota Bekasi"}, "di luar kota ini"),
    ],
)
def test_a_report_that_is_filled_in_wrongly_is_shown_again(site: Site, change: dict[str, str], says: str) -> None:
    called(site)
    mod = moderator(site)
    mod.do("ambil")
    refused = mod.do("laporan", **{**prepared(mod, 1), **change})
    assert refused.status_code == 422
    assert says in refused.text
    assert all(text in refused.text for text in change.values() if len(text) > 200)
    assert rows(site, Ticket) == []


def test_a_landmark_without_an_area_is_kept_for_who_finds_the_place(site: Site) -> None:
    called(site)
    mod = moderator(site)
    mod.do("ambil")
    sent = {**prepared(mod, 1), "area": "", "place_words": "dekat pohon besar"}
    assert mod.do("laporan", **sent).status_code == 302
    (ticket,) = rows(site, Ticket)
    assert (ticket.place_words, ticket.needs_person) == ("dekat pohon besar", "place")


def test_a_form_made_for_one_conversation_does_not_serve_another(site: Site) -> None:
    called(site), called(site)
    mod = moderator(site)
    mod.do("ambil")
    form = prepared(mod, 1)
    mod.here = 2
    mod.do("ambil")
    assert mod.do("laporan", **form).status_code == 422


def test_messages_and_photos_of_others_are_out_of_reach(site: Site) -> None:
    stranger = site.citizen()
    number = stranger.report("sampah rahasia", photo())
    called(site)
    mod = moderator(site)
    mod.here = 2
    mod.do("ambil")
    assert "sampah rahasia" not in mod.get(f"{mod.path}/pilihan?pesan=1&pesan=x&pesan={'9' * 30}").text
    assert mod.get(f"{mod.path}/foto/1").status_code == 404
    assert mod.get(f"{mod.path}/lampiran/1").status_code == 404
    assert mod.do("lampirkan", number=number, pesan=["1"]).status_code == 422
    for form, fields in (("data", {"kind": "complaint", "category": "jalan"}), ("gabung", {"main": number})):
        assert mod.do(f"laporan/{number}/{form}", **fields).status_code == 422
    assert site.ticket(number).category == "sampah"


def test_a_message_is_added_to_the_citizens_ticket(site: Site) -> None:
    citizen = site.citizen()
    number = citizen.report()
    mod = moderator(site)
    mod.do("ambil")
    citizen.say("dekat pohon besar", photo())
    page = mod.page()
    message = re.findall(r'name="pesan" value="(\d+)"', page)[-1]
    media = rows(site, Media)[-1].id
    assert mod.do("lampirkan", number=number, pesan=[message], foto=[media]).status_code == 302
    assert "dekat pohon besar" in mod.get(f"/petugas/laporan/{number}").text
    assert mod.do("lampirkan", number=number, pesan=[message], foto=[media]).status_code == 422


def test_a_ticket_is_put_right_and_its_followers_hear_of_it(site: Site) -> None:
    citizen = site.citizen()
    number = citizen.report()
    mod = moderator(site)
    version = site.ticket(number).version
    fields = {"kind": "complaint", "category": "jalan", "area": "Tebet Barat, Kec. Tebet", "version": version}
    assert mod.do(f"laporan/{number}/data", **fields).status_code == 302
    ticket = site.ticket(number)
    assert (ticket.category, ticket.kelurahan) == ("jalan", "Tebet Barat")
    stale = mod.do(f"laporan/{number}/data", **{**fields, "category": "pohon"})
    assert (stale.status_code, site.ticket(number).category) == (409, "jalan")
    unchanged = {**fields, "area": "", "version": site.ticket(number).version}
    assert "Tidak ada yang berubah" in mod.do(f"laporan/{number}/data", **unchanged).text


def test_two_tickets_about_the_same_are_merged(site: Site) -> None:
    citizen = site.citizen()
    first, second = citizen.report(), citizen.report()
    mod = moderator(site)
    assert mod.do(f"laporan/{second}/gabung", main="apa").status_code == 422
    assert mod.do(f"laporan/{second}/gabung", main=second).status_code == 422
    assert mod.do(f"laporan/{second}/gabung", main=first.lower()).status_code == 302
    assert site.ticket(second).state is State.MERGED
    assert "digabung" in citizen.told()[-1]


def test_the_draft_is_put_right_and_the_bot_goes_on_with_it(site: Site) -> None:
    citizen = site.citizen()
    citizen.say("ada yang rusak")
    citizen.say("mau bicara dengan orang")
    mod = moderator(site)
    fields = {"kind": "complaint", "category": "jalan", "area": "Tebet Barat, Kec. Tebet"}
    assert mod.do("draf", **fields).status_code == 409
    mod.do("ambil")
    assert mod.do("draf", **fields).status_code == 302
    mod.do("serahkan")
    assert citizen.told()[-1].endswith("Ada fotonya? Kirim sekarang, atau lewati.")


# --- attachments -----------------------------------------------------------------------------------


def voice(mime: str = "audio/ogg; codecs=opus", kind: MediaKind = MediaKind.VOICE) -> tuple[MediaRef, ...]:
    return (MediaRef(kind=kind, ref="v1", mime=mime),)


def test_a_voice_message_can_be_listened_to(site: Site) -> None:
    site.house.channel.files["v1"] = b"OggS" + bytes(1000)
    site.house.take(media=voice())
    mod = moderator(site)
    assert f'<audio controls preload="none" src="{mod.path}/lampiran/1">' in mod.page()
    played = mod.get(f"{mod.path}/lampiran/1")
    assert (played.mimetype, played.data[:4]) == ("audio/ogg", b"OggS")
    part = mod.client.get(f"{mod.path}/lampiran/1", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, b"OggS")
    assert "attachment" in mod.get(f"{mod.path}/lampiran/1?unduh=1").headers["Content-Disposition"]
    assert "media-src 'self'" in mod.get(mod.path).headers["Content-Security-Policy"]
    assert [e.action for e in rows(site, AuditEntry)].count("attachment.seen") == 2


@pytest.mark.parametrize("mime", ["text/html", "image/svg+xml", "application/pdf", "", "audio/ogg\r\nX: y"])
def test_whatever_is_no_sound_or_film_is_downloaded_and_never_shown(site: Site, mime: str) -> None:
    site.house.channel.files["v1"] = EVIL.encode()
    site.house.take(media=voice(mime, MediaKind.DOCUMENT))
    mod = moderator(site)
    got = mod.get(f"{mod.path}/lampiran/1")
    assert got.mimetype == "application/octet-stream"
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff"


def test_an_attachment_that_is_gone_is_explained(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.house.take(media=voice())
    mod = moderator(site)

    def gone(media: MediaRef) -> bytes:
        raise RetryableError("timeout")

    monkeypatch.setattr(site.house.channel, "fetch", gone)
    got = mod.client.get(f"{mod.path}/lampiran/1", follow_redirects=True)
    assert "tidak bisa diambil" in got.text


@pytest.mark.parametrize(("form", "field"), [("catatan", "note"), ("blokir", "reason")])
def test_what_is_too_long_is_refused_and_stays_in_its_form(site: Site, form: str, field: str) -> None:
    called(site)
    mod = moderator(site)
    refused = mod.do(form, **{field: "x" * 2001})
    assert refused.status_code == 422
    assert "maksimal 2000" in refused.text
    assert refused.text.count("x" * 2001) == 1
    assert mod.do(form, **{field: "x" * 2000 if form == "catatan" else "mengancam"}).status_code == 302
