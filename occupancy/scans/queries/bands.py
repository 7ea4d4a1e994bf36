"""What was plausible on a night, and how the peers filled it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import quantiles

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from occupancy.filings import queries as filings
from occupancy.registry.models import Capacity
from occupancy.scans.models import Assessment, NightBand

#: Fewer peers than this tell who they are rather than how nights went.
FEWEST_PEERS = 3


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


@dataclass(frozen=True)
class PeersThen:
    """How a facility's peers filled a night: shares of places, middle half, and how many filed."""

    low: float
    middle: float
    high: float
    count: int


def peers_between(
    session: Session, run_id: int, facility_id: int, first: date, last: date
) -> dict[date, PeersThen]:
    """Return how the peers filled the nights ``first`` to ``last``, where three or more filed.

    Peers are the facility's group in ``run_id`` without itself; places those in force on ``last``.
    """
    members = peers_of(session, run_id, facility_id)
    places: dict[int, int] = {}
    for row in session.execute(
        select(Capacity.facility_id, Capacity.places)
        .where(Capacity.facility_id.in_(members), Capacity.valid_from <= last)
        .order_by(Capacity.valid_from)
    ):
        places[row.facility_id] = row.places
    shares: dict[date, list[float]] = {}
    for each in filings.standing_all(session, first, last, members):
        if places.get(each.facility_id):
            shares.setdefault(each.night, []).append(each.guests / places[each.facility_id])
    return {
        night: _then(found) for night, found in sorted(shares.items()) if len(found) >= FEWEST_PEERS
    }


def _then(shares: list[float]) -> PeersThen:
    low, middle, high = quantiles(shares, n=4, method="inclusive")
    return PeersThen(low, middle, high, len(shares))


def peers_of(session: Session, run_id: int, facility_id: int) -> list[int]:
    """Return the facilities that a run compared a facility with: its group, where they filed."""
    own = select(Assessment.peer_group).where(
        Assessment.run_id == run_id, Assessment.facility_id == facility_id
    )
    return list(
        session.scalars(
            select(Assessment.facility_id)
            .where(
                Assessment.run_id == run_id,
                Assessment.peer_group == own.scalar_subquery(),
                Assessment.facility_id != facility_id,
                Assessment.nights_filed > 0,
            )
            .order_by(Assessment.facility_id)
        )
    )


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
