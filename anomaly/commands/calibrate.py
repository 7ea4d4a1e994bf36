"""``python -m anomaly calibrate``: nominal against measured."""

import argparse
from dataclasses import replace
from pathlib import Path

from anomaly import calibrate, kept
from anomaly.commands.teller import Teller
from anomaly.files.series import read_series
from anomaly.learn import learn


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    three = commands.add_parser("calibrate", help="nominal against measured, made-up towns")
    three.add_argument("--towns", type=int, default=20, help="of each: honest, and with hiding")
    three.add_argument("--json", action="store_true")
    three.add_argument("--series", type=Path, help="honest nights of real houses, filings.csv")
    three.add_argument("--learn", action="store_true", help="grow the judge anew, then measure")
    three.add_argument("--save", action="store_true", help="keep the figures for the method page")
    three.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Measure and print; with ``--learn`` write the judge and its curves anew before.

    With ``--series`` towns made of those real nights are learned from and measured, too.
    """
    real = read_series(chosen.series) if chosen.series else None
    if chosen.learn:
        learn(Teller("towns"), real=real)
    figures = calibrate.measure(chosen.towns, Teller("towns"))
    if real is not None:
        figures += [
            replace(figure, name=f"real.{figure.name}")
            for figure in calibrate.measure(chosen.towns, Teller("towns"), real)
        ]
    if chosen.save:
        kept.write("calibration.json", calibrate.as_told(figures))
    print(calibrate.report(figures, as_json=chosen.json))
