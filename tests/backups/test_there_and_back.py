"""A backup holds everything, from either database and into either, and nothing that is passing."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from occupancy.accounts import services as accounts
from occupancy.backups import rows, unpacking
from occupancy.backups.log_head import log_head
from occupancy.backups.refusals import NotEmpty, OtherFile
from occupancy.database import make_engine, saving
from occupancy.filings.services import file_night
from tests.backups.making import NOW, filing, make, restore
from tests.support.world import make_world, settings_for


def contents_of(url):
    """Return every row of every table that a backup holds, and the log's head."""
    engine = make_engine(url)
    with engine.connect() as connection:
        found = {
            table.name: list(rows.lines(connection, table)) for table in rows.tables(connection)
        }
        head = log_head(connection)
    engine.dispose()
    return found, head


@pytest.mark.parametrize("source", ["full", "every_table"])
@pytest.mark.parametrize(
    ("old", "new"),
    [("sqlite", "postgresql"), ("postgresql", "sqlite"), ("postgresql", "postgresql")],
)
def test_what_is_put_back_is_the_same_to_the_byte(request, both, tmp_path, source, old, new):
    settings = request.getfixturevalue(source)(old)
    made = make(settings, tmp_path / "backups")
    if source == "every_table":
        assert {count for count, _ in made.manifest.tables.values()} == {1}
    other = settings_for(
        both(new), tmp_path / "other", backup_identity_file=settings.data_dir / "backup-key.txt"
    )
    restore(other, made, tmp_path)
    assert contents_of(other.database_url) == contents_of(settings.database_url)
    photo = settings.data_dir / "files" / "ab" / "abcd"
    if photo.exists():
        assert (other.data_dir / "files" / "ab" / "abcd").read_bytes() == photo.read_bytes()
    assert not list(other.data_dir.rglob("*.part"))


def test_what_was_put_back_goes_on_where_it_ended(full, both, tmp_path):
    settings = full("sqlite")
    made = make(settings, tmp_path / "backups")
    other = settings_for(
        both("postgresql"),
        tmp_path / "other",
        backup_identity_file=settings.data_dir / "backup-key.txt",
    )
    restore(other, made, tmp_path)
    engine = make_engine(other.database_url)
    with Session(engine) as session, saving(session):
        world = make_world(session)
        receipt = file_night(
            session,
            filing(world, 4, reason="ще одна причина"),
            source="cabinet",
            author_id=None,
            now=NOW,
        )
    engine.dispose()
    assert (receipt.number, receipt.audit_seq) == (4, made.manifest.log_size)


def test_no_session_and_no_try_to_sign_in_comes_back(full, tmp_path):
    settings = full("sqlite")
    made = make(settings, tmp_path / "backups")
    assert not set(rows.PASSING) & set(made.manifest.tables)
    restore(settings, made, tmp_path, replace=True)
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        person_id = session.scalar(sa.text("SELECT min(id) FROM person"))
        left = session.scalar(sa.text("SELECT count(*) FROM sign_in_session"))
        session.rollback()
        with saving(session):
            accounts.end_all_sessions(session, person_id)
    engine.dispose()
    assert left == 0


def test_a_database_with_people_in_it_is_replaced_only_when_asked(full, tmp_path):
    settings = full("sqlite")
    made = make(settings, tmp_path / "backups")
    with pytest.raises(NotEmpty):
        restore(settings, made, tmp_path)


def test_an_attachment_with_other_contents_is_never_overwritten(full, tmp_path):
    settings = full("sqlite")
    made = make(settings, tmp_path / "backups")
    photo = settings.data_dir / "files" / "ab" / "abcd"
    photo.write_bytes(b"another")
    with pytest.raises(OtherFile):
        restore(settings, made, tmp_path, replace=True)
    assert photo.read_bytes() == b"another"


def test_the_key_of_the_log_is_inside_only_when_asked(full, tmp_path):
    settings = full("sqlite")
    (settings.data_dir / "log-key.pem").write_bytes(b"the key of the log")
    plain = make(settings, tmp_path / "backups")
    asked = make(settings, tmp_path / "backups", with_log_key=True)
    assert plain.folder != asked.folder, "a backup of the same second has a name of its own"
    for made, held in ((plain, None), (asked, b"the key of the log")):
        with unpacking.unpacked(settings, made.folder, tmp_path) as found:
            assert found.key == held


def test_the_heads_of_the_log_come_back_only_where_there_are_none(full, both, tmp_path):
    settings = full("sqlite")
    heads = settings.data_dir / "log-heads.jsonl"
    heads.write_text('{"a": 1}\n')
    made = make(settings, tmp_path / "backups")
    heads.write_text('{"a": 1}\n{"b": 2}\n')
    restore(settings, made, tmp_path, replace=True)
    assert heads.read_text() == '{"a": 1}\n{"b": 2}\n'
    heads.unlink()
    restore(settings, made, tmp_path, replace=True)
    assert heads.read_text() == '{"a": 1}\n'
