"""Outside readings of a facility beside its declared nights, and the same of its peers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from occupancy.evidence import queries as evidence
from occupancy.evidence.commands import Reading
from occupancy.filings import queries as filings
from occupancy.scans import queries as scans
from occupancy.web.charts import small

#: Readings shown of each kind, and how far back (nights) they may begin.
SHOWN, BACK = 6, 400
#: Peers with a reading of the same days that make a middle.
FEWEST = 3


@dataclass(frozen=True)
class MeterLine:
    """One reading: its value, the guest-nights declared meanwhile, and the value for each of them.

    ``peers``: the middle of the peers' values for a declared guest-night in the same days.
    """

    date_from: date
    date_to: date
    value: float
    declared: int
    per_night: float | None
    peers: float | None
    picture: Markup
    peers_picture: Markup


@dataclass(frozen=True)
class Meter:
    """The newest readings of one kind, newest first, and who gave them."""

    kind: str
    source: str
    lines: tuple[MeterLine, ...]


def meters(session: Session, facility_id: int, last: date, run_id: int | None) -> list[Meter]:
    """Return a facility's readings by kind; ``run_id`` says who its peers are."""
    first = last - timedelta(days=BACK)
    own = evidence.readings_of(session, facility_id, first, last)
    shown: dict[str, list[evidence.SourcedReading]] = {}
    for each in reversed(own):
        if len(shown.setdefault(each.reading.kind, [])) < SHOWN:
            shown[each.reading.kind].append(each)
    spans = [each.reading for kind in shown.values() for each in kind]
    if not spans:
        return []
    begin, end = min(row.date_from for row in spans), max(row.date_to for row in spans)
    peers = set(scans.peers_of(session, run_id, facility_id)) if run_id else set()
    alike = _alike(evidence.readings(session, begin, end), peers, spans)
    guests = _guests(session, begin, end, {facility_id, *(row.facility_id or 0 for row in alike)})
    return [_meter(kind, found, alike, guests) for kind, found in sorted(shown.items())]


def kind_words(kind: str) -> str:
    """Return what a reading measures, with its unit; a kind without words names itself."""
    return {
        "water_m3": gettext("Вода, м³"),
        "electricity_kwh": gettext("Струм, кВт·год"),
        "gas_m3": gettext("Газ, м³"),
        "waste_kg": gettext("Сміття, кг"),
        "laundry_kg": gettext("Пральня, кг"),
        "reviews": gettext("Відгуки гостей"),
        "ota_rooms_available": gettext("Вільні номери на платформах"),
    }.get(kind, kind)


Guests = dict[int, dict[date, int]]


def _alike(
    rows: Sequence[Reading], peers: Collection[int], spans: Sequence[Reading]
) -> list[Reading]:
    """Return the peers' readings of the same kinds and days."""
    wanted = {(row.kind, row.date_from, row.date_to) for row in spans}
    return [
        row
        for row in rows
        if row.facility_id in peers and (row.kind, row.date_from, row.date_to) in wanted
    ]


def _guests(session: Session, first: date, last: date, ids: Collection[int]) -> Guests:
    found: Guests = {}
    for row in filings.standing_all(session, first, last, ids):
        found.setdefault(row.facility_id, {})[row.night] = row.guests
    return found


def _meter(
    kind: str, found: Sequence[evidence.SourcedReading], alike: Sequence[Reading], guests: Guests
) -> Meter:
    lines = [_line(each.reading, alike, guests) for each in found]
    top = max(
        (value for each in lines for value in (each[1], each[2]) if value is not None), default=0.0
    )
    return Meter(
        kind,
        found[0].source,
        tuple(
            MeterLine(
                each.reading.date_from,
                each.reading.date_to,
                each.reading.value,
                declared,
                own,
                peers,
                small.bar(own or 0.0, top, mark="c-est"),
                small.bar(peers or 0.0, top, mark="c-peer"),
            )
            for each, (declared, own, peers) in zip(found, lines, strict=True)
        ),
    )


def _line(
    row: Reading, alike: Sequence[Reading], guests: Guests
) -> tuple[int, float | None, float | None]:
    """Return declared guest-nights, the value for each of them, and the peers' middle."""
    of_peers = [
        each.value / nights
        for each in alike
        if (each.kind, each.date_from, each.date_to) == (row.kind, row.date_from, row.date_to)
        and (nights := _declared(each, guests))
    ]
    declared = _declared(row, guests)
    return (
        declared,
        row.value / declared if declared else None,
        median(of_peers) if len(of_peers) >= FEWEST else None,
    )


def _declared(row: Reading, guests: Guests) -> int:
    own = guests.get(row.facility_id or 0, {})
    return sum(count for night, count in own.items() if row.date_from <= night <= row.date_to)
