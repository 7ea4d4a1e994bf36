"""``python -m anomaly scan | simulate | calibrate``: exit 0 good, 2 could not run."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from anomaly.errors import BadInput

COMMANDS = ("scan", "simulate", "calibrate")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m anomaly")
    commands = parser.add_subparsers(dest="command", required=True)
    told = sys.argv[1:] if arguments is None else arguments
    # only what was asked for: a scan of a small town is over before the simulator is loaded
    for name in [name for name in COMMANDS if name in told[:1]] or COMMANDS:
        import_module(f"anomaly.commands.{name}").add(commands)
    chosen = parser.parse_args(told)
    try:
        chosen.run(chosen)
    except (BadInput, ValueError, OSError) as refused:
        print(f"error: {refused}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
