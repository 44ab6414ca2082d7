# What all staff pages share, in Indonesian. An operator may edit this file. Names in { braces } are filled in.

staff-room = Ruang petugas
staff-sign-out = Keluar
staff-confidential = Data laporan dan pelapor tidak boleh disebarluaskan.
staff-bell = Notifikasi,
staff-bell-unread = { $count ->
    [0] tidak ada yang baru
   *[other] { $count } belum dibaca
}

staff-menu = Menu petugas
staff-menu-queue = Antrean
staff-menu-tickets = Laporan
staff-menu-conversations = Percakapan
staff-menu-board = Ringkasan
staff-menu-map = Peta
staff-menu-desk = Loket
staff-menu-admin = Administrasi

staff-role-kelurahan = Kelurahan
staff-role-unit = Unit kerja
staff-role-officer = Petugas lapangan
staff-role-validator = Petugas validasi
staff-role-ticket_admin = Admin laporan
staff-role-moderator = Moderator
staff-role-desk = Loket
staff-role-administrator = Administrator
staff-role-reporter = Pelapor
staff-role-system = Sistem

staff-optional = boleh kosong
staff-required = wajib
staff-unit-placeholder = Ketik sebagian namanya
staff-paging = Halaman
staff-next = Berikutnya
staff-late = { $days ->
    [0] terlambat
   *[other] terlambat { $days } hari
}
staff-missing-kind = jenis
staff-missing-category = kategori
staff-missing-place = lokasi

## Yang dicatat tentang sebuah laporan

staff-field-number = Nomor
staff-field-kind = Jenis
staff-field-category = Kategori
staff-field-state = Status
staff-field-unit = Unit kerja
staff-field-area = Wilayah
staff-field-kelurahan = Kelurahan
staff-field-kecamatan = Kecamatan
staff-field-kota = Kota
staff-field-landmark = Patokan
staff-field-description = Uraian
staff-field-opened = Masuk
staff-field-changed = Terakhir berubah
staff-field-step-due = Batas langkah
staff-field-due = Batas selesai
staff-field-done = Selesai
staff-field-late = Terlambat
staff-field-public = Sifat
staff-field-missing = Perlu dilengkapi
staff-field-rating = Penilaian

## Formulir

staff-form-note-too-long = Catatan terlalu panjang: { NUMBER($length, useGrouping: 0) } huruf, maksimal { NUMBER($limit, useGrouping: 0) }. Persingkat dulu.
staff-form-person-unknown = Pilih petugas dari daftar.
staff-form-number-unreadable = “{ $typed }” bukan nomor laporan. Contoh nomor: K7M4-2XPR.
staff-form-unit-unknown = Tidak ada unit bernama “{ $typed }”. Pilih namanya dari daftar yang muncul.
staff-form-area-unknown = Tidak ada wilayah bernama “{ $typed }”. Pilih namanya dari daftar yang muncul.
staff-form-kind-unknown = Pilih jenis laporan dari daftar.
staff-form-category-unknown = Pilih kategori dari daftar.
staff-form-point-outside = Titik itu di luar wilayah kota. Periksa lagi angkanya, atau pilih wilayahnya.
staff-form-point-unreadable = Tulis titik lokasi sebagai dua angka, misalnya -6.193700, 106.773200.

## Akun

staff-username = Nama pengguna
staff-password = Kata sandi
staff-account-role = Peran
staff-save = Simpan
staff-cancel = Batal
