"""The page where a lost night comes back by its receipt."""

import io

import pytest

from occupancy import clock
from occupancy.audit.log import publish
from occupancy.filings import queries as filings
from occupancy.web.db import db, log
from tests.cabinet.conftest import NIGHT
from tests.support.apps import token_of

PAGE = "/cabinet/SL-0001/receipts/lost"


@pytest.fixture
def send(operator):
    """Give ``send(text, file)``: the form of the page, pasted or uploaded."""

    def post(text="", file=""):
        form = {"csrf_token": token_of(operator, PAGE), "receipt": text}
        if file:
            form["file"] = (io.BytesIO(file.encode()), "receipt.json")
        return operator.post(PAGE, data=form)

    return post


def test_nothing_and_rubbish_are_told_kindly_and_stay_in_the_form(send):
    assert send().status_code == 422
    answer = send("не квитанція")
    assert answer.status_code == 422
    assert "не квитанція</textarea>" in answer.text
    assert send(file="[" * 70_000).status_code == 422
    assert send(file="[" * 60_000).status_code == 422


def test_a_receipt_of_a_night_in_place_is_told_so(operator, room, session, world, filed, send):
    filed(NIGHT)
    said = filings.revisions(session, world.facilities["SL-0001"], NIGHT)[0]
    with room.app_context():
        publish(db.session, log(), now=clock.now())
    proof = operator.get(f"/cabinet/SL-0001/receipts/{said.receipt_no}/proof.json").text
    for answer in (send(proof), send(file=proof)):
        assert answer.status_code == 409
        assert said.receipt_no in answer.text
    assert len(filings.revisions(session, world.facilities["SL-0001"], NIGHT)) == 1


def test_the_month_leads_to_it(operator):
    assert PAGE in operator.get("/cabinet/SL-0001/months/2026-11").text
