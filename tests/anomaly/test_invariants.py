"""What no scan may break: order, strangers, repetition, parts, voluntary corrections."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from anomaly import Checks, Evidence, Facilities, Panel, scan
from anomaly.base_rate import base_rate
from anomaly.panel import FILED
from anomaly.params import ScanParams
from anomaly.peers import Part, peer_groups

HOUSES, NIGHTS, PLACES = 9, 60, 40
FIGURES = ("score", "p_value", "log_odds", "gap_nights", "gap_low", "gap_high", "plausible_nights")
#: Few examples, each a scan or two; the profile ``full`` looks ten times as hard.
FEW = settings(max_examples=max(settings.default.max_examples // 12, 8), derandomize=True)

houses = st.integers(0, 2 * HOUSES - 1)
nights = st.integers(0, NIGHTS - 1)


@lru_cache(maxsize=8)
def towns(seed: int = 5) -> Panel:
    """Two communities of nine hotels, sorted by id; house 3 left every fifth night empty."""
    rng = np.random.default_rng(seed)
    count = 2 * HOUSES
    weekend = np.isin(np.arange(NIGHTS) % 7, (4, 5))
    logit = rng.normal(0, 0.3, (count, 1)) + 0.6 * weekend + rng.normal(0, 0.3, (count, NIGHTS))
    guests = rng.binomial(PLACES, 1 / (1 + np.exp(-logit))).astype(float)
    guests[3, ::5] = 0
    facilities = Facilities.of(
        [f"h{number:02}" for number in range(count)],
        community=["a"] * HOUSES + ["b"] * HOUSES,
        category=["hotel"] * count,
        rooms=[PLACES / 2] * count,
        beds=[PLACES] * count,
    )
    dates = np.datetime64("2026-09-01") + np.arange(NIGHTS)
    return Panel(facilities, dates, np.ceil(guests / 2), guests, np.floor(guests / 2))


def outside(panel: Panel) -> tuple[Evidence, Checks]:
    """Water of every house in September; three visits, the first of them drawn at random."""
    ids, count = panel.facilities.facility_id, len(panel.facilities)
    water = Evidence(
        ids,
        panel.facilities.community,
        np.full(count, np.datetime64("2026-09-01")),
        np.full(count, np.datetime64("2026-09-30")),
        np.full(count, "water_m3"),
        panel.guests[:, :30].sum(axis=1) * 0.2 + 10,
    )
    visits = Checks(
        ids[:3],
        panel.dates[[10, 11, 12]],
        panel.guests[[0, 1, 2], [10, 11, 12]] + 1,
        np.array(["random", "risk", "risk"]),
        np.full(3, np.nan),
    )
    return water, visits


def by_house(result) -> dict[str, tuple[float, ...]]:
    """Return the figures that belong to a house alone: q-values span all and are not among them."""
    rows = result.facilities
    return {
        str(name): tuple(float(getattr(rows, figure)[at]) for figure in FIGURES)
        for at, name in enumerate(rows.facility_id)
    }


def ask(panel: Panel):
    water, visits = outside(towns())
    return scan(panel, evidence=water, checks=visits)


@lru_cache(maxsize=1)
def before():
    return by_house(ask(towns()))


def with_guests(panel: Panel, house: int, night: int, guests: float) -> Panel:
    """Return the panel with another figure for one night."""
    sheets = {name: getattr(panel, name).copy() for name in FILED}
    sheets["guests"][house, night] = guests
    sheets["rooms_occupied"][house, night] = np.ceil(guests / 2)
    sheets["arrivals"][house, night] = np.floor(guests / 2)
    return replace(panel, **sheets)


@FEW
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(random):
    order = list(range(2 * HOUSES))
    random.shuffle(order)
    assert by_house(ask(towns().take(np.array(order)))) == before()


def test_the_same_question_twice_has_the_same_answer():
    one, two = ask(towns()), ask(towns())
    assert by_house(one) == by_house(two)
    assert one.facilities.reasons == two.facilities.reasons
    for name in ("expected", "hidden", "p_value", "low80", "high95"):
        assert np.array_equal(getattr(one.days, name), getattr(two.days, name), equal_nan=True)


@FEW
@given(houses, nights, st.integers(0, PLACES))
def test_a_filing_moves_nobody_outside_its_peer_group(house, night, guests):
    assume((house, night) != (0, 10))  # a visit drawn at random moves the base rate of all
    after = by_house(ask(with_guests(towns(), house, night, float(guests))))
    others = [name for at, name in enumerate(before()) if (name < "h09") != (house < HOUSES)]
    assert len(others) == HOUSES
    assert {name: after[name] for name in others} == {name: before()[name] for name in others}


@FEW
@given(st.integers(1, HOUSES - 1))
def test_facilities_of_another_community_change_nothing(strangers):
    """Some of the other town leave: too few to be a group of their own, they join no group here."""
    rows = np.arange(HOUSES + strangers)
    found = by_house(ask(towns().take(rows)))
    assert {name: found[name] for name in found if name < "h09"} == {
        name: before()[name] for name in before() if name < "h09"
    }


@FEW
@given(
    st.sampled_from([3, 3, 0, 5]),
    st.lists(st.tuples(nights, st.integers(1, PLACES)), min_size=1, max_size=15),
)
def test_a_voluntary_correction_upwards_never_raises_a_score_nor_lowers_p(house, raised):
    first = towns().guests
    after = towns()
    for night, more in raised:
        after = with_guests(after, house, night, min(first[house, night] + more, PLACES))
    after = replace(after, **{f"first_{name}": getattr(towns(), name) for name in FILED})
    name = f"h{house:02}"
    score, p = by_house(ask(after))[name][:2]
    assert score <= before()[name][0] + 1e-9
    assert p >= before()[name][1] - 1e-12


@pytest.mark.parametrize("wanted", [(0,), (1,), (0, 1)])
def test_a_part_is_judged_as_in_the_whole(wanted):
    panel, params = towns(), ScanParams()
    water, visits = outside(panel)
    groups = peer_groups(panel.facilities, params.min_peers)
    rows = np.sort(np.concatenate([groups[at] for at in wanted]))
    cut = Part(
        [np.searchsorted(rows, groups[at]) for at in wanted], base_rate(panel, params, visits)
    )
    found = by_house(scan(panel.take(rows), params, evidence=water, checks=visits, cut=cut))
    assert found == {name: before()[name] for name in found}
    assert len(found) == HOUSES * len(wanted)
