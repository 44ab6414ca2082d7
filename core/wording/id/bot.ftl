# What the bot says, in Indonesian. An operator may edit this file; `tanggap check` finds what is missing.
# `.short` is used where every character costs (SMS). Names in { braces } are filled in.

## Sapaan dan bantuan

greeting =
    Halo! Saya Tanggap, asisten laporan warga { $city }. Ceritakan saja keluhan atau usulan Anda: apa yang terjadi dan di mana. Foto sangat membantu.
    .short = Halo, ini Tanggap { $city }. Tulis apa yang terjadi dan di mana.
help =
    Begini caranya:
    • Lapor: ceritakan apa yang terjadi, di mana, dan kirim fotonya kalau ada.
    • Cek laporan: kirim nomornya, atau tulis “status”.
    • Batal: tulis “batal”.
    • Bicara dengan petugas: tulis “petugas”.
    Keadaan darurat? Telepon { $emergency }, gratis 24 jam.
    .short = Tulis keluhan & lokasinya. STATUS: cek laporan. BATAL: batal. PETUGAS: bicara dgn petugas. Darurat: telepon { $emergency }.
thanks = Sama-sama. Senang bisa membantu.
    .short = Sama-sama.
abuse = Saya paham Anda kesal. Ceritakan apa masalahnya dan di mana, supaya bisa ditangani. Kalau lebih nyaman bicara dengan orang, tulis “petugas”.
    .short = Kami paham Anda kesal. Tulis masalah & lokasinya, atau PETUGAS utk bicara dgn petugas.
human-called = Baik, petugas kami akan membaca percakapan ini dan membalas di sini. Sementara menunggu, Anda tetap bisa menulis.
    .short = Baik, petugas akan membalas di sini.
human-waiting = Petugas kami sudah diberi tahu dan akan membalas di sini begitu sempat. Kalau ada laporan, silakan tulis saja.
    .short = Petugas sudah diberi tahu dan akan membalas di sini.
human-called-many =
    Permintaan Anda sudah saya catat untuk petugas. Saat ini sangat banyak percakapan dari jaringan internet yang sama dengan Anda sedang menunggu, jadi petugas melihatnya sekaligus: balasannya bisa lama, dan mungkin tidak satu per satu.
    Laporan tidak perlu menunggu petugas: tulis saja masalahnya dan lokasinya. Keadaan darurat? Telepon { $emergency }.
    .short = Tercatat. Sangat banyak yang menunggu dari jaringan yang sama: balasan petugas bisa lama. Darurat: telepon { $emergency }.
human-waiting-many = Permintaan Anda masih tercatat untuk petugas. Masih sangat banyak percakapan dari jaringan internet yang sama yang menunggu, jadi saya tidak bisa menjanjikan kapan dibalas. Kalau ada laporan, silakan tulis saja; itu langsung diproses.
    .short = Masih tercatat. Sangat banyak yang menunggu dari jaringan yang sama; laporan tetap bisa ditulis.
human-closed = Petugas kami menutup permintaan Anda untuk dibantu petugas tanpa membalasnya satu per satu. Kalau masih perlu, tulis “petugas”. Laporan bisa ditulis kapan saja.
    .short = Permintaan ke petugas ditutup tanpa balasan. Masih perlu? Tulis PETUGAS.
moderator-here = Mulai sekarang petugas kami sendiri yang membalas Anda di sini. Silakan tulis seperti biasa.
    .short = Petugas kami sekarang yang membalas di sini.
moderator-left = Petugas kami sudah selesai membantu. Saya, asisten Tanggap, kembali menemani Anda di sini.
    .short = Petugas selesai membantu. Asisten Tanggap kembali.
ask-forget =
    Saya bisa menghapus semua data Anda di kanal ini:
    • Dihapus: nama dan kontak Anda, semua pesan dan foto Anda, dan hubungan Anda dengan laporan-laporan Anda.
    • Tetap ada: laporannya sendiri (masalahnya, tempatnya, tindak lanjutnya), tanpa data pribadi. Kota perlu menyelesaikannya.
    { $numbers ->
        [none] {""}
       *[other] Masih berjalan: { $numbers }. Kalau dihapus, Anda tidak dikabari lagi tentangnya.
    }
    Ini tidak bisa dibatalkan. Mau salinannya dulu? Tulis “data saya”. Hapus sekarang?
    .short = Nama, kontak, pesan & foto Anda dihapus; laporan tetap tanpa data pribadi { $numbers ->
        [none] {""}
       *[other] (masih berjalan: { $numbers })
    }. Tidak bisa dibatalkan. Hapus?
