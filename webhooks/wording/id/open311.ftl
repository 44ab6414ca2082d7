# Open311 GeoReport v2: what programs show to people.
open311-which-kind = Apa yang Anda sampaikan? (tanpa jawaban: keluhan)
open311-may-be-shown = Bolehkah laporan ini ditampilkan untuk umum?
open311-yes = Ya
open311-no = Tidak
open311-received = Laporan diterima dengan nomor { $number }. Simpan nomor ini untuk melihat tindak lanjutnya.
