"""The second factor: codes of an authenticator app (RFC 6238), and recovery codes for when the phone is gone."""

from __future__ import annotations

import hmac

import pyotp
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from core.kernel.clock import Clock
from core.protection.vault import Vault
from core.staff.errors import StaffError
from core.staff.passwords import readable
from core.storage.audit import Audit
from core.storage.models import RecoveryCode, Staff

_STEP = 30
"""Seconds."""
_TOLERATED = (0, -1, 1)
"""Steps by which a phone's clock may be off."""
RECOVERY_CODES = 10


class SecondFactor:
    def __init__(self, vault: Vault, audit: Audit, clock: Clock) -> None:
        self._vault = vault
        self._audit = audit
        self._clock = clock

    @staticmethod
    def new_secret() -> str:
        return pyotp.random_base32()

    @staticmethod
    def address(secret: str, username: str, city: str) -> str:
        """What the QR code says (otpauth://)."""
        return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=f"Tanggap {city}")

    def turn_on(self, session: Session, staff: Staff, secret: str, code: str) -> list[str]:
        """From now on codes are asked for; answers the recovery codes. Raises StaffError for a wrong code."""
        step = self._step_of(secret, code)
        if step is None:
            raise StaffError("code", "the code does not fit; set the phone's clock by the network and try the next one")
        staff.totp_secret = self._vault.encrypt(secret)
        staff.totp_step = step
        self._audit.write("staff.second_factor_on", f"staff/{staff.id}", staff_id=staff.id, session=session)
        return self.new_recovery_codes(session, staff)

    def new_recovery_codes(self, session: Session, staff: Staff) -> list[str]:
        """The earlier ones work no more."""
        session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff.id))
        codes = [readable(2, 5) for _ in range(RECOVERY_CODES)]
        session.add_all(RecoveryCode(staff_id=staff.id, hash=self._fingerprint(staff.id, code)) for code in codes)
        self._audit.write("staff.recovery_codes_made", f"staff/{staff.id}", staff_id=staff.id, session=session)
        return codes

    def recovery_codes_left(self, session: Session, staff_id: int) -> int:
        unused = select(func.count()).where(RecoveryCode.staff_id == staff_id, RecoveryCode.used_at.is_(None))
        return session.scalar(unused) or 0

    def accept(self, session: Session, staff: Staff, code: str) -> bool:
        """Whether a code fits. It is used up by that: neither kind works twice, in however many tabs at once."""
        typed = "".join(code.split())
        if typed.isdecimal():
            return self._accept_app_code(session, staff, typed)
        spent = (
            update(RecoveryCode)
            .where(
                RecoveryCode.staff_id == staff.id,
                RecoveryCode.hash == self._fingerprint(staff.id, typed),
                RecoveryCode.used_at.is_(None),
            )
            .values(used_at=self._clock())
            .returning(RecoveryCode.id)
        )
        if session.scalar(spent) is None:
            return False
        self._audit.write("staff.recovery_code_used", f"staff/{staff.id}", staff_id=staff.id, session=session)
        return True

    def turn_off(self, session: Session, staff: Staff, by: int | None) -> None:
        staff.totp_secret = None
        staff.totp_step = None
        session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff.id))
        self._audit.write("staff.second_factor_off", f"staff/{staff.id}", staff_id=by, session=session)

    def _accept_app_code(self, session: Session, staff: Staff, code: str) -> bool:
        if staff.totp_secret is None:
            return False
        step = self._step_of(self._vault.decrypt(staff.totp_secret), code)
        if step is None:
            return False
        newer = or_(Staff.totp_step.is_(None), Staff.totp_step < step)
        taken = update(Staff).where(Staff.id == staff.id, newer).values(totp_step=step).returning(Staff.id)
        return session.scalar(taken) is not None

    def _step_of(self, secret: str, code: str) -> int | None:
        """The time step that a code belongs to, if it is one of now."""
        now = int(self._clock().timestamp()) // _STEP
        codes = pyotp.TOTP(secret, interval=_STEP)
        typed = "".join(code.split()).encode()
        fits = [now + off for off in _TOLERATED if hmac.compare_digest(codes.generate_otp(now + off).encode(), typed)]
        return fits[0] if fits else None

    def _fingerprint(self, staff_id: int, code: str) -> str:
        return self._vault.fingerprint(f"recovery/{staff_id}", code.replace("-", "").casefold())


def grouped(secret: str) -> str:
    """The secret as people type it where there is no camera."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
