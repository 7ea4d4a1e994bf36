"""A scan: run rows, signals that open, stay and close, and the same question twice."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, insert, select

from occupancy.audit import queries as audit
from occupancy.audit.models import AuditEntry
from occupancy.filings.models import FilingRevision
from occupancy.registry.models import Closure, Facility
from occupancy.scans import queries, rules, services
from occupancy.scans.models import Assessment, Flag, NightBand, ScanRun
from occupancy.scans.services import NothingToScan, nights_to_look_at, run_scan
from tests.scans.region import (
    LAST,
    LVIV,
    NOW,
    SLAVSKE,
    figure,
    honest,
    make_region,
    some_nights_empty,
    what_was,
)

HIDERS = {3, 7}


@pytest.fixture
def region(session):
    return make_region(session, habit=some_nights_empty(HIDERS))


def scanned(session, last=LAST, **other):
    first = other.pop("first", nights_to_look_at(session, last))
    return run_scan(session, first=first, last=last, now=other.pop("now", NOW))


def rows(session, table):
    return session.scalar(select(func.count()).select_from(table))


def everything(session):
    return [rows(session, each) for each in (ScanRun, Assessment, NightBand, Flag, AuditEntry)]


def correct(session, region, number, share=1.0, revision=2):
    """Let facility ``number`` correct its empty nights (or the first of them) to what was."""
    guests, came = what_was(16, 150)
    empty = list(range(0, 150, 5))
    session.execute(
        insert(FilingRevision),
        [
            figure(
                region[number],
                LAST - timedelta(days=149 - night),
                int(guests[number, night]),
                number=revision,
                arrivals=int(came[number, night]),
                reason="test",
            )
            for night in empty[: round(len(empty) * share)]
        ],
    )


def test_who_left_nights_out_gets_a_signal_and_nobody_else(session, region):
    run = scanned(session)
    flags = queries.open_flags(session)
    assert {flag.facility_id for flag in flags} == {region[number] for number in HIDERS}
    assert run.flags_opened == run.flags_standing == 2
    for flag in flags:
        assert flag.seen.reasons[0].code == "EMPTY_NIGHTS_ISOLATED"
        assert flag.seen.gap_low <= flag.seen.gap_nights <= flag.seen.gap_high
        assert flag.seen.gap_kopiykas == round(flag.seen.gap_nights * 4000)


def test_signals_come_in_the_order_of_expected_hidden_nights(session, region):
    scanned(session)
    scores = [flag.seen.score for flag in queries.open_flags(session)]
    assert scores == sorted(scores, reverse=True)


def test_the_same_question_again_adds_nothing_and_says_so(session, region):
    first = scanned(session)
    before = everything(session)
    again = scanned(session, now=NOW + timedelta(hours=3))
    assert (first.repeated, again.repeated) == (False, True)
    assert again.id == first.id
    assert everything(session) == before


def test_the_same_input_gives_the_same_digests_and_figures_on_every_database(session, region):
    run = scanned(session)
    assert len(run.input_digest) == len(run.params_digest) == len(run.code_version) == 64
    assert run.params["detector"]["country"] == "UA"
    assert run.params["flags"]["q_open"] == 0.10
    again = services.look(session, first=LAST, last=LAST)
    assert again.input_digest == run.input_digest
    assert again.params_digest == run.params_digest
    assert again.answer is None, "what was answered is not computed again"


def test_figures_that_change_and_change_back_end_where_they_began(session, region):
    scanned(session)
    place = region[3]
    correct(session, region, 3)
    assert scanned(session).flags_closed == 1
    session.execute(
        delete(FilingRevision).where(
            FilingRevision.facility_id == place, FilingRevision.number == 2
        )
    )
    back = scanned(session)
    assert (back.number, back.repeated, back.flags_opened) == (3, False, 1)
    assert len(queries.open_flags(session)) == 2


def test_a_signal_closes_with_the_reason_and_is_not_deleted(session, region):
    scanned(session)
    correct(session, region, 3)
    run = scanned(session, now=NOW + timedelta(days=1))
    (closed,) = queries.closed_flags(session)
    assert (closed.facility_id, closed.closed_code) == (region[3], rules.CORRECTED)
    assert closed.closed_run == run.id
    assert closed.closed_at == NOW + timedelta(days=1)
    assert len(queries.open_flags(session)) == 1


def test_a_new_question_is_a_new_row(session, region):
    scanned(session)
    place = region[3]
    correct(session, region, 3)
    scanned(session)
    night = LAST + timedelta(days=1)
    session.execute(delete(FilingRevision).where(FilingRevision.number == 2))
    session.execute(insert(FilingRevision), [figure(each, night, 20) for each in region])
    scanned(session, night)
    assert [flag.is_open for flag in queries.flags_of(session, place)] == [True, False]


def test_a_facility_that_left_the_window_is_not_judged_any_more(session, region):
    scanned(session)
    session.get_one(Facility, region[3]).closed = LAST - timedelta(days=900)
    session.flush()
    scanned(session)
    (closed,) = queries.closed_flags(session)
    assert closed.closed_code == rules.NOT_JUDGED


def test_opening_and_closing_are_in_the_log_with_their_figures(session, region):
    run = scanned(session)
    correct(session, region, 3)
    scanned(session)
    raised, resolved = audit.history(session, "flag:LV-0003")
    assert (raised.kind, resolved.kind) == ("flag_raised", "flag_resolved")
    assert raised.body["actor"] == "system:scan"
    assert raised.body["facts"]["run"] == run.id
    assert raised.body["facts"]["reasons"][0] == "EMPTY_NIGHTS_ISOLATED"
    assert resolved.body["facts"]["why"] == rules.CORRECTED
    scan = audit.history(session, f"scan:{LAST}:1")[0]
    assert scan.body["facts"]["input"] == run.input_digest


def test_a_past_night_can_be_redone_and_leaves_signals_as_they_are(session, region):
    past = LAST - timedelta(days=20)
    scanned(session)
    flags = [(flag.id, flag.latest_run) for flag in queries.open_flags(session)]
    redone = scanned(session, past, first=past - timedelta(days=2))
    assert not redone.decides_flags
    assert [(flag.id, flag.latest_run) for flag in queries.open_flags(session)] == flags
    bands = queries.bands(session, region[0], past - timedelta(days=3), past + timedelta(days=1))
    assert {night: band.run_id == redone.id for night, band in bands.items()} == {
        past - timedelta(days=3): False,
        past - timedelta(days=2): True,
        past - timedelta(days=1): True,
        past: True,
        past + timedelta(days=1): False,
    }


def test_the_first_scan_keeps_sixty_nights_and_the_next_ten(session, region):
    first = scanned(session)
    night = LAST + timedelta(days=1)
    session.execute(insert(FilingRevision), [figure(each, night, 20) for each in region])
    second = scanned(session, night)
    kept = session.execute(
        select(NightBand.run_id, func.count(NightBand.night.distinct())).group_by(NightBand.run_id)
    )
    assert dict(kept.all()) == {first.id: 60, second.id: 10}


def test_earlier_bands_can_be_asked_for_later(session, region):
    scanned(session, first=LAST)
    again = scanned(session, first=LAST - timedelta(days=3))
    assert again.number == 1
    bands = queries.bands(session, region[0], LAST - timedelta(days=9), LAST)
    assert len(bands) == 4
    assert {band.run_id for band in bands.values()} == {again.id}


def test_a_closed_night_is_neither_expected_nor_judged(session, region):
    session.add(
        Closure(
            facility_id=region[0], date_from=LAST, date_to=LAST, reason="repair", declared_at=NOW
        )
    )
    session.flush()
    scanned(session)
    assert queries.band_on(session, region[0], LAST) is None
    assert queries.band_on(session, region[1], LAST) is not None


def test_without_a_filed_night_there_is_nothing_to_scan(session):
    with pytest.raises(NothingToScan):
        scanned(session)


def test_correcting_upwards_never_raises_the_expected_hidden_nights(session, region):
    scanned(session)
    before = {flag.facility_id: flag.seen.score for flag in queries.open_flags(session)}
    for number, share in ((2, 0.3), (3, 0.6)):
        correct(session, region, 3, share, number)
        run = scanned(session)
        after = queries.assessment(session, run.id, region[3]).score
        assert after <= before[region[3]] + 1e-9
        before[region[3]] = after


def test_peers_are_of_the_same_community_and_do_not_count_oneself(session, region):
    others = make_region(
        session, count=10, habit=honest, community=SLAVSKE, prefix="SL", seed_number=9
    )
    run = scanned(session)
    peers = queries.peers_on(session, run.id, others[0], LAST)
    assert {peer.facility_id for peer in peers} == set(others[1:])
    assert {flag.community for flag in queries.open_flags(session, [LVIV])} == {LVIV}
    assert queries.open_flags(session, [SLAVSKE]) == []
    assert queries.open_count(session, [LVIV]) == 2
