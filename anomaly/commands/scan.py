"""``python -m anomaly scan``: files in, facilities.csv, days.csv and run.json out."""

import argparse
import hashlib
import sys
from pathlib import Path

from anomaly.commands.teller import Laps, Teller
from anomaly.crew import Crew, worth_helpers
from anomaly.files.inputs import read_checks, read_evidence, read_panel
from anomaly.files.outputs import write_result
from anomaly.params import ScanParams
from anomaly.scan import scan

ROW_BYTES = {".csv": 24, ".parquet": 3, ".pq": 3}  # of a filed night, at least
MOST_WORKERS = 256


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    one = commands.add_parser("scan", help="judge filed nights; writes facilities.csv, days.csv")
    one.add_argument("--facilities", type=Path, required=True)
    one.add_argument("--filings", type=Path, required=True)
    one.add_argument("--evidence", type=Path)
    one.add_argument("--checks", type=Path)
    one.add_argument("--country", default="UA")
    one.add_argument("--out", type=Path, required=True)
    one.add_argument("--workers", type=int, help="processes that judge; one for each core if large")
    one.add_argument("--seconds", action="store_true", help="tell how long each phase took")
    one.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Scan; raises ``BadInput`` for files that cannot be taken."""
    given = {
        name: getattr(chosen, name)
        for name in ("facilities", "filings", "evidence", "checks")
        if getattr(chosen, name) is not None
    }
    params, laps = ScanParams(country=chosen.country), Laps()
    with Crew(_workers(chosen)) as crew:  # who start while the files are read
        panel = read_panel(chosen.facilities, chosen.filings)
        evidence = read_evidence(chosen.evidence) if chosen.evidence else None
        checks = read_checks(chosen.checks) if chosen.checks else None
        laps.end("reading")
        result = scan(
            panel, params, evidence=evidence, checks=checks, progress=Teller("groups"), crew=crew
        )
    laps.end("judging")
    digests = {name: _digest(path) for name, path in given.items()}
    write_result(result, chosen.out, digests)
    laps.end("writing")
    if chosen.seconds:
        print(laps, file=sys.stderr)
    for note in result.notes:
        print(f"note: {note}", file=sys.stderr)


def _workers(chosen: argparse.Namespace) -> int:
    """How many processes to judge with: as told, else by the size of the filings."""
    if chosen.workers is None:
        path: Path = chosen.filings
        size = path.stat().st_size if path.is_file() else 0
        return worth_helpers(size // ROW_BYTES.get(path.suffix.lower(), 24))
    if not 1 <= chosen.workers <= MOST_WORKERS:
        raise ValueError(f"workers is {chosen.workers}; expected 1 to {MOST_WORKERS}.")
    return int(chosen.workers)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
