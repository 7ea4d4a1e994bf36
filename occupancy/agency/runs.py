"""Runs of the detector: what was asked, with which parameters and code, and what followed."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from occupancy import clock
from occupancy.agency import reach
from occupancy.agency.blueprint import bp
from occupancy.errors import NotYours
from occupancy.scans import queries as scans
from occupancy.web.db import db
from occupancy.web.guards import only


@bp.get("/runs")
@only(*reach.READERS)
def runs() -> ResponseReturnValue:
    """Show the newest runs, and how far one under way is."""
    return render_template(
        "agency/runs.html",
        runs=scans.runs(db.session),
        under_way=scans.progress(db.session, clock.now()),
    )


@bp.get("/runs/<int(max=2147483647):run_id>")
@only(*reach.READERS)
def run(run_id: int) -> ResponseReturnValue:
    """Show everything that is needed to ask the same question again."""
    found = scans.run(db.session, run_id)
    if found is None:
        raise NotYours()
    return render_template("agency/run.html", run=found)
