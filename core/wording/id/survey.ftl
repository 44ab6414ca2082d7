# Survei Kepuasan Masyarakat (PermenPANRB 14/2017), lewat percakapan.

ask-survey =
    Laporan Anda sudah ditangani { $unit }. Boleh kami tanya pendapat Anda? Sembilan pertanyaan pendek, dijawab dengan satu ketukan. Jawabannya disimpan tanpa nama, dan Anda boleh berhenti kapan saja.
    .again = Boleh kami menanyakan sembilan hal pendek tentang layanan { $unit }? Tanpa nama, dan boleh berhenti kapan saja.
    .more = Soal survei layanan { $unit }: mau menjawab? Tulis “ya” atau “tidak”.
    .short = Boleh 9 pertanyaan pendek ttg layanan { $unit }? Tanpa nama. Balas YA atau TIDAK.
ask-survey-requirements = 1/9. Bagaimana syarat yang diminta untuk dilayani: sesuai dengan keperluannya? Tulis “berhenti” kalau sudah cukup.
    .again = 1/9. Syarat layanannya: sangat baik, baik, kurang, atau tidak baik?
    .more = 1/9. Syarat layanannya: beri angka 1 (tidak baik) sampai 4 (sangat baik).
    .short = 1/9 Syarat layanannya? 1=tidak baik 2=kurang 3=baik 4=sangat baik
ask-survey-procedure = 2/9. Bagaimana kemudahan prosedurnya, dari melapor sampai selesai?
    .again = 2/9. Kemudahan prosedurnya: sangat baik, baik, kurang, atau tidak baik?
    .more = 2/9. Kemudahan prosedurnya: beri angka 1 (tidak baik) sampai 4 (sangat baik).
    .short = 2/9 Kemudahan prosedurnya? 1=tidak baik 2=kurang 3=baik 4=sangat baik
ask-survey-time = 3/9. Bagaimana kecepatan penanganannya?
    .again = 3/9. Kecepatan penanganannya: sangat baik, baik, kurang, atau tidak baik?
    .more = 3/9. Kecepatan penanganannya: beri angka 1 (tidak baik) sampai 4 (sangat baik).
    .short = 3/9 Kecepatan penanganannya? 1=tidak baik 2=kurang 3=baik 4=sangat baik
ask-survey-cost = 4/9. Bagaimana kewajaran biayanya? Bila gratis seperti seharusnya: sangat baik.
    .again = 4/9. Kewajaran biayanya (gratis berarti sangat baik): sangat baik, baik, kurang, atau tidak baik?
    .more = 4/9. Kewajaran biayanya (gratis berarti sangat baik): beri angka 1 (tidak baik) sampai 4 (sangat baik).
    .short = 4/9 Kewajaran biayanya (gratis berarti sangat baik)? 1=tidak baik 2=kurang 3=baik 4=sangat baik
ask-survey-product = 5/9. Bagaimana hasilnya dibandingkan dengan yang dijanjikan?
    .again = 5/9. Hasil dibandingkan dengan janjinya: sangat baik, baik, kurang, atau tidak baik?
    .more = 5/9. Hasil dibandingkan dengan janjinya: beri angka 1 (tidak baik) sampai 4 (sangat baik).
    .short = 5/9 Hasil dibandingkan dengan janjinya? 1=tidak baik 2=kurang 3=baik 4=sangat baik
ask-survey-competence = 6/9. Bagaimana kemampuan petugas yang menangani?
    .again = 6/9. Kemampuan petugasnya: sangat baik, baik, kurang, atau tidak baik?
    .more = 6/9. Kemampuan petugasnya: beri angka 1 (tidak baik) sampai 4 (sangat baik).
    .short = 6/9 Kemampuan petugasnya? 1=tidak baik 2=kurang 3=baik 4=sangat baik
ask-survey-conduct = 7/9. Bagaimana kesopanan dan keramahan petugas?
    .again = 7/9. Kesopanan dan keramahan petugasnya: sangat baik, baik, kurang, atau tidak baik?
    .more = 7/9. Kesopanan dan keramahan petugasnya: beri angka 1 (tidak baik) sampai 4 (sangat baik).
    .short = 7/9 Kesopanan dan keramahan petugasnya? 1=tidak baik 2=kurang 3=baik 4=sangat baik
ask-survey-complaints = 8/9. Bagaimana pengaduan, saran, dan masukan Anda ditanggapi?
    .again = 8/9. Tanggapan atas pengaduan dan saran Anda: sangat baik, baik, kurang, atau tidak baik?
    .more = 8/9. Tanggapan atas pengaduan dan saran Anda: beri angka 1 (tidak baik) sampai 4 (sangat baik).
    .short = 8/9 Tanggapan atas pengaduan dan saran Anda? 1=tidak baik 2=kurang 3=baik 4=sangat baik
ask-survey-facilities = 9/9. Bagaimana sarana dan prasarana yang dipakai, termasuk kanal lapor ini?
    .again = 9/9. Sarana dan prasarananya, termasuk kanal ini: sangat baik, baik, kurang, atau tidak baik?
    .more = 9/9. Sarana dan prasarananya, termasuk kanal ini: beri angka 1 (tidak baik) sampai 4 (sangat baik).
    .short = 9/9 Sarana dan prasarananya, termasuk kanal ini? 1=tidak baik 2=kurang 3=baik 4=sangat baik

survey-reminder = Surveinya belum selesai. Ini pengingat satu-satunya; kalau tidak berkenan, abaikan saja.
    .short = Survei belum selesai; abaikan kalau tidak berkenan.
survey-declined = Baik, tidak ada survei. Terima kasih sudah melapor.
    .short = Baik, tidak ada survei.
survey-stopped = Baik, surveinya berhenti di sini. Jawaban tadi tidak disimpan.
    .short = Survei berhenti. Jawaban tadi tidak disimpan.
survey-done = Selesai. Terima kasih! Jawaban Anda disimpan tanpa nama dan dihitung dalam nilai layanan triwulan ini.
    .short = Selesai, terima kasih! Disimpan tanpa nama.
survey-later = Laporannya kita selesaikan dulu, ya; surveinya menyusul.
    .short = Laporan dulu, ya; survei menyusul.
button-survey-yes = Ya, boleh
button-survey-no = Tidak
button-survey-1 = Tidak baik
button-survey-2 = Kurang baik
button-survey-3 = Baik
button-survey-4 = Sangat baik
