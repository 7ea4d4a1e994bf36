"""Erasing a person and the daily sweep: words and names go, numbers and the log stay."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from occupancy.accounts import queries as accounts
from occupancy.accounts import services as deeds
from occupancy.accounts.models import Person, SignInAttempt, SignInSession
from occupancy.accounts.rules import NoSuchPerson
from occupancy.accounts.services import Passwords, tries
from occupancy.audit import queries as audit
from occupancy.audit import rules as log
from occupancy.audit.models import AuditEntry, AuditWords
from occupancy.citations import services as citations
from occupancy.citations.models import Citation
from occupancy.database import saving
from occupancy.filings.models import FilingRevision
from occupancy.inspections.models import Visit
from occupancy.notices.models import OutboxMessage
from occupancy.privacy import queries, services
from occupancy.scans.models import Flag
from tests.citations.visits import Walk
from tests.privacy.conftest import SAID, YEARS_LATER
from tests.support.world import PASSWORD

LATER = SAID + timedelta(hours=20)


def bodies(session) -> list[tuple[int, bytes]]:
    found = select(AuditEntry.seq, AuditEntry.body).order_by(AuditEntry.seq)
    return [tuple(row) for row in session.execute(found)]


def kept_words(session) -> str:
    """Return every column that words can stand in, as one text."""
    columns = (
        FilingRevision.reason,
        Flag.closed_note,
        Visit.statement,
        Visit.remarks,
        Visit.received_by,
        Visit.received_post,
        Visit.outcome_note,
        Visit.cancelled_reason,
        Citation.void_reason,
    )
    return "\n".join(str(each) for column in columns for each in session.scalars(select(column)))


def erase(session, person_id, now=LATER):
    with saving(session):
        services.erase(session, person_id, actor="system:cli", why="asked", now=now)


def sweep(session, now):
    with saving(session):
        return services.sweep(session, now)


def test_the_words_that_people_wrote_are_in_no_entry_of_the_log(session, world, words):
    everything = b"\n".join(body for _, body in bodies(session)).decode()
    for each in words.values():
        assert each not in everything
        assert each in kept_words(session)
    assert "Особа Вигадана" not in everything


def test_every_digest_in_the_log_is_that_of_the_words_that_stand(session, world, words):
    said = queries.said(session)
    assert {each.kind for each in said} == {
        "filing",
        "visit_closed",
        "citation_voided",
        "visit_cancelled",
    }
    for told in queries.words_of(session, said):
        assert audit.words_hold(session, told["seq"], told["words"]) is True, told


def test_an_erased_person_is_a_number(session, world, words):
    chief = world.people["chief"]
    with saving(session):
        deeds.start_session(session, chief, lasts=timedelta(hours=1), now=SAID)
        tries.begin(session, login="chief", address="192.0.2.1", second_factor=False, now=SAID)
    erase(session, chief)
    person = session.get(Person, chief)
    assert (person.login, person.display_name) == (f"erased {chief}", f"№ {chief}")
    assert (person.post_uk, person.certificate_no, person.password_hash) == ("", "", "")
    assert (person.totp_secret, person.totp_last_step) == (None, None)
    assert person.disabled_at == LATER
    assert (
        session.scalars(select(SignInSession).where(SignInSession.person_id == chief)).all() == []
    )
    assert session.scalars(select(SignInAttempt).where(SignInAttempt.login == "chief")).all() == []
    assert words["void_reason"] not in kept_words(session)
    assert words["cancelled_reason"] not in kept_words(session)


def test_erasing_changes_no_entry_and_says_what_was_erased(session, world, words):
    before = bodies(session)
    erase(session, world.people["chief"])
    after = bodies(session)
    assert after[: len(before)] == before
    for _, body in after:
        assert log.canonical(json.loads(body)) == body
    told = [json.loads(body) for _, body in after[len(before) :]]
    assert [each["kind"] for each in told] == [
        "person_disabled",
        "role_revoked",
        "words_erased",
        "person_erased",
    ]
    erased = told[2]["facts"]["entries"]
    assert len(erased) == 2
    for seq in erased:
        assert audit.words_hold(session, seq, {}) is None


def test_what_others_said_stays_when_a_person_is_erased(session, world, words):
    erase(session, world.people["inspector"])
    assert words["statement"] in kept_words(session)
    assert words["reason"] in kept_words(session)


def test_nobody_signs_in_as_an_erased_person(session, world):
    person = world.people["operator"]
    erase(session, person)
    passwords = Passwords(64, 1)
    for login in ("operator", f"erased {person}"):
        for password in (PASSWORD, ""):
            found = deeds.person_by_password(
                session, passwords, login=login, password=password, demo=True, now=LATER
            )
            assert found is None
    assert accounts.actor(session, person, LATER.date()) is None


def test_erasing_twice_adds_nothing_and_a_stranger_is_refused(session, world):
    erase(session, world.people["operator"])
    before = audit.size(session)
    erase(session, world.people["operator"])
    assert audit.size(session) == before
    with pytest.raises(NoSuchPerson):
        erase(session, 999_999)


def test_two_people_can_be_erased(session, world):
    for login in ("operator", "operator2"):
        erase(session, world.people[login])
    left = session.scalars(select(Person.login).where(Person.login.like("erased %"))).all()
    assert len(left) == 2


def test_a_young_row_survives_the_sweep_and_an_old_one_does_not(session, world):
    with saving(session):
        for days in (31, 29, None):
            sent = LATER - timedelta(days=days) if days else None
            session.add(
                OutboxMessage(
                    key=str(days), channel="file", address="/x", subject="s", body="b",
                    made_at=SAID - timedelta(days=90), due_at=SAID, sent_at=sent,
                )
            )  # fmt: skip
        for moment in (LATER - timedelta(days=7, minutes=1), LATER - timedelta(days=6)):
            session.add(SignInAttempt(login="operator", address="192.0.2.1", at=moment))
            session.add(
                SignInSession(
                    key_hash=moment.isoformat(),
                    person_id=world.people["operator"],
                    epoch=0,
                    started_at=moment - timedelta(hours=1),
                    ends_at=moment,
                )
            )
    assert sweep(session, LATER) == {
        "sign_in_tries": 1,
        "sessions": 1,
        "outbox": 1,
        "disabled_accounts": 0,
        "words": 0,
    }
    assert sweep(session, LATER)["sign_in_tries"] == 0
    assert len(session.scalars(select(SignInAttempt)).all()) == 1
    assert len(session.scalars(select(SignInSession)).all()) == 1
    assert set(session.scalars(select(OutboxMessage.key))) == {"29", "None"}


def test_words_go_when_their_term_is_over_and_the_log_still_stands(session, world, words):
    assert sweep(session, YEARS_LATER - timedelta(days=10))["words"] == 0
    before = bodies(session)
    assert sweep(session, YEARS_LATER + timedelta(days=2))["words"] == 4
    left = kept_words(session)
    assert not any(each in left for each in (*words.values(), "Особа Вигадана"))
    assert bodies(session)[: len(before)] == before
    left = session.scalars(
        select(AuditEntry.kind).join(AuditWords, AuditWords.seq == AuditEntry.seq)
    )
    assert set(left) == {"operator_registered", "facility_registered"}, "what the register says"
    size = audit.size(session)
    assert sweep(session, YEARS_LATER + timedelta(days=2))["words"] == 0
    assert audit.size(session) == size


def test_a_visit_with_a_standing_paper_keeps_its_words(session, world, words):
    walk = Walk(session, world)
    other = walk.closed(walk.opened(walk.planned("LV-0001")))
    with saving(session):
        citations.issue(
            session,
            other.id,
            "akt",
            actor_id=world.people["inspector"],
            public_url="https://nichlih.example",
            now=SAID,
        )
    sweep(session, YEARS_LATER + timedelta(days=2))
    assert words["statement"] in kept_words(session)


def test_an_account_that_was_shut_long_ago_is_erased_by_the_sweep(session, world):
    person = world.people["porter"]
    with saving(session):
        deeds.disable(session, person, today=SAID.date(), actor="person:9", now=SAID)
    assert sweep(session, YEARS_LATER - timedelta(days=5))["disabled_accounts"] == 0
    assert sweep(session, YEARS_LATER)["disabled_accounts"] == 1
    assert session.get(Person, person).login == f"erased {person}"
    assert sweep(session, YEARS_LATER)["disabled_accounts"] == 0
