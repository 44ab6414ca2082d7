# What the public pages say, in Indonesian. An operator may edit this file. Names in { braces } are filled in.

## Semua halaman

site-name = Tanggap
site-tagline = Laporan warga { $city }
skip-to-content = Langsung ke isi
nav-label = Menu utama
nav-how = Cara kerja
nav-track = Lacak
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
chat-person = Petugas
chat-typing = Tanggap sedang menulis
chat-sending = mengirim…
chat-sent = terkirim
chat-spooled = tersimpan, dibalas setelah gangguan selesai
chat-kept = tersimpan, tetapi belum bisa saya proses; petugas kami akan melihatnya
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
track-merged = Laporan ini digabung dengan laporan lain tentang hal yang sama. Status di bawah adalah status laporan utamanya.
track-main = Laporan utama
track-all = Lihat semua laporan publik

## Laporan publik, peta, statistik

nav-reports = Laporan
nav-map = Peta
nav-stats = Statistik
footer-label = Halaman lain
filter-open = Saring
filter-area = Wilayah
filter-area-all = Seluruh kota
filter-category = Kategori
filter-category-all = Semua kategori
filter-kind = Jenis
filter-kind-all = Semua jenis
filter-colour = Status
filter-colour-all = Semua status
filter-period = Waktu
filter-apply = Terapkan
filter-clear = Hapus saringan
trail-label = Wilayah yang ditampilkan
period-bulan-ini = Bulan ini
period-bulan-lalu = Bulan lalu
period-3-bulan = 3 bulan
period-12-bulan = 12 bulan
period-semua = Semua
kind-keluhan = Keluhan
kind-aspirasi = Aspirasi
kind-informasi = Permintaan informasi
colour-all = Semua
colour-menunggu = Menunggu
colour-diproses = Diproses
colour-selesai = Selesai
colour-ditutup = Ditutup
paging-label = Halaman daftar
paging-newest = Terbaru
paging-older = Lebih lama

reports-title = Laporan publik
reports-description = Laporan warga { $city } yang boleh dilihat semua orang: kategori, wilayah, status, dan foto hasil pekerjaan.
reports-lead = Lihat bagaimana kota menanggapi. Hanya laporan yang pelapornya setuju ditampilkan; isi dan nama pelapor tidak pernah ditunjukkan.
reports-tabs = Status laporan
reports-none = Belum ada laporan publik yang cocok. Coba wilayah atau waktu yang lebih luas.
reports-note = Laporan bersifat pribadi kecuali pelapornya mengizinkan. Karena itu, jumlah di sini lebih kecil daripada di halaman statistik.
feed-title = Laporan publik { $city }
feed-link = Ikuti daftar ini di pembaca umpan (Atom)

map-title = Peta laporan
map-description = Peta laporan publik warga { $city } per kelurahan, dengan statusnya.
map-lead = Berapa laporan publik di tiap kelurahan, dan sampai mana penanganannya.
map-section = Peta
map-label = Peta jumlah laporan per kelurahan. Angka yang sama ada di tabel di bawah.
map-loading = Memuat peta…
map-needs-script = Peta memerlukan JavaScript. Angka yang sama ada di tabel di bawah.
map-failed = Peta tidak bisa dimuat. Angka yang sama ada di tabel di bawah.
map-near = Ke posisi saya
map-refused = Posisi tidak didapat. Geser peta, atau pilih wilayah di saringan.
map-less = Perkecil
map-more = Perbesar
map-reports = laporan publik
map-list = Lihat daftar
map-list-of = Lihat { $n } laporan di { $area }
map-table = Angka per wilayah
map-total = Jumlah
map-sum = Seluruhnya
map-note = Peta hanya mengenal kelurahan. Titik tempat sebuah laporan dibuat tidak pernah ditampilkan, karena bisa saja rumah seseorang.

stats-title = Statistik laporan
stats-description = Berapa laporan warga { $city } masuk, seberapa cepat selesai, dan seberapa puas pelapornya.
stats-lead = Semua laporan warga, juga yang tidak ditampilkan satu per satu.
stats-none = Belum ada laporan pada waktu ini.
stats-summary = Ringkasan
stats-reports = Laporan
stats-median = Waktu selesai
stats-median-short = Median
stats-nine-tenths = median; 90% dalam
stats-days = { $n } hari
stats-hours = { $n } jam
stats-rating = Kepuasan
stats-rating-short = Puas
stats-rated = { $n } penilaian
stats-unknown = tidak ada angka
stats-course-day = Laporan masuk per hari
stats-course-week = Laporan masuk per minggu
stats-course-month = Laporan masuk per bulan
stats-as-table = Lihat sebagai tabel
stats-key = Arti warna
stats-channel = Kanal
stats-only-public = Di satu kelurahan, bagian ini hanya menghitung laporan publik.
figures-together = Gabungan yang sedikit
channel-api = Aplikasi lain
channel-desk = Loket
channel-mail = Surel
channel-sms = SMS
channel-telegram = Telegram
channel-terminal = Terminal
channel-web = Obrolan web
channel-x = X
stats-about = Tentang angka ini
stats-about-all = Semua laporan dihitung, termasuk yang pribadi, menurut tanggal masuknya. “Ditutup” berarti digabung dengan laporan lain, dibatalkan pelapornya, atau di luar kewenangan kota.
stats-about-small = Agar tidak ada orang yang bisa dikenali, di dalam satu wilayah kelompok dengan kurang dari 3 laporan hanya dihitung bersama-sama. Di satu kelurahan, kategori dan jenis hanya dihitung dari laporan publik.
stats-about-time = Lama selesai dihitung dari laporan masuk sampai dinyatakan selesai. Median: separuh laporan lebih cepat, separuh lebih lama. Kepuasan dari 1 sampai 5.
stats-about-fresh = Angka diperbarui setiap 10 menit.
stats-download = Unduh angka halaman ini:

## Kesalahan

error-home = Ke halaman depan
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
invitation-photo-not-an-image = Berkas itu bukan foto yang bisa dibuka. Pilih gambar JPG, PNG, atau HEIC.
invitation-photo-incomplete = Fotonya terpotong. Pilih sekali lagi, lalu kirim.
invitation-photo-too-many-at-once = Paling banyak 10 foto sekali kirim.
invitation-photo-no-room = Foto belum bisa disimpan karena penyimpanan kami hampir penuh. Kirim lokasinya saja, atau coba lagi nanti.
invitation-photo-too-large = Fotonya terlalu besar. Pilih yang lebih kecil (paling besar 20 MB).

## Salinan data sendiri

own-data-title = Salinan data Anda
own-data-lead = Satu berkas ZIP: semua pesan, laporan, dan foto Anda dari percakapan itu. Bukalah hanya di perangkat Anda sendiri.
own-data-download = Unduh
own-data-once = Tautan ini hanya untuk sekali unduh. Perlu lagi? Tulis “data saya” di percakapan.
own-data-over = Tautan ini tidak berlaku lagi
own-data-over-text = Mungkin sudah dipakai, atau sudah lewat satu hari. Tulis “data saya” di percakapan untuk tautan baru.
