"""Outside figures as the detector takes them: arrays, sorted, so that equal ones look equal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from anomaly.outside import Checks, Evidence
from occupancy.evidence import queries
from occupancy.evidence.commands import PastCheck, Reading
from occupancy.evidence.rules import key_of


def evidence(
    session: Session, first: date, last: date, codes: Mapping[int, str]
) -> Evidence | None:
    """Return the readings that touch ``first`` to ``last``, None without any.

    ``codes`` are the codes of the facilities that are asked about, by number; readings of other
    facilities are left out.
    """

    def code(row: Reading) -> str:
        return codes[row.facility_id] if row.facility_id is not None else ""

    rows = sorted(
        (
            row
            for row in queries.readings(session, first, last)
            if row.facility_id is None or row.facility_id in codes
        ),
        key=lambda row: (code(row), row.community or "", row.kind, row.date_from, row.date_to),
    )
    if not rows:
        return None
    return Evidence(
        facility_id=np.array([code(row) for row in rows], dtype=np.str_),
        community=np.array([row.community or "" for row in rows], dtype=np.str_),
        date_from=_days([row.date_from for row in rows]),
        date_to=_days([row.date_to for row in rows]),
        kind=np.array([row.kind for row in rows], dtype=np.str_),
        value=np.array([row.value for row in rows]),
    )


def checks(
    session: Session,
    first: date,
    last: date,
    codes: Mapping[int, str],
    visits: Collection[PastCheck],
) -> Checks | None:
    """Return what was counted on the nights ``first`` to ``last``, None without any."""
    found = {key_of(row): row for row in queries.checks(session, first, last)}
    found |= {key_of(row): row for row in visits if first <= row.night <= last}
    rows = sorted(
        (row for row in found.values() if row.facility_id in codes),
        key=lambda row: (codes[row.facility_id], row.night),
    )
    if not rows:
        return None
    return Checks(
        facility_id=np.array([codes[row.facility_id] for row in rows], dtype=np.str_),
        date=_days([row.night for row in rows]),
        observed_guests=np.array([float(row.observed_guests) for row in rows]),
        design=np.array([row.design for row in rows], dtype=np.str_),
        inclusion_probability=np.array(
            [
                np.nan if row.inclusion_probability is None else row.inclusion_probability
                for row in rows
            ]
        ),
    )


def _days(days: Sequence[date]) -> np.ndarray:
    return np.array([np.datetime64(day, "D") for day in days], dtype="datetime64[D]")
