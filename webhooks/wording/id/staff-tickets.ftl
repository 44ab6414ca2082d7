# The pages on which staff handle reports, in Indonesian. An operator may edit this file. Names in { braces } are filled in.

## Daftar dan antrean

staff-list-search = Cari nomor laporan
staff-list-search-placeholder = Cari nomor
staff-list-search-button = Cari
staff-list-unfound = Nomor “{ $typed }” tidak ditemukan. Periksa lagi, mungkin ada huruf yang tertukar.
staff-list-waiting = { $count } percakapan menunggu moderator
staff-list-colours = Warna status
staff-list-filter = Saring dan urutkan
staff-list-words = Kata dalam laporan
staff-list-words-placeholder = Misalnya: tiang jalan mawar
staff-list-all-units = Semua unit
staff-list-all-areas = Semua wilayah
staff-list-since = Masuk sejak
staff-list-until = Masuk sampai
staff-list-order = Urutan
staff-list-order-newest = Terbaru dulu
staff-list-order-due = Terbuka, batas waktu terdekat dulu
staff-list-mine = Untuk saya
staff-list-apply = Terapkan
staff-list-clear = Hapus saringan
staff-list-none = Tidak ada laporan yang cocok dengan saringan ini.
staff-list-first = Awal daftar
staff-list-older = Lebih lama
staff-list-download = Unduh daftar ini (CSV)
staff-list-cut = Dipotong setelah { NUMBER($most, useGrouping: 0) } laporan: persempit saringannya.
staff-row-choose = Pilih laporan { $number }
staff-row-missing = Lengkapi: { $missing }
staff-row-due = Batas { $due }
staff-row-followers = Diikuti { $count } warga
staff-queue-lead = Yang paling mendesak di atas.
staff-queue-first = Awal antrean
staff-queue-filter = Saring antrean ini
staff-queue-saya = Untuk saya
staff-queue-saya-empty = Tidak ada laporan yang diserahkan kepada Anda.
staff-queue-unit = Unit saya
staff-queue-unit-empty = Tidak ada laporan terbuka di unit Anda.
staff-queue-terlambat = Terlambat
staff-queue-terlambat-empty = Tidak ada laporan yang terlambat.
staff-queue-lengkapi = Perlu dilengkapi
staff-queue-lengkapi-empty = Semua laporan sudah lengkap.
staff-queue-validasi = Menunggu validasi
staff-queue-validasi-empty = Tidak ada hasil kerja yang menunggu diperiksa.
staff-queue-dibuka = Dibuka kembali
staff-queue-dibuka-empty = Tidak ada laporan yang dibuka kembali.

## Untuk banyak laporan sekaligus

staff-bulk-title = Untuk yang dicentang
staff-bulk-all = Semua di halaman ini
staff-bulk-ticked = { $n } dipilih
staff-bulk-untouched = Centang laporan di daftar
staff-bulk-step = Langkah
staff-bulk-unit = Unit
staff-bulk-unit-advised = kosong: yang disarankan
staff-bulk-person = Petugas
staff-bulk-main = Nomor laporan induk
staff-bulk-note = Catatan
staff-bulk-run = Jalankan
staff-bulk-none = Belum ada laporan yang dipilih. Centang dulu laporannya di daftar.
staff-bulk-main-missing = Sebutkan nomor laporan induknya, misalnya K7M4-2XPR.
staff-bulk-result = Hasil
staff-bulk-done = { $done } dari { $all } laporan berhasil. Pelapornya dikabari.
staff-bulk-back = Kembali ke antrean

## Langkah

staff-step-received = Kembalikan ke antrean
staff-step-received-why = Laporan menunggu diteruskan ke unit yang tepat.
staff-step-coordinating = Koordinasikan
staff-step-coordinating-why = Perlu dibicarakan dengan unit lain dulu.
staff-step-dispatched = Disposisikan
staff-step-dispatched-why = Serahkan kepada petugas lapangan.
staff-step-in_progress = Kerjakan
staff-step-in_progress-why = Petugas mulai menangani.
staff-step-awaiting_validation = Ajukan validasi
staff-step-awaiting_validation-why = Pekerjaan selesai; lampirkan foto hasilnya.
staff-step-follow_up_rejected = Tolak tindak lanjut
staff-step-follow_up_rejected-why = Hasilnya belum sesuai dan harus dikerjakan lagi.
staff-step-resolved = Nyatakan selesai
staff-step-resolved-why = Hasilnya sesuai dengan laporan.
staff-step-reopened = Buka kembali
staff-step-reopened-why = Masalahnya ternyata belum beres.
staff-step-forwarded = Teruskan
staff-step-forwarded-why = Teruskan ke unit yang berwenang menanggapi.
staff-step-answered = Tanggapi
staff-step-answered-why = Tulis tanggapan untuk pelapor.
staff-step-out_of_scope = Bukan kewenangan
staff-step-out_of_scope-why = Jelaskan alasannya dan ke mana pelapor sebaiknya menghubungi.
staff-step-merged = Gabungkan
staff-step-merged-why = Sama dengan laporan lain; sebutkan nomornya.
staff-step-withdrawn = Batalkan
staff-step-withdrawn-why = Dibatalkan atas permintaan pelapor.
staff-pick-unit = Ke unit mana?
staff-pick-other-unit = Atau unit lain
staff-pick-present = unit sekarang
staff-pick-advised = disarankan
staff-pick-person = Kepada siapa?
staff-pick-nobody = Unit itu yang menentukan
staff-pick-busy = { $count } laporan terbuka
staff-pick-main = Digabung ke laporan mana?
staff-pick-main-look = Lihat
staff-pick-main-look-rest = laporan { $number } di tab baru
staff-pick-main-none = Tidak ada laporan terbuka berkategori sama di sekitarnya.
staff-pick-main-other = Atau nomor lain
staff-pick-main-number = Nomor laporan induk
staff-pick-turn-to = Ke mana pelapor sebaiknya menghubungi?
staff-pick-turn-to-usual = Kalau dikosongkan, pelapor diarahkan ke { $where }.
staff-pick-note-staff = Catatan untuk petugas
staff-pick-note-reporter = Catatan untuk pelapor
staff-pick-photo = Foto
staff-pick-photo-kept = { $count } foto sudah terunggah dan ikut dikirim.

