"""Opening a visit seals what the cabinet said, and nothing that comes later changes it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from occupancy.audit import queries as audit
from occupancy.database import saving
from occupancy.errors import NotYours
from occupancy.filings import queries as filings
from occupancy.inspections import queries, services
from occupancy.inspections.rules import refusals as no
from tests.inspections.conftest import NIGHT, kyiv


def test_the_seal_holds_the_standing_figure(plan, file, open_it):
    file(2, 3, kyiv(16))
    receipt = file(3, 5, kyiv(17))
    visit = open_it(plan())
    assert visit.seal is not None
    assert (visit.seal.filed, visit.seal.rooms, visit.seal.guests) == (True, 3, 5)
    assert (visit.seal.revision, visit.seal.receipt_no) == (2, receipt.receipt_no)
    assert visit.seal.filing_seq == receipt.audit_seq
    assert (visit.seal.rooms_total, visit.seal.places, visit.seal.extra_places) == (7, 18, 2)


def test_nothing_filed_is_not_zero(plan, open_it):
    seal = open_it(plan()).seal
    assert seal is not None
    assert (seal.filed, seal.rooms, seal.guests, seal.receipt_no) == (False, None, None, None)


def test_declared_empty_is_zero(plan, file, open_it):
    file(0, 0, kyiv(17))
    seal = open_it(plan()).seal
    assert seal is not None
    assert (seal.filed, seal.rooms, seal.guests) == (True, 0, 0)


@pytest.mark.parametrize(("hour", "second", "passed"), [(21, 59, False), (22, 0, True)])
def test_the_seal_says_whether_the_cut_off_had_passed(plan, open_it, hour, second, passed):
    seal = open_it(plan(), now=kyiv(hour, second)).seal
    assert seal is not None
    assert (seal.cutoff, seal.cutoff_passed) == ("22:00", passed)


def test_the_seal_is_an_entry_of_the_log(session, plan, file, open_it):
    file(1, 2, kyiv(17))
    visit = open_it(plan())
    assert visit.seal_seq is not None
    assert visit.seal is not None
    entry = audit.entry(session, visit.seal_seq)
    assert entry is not None
    assert (entry.kind, entry.leaf) == ("visit_opened", visit.seal_leaf)
    assert entry.body["facts"]["declared"] == visit.seal.facts()
    assert visit.seal.log_size == visit.seal_seq + 1 == audit.size(session)


def test_a_later_filing_is_told_by_its_number_and_changes_no_seal(session, plan, file, open_it):
    file(1, 2, kyiv(17))
    visit = open_it(plan())
    # Even a filing whose clock says that it came before the visit is later.
    file(5, 11, kyiv(18))
    assert queries.visit(session, visit.id) == visit
    assert visit.seal_seq is not None
    later = filings.later_than(session, visit.facility_id, NIGHT, visit.seal_seq)
    assert [(each.rooms_occupied, each.guests) for each in later] == [(5, 11)]


def test_opening_again_changes_nothing(session, plan, file, open_it):
    visit = plan()
    first = open_it(visit)
    file(3, 4, kyiv(19))
    assert open_it(visit, now=kyiv(20)) == first
    assert [each.kind for each in audit.history(session, f"visit:{visit.id}")] == [
        "visit_planned",
        "visit_opened",
    ]


def test_the_second_inspector_may_open_too(world, plan, open_it):
    visit = plan(second_inspector_id=world.people["inspector2"])
    assert open_it(visit, login="inspector2").state == "opened"


@pytest.mark.parametrize("login", ["inspector2", "chief", "agency", "operator"])
def test_a_visit_of_others_does_not_exist(session, plan, open_it, login):
    visit = plan()
    with pytest.raises(NotYours):
        open_it(visit, login=login)
    assert queries.visit(session, visit.id) == visit


def test_a_visit_does_not_exist_before_the_morning_of_its_day(plan, open_it):
    visit = plan(night=NIGHT + timedelta(days=1))
    with pytest.raises(NotYours):
        open_it(visit, now=kyiv(23, 59))
    with pytest.raises(no.TooEarly):
        open_it(visit, now=kyiv(2, day=24))


@pytest.mark.parametrize(
    ("moment", "refused"),
    [
        (kyiv(11, 59), no.TooEarly),
        (kyiv(12), None),
        (kyiv(11, 59, day=24), None),
        (kyiv(12, day=24), no.TooLate),
    ],
)
def test_a_night_is_seen_from_noon_to_noon(plan, open_it, moment, refused):
    visit = plan()
    if refused is None:
        assert open_it(visit, now=moment).opened_at == moment
    else:
        with pytest.raises(refused):
            open_it(visit, now=moment)


def test_a_cancelled_visit_is_not_opened(session, world, plan, open_it):
    visit = plan()
    with saving(session):
        services.cancel_visit(
            session, visit.id, reason="дощ", actor_id=world.people["chief"], now=kyiv(11)
        )
    with pytest.raises(no.Cancelled):
        open_it(visit)
