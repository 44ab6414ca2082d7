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
        [survey] jawaban survei dicatat
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
        [survey] mencatat jawaban survei
       *[erase] menghapus data Anda
    }.
prove-first = Balas surel ini untuk memastikan bahwa ini benar Anda, ya. Pengirim surel mudah dipalsukan, jadi belum ada yang kami ubah.
    .short = Balas pesan ini utk memastikan ini benar Anda.
not-you = Terima kasih sudah memberi tahu. Tidak ada yang kami ubah.
## Menyusun laporan

ask-description = Silakan ceritakan: apa yang terjadi, dan di mana?
    .again = Cerita saja dengan kata-kata sendiri: apa masalahnya, dan di mana letaknya?
    .more = Saya siap mencatat. Apa yang rusak, mengganggu, atau Anda harapkan, dan di mana?
    .short = Apa yang terjadi, dan di mana?
    .short-again = Tulis masalahnya & lokasinya.
    .short-more = Masalahnya apa, di mana?
ask-description-for-photo = Fotonya sudah saya terima. Apa yang terjadi di sana, dan di mana lokasinya?
    .again = Fotonya aman di saya. Ceritakan sedikit: apa masalahnya, dan di mana?
    .more = Tinggal keterangannya: apa yang terjadi di foto itu, dan di mana?
ask-description-unclear = Supaya sampai ke dinas yang tepat, boleh dijelaskan sedikit lagi: apa yang rusak, mengganggu, atau diharapkan?
    .again = Satu kalimat lagi, ya: bendanya apa, dan kenapa jadi masalah?
    .more = Misalnya “lampu jalannya mati” atau “sampahnya belum diangkut”. Kalau di tempat Anda, apa?
    .short = Mohon jelaskan: apa yang rusak / mengganggu / diharapkan?
    .short-again = Bendanya apa, dan masalahnya apa?
    .short-more = Contoh: lampu jalan mati. Kalau Anda?
ask-category = Laporan ini paling cocok tentang apa?
    .again = Yang paling mendekati yang mana? Kalau ragu, pilih saja “bukan keduanya”; petugas yang menentukan.
    .more = Pilih salah satu, atau tulis “terserah”.
category-name = { $category }
ask-place = Di mana tepatnya? Sebutkan nama jalan atau patokan, dan kelurahannya.
    .again = Saya masih perlu tempatnya: jalan atau patokan apa, di kelurahan mana?
    .more = Tempatnya belum saya tahu. Kelurahan saja juga boleh.
    .short = Di mana? Sebut jalan/patokan & kelurahan.
    .short-again = Tempatnya di mana? Jalan/patokan & kelurahan.
    .short-more = Kelurahan apa?
ask-place-pin = Di mana tepatnya? Kirim titik lokasi, atau tulis nama jalan atau patokan dan kelurahannya.
    .again = Saya masih perlu tempatnya. Titik lokasi paling mudah; nama jalan dan kelurahan juga boleh.
    .more = Tinggal tempatnya: kirim titik lokasi, atau tulis kelurahannya saja.
ask-place-again =
    Tempatnya belum saya temukan. Kelurahan apa? Kalau tidak tahu, sebutkan patokan terdekat (sekolah, pasar, masjid, stasiun). { $link ->
        [none] {""}
       *[other] Atau tandai di peta: { $link }
    }
    .again = Kalau kelurahannya tidak hafal, tidak apa-apa: ada sekolah, pasar, masjid, atau stasiun apa di dekatnya?
    .more = Sebut satu saja yang Anda tahu: kecamatan, pasar, atau jalan besar terdekat.
    .short =
        Belum ketemu. Kelurahan apa? { $link ->
            [none] {""}
           *[other] Atau peta: { $link }
        }
    .short-again = Dekat sekolah/pasar/masjid/stasiun apa?
    .short-more = Kecamatan atau jalan besar terdekat?
