# What the public pages say, in Indonesian. An operator may edit this file. Names in { braces } are filled in.

## Semua halaman

site-name = Tanggap
site-tagline = Laporan warga { $city }
skip-to-content = Langsung ke isi
nav-label = Menu utama
nav-how = Cara kerja
nav-track = Lacak laporan
nav-chat = Lapor
language-switch = English
language-switch-label = Read this page in English
footer-emergency = Keadaan darurat? Telepon { $emergency }, gratis 24 jam.
footer-privacy = Petugas yang menangani laporan tidak melihat nama dan kontak Anda.
footer-staff = Masuk untuk petugas

## Halaman depan

home-title = Tanggap: laporkan masalah kota lewat obrolan
home-description = Ceritakan masalah di sekitar Anda lewat obrolan. Tanggap meneruskannya ke unit yang tepat dan mengabari Anda sampai selesai.
hero-title = Ada masalah di sekitar Anda? Ceritakan saja.
hero-lead = Tulis seperti mengirim pesan biasa. Tanggap menanyakan yang kurang, meneruskan laporan ke unit yang tepat, dan mengabari Anda sampai beres.
how-title = Cara kerjanya
how-1-title = Ceritakan
how-1-text = Apa yang terjadi dan di mana. Foto dan titik lokasi sangat membantu.
how-2-title = Dapatkan nomor
how-2-text = Laporan diteruskan ke unit yang menanganinya, dengan nomor yang bisa Anda lacak.
how-3-title = Dikabari sampai selesai
how-3-text = Setiap perkembangan muncul di obrolan yang sama. Anda yang menilai apakah sudah beres.
promise-private = Laporan bersifat pribadi kecuali Anda mengizinkannya tampil.
promise-emergency = Kebakaran, kecelakaan, atau kejahatan? Telepon { $emergency } dulu.
track-teaser = Sudah punya nomor laporan?
track-teaser-link = Lacak di sini

## Obrolan

chat-title = Obrolan dengan Tanggap
chat-subtitle = Asisten laporan warga
chat-log = Isi obrolan
chat-greeting = Halo! Saya Tanggap. Ceritakan keluhan atau usulan Anda: apa yang terjadi, dan di mana?
chat-suggestions = Contoh pesan
chat-suggestion-1 = Lampu jalan mati
chat-suggestion-2 = Sampah menumpuk
chat-suggestion-3 = Cek laporan saya
chat-placeholder = Tulis pesan…
chat-input = Pesan Anda
chat-send = Kirim pesan
chat-photo = Kirim foto
chat-location = Kirim lokasi saya
chat-needs-script = Obrolan ini memerlukan JavaScript. Anda tetap bisa melacak laporan dengan nomornya.
chat-closed = Obrolan di halaman ini sedang tidak dibuka. Anda tetap bisa melacak laporan dengan nomornya.
chat-you = Anda
chat-bot = Tanggap
chat-typing = Tanggap sedang menulis
chat-sending = mengirim…
chat-sent = terkirim
chat-spooled = tersimpan, dibalas setelah gangguan selesai
chat-failed = gagal terkirim
chat-waiting = menunggu sambungan
chat-retry = Coba lagi
chat-drop = Hapus
chat-offline = Sedang ada gangguan. Pesan Anda tetap tersimpan dan dikirim begitu tersambung lagi.
chat-photo-remove = Hapus foto ini
chat-photo-alt = Foto dalam obrolan
chat-photo-open = Buka foto
chat-photo-pending = Foto sedang diproses
chat-photo-refused = Foto tidak bisa dibuka
chat-photo-too-large = Foto terlalu besar. Paling besar 20 MB per foto dan 25 MB sekali kirim.
chat-photo-too-many = Paling banyak 10 foto sekali kirim.
chat-attachment = Lampiran
chat-pin = Lokasi dikirim
chat-locating = Mencari lokasi Anda…
chat-location-denied = Izin lokasi ditolak. Izinkan di setelan peramban, atau tulis nama jalan dan kelurahannya.
chat-location-failed = Lokasi tidak ditemukan. Coba lagi di tempat terbuka, atau tulis nama jalan dan kelurahannya.
chat-location-unsupported = Peramban ini tidak bisa mengirim lokasi. Tulis nama jalan dan kelurahannya.
chat-today = Hari ini
chat-newest = Pesan terbaru

