"""Asking the detector: reads and computes, writes nothing, so that no filing has to wait for it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

import anomaly
from anomaly.params import ScanParams
from anomaly.result import ScanResult
from anomaly.scan import scan
from occupancy import __version__
from occupancy.errors import Refusal
from occupancy.scans import queries, rules
from occupancy.scans.queries import Intake
from occupancy.scans.rules import FlagParams

#: Told of the work: the stage's code, what is done and of how much.
Progress = Callable[[str, int, int], None]


class NothingToScan(Refusal):
    """No facility filed a night in the window."""

    code = "scan.nothing_filed"
    status = 409


@dataclass(frozen=True)
class Findings:
    """An answered question, not yet kept; ``result`` is None when it was answered before."""

    first: date
    last: date
    window_from: date
    input_digest: str
    params: dict[str, Any]
    code_version: str
    flags_by: FlagParams
    intake: Intake
    result: ScanResult | None
    seconds: float

    @property
    def params_digest(self) -> str:
        """Return the digest of everything a reader needs besides input and code."""
        return rules.digest(self.params)


def silent(stage: str, done: int, of: int) -> None:
    """Tell nobody."""


def nights_to_look_at(session: Session, last: date, by: FlagParams | None = None) -> date:
    """Return the first night whose band a scan of ``last`` keeps.

    The first scan ever keeps many nights for the charts; each later one looks at the newest ten
    again, since figures are free until the next noon and corrections come late.
    """
    by = by or FlagParams()
    before = queries.newest_before(session, last)
    return last - timedelta(days=(by.again_bands if before else by.first_bands) - 1)


def look(
    session: Session,
    *,
    first: date,
    last: date,
    detector: ScanParams | None = None,
    by: FlagParams | None = None,
    progress: Progress = silent,
) -> Findings:
    """Ask the detector about the window that ends on ``last``; bands are wanted from ``first`` on.

    Raises ``NothingToScan`` when no night of the window was filed. Digests make the answer
    repeatable: the same input, parameters and code as the newest run of ``last`` with the bands it
    already has is not computed again.
    """
    began = time.perf_counter()
    detector, by = detector or ScanParams(), by or FlagParams()
    window_from = last - timedelta(days=by.window - 1)
    first = max(min(first, last), window_from)
    progress("reading", 0, 1)
    asked = queries.intake(session, window_from, last)
    if not asked.filed:
        raise NothingToScan(first=window_from, last=last)
    params = {"detector": asdict(detector), "flags": asdict(by), "libraries": libraries()}
    digest, code = asked.digest(), code_version()
    known = queries.newest_of(session, last)
    answered = (
        known is not None
        and known.bands_from <= first
        and (known.input_digest, known.params_digest, known.code_version)
        == (digest, rules.digest(params), code)
    )
    result = None
    if not answered:
        result = scan(
            asked.panel,
            detector,
            progress=lambda done, of: progress("comparing", done, of),
        )
    seconds = time.perf_counter() - began
    return Findings(
        first, last, window_from, digest, params, code, by, asked, result, round(seconds, 3)
    )


def libraries() -> dict[str, str]:
    """Return the versions of the libraries that a figure may depend on."""
    return {name: metadata.version(name) for name in ("numpy", "scipy", "holidays")}


@lru_cache(maxsize=1)
def code_version() -> str:
    """Return SHA-256 (hex) over our version and the detector's sources, by path."""
    root = Path(anomaly.__file__).parent
    parts = hashlib.sha256(__version__.encode() + b"\x1e")
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            parts.update(path.relative_to(root).as_posix().encode() + b"\x1f")
            parts.update(path.read_bytes() + b"\x1e")
    return parts.hexdigest()


def worth(asked: Intake) -> list[tuple[int, int]]:
    """Return (kopiykas due, guest-nights) that price a hidden night of each facility.

    A facility without a priced guest-night of its own takes its community's.
    """
    due: dict[str, int] = {}
    taxed: dict[str, int] = {}
    for place, kopiykas, nights in zip(asked.communities, asked.due, asked.taxed, strict=True):
        due[place] = due.get(place, 0) + int(kopiykas)
        taxed[place] = taxed.get(place, 0) + int(nights)
    own = zip(asked.communities, asked.due, asked.taxed, strict=True)
    return [
        (int(kopiykas), int(nights)) if nights else (due[place], taxed[place])
        for place, kopiykas, nights in own
    ]


def rows_of(asked: Intake, result: ScanResult) -> np.ndarray:
    """Return for each facility row of ``result`` its place in ``asked`` (both by code)."""
    codes = asked.panel.facilities.facility_id
    order = np.argsort(codes, kind="stable")
    found: np.ndarray = order[np.searchsorted(codes[order], result.facilities.facility_id)]
    return found
