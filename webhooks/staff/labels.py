"""What the console writes for codes. States, kinds and categories have their names from the bot's wording."""

from __future__ import annotations

from core.intake.filing.desk import CameBy
from core.kernel.states import Role, State
from core.storage.models import EventVerb
from webhooks.language import say


def role_name(role: Role) -> str:
    return say(f"staff-role-{role}")


def role_names() -> dict[Role, str]:
    return {role: role_name(role) for role in Role}


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

LIKELY = (
    State.AWAITING_VALIDATION,
    State.RESOLVED,
    State.ANSWERED,
    State.FORWARDED,
    State.IN_PROGRESS,
    State.DISPATCHED,
    State.COORDINATING,
)
"""Steps in the order of how often they come next; those that are not here come last."""

NOW = {
    State.RECEIVED: "Menunggu {unit} meneruskan atau mengerjakannya.",
    State.COORDINATING: "Menunggu jawaban {unit}.",
    State.DISPATCHED: "Menunggu {who} mulai mengerjakan.",
    State.IN_PROGRESS: "Sedang dikerjakan {who}.",
    State.AWAITING_VALIDATION: "Pekerjaan {who} menunggu diperiksa petugas validasi.",
    State.FOLLOW_UP_REJECTED: "Menunggu {who} memperbaiki hasilnya.",
    State.RESOLVED: "Sudah selesai. Pelapor masih bisa menilai atau membukanya kembali.",
    State.REOPENED: "Menunggu petugas validasi memeriksa: pelapor merasa belum beres.",
    State.FORWARDED: "Menunggu tanggapan {who}.",
    State.ANSWERED: "Sudah ditanggapi.",
    State.OUT_OF_SCOPE: "Ditutup, karena bukan kewenangan kita.",
    State.MERGED: "Mengikuti laporan induknya, {main}.",
    State.WITHDRAWN: "Dibatalkan oleh pelapor.",
}
"""State -> whose turn it is."""

EVENTS = {
    EventVerb.OPENED: "Laporan masuk",
    EventVerb.NOTED: "Catatan internal",
    EventVerb.ADDED: "Keterangan tambahan dari pelapor",
    EventVerb.RATED: "Penilaian pelapor",
    EventVerb.EDITED: "Pelapor mengubah pesannya",
    EventVerb.SORTED: "Data dilengkapi petugas",
    EventVerb.CHECKED: "Lokasi diperiksa petugas validasi",
    EventVerb.UNMERGED: "Dipisahkan dari laporan induknya",
    EventVerb.REASSIGNED: "Diserahkan kepada orang atau unit lain",
    EventVerb.CLIMBED: "Melewati batas waktu; atasan diberi tahu",
}

CAME = {
    CameBy.WALK_IN.value: "staff-desk-came-walk-in",
    CameBy.LETTER.value: "staff-desk-came-letter",
    CameBy.PHONE.value: "staff-desk-came-phone",
}
"""How a report came to a desk, as its event notes it -> the key of its name."""

MISSING = {"kind": "jenis", "category": "kategori", "place": "lokasi"}
"""What the bot left to a person."""

GROUPS = (
    ("merah", "Menunggu", "red"),
    ("kuning", "Diproses", "yellow"),
    ("hijau", "Selesai", "green"),
    ("abu", "Ditutup", "grey"),
)
"""Filters by colour: (value in the address, label, colour)."""
