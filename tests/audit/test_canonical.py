"""The log's bytes are those of RFC 8785, checked against an independent writer of it."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from occupancy.audit.rules.bodies import MOST_EXACT, canonical

NAMES = st.text(st.characters(max_codepoint=127), max_size=12)
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MOST_EXACT, MOST_EXACT)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(NAMES, PLAIN, max_size=6))
def test_our_bytes_are_the_canonical_ones(body):
    assert canonical(body) == rfc8785.dumps(body)


@pytest.mark.parametrize(
    "held", [1.0, float("nan"), 2**53, -(2**53), {"ї": 1}, {1: 2}, b"x", {"a": [1.5]}, {1, 2}]
)
def test_what_would_be_written_otherwise_is_refused(held):
    with pytest.raises((TypeError, ValueError)):
        canonical({"held": held})
