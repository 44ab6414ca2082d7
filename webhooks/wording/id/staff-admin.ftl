# The administrator's pages, in Indonesian. An operator may edit this file. Names in { braces } are filled in.

# All of them

staff-admin-tab-users = Pengguna
staff-admin-tab-units = Unit kerja
staff-admin-tab-roles = Peran
staff-admin-tab-audit = Jejak audit
staff-admin-tab-letters = Pesan tertahan
staff-admin-open-tickets = { $tickets } laporan terbuka
staff-admin-search = Cari
staff-admin-previous = Sebelumnya

# The list of accounts

staff-admin-users-search-for = Nama, nama pengguna, atau unit
staff-admin-users-all-roles = Semua peran
staff-admin-users-state = Status
staff-admin-state-aktif = Aktif
staff-admin-state-nonaktif = Nonaktif
staff-admin-state-semua = Semua
staff-admin-users-never-in = belum pernah masuk
staff-admin-users-none = Tidak ada pengguna yang cocok.

# A new account, and its first password

staff-admin-new-user = Tambah pengguna
staff-admin-new-user-example = misalnya lurah.kebonjeruk
staff-admin-new-user-password = Kata sandi pertama dibuat otomatis dan ditampilkan satu kali setelah ini.
staff-admin-new-user-make = Buat akun
staff-admin-form-name = Nama lengkap
staff-admin-form-choose-role = Pilih peran
staff-admin-form-unit-needed = wajib untuk { $roles }
staff-admin-first-password = Kata sandi pertama
staff-admin-first-password-of = Kata sandi pertama { $name }
staff-admin-first-password-made = Akun sudah dibuat.
staff-admin-first-password-reset = Kata sandi sudah diatur ulang, dan semua sesinya diakhiri.
staff-admin-first-password-hand-over = Sampaikan langsung kepada orangnya.
staff-admin-first-password-once = Kata sandi ini hanya ditampilkan sekali dan harus diganti saat masuk pertama kali.
staff-admin-first-password-noted = Sudah saya catat

# One account

staff-admin-user-heir = Laporannya diserahkan kepada
staff-admin-user-choose-heir = Pilih penerimanya
staff-admin-user-heir-queue = Antrean unit masing-masing laporan
staff-admin-user-to-be-given = Perlu diserahkan kepada orang lain
staff-admin-user-handling = Sedang ditangani
staff-admin-user-has = { $tickets } laporan terbuka:
staff-admin-user-still-has = { $tickets } laporan terbuka masih atas nama akun ini:
staff-admin-user-give-tickets = Serahkan { $tickets } laporan
staff-admin-user-conversations = { $conversations } percakapan sedang dipegang akun ini.
staff-admin-user-made = Dibuat
staff-admin-user-sessions = Sesi
staff-admin-user-sessions-active = { $sessions } aktif, terakhir { $last }
staff-admin-user-sessions-none = Tidak sedang masuk
staff-admin-user-code = Kode masuk
staff-admin-user-code-on = Aktif
staff-admin-user-code-lacking = Wajib, belum dipasang
staff-admin-user-code-off = Belum dipasang
staff-admin-user-password-first = Belum diganti dari yang pertama
staff-admin-user-password-own = Dibuat sendiri
staff-admin-user-city = Akun pemerintah kota
staff-admin-user-city-linked = Terhubung
staff-admin-user-data = Data akun
staff-admin-user-steps = Tindakan
staff-admin-user-oneself = Ini akun Anda sendiri: kata sandi, kode masuk, dan sesi diatur di Akun saya. Peran Anda hanya bisa diubah administrator lain.
staff-admin-user-reset = Atur ulang
staff-admin-user-reset-password = Atur ulang kata sandi
staff-admin-user-reset-password-about = Kata sandi baru dibuat otomatis dan ditampilkan sekali. Semua sesinya berakhir.
staff-admin-user-reset-code = Atur ulang kode masuk
staff-admin-user-reset-code-about = Untuk yang kehilangan ponsel dan kode cadangan. Pastikan dulu bahwa benar orangnya yang meminta.
staff-admin-user-end = Akhiri
staff-admin-user-end-sessions = Akhiri semua sesi
staff-admin-user-end-sessions-about = Yang bersangkutan harus masuk lagi di semua perangkat.
staff-admin-user-close = Nonaktifkan akun
staff-admin-user-close-about = { $tickets ->
    [0] Tidak bisa masuk lagi. Riwayatnya tetap tersimpan, dan akun bisa diaktifkan kembali.
   *[other] Tidak bisa masuk lagi. Riwayatnya tetap tersimpan, dan akun bisa diaktifkan kembali. Ia masih memegang { $tickets } laporan terbuka; penerimanya langsung diberi tahu.
}
staff-admin-user-close-button = Nonaktifkan
staff-admin-user-activate = Aktifkan kembali
staff-admin-user-activate-about = Bisa masuk lagi dengan kata sandi yang lama.
staff-admin-user-activate-button = Aktifkan
staff-admin-user-audit-by = Yang dilakukan akun ini
staff-admin-user-audit-about = Yang terjadi pada akun ini
staff-admin-user-changed = Perubahan sudah disimpan.
staff-admin-user-activated = Akun diaktifkan kembali.
staff-admin-user-deactivated = { $tickets ->
    [0] Akun dinonaktifkan dan semua sesinya diakhiri.
   *[other] Akun dinonaktifkan dan semua sesinya diakhiri. { $tickets } laporannya sudah diserahkan.
}
staff-admin-user-tickets-given = { $tickets } laporan sudah diserahkan.
staff-admin-user-code-reset = Kode masuk diatur ulang.
staff-admin-user-sessions-ended = Semua sesinya diakhiri.

