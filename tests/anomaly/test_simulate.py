"""Made-up towns: books that add up, kinds as ordered, the same seed the same town."""

from dataclasses import replace

import numpy as np
import pytest

from anomaly.simulate import KINDS, World, make, simulate, town

NIGHTS = np.arange("2026-01-01", "2026-05-01", dtype="datetime64[D]")
SMALL = World(communities=(14, 6), nights=120)


def made(seed=1, count=60, **more):
    facilities, season = town(count, seed)
    return simulate(facilities, season, NIGHTS, seed=seed, **more)


def test_the_same_seed_makes_the_same_town():
    first, again, other = made(3), made(3), made(4)
    np.testing.assert_array_equal(first.panel.guests, again.panel.guests)
    assert not np.array_equal(first.panel.guests, other.panel.guests)


def test_true_books_add_up():
    town_ = made(hard=0.0)
    rooms, guests, arrivals = town_.true_rooms, town_.true_guests, town_.true_arrivals
    known = town_.panel.facilities
    assert np.all(guests[:, 1:] - arrivals[:, 1:] <= guests[:, :-1])
    assert np.all(arrivals <= guests)
    assert np.all(rooms <= known.rooms[:, None])
    assert np.all(guests <= known.beds[:, None])
    assert np.all((guests > 0) == (rooms > 0))


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_hides_declares_no_more_than_there_was(kind):
    town_ = made(share=0.2, mix={kind: 1.0}, hard=0.0)
    guilty = town_.kind == kind
    assert guilty.sum() >= 12
    if kind != "copied":  # a copy of a busy night may top a quiet one
        assert np.all(town_.panel.guests[guilty] <= town_.true_guests[guilty])
    assert (town_.hidden[guilty].sum() > 0) == (kind != "exempt")
    assert town_.hidden[~guilty].sum() == 0
    assert town_.panel.exempt is not None
    assert np.all(town_.panel.exempt <= town_.panel.guests)


def test_a_whole_community_hides_together():
    town_ = made(share=0.02, mix={"community": 1.0})
    communities = town_.panel.facilities.community
    struck = communities[town_.kind == "community"]
    assert np.all(town_.kind[np.isin(communities, struck)] == "community")


def test_honest_troubles_file_what_there_was_but_for_slips_and_gaps():
    town_ = made(share=0.0, hard=1.0, count=200)
    filed = ~np.isnan(town_.panel.guests) & (town_.hard != "typing_error")[:, None]
    np.testing.assert_array_equal(town_.panel.guests[filed], town_.true_guests[filed])
    assert len(set(town_.hard)) >= 8


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"share": 1.2}, "share is 1.2"),
        ({"hard": -0.1}, "hard is -0.1"),
        ({"mix": {"magic": 1.0}}, "kind of hiding is 'magic'"),
    ],
)
def test_impossible_orders_are_refused_with_their_value(wrong, told):
    with pytest.raises(ValueError, match=told):
        made(**wrong)


def test_impossible_facilities_are_refused():
    facilities, season = town(5, 1)
    with pytest.raises(ValueError, match="season is 'moon'"):
        simulate(facilities, ["moon"] * 5, NIGHTS, seed=1)
    with pytest.raises(ValueError, match="season has 4 entries"):
        simulate(facilities, season[:4], NIGHTS, seed=1)
    with pytest.raises(ValueError, match="needs rooms >= 1"):
        simulate(replace(facilities, beds=facilities.rooms - 1), season, NIGHTS, seed=1)


def test_rooms_that_are_never_sold_stand_in_the_register_alone():
    calm = replace(SMALL, share=0.0, hard=1.0, rooms_unknown=0.0, beds_unknown=0.0)
    made = make(replace(calm, troubles={"part_shut": 1.0}), 3)
    plain = make(replace(calm, troubles={"wrong_beds": 1.0}), 3)
    np.testing.assert_array_equal(made.true_rooms, plain.true_rooms)
    known, right = made.panel.facilities, plain.panel.facilities
    assert np.all(known.rooms >= right.rooms)
    assert np.median(known.rooms / right.rooms) > 1.3
    assert np.median(known.beds / known.rooms) < 1.5 * np.median(right.beds / right.rooms)


def test_houses_may_differ_in_how_many_guests_are_exempt():
    alike, unlike = (
        make(replace(SMALL, exempt=0.2, exempt_spread=spread, hard=0.0), 4).panel
        for spread in (0.0, 1.5)
    )
    np.testing.assert_array_equal(alike.guests, unlike.guests)
    wide, narrow = (
        np.nanstd(np.nansum(panel.exempt, axis=1) / np.nansum(panel.guests, axis=1))
        for panel in (unlike, alike)
    )
    assert wide > 2 * narrow
