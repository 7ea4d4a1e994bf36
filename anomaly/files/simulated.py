"""Write a simulated panel in the contract's form, with the truth beside it."""

from pathlib import Path

import numpy as np

from anomaly.files.inputs import FACILITIES, FILINGS
from anomaly.files.outputs import dates_text, decimals, write_rows
from anomaly.simulate import Simulated


def write_simulated(made: Simulated, folder: Path) -> None:
    """Write ``facilities.csv``, ``filings.csv`` (with ``exempt``) and two files of truth.

    ``truth.csv``: facility_id, kind (blank = honest), trouble, true_nights and hidden_nights of
    the filed nights; ``truth_days.csv``: facility_id, date, true rooms, guests and arrivals.
    """
    folder.mkdir(parents=True, exist_ok=True)
    panel, known = made.panel, made.panel.facilities
    ids = known.facility_id.tolist()
    write_rows(
        folder / "facilities.csv",
        FACILITIES,
        zip(
            ids,
            known.community.tolist(),
            known.category.tolist(),
            decimals(known.stars, "%.0f"),
            decimals(known.rooms, "%.0f"),
            decimals(known.beds, "%.0f"),
            decimals(known.lat, "%.5f"),
            decimals(known.lon, "%.5f"),
            dates_text(known.opened),
            dates_text(known.closed),
            strict=True,
        ),
    )
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
        folder / "truth_days.csv",
        FILINGS,
        zip(who, when, *(decimals(sheet[row, night], "%.0f") for sheet in truth), strict=True),
    )
    true = np.where(np.isnan(panel.guests), 0.0, made.true_guests).sum(axis=1)
    write_rows(
        folder / "truth.csv",
        ("facility_id", "kind", "trouble", "true_nights", "hidden_nights"),
        zip(
            ids,
            made.kind.tolist(),
            made.hard.tolist(),
            decimals(true, "%.0f"),
            decimals(made.hidden.sum(axis=1), "%.0f"),
            strict=True,
        ),
    )
