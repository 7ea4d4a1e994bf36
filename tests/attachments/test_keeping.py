"""Where a file lies, what the log says of it, and that both survive its erasing."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from occupancy.attachments import intake, queries, services
from occupancy.attachments import rules as limits
from occupancy.attachments.intake import JPEG
from occupancy.attachments.rules import refusals as no
from occupancy.attachments.store import Store
from occupancy.audit import queries as audit
from occupancy.database import saving
from occupancy.errors import Busy, NotYours
from tests.attachments.pictures import picture
from tests.support.world import make_world

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
SUBJECT = "visit:00000000"


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "files")


@pytest.fixture(scope="module")
def taken():
    return intake.take(io.BytesIO(picture()), limits.VISIT_PHOTO)


@pytest.fixture
def author(session):
    return make_world(session).people["inspector"]


@pytest.fixture
def attach(session, store, author, taken):
    def make(subject=SUBJECT):
        with store.keeping(taken) as kept, saving(session):
            return services.attach(
                session, kept, subject=subject, community=None, author_id=author, now=NOW
            )

    return make


def files_in(store):
    return sorted(path for path in store.folder.rglob("*") if path.is_file())


def test_a_file_lies_under_a_random_name_for_the_servers_eyes_only(attach, store, taken):
    row = attach()
    large, small = store.path(row.key, JPEG), store.path(row.key, JPEG, small=True)
    assert files_in(store) == sorted([large, small])
    assert re.fullmatch(
        r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}\.jpg", f"{large.relative_to(store.folder)}"
    )
    assert large.read_bytes() == taken.content
    for path in (large, small):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(path.stat().st_mode) for path in large.parents[:3]} == {0o700}


def test_a_file_and_its_folders_are_synced_before_any_row_tells_of_it(store, taken, monkeypatch):
    synced = []
    real = os.fsync

    def noted(handle):
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        real(handle)

    monkeypatch.setattr(os, "fsync", noted)
    path = store.path(store.keep(taken).key, JPEG)
    assert str(path.with_suffix(".new")) in synced
    assert str(path.parent) == synced[-1]
    assert {str(path.parents[1]), str(path.parents[2]), str(path.parents[3])} <= set(synced)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_takes_nothing_is_told_and_nothing_stays(store, taken, monkeypatch, number):
    store.keep(taken)
    before = files_in(store)

    def fail(handle):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(no.NotKept) as caught:
        store.keep(taken)
    assert caught.value.status == 503
    assert files_in(store) == before


def test_a_refused_deed_leaves_no_file_and_a_doubtful_one_leaves_it(store, taken):
    with pytest.raises(NotYours), store.keeping(taken):
        raise NotYours()
    assert files_in(store) == []
    # The row may have been committed before the line was cut.
    with pytest.raises(Busy), store.keeping(taken):
        raise Busy()
    assert len(files_in(store)) == 2


def test_the_log_holds_a_salted_digest_only(attach, session, taken):
    row = attach()
    entry = audit.entry(session, row.audit_seq)
    assert entry.kind == "attachment_added"
    assert row.sha256 == hashlib.sha256(taken.content).hexdigest()
    assert row.sha256 not in str(entry.body)
    assert audit.words_hold(session, row.audit_seq, {"sha256": row.sha256})
    assert not audit.words_hold(session, row.audit_seq, {"sha256": "0" * 64})


def test_an_erased_file_is_gone_and_the_log_can_still_be_proved(attach, session, store):
    row, other = attach(), attach()
    with saving(session):
        stood = services.erase(session, row.key, actor="person:1", why="asked", now=NOW)
    store.drop(stood.key, stood.media_type)
    assert queries.by_key(session, row.key) is None
    assert queries.of_subject(session, SUBJECT) == [other]
    assert len(files_in(store)) == 2
    assert audit.words_hold(session, row.audit_seq, {"sha256": None}) is None
    assert [each.kind for each in audit.history(session, f"attachment:{row.key}")] == [
        "attachment_added",
        "attachment_erased",
    ]
    with pytest.raises(NotYours), saving(session):
        services.erase(session, row.key, actor="person:1", why="asked", now=NOW)
    with pytest.raises(NotYours):
        store.read(row.key, JPEG)


def test_no_more_stand_together_than_the_purpose_allows(attach, store):
    for _ in range(limits.VISIT_PHOTO.most_files):
        attach()
    with pytest.raises(no.TooManyFiles):
        attach()
    assert len(files_in(store)) == 2 * limits.VISIT_PHOTO.most_files
    attach("visit:another")
