# Signing in and one's own account, in Indonesian. An operator may edit this file. Names in { braces } are filled in.

staff-signing-in-login = Masuk
staff-signing-in-login-title = Masuk sebagai petugas
staff-signing-in-login-failed = Nama pengguna atau kata sandi tidak cocok.
staff-signing-in-forgotten = Lupa kata sandi? Minta administrator membuatkan yang baru.
staff-signing-in-too-many = Terlalu banyak percobaan. Coba lagi dalam { $wait }.
staff-signing-in-seconds = { $seconds } detik
staff-signing-in-minutes = { $minutes } menit
staff-signing-in-signed-out = Anda sudah keluar dari Tanggap
staff-signing-in-signed-out-city = Sekarang Anda juga dikeluarkan dari akun pemerintah kota.
staff-signing-in-go-on = Lanjutkan

# The city's own sign-on

staff-signing-in-city-button = Masuk dengan akun pemerintah kota
staff-signing-in-or-password = atau dengan kata sandi
staff-signing-in-city-away = Layanan masuk pemerintah kota sedang tidak bisa dihubungi.
staff-signing-in-city-failed = Masuk tidak berhasil atau dibatalkan. Coba sekali lagi.

# The second factor

staff-signing-in-code = Kode masuk
staff-signing-in-code-which = Kode dari aplikasi autentikator, atau kode cadangan
staff-signing-in-code-failed = Kode tidak cocok, atau sudah pernah dipakai. Tunggu kode berikutnya.
staff-signing-in-continue = Lanjut
staff-signing-in-code-lost = Ponsel hilang dan kode cadangan habis? Minta administrator mengatur ulang.
staff-signing-in-other-account = Masuk dengan akun lain
staff-signing-in-setup = Pasang kode masuk
staff-signing-in-setup-about = Selain kata sandi, Anda akan diminta kode enam angka dari aplikasi di ponsel, sehingga kata sandi yang bocor saja tidak cukup.
staff-signing-in-setup-app = Pasang aplikasi autentikator di ponsel, misalnya Aegis, Google Authenticator, atau Microsoft Authenticator.
staff-signing-in-setup-scan = Pindai kode QR ini dengan aplikasi itu.
staff-signing-in-setup-qr = Kode QR
staff-signing-in-setup-no-camera = Tidak bisa memindai?
staff-signing-in-setup-key = Masukkan kunci ini:
staff-signing-in-setup-code = Masukkan kode yang ditampilkan aplikasi
staff-signing-in-setup-turn-on = Aktifkan
staff-signing-in-code-turned-on = Kode masuk sudah aktif.
staff-signing-in-code-turned-off = Kode masuk sudah dimatikan.
staff-signing-in-recovery = Kode cadangan
staff-signing-in-recovery-about = Simpan kode ini di tempat aman, terpisah dari ponsel. Setiap kode bisa dipakai satu kali bila ponsel hilang.
staff-signing-in-recovery-once = Kode hanya ditampilkan sekali ini.
staff-signing-in-recovery-kept = Sudah saya simpan

# Changing the password

staff-signing-in-change-password = Ganti kata sandi
staff-signing-in-password-forced = Kata sandi yang Anda terima hanya untuk masuk pertama kali. Buat kata sandi Anda sendiri untuk melanjutkan.
staff-signing-in-password-old = Kata sandi sekarang
staff-signing-in-password-new = Kata sandi baru
staff-signing-in-password-rules = Minimal { $shortest } karakter, tanpa aturan lain. Tiga atau empat kata yang tidak berhubungan mudah diingat dan sulit ditebak.
staff-signing-in-password-again = Ulangi kata sandi baru
staff-signing-in-password-changed = Kata sandi sudah diganti. Sesi Anda di perangkat lain sudah diakhiri.

# One's own account

