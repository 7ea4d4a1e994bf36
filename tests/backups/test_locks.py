"""Only who was meant to opens a backup, and what was cut or changed is never taken for one."""

import io
from pathlib import Path

import pyrage
import pytest

from occupancy.backups import disk, locks
from occupancy.backups.refusals import (
    CannotWrite,
    KeyNotUsable,
    NoIdentity,
    NoKey,
    NoRoom,
    NotABackup,
)
from tests.support.world import settings_for

PLAIN = b"a night of numbers" * 20_000


@pytest.fixture
def own():
    return pyrage.x25519.Identity.generate()


def sealed(recipients):
    held = io.BytesIO()
    locks.seal(iter([PLAIN[:100_000], b"", PLAIN[100_000:]]), held, recipients)
    return held.getvalue()


def opened(data, keys):
    with locks.unsealed(io.BytesIO(data), keys) as stream:
        return stream.read()


def test_what_was_locked_is_opened_again(own):
    assert opened(sealed([own.to_public()]), [own]) == PLAIN


def test_another_key_opens_nothing(own):
    with pytest.raises(NoIdentity):
        opened(sealed([own.to_public()]), [pyrage.x25519.Identity.generate()])


@pytest.mark.parametrize("cut", [1, 5_000, 200_000, 359_000])
def test_a_backup_that_is_cut_short_is_refused(own, cut):
    with pytest.raises(NotABackup):
        opened(sealed([own.to_public()])[:-cut], [own])


@pytest.mark.parametrize("at", [5, 150, 300, 100_000, -1])
def test_a_changed_byte_is_noticed(own, at):
    data = bytearray(sealed([own.to_public()]))
    data[at] ^= 1
    with pytest.raises((NotABackup, NoIdentity)):
        opened(bytes(data), [own])


def test_a_reader_that_stops_early_gets_its_own_error(own):
    data = sealed([own.to_public()])
    with pytest.raises(ZeroDivisionError), locks.unsealed(io.BytesIO(data), [own]) as stream:
        stream.read(10)
        raise ZeroDivisionError


def test_recipients_are_asked_first_and_each_can_open(tmp_path, own):
    other = pyrage.x25519.Identity.generate()
    both = (str(own.to_public()), str(other.to_public()))
    lock = locks.lock(settings_for("sqlite://", tmp_path, backup_recipients=both))
    assert lock.key is None
    data = sealed(lock.recipients)
    assert opened(data, [own]) == opened(data, [other]) == PLAIN


def test_with_a_passphrase_the_key_lies_beside_the_backup(tmp_path):
    (tmp_path / "phrase").write_text("сім слів, яких ніхто не знає\n", encoding="utf-8")
    settings = settings_for(
        "sqlite://", tmp_path, demo=False, backup_passphrase_file=tmp_path / "phrase"
    )
    lock = locks.lock(settings)
    keys = locks.identities(settings, lock.key)
    assert opened(sealed(lock.recipients), keys) == PLAIN
    (tmp_path / "phrase").write_text("сім слів, але інших", encoding="utf-8")
    with pytest.raises(KeyNotUsable):
        locks.identities(settings, lock.key)


def test_a_demonstration_makes_a_key_once_for_its_owner_only(tmp_path):
    settings = settings_for("sqlite://", tmp_path)
    first, second = locks.lock(settings), locks.lock(settings)
    assert str(first.recipients[0]) == str(second.recipients[0])
    assert (tmp_path / locks.DEMO_KEY).stat().st_mode & 0o777 == 0o600
    assert opened(sealed(first.recipients), locks.identities(settings, None)) == PLAIN


def test_outside_a_demonstration_somebody_must_say_for_whom(tmp_path):
    settings = settings_for("sqlite://", tmp_path, demo=False)
    with pytest.raises(NoKey):
        locks.lock(settings)
    with pytest.raises(NoIdentity):
        locks.identities(settings, None)
    assert not (tmp_path / locks.DEMO_KEY).exists()


@pytest.mark.parametrize("text", ["age1nothing", "AGE-SECRET-KEY-1", "пароль"])
def test_a_recipient_that_is_none_is_named(tmp_path, text):
    with pytest.raises(KeyNotUsable) as refused:
        locks.lock(settings_for("sqlite://", tmp_path, backup_recipients=(text,)))
    assert refused.value.facts == {"what": text}


@pytest.mark.parametrize("contents", ["short", "", "# only a remark\n", "rubbish that is long"])
def test_a_key_file_that_holds_none_is_named(tmp_path, contents):
    path = tmp_path / "keys"
    path.write_text(contents)
    with pytest.raises(KeyNotUsable):
        locks.identities(settings_for("sqlite://", tmp_path, backup_identity_file=path), None)
    if len(contents) < locks.SHORTEST_PASSPHRASE:
        with pytest.raises(KeyNotUsable):
            locks.lock(settings_for("sqlite://", tmp_path, backup_passphrase_file=path))


def test_a_full_disk_is_told_and_nothing_half_made_stays(tmp_path, own):
    with pytest.raises(NoRoom), disk.draft(tmp_path, "nichlih") as draft:
        (draft.folder / "begun").write_bytes(b"half")
        with Path("/dev/full").open("wb", buffering=0) as full:
            locks.seal(iter([PLAIN] * 2), full, [own.to_public()])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(CannotWrite), disk.draft(tmp_path / "file" / "backups", "nichlih"):
        pass


def test_what_stands_under_a_name_is_never_touched(tmp_path):
    for number in range(3):
        with disk.draft(tmp_path, "nichlih") as draft:
            (draft.folder / "which").write_text(str(number))
    found = {path.name: (path / "which").read_text() for path in tmp_path.iterdir()}
    assert found == {"nichlih": "0", "nichlih-2": "1", "nichlih-3": "2"}