forgotten = Data Anda sudah dihapus. Ini pesan terakhir kami; setelah ini alamat Anda pun kami lupakan. Kapan pun perlu, Anda bisa menulis lagi sebagai orang baru.
    .short = Data Anda sudah dihapus. Ini pesan terakhir kami.
not-forgotten = Baik, data Anda tidak dihapus.
own-data =
    Ini salinan data Anda (pesan, laporan, dan foto dari kanal ini): { $download }
    Tautannya berlaku satu hari dan hanya untuk sekali unduh. Jangan berikan kepada orang lain.
    .short = Data Anda (1 hari, sekali unduh): { $download }
own-data-by-person = Petugas kami akan menyiapkan salinan data Anda dan mengabari Anda di sini.
    .short = Petugas akan menyiapkan salinan data Anda.
own-data-by-person-many = Permintaan salinan data Anda sudah saya catat untuk petugas. Saat ini sangat banyak percakapan dari jaringan internet yang sama yang menunggu, jadi pengerjaannya bisa lama.
    .short = Permintaan salinan data Anda tercatat; pengerjaannya bisa lama.
prove =
    Kami menerima surel atas nama Anda yang meminta: { $what ->
        [publish] laporan { $number } boleh dilihat publik
        [hide] laporan { $number } hanya dilihat petugas
        [add] isi surel itu ditambahkan ke laporan { $number }
        [rate] penilaian atas penanganan laporan { $number } dicatat
        [withdraw] laporan { $number } dibatalkan
        [follow] Anda dikabari tentang laporan { $number }
        [data] salinan semua data Anda
       *[erase] semua data Anda dihapus
    }.
    Karena pengirim surel mudah dipalsukan, belum ada yang kami ubah. Balas surel ini untuk memastikan bahwa ini benar Anda: tulis “ya”. Kalau bukan Anda, abaikan saja atau tulis “bukan”.
    .short = Ini benar Anda? Balas YA utk { $what ->
        [publish] menampilkan laporan { $number }
        [hide] menyembunyikan laporan { $number }
        [add] menambah keterangan laporan { $number }
        [rate] menilai laporan { $number }
        [withdraw] membatalkan laporan { $number }
        [follow] mengikuti laporan { $number }
        [data] meminta salinan data Anda
       *[erase] menghapus data Anda
    }.
prove-first = Balas surel ini untuk memastikan bahwa ini benar Anda, ya. Pengirim surel mudah dipalsukan, jadi belum ada yang kami ubah.
    .short = Balas pesan ini utk memastikan ini benar Anda.
not-you = Terima kasih sudah memberi tahu. Tidak ada yang kami ubah.
emergency =
    🚨 Kalau ada bahaya sekarang, telepon { $emergency } dulu (gratis, 24 jam). Petugas di sana yang paling cepat datang.
    Pesan Anda juga saya teruskan ke petugas kami. Kalau sudah aman dan ingin tetap membuat laporan, pilih “Lanjutkan laporan”.
    .short = DARURAT: telepon { $emergency } sekarang (gratis 24 jam). Sudah aman & mau tetap lapor?

## Menyusun laporan

ask-description = Silakan ceritakan: apa yang terjadi, dan di mana?
    .short = Apa yang terjadi, dan di mana?
ask-description-for-photo = Fotonya sudah saya terima. Apa yang terjadi di sana, dan di mana lokasinya?
ask-description-unclear = Supaya sampai ke dinas yang tepat, boleh dijelaskan sedikit lagi: apa yang rusak, mengganggu, atau diharapkan?
    .short = Mohon jelaskan: apa yang rusak / mengganggu / diharapkan?
ask-category = Laporan ini paling cocok tentang apa?
category-name = { $category }
ask-place = Di mana tepatnya? Sebutkan nama jalan atau patokan, dan kelurahannya.
    .short = Di mana? Sebut jalan/patokan & kelurahan.
