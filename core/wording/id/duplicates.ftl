# What the bot says of open reports about the same matter, in Indonesian. An operator may edit this file.

ask-duplicate =
    Sudah ada laporan { $category } yang mirip di dekat situ{ $place ->
        [none] {""}
       *[other] {" "}({ $place })
    }, sejak { $date }: { $stage }, { $followers } warga mengikutinya. Mau ikut dikabari, atau ini laporan baru?
    .again = Laporan yang mirip itu tentang masalah yang sama? Kalau ya, tulis “ikut”; kalau bukan, tulis “laporan baru”.
    .more = Tinggal satu: ikut laporan { $category } yang sudah ada, atau buat laporan baru?
    .short = Sudah ada laporan { $category } dekat situ, sejak { $date }. Balas IKUT (dikabari) atau BARU.
    .short-again = Masalah yang sama? Balas IKUT atau BARU.
    .short-more = IKUT laporan yang ada, atau BARU?
ask-duplicate-own = Anda sudah punya laporan { $category } di dekat situ, nomor { $number }, sejak { $date }. Ini masalah yang sama, atau laporan baru?
    .again = Yang Anda ceritakan sama dengan laporan { $number }? Kalau ya, tulis “sama”; kalau bukan, tulis “laporan baru”.
    .more = Tinggal satu: ditambahkan ke laporan { $number }, atau dijadikan laporan baru?
    .short = Sama dgn laporan Anda { $number } ({ $category })? Balas SAMA atau BARU.
    .short-again = Masalah yang sama dgn { $number }? SAMA / BARU.
    .short-more = Tambahkan ke { $number } (SAMA), atau BARU?
joined =
    Baik, Anda ikut dikabari. Nomornya { $number } ({ $category }). Keterangan{ $photo ->
        [yes] {" "}dan foto
       *[no] {""}
    } Anda saya sertakan di sana.{ $photo ->
        [yes] {""}
       *[no] {" "}Ada foto? Kirim saja di sini.
    }
    .short = Anda ikut dikabari, no. { $number } ({ $category }). Keterangan Anda disertakan.
same-ticket =
    Ini sudah tercatat di laporan Anda { $number } ({ $category }), jadi tidak saya buat dua kali.{ $words ->
        [yes] {" "}Keterangan barunya saya tambahkan di sana.
       *[no] {""}
    }{ $photo ->
        [yes] {" "}Fotonya saya sertakan.
       *[no] {""}
    }
    .short = Sudah tercatat di laporan Anda { $number } ({ $category }).
progress-withdrawn-joined = Laporan { $number } ({ $category }) dibatalkan oleh pelapornya. Kalau masalahnya masih ada, ceritakan lagi di sini; saya buatkan laporan Anda sendiri.
duplicate-gone = Laporan yang tadi itu sudah tidak berjalan lagi, jadi laporan Anda saya buat tersendiri.
not-your-report = Laporan { $number } dibuat warga lain, jadi itu bukan untuk Anda putuskan. Kabarnya tetap Anda terima.
button-join = Ikut dikabari
button-join-own = Masalah yang sama
button-alone = Laporan baru
