"""The steps of a visit, walked through the services as the pages do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from occupancy.database import saving
from occupancy.inspections import services
from occupancy.inspections.commands import (
    CloseVisit,
    PlanVisit,
    RecordCount,
    RecordSigning,
    RecordStatement,
)
from occupancy.inspections.queries import VisitRow
from tests.support.world import World


def kyiv(hour: int, minute: int = 0, second: int = 0) -> datetime:
    """Return a moment of 23 November 2026 in Kyiv's winter time (UTC + 2)."""
    return datetime(2026, 11, 23, hour - 2, minute, second, tzinfo=UTC)


@dataclass(frozen=True)
class Walk:
    """One inspector's way through a visit of 23 November 2026."""

    session: Session
    world: World
    night = date(2026, 11, 23)

    def planned(self, code: str = "SL-0001", night: date | None = None) -> VisitRow:
        """Plan a visit at ten in the morning."""
        command = PlanVisit(
            facility_id=self.world.facilities[code],
            night=night or self.night,
            inspector_id=self.world.people["inspector"],
            second_inspector_id=self.world.people["inspector2"],
            origin="random",
            flag_id=None,
            order_no="118-р",
            order_date=date(2026, 11, 16),
        )
        with saving(self.session):
            return services.plan_visit(
                self.session, command, actor_id=self.world.people["chief"], now=kyiv(10)
            )

    def opened(self, visit: VisitRow | None = None) -> VisitRow:
        """Open a visit at 18:42:05."""
        visit = visit or self.planned()
        with saving(self.session):
            return services.open_visit(
                self.session, visit.id, actor_id=self.me, now=kyiv(18, 42, 5)
            )

    def closed(
        self,
        visit: VisitRow | None = None,
        outcome: str = "difference",
        rooms: int = 5,
        guests: int = 11,
    ) -> VisitRow:
        """Count from 20:05 to 20:14, write all down, close at 20:30."""
        visit = visit or self.opened()
        session, now = self.session, kyiv(20, 20)
        count = RecordCount(rooms, guests, ("keys", "windows"), kyiv(20, 5), kyiv(20, 14))
        said = RecordStatement("Особа Вигадана", "керівниця", "Внести не встигли.")
        with saving(session):
            services.record_count(session, visit.id, count, actor_id=self.me, now=now)
            services.record_statement(session, visit.id, said, actor_id=self.me, now=now)
            services.record_signing(
                session, visit.id, RecordSigning("signed", None), actor_id=self.me, now=now
            )
            return services.close_visit(
                session, visit.id, CloseVisit(outcome), actor_id=self.me, now=kyiv(20, 30)
            )

    @property
    def me(self) -> int:
        """Return the number of the first inspector."""
        return self.world.people["inspector"]
