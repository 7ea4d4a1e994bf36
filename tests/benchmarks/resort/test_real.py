"""Large honest hotels of this world beside the two real ones, by figures of their nights."""

import os
from pathlib import Path

import numpy as np
import pytest

from benchmarks.detector.panels import hotels
from benchmarks.detector.panels.sources import Size, make
from tests.support.tree import ROOT

FILE = Path(os.environ.get("OCCUPANCY_REAL_HOTELS", ROOT.parent / "shared/data/real-hotels.csv"))
ROOMS = {"resort-h1": 200, "city-h2": 230}  # not published; their largest nights tell
FROM = 50  # rooms that make a hotel large here
#: Figure → how far below the lower and above the higher of the real pair the mean may lie.
ALLOWED = {
    "level": (0.45, 0.1),  # a poorer country, and smaller houses in it
    "guests_per_room": (0.2, 0.3),
    "month_spread": (0.1, 0.1),
    "spread": (0.06, 0.06),
    "memory_1": (0.1, 0.05),
    "memory_2": (0.1, 0.1),
    "memory_7": (0.15, 0.1),
    "nights_per_stay": (0.6, 0.5),
    "arrivals_lumps": (8.0, 0.0),
    "week": (0.08, 0.12),
}


def figures(rooms: np.ndarray, guests: np.ndarray, arrivals: np.ndarray, places: float) -> list:
    """Figures of one hotel's nights, in the order of ``ALLOWED``; a month is four weeks."""
    nights = len(guests) // 28 * 28
    months = guests[:nights].reshape(-1, 28).mean(axis=1)
    off = guests[:nights] / np.repeat(months, 28) - 1
    week = 1 + off.reshape(-1, 7).mean(axis=0)
    memory = [np.corrcoef(off[:-lag], off[lag:])[0, 1] for lag in (1, 2, 7)]
    return [
        guests.mean() / places,
        guests.sum() / rooms.sum(),
        months.std() / months.mean(),
        off.std(),
        *memory,
        guests.sum() / arrivals.sum(),
        arrivals.var() / arrivals.mean(),
        week.max() / week.min(),
    ]


@pytest.fixture(scope="module")
def real() -> np.ndarray:
    if not FILE.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the figures of real hotels are needed on CI: {FILE}")
        pytest.skip(f"there are no figures of real hotels at {FILE} (OCCUPANCY_REAL_HOTELS)")
    table = hotels.read(FILE)
    return np.array([figures(*sheets, ROOMS[name]) for name, sheets in table.items()])


def test_large_hotels_live_as_the_real_ones(real):
    made = []
    for seed in range(8):
        case = make("resort", "honest", seed, Size())
        panel = case.given.panel
        known = panel.facilities
        steady = (np.nan_to_num(panel.guests) == 0).sum(axis=1) < 15  # neither shut nor asleep
        large = (known.category == "hotel") & (known.rooms >= FROM) & steady
        for row in np.flatnonzero(large):
            sheets = (panel.rooms_occupied, panel.guests, panel.arrivals)
            rooms, guests, arrivals = (sheet[row] for sheet in sheets)
            whole = ~np.isnan(guests) & (guests == case.true_guests[row])
            nights = np.arange(len(guests))
            filled = (
                np.interp(nights, nights[whole], one[whole]) for one in (rooms, guests, arrivals)
            )
            made.append(figures(*filled, known.rooms[row]))
    assert len(made) > 15
    mean = np.mean(made, axis=0)
    low, high = real.min(axis=0), real.max(axis=0)
    for place, (name, (below, above)) in enumerate(ALLOWED.items()):
        told = f"{name}: {mean[place]:.2f}, the real ones {real[:, place].round(2)}"
        assert low[place] - below <= mean[place] <= high[place] + above, told
