"""Who looks at a plan leaves an entry: once a person, visit and day, so one index is asked."""

from __future__ import annotations

from collections.abc import Iterable

from occupancy import clock
from occupancy.database import saving
from occupancy.inspections import queries, services
from occupancy.inspections.queries import VisitRow
from occupancy.web.db import db
from occupancy.web.guards import current_actor


def note(visits: Iterable[VisitRow]) -> None:
    """Log that the signed-in person is about to see these visits, as far as they are still plans.

    A plan that cannot be logged is not shown: ``Busy`` goes up to the page.
    """
    plans = [each for each in visits if each.state == "planned"]
    if not plans:
        return
    person, now = current_actor().person_id, clock.now()
    day = clock.in_kyiv(now).date()
    known = queries.read_already(db.session, [each.id for each in plans], person, day)
    fresh = [each for each in plans if each.id not in known]
    if fresh:
        with saving(db.session) as session:
            services.note_plan_reads(session, fresh, actor_id=person, now=now)
