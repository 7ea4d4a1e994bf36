"""A receipt can be taken along: a file that proves itself, and a paper that holds the file."""

import io

import pikepdf
import pytest

from occupancy import clock
from occupancy.audit import queries, rules
from occupancy.audit.log import publish
from occupancy.audit.rules import read_receipt
from occupancy.database import saving
from occupancy.filings import queries as filings
from occupancy.filings.commands import FileNight
from occupancy.filings.services import file_night
from occupancy.web.db import db, log
from tests.cabinet.conftest import NIGHT
from tests.citations.reading import Paper
from tests.support.apps import token_of


@pytest.fixture
def said(session, world, filed):
    filed(NIGHT)
    return filings.revisions(session, world.facilities["SL-0001"], NIGHT)[0]


@pytest.fixture
def address(operator, said):
    return f"/cabinet/SL-0001/receipts/{said.receipt_no}"


def test_the_proof_is_waited_for_and_then_there(operator, room, address):
    early = operator.get(address).text
    assert "data-waits-for-proof" in early
    with room.app_context():
        head = publish(db.session, log(), now=clock.now())
    late = operator.get(address).text
    assert "data-waits-for-proof" not in late
    assert f"№ {head.number}" in late


def test_the_file_proves_itself(operator, room, address, said):
    with room.app_context():
        publish(db.session, log(), now=clock.now())
        public = queries.epoch(db.session).public_key
    answer = operator.get(f"{address}/proof.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    told = read_receipt(answer.text)
    rules.check_promise(told, public)
    assert rules.check_inclusion(told, public).size > told.seq
    facts = told.said["facts"]
    assert facts["receipt_no"] == said.receipt_no
    assert facts["guests"] == said.guests


def test_the_paper_says_the_same_and_holds_the_file(operator, address, said):
    answer = operator.get(f"{address}/paper.pdf")
    assert answer.content_type == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.data)) as file:
        held = file.attachments[f"{said.receipt_no}.json"].get_file().read_bytes()
    assert held == operator.get(f"{address}/proof.json").data
    paper = Paper(answer.data)
    assert said.receipt_no in paper.text
    assert len(paper.pages) == 1
    paper.close()


def test_the_paper_speaks_the_language_of_its_reader(operator, address):
    token = token_of(operator, address)
    operator.post("/language", data={"csrf_token": token, "language": "en"})
    paper = Paper(operator.get(f"{address}/paper.pdf").data)
    assert "Receipt for a night that was filed" in paper.text
    paper.close()


def test_who_sees_no_money_gets_no_file_with_the_sum(visitor, session, world, address):
    with saving(session):
        filing = FileNight(world.facilities["LV-0001"], NIGHT, 0, 0, 0)
        made = file_night(session, filing, source="cabinet", author_id=None, now=clock.now())
    porter, page = visitor("porter"), f"/cabinet/LV-0001/receipts/{made.receipt_no}"
    shown = porter.get(page)
    assert shown.status_code == 200
    assert "proof.json" not in shown.text
    for part in ("proof.json", "paper.pdf"):
        assert porter.get(f"{page}/{part}").status_code == 404


@pytest.mark.parametrize("part", ["proof.json", "paper.pdf"])
def test_a_receipt_of_another_house_does_not_exist(operator, address, part):
    other = address.replace("SL-0001", "LV-0001")
    assert operator.get(f"{other}/{part}").status_code == 404
