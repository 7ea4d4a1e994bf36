"""Threat 20: a full disk, a disk that takes no writing. Nothing is promised that is not kept."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.faults import benches, books, plugs, town
from tests.faults.people import Filing, Tally
from tests.faults.plugs import Bench
from tests.support.postgresql import STURDY, cluster, find_binaries, server_user

MIB = 1 << 20
#: Within so many seconds after the fault's end a filing is taken again, without a restart.
WORKS_AGAIN = 10
#: Filings after which something must have been refused.
ENOUGH = 400

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk")


@pytest.fixture
def real_disk() -> Iterator[Path]:
    """Give a folder on a disk: in memory an open file goes on taking writing."""
    with tempfile.TemporaryDirectory(prefix="occupancy-disk-", dir="/var/tmp") as place:
        yield Path(place)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """Give a disk in memory with little room; others than root may enter it."""
    place = Path(tempfile.mkdtemp(prefix="occupancy-disk-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m,mode=755", "none", place], check=True)
    place.chmod(0o755)
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)
    place.rmdir()


@as_root
def test_a_full_disk_on_sqlite(small_disk, sqlite_template, compiled_words):
    url = benches.on_sqlite(sqlite_template, small_disk / "town.sqlite")
    with benches.bench_at(url, small_disk, 2) as bench:
        _outage(bench, lambda: _fill(small_disk), lambda: _empty(small_disk))


@as_root
def test_a_full_disk_on_postgresql(small_disk, tmp_path, compiled_words):
    with cluster(find_binaries(), server_user(), STURDY, small_disk) as server:
        url = benches.on_postgresql(server)
        with benches.bench_at(url, tmp_path, 2, server) as bench:
            _outage(bench, lambda: _fill(small_disk), lambda: _empty(small_disk))


def test_a_limit_on_the_size_of_files(sqlite_template, tmp_path, compiled_words):
    url = benches.on_sqlite(sqlite_template, tmp_path / "town.sqlite")
    with benches.bench_at(url, tmp_path, 2) as bench:
        wal = tmp_path / "town.sqlite-wal"
        _outage(
            bench,
            lambda: _limit(bench, wal.stat().st_size + 8192),
            lambda: _limit(bench, resource.RLIM_INFINITY),
        )


@as_root
def test_a_database_file_that_takes_no_writing(real_disk, sqlite_template, compiled_words):
    url = benches.on_sqlite(sqlite_template, real_disk / "town.sqlite")
    with benches.bench_at(url, real_disk, 2) as bench:
        _outage(bench, lambda: _lock(real_disk, "+i"), lambda: _lock(real_disk, "-i"))


@as_root
def test_a_server_that_starts_on_a_read_only_disk(
    small_disk, sqlite_template, tmp_path, compiled_words
):
    url = benches.on_sqlite(sqlite_template, small_disk / "town.sqlite")
    with benches.bench_at(url, tmp_path, 2) as bench:
        bench.server.stop()
        _remount(small_disk, "ro")
        bench.server.start()
        _outage(bench, lambda: None, lambda: _remount(small_disk, "rw"), works_first=False)


def test_a_postgresql_server_that_takes_no_writing(sturdy_postgresql, tmp_path, compiled_words):
    url = benches.on_postgresql(sturdy_postgresql)
    with benches.bench_at(url, tmp_path, 2, sturdy_postgresql) as bench:
        _outage(
            bench,
            lambda: _administer(url, "ALTER DATABASE town SET default_transaction_read_only = on"),
            lambda: _administer(url, "ALTER DATABASE town RESET default_transaction_read_only"),
        )


def _outage(bench: Bench, begin, end, *, works_first: bool = True) -> None:
    """File before, during and after a fault; afterwards everything acknowledged must be there."""
    nights, tally = town.filings(), Tally()
    if works_first:
        assert _press(bench, next(nights), tally) == 303
    begin()
    seen: set[int | None] = set()
    held: list[Filing] = []
    for number in count():
        assert number < ENOUGH, "the fault was not felt"
        filing = next(nights)
        answer = _press(bench, filing, tally)
        seen.add(answer)
        if answer != 303:
            held.append(filing)
        if len(held) == 6:
            break
    # A line that a server let go while it was idle is no promise either.
    assert {503} <= seen <= {303, 503, None}
    for person in bench.people:
        answer, _ = person.ask("GET", "/cabinet/facilities")
        assert answer.status in (200, 503)
    end()
    began = time.monotonic()
    for filing in held:
        while _press(bench, filing, tally) != 303:
            assert time.monotonic() - began < WORKS_AGAIN
            time.sleep(0.1)
    print(f"served again after {time.monotonic() - began:.1f} s, {len(tally.receipts)} filed")
    assert tally.refused == []
    bench.server.kill()
    assert dict(books.agree(bench.server.database_url, tally)) == books.promised(tally)


def _press(bench: Bench, filing: Filing, tally: Tally) -> int | None:
    return bench.people[int(filing.facility[-3:]) % 2].press(filing, tally)


def _fill(disk: Path) -> None:
    with contextlib.suppress(OSError), (disk / "filler").open("wb", buffering=0) as file:
        while file.write(bytes(MIB)) == MIB:
            pass
    with contextlib.suppress(OSError), (disk / "filler").open("ab", buffering=0) as file:
        while file.write(bytes(512)):
            pass
    assert shutil.disk_usage(disk).free < 8192


def _empty(disk: Path) -> None:
    (disk / "filler").unlink()


def _limit(bench: Bench, size: int) -> None:
    for pid in plugs.processes_of(bench.server, ""):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _lock(folder: Path, mark: str) -> None:
    # Not the -shm beside them: it is memory, and SQLite could only die of losing it.
    for file in (folder / "town.sqlite", folder / "town.sqlite-wal"):
        done = subprocess.run(["chattr", mark, file], check=False, capture_output=True)
        if done.returncode:
            pytest.skip("this file system knows no immutable files")


def _remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", disk], check=True)


def _administer(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("SET default_transaction_read_only = off"))
        connection.execute(text(statement))
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'town'"
                " AND pid <> pg_backend_pid()"
            )
        )
    engine.dispose()
