"""A void paper keeps its number, needs a second person, and may have a successor."""

from __future__ import annotations

import pytest

from occupancy.audit import queries as audit
from occupancy.citations import queries, services
from occupancy.citations.models import Citation
from occupancy.citations.rules import refusals as no
from occupancy.database import saving
from occupancy.errors import NotYours, Refusal
from occupancy.filings.schemas.fields import NotText
from tests.citations.visits import kyiv


@pytest.fixture
def void(session, world):
    def make(paper, reason="не той заклад", login="chief"):
        with saving(session):
            return services.void(
                session, paper.id, reason=reason, actor_id=world.people[login], now=kyiv(22)
            )

    return make


def test_a_void_paper_keeps_its_number_and_its_words(session, walk, issue, void):
    paper = issue(walk.closed().id)
    gone = void(paper)
    assert (gone.state, gone.number_text, gone.snapshot) == (
        "void",
        paper.number_text,
        paper.snapshot,
    )
    next_one = issue(walk.closed(walk.opened(walk.planned("LV-0001"))).id)
    assert next_one.number == 1  # another community
    kinds = [each.kind for each in audit.history(session, f"citation:{paper.number_text}")]
    assert kinds == ["citation_issued", "citation_voided"]


@pytest.mark.parametrize("login", ["inspector", "agency", "operator", "officer"])
def test_only_a_chief_voids(walk, issue, void, login):
    paper = issue(walk.closed().id)
    with pytest.raises(NotYours):
        void(paper, login=login)


def test_who_drew_it_up_does_not_void_it(session, walk, issue, void):
    paper = issue(walk.closed().id)
    with saving(session):
        session.get(Citation, paper.id).issued_by = walk.world.people["chief"]
    with pytest.raises(no.SecondPersonNeeded):
        void(paper)


def test_the_database_wants_a_second_person_too(session, walk, issue):
    paper = issue(walk.closed().id)
    with pytest.raises(Refusal), saving(session):
        record = session.get(Citation, paper.id)
        record.voided_at, record.voided_by, record.void_reason = kyiv(22), paper.issued_by, "сам"


def test_voiding_needs_a_reason_and_happens_once(walk, issue, void):
    paper = issue(walk.closed().id)
    with pytest.raises(no.ReasonNeeded):
        void(paper, reason="  ")
    void(paper)
    with pytest.raises(no.AlreadyVoid):
        void(paper)


@pytest.mark.parametrize("reason", ["не той\x00 заклад", "\u202eзаклад"])
def test_a_reason_that_nobody_can_read_is_refused(session, walk, issue, void, reason):
    paper = issue(walk.closed().id)
    with pytest.raises(NotText), saving(session):
        services.ask_void(session, paper.id, reason=reason, actor_id=walk.me, now=kyiv(22))
    with pytest.raises(NotText):
        void(paper, reason=reason)
    assert queries.citation(session, paper.id).state == "valid"


def test_a_repeat_of_the_issue_does_not_revive_a_void_paper(walk, issue, void):
    paper = issue(walk.closed().id)
    gone = void(paper)
    assert issue(paper.visit_id) == gone


def test_a_successor_names_what_it_replaces(session, walk, issue, void):
    paper = issue(walk.closed().id)
    void(paper)
    successor = issue(paper.visit_id, replacing=paper.id)
    assert (successor.state, successor.number) == ("valid", 2)
    assert successor.told()["replaces"] == {
        "number": paper.number_text,
        "sha256": paper.snapshot_sha256,
    }
    old = queries.citation(session, paper.id)
    assert old is not None
    assert (old.state, old.replaced_by) == ("superseded", successor.number_text)
    assert issue(paper.visit_id) == successor


def test_only_the_newest_void_paper_of_the_visit_is_replaced(walk, issue):
    paper = issue(walk.closed().id)
    assert issue(paper.visit_id, replacing=paper.id) == paper  # it is valid: nothing to replace
    other = walk.closed(walk.opened(walk.planned("LV-0001")))
    with pytest.raises(no.NotReplaceable):
        issue(other.id, replacing=paper.id)
