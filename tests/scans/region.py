"""A small made-up region for the scan: facilities of one community and their filed nights."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import insert
from sqlalchemy.orm import Session

from occupancy.filings.models import FilingRevision
from occupancy.registry.models import Capacity, Community, Facility, FacilityKind, Operator

LVIV = "UA46060250000025047"
SLAVSKE = "UA46100210000027970"
LAST = date(2026, 11, 22)
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
PLACES = 48

#: Takes (facility's number, night's number, guests) and returns what is declared; None = not filed.
Habit = Callable[[int, int, int], int | None]


def honest(_place: int, _night: int, guests: int) -> int | None:
    """Declare what was."""
    return guests


def some_nights_empty(hiders: set[int], every: int = 5) -> Habit:
    """Let ``hiders`` declare every fifth night empty."""

    def declare(place: int, night: int, guests: int) -> int | None:
        return 0 if place in hiders and night % every == 0 else guests

    return declare


def make_region(
    session: Session,
    *,
    count: int = 16,
    nights: int = 150,
    habit: Habit = honest,
    community: str = LVIV,
    prefix: str = "LV",
    seed_number: int = 7,
    last: date = LAST,
) -> list[int]:
    """Insert ``count`` hotels with ``nights`` nights up to ``last``; return their numbers."""
    know_places(session)
    operator = Operator(
        name=f"ТОВ {prefix}", tax_code=f"{41000000 + seed_number}", tax_code_kind="edrpou"
    )
    session.add(operator)
    session.flush()
    ids = []
    for number in range(count):
        place = Facility(
            code=f"{prefix}-{number:04}",
            operator_id=operator.id,
            community_katottg=community,
            kind="hotel",
            name=f"Готель {prefix} {number}",
            address="вул. Вигадана, 1",
            stars=3,
            lat=49.84,
            lon=24.03,
            opened=date(2020, 1, 1),
        )
        session.add(place)
        session.flush()
        session.add(
            Capacity(facility_id=place.id, valid_from=date(2020, 1, 1), rooms=24, places=PLACES)
        )
        ids.append(place.id)
    session.flush()
    first = last - timedelta(days=nights - 1)
    truth, came = what_was(count, nights, last, seed_number)
    rows = []
    for number, facility_id in enumerate(ids):
        for night in range(nights):
            told = habit(number, night, int(truth[number, night]))
            if told is not None:
                day = first + timedelta(days=night)
                arrivals = min(int(came[number, night]), told)
                rows.append(figure(facility_id, day, told, arrivals=arrivals))
    session.execute(insert(FilingRevision), rows)
    session.flush()
    return ids


def what_was(
    count: int, nights: int, last: date = LAST, seed_number: int = 7
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the true guests and arrivals, (count, nights) each, of a region."""
    rng = np.random.default_rng(seed_number)
    first = last - timedelta(days=nights - 1)
    weekend = np.array([(first + timedelta(days=n)).weekday() in (4, 5) for n in range(nights)])
    level = rng.normal(0.1, 0.25, (count, 1))
    logit = (
        level + 0.6 * weekend + rng.normal(0, 0.25, nights) + rng.normal(0, 0.25, (count, nights))
    )
    guests = rng.binomial(PLACES, 1 / (1 + np.exp(-logit)))
    before = np.pad(guests, ((0, 0), (1, 0)))[:, :-1]
    return guests, np.maximum(rng.binomial(guests, 0.5), guests - before)


def know_places(session: Session) -> None:
    """Put two communities and one kind of facility into the registry where it lacks them."""
    for katottg, name, name_en, series in (
        (LVIV, "Львівська", "Lviv", "ЛВ"),
        (SLAVSKE, "Славська", "Slavske", "СЛ"),
    ):
        if session.get(Community, katottg):
            continue
        session.add(
            Community(
                katottg=katottg,
                name_uk=name,
                name_en=name_en,
                district_uk="Вигаданий",
                district_en="Made-up",
                kind="urban",
                centre_uk=name,
                centre_en=name_en,
                lat=49.0,
                lon=24.0,
                series=series,
                source="test",
                mark="V",
            )
        )
    if session.get(FacilityKind, "hotel") is None:
        session.add(
            FacilityKind(
                code="hotel",
                position=1,
                name_uk="готель",
                name_en="hotel",
                law_group="а",
                source="test",
                mark="V",
            )
        )
    session.flush()


def figure(facility_id: int, night: date, guests: int, **other: Any) -> dict[str, Any]:
    """Return one revision as a row to insert; 40 kopiykas a guest-night make sums easy to read."""
    number = other.get("number", 1)
    row = {
        "facility_id": facility_id,
        "night": night,
        "number": number,
        "kind": "figure" if number == 1 else "correction",
        "rooms_occupied": (guests + 1) // 2,
        "guests": guests,
        "domestic": guests,
        "inbound": 0,
        "exempt_total": 0,
        "exempt": {},
        "bands": None,
        "arrivals": None,
        "reason": None,
        "due_kopiykas": 4000 * guests,
        "source": "cabinet",
        "filed_at": NOW,
        "after_cutoff": False,
        "receipt_no": f"{facility_id}-{night:%y%m%d}-{number}",
        "audit_seq": 10**6 * number + facility_id * 2000 + night.toordinal() % 2000,
        "audit_leaf": "0" * 64,
        **other,
    }
    return {"id": row["audit_seq"] + 1, **row}
