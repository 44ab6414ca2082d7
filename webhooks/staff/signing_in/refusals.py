"""Why something about an account was refused, as the pages say it."""

from __future__ import annotations

from core.staff.errors import StaffError
from core.staff.passwords import LONGEST, SHORTEST

_REFUSALS = {
    "short": f"Kata sandi baru minimal {SHORTEST} karakter. Beberapa kata yang tidak berhubungan paling mudah diingat.",
    "long": f"Kata sandi baru maksimal {LONGEST} karakter.",
    "common": "Kata sandi ini terlalu mudah ditebak. Hindari nama, kata umum, dan urutan tombol.",
    "same": "Kata sandi baru harus berbeda dari yang lama.",
    "wrong": "Kata sandi yang sekarang tidak cocok.",
    "repeat": "Kedua kata sandi baru tidak sama.",
    "code": "Kode tidak cocok. Pastikan jam ponsel diatur otomatis, lalu masukkan kode berikutnya.",
    "demanded": "Peran Anda wajib memakai kode masuk.",
    "username": "Nama pengguna terdiri atas 2–64 huruf kecil, angka, atau . _ @ + - dan diawali huruf atau angka.",
    "taken": "Nama pengguna ini sudah dipakai.",
    "name": "Isi nama, maksimal 128 karakter.",
    "role": "Pilih salah satu peran.",
    "unit": "Unit ini tidak dikenal. Pilih salah satu dari daftar.",
    "unit_missing": "Peran ini bekerja untuk sebuah unit. Pilih unitnya.",
    "heir_missing": "Akun ini masih memegang laporan terbuka. Pilih penerimanya: rekan, atau antrean unitnya.",
    "heir": "Laporannya tidak bisa diserahkan kepada orang itu. Pilih rekan aktif dari unitnya atau unit di atasnya.",
    "oneself": "Ini akun Anda sendiri. Minta administrator lain melakukannya.",
    "last": "Ini administrator terakhir yang aktif. Angkat administrator lain lebih dulu.",
    "unknown": "Akun Anda belum terdaftar di sini. Minta administrator mendaftarkannya.",
    "inactive": "Akun Anda di sini sudah dinonaktifkan.",
    "other": "Akun di sini sudah terhubung dengan orang lain. Hubungi administrator.",
    "refused": "Data dari akun pemerintah kota belum lengkap. Hubungi administrator.",
    "claims": "Akun pemerintah kota tidak mengirim identitas. Hubungi administrator.",
}


def refusal(error: StaffError | str) -> str:
    return _REFUSALS[error.reason if isinstance(error, StaffError) else error]


def spoken(seconds: int) -> str:
    return f"{seconds} detik" if seconds < 90 else f"{-(-seconds // 60)} menit"