# Units

staff-admin-units-about = Susunan unit diatur di config.yml. Angka: petugas aktif dan laporan terbuka, termasuk unit di bawahnya.
staff-admin-units-move = Pindahkan
staff-admin-units-reports-of = laporan { $name }
staff-admin-units-target = Ke antrean unit
staff-admin-units-move-about = Statusnya tetap, dan warga tidak dikabari. Unit tujuannya diberi tahu.
staff-admin-units-move-tickets = Pindahkan { $tickets } laporan
staff-admin-units-left-behind = Laporan yang tertinggal
staff-admin-units-gone = unit ini tidak ada lagi di config.yml; untuk sementara tampil di antrean { $successor }
staff-admin-units-leaver = akunnya sudah nonaktif; kabarnya untuk sementara sampai ke atasannya
staff-admin-units-give-on = Serahkan
staff-admin-units-lacking = { $units } unit punya laporan terbuka tetapi belum punya petugas
staff-admin-units-lacking-more = dan { $units } unit lain.
staff-admin-units-covered-by = untuk sementara hanya { $name } yang melihatnya
staff-admin-units-uncovered = tidak ada unit di atasnya yang punya petugas
staff-admin-units-reports = Laporan
staff-admin-units-nobody = tanpa petugas
staff-admin-units-people = { $people } petugas
staff-admin-units-tickets = { $tickets } laporan
staff-admin-units-choose-target = Pilih unit tujuannya dari daftar yang muncul.
staff-admin-units-not-moved = Laporannya sudah ada di unit itu, atau baru saja diubah orang lain. Pilih unit lain.
staff-admin-units-moved = { $tickets } laporan dipindahkan ke { $target }, dan unitnya diberi tahu.
staff-admin-units-moved-in-part = { $tickets } laporan dipindahkan ke { $target }, dan unitnya diberi tahu. Masih ada sisanya: ulangi sekali lagi.

# Roles

