"""Threats 16 and 20: whatever is pulled amid the work, what was acknowledged is there, once."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from tests.faults import benches, books, plugs, town
from tests.faults.people import Filing, Person, Tally
from tests.faults.plugs import Bench

FULL = os.environ.get("OCCUPANCY_TEST_SIZE") == "full"
#: Rounds, each with one fault, and filings of a round.
ROUNDS, EACH = (60, 171) if FULL else (6, 24)
PEOPLE = 6
#: Within so many seconds after a fault somebody is served again, with nobody at the keyboard.
SERVED_AGAIN = 10


@pytest.fixture(params=["sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path: Path, compiled_words: None) -> Iterator[Bench]:
    """Give the real server over a town, people signed in, and all that can be pulled."""
    if request.param == "postgresql":
        cluster = request.getfixturevalue("sturdy_postgresql")
        url = benches.on_postgresql(cluster)
    else:
        cluster = None
        template = request.getfixturevalue("sqlite_template")
        url = benches.on_sqlite(template, tmp_path / "town.sqlite")
    with benches.bench_at(url, tmp_path, PEOPLE, cluster) as made:
        yield made


def test_what_was_acknowledged_survives_every_fault_and_is_there_once(bench):
    url, data, tally = bench.server.database_url, bench.server.data_dir, Tally()
    before, waits, pulled = books.log_size(url), [], Counter()
    every = list(islice(town.filings(), ROUNDS * EACH))
    for number, plug in enumerate(_plugs(bench)):
        some = books.without_receipt(every[: (number + 1) * EACH], tally)
        waits.append((_round(bench, some, tally, plug), plug.__name__))
        pulled[plug.__name__] += 1
        books.agree(url, tally)
        books.proven(url, data)
        print(f"{plug.__name__}: {len(tally.receipts)} there, proven", flush=True)
    _stop(_start(bench, books.without_receipt(every, tally), tally), None)
    assert tally.refused == []
    assert dict(books.agree(url, tally)) == books.promised(tally)
    assert len(tally.receipts) == ROUNDS * EACH
    heads, size = books.proven(url, data)
    assert books.log_size(url) == size == before + ROUNDS * EACH
    print(
        f"{len(tally.receipts)} filed, {heads} heads; {dict(pulled)}; {tally.cut} lines cut,"
        f" {tally.busy} asked to wait; slowest to serve again: {max(waits)}"
    )
    assert max(waits)[0] < SERVED_AGAIN


def _round(bench: Bench, some: list[Filing], tally: Tally, plug: plugs.Plug) -> float:
    """Let people file, pull a plug amid it; return the seconds until somebody is served again.

    A server that was ended is started by us; everything else must mend itself.
    """
    done, stop = len(tally.receipts), threading.Event()
    threads = _start(bench, some, tally, stop)
    tally.wait_for(done + bench.dice.randrange(1, len(some) // 2))
    plug(bench)
    assert len(tally.receipts) < done + len(some), "the fault was not in the middle"
    began, after = time.monotonic(), 0.0
    if plug is plugs.the_server:
        _stop(threads, stop)
        bench.server.start()
    else:
        tally.wait_for(len(tally.receipts) + 1)
        after = tally.last - began
        tally.wait_for(done + len(some) - PEOPLE)
        _stop(threads, stop)
    return after


def _start(
    bench: Bench, some: list[Filing], tally: Tally, stop: threading.Event | None = None
) -> list[threading.Thread]:
    threads = [
        threading.Thread(target=person.file, args=(its, tally, stop or threading.Event()))
        for person, its in _shared_out(bench.people, some)
    ]
    for thread in threads:
        thread.start()
    return threads


def _stop(threads: list[threading.Thread], stop: threading.Event | None) -> None:
    if stop:
        stop.set()
    for thread in threads:
        thread.join()


def _plugs(bench: Bench) -> list[plugs.Plug]:
    """Return a fault for each round: every kind equally often, in the order of the dice."""
    kinds = (*plugs.EVERYWHERE, *(plugs.ON_POSTGRESQL if bench.cluster else ()))
    chosen = [kinds[number % len(kinds)] for number in range(ROUNDS)]
    bench.dice.shuffle(chosen)
    return chosen


def _shared_out(people: list[Person], some: list[Filing]) -> list[tuple[Person, list[Filing]]]:
    """Give each person filings of her business only."""
    shares: list[tuple[Person, list[Filing]]] = []
    for business, login in enumerate(town.LOGINS):
        own = [each for each in some if int(each.facility[-3:]) % 2 == business]
        its = [person for person in people if person.login == login]
        shares += [(person, own[at :: len(its)]) for at, person in enumerate(its)]
    return shares


def _file_the_rest(bench: Bench, some: list[Filing], tally: Tally) -> None:
    for person, its in _shared_out(bench.people, some):
        person.file(its, tally, threading.Event())
