"""Threats 16 and 20: two servers on one database take the same nights with the same keys."""

from __future__ import annotations

import os
import threading
from itertools import islice

import pytest

from tests.faults import benches, books, town
from tests.faults.people import Tally

FILINGS = 400 if os.environ.get("OCCUPANCY_TEST_SIZE") == "full" else 40
PEOPLE = 2


@pytest.fixture(params=["sqlite", "postgresql"])
def two(request, tmp_path, compiled_words):
    """Give two servers over one town, each with people signed in; they sign with one key."""
    if request.param == "postgresql":
        url = benches.on_postgresql(request.getfixturevalue("sturdy_postgresql"), "twice")
    else:
        template = request.getfixturevalue("sqlite_template")
        url = benches.on_sqlite(template, tmp_path / "town.sqlite")
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    shared = {
        "OCCUPANCY_LOG_KEY": str(first / "log-key.pem"),
        "OCCUPANCY_LOG_HEADS": str(first / "log-heads.jsonl"),
    }
    with (
        benches.bench_at(url, first, PEOPLE, **shared) as one,
        benches.bench_at(url, second, PEOPLE, **shared) as other,
    ):
        yield one, other


def test_two_servers_take_each_night_once_and_answer_with_one_receipt(two):
    filings = list(islice(town.filings(), FILINGS))
    tallies = (Tally(), Tally())
    before = books.log_size(two[0].server.database_url)
    threads = [
        threading.Thread(
            target=person.file,
            args=(
                [each for each in filings if int(each.facility[-3:]) % 2 == business],
                tally,
                threading.Event(),
            ),
        )
        for bench, tally in zip(two, tallies, strict=True)
        for business, person in enumerate(bench.people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = tallies
    assert first.refused == second.refused == []
    assert first.receipts == second.receipts, "one night, one receipt"
    assert len(first.receipts) == FILINGS
    url = two[0].server.database_url
    assert dict(books.agree(url, first)) == books.promised(first)
    heads, size = books.proven(url, two[0].server.data_dir)
    assert size == before + FILINGS
    print(f"{FILINGS} nights by two servers, {heads} heads")
