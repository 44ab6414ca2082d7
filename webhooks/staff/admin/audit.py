"""Who looked at, or did, what. Read only: the database refuses to change or remove an entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from core.kernel.ticket_numbers import read_number
from core.running.services import Services
from core.staff.audit_trail import AuditFilters, AuditTrail, TrailLine
from webhooks.language import language, say
from webhooks.routing import Pages, get
from webhooks.rows import row_id
from webhooks.staff.admin.audit_words import spoken_action, spoken_actions, spoken_detail
from webhooks.staff.form_input import words
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires
from webhooks.staff.spreadsheet import MARK, line

PAGE = 50
_LONGEST = 64
AUDIT_COLUMNS = ("at", "action", "subject", "who", "token", "detail")


@dataclass(frozen=True)
class AuditRow:
    """One entry as the page shows it, worded."""

    at: str
    label: str
    subject: str
    number: str | None
    about: str | None
    who: str
    detail: str


class AuditPages(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._trail = AuditTrail(services.database, services.audit, services.accounts)

    @get("/audit")
    @requires(Permission.SEE_AUDIT)
    def audit(self) -> ResponseReturnValue:
        filters, before = _read_filters(), request.args.get("sebelum", type=row_id)
        found = self._trail.lines(filters, before_id=before, limit=PAGE + 1)
        return render_template(
            "staff/admin/audit.html",
            rows=[self._row(entry) for entry in found[:PAGE]],
            filters=filters,
            address=lambda endpoint="staff.audit", **more: _address(filters, endpoint, **more),
            older=found[PAGE - 1].id if len(found) > PAGE else None,
            newest=before is None,
            actions=spoken_actions(),
        )

    @get("/audit.csv")
    @requires(Permission.SEE_AUDIT)
    def audit_csv(self) -> ResponseReturnValue:
        """Everything that the filters let through, however much it is."""
        filters = _read_filters()
        self._services.audit.write("audit.exported", "audit", staff_id=member().staff_id)
        named = {"Content-Disposition": f"attachment; filename={say('staff-admin-audit-file')}.csv"}
        return Response(stream_with_context(self._csv(filters)), mimetype="text/csv", headers=named)

    def _csv(self, filters: AuditFilters) -> Iterator[str]:
        yield MARK + line([say(f"staff-admin-audit-column-{column}") for column in AUDIT_COLUMNS])
        for entry in self._trail.all_lines(filters):
            at = self._iso(entry.at)
            yield line([at, entry.action, entry.subject, entry.who, entry.token, spoken_detail(entry.detail)])

    def _row(self, entry: TrailLine) -> AuditRow:
        return AuditRow(
            at=self._services.wording.date(entry.at, language()),
            label=spoken_action(entry.action),
            subject=entry.subject,
            number=entry.number,
            about=entry.about,
            who=entry.who or _without_person(entry.token),
            detail=spoken_detail(entry.detail),
        )

    def _iso(self, moment: datetime) -> str:
        return moment.astimezone(self._services.config.zone).isoformat(timespec="seconds")


def _without_person(token: str) -> str:
    return say("staff-admin-audit-token", token=token) if token else say("staff-admin-audit-system")


def _read_filters() -> AuditFilters:
    given = {name: words(request.args, name, _LONGEST) for name in ("perihal", "oleh", "tindakan")}
    return AuditFilters(read_number(given["perihal"]) or given["perihal"], given["oleh"].casefold(), given["tindakan"])


def _address(filters: AuditFilters, endpoint: str, **more: Any) -> str:
    mine = {"perihal": filters.subject, "oleh": filters.username, "tindakan": filters.action}
    return url_for(endpoint, **{name: value for name, value in {**mine, **more}.items() if value})
