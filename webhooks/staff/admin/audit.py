"""Who looked at, or did, what. Read only: the database refuses to change or remove an entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.kernel.ticket_numbers import read_number
from core.running.services import Services
from core.storage.models import Staff
from core.storage.office_models import AuditEntry
from webhooks.rows import row_id
from webhooks.staff.admin.labels import ACTIONS, DETAILS, PAGES
from webhooks.staff.form_input import words
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires
from webhooks.staff.spreadsheet import MARK, line

PAGE = 50
_BATCH = 1000
_LONGEST = 64


@dataclass(frozen=True)
class AuditFilters:
    subject: str = ""
    person: str = ""
    action: str = ""

    def address(self, endpoint: str = "staff.audit", **more: Any) -> str:
        mine = {"perihal": self.subject, "oleh": self.person, "tindakan": self.action}
        return url_for(endpoint, **{name: value for name, value in {**mine, **more}.items() if value})


def add(console: Blueprint, services: Services) -> None:
    def read_filters() -> AuditFilters:
        given = {name: words(request.args, name, _LONGEST) for name in ("perihal", "oleh", "tindakan")}
        return AuditFilters(
            read_number(given["perihal"]) or given["perihal"], given["oleh"].casefold(), given["tindakan"]
        )

    @console.get("/audit")
    @requires(Permission.SEE_AUDIT)
    def audit() -> ResponseReturnValue:
        filters, before = read_filters(), request.args.get("sebelum", type=row_id)
        with services.database.read() as session:
            found = _entries(session, filters, before, PAGE + 1)
            rows = _shown(session, found[:PAGE])
        return render_template(
            "staff/admin/audit.html",
            rows=rows,
            filters=filters,
            older=found[PAGE - 1].id if len(found) > PAGE else None,
            newest=before is None,
            actions=ACTIONS,
        )

    @console.get("/audit.csv")
    @requires(Permission.SEE_AUDIT)
    def audit_csv() -> ResponseReturnValue:
        """Everything that the filters let through, however much it is."""
        filters = read_filters()
        services.audit.write("audit.exported", "audit", staff_id=member().staff_id)

        def lines() -> Iterator[str]:
            yield MARK + line(["waktu", "tindakan", "perihal", "oleh", "token", "rincian"])
            before: int | None = None
            while True:
                with services.database.read() as session:
                    found = _entries(session, filters, before, _BATCH)
                    rows = _shown(session, found, seconds=True)
                for row in rows:
                    yield line([row["at"], row["action"], row["subject"], row["who"], row["token"], row["detail"]])
                if len(found) < _BATCH:
                    return
                before = found[-1].id

        named = {"Content-Disposition": "attachment; filename=jejak-audit.csv"}
        return Response(stream_with_context(lines()), mimetype="text/csv", headers=named)

    def _entries(session: Session, filters: AuditFilters, before: int | None, limit: int) -> Sequence[AuditEntry]:
        person = None
        if filters.person:
            found = services.accounts.by_username(session, filters.person)
            if found is None:
                return []
            person = found.id
        return services.audit.entries(
            session,
            subject=filters.subject or None,
            staff_id=person,
            action=filters.action or None,
            before_id=before,
            limit=limit,
        )

    def _shown(session: Session, found: Sequence[AuditEntry], *, seconds: bool = False) -> list[dict[str, Any]]:
        people = _people(session, found)
        return [
            {
                "at": _iso(entry) if seconds else services.wording.date(entry.at, "id"),
                "action": entry.action,
                "label": ACTIONS.get(entry.action, entry.action),
                "subject": entry.subject,
                "about": people.get(_staff_id(entry.subject)),
                "number": entry.subject if read_number(entry.subject) == entry.subject else None,
                "who": people.get(entry.staff_id) or (f"staff/{entry.staff_id}" if entry.staff_id else ""),
                "token": entry.token_id or "",
                "detail": _spoken(entry.detail),
            }
            for entry in found
        ]

    def _iso(entry: AuditEntry) -> str:
        return entry.at.astimezone(services.config.zone).isoformat(timespec="seconds")


def _people(session: Session, entries: Sequence[AuditEntry]) -> Mapping[int | None, str]:
    """Usernames, of those who did something and of those whom it was done to."""
    ids = {entry.staff_id for entry in entries} | {_staff_id(entry.subject) for entry in entries}
    found = session.scalars(select(Staff).where(Staff.id.in_(ids - {None})))
    return {staff.id: staff.username for staff in found}


def _staff_id(subject: str) -> int | None:
    what, _, number = subject.partition("/")
    return int(number) if what == "staff" and number.isdecimal() and len(number) < 10 else None


def _spoken(detail: Mapping[str, Any] | None) -> str:
    return ", ".join(f"{DETAILS.get(name, name)}: {_value(name, value)}" for name, value in (detail or {}).items())


def _value(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {one}" for key, one in value.items())
    if name == "words":
        return f"“{value}”"
    return PAGES.get(str(value), str(value)) if name == "page" else str(value)
