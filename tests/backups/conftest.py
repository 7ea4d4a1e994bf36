"""Databases with something to back up, of either kind."""

import pytest
from sqlalchemy.orm import Session

from occupancy.database import make_engine, saving
from occupancy.filings.services import file_night
from tests.backups.making import NOW, filing
from tests.support.rows import one_row_in_every_table
from tests.support.world import make_world, settings_for


@pytest.fixture
def both(request):
    """Give a maker of databases by kind; the worlds stand only where the test makes them."""
    makers = {kind: request.getfixturevalue(f"new_{kind}") for kind in ("sqlite", "postgresql")}
    return lambda kind: makers[kind]()


@pytest.fixture
def full(both, tmp_path, compiled_words):
    """Give settings of a database of a kind with a world, three revisions of a night, a photo."""

    def make_one(kind, name="full"):
        settings = settings_for(both(kind), tmp_path / name)
        settings.data_dir.mkdir()
        engine = make_engine(settings.database_url)
        with Session(engine) as session:
            world = make_world(session)
            for rooms in (1, 2, 3):
                with saving(session):
                    file_night(
                        session,
                        filing(
                            world, rooms, reason="інша причина\u2028\r\n" if rooms > 1 else None
                        ),
                        source="cabinet",
                        author_id=world.people["operator"],
                        now=NOW,
                    )
        engine.dispose()
        photos = settings.data_dir / "files" / "ab"
        photos.mkdir(parents=True)
        (photos / "abcd").write_bytes(bytes(range(256)) * 9000)
        (photos / ".abce.part").write_bytes(b"half")
        return settings

    return make_one


@pytest.fixture
def every_table(both, tmp_path):
    """Give settings of a database of a kind with one row in every table, blanks where they may."""

    def make_one(kind):
        settings = settings_for(both(kind), tmp_path / "full")
        settings.data_dir.mkdir()
        engine = make_engine(settings.database_url)
        one_row_in_every_table(engine)
        engine.dispose()
        return settings

    return make_one
