"""Two real hotels (Antonio, de Almeida, Nunes, Data in Brief 22 (2019), CC BY 4.0), no peers."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from anomaly import Facilities, Filings, Panel, ScanParams, lay_out, scan

FILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "real-hotels.csv"


@pytest.fixture(scope="module")
def hotels() -> Panel:
    if not FILE.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{FILE.name} is missing beside the repository")
        pytest.skip(f"{FILE.name} does not lie in ../shared/data")
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    def column(*names: str) -> np.ndarray:
        return np.array([sum(float(row[name]) for name in names) for row in rows])

    known = Facilities.of(
        ["city-h2", "resort-h1"],
        community=["city", "coast"],
        category=["hotel", "hotel"],
        rooms=[230, 200],
        beds=[460, 400],
    )
    return lay_out(
        known,
        Filings(
            np.array([row["facility_id"] for row in rows]),
            np.array([row["date"] for row in rows], dtype="datetime64[D]"),
            column("rooms_occupied"),
            column("guests_domestic", "guests_inbound", "exempt_MINOR"),
            column("arrivals"),
        ),
    )


def with_guests(panel: Panel, guests: np.ndarray) -> Panel:
    share = guests / np.maximum(panel.guests, 1)
    return Panel(
        panel.facilities,
        panel.dates,
        np.round(panel.rooms_occupied * share),
        guests,
        np.minimum(np.round(panel.arrivals * share), guests),
    )


def test_honest_hotels_are_left_in_peace(hotels):
    result = scan(hotels, ScanParams(country="PT"))
    assert np.all(result.facilities.p_value > 0.05)
    assert not result.days.flag.any()
    assert all(
        "NO_PEERS" not in [r.code for r in reasons] or len(reasons) == 1
        for reasons in result.facilities.reasons
    )


def test_real_nights_keep_to_their_bands(hotels):
    days = scan(hotels, ScanParams(country="PT")).days
    inside = (days.low <= days.declared) & (days.declared <= days.high)
    assert np.mean(inside) > 0.82
    assert np.mean(days.p_value < 0.05) < 0.10


@pytest.mark.parametrize("kind", ["cap", "tens", "empty", "copies"])
def test_hiding_planted_in_a_real_hotel_is_found_without_peers(hotels, kind):
    guests, rng = hotels.guests.copy(), np.random.default_rng(2)
    code = {
        "cap": "CAP_AT_X",
        "tens": "ROUNDED",
        "empty": "EMPTY_NIGHTS_ISOLATED",
        "copies": "COPIED_NUMBERS",
    }[kind]
    if kind == "cap":
        guests[0] = np.minimum(guests[0], np.round(np.quantile(guests[0], 0.5)))
    elif kind == "tens":
        guests[0] = 10 * np.round(guests[0] * 0.065)
    elif kind == "empty":
        guests[0, rng.random(guests.shape[1]) < 0.1] = 0
    panel = with_guests(hotels, guests)
    if kind == "copies":
        for sheet in (panel.rooms_occupied, panel.guests, panel.arrivals):
            for night in range(0, sheet.shape[1] - 4, 9):
                sheet[0, night : night + 4] = np.round(0.7 * sheet[0, night])
    rows = scan(panel, ScanParams(country="PT")).facilities
    at = int(np.flatnonzero(rows.facility_id == "city-h2")[0])
    assert rows.p_value[at] < 0.01
    assert code in [reason.code for reason in rows.reasons[at]]
