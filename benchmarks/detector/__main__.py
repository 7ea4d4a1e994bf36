"""``python -m benchmarks.detector``: ours against others, on panels whose truth is known.

Prints a table for each family of panels; with ``--json`` the last line is JSON; with ``--out DIR``
``report.md`` and ``results.json`` are written there. See ``README.md`` beside this file.
"""

import argparse
import json
import sys
from pathlib import Path

from benchmarks.__main__ import machine
from benchmarks.detector.methods.all import MARKS, METHODS
from benchmarks.detector.panels.sources import TEST_SEEDS, Size
from benchmarks.detector.report import kinds, markdown, results
from benchmarks.detector.run import families, measure


def main(arguments: list[str]) -> int:
    """Measure what is asked for; 2 for an argument that cannot be taken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.detector", description=__doc__)
    parser.add_argument("--seeds", default="1,2,3", help=f"{TEST_SEEDS:,} is added to each")
    parser.add_argument("--development", action="store_true", help="take seeds as they are")
    parser.add_argument("--panels", default="all", help="source or source/setting, by commas")
    parser.add_argument("--methods", default="all", help=f"of {','.join(METHODS)}")
    parser.add_argument("--facilities", type=int, default=150)
    parser.add_argument("--nights", type=int, default=364)
    parser.add_argument("--hotels", type=Path, help="file of real hotels")
    parser.add_argument("--series", type=Path, help="folder of daily counts, venue,date,count")
    parser.add_argument(
        "--before", type=Path, nargs="*", default=(), help="results.json: rivals need not run again"
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args(arguments)
    try:
        first = 0 if asked.development else TEST_SEEDS
        seeds = [first + int(text) for text in asked.seeds.split(",")]
        chosen = families(asked.panels.split(","))
    except ValueError as wrong:
        parser.error(str(wrong))
    rivals = [name for name in METHODS if name not in MARKS]
    methods = rivals if asked.methods == "all" else asked.methods.split(",")
    if unknown := [name for name in methods if name not in METHODS]:
        parser.error(f"no methods {', '.join(unknown)}; expected some of {', '.join(METHODS)}.")
    size = Size(asked.facilities, asked.nights, asked.hotels, asked.series)
    before = [run for path in asked.before for run in json.loads(path.read_text("utf-8"))["runs"]]
    runs, skipped = measure(chosen, seeds, methods, size, before)
    found, each_kind = results(runs), kinds(runs)
    on = machine()
    about = (
        f"Seeds {', '.join(map(str, seeds))}, {size.facilities} facilities x {size.nights} nights "
        f"a panel, {on['cpus']} CPUs, load {on['load']}, Python {on['python']}."
    )
    text = markdown(found, each_kind, skipped, about)
    print(text)
    told = {"machine": on, "results": found, "by_kind": each_kind, "skipped": skipped}
    if asked.out:
        asked.out.mkdir(parents=True, exist_ok=True)
        (asked.out / "report.md").write_text(text, encoding="utf-8")
        whole = json.dumps({**told, "runs": runs}, indent=1)
        (asked.out / "results.json").write_text(whole + "\n", encoding="utf-8")
    if asked.json:
        print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
