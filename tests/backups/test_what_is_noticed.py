"""What was changed inside a backup, or before it was made, is named."""

import io
import json
import tarfile

import pyrage
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from occupancy.backups import making, restoring, unpacking
from occupancy.backups.refusals import NotABackup
from occupancy.database import make_engine, saving
from tests.backups.making import make, silent


def unlocked(settings, made):
    """Return the members of a backup, opened the way age and tar open it."""
    key = (settings.data_dir / "backup-key.txt").read_text().splitlines()[1]
    sealed = (made.folder / making.ARCHIVE).read_bytes()
    plain = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(key)])
    with tarfile.open(fileobj=io.BytesIO(plain), mode="r:gz") as tar:
        return {info.name: tar.extractfile(info).read() for info in tar}


def lock(settings, made, members):
    """Write other members in the place of a backup's own."""
    key = (settings.data_dir / "backup-key.txt").read_text().splitlines()[1]
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    recipient = pyrage.x25519.Identity.from_str(key).to_public()
    (made.folder / making.ARCHIVE).write_bytes(pyrage.encrypt(held.getvalue(), [recipient]))


@pytest.mark.parametrize(
    ("member", "old", "new", "what"),
    [
        ("tables/filing_revision/000001.jsonl", b"cabinet", b"kabinet", "table filing_revision"),
        ("tables/audit_entry/000001.jsonl", b"filing", b"filinh", "table audit_entry"),
        ("files/ab/abcd", b"\x00\x01\x02", b"\x00\x01\x03", "file ab/abcd"),
    ],
)
def test_a_change_inside_is_named(full, tmp_path, member, old, new, what):
    settings = full("sqlite")
    made = make(settings, tmp_path / "backups")
    members = unlocked(settings, made)
    assert old in members[member]
    members[member] = members[member].replace(old, new)
    lock(settings, made, members)
    with unpacking.unpacked(settings, made.folder, tmp_path) as found:
        assert [each.what for each in found.differences] == [what]
        with pytest.raises(NotABackup):
            restoring.restore(settings, found, replace=True, progress=silent)


def test_a_missing_file_a_lost_row_and_another_root_are_named(full, tmp_path):
    settings = full("sqlite")
    made = make(settings, tmp_path / "backups")
    members = unlocked(settings, made)
    del members["files/ab/abcd"]
    name = "tables/filing_revision/000001.jsonl"
    members[name] = b"".join(members[name].splitlines(keepends=True)[:-1])
    said = json.loads(members["manifest.json"])
    members["manifest.json"] = json.dumps({**said, "log_root": "0" * 64}).encode()
    lock(settings, made, members)
    with unpacking.unpacked(settings, made.folder, tmp_path) as found:
        named = [each.what for each in found.differences]
    assert named == ["table filing_revision", "file ab/abcd", "log"]


def test_a_log_that_was_changed_before_the_backup_is_told(full, tmp_path):
    settings = full("sqlite")
    engine = make_engine(settings.database_url)
    with Session(engine) as session, saving(session):
        session.execute(
            sa.text("UPDATE audit_entry SET body = :other WHERE seq = 2"), {"other": b"{}"}
        )
    engine.dispose()
    made = make(settings, tmp_path / "backups")
    with unpacking.unpacked(settings, made.folder, tmp_path) as found:
        assert found.differences == []
        assert found.log.broken == 2


def test_a_backup_of_a_later_version_is_told_apart_from_a_broken_one(full, tmp_path):
    settings = full("sqlite")
    made = make(settings, tmp_path / "backups")
    members = unlocked(settings, made)
    head = json.loads(members["head.json"])
    for other in ({**head, "revision": "9999"}, {**head, "format": 2, "more": 1}):
        members["head.json"] = json.dumps(other).encode()
        lock(settings, made, members)
        with (
            pytest.raises(unpacking.MadeByNewer),
            unpacking.unpacked(settings, made.folder, tmp_path),
        ):
            pass
