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
