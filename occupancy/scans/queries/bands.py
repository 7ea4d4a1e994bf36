"""What was plausible on a night, and how the peers filled it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from occupancy.registry.models import Capacity
from occupancy.scans.models import Assessment, NightBand


@dataclass(frozen=True)
class BandRow:
    """Guests of one filed night: declared, most likely (median), 80 % and 95 % limits.

    ``p_value``: how rare so few guests are among honest nights (None = not judged); ``hidden``:
    expected hidden guests of the night; ``flagged``: the night looks wrong at the run's
    false-discovery rate.
    """

    run_id: int
    facility_id: int
    night: date
    declared: int
    expected: float
    low80: float
    high80: float
    low95: float
    high95: float
    p_value: float | None
    hidden: float
    flagged: bool


@dataclass(frozen=True)
class PeerRow:
    """A peer's night: guests declared and places (місця) in force."""

    facility_id: int
    declared: int
    places: int

    @property
    def share(self) -> float:
        """Return the part of places taken, 0 to 1 (extra beds may lead above)."""
        return self.declared / self.places


def bands(session: Session, facility_id: int, first: date, last: date) -> dict[date, BandRow]:
    """Return the bands of the nights ``first`` to ``last``, each of the newest run that has it."""
    newest = (
        select(NightBand.night, func.max(NightBand.run_id).label("run_id"))
        .where(NightBand.facility_id == facility_id, NightBand.night.between(first, last))
        .group_by(NightBand.night)
        .subquery()
    )
    found = session.scalars(
        select(NightBand)
        .join(newest, and_(NightBand.night == newest.c.night, NightBand.run_id == newest.c.run_id))
        .where(NightBand.facility_id == facility_id)
        .order_by(NightBand.night)
    )
    return {each.night: _row(each) for each in found}


def band_on(session: Session, facility_id: int, night: date) -> BandRow | None:
    """Return the newest band of one night, or None."""
    return bands(session, facility_id, night, night).get(night)


def last_band(session: Session, facility_id: int) -> date | None:
    """Return the newest night of a facility that has a band, or None."""
    return session.scalar(
        select(func.max(NightBand.night)).where(NightBand.facility_id == facility_id)
    )


def peers_on(session: Session, run_id: int, facility_id: int, night: date) -> list[PeerRow]:
    """Return how the facility's peers, its group in ``run_id`` without itself, filled a night."""
    own = Assessment.__table__.alias("own")
    newest = (
        select(NightBand.facility_id, func.max(NightBand.run_id).label("run_id"))
        .join(
            Assessment,
            and_(Assessment.run_id == run_id, Assessment.facility_id == NightBand.facility_id),
        )
        .join(
            own,
            and_(
                own.c.run_id == run_id,
                own.c.facility_id == facility_id,
                own.c.peer_group == Assessment.peer_group,
            ),
        )
        .where(NightBand.night == night, NightBand.facility_id != facility_id)
        .group_by(NightBand.facility_id)
        .subquery()
    )
    found = session.execute(
        select(NightBand.facility_id, NightBand.declared, Capacity.places, Capacity.valid_from)
        .join(
            newest,
            and_(
                NightBand.facility_id == newest.c.facility_id,
                NightBand.run_id == newest.c.run_id,
            ),
        )
        .join(
            Capacity,
            and_(Capacity.facility_id == NightBand.facility_id, Capacity.valid_from <= night),
        )
        .where(NightBand.night == night)
        .order_by(NightBand.facility_id, Capacity.valid_from)
    )
    # the last capacity of a facility before the night comes last and stays
    filled = {row.facility_id: PeerRow(row.facility_id, row.declared, row.places) for row in found}
    return list(filled.values())


def _row(found: NightBand) -> BandRow:
    return BandRow(
        run_id=found.run_id,
        facility_id=found.facility_id,
        night=found.night,
        declared=found.declared,
        expected=found.expected,
        low80=found.low80,
        high80=found.high80,
        low95=found.low95,
        high95=found.high95,
        p_value=found.p_value,
        hidden=found.hidden,
        flagged=found.flagged,
    )