staff-admin-roles-about = Dibuat langsung dari tabel yang menentukan hak dan langkah. Kelurahan, unit kerja, dan petugas lapangan hanya bertindak atas laporan di unitnya sendiri dan unit di bawahnya.
staff-admin-roles-one-unit = Bekerja untuk satu unit
staff-admin-roles-whole-city = Bekerja untuk seluruh kota
staff-admin-roles-code-demanded = wajib memakai kode masuk
staff-admin-roles-nothing = Tidak melihat laporan di ruang petugas.
staff-admin-roles-steps-complaint = Langkah untuk keluhan
staff-admin-roles-steps-aspiration = Langkah untuk aspirasi dan permintaan informasi
staff-admin-permission-see_tickets = Melihat daftar dan isi laporan
staff-admin-permission-see_private_photos = Melihat foto pelapor pada laporan tertutup
staff-admin-permission-see_hours = Melihat jam kejadian, bukan hanya tanggal
staff-admin-permission-write_notes = Menulis catatan internal
staff-admin-permission-export_tickets = Mengunduh daftar laporan
staff-admin-permission-enter_reports = Memasukkan laporan dari loket, surat, atau telepon
staff-admin-permission-see_escalations = Melihat percakapan yang menunggu moderator
staff-admin-permission-moderate = Membaca dan mengambil alih percakapan, dengan kanal dan nama tampilan
staff-admin-permission-manage_staff = Mengelola pengguna, melihat unit dan peran
staff-admin-permission-see_audit = Melihat jejak audit
staff-admin-permission-manage_dead_letters = Menangani pesan yang tidak terbaca

# The audit

staff-admin-audit-download = Unduh CSV
staff-admin-audit-file = jejak-audit
staff-admin-audit-subject = Nomor laporan atau perihal
staff-admin-audit-by = Oleh (nama pengguna)
staff-admin-audit-action = Tindakan
staff-admin-audit-all-actions = Semua tindakan
staff-admin-audit-filter = Saring
staff-admin-audit-newest = Terbaru
staff-admin-audit-older = Lebih lama
staff-admin-audit-none = Tidak ada catatan yang cocok.
staff-admin-audit-token = token { $token }
staff-admin-audit-system = sistem
staff-admin-audit-column-at = waktu
staff-admin-audit-column-action = tindakan
staff-admin-audit-column-subject = perihal
staff-admin-audit-column-who = oleh
staff-admin-audit-column-token = token
staff-admin-audit-column-detail = rincian
staff-admin-audit-page-api = API
staff-admin-audit-page-board = ringkasan
staff-admin-audit-page-csv = berkas CSV
staff-admin-audit-page-list = daftar
staff-admin-audit-page-map = peta
staff-admin-audit-page-points = titik di peta
staff-admin-detail-after = sesudah
staff-admin-detail-asked = diminta lewat
staff-admin-detail-by = dengan cara
staff-admin-detail-came = masuk lewat
staff-admin-detail-count = jumlah
staff-admin-detail-filters = saringan
staff-admin-detail-found = ditemukan
staff-admin-detail-instead_of = menggantikan
staff-admin-detail-media = lampiran
staff-admin-detail-message = pesan
staff-admin-detail-messages = jumlah pesan
staff-admin-detail-page = halaman
staff-admin-detail-photo = foto
staff-admin-detail-reason = alasan
staff-admin-detail-role = peran
staff-admin-detail-root = kunci
staff-admin-detail-rows = baris
staff-admin-detail-scopes = cakupan
staff-admin-detail-sessions = jumlah sesi
staff-admin-detail-tickets = jumlah laporan
staff-admin-detail-to = menjadi
staff-admin-detail-token_id = token
staff-admin-detail-told = warga dikabari
staff-admin-detail-unit = unit
staff-admin-detail-words = kata yang dicari
staff-admin-action-ticket-seen = Melihat laporan
staff-admin-action-ticket-moved = Mengubah status laporan
staff-admin-action-ticket-noted = Menulis catatan internal
staff-admin-action-photo-seen = Melihat foto
staff-admin-action-tickets-listed = Membuka daftar laporan
staff-admin-action-tickets-searched = Mencari laporan
staff-admin-action-tickets-exported = Mengunduh daftar laporan
staff-admin-action-report-entered = Memasukkan laporan dari loket
staff-admin-action-conversation-seen = Membuka percakapan
staff-admin-action-conversation-searched = Mencari percakapan
staff-admin-action-conversations-listed = Membuka antrean percakapan
staff-admin-action-conversation-taken = Mengambil alih percakapan
staff-admin-action-conversation-answered = Membalas percakapan
staff-admin-action-conversation-handed_back = Mengembalikan percakapan ke bot
staff-admin-action-conversation-closed = Menutup percakapan
staff-admin-action-conversation-case_seen = Membuka kumpulan percakapan dari satu alamat
staff-admin-action-conversation-draft_corrected = Memperbaiki laporan dalam percakapan
staff-admin-action-conversation-barred = Menutup percakapan karena penyalahgunaan
staff-admin-action-conversation-unbarred = Membuka kembali percakapan
staff-admin-action-attachment-seen = Membuka lampiran
staff-admin-action-canned_reply-added = Menambah balasan siap pakai
staff-admin-action-canned_reply-changed = Mengubah balasan siap pakai
staff-admin-action-canned_reply-removed = Menghapus balasan siap pakai
staff-admin-action-privacy-exported = Mengekspor data warga
staff-admin-action-privacy-erased = Menghapus data warga
staff-admin-action-privacy-cut = Memutus laporan dari pelapornya
staff-admin-action-staff-login = Masuk
staff-admin-action-staff-login_failed = Gagal masuk
staff-admin-action-staff-code_failed = Kode masuk salah
staff-admin-action-staff-created = Membuat akun
staff-admin-action-staff-changed = Mengubah akun
staff-admin-action-staff-deactivated = Menonaktifkan akun
staff-admin-action-staff-tickets_given = Menyerahkan laporan seseorang
staff-admin-action-unit-tickets_given = Memindahkan laporan sebuah unit
staff-admin-action-staff-activated = Mengaktifkan akun
staff-admin-action-staff-password_reset = Mengatur ulang kata sandi
staff-admin-action-staff-password_changed = Mengganti kata sandi sendiri
staff-admin-action-staff-second_factor_on = Memasang kode masuk
staff-admin-action-staff-second_factor_off = Mematikan kode masuk
staff-admin-action-staff-recovery_codes_made = Membuat kode cadangan
staff-admin-action-staff-recovery_code_used = Masuk dengan kode cadangan
staff-admin-action-staff-sessions_ended = Mengakhiri sesi
staff-admin-action-staff-chat_invited = Meminta pemberitahuan lewat chat
staff-admin-action-staff-chat_unlinked = Memutus chat pemberitahuan
staff-admin-action-staff-linked = Menghubungkan akun pemerintah kota
staff-admin-action-audit-exported = Mengunduh jejak audit
staff-admin-action-dead_letter-seen = Melihat pesan tertahan
staff-admin-action-dead_letter-retried = Membaca ulang pesan tertahan
staff-admin-action-dead_letter-settled = Mengeluarkan pesan tertahan
staff-admin-action-token-made = Membuat token API
staff-admin-action-token-revoked = Mencabut token API
staff-admin-action-subscription-made = Membuat langganan webhook
staff-admin-action-subscription-ended = Mengakhiri langganan webhook
staff-admin-action-key-rotated = Mengganti kunci enkripsi
staff-admin-action-key-dropped = Membuang kunci lama
staff-admin-action-key-adopted = Memakai kunci lain, karena yang lama hilang