## Satu laporan

staff-ticket-back = ← Semua laporan
staff-ticket-rescued = Yang Anda tulis tadi, supaya tidak hilang:
staff-ticket-told = Isi laporan
staff-ticket-no-words = (tanpa keterangan)
staff-ticket-missing = Perlu dilengkapi petugas: { $missing }.
staff-ticket-complete-now = Lengkapi sekarang
staff-ticket-complete = Lengkapi: { $missing }
staff-ticket-reporter-photo = Foto pelapor { $index } dari { $count }
staff-ticket-work-photo = Foto tindak lanjut { $index } dari { $count }
staff-ticket-photos-hidden = { $count } foto pelapor tidak ditampilkan, karena laporan ini pribadi.
staff-ticket-photos-waiting = { $count } foto masih diproses.
staff-ticket-assignee = Petugas
staff-ticket-assignee-none = Belum ditentukan
staff-ticket-area-approximate = (perkiraan)
staff-ticket-area-unclear = Belum jelas
staff-ticket-place-unclear = Lokasi belum jelas
staff-ticket-position = Titik lokasi
staff-ticket-step-due = Batas langkah ini
staff-ticket-estimate = Perkiraan yang diketahui pelapor
staff-ticket-public = Boleh tampil untuk publik
staff-ticket-public-short = Publik
staff-ticket-private = Pribadi
staff-ticket-private-short = Pribadi
staff-ticket-rated = Penilaian pelapor
staff-ticket-rating = { $rating } dari 5
staff-ticket-main = Digabung ke
staff-ticket-merged = Laporan yang digabung ke sini ({ $count })
staff-ticket-followers = Diikuti oleh
staff-ticket-following = { $count } warga, termasuk pelapor
staff-ticket-next = Langkah berikutnya
staff-ticket-other-steps = Langkah lain
staff-ticket-no-steps = Tidak ada langkah untuk peran Anda dari status ini.
staff-ticket-escalated = Melewati batas waktu. Sudah { $count } kali disampaikan ke atasan.
staff-ticket-check = Catat cek lapangan
staff-ticket-check-why = Sebelum memutuskan, Anda boleh melihat tempatnya. Status tetap, dan hanya petugas yang membacanya.
staff-ticket-check-note = Yang terlihat di lapangan
staff-ticket-check-save = Simpan hasil cek
staff-ticket-unmerge = Pisahkan dari laporan induk
staff-ticket-unmerge-why = Ternyata bukan hal yang sama: laporan ini kembali ke antrean dan ditangani sendiri.
staff-ticket-unmerge-button = Pisahkan
staff-ticket-data = Data laporan
staff-ticket-data-correct = Betulkan jenis, kategori, atau wilayah
staff-ticket-data-area = Wilayah yang benar
staff-ticket-data-help = Bot belajar dari koreksi ini. Kalau belum diteruskan, laporan pindah ke unit yang sesuai.
staff-ticket-data-save = Simpan data
staff-ticket-note = Catatan internal
staff-ticket-note-label = Hanya dibaca petugas
staff-ticket-note-save = Simpan catatan
staff-ticket-history = Riwayat
staff-ticket-moved = Laporan { $number } sekarang: { $state }. Pelapor dikabari.
staff-ticket-checked = Hasil cek lapangan disimpan. Hanya petugas yang bisa membacanya.
staff-ticket-unmerged = Laporan { $number } berdiri sendiri lagi. Pelapor dikabari.
staff-ticket-sorted = Data laporan { $number } diperbarui.
staff-ticket-noted = Catatan disimpan. Hanya petugas yang bisa membacanya.

## Giliran siapa

