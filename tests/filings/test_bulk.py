"""Many nights at once keep the rules of one night, and all of them are kept, or none."""

from dataclasses import replace
from datetime import timedelta

from occupancy.audit import queries as log
from occupancy.database import saving
from occupancy.filings import queries
from occupancy.filings.services import file_night, file_nights
from occupancy.ledger import queries as ledger
from tests.filings.conftest import EVENING, NIGHT

WEEK = [NIGHT - timedelta(days=back) for back in range(7)]


def file_all(session, filings, **more):
    with saving(session):
        options = {"source": "import", "author_id": None, "now": EVENING, **more}
        return file_nights(session, filings, **options)


def test_a_batch_keeps_the_same_rows_as_one_night_after_the_other(session, homestead):
    many = homestead(night=WEEK[1])
    file_all(session, [many])
    with saving(session):
        file_night(session, homestead(), source="import", author_id=None, now=EVENING)
    batch, single = (queries.standing(session, many.facility_id, night) for night in WEEK[1::-1])
    assert batch
    assert single
    own = ("id", "night", "receipt_no", "audit_seq", "audit_leaf", "after_cutoff")
    same = dict.fromkeys(own, None)
    assert replace(batch, **same) == replace(single, **same)
    entries = [log.entry(session, each.audit_seq) for each in (batch, single)]
    facts = [set(entry.body["facts"]) for entry in entries if entry]
    assert facts[0] == facts[1]


def test_old_nights_are_first_figures_and_need_no_reason(session, homestead):
    report = file_all(session, [homestead(night=night) for night in WEEK])
    assert (report.filed, report.corrected, report.unchanged, report.refused) == (7, 0, 0, ())
    kinds = {
        each.kind
        for each in queries.between(session, homestead().facility_id, WEEK[-1], NIGHT).values()
    }
    assert kinds == {"figure"}


def test_the_same_batch_again_adds_nothing(session, homestead):
    filings = [homestead(night=night) for night in WEEK]
    file_all(session, filings)
    size = log.size(session)
    report = file_all(session, filings)
    assert (report.filed, report.unchanged) == (0, 7)
    assert log.size(session) == size


def test_one_bad_night_keeps_all_of_them_out_and_every_bad_one_is_named(session, homestead):
    filings = [homestead(night=night) for night in WEEK]
    filings[2] = replace(filings[2], rooms_occupied=8)
    filings[5] = replace(filings[5], arrivals=99, exempt={"NO": 1})
    report = file_all(session, filings)
    assert [(bad.index, len(bad.refusals)) for bad in report.refused] == [(2, 1), (5, 2)]
    assert queries.between(session, homestead().facility_id, WEEK[-1], NIGHT) == {}


def test_a_changed_old_night_is_a_correction_with_a_reason(session, homestead):
    old = homestead(night=WEEK[3])
    file_all(session, [old])
    unexplained = file_all(session, [replace(old, domestic=2)])
    assert [each.code for each in unexplained.refused[0].refusals] == ["filing.reason_needed"]
    report = file_all(session, [replace(old, domestic=2, reason="звірили з журналом")])
    assert (report.filed, report.corrected) == (0, 1)
    standing = queries.standing(session, old.facility_id, old.night)
    assert standing is not None
    assert (standing.number, standing.kind) == (2, "correction")
    assert ledger.accrued(session, old.facility_id, old.night) == standing.due_kopiykas


def test_a_night_may_come_several_times_in_order(session, homestead):
    figures = [homestead(), homestead(domestic=2), homestead(domestic=2), homestead(domestic=5)]
    report = file_all(session, figures)
    assert (report.filed, report.corrected, report.unchanged) == (1, 2, 1)
    rows = queries.revisions(session, homestead().facility_id, NIGHT)
    assert [(row.number, row.domestic) for row in rows] == [(1, 6), (2, 2), (3, 5)]
    assert ledger.accrued(session, homestead().facility_id, NIGHT) == rows[-1].due_kopiykas


def test_looking_keeps_nothing(session, homestead):
    report = file_all(session, [homestead()], keep=False)
    assert report.filed == 1
    assert queries.standing(session, homestead().facility_id, NIGHT) is None


def test_each_night_may_tell_when_it_was_stated(session, homestead):
    def evening_of(filing):
        return EVENING - (NIGHT - filing.night)

    file_all(session, [homestead(night=night) for night in WEEK], filed_at=evening_of)
    for night, row in queries.between(session, homestead().facility_id, WEEK[-1], NIGHT).items():
        assert row.filed_at == EVENING - (NIGHT - night)
        assert not row.after_cutoff


def test_an_empty_batch_is_no_mistake(session, world):
    assert file_all(session, []).filed == 0


def test_work_is_told_as_it_goes(session, homestead):
    told = []
    file_all(session, [homestead()], progress=lambda done, every: told.append((done, every)))
    assert told == [(0, 1)]
