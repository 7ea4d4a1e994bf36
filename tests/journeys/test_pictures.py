"""The pictures of the README: drawn anew with OCCUPANCY_PICTURES=1, else only looked at."""

from __future__ import annotations

import os
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from tests.journeys.people import Visitor
from tests.journeys.town import HERO
from tests.journeys.visits import paper_at
from tests.journeys.walked import AFTER, walk_through
from tests.support.tree import ROOT

FOLDER = ROOT / "docs" / "pictures"
#: A README is read on telephones too.
LARGEST = 150_000


@pytest.fixture
def walked(sqlite_town):
    """Give the town in which every page has something to show."""
    return walk_through(sqlite_town)


def test_the_pages_of_the_readme_are_drawn(walked, serve, visitor):
    server = serve(walked.town, AFTER)
    operator = visitor(server, walked.town, "operator", 390, 844)
    operator.sign_in()
    hang("operator", shot(operator, f"/cabinet/{HERO}/tonight?edit=1"))
    chief = visitor(server, walked.town, "chief", 1440, 900)
    chief.sign_in()
    hang("agency", shot(chief, f"/agency/flags/{walked.flag_id}"))
    inspector = visitor(server, walked.town, "inspector", 1180, 820)
    inspector.sign_in("/inspector")
    hang("inspector", shot(inspector, f"/inspector/visits/{walked.opened.id}/count"))
    hang("citation", printed(paper_at(inspector, f"/inspector/citations/{walked.citation_id}.pdf")))


def shot(person: Visitor, path: str) -> Image.Image:
    """Return what stands on a person's screen."""
    person.open(path)
    return Image.open(BytesIO(person.page.screenshot())).convert("RGB")


def printed(pdf: bytes) -> Image.Image:
    """Return the first page of a paper, 72 dots an inch times 1.25."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=1.25).to_pil().convert("RGB")
    document.close()
    return picture


def hang(name: str, picture: Image.Image) -> None:
    """Check that a picture shows something; keep it where that is asked for."""
    assert len(picture.getcolors(1 << 24)) > 30, f"{name} is blank"
    small = BytesIO()
    picture.quantize(128, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    assert len(small.getvalue()) < LARGEST, f"{name}: {len(small.getvalue())} bytes"
    if os.environ.get("OCCUPANCY_PICTURES") == "1":
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / f"{name}.png").write_bytes(small.getvalue())
