"""How long `python -m anomaly scan` takes and what memory it needs, files in and files out.

``python -m benchmarks.anomaly_scan [--sizes 1000 10000 100000] [--nights 365] [--workers N]``

A simulated town of `TOWN` facilities is laid beside itself under other names until there are
enough of them; many have readings, some were visited. Memory is that of all processes together,
pages that they share counted for each.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from anomaly.files.simulated import write_simulated
from anomaly.simulate import World, make

TOWN = 500
MARK = b"%TOWN%"  # stands in each name of the town that is copied
NEEDED, MORE = ("facilities", "filings"), ("evidence", "checks")
#: Most seconds for so many facilities and a year, and most GiB for any.
LIMITS = {1_000: 5.0, 10_000: 40.0, 100_000: 480.0}
GIBIBYTES = 8.0
#: Seconds between two looks at the memory.
LOOK = 0.05


def measure(
    sizes: Sequence[int] = (1_000, 10_000), nights: int = 365, workers: int | None = None
) -> dict[str, Any]:
    """Return seconds and GiB of each size; ``ours`` is the worst share of a limit."""
    results = {}
    with TemporaryDirectory(dir=Path.cwd(), prefix=".benchmark-") as folder:
        for size in sizes:
            files = Path(folder, str(size))
            lay_out(files, size, nights)
            results[str(size)] = scan(files, workers)
            limit = LIMITS.get(size, LIMITS[100_000] * size / 100_000)
            results[str(size)]["limit"] = round(limit * nights / 365, 2)
    worst = max(
        max(one["seconds"] / one["limit"], one["GiB"] / GIBIBYTES) for one in results.values()
    )
    return {
        "ours": round(worst, 2),
        "limit": 1.0,
        "unit": "share of the limit of seconds or memory, the worst",
        "sizes": results,
        "met": worst <= 1.0,
    }


def lay_out(folder: Path, size: int, nights: int) -> None:
    """Write the files of ``size`` facilities (whole towns), readings and visits among them."""
    tenths = (TOWN // 10,) * 10
    world = World(nights=nights, communities=tenths, water=0.6, ota=0.5, reviews=0.5, checks=0.04)
    write_simulated(make(world, 7), world, folder)
    for path in _given(folder):
        header, lines = path.read_bytes().split(b"\n", 1)
        marked = re.sub(rb"\b([fc])(\d{3,6}),", rb"\1" + MARK + rb"\2,", lines)
        with path.open("wb") as out:
            out.write(header + b"\n")
            for number in range(-(-size // TOWN)):
                out.write(marked.replace(MARK, b"%04d" % number))


def _given(folder: Path) -> list[Path]:
    """Files of a scan; a small town may be without readings or visits."""
    more = [folder / f"{name}.csv" for name in MORE]
    return [folder / f"{name}.csv" for name in NEEDED] + [path for path in more if path.exists()]


def scan(folder: Path, workers: int | None = None) -> dict[str, Any]:
    """Return seconds as a whole and by phase, and the most GiB, of one scan in its own process."""
    command = [sys.executable, "-m", "anomaly", "scan", "--seconds"]
    for path in _given(folder):
        command += [f"--{path.stem}", str(path)]
    command += ["--out", str(folder / "out")]
    command += [] if workers is None else ["--workers", str(workers)]
    began, most, used = time.perf_counter(), 0.0, _used()
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            most = max(most, _resident(process.pid))
            time.sleep(LOOK)
        seconds = time.perf_counter() - began
        told = process.stderr.read() if process.stderr else ""
    if process.returncode:
        raise RuntimeError(told)
    phases = re.findall(r"(\w+) ([\d.]+) s", told)
    return {
        "seconds": round(seconds, 2),
        "GiB": round(most, 2),
        "phases": {name: float(took) for name, took in phases},
        "cpu_seconds": round(_used() - used, 2),
    }


def _used() -> float:
    """Return the seconds of a core that processes which have ended used."""
    all_of_them = resource.getrusage(resource.RUSAGE_CHILDREN)
    return all_of_them.ru_utime + all_of_them.ru_stime


def _resident(pid: int) -> float:
    """Return the GiB that a process and its children hold now."""
    process = Path("/proc", str(pid))
    try:
        pages = int((process / "statm").read_text().split()[1])
        children = (process / "task" / str(pid) / "children").read_text().split()
    except OSError:  # it has ended
        return 0.0
    own = pages * resource.getpagesize() / 2**30
    return own + sum(_resident(int(child)) for child in children)


def main() -> None:
    """Measure the sizes asked for and print one line of JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    asked.add_argument("--nights", type=int, default=365)
    asked.add_argument("--workers", type=int)
    told = asked.parse_args()
    print(json.dumps(measure(told.sizes, told.nights, told.workers)))


if __name__ == "__main__":
    main()
