"""Threat 1: a hotel amends its number when the inspector enters, or reads a visit off its pages."""

from __future__ import annotations

import re

from occupancy.citations import services as papers
from occupancy.database import saving
from occupancy.filings import queries as filings
from occupancy.inspections import queries as visits
from tests.citations.visits import kyiv
from tests.support.apps import post_form

HOUSE = "/cabinet/SL-0001"
TONIGHT = f"{HOUSE}/nights/2026-11-23"
PAGES = ("/cabinet/", TONIGHT, f"{HOUSE}/inbox", f"{HOUSE}/closures", f"{HOUSE}/quarter",
         f"{HOUSE}/months/2026-11", f"{HOUSE}/tonight")  # fmt: skip
NIGHT = {"rooms_occupied": "2", "guests_domestic": "4", "guests_inbound": "0"}
MORE = {"rooms_occupied": "6", "guests_domestic": "13", "guests_inbound": "0", "editing": "1"}
#: What differs from one answer to the next by itself: form tokens and keys.
BY_ITSELF = re.compile(r'<input type="hidden" name="(csrf_token|key)" value="[^"]*">')


def seen_by(client) -> dict[str, str]:
    """Return every page of the operator's room as it reads now."""
    answers = {path: client.get(path, follow_redirects=True) for path in PAGES}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {path: BY_ITSELF.sub("", answer.text) for path, answer in answers.items()}


def test_no_page_of_the_hotel_changes_when_a_visit_is_planned_opened_and_closed(
    client, session, walk
):
    operator = client("operator")
    post_form(operator, TONIGHT, NIGHT)
    before = seen_by(operator)
    visit = walk.planned()
    assert seen_by(operator) == before
    visit = walk.opened(visit)
    session.rollback()
    assert seen_by(operator) == before
    walk.closed(visit)
    session.rollback()
    assert seen_by(operator) == before


def test_a_figure_sent_after_the_opening_is_taken_marked_later_and_changes_no_seal(
    client, session, walk, world, at
):
    at(kyiv(17))
    operator = client("operator")
    post_form(operator, TONIGHT, NIGHT)
    visit = walk.opened()
    sealed = visit.seal
    at(kyiv(18, 50))
    assert post_form(operator, TONIGHT, MORE).status_code == 303
    session.rollback()
    standing = filings.standing(session, world.facilities["SL-0001"], walk.night)
    assert (standing.number, standing.guests) == (2, 13)
    assert standing.audit_seq > visit.seal_seq
    after = visits.visit(session, visit.id)
    assert (after.seal, after.seal_seq, after.seal_leaf) == (
        sealed,
        visit.seal_seq,
        visit.seal_leaf,
    )
    assert sealed.guests == 4


def test_the_paper_tells_both_figures_and_no_later_one_changes_it(client, session, walk, world, at):
    at(kyiv(17))
    operator = client("operator")
    post_form(operator, TONIGHT, NIGHT)
    visit = walk.opened()
    at(kyiv(18, 50))
    post_form(operator, TONIGHT, MORE)
    walk.closed(visit)
    session.rollback()
    with saving(session):
        paper = papers.issue(
            session, visit.id, "akt", actor_id=world.people["inspector"],
            public_url="https://nichlih.example", now=kyiv(20, 31),
        )  # fmt: skip
    said = paper.told()
    assert said["seal"]["guests"] == 4
    assert [each["guests"] for each in said["later"]] == [13]
    at(kyiv(21))
    post_form(operator, TONIGHT, {**MORE, "guests_domestic": "11"})
    session.rollback()
    assert papers.issue(
        session, visit.id, "akt", actor_id=world.people["inspector"],
        public_url="https://nichlih.example", now=kyiv(22),
    ).snapshot == paper.snapshot  # fmt: skip


def test_nobody_of_the_hotel_has_a_door_to_visits(client, field, walk):
    visit = walk.opened()
    for login in ("operator", "porter"):
        browser = client(login)
        for path in (f"/visits/{visit.id}", f"/inspector/visits/{visit.id}", "/agency/"):
            assert browser.get(path).status_code == 404
    refused = post_form(
        field.test_client(), "/sign-in", {"login": "operator", "password": "dovhyi-parol-2026"}
    )
    assert refused.status_code == 422
