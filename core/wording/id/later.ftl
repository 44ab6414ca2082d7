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

## Dua masalah sekaligus

ask-second = Soal { $category }: laporkan juga di tempat yang sama?
    .again = Soal { $category } tadi: dilaporkan juga, atau tidak?
    .more = { $category } di tempat yang sama: buat laporan kedua?
    .short = Soal { $category }: laporkan juga di tempat yg sama?
button-second-yes = Ya, laporkan juga
button-second-no = Tidak usah
second-left = Baik, yang itu tidak saya laporkan.
back-to-left = Lanjut laporan yang tadi ({ $category }).
