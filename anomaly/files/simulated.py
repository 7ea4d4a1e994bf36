"""Write a simulated town in the contract's form, with the truth beside it."""

from pathlib import Path

import numpy as np

from anomaly.files.inputs import CHECKS, EVIDENCE, FACILITIES, FILINGS
from anomaly.files.outputs import dates_text, decimals, write_rows
from anomaly.files.worlds import write_world
from anomaly.outside import Checks, Evidence
from anomaly.panel import Facilities
from anomaly.simulate import Simulated, World

TRUTH = ("facility_id", "kind", "hard", "true_nights", "hidden_nights")


def write_simulated(made: Simulated, world: World, folder: Path) -> None:
    """Write what a scan reads, what was true, and the parameters (``world.json``).

    ``facilities.csv``, ``filings.csv`` (with ``exempt``), and ``evidence.csv`` and ``checks.csv``
    where the town has any; ``truth_facilities.csv``: facility_id, kind of hiding (blank = honest),
    hard (honest trouble), true_nights and hidden_nights of the filed nights; ``truth_nights.csv``:
    facility_id, date, true rooms, guests and arrivals of the filed nights.
    """
    folder.mkdir(parents=True, exist_ok=True)
    panel = made.panel
    _write_facilities(panel.facilities, folder / "facilities.csv")
    ids = panel.facilities.facility_id.tolist()
    row, night = np.nonzero(~np.isnan(panel.guests))
    days = dates_text(panel.dates)
    assert panel.exempt is not None  # nosec B101 # for the type checker
    filed = (panel.rooms_occupied, panel.guests, panel.arrivals, panel.exempt)
    who, when = [ids[at] for at in row], [days[at] for at in night]
    write_rows(
        folder / "filings.csv",
        (*FILINGS, "exempt"),
        zip(who, when, *(decimals(sheet[row, night], "%.0f") for sheet in filed), strict=True),
    )
    truth = (made.true_rooms, made.true_guests, made.true_arrivals)
    write_rows(
        folder / "truth_nights.csv",
        FILINGS,
        zip(who, when, *(decimals(sheet[row, night], "%.0f") for sheet in truth), strict=True),
    )
    true = np.where(np.isnan(panel.guests), 0.0, made.true_guests).sum(axis=1)
    hidden = decimals(made.hidden.sum(axis=1), "%.0f")
    told = (ids, made.kind.tolist(), made.hard.tolist(), decimals(true, "%.0f"), hidden)
    write_rows(folder / "truth_facilities.csv", TRUTH, zip(*told, strict=True))
    _write_evidence(made.evidence, folder / "evidence.csv")
    _write_checks(made.checks, folder / "checks.csv")
    write_world(world, folder / "world.json")


def _write_facilities(known: Facilities, path: Path) -> None:
    columns = (
        known.facility_id.tolist(),
        known.community.tolist(),
        known.category.tolist(),
        decimals(known.stars, "%.0f"),
        decimals(known.rooms, "%.0f"),
        decimals(known.beds, "%.0f"),
        decimals(known.lat, "%.5f"),
        decimals(known.lon, "%.5f"),
        dates_text(known.opened),
        dates_text(known.closed),
    )
    write_rows(path, FACILITIES, zip(*columns, strict=True))


def _write_evidence(evidence: Evidence | None, path: Path) -> None:
    """Write the readings; a file left from another town is taken away when there are none."""
    if evidence is None:
        path.unlink(missing_ok=True)
        return
    columns = (
        evidence.facility_id.tolist(),
        evidence.community.tolist(),
        dates_text(evidence.date_from),
        dates_text(evidence.date_to),
        evidence.kind.tolist(),
        decimals(evidence.value, "%.1f"),
    )
    write_rows(path, EVIDENCE, zip(*columns, strict=True))


def _write_checks(checks: Checks | None, path: Path) -> None:
    """Write the visits; a file left from another town is taken away when there are none."""
    if checks is None:
        path.unlink(missing_ok=True)
        return
    columns = (
        checks.facility_id.tolist(),
        dates_text(checks.date),
        decimals(checks.observed_guests, "%.0f"),
        checks.design.tolist(),
        decimals(checks.inclusion_probability, "%.6g"),
    )
    write_rows(path, CHECKS, zip(*columns, strict=True))
