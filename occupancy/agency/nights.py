"""The nights of one facility side by side: filed, plausible, seen by an inspector, closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup
from sqlalchemy.orm import Session

from occupancy.filings import queries as filings
from occupancy.filings.queries import RevisionRow
from occupancy.inspections import queries as inspections
from occupancy.inspections.queries import VisitRow
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow
from occupancy.scans import queries as scans
from occupancy.scans.queries import BandRow
from occupancy.web import formats
from occupancy.web.charts import declared_band
from occupancy.web.charts.band_layers import LEAST_GAP
from occupancy.web.charts.declared_band import Night

#: The most nights of one chart.
MOST = 31


@dataclass(frozen=True)
class NightLine:
    """One night: the standing revision and what stood before it, the band, the visit."""

    night: date
    state: str
    standing: RevisionRow | None
    before: RevisionRow | None
    band: BandRow | None
    visit: VisitRow | None
    later: RevisionRow | None
    asked: bool

    @property
    def with_gap(self) -> float | None:
        """Return the guests with the expected gap; None once other guests than judged stand."""
        if self.band is None or self.standing is None:
            return None
        judged = self.band.declared == self.standing.guests
        return self.standing.guests + self.band.hidden if judged else None

    @property
    def seen(self) -> int | None:
        """Return the guests that an inspector counted, once the visit was finished."""
        return self.visit.guests_seen if self.visit else None


def between(
    session: Session, place: FacilityRow, first: date, last: date, asked: Sequence[date] = ()
) -> list[NightLine]:
    """Return the nights ``first`` to ``last`` of a facility; ``asked`` are nights to look at."""
    histories = filings.histories(session, place.id, first, last)
    bands = scans.bands(session, place.id, first, last)
    shut = registry.closures(session, place.id, first, last)
    visits = {
        visit.night: visit
        for visit in inspections.of_facility(session, place.id)
        if visit.state == "closed"
    }
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [
        _line(
            day,
            histories.get(day, []),
            bands.get(day),
            visits.get(day),
            closed=any(each.date_from <= day <= each.date_to for each in shut)
            or bool(place.opened and day < place.opened)
            or bool(place.closed and day > place.closed),
            asked=day in asked,
        )
        for day in days
    ]


def _line(
    night: date,
    revisions: list[RevisionRow],
    band: BandRow | None,
    visit: VisitRow | None,
    *,
    closed: bool,
    asked: bool,
) -> NightLine:
    """Put one night together; what was filed after the seal of a visit is told apart."""
    sealed = visit.seal_seq if visit else None
    before_seal = [each for each in revisions if sealed is None or each.audit_seq <= sealed]
    later = revisions[-1] if len(before_seal) < len(revisions) else None
    standing = before_seal[-1] if before_seal else None
    figures = [each for each in before_seal if each.kind == "figure"]
    before = None
    if standing and standing.kind == "correction" and figures:
        before = figures[-1]
    return NightLine(
        night=night,
        state=_state(standing or later, closed),
        standing=standing,
        before=before,
        band=band,
        visit=visit,
        later=later,
        asked=asked,
    )


def _state(figure: RevisionRow | None, closed: bool) -> str:
    if figure is not None:
        return "filed" if figure.guests else "zero"
    return "closed" if closed else "missing"


def columns(lines: Sequence[NightLine], *, gaps: bool = True) -> list[Night]:
    """Return what the chart draws of the nights; ``gaps``: the expected gap, too.

    Where nobody asks a facility anything, its small expectations are no gap to look at.
    """
    return [
        Night(
            night=line.night,
            weekday=formats.weekday(line.night),
            declared=line.standing.guests if line.standing else None,
            band80=(line.band.low80, line.band.high80) if line.band else None,
            band95=(line.band.low95, line.band.high95) if line.band else None,
            likely=line.band.expected if line.band else None,
            counted=line.seen,
            later=line.later.guests if line.later else None,
            before=line.before.guests if line.before else None,
            with_gap=line.with_gap if gaps else None,
            closed=line.state == "closed",
            question=line.asked,
        )
        for line in lines
    ]


def draw(
    lines: Sequence[NightLine],
    places: int,
    *,
    title: str,
    desc: str,
    closed: str,
    gaps: bool = True,
) -> Markup:
    """Return the chart of at most ``MOST`` nights; ``places`` is the dotted line."""
    drawn = columns(lines, gaps=gaps)
    return declared_band.draw(drawn, places, title=title, desc=desc, closed=closed)


def keys(lines: Sequence[NightLine], *, gaps: bool = True) -> list[str]:
    """Return the legend's keys: only of what is drawn."""
    drawn = ["b95", "b80", "mid"] if any(line.band for line in lines) else []
    drawn.append("declared")
    for key, there in (
        ("gap", any((column.gap or 0.0) >= LEAST_GAP for column in columns(lines, gaps=gaps))),
        ("before", any(line.before for line in lines)),
        ("later", any(line.later for line in lines)),
        ("counted", any(line.seen is not None for line in lines)),
        ("missing", any(line.state == "missing" for line in lines)),
        ("question", any(line.asked for line in lines)),
    ):
        if there:
            drawn.append(key)
    return [*drawn, "capacity"]


def missing_spans(lines: Sequence[NightLine]) -> list[tuple[date, date]]:
    """Return the first and last night of each run of nights that nobody filed."""
    spans: list[tuple[date, date]] = []
    for line in lines:
        if line.state != "missing":
            continue
        if spans and spans[-1][1] == line.night - timedelta(days=1):
            spans[-1] = (spans[-1][0], line.night)
        else:
            spans.append((line.night, line.night))
    return spans