ask-place-again-pin = Tempatnya belum saya temukan. Paling mudah kirim titik lokasi. Atau tulis nama kelurahannya.
    .again = Kalau kelurahannya tidak hafal, kirim titik lokasi saja, atau sebut patokan: sekolah, pasar, masjid, stasiun.
    .more = Satu patokan saja sudah membantu: pasar, sekolah, atau jalan besar terdekat.
ask-place-confirm = Maksudnya di { $place }?
    .again = Saya menebak { $place }. Betul di situ?
    .more = Jadi tempatnya { $place }, atau tempat lain?
ask-place-photo = Menurut data fotonya, foto itu diambil di { $place }. Benar di situ lokasinya?
    .again = Foto itu sepertinya diambil di { $place }. Masalahnya memang di sana?
    .more = Tempatnya { $place } seperti di data foto, atau tempat lain?
ask-place-which = Yang mana lokasinya?
    .again = Ada beberapa tempat dengan nama itu. Yang mana?
    .more = Pilih salah satu tempat ini, atau sebutkan kelurahannya.
ask-place-kelurahan = { $area }, baik. Kelurahan apa tepatnya?
    .again = Di { $area } ada beberapa kelurahan. Yang mana?
    .more = Tinggal kelurahannya di { $area }. Kalau tidak tahu, sebut patokan terdekat.
ask-place-street = Jalan itu panjang dan melewati beberapa kelurahan. Dekat mana, atau kelurahan apa?
    .again = Di bagian mana dari jalan itu? Sebut patokan terdekat atau kelurahannya.
    .more = Jalannya sudah saya catat. Kelurahan apa, atau dekat gedung apa?
    .short = Jalan itu panjang. Dekat mana / kelurahan apa?
    .short-again = Bagian mana? Patokan / kelurahan.
    .short-more = Kelurahan apa, atau dekat apa?
ask-place-link = Tautan peta singkat tidak bisa saya buka. Tolong kirim titik lokasinya, atau tulis nama jalan dan kelurahannya.
    .again = Dari tautan itu tempatnya tidak terbaca. Kirim titik lokasi, atau tulis jalan dan kelurahannya, ya.
    .more = Tautannya saya simpan untuk petugas. Kelurahannya apa?
    .short = Tautan itu tidak bisa dibuka. Tulis jalan & kelurahan.
    .short-again = Tulis jalan & kelurahannya.
    .short-more = Kelurahan apa?
ask-place-text-or-pin = Titik lokasi dan tulisan Anda menunjuk tempat yang berbeda. Yang mana yang benar?
    .again = Tulisan Anda dan titiknya tidak sama. Yang dipakai yang mana?
    .more = Pilih salah satu: yang ditulis, atau titik yang dikirim.
ask-place-outside = Sepertinya tempat itu di luar { $city }, sehingga bukan wewenang kami. Silakan hubungi pemerintah setempat atau lapor.go.id. Kalau saya keliru, sebutkan kelurahannya.
    .again = Tempat itu masih terbaca di luar { $city }. Kalau ternyata di dalam, kelurahan apa?
    .more = Untuk tempat di luar { $city }, lapor.go.id yang bisa membantu. Kalau di { $city }, sebutkan kelurahannya.
    .short = Sepertinya di luar { $city }. Hubungi pemda setempat / lapor.go.id. Jika keliru, sebut kelurahannya.
    .short-again = Masih di luar { $city }. Jika keliru, kelurahan apa?
    .short-more = Di luar { $city }: lapor.go.id. Jika di { $city }, kelurahan apa?
description-needed = Saya perlu tahu dulu apa yang terjadi, supaya bisa diteruskan.
ask-photo = Ada fotonya? Kirim sekarang, atau lewati.
    .again = Kalau ada foto, kirim saja; kalau tidak, tulis “lanjut”.
    .more = Tanpa foto juga bisa: tulis “lewati”.