staff-signing-in-account = Akun saya
staff-signing-in-code-on = Aktif. Kode cadangan tersisa: { $left }.
staff-signing-in-code-off = Belum aktif. Dengan kode dari ponsel, kata sandi yang bocor saja tidak cukup untuk masuk.
staff-signing-in-your-password = Kata sandi Anda
staff-signing-in-recovery-new = Buat kode cadangan baru
staff-signing-in-recovery-replaces = Kode cadangan yang lama tidak berlaku lagi.
staff-signing-in-recovery-make = Buat
staff-signing-in-turn-off-code = Matikan kode masuk
staff-signing-in-turn-off = Matikan
staff-signing-in-sessions = Perangkat yang sedang masuk
staff-signing-in-end-others = Akhiri semua yang lain
staff-signing-in-this-browser = perangkat ini
staff-signing-in-since = Masuk { $since }
staff-signing-in-seen = terakhir terlihat { $seen }
staff-signing-in-end = Akhiri
staff-signing-in-session-of = sesi { $browser }
staff-signing-in-sessions-unknown = Ada yang tidak Anda kenal? Akhiri sesinya, lalu ganti kata sandi.
staff-signing-in-session-ended = Sesi itu sudah diakhiri.
staff-signing-in-others-ended = { $sessions ->
    [0] Tidak ada sesi lain.
   *[other] { $sessions } sesi lain sudah diakhiri.
}
staff-signing-in-browser-on = { $browser } di { $system }
staff-signing-in-browser-unknown = Peramban lain

# Why something was refused

staff-signing-in-refusal-short = Kata sandi baru minimal { $shortest } karakter. Beberapa kata yang tidak berhubungan paling mudah diingat.
staff-signing-in-refusal-long = Kata sandi baru maksimal { $longest } karakter.
staff-signing-in-refusal-common = Kata sandi ini terlalu mudah ditebak. Hindari nama, kata umum, dan urutan tombol.
staff-signing-in-refusal-same = Kata sandi baru harus berbeda dari yang lama.
staff-signing-in-refusal-wrong = Kata sandi yang sekarang tidak cocok.
staff-signing-in-refusal-repeat = Kedua kata sandi baru tidak sama.
staff-signing-in-refusal-code = Kode tidak cocok. Pastikan jam ponsel diatur otomatis, lalu masukkan kode berikutnya.
staff-signing-in-refusal-demanded = Peran Anda wajib memakai kode masuk.
staff-signing-in-refusal-username = Nama pengguna terdiri atas 2–64 huruf kecil, angka, atau . _ @ + - dan diawali huruf atau angka.
staff-signing-in-refusal-taken = Nama pengguna ini sudah dipakai.
staff-signing-in-refusal-name = Isi nama, maksimal 128 karakter.
staff-signing-in-refusal-role = Pilih salah satu peran.
staff-signing-in-refusal-unit = Unit ini tidak dikenal. Pilih salah satu dari daftar.
staff-signing-in-refusal-unit_missing = Peran ini bekerja untuk sebuah unit. Pilih unitnya.
staff-signing-in-refusal-heir_missing = Akun ini masih memegang laporan terbuka. Pilih penerimanya: rekan, atau antrean unitnya.
staff-signing-in-refusal-heir = Laporannya tidak bisa diserahkan kepada orang itu. Pilih rekan aktif dari unitnya atau unit di atasnya.
staff-signing-in-refusal-oneself = Ini akun Anda sendiri. Minta administrator lain melakukannya.
staff-signing-in-refusal-last = Ini administrator terakhir yang aktif. Angkat administrator lain lebih dulu.
staff-signing-in-refusal-unknown = Akun Anda belum terdaftar di sini. Minta administrator mendaftarkannya.
staff-signing-in-refusal-inactive = Akun Anda di sini sudah dinonaktifkan.
staff-signing-in-refusal-other = Akun di sini sudah terhubung dengan orang lain. Hubungi administrator.
staff-signing-in-refusal-refused = Data dari akun pemerintah kota belum lengkap. Hubungi administrator.
staff-signing-in-refusal-claims = Akun pemerintah kota tidak mengirim identitas. Hubungi administrator.
