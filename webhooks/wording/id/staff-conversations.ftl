# What the moderators' pages say, in Indonesian. An operator may edit this file. Names in { braces } are filled in.

## Antrean

staff-conversations-title = Percakapan
staff-conversations-all = Semua percakapan
staff-conversations-search-label = Cari nomor laporan atau isi pesan
staff-conversations-search-placeholder = Nomor laporan atau isi pesan
staff-conversations-search-button = Cari
staff-conversations-tabs = Yang perlu dikerjakan
staff-conversations-tab =
    { $tab ->
        [antrean] Menunggu
        [lengkapi] Laporan perlu dilengkapi
       *[diblokir] Diblokir
    }
staff-conversations-mine = Anda pegang
staff-conversations-free = Menunggu
staff-conversations-cases = Banyak dari satu alamat
staff-conversations-others = Dipegang rekan
staff-conversations-none = Tidak ada percakapan yang menunggu. Halaman ini memperbarui dirinya sendiri.
staff-conversations-urgent = Mendesak
staff-conversations-held-mine = Anda pegang · { $span }
staff-conversations-held-other = { $name } · { $span }
staff-conversations-idle = Tidak dibalas { $span }
staff-conversations-unanswered = Menunggu balasan
staff-conversations-choose = Pilih { $name }
staff-conversations-nobody = Warga { $id }
staff-conversations-all-complete = Semua laporan sudah lengkap.
staff-conversations-older = Lebih lama
staff-conversations-wrote = menulis { $span }
staff-conversations-none-barred = Tidak ada warga yang diblokir.

staff-conversations-found = Hasil pencarian “{ $words }”
staff-conversations-too-short = Tulis sedikitnya tiga huruf, atau nomor laporan yang lengkap.
staff-conversations-none-found = Tidak ada pesan yang cocok.
staff-conversations-searched = Dicari di { $messages } pesan terakhir, paling lama { $days } hari. Isi laporan dicari di halaman Laporan.

staff-conversations-days = { $count } hari
staff-conversations-hours = { $count } jam
staff-conversations-minutes = { $count } menit
staff-conversations-just-now = baru saja
staff-conversations-ago = { $span } lalu

staff-conversations-reason =
    { $reason ->
        [emergency] Mungkin keadaan darurat
        [asked] Minta bicara dengan petugas
        [privacy] Permintaan tentang data pribadinya
        [not_understood] Bot tidak paham tiga kali berturut-turut
        [attachment] Mengirim pesan suara, video, atau berkas
        [unproven] Banyak pesan hari ini tanpa bukti bahwa pengirimnya benar warga ini; bot diam
        [action_refused] Sistem menolak langkah bot; periksa laporannya
       *[other] { $reason }
    }
staff-conversations-channel =
    { $channel ->
        [web] Halaman web
        [telegram] Telegram
        [x] X
        [sms] SMS
        [mail] Surel
        [api] Aplikasi lain (API)
        [terminal] Terminal
       *[other] { $channel }
    }

## Menutup beberapa sekaligus

staff-conversations-case = { $count } percakapan dari satu alamat
staff-conversations-case-last = Terakhir: { $span }
staff-conversations-case-about = Menunggu sejak { $since }; yang terakhir { $last }. Alamatnya sendiri tidak disimpan. Di balik satu alamat bisa ada satu orang, tetapi juga satu kantor atau jaringan seluler: lihat beberapa isinya dulu. Panggilan darurat tidak pernah masuk ke sini.
staff-conversations-case-close-all = Tutup semua { $count }
staff-conversations-close-ticked = Tutup yang dicentang
staff-conversations-case-most = Paling banyak { $most } ditutup sekaligus; sisanya tetap menunggu.
staff-conversations-case-contents = Isinya
staff-conversations-case-shown = { $count } yang paling lama menunggu
staff-conversations-close-help = Centang percakapan di daftar. Yang mendesak dan yang dipegang rekan ditutup sendiri-sendiri.
staff-conversations-close-button = Tutup
staff-conversations-close-why = Alasan
staff-conversations-close-choose = Pilih alasannya
staff-conversations-close-tell = Beri tahu warganya bahwa petugas tidak membalas
staff-conversations-ticked = { $count } dicentang
staff-conversations-nothing-ticked = Pilih dulu percakapannya.
staff-conversations-no-reason = Pilih dulu alasannya: itu dicatat, dan rekan Anda melihatnya.
staff-conversations-close-reason =
    { $reason ->
        [flood] Banjir percakapan atau iseng
        [settled] Sudah ditangani dengan cara lain
        [silent] Warga tidak menulis lagi
        [nothing] Tidak ada yang bisa dikerjakan petugas
       *[other] { $reason }
    }
