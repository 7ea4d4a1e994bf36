"""What stands behind a signal: peers over time, ranked nights, what would settle it, how often
signals of its kind were right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext, ngettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from occupancy.agency.nights import NightLine
from occupancy.agency.readings import Meter
from occupancy.inspections import queries as inspections
from occupancy.scans import queries as scans
from occupancy.scans import rules
from occupancy.scans.queries import BandRow, FlagRow, PeersThen
from occupancy.web import formats, honest
from occupancy.web.charts import curve
from occupancy.web.reasons import ReasonWords

#: Nights of the ranked list, and guests that a night must lack to stand in it.
RANKED, LEAST = 10, 0.5
#: Kinds of readings that settle most, by what they measure.
METERS = ("water_m3", "electricity_kwh")


@dataclass(frozen=True)
class PeerLine:
    """One night: shares of places, this facility's and its peers' middle half."""

    night: date
    own: float | None
    peers: PeersThen | None


@dataclass(frozen=True)
class PeerCurve:
    """The peers over the nights of a page; ``count``: how many the run compared with."""

    picture: Markup
    lines: tuple[PeerLine, ...]
    count: int


@dataclass(frozen=True)
class Right:
    """How often signals with the same first reason were right, with 90 % limits as shares."""

    right: int
    visits: int
    limits: rules.Estimate | None


def peer_curve(
    session: Session, flag: FlagRow, nights: Sequence[NightLine], places: int
) -> PeerCurve | None:
    """Return how peers filled the nights beside this facility; None where too few filed."""
    if not nights or not places:
        return None
    first, last = nights[0].night, nights[-1].night
    then = scans.peers_between(session, flag.latest_run, flag.facility_id, first, last)
    if not then:
        return None
    lines = tuple(
        PeerLine(
            each.night,
            each.standing.guests / places if each.standing else None,
            then.get(each.night),
        )
        for each in nights
    )
    picture = curve.draw(
        [_point(line) for line in lines],
        [formats.day_and_month(line.night) for line in lines],
        title=gettext("Зайнятість місць: цей заклад і середина подібних"),
        desc=_desc(lines),
    )
    return PeerCurve(
        picture, lines, len(scans.peers_of(session, flag.latest_run, flag.facility_id))
    )


def ranked(bands: Sequence[BandRow]) -> list[BandRow]:
    """Return the nights with the most expected hidden guests, the most first."""
    found = [band for band in bands if band.hidden >= LEAST]
    return sorted(found, key=lambda band: (-band.hidden, band.night))[:RANKED]


def settling(
    bands: Sequence[BandRow],
    reasons: Sequence[ReasonWords],
    meters: Sequence[Meter],
    tonight: date,
) -> list[str]:
    """Return what would settle the question, the strongest first, as sentences."""
    said = []
    if best := _best_night(bands, tonight):
        night, guests = best
        said.append(
            ngettext(
                "Обстеження в ніч %(night)s: у такі дні тижня розбіжність найбільша,"
                " близько %(num)s гостя.",
                "Обстеження в ніч %(night)s: у такі дні тижня розбіжність найбільша,"
                " близько %(num)s гостей.",
                max(round(guests), 1),
                night=formats.day_with_weekday(night),
            )
        )
    if not any(meter.kind in METERS for meter in meters):
        said.append(
            gettext(
                "Показник води чи струму за кілька місяців: сам рівень, нижчий за подібних,"
                " без сторонніх даних нічого не доводить."
            )
        )
    proofs = honest.proofs()
    said += [proofs[each.code] for each in reasons if each.code in proofs]
    return said


def right_so_far(session: Session, flag: FlagRow) -> Right | None:
    """Return how often signals with this signal's first reason were right; None without reasons."""
    if not flag.seen.reasons:
        return None
    found = inspections.right_so_far(session, flag.seen.reasons[0].code)
    limits = rules.small_share(found.right, found.visits) if found.visits else None
    return Right(found.right, found.visits, limits)


def _best_night(bands: Sequence[BandRow], tonight: date) -> tuple[date, float] | None:
    """Return the next night of the weekday with the most expected hidden guests, and how many."""
    by_weekday: dict[int, list[float]] = {}
    for band in bands:
        by_weekday.setdefault(band.night.weekday(), []).append(band.hidden)
    means = {day: sum(each) / len(each) for day, each in by_weekday.items()}
    if not means or max(means.values()) < LEAST:
        return None
    best = max(means, key=lambda day: (means[day], -day))
    return tonight + timedelta(days=(best - tonight.weekday()) % 7), means[best]


def _point(line: PeerLine) -> curve.Point:
    peers = line.peers
    return curve.Point(
        line.night,
        peers.low if peers else None,
        peers.middle if peers else None,
        peers.high if peers else None,
        line.own,
    )


def _desc(lines: Sequence[PeerLine]) -> str:
    """Return the finding in one sentence: on how many nights it was below the middle half."""
    both = [line for line in lines if line.own is not None and line.peers]
    below = sum(1 for line in both if line.peers and (line.own or 0.0) < line.peers.low)
    return gettext(
        "нижче за середню половину подібних: %(below)s із %(all)s ночей",
        below=below,
        all=len(both),
    )
