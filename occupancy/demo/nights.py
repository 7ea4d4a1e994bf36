"""What the made-up facilities filed: the simulator's panel as nights of this product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from anomaly import Facilities
from anomaly.simulate import Simulated, simulate
from occupancy.demo.region import Planned
from occupancy.filings.commands import BandGuests, FileNight
from occupancy.filings.rules import opens_at

#: Facilities whose role in the story is fixed: one hides whole blocks of nights, these do not hide.
HIDES = {"SL-0001": "empty_block"}
HONEST = frozenset({"LV-0001", "LV-0002", "TR-0001", "LV-0003", "SL-0002"})
#: Share of the other facilities that hide something.
SHARE = 0.12

#: Share of guests who live abroad (fact sheet 5.4), mean over facilities.
INBOUND = 0.10
#: Exempt guests by ground, as shares of all guests, by how a place fills (fact sheet 5.4).
GROUNDS: Mapping[str, Mapping[str, float]] = {
    "city": {"MINOR": 0.08, "IDP": 0.03, "DIS": 0.01, "VET": 0.01},
    "resort": {"MINOR": 0.10, "IDP": 0.04, "DIS": 0.03, "VET": 0.02},
    "carpathian": {"MINOR": 0.14, "IDP": 0.02, "VET": 0.01},
}
#: Price bands of a council, cheapest first, by stars (0 = none).
BAND_OF_STARS = {0: 1, 1: 0, 2: 1, 3: 2, 4: 3, 5: 3}
EXTRA_BEDS = "Додаткові місця"


@dataclass(frozen=True)
class Told:
    """The whole panel: what was filed (NaN = nothing) and what was true, (F, T)."""

    nights: list[date]
    rooms: NDArray[np.float64]
    guests: NDArray[np.float64]
    arrivals: NDArray[np.float64]
    exempt: NDArray[np.float64]
    true_guests: NDArray[np.float64]
    kind: NDArray[np.str_]
    hard: NDArray[np.str_]


def tell(planned: Sequence[Planned], last: date, count: int, seed: int) -> Told:
    """Simulate ``count`` nights ending with ``last`` for every planned facility."""
    first = last - timedelta(days=count - 1)
    dates = np.arange(np.datetime64(first), np.datetime64(last) + 1)
    parts = {
        group: simulate(
            _facilities([planned[row] for row in rows]),
            [planned[row].season for row in rows],
            dates,
            seed=seed,
            share=share,
            mix=mix,
            hard=hard,
        )
        for group, (rows, share, mix, hard) in _groups(planned).items()
    }
    order = np.argsort(
        np.concatenate([rows for rows, *_ in _groups(planned).values()]), kind="stable"
    )
    joined = [parts[group] for group in parts]
    return Told(
        nights=[first + timedelta(days=offset) for offset in range(count)],
        rooms=_stack(joined, "rooms_occupied", order),
        guests=_stack(joined, "guests", order),
        arrivals=_stack(joined, "arrivals", order),
        exempt=_stack(joined, "exempt", order),
        true_guests=np.concatenate([each.true_guests for each in joined])[order],
        kind=np.concatenate([each.kind for each in joined])[order],
        hard=np.concatenate([each.hard for each in joined])[order],
    )


Group = tuple[list[int], float, Mapping[str, float] | None, float]


def _groups(planned: Sequence[Planned]) -> dict[str, Group]:
    """Return rows, share that hides, its kinds and share with honest troubles, by part played."""
    hides = [row for row, each in enumerate(planned) if each.code in HIDES]
    honest = [row for row, each in enumerate(planned) if each.code in HONEST]
    others = [row for row, each in enumerate(planned) if each.code not in {*HIDES, *HONEST}]
    groups: dict[str, Group] = {
        "hides": (hides, 1.0, dict.fromkeys(HIDES.values(), 1.0), 0.0),
        "honest": (honest, 0.0, None, 0.0),
        "others": (others, SHARE, None, 0.2),
    }
    return {name: group for name, group in groups.items() if group[0]}


def _facilities(planned: Sequence[Planned]) -> Facilities:
    return Facilities.of(
        [each.code for each in planned],
        community=[each.community.katottg for each in planned],
        category=[each.kind for each in planned],
        stars=[each.stars or np.nan for each in planned],
        rooms=[each.rooms for each in planned],
        beds=[each.places for each in planned],
    )


def _stack(parts: list[Simulated], name: str, order: NDArray[np.intp]) -> NDArray[np.float64]:
    sheets = [getattr(part.panel, name) for part in parts]
    stacked: NDArray[np.float64] = np.concatenate(sheets)[order]
    return stacked


def filings_of(
    place: Planned,
    facility_id: int,
    row: int,
    told: Told,
    bands: Mapping[date, tuple[str, ...]],
    rng: np.random.Generator,
) -> Iterator[FileNight]:
    """Yield the filed nights of one facility; ``bands`` are the council's price bands by night."""
    inbound_share = float(np.clip(rng.gamma(2.0, INBOUND / 2), 0.0, 0.6))
    price = BAND_OF_STARS[place.stars or 0]
    shares = GROUNDS[place.season]
    for column, night in enumerate(told.nights):
        if np.isnan(told.guests[row, column]):
            continue
        guests = int(told.guests[row, column])
        rooms = min(max(int(told.rooms[row, column]), int(guests > 0)), place.rooms)
        rooms = rooms if guests else 0
        exempt = _exempt(guests, int(np.nan_to_num(told.exempt[row, column])), shares, rng)
        taxable = guests - sum(exempt.values())
        inbound = int(rng.binomial(taxable, inbound_share))
        codes = bands.get(night, ())
        yield FileNight(
            facility_id=facility_id,
            night=night,
            rooms_occupied=rooms,
            domestic=taxable - inbound,
            inbound=inbound,
            exempt=exempt,
            bands=_band(codes, price, taxable - inbound, inbound),
            arrivals=min(int(np.nan_to_num(told.arrivals[row, column])), guests),
            reason=EXTRA_BEDS if guests > place.places + place.extra_places else None,
        )


def _band(
    codes: tuple[str, ...], price: int, domestic: int, inbound: int
) -> tuple[BandGuests, ...] | None:
    if not codes:
        return None
    return (BandGuests(codes[min(price, len(codes) - 1)], domestic, inbound),)


def _exempt(
    guests: int, told: int, shares: Mapping[str, float], rng: np.random.Generator
) -> dict[str, int]:
    """Split guests into grounds; what the simulator moved into exempt ones is told as IDPs."""
    usual = rng.multinomial(guests, [*shares.values(), 1 - sum(shares.values())])
    counts = {code: int(number) for code, number in zip(shares, usual[:-1], strict=True)}
    extra = max(0, min(told, guests) - sum(counts.values()))
    counts["IDP"] = counts.get("IDP", 0) + extra
    return {code: number for code, number in counts.items() if number}


def stated_at(night: date, rng: np.random.Generator) -> datetime:
    """Return when a night was stated: mostly in the evening, now and then the next morning."""
    late = rng.random() < 0.03
    # Minutes after 12:00, when a night opens: 19:00 to 21:50, or 8:00 to 11:30 of the next day.
    minutes = rng.integers(1200, 1410) if late else rng.integers(420, 590)
    return opens_at(night) + timedelta(minutes=int(minutes))
