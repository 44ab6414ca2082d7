## Keadaan laporan, dengan kata-kata warga (istilah petugas: state-…)

stage-received = menunggu ditangani
stage-coordinating = sedang dibahas dengan pihak terkait
stage-dispatched = sudah di tangan petugas, menunggu giliran
stage-in_progress = sedang dikerjakan
stage-awaiting_validation = sudah dikerjakan, hasilnya sedang diperiksa
stage-follow_up_rejected = sedang diperbaiki lagi
stage-resolved = selesai
stage-reopened = dibuka kembali, karena belum beres
stage-forwarded = sudah diteruskan, menunggu jawaban
stage-answered = sudah dijawab
stage-out_of_scope = di luar wewenang kami
stage-merged = digabung dengan laporan lain
stage-withdrawn = dibatalkan
