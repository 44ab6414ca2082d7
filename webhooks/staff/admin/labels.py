"""What the administrator's pages write for permissions and for actions in the audit."""

from __future__ import annotations

from collections.abc import Mapping

from webhooks.staff.permissions import Permission

PERMISSIONS: Mapping[Permission, str] = {
    Permission.SEE_TICKETS: "Melihat daftar dan isi laporan",
    Permission.SEE_PRIVATE_PHOTOS: "Melihat foto pelapor pada laporan tertutup",
    Permission.SEE_HOURS: "Melihat jam kejadian, bukan hanya tanggal",
    Permission.WRITE_NOTES: "Menulis catatan internal",
    Permission.EXPORT_TICKETS: "Mengunduh daftar laporan",
    Permission.ENTER_REPORTS: "Memasukkan laporan dari loket, surat, atau telepon",
    Permission.SEE_ESCALATIONS: "Melihat percakapan yang menunggu moderator",
    Permission.MODERATE: "Membaca dan mengambil alih percakapan, dengan kanal dan nama tampilan",
    Permission.MANAGE_STAFF: "Mengelola pengguna, melihat unit dan peran",
    Permission.SEE_AUDIT: "Melihat jejak audit",
    Permission.MANAGE_DEAD_LETTERS: "Menangani pesan yang tidak terbaca",
}

ACTIONS: Mapping[str, str] = {
    "ticket.seen": "Melihat laporan",
    "ticket.noted": "Menulis catatan internal",
    "photo.seen": "Melihat foto",
    "tickets.listed": "Membuka daftar laporan",
    "tickets.searched": "Mencari laporan",
    "tickets.exported": "Mengunduh daftar laporan",
    "conversation.seen": "Membuka percakapan",
    "conversation.searched": "Mencari percakapan",
    "conversations.listed": "Membuka antrean percakapan",
    "conversation.taken": "Mengambil alih percakapan",
    "conversation.answered": "Membalas percakapan",
    "conversation.handed_back": "Mengembalikan percakapan ke bot",
    "conversation.closed": "Menutup percakapan",
    "conversation.case_seen": "Membuka kumpulan percakapan dari satu alamat",
    "conversation.draft_corrected": "Memperbaiki laporan dalam percakapan",
    "conversation.barred": "Menutup percakapan karena penyalahgunaan",
    "conversation.unbarred": "Membuka kembali percakapan",
    "privacy.exported": "Mengekspor data warga",
    "privacy.erased": "Menghapus data warga",
    "privacy.cut": "Memutus laporan dari pelapornya",
    "staff.login": "Masuk",
    "staff.login_failed": "Gagal masuk",
    "staff.code_failed": "Kode masuk salah",
    "staff.created": "Membuat akun",
    "staff.changed": "Mengubah akun",
    "staff.deactivated": "Menonaktifkan akun",
    "staff.tickets_given": "Menyerahkan laporan seseorang",
    "unit.tickets_given": "Memindahkan laporan sebuah unit",
    "staff.activated": "Mengaktifkan akun",
    "staff.password_reset": "Mengatur ulang kata sandi",
    "staff.password_changed": "Mengganti kata sandi sendiri",
    "staff.second_factor_on": "Memasang kode masuk",
    "staff.second_factor_off": "Mematikan kode masuk",
    "staff.recovery_codes_made": "Membuat kode cadangan",
    "staff.recovery_code_used": "Masuk dengan kode cadangan",
    "staff.sessions_ended": "Mengakhiri sesi",
    "staff.chat_invited": "Meminta pemberitahuan lewat chat",
    "staff.chat_unlinked": "Memutus chat pemberitahuan",
    "staff.linked": "Menghubungkan akun pemerintah kota",
    "audit.exported": "Mengunduh jejak audit",
    "dead_letter.seen": "Melihat pesan tertahan",
    "dead_letter.retried": "Membaca ulang pesan tertahan",
    "dead_letter.settled": "Mengeluarkan pesan tertahan",
    "token.made": "Membuat token API",
    "token.revoked": "Mencabut token API",
    "subscription.made": "Membuat langganan webhook",
    "subscription.ended": "Mengakhiri langganan webhook",
    "key.rotated": "Mengganti kunci enkripsi",
    "key.dropped": "Membuang kunci lama",
    "key.adopted": "Memakai kunci lain, karena yang lama hilang",
}
"""Action -> words; one that is not here is shown as it is."""

DETAILS: Mapping[str, str] = {
    "words": "kata yang dicari",
    "found": "ditemukan",
    "filters": "saringan",
    "page": "halaman",
    "after": "sesudah",
    "photo": "foto",
    "media": "lampiran",
    "to": "menjadi",
    "came": "masuk lewat",
    "role": "peran",
    "by": "dengan cara",
}
"""What an entry tells besides -> words; one that is not here is shown as it is."""

PAGES: Mapping[str, str] = {
    "list": "daftar",
    "board": "ringkasan",
    "map": "peta",
    "points": "titik di peta",
    "csv": "berkas CSV",
    "api": "API",
}
"""Pages of lists that the audit names -> words; the queues have Indonesian names already."""
