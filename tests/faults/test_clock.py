"""Threat 15: a clock that jumps, midnight, and both nights on which Kyiv changes its clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.filings import queries
from tests.faults.office import Office

SLAVSKE = "/cabinet/SL-0001"
NIGHT = {"rooms_occupied": "3", "guests_domestic": "6", "guests_inbound": "1"}


def at(moment: str) -> None:
    """Let it be that moment of UTC."""
    clock.pretend(datetime.fromisoformat(moment).replace(tzinfo=UTC))


@pytest.fixture
def office(portal, settings, engine, world):
    """Give the application and its operator."""
    return Office(settings, engine, world, portal)


@pytest.fixture
def said(engine, world):
    """Give ``said(night)``: every revision of a night of the homestead, oldest first."""

    def of(night: date):
        with Session(engine) as session:
            return queries.revisions(session, world.facilities["SL-0001"], night)

    return of


@pytest.mark.parametrize(
    ("moment", "night"),
    [
        # 25 October 2026: at 04:00 it is 03:00 again, so the night of the 24th has 25 hours.
        ("2026-10-24T09:00:00", "2026-10-24"),  # noon
        ("2026-10-24T20:59:59", "2026-10-24"),  # a second to midnight
        ("2026-10-24T21:00:00", "2026-10-24"),  # midnight
        ("2026-10-25T00:30:00", "2026-10-24"),  # 03:30 for the first time
        ("2026-10-25T01:30:00", "2026-10-24"),  # 03:30 for the second time
        ("2026-10-25T09:59:50", "2026-10-24"),  # just before noon, not an hour after it
        ("2026-10-25T10:00:00", "2026-10-25"),  # noon
        # 28 March 2027: after 02:59 comes 04:00, so the night of the 27th has 23 hours.
        ("2027-03-27T10:00:00", "2027-03-27"),
        ("2027-03-28T00:59:59", "2027-03-27"),
        ("2027-03-28T01:00:00", "2027-03-27"),
        ("2027-03-28T08:59:50", "2027-03-27"),
        ("2027-03-28T09:00:00", "2027-03-28"),  # noon, not an hour before it
    ],
)
def test_tonight_is_the_night_of_the_last_noon_in_kyiv(office, moment, night):
    at(moment)
    office.sign_in()
    page = office.client.get(f"{SLAVSKE}/tonight").text
    assert f"{SLAVSKE}/nights/{night}" in page


@pytest.mark.parametrize(
    ("night", "noon", "cut_off"),
    [
        ("2026-10-25", "2026-10-25T10:00:00", "2026-10-25T20:00:00"),
        ("2027-03-28", "2027-03-28T09:00:00", "2027-03-28T19:00:00"),
    ],
)
def test_noon_and_the_published_hour_follow_kyiv_through_the_change(
    office, said, night, noon, cut_off
):
    day, before = date.fromisoformat(night), date.fromisoformat(night) - timedelta(days=1)
    opens = datetime.fromisoformat(noon)
    at(str(opens - timedelta(minutes=1)))
    assert office.send(f"{SLAVSKE}/nights/{night}", **NIGHT).status_code == 422
    for guests in ("6", "5"):  # free to change until noon, without a reason
        form = {**NIGHT, "guests_domestic": guests}
        assert office.send(f"{SLAVSKE}/nights/{before}", **form).status_code == 303
    at(noon)
    changed = {**NIGHT, "guests_domestic": "4"}
    assert office.send(f"{SLAVSKE}/nights/{before}", **changed).status_code == 422
    assert [each.kind for each in said(before)] == ["figure", "figure"]
    at(str(datetime.fromisoformat(cut_off) - timedelta(minutes=1)))
    assert office.send(f"{SLAVSKE}/nights/{night}", **NIGHT).status_code == 303
    at(str(datetime.fromisoformat(cut_off) + timedelta(minutes=1)))
    assert office.send(f"{SLAVSKE}/nights/{night}", **changed).status_code == 303
    assert [each.after_cutoff for each in said(day)] == [False, True]


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(days=1), timedelta(days=365)])
def test_what_was_said_last_stands_whatever_the_clock_said_meanwhile(office, said, jump):
    night = date(2026, 11, 21)
    right = datetime(2026, 11, 23, 18, 45, tzinfo=UTC)
    path = f"{SLAVSKE}/nights/{night}"
    for guests, moment in (("6", right), ("5", right + jump), ("4", right)):
        clock.pretend(moment)
        form = {**NIGHT, "guests_domestic": guests, "reason_other": "описка"}
        assert office.send(path, **form).status_code == 303
    kept = said(night)
    assert [each.domestic for each in kept] == [6, 5, 4], "the order is that of the log"
    assert [each.audit_seq for each in kept] == sorted(each.audit_seq for each in kept)
    moments = [each.filed_at for each in kept]
    assert moments != sorted(moments), "one of these clocks was wrong"


def test_a_clock_a_year_behind_files_nothing_early_and_loses_nothing(office, said):
    """A night that has not begun for a clock that is behind is refused, and filed when it is."""
    right = datetime(2026, 11, 23, 18, 45, tzinfo=UTC)
    clock.pretend(right - timedelta(days=365))
    path = f"{SLAVSKE}/nights/2026-11-22"
    assert office.send(path, **NIGHT, key="one-press").status_code == 422
    clock.pretend(right)
    assert office.send(path, **NIGHT, key="one-press").status_code == 303
    assert [each.domestic for each in said(date(2026, 11, 22))] == [6]
