"""A scan judges only the peer groups that changed, and says what a scan from nothing would."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, update

from occupancy.evidence import services as evidence
from occupancy.evidence.commands import Origin, PastCheck
from occupancy.evidence.schemas import READINGS
from occupancy.filings.models import FilingRevision
from occupancy.filings.schemas import tables
from occupancy.registry.models import Capacity
from occupancy.scans import queries
from occupancy.scans.models import Assessment
from occupancy.scans.services import keep, look, nights_to_look_at, run_scan
from tests.scans.region import LAST, NOW, SLAVSKE, figure, make_region, some_nights_empty

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def towns(session):
    """Return two communities of ten hotels: two peer groups."""
    lviv = make_region(session, count=10, nights=60, habit=some_nights_empty({3}))
    slavske = make_region(
        session, count=10, nights=60, community=SLAVSKE, prefix="SL", seed_number=8
    )
    scan(session, NOW)
    return lviv, slavske


def scan(session, now=LATER, **other):
    first = nights_to_look_at(session, LAST)
    return run_scan(session, first=first, last=LAST, now=now, **other)


def fresh(session, **other):
    return look(session, first=LAST - timedelta(days=59), last=LAST, afresh=True, **other)


def again(session, **other):
    return look(session, first=LAST - timedelta(days=59), last=LAST, **other)


def refile(session, place, night, guests):
    """Let a facility change a night after the scan."""
    session.execute(insert(FilingRevision), [figure(place, night, guests, number=2, reason="test")])


def same(one, other):
    assert one.answer.facilities == other.answer.facilities
    assert one.answer.nights == other.answer.nights
    assert one.answer.notes == other.answer.notes


def test_without_a_change_nothing_is_judged_and_the_rows_stay(session, towns):
    run = scan(session)
    assert run.repeated
    assert again(session).answer is None
    session.execute(update(FilingRevision).values(due_kopiykas=7))  # prices are not judged
    priced = again(session)
    assert priced.judged == 0
    same(priced, fresh(session))


@pytest.mark.parametrize("ago", [0, 9, 40])
def test_one_night_changed_judges_one_group_and_gives_what_a_scan_from_nothing_gives(
    session, towns, ago
):
    refile(session, towns[0][4], LAST - timedelta(days=ago), 1)
    found = again(session)
    assert (found.judged, len(found.groups)) == (1, 2)
    same(found, fresh(session))
    run = scan(session)
    assert (run.groups, run.groups_judged) == (2, 1)


def test_a_late_filing_of_the_last_ten_nights_is_seen(session, towns):
    place, night = towns[1][2], LAST - timedelta(days=9)
    of_night = (FilingRevision.facility_id == place) & (FilingRevision.night == night)
    session.execute(delete(FilingRevision).where(of_night))
    scan(session)
    gone = scan_rows(session, place)
    session.execute(insert(FilingRevision), [figure(place, night, 20, filed_at=LATER)])
    run = scan(session)
    assert run.groups_judged == 1
    assert scan_rows(session, place) == gone + 1
    assert queries.band_on(session, place, night).run_id == run.id


def scan_rows(session, place):
    run = queries.latest(session)
    return session.get_one(Assessment, (run.id, place)).nights_filed


def test_a_change_there_and_back_takes_over_what_was_said_first(session, towns):
    place = towns[0][4]
    refile(session, place, LAST, 1)
    assert scan(session).groups_judged == 1
    session.execute(delete(FilingRevision).where(FilingRevision.number == 2))
    run = scan(session)
    assert (run.repeated, run.groups_judged) == (False, 0)
    same(again_of(session), fresh(session))


def again_of(session):
    """Look as if the newest run had not been kept yet."""
    session.execute(update(FilingRevision).values(due_kopiykas=1))
    return again(session)


def test_facts_of_the_register_and_outside_figures_change_their_group_only(session, towns):
    capacity = update(Capacity).where(Capacity.facility_id == towns[1][0])
    session.execute(capacity.values(places=50))
    assert again(session).judged == 1
    scan(session)
    head = "facility_id,community,date_from,date_to,kind,value\n"
    told = tables.read(
        f"{head}LV-0001,,2026-10-01,2026-10-31,water_m3,90\n".encode(), columns=READINGS
    )
    evidence.import_evidence(session, told, Origin("test", "a" * 64), now=NOW)
    found = again(session)
    assert found.judged == 1
    same(found, fresh(session))


def test_a_visit_by_risk_changes_its_group_and_a_drawn_one_the_base_rate_of_all(session, towns):
    def visit(design):
        return [PastCheck(towns[0][4], LAST - timedelta(days=5), 40, design, None)]

    assert again(session, visits=visit("risk")).judged == 1
    found = again(session, visits=visit("random"))
    assert found.judged == 2
    same(found, fresh(session, visits=visit("random")))


def test_a_night_later_everything_is_judged_and_the_bands_of_ten_nights_are_fresh(session, towns):
    night = LAST + timedelta(days=1)
    rows = [figure(place, night, 20) for town in towns for place in town]
    session.execute(insert(FilingRevision), rows)
    first = nights_to_look_at(session, night)
    found = look(session, first=first, last=night)
    run = keep(session, found, now=LATER)
    assert run.groups_judged == 2
    bands = queries.bands(session, towns[0][0], first, night)
    assert {band.run_id for band in bands.values()} == {run.id}
    assert len(bands) == 10
