# The summary, the map and the notifications of staff, in Indonesian. An operator may edit this file.

staff-board-whole-city = Seluruh kota
staff-board-look = Lihat
staff-board-done = Selesai minggu ini
staff-board-median = Lama penyelesaian (median, 90 hari)
staff-board-longest = Paling lama menunggu
staff-board-none = Tidak ada yang menunggu.
staff-board-all-open = Semua yang terbuka
staff-board-on-map = Lihat di peta
staff-board-by-area = Per wilayah
staff-board-by-unit = Per unit
staff-board-unit = Unit

staff-map-title = Peta laporan terbuka
staff-map-skip = Lewati peta, ke daftar
staff-map-label = Peta laporan terbuka. Daftarnya ada di bawah.
staff-map-urgent = Yang paling mendesak
staff-map-none = Tidak ada laporan terbuka di sini.
staff-map-as-list = Semua sebagai daftar
staff-map-points = { NUMBER($count, useGrouping: 0) } laporan di peta
staff-map-unplaced = { NUMBER($count, useGrouping: 0) } tanpa titik lokasi hanya ada di daftar
staff-map-more = hanya yang paling mendesak; pilih wilayah untuk melihat semuanya
staff-map-spot = { $n } laporan
staff-map-rest = dan { $n } lagi
staff-map-failed = Petanya tidak bisa dimuat. Pakai daftar di bawah.

staff-notices-title = Notifikasi
staff-notices-read-all = Tandai semua sudah dibaca
staff-notices-unread = Belum dibaca:
staff-notices-read = Sudah dibaca
staff-notices-read-which = : laporan { $number }
staff-notices-none = Belum ada notifikasi untuk Anda.
staff-notices-chat = Notifikasi di chat
staff-notices-chat-code = Kirim kode ini kepada Tanggap, dari chat yang mau menerima notifikasi. Berlaku { $minutes } menit, satu kali.
staff-notices-chat-open = Buka di { $channel }
staff-notices-chat-answer = Sesudah dikirim, bot menjawab di sana dan halaman ini menampilkan chat yang terhubung.
staff-notices-chat-sent = Sudah saya kirim
staff-notices-linked = Terhubung lewat
staff-notices-linked-what = Setiap notifikasi juga dikirim ke sana: nomor laporan dan apa yang perlu dilakukan, tanpa isi laporannya.
staff-notices-unlink = Putuskan
staff-notices-offer = Terima notifikasi juga di Telegram atau kanal lain yang Anda pakai: nomor laporan dan apa yang perlu dilakukan, tanpa isi laporannya.
staff-notices-link = Hubungkan chat
staff-notices-unlinked = Notifikasi tidak lagi dikirim ke chat.
