"""Ways of hiding: each leaves out what it says, by bookings with books that agree."""

import numpy as np
import pytest

from benchmarks.detector.panels.books import Books
from benchmarks.detector.panels.resort import asks, bookings, desk, fates, figures, houses, owners
from benchmarks.detector.panels.resort.places import climate

FIRST, NIGHTS = 70, 180
DATES = np.datetime64("2026-03-02") + np.arange(NIGHTS)


@pytest.fixture(scope="module")
def world() -> owners.World:
    rng = np.random.default_rng(5)
    known = houses.build(40, rng)
    every = DATES[0] - FIRST + np.arange(FIRST + NIGHTS)
    fortunes = fates.befall(known, every, FIRST, rng)
    wanted = asks.asked(known, climate(known.kinds, every, rng), fortunes, rng)
    return owners.World(known, desk.admit(wanted, known, fortunes.open, rng), DATES, FIRST)


def agree(books: Books, beds: np.ndarray) -> None:
    """Nobody stays on who was not there, and each room has somebody in it."""
    assert np.all((books.guests - books.arrivals)[:, 1:] <= books.guests[:, :-1])
    assert np.all(books.rooms <= books.guests)
    assert np.all(books.arrivals <= books.guests)
    assert np.all(books.exempt <= books.guests)
    assert np.all(books.guests <= beds[:, None])


def test_the_desk_never_sells_a_bed_twice(world):
    books = world.books(world.stays)
    agree(books, world.houses.beds)
    assert np.all(books.rooms <= world.houses.rooms[:, None])
    assert 0.25 < books.rooms.sum() / (world.houses.rooms.sum() * NIGHTS) < 0.85


@pytest.mark.parametrize("way", [*bookings.PREFERRED, *bookings.SHORTENED])
def test_books_without_bookings_agree(world, way):
    true = world.books(world.stays)
    written, share = bookings.leave_out(
        way, world.stays, world.houses, 0.4, np.random.default_rng(1)
    )
    declared = world.books(written)
    agree(declared, world.houses.beds)
    for name in ("rooms", "guests", "arrivals", "exempt"):
        assert np.all(getattr(declared, name) <= getattr(true, name)), name
    assert share > 0.02
    assert declared.guests.sum() < 0.98 * true.guests.sum()


@pytest.mark.parametrize("way", figures.FIGURES)
def test_figures_are_written_too_low_where_they_should(world, way):
    true, when = world.books(world.stays), slice(40, NIGHTS)
    declared, row = true.copy(), int(np.argmax(true.guests.sum(axis=1)))
    rng = np.random.default_rng(2)
    guests = true.guests[row]
    wanted = guests.copy()
    wanted[when] = figures.FIGURES[way][1](guests[when], 0.35, DATES[when], rng)
    nights = np.arange(NIGHTS) >= 40
    figures.understate(declared, row, wanted, nights, rng)
    assert np.all(declared.guests[row] <= guests)
    np.testing.assert_array_equal(declared.guests[row, :40], guests[:40])
    assert 0.08 < 1 - declared.guests[row, when].sum() / guests[when].sum() < 0.6
    assert np.all(declared.rooms[row] <= true.rooms[row])
    assert np.all(declared.rooms[row, when] <= declared.guests[row, when])
    others = np.arange(len(true.guests)) != row
    np.testing.assert_array_equal(declared.guests[others], true.guests[others])


def test_every_way_is_taken_and_hides_a_sensible_part(world):
    true, taken = world.books(world.stays), set()
    count = len(true.guests)
    for seed in range(15):
        rng = np.random.default_rng(seed)
        busy = true.guests.sum(axis=1) > 50
        nobody = np.zeros(count, dtype=bool)
        declared, kind = owners.hide(world, true, busy, nobody, [], rng)
        taken |= set(kind[busy])
        hidden = (true.guests - declared.guests).sum(axis=1)[busy]
        assert np.all(true.guests >= declared.guests)
        share = hidden / true.guests.sum(axis=1)[busy]
        assert 0.1 < np.median(share) < 0.45
        assert np.quantile(share, 0.95) < 0.75
    assert taken == set(owners.WAYS)
