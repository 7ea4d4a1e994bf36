"""Making and putting back, as the tests of this folder do it."""

from datetime import UTC, date, datetime

from occupancy.backups import making, restoring, unpacking
from occupancy.filings.commands import FileNight

NOW = datetime(2026, 11, 23, 20, 45, tzinfo=UTC)


def silent(done, every):
    assert done <= every


def make(settings, folder, **options):
    return making.make(
        settings, folder, now=NOW, with_log_key=options.get("with_log_key", False), progress=silent
    )


def restore(settings, made, scratch, **options):
    with unpacking.unpacked(settings, made.folder, scratch) as found:
        assert found.differences == []
        restoring.restore(settings, found, replace=options.get("replace", False), progress=silent)


def filing(world, rooms, night=date(2026, 11, 22), **facts):
    return FileNight(
        facility_id=world.facilities["SL-0001"],
        night=night,
        rooms_occupied=rooms,
        domestic=rooms,
        inbound=1,
        exempt={"MINOR": 1},
        **facts,
    )
