"""A peer group is given what is known of it and of its communities, in one order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anomaly import Checks, Evidence, Facilities
from anomaly.portions import Portions, row_of
from anomaly.ragged import Ragged

KNOWN = Facilities.of(["a", "b", "c", "d"], community=["x", "x", "y", "z"])
DAY = np.datetime64("2026-01-01")


def evidence_of(rows):
    return Evidence(
        np.array([who for who, _, _ in rows], dtype=np.str_),
        np.array([where for _, where, _ in rows], dtype=np.str_),
        np.full(len(rows), DAY),
        np.full(len(rows), DAY),
        np.full(len(rows), "water_m3"),
        np.array([value for _, _, value in rows], dtype=float),
    )


@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["", "a", "b", "c", "d", "stranger"]),
            st.sampled_from(["x", "y", "elsewhere"]),
            st.integers(0, 99),
        )
    ),
    group=st.lists(st.integers(0, 3), unique=True, min_size=1),
    seed=st.integers(0, 99),
)
@settings(deadline=None)
def test_a_group_gets_the_readings_of_its_facilities_and_communities(rows, group, seed):
    chosen = np.array(group)
    ids, places = set(KNOWN.facility_id[chosen]), set(KNOWN.community[chosen])
    wanted = sorted(row for row in rows if row[0] in ids or (row[0] == "" and row[1] in places))
    for order in (np.arange(len(rows)), np.random.default_rng(seed).permutation(len(rows))):
        given_rows = evidence_of([rows[at] for at in order])
        mine, visits = Portions(KNOWN, given_rows, None).of(chosen)
        assert visits is None
        if not wanted:
            assert mine is None
            continue
        told = list(zip(mine.facility_id, mine.community, mine.value, strict=True))
        assert sorted(told) == wanted
        assert [told[at][2] for at in range(len(told))] == [
            value for who in [*KNOWN.facility_id[chosen], ""] for value in in_order(told, who)
        ]


def in_order(told, who):
    """The values of one facility rise; those of communities rise within each."""
    mine = [row for row in told if row[0] == who]
    return [row[2] for row in sorted(mine, key=lambda row: (row[1] if who == "" else "", row[2]))]


@pytest.mark.parametrize(("group", "seen"), [([0], [3.0]), ([1, 2], [1.0, 2.0]), ([3], None)])
def test_a_group_gets_the_visits_of_its_facilities(group, seen):
    checks = Checks(
        np.array(["c", "b", "a", "stranger"]),
        np.full(4, DAY),
        np.array([2.0, 1.0, 3.0, 9.0]),
        np.full(4, "random"),
        np.full(4, np.nan),
    )
    evidence, mine = Portions(KNOWN, None, checks).of(np.array(group))
    assert evidence is None
    assert (None if mine is None else mine.observed_guests.tolist()) == seen


def test_names_find_their_rows():
    names = np.array(["d", "", "a", "zz", "aa"])
    assert row_of(KNOWN.facility_id, names).tolist() == [3, -1, 0, -1, -1]


@given(lengths=st.lists(st.integers(0, 4), min_size=1), seed=st.integers(0, 99))
def test_rows_laid_end_to_end_are_found_again(lengths, seed):
    rows = [[f"{row}:{at}" for at in range(length)] for row, length in enumerate(lengths)]
    column = np.array([cell for row in rows for cell in row], dtype=np.str_)
    laid = Ragged.of_lengths(np.array(lengths))
    np.testing.assert_array_equal(laid.lengths, lengths)
    chosen = np.random.default_rng(seed).permutation(len(lengths))[: seed % (len(lengths) + 1)]
    assert column[laid.places(chosen)].tolist() == [cell for row in chosen for cell in rows[row]]
