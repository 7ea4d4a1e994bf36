"""No page of the operator hints at a visit: the same bytes with and without one (threat 1)."""

import io
import re
import zipfile

import pytest
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.database import make_engine
from tests.citations.visits import Walk, kyiv
from tests.support.apps import sign_in_as

EVENING = kyiv(19)
#: What differs from one answer to the next by chance: form tokens and the keys of a filing.
_CHANCE = re.compile(r'name="(csrf_token|key)" value="[^"]*"')


def said(answer):
    """Return what an answer says; of a workbook its parts, but for the moment it was made."""
    if not answer.mimetype.endswith("sheet"):
        return _CHANCE.sub("", answer.text)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        return {name: book.read(name) for name in book.namelist() if name != "docProps/core.xml"}


@pytest.fixture
def pages(portal):
    """Give ``pages()``: every address of the cabinet that an operator can open, with its bytes."""
    client = sign_in_as(portal.test_client(), "operator")

    def read():
        found = {}
        for rule in portal.url_map.iter_rules():
            if not rule.endpoint.startswith("cabinet.") or "GET" not in rule.methods:
                continue
            parts = {"code": "SL-0001", "night": "2026-11-23", "month": "2026-11",
                     "no": "26-1123-0000"}  # fmt: skip
            with portal.test_request_context():
                address = portal.url_for(
                    rule.endpoint, **{part: parts.get(part, 1) for part in rule.arguments}
                )
            answer = client.get(address)
            found[address] = (answer.status_code, said(answer))
        return found

    return read


def test_a_planned_and_an_opened_visit_change_no_byte_of_the_cabinet(
    pages, database_url, world, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: EVENING)
    pages()  # the cabinet remembers which house was looked at last
    before = pages()
    assert sum(status == 200 for status, _ in before.values()) >= 6
    engine = make_engine(database_url)
    with Session(engine) as session:
        walk = Walk(session, world)
        visit = walk.planned()
        assert pages() == before
        walk.opened(visit)
        assert pages() == before
    engine.dispose()
