"""What the detector said, as plain rows: fresh ones, and those of groups that did not change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from anomaly.fdr import q_values, stands_out
from anomaly.reasons import Reason
from anomaly.result import ScanResult
from occupancy.database import table_of
from occupancy.scans import rules
from occupancy.scans.models import Assessment, NightBand
from occupancy.scans.queries import Intake

Row = dict[str, Any]

_ASSESSMENT, _BAND = table_of(Assessment), table_of(NightBand)
_FIGURES = (
    "plausible_nights",
    "plausible_low",
    "plausible_high",
    "gap_nights",
    "gap_low",
    "gap_high",
    "p_value",
)


@dataclass(frozen=True)
class Answer:
    """Rows of ``assessment`` and ``night_band`` without their run, and codes of what was not used.

    What depends on other groups (q-value, flag of a night) and on prices is put in by ``complete``.
    """

    facilities: list[Row]
    nights: list[Row]
    notes: tuple[str, ...]


def told(
    asked: Intake, result: ScanResult, window: tuple[date, date], first: date
) -> tuple[list[Row], list[Row]]:
    """Return what a result says of facilities, and of their nights from ``first`` on."""
    at = _rows_of(asked, result)
    table = result.facilities
    places = [
        _of_facility(result, row, int(asked.ids[place]), window) for row, place in enumerate(at)
    ]
    days = result.days
    wanted = np.flatnonzero((days.date >= np.datetime64(first, "D")) & ~np.isnan(days.expected))
    ids = asked.ids[at[days.facility[wanted]]].tolist()
    dates = days.date[wanted].astype("datetime64[D]").tolist()
    names = ("declared", "expected", "low80", "high80", "low95", "high95", "p_value", "hidden")
    columns = {name: getattr(days, name)[wanted].tolist() for name in names}
    nights = [
        {
            "facility_id": ids[row],
            "night": dates[row],
            "declared": int(columns["declared"][row]),
            "expected": round(columns["expected"][row], 3),
            **{name: columns[name][row] for name in ("low80", "high80", "low95", "high95")},
            "p_value": _figure(columns["p_value"][row]),
            "hidden": round(columns["hidden"][row], 3),
        }
        for row in range(len(wanted))
    ]
    assert len(places) == len(table)  # nosec B101 # one row for each facility that was asked about
    return places, nights


def kept(session: Session, run_id: int, group: int, first: date) -> tuple[list[Row], list[Row]]:
    """Return what run ``run_id`` said of one of its groups, nights from ``first`` on."""
    mine = (_ASSESSMENT.c.run_id == run_id) & (_ASSESSMENT.c.peer_group == group)
    places = [
        {name: value for name, value in row.items() if name not in ("run_id", "peer_group")}
        for row in session.execute(select(_ASSESSMENT).where(mine)).mappings()
    ]
    members = select(_ASSESSMENT.c.facility_id).where(mine)
    query = select(_BAND).where(
        _BAND.c.run_id == run_id, _BAND.c.facility_id.in_(members), _BAND.c.night >= first
    )
    nights = [
        {name: value for name, value in row.items() if name not in ("run_id", "flagged")}
        for row in session.execute(query).mappings()
    ]
    return places, nights


def complete(
    asked: Intake, places: list[Row], nights: list[Row], group_of: Mapping[int, int], fdr: float
) -> None:
    """Put in what depends on all groups together and on prices of today."""
    row_of = {int(number): row for row, number in enumerate(asked.ids)}
    places.sort(key=lambda each: row_of[each["facility_id"]])
    nights.sort(key=lambda each: (row_of[each["facility_id"]], each["night"]))
    q = q_values(_column(places, "p_value"))
    price = worth(asked)
    of_facility: dict[int, float] = {}
    for each, value in zip(places, q.tolist(), strict=True):
        number = each["facility_id"]
        of_facility[number] = value
        each["q_value"] = _figure(value)
        each["corrected_up"] = int(asked.corrected_up[row_of[number]])
        each["peer_group"] = group_of[number]
        for end, of in (("", "nights"), ("_low", "low"), ("_high", "high")):
            gap = each[f"gap_{of}"]
            each[f"gap_kopiykas{end}"] = (
                None if gap is None else rules.money(gap, *price[row_of[number]])
            )
    wrong = stands_out(
        np.array([of_facility[each["facility_id"]] for each in nights], dtype=np.float64),
        _column(nights, "hidden"),
        _column(nights, "expected"),
        fdr,
    )
    for each, flagged in zip(nights, wrong.tolist(), strict=True):
        each["flagged"] = flagged


def seen(places: Iterable[Row]) -> dict[int, rules.Seen]:
    """Return what signals depend on, by facility."""
    found = {}
    for each in places:
        judged = each["p_value"] is not None
        found[each["facility_id"]] = rules.Seen(
            q_value=each["q_value"] if judged else float("nan"),
            expected=each["score"] if judged else float("nan"),
            corrected_up=each["corrected_up"],
        )
    return found


def worth(asked: Intake) -> list[tuple[int, int]]:
    """Return (kopiykas due, guest-nights) that price a hidden night of each facility.

    A facility without a priced guest-night of its own takes its community's.
    """
    due: dict[str, int] = {}
    taxed: dict[str, int] = {}
    for place, kopiykas, nights in zip(asked.communities, asked.due, asked.taxed, strict=True):
        due[place] = due.get(place, 0) + int(kopiykas)
        taxed[place] = taxed.get(place, 0) + int(nights)
    own = zip(asked.communities, asked.due, asked.taxed, strict=True)
    return [
        (int(kopiykas), int(nights)) if nights else (due[place], taxed[place])
        for place, kopiykas, nights in own
    ]


def _rows_of(asked: Intake, result: ScanResult) -> np.ndarray:
    """Return for each facility row of ``result`` its place in ``asked`` (both by code)."""
    codes = asked.panel.facilities.facility_id
    order = np.argsort(codes, kind="stable")
    found: np.ndarray = order[np.searchsorted(codes[order], result.facilities.facility_id)]
    return found


def _of_facility(result: ScanResult, row: int, facility_id: int, window: tuple[date, date]) -> Row:
    table = result.facilities
    judged = not isnan(float(table.p_value[row]))
    first, last = table.date_from[row], table.date_to[row]
    span = window if np.isnat(first) else (first.astype(date), last.astype(date))
    return {
        "facility_id": facility_id,
        "date_from": span[0],
        "date_to": span[1],
        "nights_filed": int(table.filed[row]),
        "declared_nights": float(table.declared_nights[row]),
        **{name: _figure(getattr(table, name)[row]) if judged else None for name in _FIGURES},
        "score": float(table.score[row]),
        "reasons": [_reason(each, window[0]) for each in table.reasons[row]],
    }


def _figure(value: float) -> float | None:
    return None if isnan(float(value)) else float(value)


def _column(rows: Sequence[Row], name: str) -> np.ndarray:
    return np.array(
        [np.nan if each[name] is None else each[name] for each in rows], dtype=np.float64
    )


def _reason(said: Reason, window_from: date) -> Row:
    """Return a reason that stands on its own: a night's place in the window becomes its day.

    The detector counts nights from the window's first one; kept is the day's proleptic ordinal.
    """
    numbers = dict(said.numbers)
    if "night" in numbers:
        numbers["since"] = window_from.toordinal() + round(numbers.pop("night"))
    return {
        "code": said.code,
        "weight": said.weight,
        "p": _figure(said.p),
        "numbers": numbers,
        "nights": list(said.nights),
    }
