"""``python -m anomaly scan | simulate | calibrate``: exit 0 good, 2 could not run."""

import argparse
import sys
from collections.abc import Sequence

from anomaly.commands import calibrate, scan, simulate
from anomaly.errors import BadInput


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m anomaly")
    commands = parser.add_subparsers(dest="command", required=True)
    for command in (scan, simulate, calibrate):
        command.add(commands)
    chosen = parser.parse_args(arguments)
    try:
        chosen.run(chosen)
    except (BadInput, ValueError, OSError) as refused:
        print(f"error: {refused}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