ask-place-pin = Di mana tepatnya? Kirim titik lokasi, atau tulis nama jalan atau patokan dan kelurahannya.
ask-place-again =
    Saya belum menemukan tempatnya. Kelurahan apa? Kalau tidak tahu, sebutkan patokan terdekat (sekolah, pasar, masjid, stasiun). { $link ->
        [none] {""}
       *[other] Atau tandai di peta: { $link }
    }
    .short =
        Belum ketemu. Kelurahan apa? { $link ->
            [none] {""}
           *[other] Atau peta: { $link }
        }
ask-place-again-pin = Saya belum menemukan tempatnya. Paling mudah kirim titik lokasi. Atau tulis nama kelurahannya.
ask-place-confirm = Maksudnya di { $place }?
ask-place-photo = Menurut data fotonya, foto itu diambil di { $place }. Benar di situ lokasinya?
ask-place-which = Yang mana lokasinya?
ask-place-kelurahan = { $area }, baik. Kelurahan apa tepatnya?
ask-place-street = Jalan itu panjang dan melewati beberapa kelurahan. Dekat mana, atau kelurahan apa?
    .short = Jalan itu panjang. Dekat mana / kelurahan apa?
ask-place-link = Tautan peta singkat tidak bisa saya buka. Tolong kirim titik lokasinya, atau tulis nama jalan dan kelurahannya.
    .short = Tautan itu tidak bisa dibuka. Tulis jalan & kelurahan.
ask-place-text-or-pin = Titik lokasi dan tulisan Anda menunjuk tempat yang berbeda. Yang mana yang benar?
ask-place-outside = Sepertinya tempat itu di luar { $city }, sehingga bukan wewenang kami. Silakan hubungi pemerintah setempat atau lapor.go.id. Kalau saya keliru, sebutkan kelurahannya.
    .short = Sepertinya di luar { $city }. Hubungi pemda setempat / lapor.go.id. Jika keliru, sebut kelurahannya.
place-needed = Lokasi diperlukan supaya petugas bisa datang. Perkiraan saja sudah membantu. Kalau benar-benar tidak tahu, tulis “lewati” sekali lagi.
    .short = Lokasi diperlukan. Tidak tahu? Balas LEWATI.
description-needed = Bagian ini tidak bisa dilewati: saya perlu tahu apa yang terjadi.
ask-photo = Ada fotonya? Kirim sekarang, atau lewati.
ask-photo-link = Ada foto? Tambahkan lewat { $link } atau tulis “lewati”.
    .short = Foto (bila ada): { $link }
ask-confirm =
    Saya rangkum dulu:
    📝 { $description }
    📍 { $place ->
        [none] tanpa lokasi
       *[other] { $place }
    }
    🏷️ { $sorted ->
        [no] Kategori ditentukan petugas
       *[yes] { $kind }: { $category }
    }
    📷 { $photos ->
        [0] tanpa foto
       *[other] { $photos } foto
    }
    { $personal ->
        [yes] Nama dan nomor HP tidak perlu ditulis; petugas yang menangani tidak melihatnya. Sudah benar? Saya kirim?
       *[no] Sudah benar? Saya kirim?
    }
    .short = Laporan: { $description }.{ $place ->
        [none] {""}
       *[other] {" "}Lokasi: { $place }.
    }{ $personal ->
        [yes] {" "}Nama/HP tak perlu ditulis.
       *[no] {""}
    } Sudah benar?
ask-continue = Mau melanjutkan laporan yang tadi?
    .short = Lanjutkan laporan tadi?
ask-change = Bagian mana yang ingin diubah?
corrected = Baik, sudah saya perbaiki.
go-on = Baik.
category-to-person = Baik, petugas kami yang akan menentukan kategorinya.
cancelled = Baik, laporan ini tidak jadi dikirim. Kapan pun perlu, tulis saja di sini.
    .short = Laporan tidak jadi dikirim.
nothing-to-cancel = Tidak ada laporan yang sedang dibuat atau masih bisa dibatalkan.
nothing-to-skip = Tidak ada yang perlu dilewati. Kalau mau melapor, ceritakan saja apa yang terjadi dan di mana.
affirm-nothing = Baik. Ada yang ingin dilaporkan? Ceritakan saja apa yang terjadi dan di mana.

## Laporan terkirim

