"""What people do with a signal."""

from datetime import date, timedelta

import pytest

from occupancy.accounts.models import Person
from occupancy.audit import queries as audit
from occupancy.errors import NotYours
from occupancy.scans import queries, rules
from occupancy.scans.commands import Explain
from occupancy.scans.services import (
    AlreadyAsked,
    ExplanationMissing,
    ExplanationTooLong,
    FlagIsClosed,
    ask,
    explain,
    run_scan,
    send_visit,
)
from tests.scans.region import LAST, NOW, make_region, some_nights_empty

LATER = NOW + timedelta(hours=5)
WHY = "Заклад показав акт про ремонт водогону."


@pytest.fixture
def person(session):
    somebody = Person(login="agency", display_name="Марта", password_hash="x")
    session.add(somebody)
    session.flush()
    return somebody.id


@pytest.fixture
def flag(session, person):
    make_region(session, habit=some_nights_empty({3}))
    run_scan(session, first=LAST, last=LAST, now=NOW)
    return queries.open_flags(session)[0]


def test_a_question_reaches_the_facility_and_stays_when_a_visit_is_planned(session, flag, person):
    assert queries.questions_for(session, flag.facility_id) == []
    ask(session, flag.id, actor_id=person, now=LATER)
    asked = queries.questions_for(session, flag.facility_id)
    send_visit(session, flag.id, actor_id=person, now=LATER + timedelta(hours=1))
    still = queries.questions_for(session, flag.facility_id)
    assert [each.id for each in asked] == [each.id for each in still] == [flag.id]
    assert still[0].asked_at == asked[0].asked_at == LATER
    assert still[0].decision == "visit"


def test_a_question_is_asked_once(session, flag, person):
    ask(session, flag.id, actor_id=person, now=LATER)
    with pytest.raises(AlreadyAsked):
        ask(session, flag.id, actor_id=person, now=LATER)


def test_closing_keeps_the_words_and_takes_the_question_back(session, flag, person):
    ask(session, flag.id, actor_id=person, now=LATER)
    explain(session, Explain(flag.id, f"  {WHY}\n"), actor_id=person, now=LATER)
    closed = queries.flag(session, flag.id)
    assert (closed.is_open, closed.closed_code, closed.closed_note) == (
        False,
        rules.EXPLAINED,
        WHY,
    )
    assert (closed.closed_by, closed.decided_at) == (person, LATER)
    assert queries.questions_for(session, flag.facility_id) == []


def test_the_log_knows_who_and_what_but_not_the_words(session, flag, person):
    explain(session, Explain(flag.id, WHY), actor_id=person, now=LATER)
    entry = audit.history(session, "flag:LV-0003")[-1]
    assert (entry.kind, entry.body["actor"]) == ("flag_resolved", f"person:{person}")
    facts = entry.body["facts"]
    assert set(facts.pop("words")) == {"closed_note"}
    assert facts == {"flag": flag.id, "decision": "close", "why": "explained"}
    assert audit.words_hold(session, entry.seq, {"closed_note": WHY}) is True


@pytest.mark.parametrize(
    ("note", "refusal"),
    [("", ExplanationMissing), (" ок \n ", ExplanationMissing), ("я" * 501, ExplanationTooLong)],
)
def test_closing_needs_words_that_fit(session, flag, person, note, refusal):
    with pytest.raises(refusal) as refused:
        explain(session, Explain(flag.id, note), actor_id=person, now=LATER)
    assert refused.value.field == "note"
    assert queries.flag(session, flag.id).is_open


def test_a_closed_signal_is_not_decided_again(session, flag, person):
    explain(session, Explain(flag.id, WHY), actor_id=person, now=LATER)
    for deed in (ask, send_visit):
        with pytest.raises(FlagIsClosed):
            deed(session, flag.id, actor_id=person, now=LATER)
    with pytest.raises(FlagIsClosed):
        explain(session, Explain(flag.id, WHY), actor_id=person, now=LATER)


def test_a_signal_that_does_not_exist_is_not_there(session, person):
    with pytest.raises(NotYours):
        ask(session, 4711, actor_id=person, now=LATER)


def test_the_next_scans_leave_an_explained_facility_in_peace_for_a_while(session, flag, person):
    explain(session, Explain(flag.id, WHY), actor_id=person, now=LATER)
    next_night = LAST + timedelta(days=1)
    run = run_scan(session, first=next_night, last=next_night, now=LATER)
    assert (run.decides_flags, run.flags_opened) == (True, 0)
    assert isinstance(run.date_to, date)
    long_after = LAST + timedelta(days=40)
    run = run_scan(session, first=long_after, last=long_after, now=LATER)
    assert run.flags_opened == 1
