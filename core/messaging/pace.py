"""When news may be sent: gathered for a few minutes, and not at night. Answers never wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo


@dataclass(frozen=True)
class NewsPace:
    gather: timedelta = timedelta()
    quiet: tuple[time, time] | None = None
    zone: tzinfo = UTC

    def awake(self, at: datetime) -> datetime:
        """The moment itself, or the end of the night that it lies in."""
        if self.quiet is None:
            return at
        begins, ends = self.quiet
        local = at.astimezone(self.zone)
        now = local.time()
        over_midnight = begins > ends
        asleep = (now >= begins or now < ends) if over_midnight else begins <= now < ends
        if not asleep:
            return at
        day = local.date() + timedelta(days=1 if over_midnight and now >= begins else 0)
        return datetime.combine(day, ends, self.zone).astimezone(UTC)

    def gathered(self, at: datetime) -> datetime:
        """When news that begins now is sent."""
        return self.awake(at + self.gather)
