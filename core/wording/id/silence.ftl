## Laporan yang ditinggal sebelum selesai

left-reminder = Laporan Anda tadi belum selesai. Kalau belum sempat, tidak apa-apa: nanti saya teruskan apa adanya ke petugas.
    .short = Laporan Anda belum selesai.
left-filed = Laporan Anda saya teruskan apa adanya, supaya tidak hilang. Nomornya { $number }. Petugas kami melengkapinya dulu. Kalau ada yang mau ditambah, tulis saja di sini.
    .short = Laporan Anda kami teruskan apa adanya, no. { $number }.
left-photo-only = (Hanya foto, tanpa keterangan.)
