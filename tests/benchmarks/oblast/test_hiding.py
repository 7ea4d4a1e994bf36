"""Ways of hiding: never more than was, near the share that was meant, and in their own manner."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from benchmarks.detector.panels.books import Books
from benchmarks.detector.panels.oblast import shaved, unwritten
from benchmarks.detector.panels.oblast.build import BEFORE, live
from benchmarks.detector.panels.oblast.parties import Parties, count
from benchmarks.detector.panels.oblast.schemes import hide
from benchmarks.detector.panels.oblast.unwritten import Site
from benchmarks.detector.panels.sources import BEGIN

NIGHTS = 240


def rng(seed: int = 2) -> np.random.Generator:
    return np.random.default_rng(seed)


def some(seed: int, total: int = 700) -> Parties:
    """Parties of one house with all that ways of hiding look at."""
    draw = rng(seed)
    guests = draw.choice([1, 2, 2, 3, 4, 14], total)
    return Parties(
        house=np.zeros(total, dtype=np.intp),
        night=draw.integers(0, NIGHTS, total),
        stay=draw.choice([1, 1, 2, 3, 7, 12], total),
        rooms=np.ceil(guests / 2).astype(np.intp),
        guests=guests,
        exempt=draw.binomial(guests, 0.1),
        segment=np.zeros(total, dtype=np.intp),
        cash=draw.random(total) < 0.5,
        lead=draw.exponential(5.0, total),
    )


@pytest.fixture(scope="module")
def year():
    return live(80, BEGIN + np.arange(200), rng())


def site() -> Site:
    night = np.arange(NIGHTS)
    return Site(rooms=60.0, beds=120.0, weekday=night % 7, month=night // 30 % 12)


def guests_of(parties: Parties) -> np.ndarray:
    out = np.zeros(NIGHTS)
    for night, stay, guests in zip(parties.night, parties.stay, parties.guests, strict=True):
        out[night : night + stay] += guests
    return out


@pytest.mark.parametrize("way", unwritten.WAYS)
@pytest.mark.parametrize("share", [0.15, 0.4, 0.7])
def test_books_without_some_parties_hold_no_more_than_true_ones(way, share):
    own = some(3)
    kept = unwritten.WAYS[way](own, site(), share, rng())
    assert np.all(guests_of(kept) <= guests_of(own))
    assert np.all(kept.exempt <= kept.guests)
    assert np.all(kept.guests >= 1)
    assert np.all(kept.stay >= 1)
    hidden = 1 - kept.guest_nights.sum() / own.guest_nights.sum()
    assert 0 < hidden < share + 0.12


@pytest.mark.parametrize("way", ["anybody", "cash", "shortened", "one_of_two", "fixed_sum"])
def test_a_share_that_can_be_hidden_is(way):
    own = some(4)
    kept = unwritten.WAYS[way](own, site(), 0.3, rng())
    hidden = 1 - kept.guest_nights.sum() / own.guest_nights.sum()
    assert hidden == pytest.approx(0.3, abs=0.06)


def test_each_way_leaves_out_its_own_parties():
    own = some(5)
    marks = {
        "cash": own.cash,
        "passing": own.stay <= 2,
        "coaches": own.guests >= 8,
        "regulars": own.stay >= 5,
        "weekend": (own.night % 7 >= 4) & (own.stay <= 3),
    }
    for way, of_kind in marks.items():
        kept = unwritten.WAYS[way](own, site(), 0.2, rng())
        assert len(kept) < len(own)
        others = own.take(~of_kind)
        left = set(zip(kept.night, kept.lead, strict=True))
        assert left >= set(zip(others.night, others.lead, strict=True))


def test_a_ceiling_holds_and_a_fixed_sum_is_the_same_each_month():
    own = some(6)
    high = guests_of(unwritten.ceiling(own, site(), 0.4, rng())).max()
    assert high in np.round(120 * np.array([0.12, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75]))
    kept = unwritten.fixed_sum(own, site(), 0.4, rng())
    sums = np.bincount(kept.night // 30, kept.guest_nights)
    assert sums.std() / sums.mean() < 0.1


@given(
    way=st.sampled_from(sorted(shaved.WAYS)),
    share=st.floats(0.1, 0.8),
    guests=arrays(np.float64, st.integers(1, 60), elements=st.integers(0, 300).map(float)),
)
@settings(max_examples=150, deadline=None)
def test_a_shaved_night_is_whole_and_not_negative(way, share, guests):
    kept = shaved.WAYS[way](guests, share, rng())
    assert kept.shape == guests.shape
    assert np.array_equal(kept, np.round(kept))
    assert np.all(kept >= 0)
    assert np.all(np.minimum(kept, guests) <= guests)


@pytest.mark.parametrize("way", shaved.WAYS)
def test_shaved_nights_hide_about_the_share(way):
    guests = rng().negative_binomial(6, 0.1, 360).astype(float)
    kept = np.minimum(shaved.WAYS[way](guests, 0.35, rng()), guests)
    assert 0.2 < 1 - kept.sum() / guests.sum() < 0.55


@given(seed=st.integers(0, 10**6), part=st.floats(0.0, 1.0))
@settings(max_examples=60, deadline=None)
def test_lines_are_lowered_together(seed, part):
    """Whatever a keeper's care, no line says more of anything than of guests, and none rises."""
    own = some(seed % 50, 200)
    guests = guests_of(own)[None]
    arrivals = np.bincount(own.night, own.guests, minlength=NIGHTS)[None].astype(float)
    true = Books(np.ceil(guests / 2), guests, arrivals, np.floor(guests / 9))
    books = true.copy()
    when = slice(20, 200)
    shaved.rewrite(books, 0, np.floor(guests[0, when] * part), when, rng(seed))
    assert np.all(books.guests <= true.guests)
    assert np.all(books.rooms <= true.rooms)
    assert np.all(books.exempt <= np.minimum(true.exempt, books.guests))
    assert np.all(books.arrivals <= books.guests)
    assert np.array_equal(books.guests[0, :20], true.guests[0, :20])
    assert np.array_equal(books.guests[0, 200:], true.guests[0, 200:])


