"""A paper has its number, its frozen words and its log entry in one deed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import StatementError

from occupancy.audit import queries as audit
from occupancy.audit.heads import HeadsFile
from occupancy.audit.log import Log, publish
from occupancy.citations import queries, rules
from occupancy.citations.models import Citation, CitationCounter, DocumentType
from occupancy.citations.rules import refusals as no
from occupancy.database import saving
from occupancy.errors import NotYours
from tests.citations.visits import kyiv
from tests.support.world import BEGAN


def count(session) -> int:
    return session.scalar(select(func.count()).select_from(Citation))


def test_the_first_paper_of_a_community_and_year_is_number_one(walk, issue):
    paper = issue(walk.closed().id)
    assert (paper.year, paper.number, paper.state) == (2026, 1, "valid")
    assert paper.number_text.endswith("-2026-000001")
    assert paper.number_text.split("-")[0].isalpha()


def test_numbers_follow_each_other_within_a_community(walk, issue):
    first = issue(walk.closed().id)
    lviv = issue(walk.closed(walk.opened(walk.planned("LV-0001"))).id)
    second = issue(walk.closed(walk.opened(walk.planned("LV-0002"))).id)
    assert [each.number for each in (first, lviv, second)] == [1, 1, 2]
    assert first.community_katottg != lviv.community_katottg == second.community_katottg


def test_the_year_is_that_of_the_issue_in_kyiv(walk, issue):
    new_year = datetime(2026, 12, 31, 22, 0, tzinfo=UTC)
    before = issue(walk.closed().id, now=new_year - timedelta(seconds=1))
    after = issue(walk.closed(walk.opened(walk.planned("LV-0001"))).id, now=new_year)
    assert (before.year, after.year) == (2026, 2027)


def test_the_same_visit_again_gives_the_same_paper(session, walk, issue):
    visit = walk.closed()
    first = issue(visit.id)
    assert issue(visit.id, now=kyiv(23)) == first
    assert issue(visit.id, login="inspector2") == first
    assert count(session) == 1


def test_the_snapshot_says_everything_and_is_canonical(walk, file, issue):
    file(1, 2, kyiv(17))
    visit = walk.opened()
    later = file(4, 9, kyiv(20, 9, 44))
    paper = issue(walk.closed(visit).id)
    said = paper.told()
    assert rules.canonical(said) == paper.snapshot
    assert rules.digest(paper.snapshot) == paper.snapshot_sha256
    assert (said["number"], said["code"]) == (paper.number_text, paper.code)
    assert (said["seal"]["rooms"], said["seal"]["guests"]) == (1, 2)
    assert (said["seen"]["rooms"], said["seen"]["guests"]) == (5, 11)
    assert [(each["guests"], each["receipt_no"]) for each in said["later"]] == [
        (9, later.receipt_no)
    ]
    assert said["body"]["council"] == "Славська селищна рада"
    assert said["check_url"] == f"https://nichlih.example/c/{paper.code}"
    assert [each["certificate_no"] for each in said["inspectors"]] == ["ОБ-0007", "ОБ-0007"]
    assert "Обстеження проведено відкрито" in said["document"]["legal_basis_uk"]
    assert said["document"]["unverified"] is True


def test_a_filing_after_the_paper_changes_nothing_on_it(session, walk, file, issue):
    paper = issue(walk.closed().id)
    file(5, 11, kyiv(21))
    assert queries.citation(session, paper.id) == paper


def test_the_paper_is_an_entry_of_the_log(session, walk, issue):
    paper = issue(walk.closed().id)
    entry = audit.entry(session, paper.audit_seq)
    assert entry is not None
    assert (entry.kind, entry.subject) == ("citation_issued", f"citation:{paper.number_text}")
    assert entry.body["facts"]["snapshot_sha256"] == paper.snapshot_sha256
    assert "Вигадана" not in str(entry.body)


@pytest.mark.parametrize("login", ["chief", "agency", "operator", "officer"])
def test_only_the_visits_inspectors_draw_it_up(session, walk, issue, login):
    visit = walk.closed()
    with pytest.raises(NotYours):
        issue(visit.id, login=login)
    assert count(session) == 0


def test_an_unknown_visit_has_no_paper(issue):
    with pytest.raises(NotYours):
        issue("00000000-0000-4000-8000-000000000000")


def test_a_visit_without_a_difference_has_no_paper(session, walk, file, issue):
    file(5, 11, kyiv(17))
    visit = walk.opened()
    with pytest.raises(no.NoDifference):
        issue(visit.id)
    walk.closed(visit, outcome="no_difference")
    with pytest.raises(no.NoDifference):
        issue(visit.id)
    assert session.scalar(select(func.count()).select_from(CitationCounter)) == 0


@pytest.mark.parametrize("kind", ["protokol", "prypys", "leaflet"])
def test_a_kind_of_paper_that_is_off_is_refused_and_spends_no_number(session, walk, issue, kind):
    visit = walk.closed()
    with pytest.raises(no.DocumentTypeOff):
        issue(visit.id, kind=kind)
    assert issue(visit.id).number == 1


def test_a_failed_deed_gives_its_number_back(session, walk, issue):
    visit = walk.closed()
    with pytest.raises(StatementError, match="zone"):
        issue(visit.id, now=datetime(2026, 11, 23, 20, 0))  # noqa: DTZ001 - must not be kept
    assert count(session) == 0
    assert issue(visit.id).number == 1


def test_a_new_kind_stays_as_the_client_set_it(session, world):
    from occupancy.citations.services import seed_document_types

    with saving(session):
        session.get(DocumentType, "protokol").enabled = True
    with saving(session):
        seed_document_types(session, now=BEGAN)
    assert [each.code for each in queries.document_types(session, enabled=True)] == [
        "akt",
        "protokol",
    ]


def test_a_paper_is_found_by_its_code_however_it_is_typed(session, walk, issue):
    paper = issue(walk.closed().id)
    spaced = " ".join(paper.code[at : at + 4] for at in range(0, 26, 4)).lower()
    assert queries.by_code(session, spaced) == paper
    assert queries.by_code(session, paper.code[:-1]) is None
    assert json.loads(paper.snapshot)["code"] == paper.code


def test_the_seal_and_the_paper_carry_the_newest_signed_head(session, walk, issue, tmp_path):
    log = Log("nichlih.example", tmp_path / "key.pem", HeadsFile(tmp_path / "heads.jsonl"))
    before = publish(session, log, now=kyiv(17))
    visit = walk.opened()
    assert visit.seal.head_size == before.size
    assert visit.seal.head_root == before.root.hex()
    after = publish(session, log, now=kyiv(21))
    said = issue(walk.closed(visit).id).told()
    assert said["log"] == {
        "number": after.number,
        "size": after.size,
        "root": after.root.hex(),
    }
    assert said["seal"]["head_size"] == before.size


def test_without_a_signed_head_the_paper_says_nothing_of_one(walk, issue):
    assert issue(walk.closed().id).told()["log"] is None