ask-photo-link = Ada foto? Tambahkan lewat { $link } atau tulis “lewati”.
    .again = Foto bisa lewat { $link }. Tidak ada? Tulis “lewati”.
    .more = Tanpa foto tulis “lewati”; dengan foto: { $link }
    .short = Foto (bila ada): { $link }
    .short-again = Foto: { $link }, atau LEWATI.
    .short-more = LEWATI, atau foto: { $link }
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
    }{ $photos ->
        [0] {""}
       *[other] , { $photos } foto
    }
    { $personal ->
        [yes] Nama dan nomor HP tidak perlu ditulis; petugas yang menangani tidak melihatnya. Sudah benar?
       *[no] Sudah benar? Saya kirim?
    }
    .again = { $kind }: { $category }, di { $place }. Saya kirim sekarang?
    .more = Tinggal dikirim: { $category }, { $place }. Setuju, atau ada yang diubah?
    .short = Laporan: { $description }.{ $place ->
        [none] {""}
       *[other] {" "}Lokasi: { $place }.
    }{ $personal ->
        [yes] {" "}Nama/HP tak perlu ditulis.
       *[no] {""}
    } Sudah benar?
    .short-again = { $category }, { $place }. Kirim?
    .short-more = Tinggal kirim: { $category }, { $place }. Ya/ubah?
ask-change = Bagian mana yang ingin diubah?
    .again = Yang salah yang mana: isi, kategori, lokasi, atau foto?
    .more = Sebut bagiannya, atau langsung tulis yang benar.
category-to-person = Baik, petugas kami yang akan menentukan kategorinya.
cancelled = Baik, laporan ini tidak jadi dikirim. Kapan pun perlu, tulis saja di sini.
    .short = Laporan tidak jadi dikirim.
nothing-to-cancel = Tidak ada laporan yang sedang dibuat atau masih bisa dibatalkan.
nothing-to-skip = Tidak ada yang perlu dilewati. Kalau mau melapor, ceritakan saja apa yang terjadi dan di mana.
affirm-nothing = Baik. Ada yang ingin dilaporkan? Ceritakan saja apa yang terjadi dan di mana.

## Laporan terkirim

opened =
    Laporan terkirim. Nomornya { $number }. { $sorted ->
        [no] Petugas kami melengkapinya dulu, lalu meneruskannya ke unit yang tepat.
       *[yes] { $kind }: { $category }{ $place ->
            [none] {""}
           *[other] , { $place }
        }. { $unit ->
            [none] {""}
           *[other] Diteruskan ke { $unit }.
        }
    }{ $estimate ->
        [none] {""}
       *[other] {" "}Perkiraan selesai: { $estimate }.
    }
    { $photo ->
        [yes] Ada foto? Kirim saja di sini.{" "}
       *[no] {""}
    }{ $public ->
        [yes] Boleh tampil di halaman publik tanpa nama Anda?
        [later] {""}
       *[no] Setiap perkembangannya saya kabari di sini.
    }
    .short = Laporan terkirim, no. { $number }{ $sorted ->
        [no] {""}
       *[yes] : { $category }
    }.{ $estimate ->
        [none] {""}
       *[other] {" "}Perkiraan selesai: { $estimate }.
    }{ $public ->
        [yes] {" "}Boleh tampil utk publik tanpa nama?
       *[no] {""}
    }
already-sent = Laporan ini sudah terkirim dengan nomor { $number }. Tidak perlu dikirim lagi.
ask-publish = Boleh laporan ini tampil di halaman publik, tanpa nama Anda? Kalau tidak, hanya petugas yang melihatnya.
    .again = Soal tampil di halaman publik (tanpa nama Anda): boleh atau jangan?
    .more = Laporannya boleh dilihat warga lain, tanpa nama? Tidak dijawab berarti tidak.
    .short = Boleh ditampilkan utk publik tanpa nama?
    .short-again = Tampil utk publik tanpa nama: boleh/jangan?
    .short-more = Boleh dilihat warga lain, tanpa nama?