staff-conversations-result = Hasil
staff-conversations-result-none = Tidak ada yang ditutup
staff-conversations-result-done = { $count } percakapan ditutup
staff-conversations-result-lead = { $count } dari { $all } percakapan ditutup. Kalau warganya menulis lagi, bot yang menjawab.
staff-conversations-result-each = Satu per satu
staff-conversations-result-left = { $count } percakapan dari alamat yang sama masih menunggu
staff-conversations-result-back = Kembali ke percakapan
staff-conversations-fate =
    { $fate ->
        [closed] Ditutup tanpa pesan kepada warga
        [told] Ditutup, dan warga diberi tahu
        [held] Tidak ditutup: sedang dipegang rekan
        [over] Tidak ada lagi yang menunggu di sini
        [urgent] Tidak ditutup: mungkin keadaan darurat, buka dan tutup sendiri
        [changed] Tidak ditutup: warga memanggil lagi sesudah Anda melihat daftar
        [gone] Percakapan ini sudah tidak ada
        [failed] Tidak ditutup: basis data tidak menjawab, coba lagi
       *[other] { $fate }
    }

## Satu percakapan: siapa yang bicara

staff-conversations-speaker-barred = diblokir
staff-conversations-speaker-mine = Anda pegang sejak { $since }
staff-conversations-speaker-other = dipegang { $name } sejak { $since }
staff-conversations-speaker-bot = bot yang menjawab
staff-conversations-take = Ambil alih
staff-conversations-take-help = Bot langsung diam, dan warga diberi tahu bahwa petugas yang membalas.
staff-conversations-take-help-asking = Bot langsung diam, dan warga diberi tahu bahwa petugas yang membalas. Bot sedang menanyakan { $question }.
staff-conversations-taken = Percakapan ini Anda pegang. Bot diam sampai Anda menyerahkannya kembali.
staff-conversations-holds = { $name } memegang percakapan ini sejak { $since }.
staff-conversations-holds-idle = Warga belum dibalas selama { $span }.
staff-conversations-take-from = Ambil dari { $name }
staff-conversations-take-from-help = { $name } tidak bisa membalas lagi setelah Anda mengambilnya. Sebaiknya tanyakan dulu.
staff-conversations-take-from-button = Ya, ambil percakapan ini
staff-conversations-hand-back = Serahkan ke bot
staff-conversations-hand-back-help = Kalau diserahkan, bot memberi tahu warga.
staff-conversations-hand-back-help-asking = Kalau diserahkan, bot memberi tahu warga dan menanyakan lagi { $question }.
staff-conversations-handed-back = Bot melanjutkan percakapan itu, dan warga sudah diberi tahu.
staff-conversations-close-quietly = Tutup tanpa pesan
staff-conversations-closed-quietly = Percakapan ditutup tanpa pesan. Kalau warga menulis lagi, bot yang menjawab.
staff-conversations-bar = Blokir warga ini
staff-conversations-bar-help = Untuk penyalahgunaan saja. Pesannya tetap disimpan, tetapi tidak ada yang menjawab dan tidak ada laporan yang dibuat. Bisa dibuka lagi.
staff-conversations-bar-reason = Alasan
staff-conversations-bar-button = Blokir
staff-conversations-bar-no-reason = Tulis alasannya: rekan Anda perlu tahu mengapa warga ini diblokir.
staff-conversations-bar-note = Diblokir: { $reason }
staff-conversations-barred = Warga ini diblokir. Pesannya tetap disimpan, tetapi tidak ada yang menjawab.
staff-conversations-is-barred = Warga ini diblokir: pesannya disimpan, tetapi tidak ada yang menjawab.
staff-conversations-lift = Buka blokir
staff-conversations-lifted = Blokir dibuka. Bot menjawab lagi kalau warga ini menulis.

## Satu percakapan: pesan-pesannya

