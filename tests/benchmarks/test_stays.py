"""Stays told from nights give the nights again; a quiet honest house loses whole stays."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.detector.panels import stays
from benchmarks.detector.panels.books import Books
from benchmarks.detector.panels.troubles import _fewer_stays


def house(seed: int, nights: int = 200) -> tuple[np.ndarray, np.ndarray]:
    """Guests and arrivals of a house where each stay lasts one to nine nights."""
    rng = np.random.default_rng(seed)
    came = np.sort(rng.integers(0, nights, 600))
    left = np.minimum(came + rng.integers(1, 10, 600), nights)
    return stays.nights(came, left, nights)


@given(st.integers(0, 10_000))
def test_stays_told_from_nights_give_the_same_nights(seed):
    guests, arrivals = house(seed)
    came, left = stays.told(guests, arrivals, np.random.default_rng(seed))
    assert np.all(came < left)
    again, arrived = stays.nights(came, left, len(guests))
    np.testing.assert_array_equal(again, guests)
    np.testing.assert_array_equal(arrived[1:], arrivals[1:])


@given(st.integers(0, 10_000), st.sampled_from([60, 200]))
def test_a_quiet_house_loses_whole_stays_until_a_night(seed, until):
    guests, arrivals = house(seed)
    before = Books(np.ceil(guests / 2)[None], guests[None], arrivals[None], 0 * guests[None])
    books = before.copy()
    _fewer_stays(books, 0, until, 0.5, np.random.default_rng(seed))
    here, came = books.guests[0], books.arrivals[0]
    assert 0.35 < here[:until].sum() / guests[:until].sum() < 0.65
    np.testing.assert_array_equal(came[until:], arrivals[until:])
    np.testing.assert_array_equal(here[until + 9 :], guests[until + 9 :])
    assert np.all(here[1:] - came[1:] <= here[:-1]), "who stays on was there the night before"
    assert np.all(came <= here)
    assert np.all(books.rooms <= before.rooms)


def test_where_nobody_counts_arrivals_none_appear():
    guests, _ = house(1)
    unknown = np.full((1, len(guests)), np.nan)
    books = Books(unknown, guests[None].copy(), unknown.copy(), 0 * guests[None])
    _fewer_stays(books, 0, len(guests), 0.5, np.random.default_rng(1))
    assert np.isnan(books.arrivals).all()
    assert books.guests.sum() < guests.sum()
