"""How long `occupancy audit verify` takes and what memory it needs, on a log of any size.

``python -m benchmarks.audit_verify --entries 1000000 --data DIR [--url URL] [--keep]``

DIR gets key, heads and (without ``--url``) the SQLite database; one that is there already is used
as it stands. The log is a believable one: facilities of two communities file every evening, three
in a hundred filings correct an earlier one with a reason, some nights are visited, and a head is
signed every ``HEAD`` entries.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryFile
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from occupancy.audit import queries as audit
from occupancy.audit import services as log
from occupancy.audit.heads import Head
from occupancy.audit.log import Log, connect, log_of
from occupancy.citations import services as citations
from occupancy.database import saving, upgrade
from occupancy.filings import rules
from occupancy.filings.commands import BandGuests, FileNight
from occupancy.filings.models import FilingRevision
from occupancy.filings.services import drafts
from occupancy.ledger import services as ledger
from occupancy.registry import queries as registry
from occupancy.registry import services as entering
from occupancy.registry.commands import RegisterFacility, RegisterOperator, SetCapacity
from occupancy.registry.queries import FacilityRow, Law
from occupancy.registry.seed import seed_reference
from occupancy.settings import Settings, from_environment

LVIV, SLAVSKE = "UA46060250000025047", "UA46100210000027970"
FACILITIES = 2000
#: Entries between two signed heads; and between two transactions.
HEAD, COMMIT = 100, 20_000
CORRECTED = 0.03
BEGAN = datetime(2025, 2, 1, 18, 0, tzinfo=UTC)
#: Seconds between two looks at the memory.
LOOK = 0.05
#: Where the log of a million entries is kept for the next measurement.
KEPT = Path(__file__).resolve().parent.parent / "var" / "benchmarks" / "audit-verify"
#: Most seconds and MiB for a million entries.
SECONDS, MEBIBYTES = 30, 500


def build(settings: Settings, entries: int) -> None:
    """Fill the database up to ``entries`` entries."""
    upgrade(settings.database_url)
    engine = connect(settings)
    with Session(engine) as session:
        _register(session)
        places = registry.facilities(session)
        law = registry.law(session, {LVIV, SLAVSKE})
        session.rollback()
        made = audit.size(session)
        stream = _evenings(places, law)
        while made < entries:
            with saving(session):
                for _ in range(min(COMMIT, entries - made) // HEAD or 1):
                    made += _file(session, next(stream), log_of(settings))
            _publish(session, log_of(settings))
            print(f"{made} entries", file=sys.stderr)
    engine.dispose()


def _register(session: Session) -> None:
    if registry.facilities(session):
        return
    with saving(session):
        seed_reference(session, now=BEGAN)
        citations.seed_document_types(session, now=BEGAN)
        for number in range(FACILITIES):
            if number % 2 == 0:
                business = RegisterOperator(f"ТОВ {number}", f"{41_000_000 + number}", "edrpou")
                owner = entering.register_operator(session, business, actor="system", now=BEGAN)
            place = RegisterFacility(
                code=f"B-{number:05}",
                operator_id=owner,
                community=LVIV if number % 5 < 2 else SLAVSKE,
                kind="hotel",
                name=f"Готель «Вигаданий {number}»",
                address="вул. Вигадана, 1",
            )
            made = entering.register_facility(session, place, actor="system", now=BEGAN)
            capacity = SetCapacity(made, date(2020, 1, 1), 24, 48)
            entering.set_capacity(session, capacity, actor="system", now=BEGAN)


def _evenings(
    places: Sequence[FacilityRow], law: Law
) -> Iterator[tuple[datetime, list[drafts.Draft]]]:
    """Yield what is filed within two seconds, evening after evening."""
    rng = Random(7)
    night = BEGAN.date()
    while True:
        now = datetime.combine(night, BEGAN.timetz())
        for start in range(0, len(places), HEAD):
            now += timedelta(seconds=2)
            yield (
                now,
                [_draft(place, law, night, now, rng) for place in places[start : start + HEAD]],
            )
        night += timedelta(days=1)


def _draft(place: FacilityRow, law: Law, night: date, now: datetime, rng: Random) -> drafts.Draft:
    corrects = rng.random() < CORRECTED
    domestic, inbound = rng.randint(1, 30), rng.randint(0, 8)
    banded = place.community.katottg == LVIV
    filing = FileNight(
        place.id,
        night,
        rng.randint(1, 20),
        domestic,
        inbound,
        {"MINOR": rng.randint(1, 4)} if rng.random() < 0.3 else {},
        (BandGuests("b2", domestic, inbound),) if banded else None,
        rng.randint(0, domestic),
        "Перелічили за журналом" if corrects else None,
        f"{rng.getrandbits(128):032x}",
    )
    return drafts.draft(
        filing,
        place,
        kind="correction" if corrects else "figure",
        number=1,
        supersedes=rules.receipt_no(night, rng.randbytes(5)) if corrects else None,
        due=drafts.due_of(law, place, filing),
        source="cabinet",
        author_id=None,
        filed_at=now,
    )


def _file(session: Session, evening: tuple[datetime, list[drafts.Draft]], signer: Log) -> int:
    """Write filings with all that follows from them, and sign a head over them."""
    now, made = evening
    recorded = log.record_all(
        session, (each.deed for each in made), actor="system:cabinet", now=now
    )
    dues = [
        ledger.NightDue(row["facility_id"], row["night"], row["due_kopiykas"], each.cause, kept.seq)
        for each, kept in zip(made, recorded, strict=True)
        if (row := each.values)["due_kopiykas"] is not None
    ]
    ledger.settle_all(session, dues, now=now)
    rows: list[dict[str, Any]] = [each.row(kept) for each, kept in zip(made, recorded, strict=True)]
    session.execute(insert(FilingRevision), rows)
    log.sign_checkpoint(session, signer.key(session), host=signer.host, now=now)
    return len(made)


def _publish(session: Session, signer: Log) -> None:
    """Add the heads to the file beside the database, as a server does one by one."""
    last = signer.heads.last()
    signer.heads.append(
        Head(each.number, each.epoch, each.size, each.note)
        for each in audit.checkpoints(session, after=last.number if last else 0)
    )
    session.rollback()


def of_a_million() -> dict[str, Any]:
    """Measure on a million entries; the log is built once, which takes long, and kept."""
    env = {**os.environ, "OCCUPANCY_DATA_DIR": str(KEPT)}
    build(from_environment(env), 1_000_000)
    found = measure(env)
    return {
        "ours": {name: found[name] for name in ("entries", "seconds", "mebibytes")},
        "limit": {"entries": 1_000_000, "seconds": SECONDS, "mebibytes": MEBIBYTES},
        **found,
    }


def measure(env: dict[str, str]) -> dict[str, Any]:
    """Run the check as people do, in processes of its own; return what it said and needed."""
    began = time.perf_counter()
    peak = 0.0
    with TemporaryFile("w+") as told, TemporaryFile("w+") as errors:
        command = [sys.executable, "-m", "occupancy", "audit", "verify", "--json"]
        done = subprocess.Popen(command, env=env, stdout=told, stderr=errors)
        while done.poll() is None:
            peak = max(peak, _resident(done.pid))
            time.sleep(LOOK)
        seconds = time.perf_counter() - began
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        told.seek(0)
        errors.seek(0)
        output, complaint = told.read(), errors.read()
    if done.returncode == 2:
        raise SystemExit(complaint)
    said = json.loads(output)
    return {
        "entries": said["entries"],
        "heads": said["checkpoints"],
        "good": said["good"],
        "findings": said["findings"][:3],
        "seconds": round(seconds, 1),
        "processor_seconds": round(used.ru_utime + used.ru_stime, 1),
        "mebibytes": round(peak),
        "met": said["good"] and seconds <= SECONDS and peak <= MEBIBYTES,
    }


def _resident(pid: int) -> float:
    """Return the MiB that a process and its children hold now, shared pages counted for each."""
    process = Path("/proc", str(pid))
    try:
        pages = int((process / "statm").read_text().split()[1])
        children = (process / "task" / str(pid) / "children").read_text().split()
    except OSError:  # it has ended
        return 0
    own = pages * resource.getpagesize() / 2**20
    return own + sum(_resident(int(child)) for child in children)


def main() -> None:
    """Build what is missing, measure, print one line of JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--entries", type=int, default=1_000_000)
    asked.add_argument("--data", type=Path, required=True)
    asked.add_argument("--url")
    told = asked.parse_args()
    env = {**os.environ, "OCCUPANCY_DATA_DIR": str(told.data.absolute())}
    if told.url:
        env["OCCUPANCY_DATABASE_URL"] = told.url
    began = time.perf_counter()
    build(from_environment(env), told.entries)
    built = round(time.perf_counter() - began, 1)
    print(json.dumps({"built_in": built, **measure(env)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
