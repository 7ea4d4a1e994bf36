"""Who does not pay, and where a ground may be used."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.tax import tables
from occupancy.tax.exemptions import companions, too_many_companions, usable_grounds

LAW = tables.released()
ANYWHERE = {"RES", "TRIP", "DIS", "DISACC", "VET", "CHORN", "VOUCH", "MINOR", "IDP"}


def grounds_of(kind: str) -> set[str]:
    usable = usable_grounds(LAW.grounds.values(), kind, LAW.kinds[kind].law_group)
    return {code for code, may in usable.items() if may}


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("hotel", set()),
        ("sanatorium", set()),
        ("children_institution", {"CHILDINST"}),  # exempts the institution, not a person
        ("homestead", {"FAM"}),  # the owner's family in his or her own dwelling
        ("apartment", {"FAM"}),
    ],
)
def test_each_kind_of_place_has_its_grounds(kind, more):
    assert grounds_of(kind) == ANYWHERE | more


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_every_companion_is_exempt_or_pays(accompanied, came):
    exempt, pays = companions(accompanied, came)
    assert exempt + pays == came
    assert exempt <= accompanied


@pytest.mark.parametrize(
    ("exempt", "too_many"),
    [({}, 0), ({"DIS": 2, "DISACC": 2}, 0), ({"DIS": 1, "DISACC": 3}, 2), ({"DISACC": 1}, 1)],
)
def test_companions_are_not_more_than_those_they_accompany(exempt, too_many):
    assert too_many_companions(exempt) == too_many


def test_every_ground_was_read_in_more_than_one_place():
    assert not any(ground.unverified for ground in LAW.grounds.values())
