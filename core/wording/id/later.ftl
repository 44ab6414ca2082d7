## Sesudah laporan terkirim: laporan mana yang dimaksud

ask-which-ticket = Laporan yang mana?
    .again = Maksudnya laporan yang mana di antara ini?
    .more = Pilih satu laporan, atau tulis nomornya.
button-ticket = { $number } { $category }
status-estimate = Perkiraan selesai: { $estimate }.
never-public = Laporan { $number } menyangkut petugas atau pungutan, jadi tidak pernah ditampilkan. Hanya petugas yang melihatnya.
not-from-here = Laporan { $number } masuk lewat percakapan atau kanal lain, jadi hanya bisa dilengkapi dari sana. Mau ikut dikabari di sini?
    .short = { $number } dikirim dari kanal lain. Mau ikut dikabari di sini?
button-follow = Ikut dikabari
script-unread = Maaf, saya hanya bisa membaca bahasa Indonesia dan Inggris. Petugas akan membaca pesan Anda. (Sorry, I only read Indonesian and English. A person will read your message.)
    .short = Saya hanya baca bhs Indonesia/Inggris. Petugas akan membacanya. A person will read your message.
