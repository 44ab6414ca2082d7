"""Why something could not be done to a ticket, in words that help, and as an HTTP status."""

from __future__ import annotations

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from core.kernel.errors import (
    EvidenceMissingError,
    ForbiddenError,
    StaleTicketError,
    TargetError,
    TicketNotFoundError,
    TransitionError,
)
from core.kernel.states import NOTE_REQUIRED, PHOTO_REQUIRED, Role, State
from webhooks.staff.form_input import UnreadableError
from webhooks.staff.labels import role_name
from webhooks.staff.tickets.presenters import CodeNames

_ELSEWHERE = "Laporan ini sedang ada di unit lain, sehingga hanya unit itu atau admin laporan yang bisa mengubahnya."


def explain(error: Exception, names: CodeNames, role: Role, form: str, to: State | None) -> tuple[str, int]:
    """`to`: the state that a step should have led into; `form` says what it was if it was none."""
    match error:
        case UnreadableError():
            return str(error), 422
        case StaleTicketError() | StaleDataError():
            return (
                "Laporan ini baru saja diubah orang lain. Lihat dulu riwayat terbarunya; kalau langkah Anda "
                "masih sesuai, kirim sekali lagi.",
                409,
            )
        case OperationalError() | InterfaceError():
            return "Basis data sedang tidak bisa dipakai. Coba lagi sebentar lagi.", 503
        case TicketNotFoundError():
            return "Nomor itu tidak ada. Periksa lagi nomornya.", 422
        case ForbiddenError() if form == "note":
            return _ELSEWHERE, 403
        case ForbiddenError() if to is not None:
            return (
                f"Peran Anda ({role_name(role)}) tidak berwenang mengubah laporan ini menjadi “{names.state(to)}”, "
                "atau laporannya sedang ada di unit lain.",
                403,
            )
        case ForbiddenError():
            return f"Peran Anda ({role_name(role)}) tidak berwenang melakukan ini.", 403
        case TransitionError() if to is not None:
            return f"Dari status sekarang laporan ini tidak bisa menjadi “{names.state(to)}”.", 409
        case TransitionError() if form == "sort":
            return "Jenis itu tidak mengenal status laporan sekarang. Kembalikan dulu laporannya ke antrean.", 409
        case EvidenceMissingError():
            return _missing(form, to), 422
        case TargetError() if to is State.MERGED:
            return (
                "Pilih atau sebutkan nomor laporan lain yang masih terbuka dan belum digabung, misalnya K7M4-2XPR.",
                422,
            )
        case TargetError() if to is State.COORDINATING:
            return "Pilih unit lain untuk diajak berkoordinasi; laporan ini sudah ada di unit itu.", 422
        case TargetError():
            return (
                "Laporan ini tidak bisa diserahkan ke unit atau orang itu. Pilih unit yang disarankan atau di "
                "bawah unit Anda, dan petugas dari unit itu juga. Untuk unit lain, koordinasikan dulu.",
                422,
            )
    return "Langkah itu tidak bisa dijalankan untuk laporan ini.", 409


def _missing(form: str, to: State | None) -> str:
    match to:
        case None if form == "check":
            return "Tulis apa yang Anda lihat di lapangan, atau lampirkan fotonya."
        case None:
            return "Tulis dulu catatannya."
        case State.COORDINATING:
            return "Tulis catatan untuk unit itu: apa yang perlu mereka lakukan?"
    needed = ((NOTE_REQUIRED, "catatan"), (PHOTO_REQUIRED, "foto hasil"))
    wanted = [what for states, what in needed if to in states]
    return f"Langkah ini memerlukan {' dan '.join(wanted)}. Pelapor akan membacanya."