made-public = Baik, laporan { $number } boleh dilihat publik, tanpa nama dan kontak Anda.
kept-private = Baik, laporan { $number } hanya dilihat petugas.
information-added = Keterangan itu sudah saya tambahkan ke laporan { $number }.
following = Baik, Anda akan dikabari tentang laporan { $number }.
ask-withdraw = Batalkan laporan { $number } ({ $category })?
    .again = Laporan { $number } jadi dibatalkan?
    .more = Laporan { $number }: batalkan, atau biarkan jalan?
withdrawn = Laporan { $number } sudah dibatalkan.
kept = Baik, laporan { $number } tetap berjalan.
too-late-to-withdraw = Laporan { $number } sudah mulai ditangani, jadi tidak bisa dibatalkan lagi.

## Status

status =
    Laporan { $number } ({ $category }, { $area }), masuk { $date }.
    Status: { $stage }, sejak { $changed }.
    .short = { $number } { $category }: { $stage }, sejak { $changed }.
status-with-note =
    Laporan { $number } ({ $category }, { $area }), masuk { $date }.
    Status: { $stage }, sejak { $changed }.
    Catatan petugas: “{ $note }”
    .short = { $number } { $category }: { $stage }, sejak { $changed }. Catatan: { $note }
status-merged =
    Laporan { $number } ({ $category }, { $area }), masuk { $date }, digabung dengan laporan lain tentang hal yang sama.
    Status laporan utama: { $stage }, sejak { $changed }.
    .short = { $number } { $category }: digabung; laporan utama { $stage }, sejak { $changed }.
status-none = Belum ada laporan dari Anda di kanal ini. Kalau punya nomor laporan, kirim nomornya.
    .short = Belum ada laporan. Punya nomor? Kirim nomornya.
number-unknown = Nomor { $number } tidak saya temukan. Coba periksa lagi, mungkin ada huruf yang tertukar.

## Kabar perkembangan

progress-coordinating = Kabar laporan { $number } ({ $category }): sedang dibahas bersama { $unit }, supaya ditangani pihak yang tepat.
progress-dispatched = Kabar laporan { $number } ({ $category }): sudah diteruskan ke { $unit }.
progress-in_progress = Kabar laporan { $number } ({ $category }): sedang dikerjakan oleh { $unit }.
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
    .again = Bagaimana hasilnya: sudah beres, atau belum?
    .more = Hasilnya sesuai? Boleh juga dengan bintang 1 sampai 5.
    .short = Sudah beres?
    .short-again = Hasilnya: beres/belum?
    .short-more = Beres? Atau bintang 1-5.
rated = Terima kasih atas penilaiannya!
rated-already = Penilaian Anda untuk laporan { $number } sudah kami catat. Terima kasih!
reopened = Maaf hasilnya belum sesuai. Laporan { $number } saya buka kembali. Apa yang belum beres?
ask-complaint-reason = Apa yang belum beres di laporan { $number }?
    .again = Ceritakan apa yang masih salah di laporan { $number }, ya.
    .more = Bagian mana dari laporan { $number } yang belum sesuai?
too-late-to-reopen = Maaf hasilnya belum sesuai. Laporan { $number } sudah terlalu lama selesai untuk dibuka kembali; ceritakan apa yang belum beres, petugas akan membacanya.
reason-noted = Terima kasih, sudah saya catat di laporan { $number }.
not-done-yet = Laporan { $number } belum selesai ditangani (sekarang: { $stage }). Kalau sudah selesai, saya kabari.

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
    .again = Coba dengan kata lain, ya: apa masalahnya, dan di mana? Untuk bicara dengan orang, tulis “petugas”.
    .more = Saya belum menangkap maksudnya. Laporan baru, cek laporan, atau bicara dengan petugas?
    .short = Maaf, belum paham. Tulis apa yang terjadi & di mana, atau kirim nomor laporan.
    .short-again = Coba kata lain: masalahnya apa, di mana? Atau tulis PETUGAS.
    .short-more = Belum tertangkap. Lapor, STATUS, atau PETUGAS?
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

## Percakapan

