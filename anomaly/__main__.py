"""``python -m anomaly scan | simulate | calibrate``: exit 0 good, 2 could not run."""

import argparse
import hashlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from anomaly import calibrate
from anomaly.errors import BadInput
from anomaly.files.inputs import read_checks, read_evidence, read_panel
from anomaly.files.outputs import write_result
from anomaly.files.simulated import write_simulated
from anomaly.learn import learn
from anomaly.params import ScanParams
from anomaly.scan import scan
from anomaly.simulate import KINDS, simulate, town

PATIENCE = 2.0  # seconds without a word before progress is told


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    chosen = _parser().parse_args(arguments)
    try:
        {"scan": _scan, "simulate": _simulate, "calibrate": _calibrate}[chosen.command](chosen)
    except (BadInput, ValueError, OSError) as refused:
        print(f"error: {refused}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m anomaly")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("scan", help="judge filed nights; writes facilities.csv, days.csv")
    one.add_argument("--facilities", type=Path, required=True)
    one.add_argument("--filings", type=Path, required=True)
    one.add_argument("--evidence", type=Path)
    one.add_argument("--checks", type=Path)
    one.add_argument("--country", default="UA")
    one.add_argument("--out", type=Path, required=True)
    two = commands.add_parser("simulate", help="write a made-up panel with the truth beside it")
    two.add_argument("--out", type=Path, required=True)
    two.add_argument("--facilities", type=int, default=200)
    two.add_argument("--communities", type=int, default=4)
    two.add_argument("--nights", type=int, default=365)
    two.add_argument("--end", default="2026-11-01", help="the first night after the panel")
    two.add_argument("--seed", type=int, default=1)
    two.add_argument("--share", type=float, default=0.12, help="of facilities that hide")
    two.add_argument("--hard", type=float, default=0.2, help="of honest ones that look guilty")
    two.add_argument("--kinds", default="", help=f"comma-separated, of {','.join(KINDS)}")
    two.add_argument("--country", default="UA")
    three = commands.add_parser("calibrate", help="nominal against measured, simulated towns")
    three.add_argument("--seeds", type=int, default=4)
    three.add_argument("--facilities", type=int, default=200)
    three.add_argument("--nights", type=int, default=365)
    three.add_argument("--json", action="store_true")
    three.add_argument("--write", action="store_true", help="measure the honest curves again")
    return parser


def _scan(chosen: argparse.Namespace) -> None:
    given = {
        name: getattr(chosen, name)
        for name in ("facilities", "filings", "evidence", "checks")
        if getattr(chosen, name) is not None
    }
    panel = read_panel(chosen.facilities, chosen.filings)
    evidence = read_evidence(chosen.evidence) if chosen.evidence else None
    checks = read_checks(chosen.checks) if chosen.checks else None
    params = ScanParams(country=chosen.country)
    result = scan(panel, params, evidence=evidence, checks=checks, progress=Teller("groups"))
    digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in given.items()}
    write_result(result, chosen.out, digests)
    for note in result.notes:
        print(f"note: {note}", file=sys.stderr)


def _simulate(chosen: argparse.Namespace) -> None:
    for name in ("facilities", "communities", "nights"):
        if getattr(chosen, name) < 1:
            raise ValueError(f"{name} is {getattr(chosen, name)}; expected at least 1.")
    kinds = [kind for kind in chosen.kinds.split(",") if kind]
    dates = np.datetime64(chosen.end, "D") - chosen.nights + np.arange(chosen.nights)
    facilities, season = town(chosen.facilities, chosen.seed, chosen.communities)
    made = simulate(
        facilities,
        season,
        dates,
        seed=chosen.seed,
        share=chosen.share,
        mix=dict.fromkeys(kinds, 1.0) or None,
        hard=chosen.hard,
        country=chosen.country,
    )
    write_simulated(made, chosen.out)


def _calibrate(chosen: argparse.Namespace) -> None:
    if chosen.write:
        learn()
        return
    figures = calibrate.measure(
        range(1, chosen.seeds + 1), chosen.facilities, chosen.nights, Teller("towns")
    )
    print(calibrate.report(figures, as_json=chosen.json))


class Teller:
    """Tells on stderr how far a piece of work is, once it takes longer than ``PATIENCE``."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.last = time.monotonic()

    def __call__(self, done: int, of: int) -> None:
        if time.monotonic() - self.last >= PATIENCE:
            print(f"{done}/{of} {self.what}", file=sys.stderr, flush=True)
            self.last = time.monotonic()


if __name__ == "__main__":
    sys.exit(main())