def test_some_keepers_make_arrivals_agree_and_some_do_not(year):
    everybody = np.ones(80, dtype=bool)
    books, _ = hide(
        year.slept, year.houses, year.year, BEFORE, everybody, np.zeros(80, dtype=bool), rng()
    )
    staying = books.guests[:, 1:] - books.arrivals[:, 1:]
    odd = (staying > books.guests[:, :-1]).any(axis=1)
    assert 0.08 < odd.mean() < 0.6


def test_strengths_and_ways_are_spread(year):
    kinds, shares = set(), []
    for seed in range(3):
        books, kind = hide(
            year.slept,
            year.houses,
            year.year,
            BEFORE,
            np.ones(80, dtype=bool),
            np.zeros(80, dtype=bool),
            rng(seed),
        )
        kinds |= {way for one in kind.tolist() for way in one.split("+")}
        true = np.maximum(year.true.guests.sum(axis=1), 1)
        shares += (1 - books.guests.sum(axis=1) / true).tolist()
    assert kinds == {*unwritten.WAYS, *shaved.WAYS}
    low, middle, high = np.quantile(shares, [0.1, 0.5, 0.9])
    assert low < 0.16
    assert 0.15 < middle < 0.45
    assert high > 0.45


def test_who_is_not_guilty_is_written_whole(year):
    guilty = np.arange(80) % 5 == 0
    books, kind = hide(
        year.slept, year.houses, year.year, BEFORE, guilty, np.zeros(80, dtype=bool), rng()
    )
    true = count(year.slept, year.houses, len(year.year.dates), BEFORE)
    assert np.array_equal(books.guests[~guilty], true.guests[~guilty])
    assert np.array_equal(kind == "", ~guilty)