staff-now-received = Menunggu { $unit } meneruskan atau mengerjakannya.
staff-now-coordinating = Menunggu jawaban { $unit }.
staff-now-dispatched = Menunggu { $who } mulai mengerjakan.
staff-now-in_progress = Sedang dikerjakan { $who }.
staff-now-awaiting_validation = Pekerjaan { $who } menunggu diperiksa petugas validasi.
staff-now-follow_up_rejected = Menunggu { $who } memperbaiki hasilnya.
staff-now-resolved = Sudah selesai. Pelapor masih bisa menilai atau membukanya kembali.
staff-now-reopened = Menunggu petugas validasi memeriksa: pelapor merasa belum beres.
staff-now-forwarded = Menunggu tanggapan { $who }.
staff-now-answered = Sudah ditanggapi.
staff-now-out_of_scope = Ditutup, karena bukan kewenangan kita.
staff-now-merged = Mengikuti laporan induknya, { $main ->
    [none] lain
   *[other] { $main }
}.
staff-now-withdrawn = Dibatalkan oleh pelapor.

## Riwayat

staff-event-opened = Laporan masuk
staff-event-noted = Catatan internal
staff-event-added = Keterangan tambahan dari pelapor
staff-event-joined = Keterangan dari warga lain yang ikut melapor
staff-event-rated = Penilaian pelapor
staff-event-edited = Pelapor mengubah pesannya
staff-event-sorted = Data dilengkapi petugas
staff-event-checked = Lokasi diperiksa petugas validasi
staff-event-unmerged = Dipisahkan dari laporan induknya
staff-event-reassigned = Diserahkan kepada orang atau unit lain
staff-event-climbed = Melewati batas waktu; atasan diberi tahu
staff-history-from-to = dari { $source } ke { $target }
staff-history-at = di { $unit }
staff-history-given = kepada { $person }
staff-history-turned = pelapor diarahkan ke { $where }
staff-history-climbed = Tingkat { $level }: { $told ->
    [validators] petugas validasi
   *[other] { $told }
} diberi tahu.

## Yang tidak bisa dilakukan

staff-refused-stale = Laporan ini baru saja diubah orang lain. Lihat dulu riwayat terbarunya; kalau langkah Anda masih sesuai, kirim sekali lagi.
staff-refused-database = Basis data sedang tidak bisa dipakai. Coba lagi sebentar lagi.
staff-refused-number = Nomor itu tidak ada. Periksa lagi nomornya.
staff-refused-main-unknown = Laporan induk dengan nomor itu tidak ada. Periksa lagi nomornya.
staff-refused-elsewhere = Laporan ini sedang ada di unit lain, sehingga hanya unit itu atau admin laporan yang bisa mengubahnya.
staff-refused-step = Peran Anda ({ $role }) tidak berwenang mengubah laporan ini menjadi “{ $state }”, atau laporannya sedang ada di unit lain.
staff-refused-role = Peran Anda ({ $role }) tidak berwenang melakukan ini.
staff-refused-transition = Dari status sekarang laporan ini tidak bisa menjadi “{ $state }”.
staff-refused-sort = Jenis itu tidak mengenal status laporan sekarang. Kembalikan dulu laporannya ke antrean.
staff-refused-main = Pilih atau sebutkan nomor laporan lain yang masih terbuka dan belum digabung, misalnya K7M4-2XPR.
staff-refused-coordination = Pilih unit lain untuk diajak berkoordinasi; laporan ini sudah ada di unit itu.
staff-refused-target = Laporan ini tidak bisa diserahkan ke unit atau orang itu. Pilih unit yang disarankan atau di bawah unit Anda, dan petugas dari unit itu juga. Untuk unit lain, koordinasikan dulu.
staff-refused-other = Langkah itu tidak bisa dijalankan untuk laporan ini.
staff-evidence-check = Tulis apa yang Anda lihat di lapangan, atau lampirkan fotonya.
staff-evidence-words = Tulis dulu catatannya.
staff-evidence-coordination = Tulis catatan untuk unit itu: apa yang perlu mereka lakukan?
staff-evidence-note = Langkah ini memerlukan catatan. Pelapor akan membacanya.
staff-evidence-note-and-photo = Langkah ini memerlukan catatan dan foto hasil. Pelapor akan membacanya.
staff-evidence-photo-too-large = Fotonya terlalu besar: paling besar 20 MB, dan 50 megapiksel kalau bukan JPG biasa.
staff-evidence-photo-not-an-image = Berkas itu bukan foto yang bisa dibuka. Pakai JPG, PNG, atau HEIC.
staff-evidence-photo-incomplete = Fotonya terpotong: lebih dari separuhnya tidak ada. Unggah sekali lagi.
staff-evidence-photo-no-room = Penyimpanan hampir penuh, jadi foto belum bisa disimpan. Beri tahu administrator.
staff-evidence-photo-unreadable = Fotonya tidak bisa dibaca.
staff-evidence-too-many-photos = Paling banyak { $most } foto.
