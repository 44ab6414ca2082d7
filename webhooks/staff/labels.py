"""What the console writes for codes. States, kinds and categories have their names from the bot's wording."""

from __future__ import annotations

from core.storage.models import EventVerb
from core.tickets.states import Role, State

ROLES = {
    Role.KELURAHAN: "Kelurahan",
    Role.UNIT: "Unit kerja",
    Role.OFFICER: "Petugas lapangan",
    Role.VALIDATOR: "Petugas validasi",
    Role.TICKET_ADMIN: "Admin laporan",
    Role.MODERATOR: "Moderator",
    Role.DESK: "Loket",
    Role.ADMINISTRATOR: "Administrator",
    Role.REPORTER: "Pelapor",
    Role.SYSTEM: "Sistem",
}

STEPS = {
    State.RECEIVED: ("Kembalikan ke antrean", "Laporan menunggu diteruskan ke unit yang tepat."),
    State.COORDINATING: ("Koordinasikan", "Perlu dibicarakan dengan unit lain dulu."),
    State.DISPATCHED: ("Disposisikan", "Serahkan kepada petugas lapangan."),
    State.IN_PROGRESS: ("Kerjakan", "Petugas mulai menangani."),
    State.AWAITING_VALIDATION: ("Ajukan validasi", "Pekerjaan selesai; lampirkan foto hasilnya."),
    State.FOLLOW_UP_REJECTED: ("Tolak tindak lanjut", "Hasilnya belum sesuai dan harus dikerjakan lagi."),
    State.RESOLVED: ("Nyatakan selesai", "Hasilnya sesuai dengan laporan."),
    State.REOPENED: ("Buka kembali", "Masalahnya ternyata belum beres."),
    State.FORWARDED: ("Teruskan", "Teruskan ke unit yang berwenang menanggapi."),
    State.ANSWERED: ("Tanggapi", "Tulis tanggapan untuk pelapor."),
    State.OUT_OF_SCOPE: ("Bukan kewenangan", "Jelaskan alasannya dan ke mana pelapor sebaiknya menghubungi."),
    State.MERGED: ("Gabungkan", "Sama dengan laporan lain; sebutkan nomornya."),
    State.WITHDRAWN: ("Batalkan", "Dibatalkan atas permintaan pelapor."),
}
"""State -> (what the button says, what it is for)."""

EVENTS = {
    EventVerb.OPENED: "Laporan masuk",
    EventVerb.NOTED: "Catatan internal",
    EventVerb.ADDED: "Keterangan tambahan dari pelapor",
    EventVerb.RATED: "Penilaian pelapor",
    EventVerb.EDITED: "Pelapor mengubah pesannya",
    EventVerb.SORTED: "Data dilengkapi petugas",
    EventVerb.CHECKED: "Lokasi diperiksa petugas validasi",
    EventVerb.UNMERGED: "Dipisahkan dari laporan induknya",
    EventVerb.CLIMBED: "Melewati batas waktu; atasan diberi tahu",
}

MISSING = {"kind": "jenis", "category": "kategori", "place": "lokasi"}
"""What the bot left to a person."""

GROUPS = (
    ("merah", "Menunggu", "red"),
    ("kuning", "Diproses", "yellow"),
    ("hijau", "Selesai", "green"),
    ("abu", "Ditutup", "grey"),
)
"""Filters by colour: (value in the address, label, colour)."""