danger =
    🚨 { $danger ->
        [self_harm] Terima kasih sudah bercerita. Anda tidak sendirian, dan ini bisa ditolong. Telepon sekarang:
        [violence] Keselamatan Anda yang utama. Kalau bisa, menjauh dulu ke tempat yang aman, lalu telepon:
        [fire] Jauhi api dan asap. Telepon sekarang:
        [gas] Jangan nyalakan api atau listrik, keluar dulu. Telepon sekarang:
        [electric] Jangan sentuh korban atau kabelnya. Telepon sekarang:
        [water] Cari tempat tinggi, jangan melawan arus. Telepon sekarang:
        [animal] Menjauh dulu, jangan ditangkap sendiri. Telepon sekarang:
       *[other] Kalau ada bahaya sekarang, telepon dulu:
    } { $emergency } (gratis, 24 jam){ $helpline ->
        [none] {""}
       *[other] {" "}atau { $helpline }
    }. Petugas kami juga sudah saya panggil untuk membaca ini. Kalau sudah aman, kabari saya.
    .short = DARURAT: telepon { $emergency } sekarang (gratis 24 jam){ $helpline ->
        [none] {""}
       *[other] {" "}atau { $helpline }
    }. Petugas kami sudah dipanggil. Sudah aman? Balas AMAN.
danger-listening = Saya masih di sini, dan petugas kami membaca ini. Yang tercepat tetap { $emergency }{ $helpline ->
        [none] {""}
       *[other] {" "}atau { $helpline }
    }. Kalau sudah aman, atau ini laporan biasa, tulis “aman”.
    .again = Pesan Anda saya teruskan ke petugas. Tolong telepon { $emergency } kalau belum; bantuan paling cepat dari sana. Sudah aman? Tulis “aman”.
    .more = Tetap tenang dan utamakan keselamatan. { $emergency } siap 24 jam. Kalau keadaannya sudah baik, tulis “aman”.
    .short = Petugas membaca ini. Tercepat: telepon { $emergency }. Sudah aman? Balas AMAN.
    .short-again = Diteruskan ke petugas. Telepon { $emergency }. Aman? Balas AMAN.
    .short-more = Utamakan keselamatan, telepon { $emergency }. Aman? Balas AMAN.
danger-over = Syukurlah. Kalau ada yang perlu dilaporkan ke kota, ceritakan saja di sini.
danger-over-draft = Syukurlah. Laporan Anda yang tadi masih ada; lanjutkan saja kapan pun Anda siap.
ask-drop = Laporan yang tadi dibatalkan saja, atau dilanjutkan?
    .again = Batal, atau lanjut?
    .more = Kalau mau dibatalkan tulis “batal”; kalau tidak, tulis “lanjut”.
changed-place = Lokasi saya ubah ke { $place }.
changed-category = Jenisnya saya ubah ke { $kind }: { $category }.
changed-description = Isi laporannya saya ubah.
changed-photos = Fotonya sekarang { $photos }.
changed-ticket = Laporan { $number } sudah memakai yang baru.
changed-nothing = Tidak ada yang saya ubah di laporan { $number }. Apa yang seharusnya?
changed-nothing-draft = Baik, tidak ada yang saya ubah.
photo-taken = Fotonya sudah saya terima.
photo-added = Terima kasih, fotonya saya tambahkan ke laporan { $number }.
photo-awaited = Silakan kirim fotonya, saya tunggu. Kalau tidak jadi, tulis “lanjut”.
photo-not-needed = Tanpa foto tidak apa-apa.
photo-later = Baik, fotonya boleh menyusul kapan saja.
pin-taken = Titik lokasinya saya pakai.
category-both = Baik, dua-duanya saya catat; petugas memastikan siapa yang menangani.
waiting-for-yes = Baik, saya tunggu. Kalau sudah siap, tulis “kirim”.
kept-draft = Baik, laporannya tetap.
restored = Baik, laporannya saya ambil lagi.
still-open = Laporan yang tadi belum selesai; kita selesaikan dulu, ya.
reason-none = Baik. Laporan { $number } tetap dibuka kembali.
reopened-noted = Maaf hasilnya belum sesuai. Laporan { $number } saya buka kembali, dan keterangan Anda saya sertakan.
too-late-to-reopen-noted = Maaf hasilnya belum sesuai. Laporan { $number } sudah terlalu lama selesai untuk dibuka kembali; keterangan Anda dibaca petugas.
not-this-answer = Maaf, itu belum saya tangkap.
file-kept = Berkasnya saya simpan untuk petugas.
button-safe = Sudah aman
button-undo = Tidak jadi batal
button-drop = Ya, batalkan
button-keep-draft = Lanjutkan

