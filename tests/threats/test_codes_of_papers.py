"""Threat 8: guessing papers by their QR code, or opening one by its printed number."""

from __future__ import annotations

import secrets

import pytest

from occupancy.citations import services as papers
from occupancy.citations.models import Citation
from occupancy.citations.rules import codes
from occupancy.database import saving
from occupancy.public.slowing import ALLOWED
from tests.citations.visits import kyiv


@pytest.fixture
def paper(session, walk, world):
    visit = walk.closed()
    with saving(session):
        return papers.issue(
            session, visit.id, "akt", actor_id=world.people["inspector"],
            public_url="https://nichlih.example", now=kyiv(20, 31),
        )  # fmt: skip


def test_a_code_is_made_of_128_random_bits(monkeypatch, request, database_url):
    asked = []
    real = secrets.randbits
    monkeypatch.setattr(secrets, "randbits", lambda bits: asked.append(bits) or real(bits))
    paper = request.getfixturevalue("paper")
    assert 128 in asked
    assert len(paper.code) == 26
    assert len({codes.code_from(secrets.randbits(128)) for _ in range(1000)}) == 1000


def test_neither_the_number_nor_the_row_opens_a_paper(client, paper):
    stranger = client("")
    for guess in (paper.number_text, str(paper.number), str(paper.id), paper.visit_id, "*", "%",
                  paper.code[:25], paper.code[:-1] + "_", paper.snapshot_sha256):  # fmt: skip
        assert stranger.get(f"/c/{guess}").status_code == 404, guess
    assert stranger.get(f"/c/{paper.code}").status_code == 200


def test_a_right_code_names_nobody(client, paper):
    page = client("").get(f"/c/{paper.code}").text
    said = paper.told()
    people = [said["inspectors"][0]["name"], "Особа Вигадана", said["operator"]["name"]]
    assert not [each for each in people if each in page]


def test_a_guesser_is_slowed_down(client):
    stranger = client("")
    statuses = [stranger.get(f"/c/{number:026}").status_code for number in range(ALLOWED + 1)]
    assert statuses[-1] == 429


def test_the_database_keeps_codes_unique():
    assert Citation.__table__.c.code.unique
