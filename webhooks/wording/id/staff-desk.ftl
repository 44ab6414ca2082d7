# The desk of the staff room, in Indonesian. An operator may edit this file. Names in { braces } are filled in.

staff-desk-title = Loket · Tanggap
staff-desk-heading = Catat laporan
staff-desk-came = Masuk lewat
staff-desk-came-walk-in = Datang ke loket
staff-desk-came-letter = Surat
staff-desk-came-phone = Telepon
staff-desk-matter = Apa dan di mana
staff-desk-description = Apa yang dilaporkan?
staff-desk-required = wajib
staff-desk-description-help = Tulis seperti kata pelapor. Jangan tulis nama atau nomornya di sini.
staff-desk-kind = Jenis
staff-desk-category = Kategori
staff-desk-by-description = Menurut uraian
staff-desk-filled-in = Jenis dan kategori diisi menurut uraian. Ubah kalau kurang tepat.
staff-desk-places = Tempat yang cocok
staff-desk-place = Jalan atau patokan
staff-desk-place-example = Jl. Mawar 3, seberang masjid
staff-desk-area = Kelurahan
staff-desk-if-known = kalau diketahui
staff-desk-area-hint = Ketik sebagian namanya
staff-desk-vague = Tempat belum jelas; petugas melengkapinya nanti
staff-desk-photo = Foto
staff-desk-optional = boleh kosong
staff-desk-photos-kept = { $count } foto sudah terunggah dan ikut dikirim.
staff-desk-reporter = Pelapor
staff-desk-reporter-help = Disimpan terenkripsi dan tidak terlihat petugas lain.
staff-desk-no-channels = Kota ini belum punya kanal SMS atau surel, jadi pelapor memakai slip bernomor.
staff-desk-name = Nama
staff-desk-phone = Nomor HP
staff-desk-for-sms = untuk kabar lewat SMS
staff-desk-email = Surel
staff-desk-for-mail = untuk kabar lewat surel
staff-desk-email-example = nama@example.org
staff-desk-public = Pelapor setuju laporannya tampil untuk publik, tanpa nama dan kontak
staff-desk-save = Simpan dan tampilkan nomor

staff-desk-closed = Loket belum dibuka: tambahkan kanal `desk` di config.yml.
staff-desk-choose-way = Pilih bagaimana laporan ini masuk.
staff-desk-no-description = Tulis apa yang dilaporkan.
staff-desk-choose-kind = Pilih jenis laporan dari daftar.
staff-desk-choose-category = Pilih kategori dari daftar.
staff-desk-check-sorting = Periksa jenis dan kategorinya, lalu simpan sekali lagi.
staff-desk-no-such-area = Tidak ada wilayah bernama “{ $name }”. Pilih dari daftar yang muncul.
staff-desk-no-place = Tulis di mana tempatnya, atau pilih kelurahannya.
staff-desk-which-place = Yang mana tempatnya? Pilih di bawah ini.
staff-desk-outside = Tempat itu di luar kota ini, atau wilayahnya tidak dikenal.
staff-desk-place-not-found = Tempatnya belum ditemukan. Pilih kelurahannya, atau tandai belum jelas.
staff-desk-no-phone = “{ $written }” bukan nomor HP yang bisa dipakai.
staff-desk-no-email = “{ $written }” bukan alamat surel yang bisa dipakai.
staff-desk-too-long = { $field ->
    [place] Jalan atau patokannya
    [name] Namanya
    [phone] Nomor HP-nya
    [email] Alamat surelnya
   *[description] Uraiannya
} terlalu panjang: { $length } huruf, paling banyak { $limit }. Persingkat dulu; yang sudah ditulis masih ada di sini.

staff-slip-title = Slip { $number } · Tanggap
staff-slip-saved = Laporan tersimpan. { $told_by ->
    [phone] Konfirmasi dan kabar berikutnya dikirim lewat SMS.
    [email] Konfirmasi dan kabar berikutnya dikirim lewat surel.
   *[nobody] Berikan slip ini kepada pelapor.
}
staff-slip-heading = Laporan warga { $city }
staff-slip-kind = Jenis
staff-slip-category = Kategori
staff-slip-area = Wilayah
staff-slip-date = Tanggal
staff-slip-due = Perkiraan selesai
staff-slip-how = Simpan nomor ini. Lihat perkembangannya di { $address }, atau kirim nomornya kepada Tanggap.
staff-slip-print = Cetak slip
staff-slip-another = Catat laporan lain