## Jawaban atas pertanyaan tentang layanan

fact-unknown = Itu belum bisa saya jawab; tulis “petugas” kalau ingin ditanyakan ke orang.
fact-who_sees_my_name = Nama dan nomor Anda tidak dilihat petugas yang menangani, apalagi publik. Hanya moderator percakapan ini yang melihat nama tampilan Anda.
fact-who_reads_this = Saya asisten otomatis yang membaca dulu. Laporannya masuk ke kelurahan atau dinas yang berwenang, dan ditangani petugas di sana.
fact-how_long = Biasanya ditindaklanjuti dalam beberapa hari kerja, tergantung masalahnya. Begitu laporan terkirim, saya beri perkiraan tanggalnya dan kabari tiap langkah.
fact-cost = Gratis. Melapor dan penanganannya tidak dipungut biaya; kalau ada yang meminta uang, laporkan saja di sini.
fact-robot = Saya asisten otomatis, bukan orang. Kalau ingin bicara dengan orang, tulis “petugas”.
fact-why_photo = Foto membantu petugas menemukan dan menilai masalahnya, tetapi tidak wajib.
fact-why_place = Tempatnya menentukan kelurahan atau dinas mana yang datang. Perkiraan atau patokan sudah cukup.
fact-send_place = Tekan tombol lampiran (📎 atau +) di aplikasi Anda, pilih Lokasi, lalu kirim. Menulis nama jalan dan kelurahannya juga boleh.
fact-send_photo = Kirim fotonya di percakapan ini seperti biasa, boleh lebih dari satu, sekarang atau nanti.
fact-what_is_kelurahan = Kelurahan adalah wilayah terkecil kota, tertulis di KTP setempat dan papan nama jalan, misalnya Kelurahan Gambir. Kalau tidak tahu, sebut patokan.
fact-office_hours = Saya menerima laporan 24 jam, setiap hari. Petugas menanganinya pada jam kerja, kecuali keadaan darurat.
fact-emergency_numbers = Darurat: { $emergency }, gratis 24 jam (pemadam, ambulans, polisi).
fact-what_to_report = Apa saja yang diurus kota: jalan, sampah, banjir, lampu, pohon, parkir liar, layanan publik, sampai usulan. Ceritakan saja.
fact-jaki = JAKI adalah aplikasi yang perlu dipasang; di sini Anda cukup menulis lewat chat. Laporannya ditangani petugas yang sama.
fact-how_to_follow = Setiap langkah saya kabari di percakapan ini. Kapan saja bisa tulis “status” atau kirim nomor laporannya.
fact-withdraw_consent = Bisa kapan saja: tulis “jangan tampilkan” beserta nomor laporannya, dan laporan itu hilang dari halaman publik.
fact-change_later = Bisa. Tulis saja apa yang salah atau perlu ditambahkan, sekarang maupun setelah laporan terkirim.
fact-who_are_you = Tanggap adalah layanan laporan warga { $city }: Anda menulis, kota menindaklanjuti, dan kabarnya kembali ke sini.
fact-languages = Boleh bahasa Indonesia sehari-hari atau English. Bahasa daerah saya usahakan paham.
solved-awaited = Baik, tidak perlu buru-buru. Kalau sudah dilihat, tulis “beres” atau “belum”.
