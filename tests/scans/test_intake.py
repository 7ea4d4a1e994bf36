"""Rows become arrays: what the detector is asked about."""

from datetime import timedelta

import numpy as np
from sqlalchemy import delete, insert

from occupancy.filings.models import FilingRevision
from occupancy.registry.models import Capacity, Closure, Facility
from occupancy.scans.queries import intake
from tests.scans.region import LAST, LVIV, NOW, PLACES, SLAVSKE, figure, make_region

FIRST = LAST - timedelta(days=29)


def small(session):
    return make_region(session, count=3, nights=30)


def test_a_night_that_was_not_filed_is_not_a_number_and_an_empty_one_is_zero(session):
    one, two, _ = small(session)
    session.execute(delete(FilingRevision).where(FilingRevision.facility_id.in_([one, two])))
    session.execute(insert(FilingRevision), [figure(one, LAST, 0)])
    panel = intake(session, FIRST, LAST).panel
    assert panel.guests[0, -1] == 0
    assert np.isnan(panel.guests[0, :-1]).all()
    assert np.isnan(panel.guests[1]).all()
    assert panel.guests.shape == (3, 30)


def test_the_highest_revision_stands_and_the_last_figure_before_a_correction_is_kept(session):
    one = small(session)[0]
    here = (FilingRevision.facility_id == one) & (FilingRevision.night == LAST)
    session.execute(delete(FilingRevision).where(here))
    session.execute(
        insert(FilingRevision),
        [
            figure(one, LAST, 10),
            figure(one, LAST, 12, number=2, kind="figure"),
            figure(one, LAST, 30, number=3),
        ],
    )
    asked = intake(session, FIRST, LAST)
    assert asked.panel.guests[0, -1] == 30
    assert asked.panel.first_guests[0, -1] == 12
    assert asked.corrected_up.tolist() == [18, 0, 0]
    assert np.array_equal(asked.panel.first_guests[1:], asked.panel.guests[1:], equal_nan=True)


def test_capacity_is_the_one_in_force_on_the_last_night(session):
    one = small(session)[0]
    session.add(Capacity(facility_id=one, valid_from=LAST + timedelta(days=1), rooms=1, places=1))
    session.add(Capacity(facility_id=one, valid_from=LAST - timedelta(days=3), rooms=30, places=60))
    session.flush()
    known = intake(session, FIRST, LAST).panel.facilities
    assert known.beds.tolist() == [60, PLACES, PLACES]


def test_declared_closures_are_shut_nights_unless_withdrawn(session):
    one, two, _ = small(session)
    for place, withdrawn in ((one, None), (two, NOW)):
        session.add(
            Closure(
                facility_id=place,
                date_from=FIRST - timedelta(days=5),
                date_to=FIRST + timedelta(days=1),
                reason="repair",
                declared_at=NOW,
                withdrawn_at=withdrawn,
            )
        )
    session.flush()
    shut = intake(session, FIRST, LAST).panel.shut
    assert shut[0].tolist() == [True, True] + [False] * 28
    assert not shut[1:].any()


def test_facilities_outside_the_window_are_left_out_with_their_filings(session):
    one, two, three = small(session)
    session.get_one(Facility, one).closed = FIRST - timedelta(days=1)
    session.get_one(Facility, two).opened = LAST + timedelta(days=1)
    session.flush()
    asked = intake(session, FIRST, LAST)
    assert asked.ids.tolist() == [three]
    assert asked.filed == 30


def test_the_price_of_a_night_counts_only_nights_whose_tax_is_known(session):
    one = small(session)[0]
    session.execute(delete(FilingRevision).where(FilingRevision.facility_id == one))
    session.execute(
        insert(FilingRevision),
        [
            figure(one, LAST, 10),
            figure(one, LAST - timedelta(days=1), 7, due_kopiykas=None),
        ],
    )
    asked = intake(session, FIRST, LAST)
    assert (asked.due[0], asked.taxed[0]) == (40_000, 10)


def test_the_digest_is_the_same_for_the_same_question_and_moves_with_any_number(session):
    one = small(session)[0]
    make_region(session, count=2, nights=30, community=SLAVSKE, prefix="AA", seed_number=8)
    asked = intake(session, FIRST, LAST)
    assert asked.communities == (SLAVSKE, SLAVSKE, LVIV, LVIV, LVIV), "ordered by code"
    assert intake(session, FIRST, LAST).digest() == asked.digest()
    session.execute(insert(FilingRevision), [figure(one, LAST, 1, number=2)])
    assert intake(session, FIRST, LAST).digest() != asked.digest()