staff-conversations-talk = Percakapan
staff-conversations-log = Pesan
staff-conversations-earlier-messages = Tampilkan pesan yang lebih lama
staff-conversations-changed = Keadaan percakapan ini berubah.
staff-conversations-reload = Muat ulang
staff-conversations-no-messages = Belum ada pesan.
staff-conversations-bot = Bot
staff-conversations-deleted = Dihapus oleh warga
staff-conversations-wordless = (tanpa tulisan)
staff-conversations-pressed = Menekan “{ $label }”
staff-conversations-button = tombol
staff-conversations-edited = Diubah
staff-conversations-photo-alt =
    { $side ->
        [citizen] Foto dari warga, pukul { $time }
       *[us] Foto dari kita, pukul { $time }
    }
staff-conversations-photo-pending = Foto masih diproses
staff-conversations-photo-refused = Foto tidak bisa dibuka
staff-conversations-attachment =
    { $media ->
        [photo] Foto
        [image_file] Foto
        [voice] Pesan suara
        [video] Video
        [document] Berkas
        [sticker] Stiker
       *[other] Lampiran
    }
staff-conversations-download =
    { $media ->
        [photo] Unduh foto
        [image_file] Unduh foto
        [voice] Unduh pesan suara
        [video] Unduh video
        [document] Unduh berkas
        [sticker] Unduh stiker
       *[other] Unduh lampiran
    }
staff-conversations-attachment-gone = Lampiran itu tidak bisa diambil dari penyedia kanal sekarang. Minta warga mengirimnya sekali lagi.
staff-conversations-choose-message = Pilih pesan pukul { $time }
staff-conversations-unproven = Pengirim belum terbukti
staff-conversations-guess = Tebakan bot:
staff-conversations-guess-unclear = tidak jelas
staff-conversations-retried = Dicoba lagi
staff-conversations-sending =
    { $sending ->
        [queued] Menunggu dikirim
        [sent] Terkirim
        [delivered] Sampai
        [failed] Gagal
       *[other] { $sending }
    }
staff-conversations-act =
    { $act ->
        [report] melapor
        [start_report] mau melapor
        [ask_status] tanya status
        [give_place] menyebut lokasi
        [affirm] setuju
        [deny] tidak setuju
        [skip] melewati
        [cancel] membatalkan
        [correct] membetulkan
        [thank] berterima kasih
        [greet] menyapa
        [help] minta bantuan
        [human] minta petugas
        [rate] menilai hasil
        [add_information] menambah keterangan
        [emergency] keadaan darurat
        [abuse] kata kasar
        [other] lain-lain
       *[unknown] { $act }
    }

## Satu percakapan: menulis

staff-conversations-typed-before = Yang Anda tulis tadi, supaya tidak hilang
staff-conversations-reply-label = Balasan untuk warga
staff-conversations-reply-placeholder = Tulis balasan untuk warga
staff-conversations-reply-photo = Foto
staff-conversations-no-photos = Kanal ini tidak bisa menampilkan foto.
staff-conversations-send = Kirim
staff-conversations-most = paling banyak { $most } huruf
staff-conversations-counted = { $count } dari { $most } huruf
staff-conversations-counted-sms = { $count } dari { $most } huruf · kira-kira { $messages } SMS
staff-conversations-obstacle =
    { $obstacle ->
        [blocked] Warga ini menghentikan pesan dari kita. Balasan baru bisa dikirim kalau ia menulis lagi.
        [erased] Data warga ini sudah dihapus atas permintaannya. Tidak ada alamat lagi untuk dibalas.
        [one_way] Kanal ini hanya menerima laporan; balasan di sini tidak dibaca siapa pun.
        [switched_off] Kanal ini sedang dimatikan. Balasan menunggu paling lama dua hari sampai dinyalakan lagi.
        [empty] Tulis dulu balasannya.
        [too_long] Terlalu panjang untuk kanal ini: paling banyak { $most } huruf.
        [photo] Kanal ini tidak bisa menampilkan foto. Jelaskan dengan kata-kata.
       *[other] { $obstacle }
    }
staff-conversations-pick = Balasan siap pakai…
staff-conversations-pick-about = Tentang laporan
staff-conversations-pick-use = Pakai
staff-conversations-pick-none = Buat dulu
staff-conversations-notes = Catatan internal
staff-conversations-note-label = Hanya dibaca moderator dan admin
staff-conversations-note-save = Simpan catatan
staff-conversations-note-empty = Tulis dulu catatannya.
staff-conversations-note-saved = Catatan disimpan. Warga tidak melihatnya.
staff-conversations-nothing-yet = Belum ada.
staff-conversations-calls = Riwayat panggilan
staff-conversations-never-called = Belum pernah dipanggil.
staff-conversations-call-open = { $opened }, masih terbuka
staff-conversations-call-closed = { $opened } – selesai { $closed }, { $who }
staff-conversations-call-closed-because = { $opened } – selesai { $closed }, { $who }: { $because }
staff-conversations-system = sistem

