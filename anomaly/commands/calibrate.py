"""``python -m anomaly calibrate``: nominal against measured."""

import argparse

from anomaly import calibrate
from anomaly.commands.teller import Teller
from anomaly.learn import learn


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    three = commands.add_parser("calibrate", help="nominal against measured, simulated towns")
    three.add_argument("--seeds", type=int, default=4)
    three.add_argument("--facilities", type=int, default=200)
    three.add_argument("--nights", type=int, default=365)
    three.add_argument("--json", action="store_true")
    three.add_argument("--write", action="store_true", help="measure the honest curves again")
    three.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Measure and print, or measure the honest curves again."""
    if chosen.write:
        learn()
        return
    figures = calibrate.measure(
        range(1, chosen.seeds + 1), chosen.facilities, chosen.nights, Teller("towns")
    )
    print(calibrate.report(figures, as_json=chosen.json))
