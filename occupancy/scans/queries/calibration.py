"""What the detector promises and what was measured of it, from the file that measuring writes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import anomaly

#: Written by ``python -m anomaly calibrate``; not there before the first measurement.
FILE = Path(anomaly.__file__).parent / "data" / "calibration.json"


@dataclass(frozen=True)
class Measured:
    """One promise by its code: what is nominal and what was measured."""

    name: str
    nominal: float
    measured: float


def calibration(file: Path = FILE) -> tuple[Measured, ...]:
    """Return the measured figures, none where nothing was measured yet."""
    if not file.exists():
        return ()
    rows = json.loads(file.read_text(encoding="utf-8"))
    return tuple(
        Measured(str(row["name"]), float(row["nominal"]), float(row["measured"])) for row in rows
    )