## Laporan dan draf

staff-conversations-pick-one = Pilih…
staff-conversations-right-area = Wilayah yang benar
staff-conversations-area-placeholder = Ketik nama kelurahan
staff-conversations-point = Titik lokasi
staff-conversations-landmark = Patokan atau alamat
staff-conversations-tickets = Laporan warga ini
staff-conversations-no-place = Lokasi belum jelas
staff-conversations-correct = Betulkan
staff-conversations-corrected = Data laporan { $number } dibetulkan. Warga dikabari kalau ada yang berubah.
staff-conversations-unchanged = Tidak ada yang berubah.
staff-conversations-merge = Gabungkan
staff-conversations-merge-into = Ke laporan nomor
staff-conversations-merged = Laporan { $number } digabung. Warga sudah dikabari.
staff-conversations-draft = Draf bot
staff-conversations-draft-empty = (belum ada isi)
staff-conversations-draft-none = Tidak ada draf. Bot menanyakan { $question }.
staff-conversations-draft-unclear = belum jelas
staff-conversations-draft-options = ({ $options }?)
staff-conversations-draft-or = { $one } atau { $other }
staff-conversations-draft-place = Lokasi
staff-conversations-draft-photos = Foto
staff-conversations-draft-left = Diserahkan ke petugas
staff-conversations-draft-asked = Ditanyakan
staff-conversations-draft-correct = Betulkan draf
staff-conversations-draft-corrected = Draf dibetulkan.
staff-conversations-question =
    { $question ->
        [description] apa yang terjadi
        [category] kategorinya
        [place] lokasinya
        [photo] fotonya
        [confirm] apakah laporannya sudah benar
        [change] bagian mana yang diubah
        [publish] apakah laporan boleh tampil untuk publik
        [cancel] apakah laporannya dibatalkan
        [solved] apakah sudah beres
        [duplicate] apakah ikut laporan yang sudah ada
        [survey] pertanyaan survei kepuasan
        [withdraw] apakah laporan dibatalkan
        [complaint_reason] apa yang belum beres
        [second] apakah masalah keduanya dilaporkan juga
        [forget] apakah datanya dihapus
       *[other] { $question }
    }

## Pesan yang dipilih

staff-conversations-chosen-button = Jadikan laporan atau tambahan
staff-conversations-chosen-help = Centang pesannya dulu. Tanpa centang: laporan kosong.
staff-conversations-chosen-title = Jadikan laporan
staff-conversations-chosen = Pesan terpilih
staff-conversations-chosen-photo = (foto)
staff-conversations-chosen-none = Tidak ada pesan yang dipilih.
staff-conversations-chosen-photos = Foto yang ikut
staff-conversations-chosen-photo-alt = Foto { $index }
staff-conversations-chosen-photo-pending = Foto { $index } masih diproses
staff-conversations-new = Laporan baru atas nama warga
staff-conversations-new-take-first = Ambil alih percakapan ini dulu, supaya bot tidak membuat laporan yang sama.
staff-conversations-new-description = Isi laporan
staff-conversations-new-placeless = Tanpa wilayah dan titik, laporan masuk daftar yang perlu dilengkapi.
staff-conversations-new-close-draft = Tutup draf bot; isinya sudah masuk laporan ini
staff-conversations-new-button = Buat laporan
staff-conversations-new-told = Warga diberi tahu nomornya.
staff-conversations-new-done = Laporan { $number } dibuat. Warga sudah diberi tahu nomornya.
staff-conversations-new-expired = Formulir ini sudah kedaluwarsa. Kirim sekali lagi.
staff-conversations-new-empty = Tulis dulu isi laporannya.
staff-conversations-new-too-long = { $field ->
    [place] Patokannya
   *[description] Isi laporannya
} terlalu panjang: { $length } huruf, paling banyak { $limit }. Persingkat dulu; yang sudah ditulis masih ada di sini.
staff-conversations-new-outside = Tempat itu di luar kota ini. Periksa lagi, atau pilih wilayahnya.
staff-conversations-add = Tambahkan ke laporannya
staff-conversations-add-no-ticket = Warga ini belum punya laporan.
staff-conversations-add-no-message = Pilih dulu pesannya di percakapan.
staff-conversations-add-which = Ke laporan mana?
staff-conversations-add-button = Tambahkan
staff-conversations-add-done = Ditambahkan ke laporan { $number }.