opened =
    Laporan terkirim. Nomornya { $number }.
    { $sorted ->
        [no] Petugas kami melengkapinya dulu, lalu meneruskannya ke unit yang tepat.
       *[yes] Laporan diteruskan ke unit yang menangani { $category }.
    }
    { $estimate ->
        [none] Setiap perkembangannya saya kabari di sini. Terima kasih sudah peduli.
       *[other] Perkiraan selesai: { $estimate }. Setiap perkembangannya saya kabari di sini. Terima kasih sudah peduli.
    }
    .short = { $estimate ->
        [none] Laporan terkirim, no. { $number }. Kami kabari perkembangannya. Terima kasih.
       *[other] Laporan terkirim, no. { $number }. Perkiraan selesai { $estimate }. Kami kabari perkembangannya. Terima kasih.
    }
already-sent = Laporan ini sudah terkirim dengan nomor { $number }. Tidak perlu dikirim lagi.
ask-publish = Boleh laporan ini tampil di halaman publik, tanpa nama Anda? Kalau tidak, hanya petugas yang melihatnya.
    .short = Boleh ditampilkan utk publik tanpa nama?
made-public = Baik, laporan { $number } boleh dilihat publik, tanpa nama dan kontak Anda.
kept-private = Baik, laporan { $number } hanya dilihat petugas.
information-added = Keterangan itu sudah saya tambahkan ke laporan { $number }.
following = Baik, Anda akan dikabari tentang laporan { $number }.
ask-withdraw = Batalkan laporan { $number } ({ $category })?
withdrawn = Laporan { $number } sudah dibatalkan.
kept = Baik, laporan { $number } tetap berjalan.
too-late-to-withdraw = Laporan { $number } sudah mulai ditangani, jadi tidak bisa dibatalkan lagi.

## Status

status =
    Laporan { $number } ({ $category }, { $area }), masuk { $date }.
    Status: { $state }, sejak { $changed }.
    .short = { $number } { $category }: { $state }, sejak { $changed }.
status-with-note =
    Laporan { $number } ({ $category }, { $area }), masuk { $date }.
    Status: { $state }, sejak { $changed }.
    Catatan petugas: “{ $note }”
    .short = { $number } { $category }: { $state }, sejak { $changed }. Catatan: { $note }
status-merged =
    Laporan { $number } ({ $category }, { $area }), masuk { $date }, digabung dengan laporan lain tentang hal yang sama.
    Status laporan utama: { $state }, sejak { $changed }.
    .short = { $number } { $category }: digabung; laporan utama { $state }, sejak { $changed }.
status-none = Belum ada laporan dari Anda di kanal ini. Kalau punya nomor laporan, kirim nomornya.
    .short = Belum ada laporan. Punya nomor? Kirim nomornya.
number-unknown = Nomor { $number } tidak saya temukan. Coba periksa lagi, mungkin ada huruf yang tertukar.

## Kabar perkembangan

progress-coordinating = Kabar laporan { $number } ({ $category }): sedang dikoordinasikan dengan { $unit }.
progress-dispatched = Kabar laporan { $number } ({ $category }): sudah diteruskan ke { $unit }.
progress-in_progress = Kabar laporan { $number } ({ $category }): sedang dikerjakan.
progress-awaiting_validation = Kabar laporan { $number } ({ $category }): pekerjaan di lapangan selesai, hasilnya sedang diperiksa.
progress-follow_up_rejected = Kabar laporan { $number } ({ $category }): hasilnya belum sesuai, jadi dikerjakan lagi.
progress-resolved = Laporan { $number } ({ $category }) selesai ditangani. ✅
    .short = Laporan { $number } ({ $category }) selesai.
progress-reopened = Laporan { $number } ({ $category }) dibuka kembali.
progress-forwarded = Kabar laporan { $number } ({ $category }): sudah diteruskan ke { $unit }.
progress-answered = Laporan { $number } ({ $category }) sudah ditanggapi.
progress-out_of_scope = Laporan { $number } ({ $category }) bukan wewenang kami. Silakan sampaikan ke: { $where }
progress-merged = Laporan { $number } ({ $category }) digabung dengan laporan { $main } tentang hal yang sama. Kabarnya tetap Anda terima.
progress-received = Laporan { $number } ({ $category }) kembali ke antrean { $unit } untuk diteruskan ke unit yang tepat.
progress-withdrawn = Laporan { $number } ({ $category }) dibatalkan oleh pelapornya.
progress-unmerged = Laporan { $number } ({ $category }) ditangani sendiri lagi, terpisah dari laporan yang tadinya digabung.
progress-sorted = Laporan { $number } sekarang tercatat sebagai { $kind }: { $category }, di { $unit }.
progress-estimate = Perkiraan selesai: { $date }.
progress-estimate-moved = Perkiraan selesai sekarang: { $date }.
progress-late =
    Maaf, laporan { $number } ({ $category }) belum selesai pada waktu yang kami perkirakan. Atasan petugasnya sudah diberi tahu.
    Perkiraan selesai sekarang: { $date }.
    .short = Maaf, laporan { $number } terlambat. Perkiraan selesai sekarang: { $date }.
