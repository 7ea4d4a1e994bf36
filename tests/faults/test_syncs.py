"""Threat 20: a filing is acknowledged after its transaction is on the disk, seen from outside."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest

from tests.faults import benches, plugs, town
from tests.faults.people import Tally
from tests.faults.plugs import Bench

FILINGS = 200 if os.environ.get("OCCUPANCY_TEST_SIZE") == "full" else 20
_SYNC = re.compile(r"(?:fsync|fdatasync)\(\d+<([^>]*)>")

pytestmark = pytest.mark.skipif(
    not shutil.which("strace") and os.environ.get("CI") != "true", reason="no strace"
)


def test_sqlite_syncs_at_least_once_for_each_acknowledged_filing(
    sqlite_template, tmp_path, compiled_words
):
    url = benches.on_sqlite(sqlite_template, tmp_path / "town.sqlite")
    with benches.bench_at(url, tmp_path, 1, OCCUPANCY_WORKER="0") as bench:
        answering = list(plugs.processes_of(bench.server, "gunicorn"))
        with watched(answering, tmp_path / "syncs") as syncs:
            _file_each_with_a_sync(bench, lambda: syncs("town.sqlite"))


def test_postgresql_syncs_at_least_once_for_each_acknowledged_filing(
    sturdy_postgresql, tmp_path, compiled_words
):
    url = benches.on_postgresql(sturdy_postgresql)
    postmaster = int((sturdy_postgresql.folder / "data/postmaster.pid").read_text().split()[0])
    # Its children of later are watched with it: the server connects only now.
    with (
        watched([postmaster], tmp_path / "syncs") as syncs,
        benches.bench_at(url, tmp_path, 1, sturdy_postgresql, OCCUPANCY_WORKER="0") as bench,
    ):
        _file_each_with_a_sync(bench, lambda: syncs("pg_wal"))


def _file_each_with_a_sync(bench: Bench, syncs) -> None:
    tally, before = Tally(), syncs()
    filings = (each for each in town.filings() if int(each.facility[-3:]) % 2 == 0)
    for number, filing in enumerate(islice(filings, FILINGS), start=1):
        while bench.people[0].press(filing, tally) is None:
            pass
        deadline = time.monotonic() + 5  # strace writes a moment after what it saw
        while syncs() - before < number:
            assert time.monotonic() < deadline, f"filing {number} was acknowledged, not synced"
            time.sleep(0.01)
    assert len(tally.receipts) == FILINGS
    print(f"{FILINGS} acknowledged, {syncs() - before} syncs")


@contextmanager
def watched(pids: list[int], log: Path) -> Iterator:
    """Watch processes and what they start; give ``syncs(words)``: how often such a file was."""
    command = ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync", "-o", str(log)]
    for pid in pids:
        command += ["-p", str(pid)]
    strace = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert strace.stderr
    for _ in pids:
        told = strace.stderr.readline()
        if "attached" not in told:
            strace.wait()
            pytest.skip(f"strace may not watch here: {told.strip()}")

    def syncs(words: str) -> int:
        found = _SYNC.findall(log.read_text(encoding="utf-8", errors="replace"))
        return sum(words in path for path in found)

    try:
        yield syncs
    finally:
        strace.terminate()
        strace.wait()
        strace.stderr.close()
