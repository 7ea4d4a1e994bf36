"""People's own words: the log holds a salted digest of them, and can be proved without them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from occupancy.audit import queries, rules
from occupancy.audit.models import AuditEntry, AuditWords
from occupancy.audit.services import Deed, erase_words, record, record_all
from occupancy.database import saving

NOW = datetime(2026, 11, 23, 20, 47, tzinfo=UTC)
WORDS = "Пан Вигаданий просив не записувати"


def said(words: str | None = WORDS) -> Deed:
    return Deed("filing", "night:A:1", {"rooms": 1}, words={"reason": words})


@pytest.fixture
def kept(session):
    with saving(session):
        return record(session, said(), actor="person:1", now=NOW).seq


def test_the_words_are_nowhere_in_the_log(session, kept):
    body = session.scalar(select(AuditEntry.body).where(AuditEntry.seq == kept))
    assert WORDS.encode() not in body
    assert "Вигаданий".encode() not in body
    found = queries.entry(session, kept)
    assert set(found.body["facts"]["words"]) == {"reason"}


def test_the_digest_is_that_of_the_words_and_of_no_others(session, kept):
    assert queries.words_hold(session, kept, {"reason": WORDS}) is True
    assert queries.words_hold(session, kept, {"reason": WORDS + "."}) is False
    assert queries.words_hold(session, kept, {"reason": None}) is False
    assert queries.words_hold(session, kept, {"reason": WORDS, "note": "added"}) is False


def test_equal_words_have_different_digests_so_nobody_can_look_them_up(session):
    with saving(session):
        places = record_all(session, [said(), said()], actor="person:1", now=NOW)
    one, two = (queries.entry(session, each.seq).body["facts"]["words"] for each in places)
    assert one != two


def test_the_salt_is_not_in_the_log_itself(session, kept):
    salt = session.scalar(select(AuditWords.salt).where(AuditWords.seq == kept))
    bodies = session.scalars(select(AuditEntry.body)).all()
    assert not any(salt.encode() in body for body in bodies)


def test_a_deed_without_words_has_no_salt_and_no_mention_of_words(session):
    with saving(session):
        seq = record(session, said(None), actor="person:1", now=NOW).seq
    assert queries.entry(session, seq).body["facts"] == {"rooms": 1}
    assert session.get(AuditWords, seq) is None
    assert queries.words_hold(session, seq, {"reason": None}) is True
    assert queries.words_hold(session, seq, {"reason": "put there later"}) is False


def test_erased_words_leave_every_entry_as_it_was_and_an_entry_that_says_so(session, kept):
    before = queries.entry(session, kept)
    with saving(session):
        erase_words(session, [kept, kept + 900], actor="system:privacy", why="asked", now=NOW)
    assert queries.entry(session, kept) == before
    assert queries.words_hold(session, kept, {"reason": None}) is None
    assert queries.words_hold(session, kept, {"reason": WORDS}) is False, "no salt, no proof"
    told = queries.history(session, "log")
    assert [(each.kind, each.body["facts"]) for each in told] == [
        ("words_erased", {"entries": [kept], "why": "asked"})
    ]


def test_erasing_again_adds_nothing(session, kept):
    for _ in range(2):
        with saving(session):
            erase_words(session, [kept], actor="system:privacy", why="asked", now=NOW)
    assert len(queries.history(session, "log")) == 1


def test_the_digest_of_words_is_hmac_sha256_of_the_field_and_the_words():
    # printf 'reason\\0так' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000…0 (32 zeros)
    wanted = "e41bfd4a80f1e5d228dc659514c72230f7962b10ee23fc305d280c2694f3b316"
    assert rules.words_digest("00" * 16, "reason", "так") == wanted
