"""``python -m benchmarks all|NAME… [--json]``: each measurement against its limit.

With ``--json`` the last line is ``{"machine": {…}, "results": {NAME: {…, "met": true}}}``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from typing import Any

from benchmarks import anomaly_scan, audit_verify, log_cost

#: name → what measures; each returns at least ``ours``, ``limit`` and ``met``.
MEASUREMENTS: dict[str, Callable[[], dict[str, Any]]] = {
    "anomaly-scan": anomaly_scan.measure,
    "audit-verify": audit_verify.of_a_million,
    "log-cost": log_cost.measure,
}


def main(arguments: list[str]) -> int:
    """Measure what is asked for; return 1 when a limit is not held."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="+", choices=["all", *MEASUREMENTS])
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    names = list(MEASUREMENTS) if "all" in asked.names else asked.names
    results = {}
    for name in names:
        results[name] = MEASUREMENTS[name]()
        print(f"{name}: {results[name]}")
    if asked.json:
        print(json.dumps({"machine": machine(), "results": results}))
    return 0 if all(each["met"] for each in results.values()) else 1


def machine() -> dict[str, Any]:
    """Return what the figures were taken on, and how busy it was."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
