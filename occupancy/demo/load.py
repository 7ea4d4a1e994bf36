"""Load the made-up region: businesses, facilities, people, nights; its truth goes to a file."""

from __future__ import annotations

import csv
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occupancy.demo.names import Business
from occupancy.demo.nights import Told, filings_of, stated_at, tell
from occupancy.demo.people import create_people
from occupancy.demo.region import LVIV, Planned, Region, plan
from occupancy.errors import Refusal
from occupancy.filings.commands import FileNight
from occupancy.filings.rules import night_of
from occupancy.filings.services import file_nights
from occupancy.registry import queries as registry
from occupancy.registry.commands import RegisterFacility, RegisterOperator, SetCapacity
from occupancy.registry.models import Facility
from occupancy.registry.services import register_facility, register_operator, set_capacity
from occupancy.settings import Settings

TRUTH = "demo-truth.csv"
#: How the log calls the loader.
ACTOR = "system:demo"


class AlreadyThere(Refusal):
    """The database holds facilities already; a made-up region is not mixed into them."""

    code = "demo.already_there"
    status = 409


@dataclass(frozen=True)
class Loaded:
    """What was loaded, and where its truth is kept."""

    facilities: int
    nights: int
    hiding: int
    truth: Path


def has_facilities(session: Session) -> bool:
    """Tell whether any facility stands in the register."""
    return bool(session.scalar(select(func.count()).select_from(Facility)))


def load(
    session: Session,
    settings: Settings,
    *,
    facilities: int,
    nights: int,
    seed: int,
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> Loaded:
    """Make ``facilities`` × ``nights`` ending last night, in the running transaction.

    The same arguments on the same day give the same region. Raises ``AlreadyThere`` when the
    register is not empty.
    """
    if has_facilities(session):
        raise AlreadyThere()
    rng = np.random.default_rng(seed)
    region = plan(registry.communities(session), registry.kind_names(session), facilities, rng)
    last = night_of(now) - timedelta(days=1)
    first = last - timedelta(days=nights - 1)
    owners = _businesses(session, region.businesses, now)
    ids = _facilities(session, region, owners, first, now)
    create_people(
        session,
        settings,
        operators=owners[:2],
        facilities=ids[:1],
        communities=[LVIV],
        now=now,
    )
    told = tell(region.facilities, last, nights, seed)
    filed = list(_filings(session, region.facilities, ids, told, rng))
    times = {(each.facility_id, each.night): stated_at(each.night, rng) for each in filed}
    with _unswept():
        report = file_nights(
            session,
            filed,
            source="demo",
            author_id=None,
            now=now,
            filed_at=lambda each: times[each.facility_id, each.night],
            progress=progress,
        )
    if report.refused:
        raise report.refused[0].refusals[0]
    truth = settings.data_dir / TRUTH
    _write_truth(truth, region.facilities, told)
    return Loaded(len(ids), report.filed, int(np.sum(told.kind != "")), truth)


def _businesses(session: Session, made: Sequence[Business], now: datetime) -> list[int]:
    return [
        register_operator(
            session,
            RegisterOperator(each.name, each.tax_code, each.tax_code_kind),
            actor=ACTOR,
            now=now,
        )
        for each in made
    ]


def _facilities(
    session: Session, region: Region, owners: list[int], since: date, now: datetime
) -> list[int]:
    ids = []
    for each in region.facilities:
        made = register_facility(
            session,
            RegisterFacility(
                code=each.code,
                operator_id=owners[each.business],
                community=each.community.katottg,
                kind=each.kind,
                name=each.name,
                address=each.address,
                stars=each.stars,
                lat=each.lat,
                lon=each.lon,
            ),
            actor=ACTOR,
            now=now,
        )
        set_capacity(
            session,
            SetCapacity(made, since, each.rooms, each.places, each.extra_places),
            actor=ACTOR,
            now=now,
        )
        ids.append(made)
    return ids


def _filings(
    session: Session,
    planned: Sequence[Planned],
    ids: list[int],
    told: Told,
    rng: np.random.Generator,
) -> Iterator[FileNight]:
    places = {place.id: place for place in registry.facilities(session, ids=ids)}
    law = registry.law(session, {each.community.katottg for each in planned})
    for row, (each, facility_id) in enumerate(zip(planned, ids, strict=True)):
        bands = {}
        for night in told.nights:
            rates = law.rates_on(places[facility_id], night)
            bands[night] = tuple(rates.bands) if rates else ()
        yield from filings_of(each, facility_id, row, told, bands, rng)


def _write_truth(path: Path, planned: Sequence[Planned], told: Told) -> None:
    """Keep what really was: facility, night, declared, true guests, kind of hiding, trouble."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["facility_id", "date", "declared", "true_guests", "hiding", "trouble"])
        for row, each in enumerate(planned):
            for column, night in enumerate(told.nights):
                said = told.guests[row, column]
                rows.writerow(
                    [
                        each.code,
                        night.isoformat(),
                        "" if np.isnan(said) else int(said),
                        int(told.true_guests[row, column]),
                        told.kind[row],
                        told.hard[row],
                    ]
                )


@contextmanager
def _unswept() -> Iterator[None]:
    """Pause the collector of circular garbage: a batch makes none, and looking costs a quarter."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