note-of-officer = Catatan petugas: “{ $note }”
ask-satisfied = Sudah beres menurut Anda?
    .short = Sudah beres?
rated = Terima kasih atas penilaiannya!
rated-already = Penilaian Anda untuk laporan { $number } sudah kami catat. Terima kasih!
reopened = Maaf hasilnya belum sesuai. Laporan { $number } saya buka kembali. Apa yang belum beres?
ask-complaint-reason = Apa yang belum beres di laporan { $number }?
too-late-to-reopen = Maaf hasilnya belum sesuai. Laporan { $number } sudah terlalu lama selesai untuk dibuka kembali; ceritakan apa yang belum beres, petugas akan membacanya.
reason-noted = Terima kasih, sudah saya catat di laporan { $number }.
not-done-yet = Laporan { $number } belum selesai ditangani (sekarang: { $state }). Kalau sudah selesai, saya kabari.

## Pemberitahuan untuk petugas

notice-arrived = Laporan { $number } ({ $category }) masuk ke unit Anda.
notice-assigned = Laporan { $number } ({ $category }) didisposisikan kepada Anda.
notice-rejected = Tindak lanjut laporan { $number } ({ $category }) ditolak dan harus dikerjakan lagi.
notice-reopened = Laporan { $number } ({ $category }) dibuka kembali oleh pelapornya.
notice-awaiting_validation = Tindak lanjut laporan { $number } ({ $category }) menunggu validasi.
notice-overdue = Laporan { $number } ({ $category }) melewati batas waktunya. Segera tindak lanjuti.
notice-overdue-head = Laporan { $number } ({ $category }) di unit Anda melewati batas waktunya dan belum ditindaklanjuti petugasnya.
notice-overdue-city = Laporan { $number } ({ $category }) melewati batas waktunya di { $unit } dan belum ditindaklanjuti atasannya.
staff-chat-linked = Baik. Mulai sekarang pemberitahuan untuk Anda sebagai petugas dikirim ke percakapan ini. Putuskan kapan saja lewat halaman Notifikasi di ruang petugas.
staff-chat-over = Kode itu salah, sudah terpakai, atau kedaluwarsa. Buat kode baru di halaman Notifikasi di ruang petugas.
staff-chat-page = Buka: { $page }

## Pesan yang tidak biasa

not-understood = Maaf, saya belum paham. Mau melapor? Ceritakan apa yang terjadi dan di mana. Mau cek laporan? Kirim nomornya.
    .short = Maaf, belum paham. Tulis apa yang terjadi & di mana, atau kirim nomor laporan.
