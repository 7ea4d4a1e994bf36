"""Every facility has one peer group that can be judged, whatever the order of rows."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from anomaly import Facilities
from anomaly.peers import MOST_PEERS, peer_groups

SIZES = st.dictionaries(
    st.tuples(st.sampled_from("xyz"), st.sampled_from(["hotel", "hostel"])),
    st.integers(1, 3 * MOST_PEERS),
    max_size=4,
)


def by_names(facilities):
    return {frozenset(facilities.facility_id[rows]) for rows in peer_groups(facilities, 8)}


@given(sizes=SIZES, seed=st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_groups_share_out_all_facilities_in_sizes_that_can_be_judged(sizes, seed):
    of = [place for place, count in sizes.items() for _ in range(count)]
    facilities = Facilities.of(
        [f"h{at}" for at in range(len(of))],
        community=[community for community, _ in of],
        category=[category for _, category in of],
    )
    groups = peer_groups(facilities, 8)
    assert sorted(row for rows in groups for row in rows) == list(range(len(of)))
    assert all(len(rows) <= MOST_PEERS for rows in groups)
    assert sum(len(rows) < 8 for rows in groups) <= 1
    mixed = facilities.take(np.random.default_rng(seed).permutation(len(of)))
    assert by_names(mixed) == by_names(facilities)
