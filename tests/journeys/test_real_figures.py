"""Figures of real hotels: imported from their file, scanned, and on to a paper.

The data set is not part of the project: N. Antonio, A. de Almeida, L. Nunes, "Hotel booking demand
datasets", Data in Brief 22 (2019), 41–49, CC BY 4.0. Nobody says that these hotels reported
anything wrongly; the difference in this journey is made up.
"""

from __future__ import annotations

import os
import re
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from occupancy.database import make_engine, saving
from occupancy.inspections.commands import PlanVisit
from occupancy.inspections.services import plan_visit
from occupancy.scans.models import Assessment, ScanRun
from tests.citations.reading import Paper
from tests.citations.visits import kyiv
from tests.journeys.town import TONIGHT
from tests.journeys.visits import examine, paper_of
from tests.support.tree import ROOT

FILE = Path(os.environ.get("OCCUPANCY_REAL_HOTELS", ROOT.parent / "shared/data/real-hotels.csv"))
TONIGHTS = "facility_id,date,rooms_occupied,guests_domestic,guests_inbound\nresort-h1,{},61,70,40\n"


@pytest.fixture
def real_file():
    """Give the file of real figures; it stands beside the checkout, never in it."""
    if FILE.exists():
        return FILE
    if os.environ.get("CI") == "true":
        pytest.fail(f"the figures of real hotels are needed on CI: {FILE}")
    pytest.skip(f"there are no figures of real hotels at {FILE} (OCCUPANCY_REAL_HOTELS)")


def test_real_nights_are_imported_scanned_and_lead_to_a_paper(
    real_file, sqlite_town, serve, visitor, tmp_path
):
    server = serve(sqlite_town)
    taken = server.command("import", "filings", str(real_file))
    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert "Подано ночей: 1524; виправлено: 0; без змін: 0." in taken.stdout
    again = server.command("import", "filings", str(real_file))
    assert "Подано ночей: 0; виправлено: 0; без змін: 1524." in again.stdout

    scanned = server.command("scan", "--night", "2017-08-31")
    assert scanned.returncode == 0, scanned.stderr
    assert "Ніч 2017-08-31, вікно від 2016-07-28" in scanned.stdout
    # the worker may have looked at last night before us
    assert re.search(r"поданих ночей 800, прогін \d+\n", scanned.stdout)
    assert all(p > 0.05 for p in honesty(sqlite_town)), "real hotels are no reason for a signal"

    tonight = tmp_path / "tonight.csv"
    tonight.write_text(TONIGHTS.format(TONIGHT), encoding="utf-8")
    assert server.command("import", "filings", str(tonight)).returncode == 0
    planned(sqlite_town)
    inspector = visitor(server, sqlite_town, "inspector", 1180, 820)
    inspector.sign_in("/inspector")
    examine(inspector, "resort-h1", "номер із 200", rooms=90, guests=171)
    expect(inspector.page.get_by_role("row", name="Гості")).to_contain_text("+61")
    with closing(Paper(paper_of(inspector))) as read:
        assert len(read.pages) == 1
        for said in ("СЛ-2026-000001", "resort-h1", "110", "171"):
            assert said in read.text


def honesty(town) -> list[float]:
    """p-values of the two real hotels on their own last night."""
    engine = make_engine(town.url)
    hotels = [town.facilities["resort-h1"], town.facilities["city-h2"]]
    asked = (
        sa.select(Assessment.p_value)
        .join(ScanRun, ScanRun.id == Assessment.run_id)
        .where(Assessment.facility_id.in_(hotels), ScanRun.date_to == date(2017, 8, 31))
    )
    with Session(engine) as session:
        found = [float(p) for p in session.scalars(asked)]
    engine.dispose()
    assert len(found) == len(hotels)
    return found


def planned(town) -> None:
    """Let the chief send the inspector tonight; no signal leads there, so it is a random visit."""
    engine = make_engine(town.url)
    people = town.world.people
    command = PlanVisit(
        town.facilities["resort-h1"], TONIGHT, people["inspector"], None, "random", None,
        "18/26", date(2026, 11, 20),
    )  # fmt: skip
    with Session(engine) as session, saving(session):
        plan_visit(session, command, actor_id=people["chief"], now=kyiv(10))
    engine.dispose()
