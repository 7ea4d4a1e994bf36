"""The first version of our detector: its own code, taken from the history, run as a command.

Its package is unpacked from the commit into a folder of its own and started as ``python -m anomaly
scan`` on files, so nothing written since can help or harm it. Its time holds reading and writing.
"""

import csv
import subprocess
import sys
import tarfile
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.methods.answer import Answer
from benchmarks.detector.methods.files import write_given
from benchmarks.detector.panels.case import Given

Numbers = NDArray[np.float64]

COMMIT = "b3f4756"
ROOT = Path(__file__).resolve().parents[3]


def first_version(given: Given) -> Answer:
    """Scan with the package of ``COMMIT``; ``LookupError`` where the history does not hold it."""
    package = _unpacked(COMMIT).name
    with TemporaryDirectory(prefix="first-version-") as name:
        folder = Path(name)
        files = write_given(given, folder)
        command = [sys.executable, "-m", "anomaly", "scan", *files]
        country = ["--country", given.country]
        out = ["--out", str(folder / "out")]
        done = subprocess.run(
            [*command, *country, *out], cwd=package, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return _read(given, folder / "out")


@cache
def _unpacked(commit: str) -> "TemporaryDirectory[str]":
    """The folder that holds the package as it was; made once, gone when the run ends."""
    command = ["git", "archive", "--format=tar", commit, "anomaly"]
    try:
        packed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as missing:
        raise LookupError(f"the history here does not hold commit {commit}") from missing
    folder = TemporaryDirectory(prefix="first-version-")
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(folder.name, filter="data")
    return folder


def _read(given: Given, folder: Path) -> Answer:
    place = {str(name): row for row, name in enumerate(given.panel.facilities.facility_id)}
    names = ("probability", "score", "gap_nights", "plausible_low", "plausible_high")
    columns = {name: np.full(len(place), np.nan) for name in (*names, "p_value", "q_value")}
    with (folder / "facilities.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            for name, values in columns.items():
                values[place[line["facility_id"]]] = float(line[name] or "nan")
    score, p = (np.full(given.panel.guests.shape, np.nan) for _ in range(2))
    with (folder / "days.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            at = int((np.datetime64(line["date"], "D") - given.panel.dates[0]).astype(int))
            score[place[line["facility_id"]], at] = float(line["hidden"] or "nan")
            p[place[line["facility_id"]], at] = float(line["p_value"] or "nan")
    # The file rounds probabilities, many of them to 1; among those the p-values tell them apart.
    order = np.lexsort((-columns["p_value"], columns["probability"]))
    guilt = np.empty(len(order))
    guilt[order] = np.arange(len(order))
    return Answer(
        guilt=guilt,
        visits=columns["score"],
        gap=columns["gap_nights"],
        low=columns["plausible_low"],
        high=columns["plausible_high"],
        p=columns["p_value"],
        q=columns["q_value"],
        day_score=score,
        day_p=p,
    )
