"""What is written down, and which outcome it allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from occupancy.audit import queries as audit
from occupancy.database import saving
from occupancy.errors import NotYours, Refusals
from occupancy.inspections import queries, services
from occupancy.inspections.commands import (
    CloseVisit,
    RecordCount,
    RecordSigning,
    RecordStatement,
)
from occupancy.inspections.queries import VisitRow
from occupancy.inspections.rules import refusals as no
from tests.inspections.conftest import kyiv

COUNT = RecordCount(3, 5, ("windows", "register"), kyiv(20, 5), kyiv(20, 14))
SAID = RecordStatement("Особа Вигадана", "керівниця", "Не встигли.")
SIGNED = RecordSigning("signed", None)
NOW = kyiv(20, 20)


@pytest.fixture
def write(session, world) -> Callable[..., VisitRow]:
    """Give a way to write a whole visit down; None leaves a part out."""

    def make(
        visit: VisitRow,
        count: RecordCount | None = COUNT,
        said: RecordStatement | None = SAID,
        signed: RecordSigning | None = SIGNED,
    ) -> VisitRow:
        actor: dict[str, Any] = {"actor_id": world.people["inspector"], "now": NOW}
        with saving(session):
            if count:
                services.record_count(session, visit.id, count, **actor)
            if said:
                services.record_statement(session, visit.id, said, **actor)
            if signed:
                services.record_signing(session, visit.id, signed, **actor)
        found = queries.visit(session, visit.id)
        assert found is not None
        return found

    return make


@pytest.fixture
def close(session, world) -> Callable[..., VisitRow]:
    """Give a way to close a visit."""

    def make(visit: VisitRow, outcome: str, **more: Any) -> VisitRow:
        with saving(session):
            return services.close_visit(
                session,
                visit.id,
                CloseVisit(outcome, **more),
                actor_id=world.people["inspector"],
                now=kyiv(20, 31),
            )

    return make


def codes_of(caught) -> set[str]:
    return {each.code for each in caught.value.refusals}


def test_a_draft_is_kept_at_each_step_and_closes_nothing(plan, open_it, write):
    visit = write(open_it(plan()))
    assert (visit.state, visit.outcome, visit.saved_at) == ("opened", None, NOW)
    assert (visit.rooms_seen, visit.guests_seen) == (3, 5)
    assert visit.methods == ("register", "windows")
    assert (visit.received_by, visit.statement) == ("Особа Вигадана", "Не встигли.")


def test_a_difference_closes_with_all_that_was_written(session, plan, file, open_it, write, close):
    file(0, 0, kyiv(17))
    visit = close(write(open_it(plan())), "difference")
    assert (visit.state, visit.outcome) == ("closed", "difference")
    assert visit.closed_seq is not None
    entry = audit.entry(session, visit.closed_seq)
    assert entry is not None
    assert entry.kind == "visit_closed"
    assert entry.body["facts"]["rooms_seen"] == 3
    assert "Вигадана" not in str(entry.body)  # the log holds no names


def test_no_difference_needs_no_words_and_no_signature(plan, file, open_it, write, close):
    file(3, 5, kyiv(17))
    visit = write(open_it(plan()), said=None, signed=None)
    assert close(visit, "no_difference").outcome == "no_difference"


def test_closing_again_is_the_same_and_another_outcome_is_refused(
    session, plan, file, open_it, write, close
):
    file(3, 6, kyiv(17))
    visit = write(open_it(plan()))
    first = close(visit, "no_difference")
    assert close(visit, "no_difference") == first
    with pytest.raises(no.AlreadyClosed):
        close(visit, "difference")
    with pytest.raises(no.AlreadyClosed):
        write(visit)
    assert queries.visit(session, visit.id) == first


def test_an_equal_count_is_no_difference(plan, file, open_it, write, close):
    file(3, 5, kyiv(17))
    visit = write(open_it(plan()))
    with pytest.raises(Refusals) as caught:
        close(visit, "difference")
    assert codes_of(caught) == {"inspection.no_difference_to_tell"}


@pytest.mark.parametrize(("opened", "refused"), [(kyiv(19), False), (kyiv(22), True)])
def test_more_than_declared_is_not_waved_through_after_the_cut_off(
    plan, file, open_it, write, close, opened, refused
):
    file(1, 2, kyiv(17))
    late = replace(COUNT, counted_from=None, counted_to=None)
    visit = write(open_it(plan(), now=opened), late)
    if refused:
        with pytest.raises(Refusals) as caught:
            close(visit, "no_difference")
        assert codes_of(caught) == {"inspection.more_seen_than_declared"}
    else:
        assert close(visit, "no_difference").state == "closed"


@pytest.mark.parametrize("reason", ["shut", "no_address", "not_let_in", "danger"])
def test_an_attempt_closes_with_its_reason_and_needs_no_count(plan, open_it, close, reason):
    visit = close(open_it(plan()), "not_examined", reason=reason)
    assert (visit.outcome, visit.outcome_reason) == ("not_examined", reason)


@pytest.mark.parametrize("facts", [{}, {"reason": "mood"}, {"reason": "other"}])
def test_an_attempt_without_a_reason_is_refused(plan, open_it, close, facts):
    with pytest.raises(no.ReasonNeeded):
        close(open_it(plan()), "not_examined", **facts)


@pytest.mark.parametrize(
    ("left_out", "code"),
    [
        ({"count": replace(COUNT, rooms_seen=None)}, "inspection.count_needed"),
        ({"count": replace(COUNT, guests_seen=None)}, "inspection.count_needed"),
        ({"count": replace(COUNT, methods=())}, "inspection.method_needed"),
        ({"count": replace(COUNT, counted_from=None)}, "inspection.time_needed"),
        ({"signed": None}, "inspection.signing_needed"),
        ({"signed": RecordSigning("with_remarks", None)}, "inspection.remarks_needed"),
    ],
)
def test_a_paper_is_not_drawn_up_of_half_a_visit(plan, open_it, write, close, left_out, code):
    visit = write(open_it(plan()), **left_out)
    with pytest.raises(Refusals) as caught:
        close(visit, "difference")
    assert code in codes_of(caught)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"counted_from": kyiv(18, 41)}, "inspection.counted_before_seal"),
        ({"counted_to": kyiv(20, 22)}, "inspection.counted_in_future"),
        ({"counted_to": kyiv(20, 4)}, "inspection.times_reversed"),
        ({"methods": ("guesswork",)}, "inspection.unknown_choice"),
    ],
)
def test_a_count_that_cannot_be_is_refused(session, plan, open_it, write, changed, code):
    visit = open_it(plan())
    with pytest.raises(Refusals) as caught:
        write(visit, replace(COUNT, **changed))
    assert codes_of(caught) == {code}
    kept = queries.visit(session, visit.id)
    assert kept is not None
    assert kept.rooms_seen is None


def test_the_minute_of_the_seal_and_the_present_one_are_in(plan, open_it, write):
    visit = write(open_it(plan()), replace(COUNT, counted_from=kyiv(18, 42), counted_to=NOW))
    assert (visit.counted_from, visit.counted_to) == (kyiv(18, 42), NOW)


def test_a_count_with_both_numbers_and_no_end_time_ended_when_it_was_kept(plan, open_it, write):
    visit = open_it(plan())
    assert write(visit, replace(COUNT, counted_to=None)).counted_to == NOW
    assert write(visit, replace(COUNT, guests_seen=None, counted_to=None)).counted_to is None


def test_nothing_is_written_before_the_seal(plan, write):
    with pytest.raises(no.NotOpened):
        write(plan())


def test_nobody_else_writes(session, world, plan, open_it):
    visit = open_it(plan())
    with pytest.raises(NotYours), saving(session):
        services.record_count(
            session, visit.id, COUNT, actor_id=world.people["inspector2"], now=NOW
        )


def test_more_rooms_than_registered_may_be_seen(plan, open_it, write):
    assert write(open_it(plan()), replace(COUNT, rooms_seen=9)).rooms_seen == 9


def test_what_finished_visits_saw_is_told_to_the_detector(
    session, world, plan, open_it, write, close
):
    seen = close(write(open_it(plan(origin="complaint"))), "difference")
    other = plan(facility_id=world.facilities["LV-0002"])
    close(open_it(other), "not_examined", reason="shut")
    waiting = plan(facility_id=world.facilities["LV-0001"])
    (check,) = queries.checks(session, waiting.night, waiting.night)
    assert (check.facility_id, check.night) == (seen.facility_id, seen.night)
    assert (check.observed_guests, check.design) == (COUNT.guests_seen, "complaint")
    assert check.inclusion_probability is None, "the plan does not say it"