## Yang tidak bisa dilakukan

staff-conversations-incomplete-form = Formulir ini tidak lengkap. Muat ulang halamannya, lalu coba lagi.
staff-conversations-not-held = Percakapan ini tidak Anda pegang lagi. Ambil alih dulu.
staff-conversations-held-by = Percakapan ini sekarang dipegang { $name }.
staff-conversations-unfilled = Isi dulu { $names }: laporan yang dipilih tidak punya isinya.
staff-conversations-stale = Laporan itu baru saja diubah orang lain. Lihat dulu isinya, lalu kirim sekali lagi.
staff-conversations-not-theirs = Tidak ada laporan dengan nomor itu di percakapan ini.
staff-conversations-too-late = Laporan itu sudah ditangani atau ditutup, jadi tidak bisa diubah begitu.
staff-conversations-forbidden = Peran Anda tidak berwenang melakukan ini.
staff-conversations-no-target = Itu tidak bisa dilakukan: isinya sudah ada, atau laporan tujuannya tidak terbuka lagi.
staff-conversations-refused = Itu tidak bisa dilakukan sekarang. Muat ulang halamannya, lalu coba lagi.

## Balasan siap pakai

staff-conversations-canned = Balasan siap pakai
staff-conversations-canned-examples = Isi contoh
staff-conversations-canned-title = Judul
staff-conversations-canned-text = Balasan
staff-conversations-canned-change = Ubah
staff-conversations-canned-remove = Hapus balasan ini
staff-conversations-canned-none = Belum ada balasan. “Isi contoh” memberi beberapa untuk memulai.
staff-conversations-canned-add = Tambah balasan
staff-conversations-canned-add-button = Tambah
staff-conversations-canned-placeholders = Isian
staff-conversations-canned-placeholders-help = Tulis isian di dalam kurung kurawal; saat balasan dipilih, isinya diambil dari laporan warga itu.
staff-conversations-canned-placeholder =
    { $name ->
        [nomor] nomor laporan
        [status] status laporan sekarang
        [kategori] kategori laporan
        [kelurahan] kelurahan tempat kejadian
        [unit] unit kerja yang menangani
        [perkiraan] perkiraan tanggal selesai
        [nama_kota] nama kota
        [darurat] nomor telepon darurat
       *[other] { $name }
    }
staff-conversations-canned-added = Balasan ditambahkan.
staff-conversations-canned-changed = Balasan diubah.
staff-conversations-canned-removed = Balasan dihapus.
staff-conversations-canned-examples-added = { $count } contoh ditambahkan. Sesuaikan dengan gaya kota Anda.
staff-conversations-canned-unknown = Tidak ada isian bernama { $names }. Pakai isian dari daftar di bawah.
staff-conversations-canned-flaw =
    { $flaw ->
        [empty] Isi judul dan balasannya.
        [too_long] Paling banyak { $title } huruf untuk judul dan { $text } untuk balasan.
        [title_taken] Sudah ada balasan dengan judul itu.
       *[other] { $flaw }
    }

## Pintasan papan ketik

staff-conversations-keys = Pintasan papan ketik
staff-conversations-keys-short = Pintasan
staff-conversations-keys-close = Tutup
staff-conversations-keys-enter = Enter
staff-conversations-keys-ctrl-enter = Ctrl Enter
staff-conversations-key-step = Ke percakapan berikutnya atau sebelumnya di antrean
staff-conversations-key-open = Buka yang dipilih
staff-conversations-key-tick = Centang yang dipilih, untuk ditutup bersama
staff-conversations-key-search = Cari percakapan
staff-conversations-key-back = Kembali ke antrean
staff-conversations-key-take = Ke tombol Ambil alih; Enter untuk menekannya
staff-conversations-key-reply = Tulis balasan
staff-conversations-key-canned = Pilih balasan siap pakai
staff-conversations-key-send = Kirim balasan
staff-conversations-key-note = Tulis catatan internal
staff-conversations-key-hand-back = Ke tombol Serahkan ke bot; Enter untuk menekannya
staff-conversations-key-help = Tampilkan daftar ini
