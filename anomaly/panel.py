"""Facilities and filings, laid out as arrays of facility x night."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from anomaly.errors import BadInput

Text = NDArray[np.str_]
Numbers = NDArray[np.float64]
Dates = NDArray[np.datetime64]

FILED = ("rooms_occupied", "guests", "arrivals")
ALSO_FILED = ("exempt", "first_guests", "first_rooms_occupied", "first_arrivals")

MOST = 100_000.0  # no building of the world sleeps more in a night
LONGEST = 40_000  # nights of a panel: a hundred years and more
HOLE = 1830  # nights without any filing: five years; what lies behind them has a mistyped year


@dataclass(frozen=True)
class Facilities:
    """F facilities, one entry each; unknown text is "", unknown number NaN, unknown date NaT.

    ``rooms`` and ``beds`` are counts of places; ``lat``/``lon`` degrees; ``opened`` is the first
    and ``closed`` the last night on which the facility works (datetime64[D]).
    Raises ``BadInput`` for duplicate or empty ids, wrong lengths, negative or huge capacity.
    """

    facility_id: Text
    community: Text
    category: Text
    stars: Numbers
    rooms: Numbers
    beds: Numbers
    lat: Numbers
    lon: Numbers
    opened: Dates
    closed: Dates

    def __post_init__(self) -> None:
        same_length("facilities", self)
        if np.any(self.facility_id == ""):
            raise BadInput("facilities.id_missing", row=int(np.argmax(self.facility_id == "")))
        _no_twins("facilities.duplicate", self.facility_id)
        for name in ("rooms", "beds"):
            _sensible("facilities", name, getattr(self, name))

    def __len__(self) -> int:
        return len(self.facility_id)

    @classmethod
    def of(cls, facility_id: Sequence[str], **known: Sequence[object]) -> "Facilities":
        """Make facilities of plain lists; what is not given is unknown."""
        count = len(facility_id)
        made: dict[str, object] = {"facility_id": np.asarray(facility_id, dtype=np.str_)}
        for name, blank, kind in _COLUMNS:
            value = known.pop(name, None)
            made[name] = np.full(count, blank, kind) if value is None else np.asarray(value, kind)
        if known:
            raise TypeError(f"unknown columns: {sorted(known)}")
        return cls(**made)  # type: ignore[arg-type]

    def take(self, rows: NDArray[np.intp]) -> "Facilities":
        """The facilities at ``rows``, in that order."""
        return Facilities(*(getattr(self, field.name)[rows] for field in fields(self)))


_COLUMNS: tuple[tuple[str, object, str], ...] = (
    ("community", "", "U"),
    ("category", "", "U"),
    ("stars", np.nan, "f8"),
    ("rooms", np.nan, "f8"),
    ("beds", np.nan, "f8"),
    ("lat", np.nan, "f8"),
    ("lon", np.nan, "f8"),
    ("opened", "NaT", "M8[D]"),
    ("closed", "NaT", "M8[D]"),
)


@dataclass(frozen=True)
class Filings:
    """N filed nights in long form; a night without an entry was not filed, 0 is declared empty.

    ``guests`` is people staying that night, ``arrivals`` those who came on it, ``rooms_occupied``
    rooms; NaN = unknown (guests must be known). ``exempt`` (guests on exempt grounds) and
    ``first_…`` (what was filed before a voluntary correction, see ``Panel``) are optional.
    Raises ``BadInput`` for wrong lengths, negative, infinite or huge numbers.
    """

    facility_id: Text
    date: Dates
    rooms_occupied: Numbers
    guests: Numbers
    arrivals: Numbers
    exempt: Numbers | None = None
    first_guests: Numbers | None = None
    first_rooms_occupied: Numbers | None = None
    first_arrivals: Numbers | None = None

    def __post_init__(self) -> None:
        same_length("filings", self)
        for name in (*FILED, *ALSO_FILED):
            if getattr(self, name) is not None:
                _sensible("filings", name, getattr(self, name))
        if np.isnan(self.guests).any():
            raise BadInput("filings.guests_missing", row=int(np.isnan(self.guests).argmax()))
        if np.isnat(self.date).any():
            raise BadInput("filings.date_missing", row=int(np.isnat(self.date).argmax()))

    def __len__(self) -> int:
        return len(self.facility_id)


@dataclass(frozen=True)
class Panel:
    """F facilities x T consecutive nights; NaN = not filed (or unknown, for rooms and arrivals).

    ``dates`` (T,) rises by one day each; the other arrays are (F, T). ``shut`` marks nights on
    which the facility was lawfully closed: they are neither expected nor judged.
    ``first_guests``, ``first_rooms_occupied`` and ``first_arrivals`` hold what was filed before a
    voluntary correction (equal to the standing numbers, or NaN, elsewhere): a correction upwards
    then never raises a score. Partly corrected books contradict themselves more than hidden ones
    did, so without them it may.
    """

    facilities: Facilities
    dates: Dates
    rooms_occupied: Numbers
    guests: Numbers
    arrivals: Numbers
    exempt: Numbers | None = None
    first_guests: Numbers | None = None
    first_rooms_occupied: Numbers | None = None
    first_arrivals: Numbers | None = None
    shut: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        if len(self.dates) and np.any(np.diff(self.dates) != np.timedelta64(1, "D")):
            raise BadInput("panel.dates_not_consecutive")
        shape = (len(self.facilities), len(self.dates))
        for field in fields(self)[2:]:
            value = getattr(self, field.name)
            if value is None:
                continue
            if value.shape != shape:
                raise BadInput("panel.shape", field=field.name, got=value.shape, expected=shape)
            if field.name != "shut":
                _sensible("panel", field.name, value)

    def take(self, rows: NDArray[np.intp]) -> "Panel":
        """The panel of the facilities at ``rows``, in that order."""
        cut = [
            None if getattr(self, field.name) is None else getattr(self, field.name)[rows]
            for field in fields(self)[2:]
        ]
        return Panel(self.facilities.take(rows), self.dates, *cut)  # type: ignore[arg-type]


def lay_out(facilities: Facilities, filings: Filings) -> Panel:
    """Lay long filings out as a panel from the first to the last filed night.

    Raises ``BadInput`` with the row: ``filings.empty``, ``filings.unknown_facility``,
    ``filings.span_too_long`` (years without a filing, too) or ``filings.duplicate_night``.
    """
    names, which = np.unique(filings.facility_id, return_inverse=True)
    sheets = [getattr(filings, name) for name in (*FILED, *ALSO_FILED)]
    return lay_out_coded(facilities, names, which, filings.date, sheets)


def lay_out_coded(
    facilities: Facilities,
    names: Text,
    which: NDArray[np.integer],
    date: Dates,
    columns: list[Numbers | None],
) -> Panel:
    """Lay out N nights of which row i is about ``names[which[i]]``; see ``lay_out``.

    ``columns``: numbers of ``FILED``, then of ``ALSO_FILED`` or None; emptied as they are laid
    out, since a large panel has not its place in memory twice.
    """
    if not len(which):
        raise BadInput("filings.empty", mend="file at least one night")
    row = _rows_of(facilities, names)[which]
    if row.min() < 0:
        alien = int(np.argmax(row < 0))
        raise BadInput("filings.unknown_facility", row=alien, value=str(names[which[alien]]))
    first = date.min()
    night = (date - first).astype(np.intp)
    span = int(night.max()) + 1
    if span > LONGEST or np.diff(np.flatnonzero(np.bincount(night))).max(initial=0) > HOLE:
        alone = int(np.argmax(np.abs(night - np.sort(night)[len(night) // 2])))
        raise BadInput("filings.span_too_long", row=alone, date=str(date[alone]), nights=span)
    cell = row * span + night
    filled = np.zeros(len(facilities) * span, dtype=bool)
    filled[cell] = True
    if np.count_nonzero(filled) < len(cell):
        met, counts = np.unique(cell, return_counts=True)
        again = int(np.flatnonzero(cell == met[np.argmax(counts > 1)])[1])
        raise BadInput(
            "filings.duplicate_night",
            row=again,
            facility_id=str(names[which[again]]),
            date=str(date[again]),
        )

    def spread(values: Numbers | None) -> Numbers | None:
        if values is None:
            return None
        out = np.full(len(filled), np.nan)
        out[cell] = values
        return out.reshape(len(facilities), span)

    sheets = [spread(columns.pop(0)) for _ in range(len(columns))]
    return Panel(facilities, first + np.arange(span), *sheets)  # type: ignore[arg-type]


def _rows_of(facilities: Facilities, names: Text) -> NDArray[np.intp]:
    """Row of the facility of each name; -1 where there is none."""
    if not len(facilities):
        return np.full(len(names), -1)
    order = np.argsort(facilities.facility_id, kind="stable")
    known = facilities.facility_id[order]
    place = np.minimum(np.searchsorted(known, names), len(known) - 1)
    return np.where(known[place] == names, order[place], -1)


def same_length(what: str, table: object) -> None:
    lengths = {
        field.name: len(getattr(table, field.name))
        for field in fields(table)  # type: ignore[arg-type]
        if getattr(table, field.name) is not None
    }
    if len(set(lengths.values())) > 1:
        raise BadInput(f"{what}.lengths_differ", **lengths)


def _no_twins(code: str, ids: Text) -> None:
    met, counts = np.unique(ids, return_counts=True)
    if np.any(counts > 1):
        twin = met[np.argmax(counts > 1)]
        raise BadInput(code, value=str(twin), row=int(np.flatnonzero(ids == twin)[1]))


def _sensible(what: str, name: str, values: Numbers) -> None:
    """NaN is unknown and welcome; negative, infinite and huge numbers are not."""
    wrong = np.isinf(values) | (values < 0) | (values > MOST)
    if wrong.any():
        at = tuple(int(i) for i in np.unravel_index(int(np.argmax(wrong)), values.shape))
        raise BadInput(
            f"{what}.number_out_of_range",
            field=name,
            value=float(values[at]),
            row=at[0],
            mend=f"a number from 0 to {MOST:.0f}",
        )