## Lacak

track-title = Lacak laporan
track-lead = Masukkan nomor laporan. Siapa pun bisa melihat statusnya, tanpa data pelapor.
track-label = Nomor laporan
track-example = Contoh: K7M4-2XPR
track-button = Lacak
track-unknown = Nomor ini tidak terdaftar. Periksa lagi, mungkin ada huruf yang tertukar.
track-mistyped = Sepertinya ada huruf atau angka yang salah ketik. Cocokkan lagi dengan nomor yang Anda terima.
track-letters = Nomor laporan hanya memakai angka 2–9 dan huruf C F G H J K M N P R T W X Y. Tidak ada 0, 1, O, I, L, S, atau B.
track-length = Nomor laporan terdiri dari 8 huruf dan angka, misalnya K7M4-2XPR.
track-report = Laporan
track-category = Kategori
track-area = Wilayah
track-area-unknown = Belum ditentukan
track-state = Status
track-opened = Masuk
track-changed = Terakhir berubah
track-progress = Perjalanan laporan
track-step-received = Menunggu
track-step-handled = Ditangani
track-step-checked = Diperiksa
track-step-done = Selesai
track-step-now = (sekarang)
track-follow-up = Hasil pekerjaan
track-follow-up-alt = Foto hasil pekerjaan untuk laporan { $number }
track-yours = Ini laporan Anda? Kabar lengkapnya ada di obrolan tempat Anda melapor.

## Kesalahan

error-home = Ke halaman depan
error-back = Kembali
error-400 = Permintaan tidak lengkap
error-400-text = Ada bagian yang kurang atau tidak terbaca. Muat ulang halaman, lalu coba sekali lagi.
error-form = Formulir sudah kedaluwarsa
error-form-text = Halaman terlalu lama terbuka. Kembali, muat ulang, lalu kirim sekali lagi.
error-403 = Halaman ini tidak untuk Anda
error-403-text = Akun atau peramban Anda tidak berhak membuka halaman ini. Kalau menurut Anda ini keliru, hubungi administrator.
error-404 = Halaman tidak ditemukan
error-404-text = Alamatnya mungkin salah ketik, atau halamannya sudah tidak ada.
error-405 = Halaman tidak bisa dibuka dengan cara ini
error-405-text = Kembali ke halaman sebelumnya dan coba dari sana.
error-413 = Kiriman terlalu besar
error-413-text = Paling besar 20 MB per foto dan 25 MB sekali kirim. Kirim foto satu per satu, atau perkecil dulu.
error-429 = Terlalu sering
error-429-text = Tunggu sebentar, lalu coba lagi.
error-500 = Ada yang salah di pihak kami
error-500-text = Kesalahan ini sudah tercatat. Coba lagi beberapa saat lagi.
error-503 = Sedang ada gangguan
error-503-text = Data sedang tidak bisa dibuka. Pesan yang sudah terkirim tetap tersimpan. Coba lagi beberapa saat lagi.

## Tautan sekali pakai

invitation-title = Tandai lokasinya
invitation-lead = Ketuk peta di tempat kejadian, atau pakai posisi ponsel Anda. Jawabannya masuk ke percakapan laporan Anda.
invitation-here = Pakai posisi saya
invitation-map = Peta kelurahan; ketuk untuk menandai lokasi
invitation-none = Belum ada lokasi yang ditandai.
invitation-refused = Posisi tidak didapat. Ketuk saja peta di tempat kejadian.
invitation-photo = Foto (kalau ada)
invitation-send = Kirim ke percakapan
invitation-taken = Terima kasih, sudah masuk.
invitation-taken-text = Kembali ke percakapan Anda untuk melanjutkan laporan. Halaman ini boleh ditutup.
invitation-over = Tautan ini sudah tidak berlaku.
invitation-over-text = Tautan berlaku satu minggu untuk satu laporan. Tulis lagi di percakapan Anda, dan kami kirim yang baru.
invitation-place-missing = Tandai lokasinya di peta, atau pilih foto, lalu kirim.
invitation-place-unreadable = Posisi itu tidak terbaca. Ketuk peta sekali lagi.
invitation-photo-not-an-image = Berkas itu bukan foto. Pilih gambar JPG atau PNG.
invitation-photo-too-large = Fotonya terlalu besar. Pilih yang lebih kecil (paling besar 20 MB).