# What no channel could parse

staff-admin-letters-about = Kiriman yang tidak bisa dibaca atau diterima. Tidak ada yang hilang: setelah diperbaiki, kiriman bisa dicoba lagi, dan yang sudah diterima tidak menjadi dua.
staff-admin-letters-oldest = Terlama
staff-admin-letters-later = Lebih baru
staff-admin-letters-none = Tidak ada pesan yang tertahan.
staff-admin-letter-title = Kiriman { $number } dari { $account }
staff-admin-letter-received = Diterima
staff-admin-letter-size = Ukuran
staff-admin-letter-bytes = { $size } byte
staff-admin-letter-reason = Sebab
staff-admin-letter-retry = Baca ulang
staff-admin-letter-settle = Sudah ditangani
staff-admin-letter-content = Isi
staff-admin-letter-personal = Bisa berisi data pribadi. Bahwa Anda melihatnya, dicatat.
staff-admin-letter-cut = Dipotong. Seluruhnya: tanggap dead-letters show { $number }
staff-admin-letter-still-unreadable = Masih belum bisa dibaca: { $problem }
staff-admin-letter-channel-failed = Masih belum bisa dibaca: kesalahan di dalam kanal. Lihat log.
staff-admin-letter-read = Berhasil dibaca; { $messages } pesan diterima.
staff-admin-letter-settled = Sudah dikeluarkan dari daftar.
