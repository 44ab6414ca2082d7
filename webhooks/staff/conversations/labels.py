"""What the moderators' pages write for codes."""

from __future__ import annotations

from collections.abc import Mapping

from core.dialogue.outcome import Reason
from core.dialogue.state import Slot
from core.kernel.messages import MediaKind
from core.moderation.takeover import CloseReason, Fate, Obstacle
from core.storage.models import SendState

REASONS: Mapping[str, str] = {
    Reason.EMERGENCY: "Mungkin keadaan darurat",
    Reason.ASKED: "Minta bicara dengan petugas",
    Reason.PRIVACY: "Permintaan tentang data pribadinya",
    Reason.NOT_UNDERSTOOD: "Bot tidak paham tiga kali berturut-turut",
    Reason.ATTACHMENT: "Mengirim pesan suara, video, atau berkas",
    Reason.UNPROVEN: "Banyak pesan hari ini tanpa bukti bahwa pengirimnya benar warga ini; bot diam",
    Reason.ACTION_REFUSED: "Sistem menolak langkah bot; periksa laporannya",
}
"""Why a conversation waits."""

CLOSE_REASONS: Mapping[str, str] = {
    CloseReason.FLOOD: "Banjir percakapan atau iseng",
    CloseReason.SETTLED: "Sudah ditangani dengan cara lain",
    CloseReason.SILENT: "Warga tidak menulis lagi",
    CloseReason.NOTHING: "Tidak ada yang bisa dikerjakan petugas",
}
"""Why many are closed at once."""

FATES: Mapping[Fate, str] = {
    Fate.CLOSED: "Ditutup tanpa pesan kepada warga",
    Fate.TOLD: "Ditutup, dan warga diberi tahu",
    Fate.HELD: "Tidak ditutup: sedang dipegang rekan",
    Fate.OVER: "Tidak ada lagi yang menunggu di sini",
    Fate.URGENT: "Tidak ditutup: mungkin keadaan darurat, buka dan tutup sendiri",
    Fate.CHANGED: "Tidak ditutup: warga memanggil lagi sesudah Anda melihat daftar",
    Fate.GONE: "Percakapan ini sudah tidak ada",
    Fate.FAILED: "Tidak ditutup: basis data tidak menjawab, coba lagi",
}
"""What became of each."""

CHANNELS = {
    "web": "Halaman web",
    "telegram": "Telegram",
    "x": "X",
    "sms": "SMS",
    "mail": "Surel",
    "api": "Aplikasi lain (API)",
    "terminal": "Terminal",
}

SEND_STATES = {
    SendState.QUEUED: "Menunggu dikirim",
    SendState.SENT: "Terkirim",
    SendState.DELIVERED: "Sampai",
    SendState.FAILED: "Gagal",
}

OBSTACLES = {
    Obstacle.BLOCKED: "Warga ini menghentikan pesan dari kita. Balasan baru bisa dikirim kalau ia menulis lagi.",
    Obstacle.ERASED: "Data warga ini sudah dihapus atas permintaannya. Tidak ada alamat lagi untuk dibalas.",
    Obstacle.ONE_WAY: "Kanal ini hanya menerima laporan; balasan di sini tidak dibaca siapa pun.",
    Obstacle.SWITCHED_OFF: "Kanal ini sedang dimatikan. Balasan menunggu paling lama dua hari sampai dinyalakan lagi.",
}

ATTACHMENTS = {
    MediaKind.VOICE: "Pesan suara",
    MediaKind.VIDEO: "Video",
    MediaKind.DOCUMENT: "Berkas",
    MediaKind.STICKER: "Stiker",
}

ACTS = {
    "report": "melapor",
    "start_report": "mau melapor",
    "ask_status": "tanya status",
    "give_place": "menyebut lokasi",
    "affirm": "setuju",
    "deny": "tidak setuju",
    "skip": "melewati",
    "cancel": "membatalkan",
    "correct": "membetulkan",
    "thank": "berterima kasih",
    "greet": "menyapa",
    "help": "minta bantuan",
    "human": "minta petugas",
    "rate": "menilai hasil",
    "add_information": "menambah keterangan",
    Reason.EMERGENCY: "keadaan darurat",
    "abuse": "kata kasar",
    "other": "lain-lain",
}

UNCLEAR = "tidak jelas"

QUESTIONS = {
    Slot.DESCRIPTION: "apa yang terjadi",
    Slot.CATEGORY: "kategorinya",
    Slot.PLACE: "lokasinya",
    Slot.PHOTO: "fotonya",
    Slot.CONFIRM: "apakah laporannya sudah benar",
    Slot.CHANGE: "bagian mana yang diubah",
    Slot.PUBLISH: "apakah laporan boleh tampil untuk publik",
    Slot.WITHDRAW: "apakah laporan dibatalkan",
    Slot.COMPLAINT_REASON: "apa yang belum beres",
    Slot.FORGET: "apakah datanya dihapus",
}
"""What the bot has asked last."""
