## Sudah beres?

solved-reminder = Laporan { $number } ({ $category }) sudah selesai ditangani, tetapi kami belum tahu pendapat Anda.
    .short = Laporan { $number } sudah selesai.
