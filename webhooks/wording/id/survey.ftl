# Indeks kepuasan masyarakat di halaman statistik.

stats-skm-title = Indeks kepuasan masyarakat
stats-skm-about = Survei Kepuasan Masyarakat (PermenPANRB 14/2017): sembilan unsur pelayanan, ditanyakan lewat percakapan kepada sebagian pelapor yang bersedia. Nilai 25 sampai 100; mutu A mulai 88,31, B mulai 76,61, C mulai 65,00. Unit dengan kurang dari tiga jawaban digabung.
stats-skm-quarter = Triwulan { $number } tahun { $year }
stats-skm-answers = Jawaban
stats-skm-index = Indeks
stats-skm-grade = Mutu
stats-skm-whole = Semua unit