not-understood-person = Maaf, saya masih belum paham. Saya panggilkan petugas untuk membantu di sini.
not-understood-person-many = Maaf, saya masih belum paham. Percakapan ini saya catat untuk petugas, tetapi saat ini sangat banyak yang menunggu dari jaringan internet yang sama, jadi balasannya bisa lama. Mau melapor? Tulis apa yang terjadi dan di mana.
empty = Pesannya kosong. Tulis saja apa yang ingin dilaporkan.
sticker = Stiker belum bisa saya baca. 🙂 Tulis saja dengan kata-kata, ya.
voice-kept = Pesan suara belum bisa saya dengarkan, tetapi petugas kami akan mendengarnya. Lebih cepat kalau ditulis.
video-kept = Video belum bisa saya periksa, tetapi petugas kami akan melihatnya. Foto lebih cepat diproses.
document-kept = Berkas itu belum bisa saya baca, tetapi petugas kami akan melihatnya. Kalau itu foto, kirim sebagai gambar JPG atau PNG.
attachment-kept-many = Kiriman itu belum bisa saya periksa. Sudah saya catat untuk petugas, tetapi saat ini sangat banyak yang menunggu dari jaringan internet yang sama. Lebih cepat kalau ditulis dengan kata-kata, atau kirim foto.
edit-taken = Baik, perubahan pesannya sudah saya pakai.
edit-noted = Perubahan pesan Anda saya catat untuk petugas. Kalau ada yang perlu ditambahkan pada laporan, tulis saja.
delete-taken = Baik, pesan yang Anda hapus tidak saya pakai dalam laporan.
delete-noted = Baik, saya lihat Anda menghapus sebuah pesan. Laporan yang sudah terkirim tidak berubah.
button-expired = Tombol itu sudah tidak berlaku. Tulis “status” untuk melihat laporan Anda, atau ceritakan hal baru.
photo-not-an-image = Berkas itu bukan foto yang bisa saya buka. Kirim ulang sebagai JPG, PNG, atau HEIC, atau tulis “lewati”.
    .short = Berkas itu bukan foto yang bisa dibuka. Kirim ulang sebagai JPG, atau tulis LEWATI.
photo-too-large = Fotonya terlalu besar. Kirim ulang sebagai JPG dengan ukuran lebih kecil (paling besar 20 MB), atau tulis “lewati”.
    .short = Foto terlalu besar (paling besar 20 MB). Kirim yang lebih kecil, atau tulis LEWATI.
photo-incomplete = Fotonya hanya sampai sebagian kecil. Boleh dikirim sekali lagi? Kalau tidak bisa, tulis “lewati”.
    .short = Foto hanya sampai sebagian. Kirim sekali lagi, atau tulis LEWATI.
photo-lost = Foto tidak berhasil saya unduh. Boleh dikirim sekali lagi?
photo-too-many = Hari ini foto dari Anda sudah sangat banyak, jadi foto ini dan berikutnya tidak saya simpan. Laporannya tetap jalan, dan besok foto bisa dikirim lagi.
    .short = Foto Anda hari ini sudah terlalu banyak; foto ini dan berikutnya tidak disimpan. Laporan tetap jalan.
photo-too-many-at-once = Fotonya terlalu banyak untuk sekali kirim, jadi tidak semuanya saya simpan. Kirim sisanya dalam pesan berikutnya, ya.
photo-no-room = Foto belum bisa saya simpan karena penyimpanan kami hampir penuh. Laporannya tetap saya terima; boleh kirim fotonya lagi nanti.
    .short = Foto belum bisa disimpan sekarang. Laporan tetap diterima; kirim foto lagi nanti.
go-private = Saya hanya bisa menerima laporan lewat percakapan pribadi, supaya data Anda tidak terbaca orang lain. Lanjutkan di sini: { $link }
go-direct = Terima kasih. Supaya data Anda tidak terbaca orang lain, ceritakan lewat pesan langsung di sini: { $link }

## Tombol

button-send = Kirim
button-change = Ubah
button-cancel = Batal
button-skip = Lewati
button-send-location = 📍 Kirim lokasi
button-send-photo = 📷 Kirim foto
button-something-else = Bukan keduanya
button-other-place = Tempat lain
button-continue-report = Lanjutkan laporan
button-change-description = Isi laporan
button-change-category = Kategori
button-change-place = Lokasi
button-change-photo = Foto
button-public-yes = Boleh
button-public-no = Jangan
button-satisfied = Sudah beres
button-not-satisfied = Belum beres
button-withdraw = Ya, batalkan
button-keep = Tidak
button-forget = Hapus data saya
button-forget-withdraw = Hapus, batalkan laporan
button-do-not-forget = Jangan hapus
button-prove-yes = Ya, ini benar saya
button-prove-no = Bukan saya

## Istilah

kind-complaint = Keluhan
kind-aspiration = Aspirasi
kind-information = Permintaan informasi
state-received = Menunggu
state-coordinating = Koordinasi
state-dispatched = Disposisi
state-in_progress = Proses
state-awaiting_validation = Menunggu Validasi
state-follow_up_rejected = TL Ditolak
state-resolved = Selesai
state-reopened = Dibuka Kembali
state-forwarded = Diteruskan
state-answered = Ditanggapi
state-out_of_scope = Bukan Kewenangan
state-merged = Digabung
state-withdrawn = Dibatalkan
