"""Filing a night, on both databases: revision, log entry and money together, or not at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from occupancy.audit import queries as log
from occupancy.database import make_engine, saving
from occupancy.errors import NotYours, Refusals
from occupancy.filings import queries, rules
from occupancy.filings.commands import BandGuests
from occupancy.filings.rules.refusals import SameKeyOtherContent
from occupancy.filings.services import file_night
from occupancy.ledger import queries as ledger
from occupancy.registry.models import RateRule
from tests.filings.conftest import EVENING, NIGHT

NOON = rules.free_until(NIGHT)


@pytest.fixture
def file(session, world):
    def file(filing, now=EVENING, author="operator"):
        with saving(session):
            return file_night(
                session, filing, source="cabinet", author_id=world.people[author], now=now
            )

    return file


def kept(session, filing):
    return queries.revisions(session, filing.facility_id, filing.night)


def test_a_filed_night_stands_with_everything_that_was_said(session, world, homestead, file):
    receipt = file(homestead(arrivals=2))
    standing = queries.standing(session, homestead().facility_id, NIGHT)
    assert standing is not None
    assert (standing.rooms_occupied, standing.domestic, standing.inbound) == (3, 6, 1)
    assert (standing.exempt, standing.exempt_total, standing.guests) == ({"MINOR": 1}, 1, 8)
    assert (standing.number, standing.kind, standing.arrivals) == (1, "figure", 2)
    assert (standing.source, standing.author_id) == ("cabinet", world.people["operator"])
    assert (standing.filed_at, standing.after_cutoff) == (EVENING, False)
    assert standing.receipt_no == receipt.receipt_no
    assert queries.by_receipt(session, receipt.receipt_no) == standing


def test_the_log_holds_every_figure_under_the_hash_of_the_receipt(session, world, homestead, file):
    receipt = file(homestead())
    entry = log.entry(session, receipt.audit_seq)
    assert entry is not None
    assert entry.leaf == receipt.audit_leaf
    assert entry.subject == "night:SL-0001:2026-11-23"
    assert entry.body["actor"] == f"person:{world.people['operator']}"
    told = entry.body["facts"]
    assert told["rooms_occupied"] == 3
    assert told["domestic"] == 6
    assert told["inbound"] == 1
    assert told["exempt"] == {"MINOR": 1}
    assert told["due_kopiykas"] == receipt.due_kopiykas
    assert told["receipt_no"] == receipt.receipt_no


def test_the_night_owes_what_the_council_asks(session, homestead, file):
    # Slavske, a demonstration rate: 0.5 % and 2 % of 8,647.00 UAH: 6 × 43.235 and 1 × 172.94.
    receipt = file(homestead())
    assert receipt.due_kopiykas == 25941 + 17294
    assert ledger.accrued(session, homestead().facility_id, NIGHT) == receipt.due_kopiykas


def test_an_update_before_noon_is_a_further_figure_and_the_money_follows(session, homestead, file):
    file(homestead())
    receipt = file(homestead(domestic=2), now=NOON - timedelta(minutes=1))
    first, second = kept(session, homestead())
    assert (first.number, first.domestic) == (1, 6), "what was said once stays as it was"
    assert (second.number, second.kind, second.domestic) == (2, "figure", 2)
    assert ledger.accrued(session, second.facility_id, NIGHT) == receipt.due_kopiykas


def test_after_noon_a_change_is_a_correction_with_a_reason(session, homestead, file):
    file(homestead())
    with pytest.raises(Refusals) as caught:
        file(homestead(domestic=2), now=NOON)
    assert [each.code for each in caught.value.refusals] == ["filing.reason_needed"]
    receipt = file(homestead(domestic=2, reason="описка"), now=NOON)
    assert receipt.kind == "correction"
    assert [each.reason for each in kept(session, homestead())] == [None, "описка"]


def test_a_night_that_was_missed_may_be_filed_late_without_a_reason(session, homestead, file):
    receipt = file(homestead(), now=NOON + timedelta(days=40))
    assert (receipt.kind, receipt.after_cutoff) == ("figure", True)


def test_the_published_hour_is_remembered_with_each_figure(homestead, file):
    on_time = file(homestead(), now=EVENING + timedelta(hours=1))
    late = file(homestead(domestic=5), now=EVENING + timedelta(hours=1, seconds=1))
    assert (on_time.after_cutoff, late.after_cutoff) == (False, True)


def test_the_same_form_sent_twice_is_filed_once(session, homestead, file):
    first = file(homestead(idempotency_key="form-1"))
    again = file(homestead(idempotency_key="form-1"), now=EVENING + timedelta(hours=2))
    assert (first.repeated, again.repeated) == (False, True)
    assert again.receipt_no == first.receipt_no
    assert len(kept(session, homestead())) == 1


def test_a_form_sent_again_after_a_newer_figure_does_not_bring_the_old_one_back(
    session, homestead, file
):
    file(homestead(idempotency_key="form-1"))
    file(homestead(domestic=2, idempotency_key="form-2"))
    assert file(homestead(idempotency_key="form-1")).repeated
    assert [each.domestic for each in kept(session, homestead())] == [6, 2]


def test_the_same_key_with_other_numbers_is_refused(session, homestead, file):
    file(homestead(idempotency_key="form-1"))
    with pytest.raises(SameKeyOtherContent):
        file(homestead(domestic=2, idempotency_key="form-1"))
    with pytest.raises(SameKeyOtherContent):
        file(homestead(night=NIGHT - timedelta(days=1), idempotency_key="form-1"))
    assert len(kept(session, homestead())) == 1


def test_another_house_may_use_the_same_key(world, homestead, file):
    file(homestead(idempotency_key="form-1"))
    other = homestead(
        facility_id=world.facilities["LV-0002"],
        idempotency_key="form-1",
        bands=(BandGuests("b2", 6, 0),),
    )
    assert not file(other).repeated


def test_numbers_that_stand_already_add_nothing(session, homestead, file):
    first = file(homestead())
    again = file(homestead(reason="про всяк випадок"), now=NOON + timedelta(days=3))
    assert again.unchanged
    assert again.receipt_no == first.receipt_no
    assert len(kept(session, homestead())) == 1


def test_a_refused_night_leaves_nothing_behind(session, homestead, file):
    before = log.size(session)
    with pytest.raises(Refusals):
        file(homestead(rooms_occupied=8))
    assert kept(session, homestead()) == []
    assert log.size(session) == before
    assert ledger.accrued(session, homestead().facility_id, NIGHT) == 0


def test_a_failure_after_the_night_was_kept_takes_it_all_back(session, world, homestead):
    before = log.size(session)

    def half_a_deed():
        with saving(session):
            file_night(session, homestead(), source="cabinet", author_id=None, now=EVENING)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_a_deed()
    assert kept(session, homestead()) == []
    assert log.size(session) == before
    assert ledger.accrued(session, homestead().facility_id, NIGHT) == 0


def test_a_house_that_does_not_exist_is_nobodys(file, homestead):
    with pytest.raises(NotYours):
        file(homestead(facility_id=987654))


def test_a_price_band_decides_the_money_where_the_council_has_bands(world, homestead, file):
    # Lviv 2026: band b2 0.3 %, b4 0.5 % for residents of Ukraine; 1 % for others, no bands.
    lviv = homestead(
        facility_id=world.facilities["LV-0001"],
        domestic=3,
        inbound=1,
        bands=(BandGuests("b2", 1, 0), BandGuests("b4", 2, 0)),
    )
    assert file(lviv).due_kopiykas == 2594 + 8647 + 8647


def test_a_night_without_a_known_rate_is_kept_without_a_sum(session, homestead, file, world):
    with saving(session):
        session.execute(delete(RateRule))
    assert file(homestead()).due_kopiykas is None
    assert ledger.accrued(session, homestead().facility_id, NIGHT) == 0


def test_what_was_said_after_an_entry_of_the_log_is_later(session, homestead, file):
    seen = file(homestead())
    file(homestead(domestic=2))
    later = queries.later_than(session, homestead().facility_id, NIGHT, seen.audit_seq)
    assert [each.number for each in later] == [2]


def test_two_doors_at_once_number_their_revisions_without_a_clash(database_url, session, homestead):
    engine = make_engine(database_url)

    def file_one(guests: int) -> int:
        with Session(engine) as own, saving(own):
            filing = homestead(domestic=guests)
            return file_night(own, filing, source="cabinet", author_id=None, now=EVENING).number

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(file_one, range(1, 13)))
    engine.dispose()
    assert numbers == list(range(1, 13))
    session.rollback()
    standing = queries.standing(session, homestead().facility_id, NIGHT)
    assert standing is not None
    assert ledger.accrued(session, standing.facility_id, NIGHT) == standing.due_kopiykas


def test_other_houses_and_nights_are_not_mixed_in(session, world, homestead, file):
    file(homestead())
    file(homestead(night=NIGHT - timedelta(days=1), domestic=1))
    file(homestead(facility_id=world.facilities["LV-0002"], bands=(BandGuests("b1", 6, 0),)))
    here = homestead().facility_id
    assert list(queries.between(session, here, NIGHT, NIGHT)) == [NIGHT]
    rows = queries.standing_all(session, NIGHT - timedelta(days=9), NIGHT, [here])
    assert [(row.facility_id, row.guests) for row in rows] == [(here, 3), (here, 8)]
    assert len(queries.standing_all(session, NIGHT, NIGHT)) == 2
