"""Parties counted by hand, the calendar against known days, and honest slips of the pen."""

import numpy as np
import pytest

from benchmarks.detector.panels.books import Books
from benchmarks.detector.panels.oblast import desk
from benchmarks.detector.panels.oblast.calendar import easter, keep
from benchmarks.detector.panels.oblast.houses import found
from benchmarks.detector.panels.oblast.parties import Parties, count
from benchmarks.detector.panels.oblast.selling import sell


def rng(seed: int = 3) -> np.random.Generator:
    return np.random.default_rng(seed)


def parties(*rows: tuple[int, int, int, int, int, float]) -> Parties:
    """Of (house, night, stay, rooms, guests, lead)."""
    columns = np.array(rows, dtype=float).T
    house, night, stay, rooms, guests = columns[:5].astype(np.intp)
    nobody = np.zeros(len(house), dtype=np.intp)
    cash = np.zeros(len(house), dtype=bool)
    return Parties(house, night, stay, rooms, guests, nobody, nobody, cash, columns[5])


def a_pair_of_houses():
    """Two houses that let rooms."""
    made = found(40, rng())
    return made.take(np.flatnonzero(made.dorm == 0)[:2])


def test_a_stay_is_counted_from_its_arrival_to_the_night_before_it_ends():
    houses = a_pair_of_houses()
    books = count(parties((0, 1, 2, 1, 2, 0), (0, 2, 9, 2, 3, 0), (1, 0, 1, 1, 1, 0)), houses, 5)
    assert books.guests.tolist() == [[0, 2, 5, 3, 3], [1, 0, 0, 0, 0]]
    assert books.rooms.tolist() == [[0, 1, 3, 2, 2], [1, 0, 0, 0, 0]]
    assert books.arrivals.tolist() == [[0, 2, 3, 0, 0], [1, 0, 0, 0, 0]]
    later = count(parties((0, 1, 2, 1, 2, 0)), houses, 5, skip=2)
    assert later.guests.tolist() == [[2, 0, 0], [0, 0, 0]]


def test_who_books_first_gets_the_last_room():
    houses = a_pair_of_houses()
    rooms = np.full((2, 10), 1.0)
    late, early = (0, 3, 2, 1, 1, 0.5), (0, 4, 3, 1, 1, 9.0)
    shown = [sell(parties(late, early), houses, rooms, rng(seed)) for seed in range(20)]
    assert all(0.5 not in one.lead for one in shown)
    assert any(9.0 in one.lead for one in shown)


def test_easter_is_that_of_the_eastern_church():
    for day in ("2023-04-16", "2024-05-05", "2025-04-20", "2026-04-12", "2027-05-02"):
        assert easter(int(day[:4])) == np.datetime64(day)


def test_seasons_and_weekdays_are_where_they_belong():
    dates = np.datetime64("2025-11-03") + np.arange(364)
    year = keep(dates, rng())
    assert year.weekday[:8].tolist() == [0, 1, 2, 3, 4, 5, 6, 0]
    month = dates.astype("M8[M]").astype(int) % 12 + 1
    snow, summer = np.isin(month, (1, 2)), np.isin(month, (7, 8))
    several = [keep(dates, rng(seed)).pull for seed in range(8)]
    holiday = np.mean([pull[:, 3] for pull in several], axis=0)  # (P, N)
    ski, country = holiday[4], holiday[8]
    assert ski[snow].mean() > 1.3 * ski[np.isin(month, (4, 11))].mean()
    assert country[summer].mean() > 1.5 * country[snow].mean()
    assert year.feast.sum() == 9  # 28 December to 5 January


def lines() -> Books:
    guests = rng().integers(5, 60, (1, 200)).astype(float)
    return Books(np.ceil(guests / 2), guests, np.floor(guests / 3), np.floor(guests / 7))


@pytest.mark.parametrize("slip", desk.SLIPS)
def test_an_honest_slip_keeps_a_line_in_order_and_the_year_about_right(slip):
    books, true = lines(), lines()
    desk.SLIPS[slip][1](books, 0, rng())
    assert np.all(books.arrivals <= books.guests)
    assert np.all(books.exempt <= books.guests)
    if slip != "typing":
        assert books.guests.sum() == pytest.approx(true.guests.sum(), rel=0.02)
    assert any(
        not np.array_equal(getattr(books, name), getattr(true, name))
        for name in ("rooms", "guests", "arrivals")
    )


def test_who_hides_makes_no_honest_slips():
    true = Books(
        *(
            np.repeat(getattr(lines(), name), 60, axis=0)
            for name in ("rooms", "guests", "arrivals", "exempt")
        )
    )
    honest = np.arange(60) < 30
    out = desk.write(true, honest, rng())
    changed = (out.guests != true.guests).any(axis=1) | (out.rooms != true.rooms).any(axis=1)
    changed |= (out.arrivals != true.arrivals).any(axis=1)
    assert changed[honest].any()
    assert not changed[~honest].any()


def test_a_closed_house_files_nothing_and_each_files_something():
    closed = np.zeros((2, 200), dtype=bool)
    closed[0, 50:80] = True
    closed[1] = True
    true = Books(
        *(
            np.repeat(getattr(lines(), name), 2, axis=0)
            for name in ("rooms", "guests", "arrivals", "exempt")
        )
    )
    filed = desk.hand_in(true, closed, rng())
    assert np.isnan(filed.guests[0, 50:80]).all()
    assert np.count_nonzero(~np.isnan(filed.guests[1])) == desk.LEAST_FILED
