"""The page behind the code: genuine or not, nothing about houses or people."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from occupancy.citations import services
from occupancy.database import make_engine, saving
from occupancy.public.slowing import ALLOWED, REMEMBERED, Slowing
from tests.citations.visits import Walk, kyiv
from tests.support.apps import token_of
from tests.support.world import BEGAN

NEVER_GIVEN = "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"


@pytest.fixture
def kept(database_url, world):
    engine = make_engine(database_url)
    with Session(engine) as session:
        with saving(session):
            services.seed_document_types(session, now=BEGAN)
        yield session
    engine.dispose()


@pytest.fixture
def paper(kept, world):
    visit = Walk(kept, world).closed()
    with saving(kept):
        return services.issue(
            kept, visit.id, "akt", actor_id=world.people["inspector"],
            now=datetime(2026, 11, 23, 18, 31, tzinfo=UTC), public_url="https://nichlih.example",
        )  # fmt: skip


@pytest.fixture
def client(portal):
    return portal.test_client()


def test_a_genuine_paper_is_known_by_number_date_and_council(client, paper):
    answer = client.get(f"/c/{paper.code}")
    assert answer.status_code == 200
    for words in (
        "Документ справжній", paper.number_text, "Акт обстеження", "23 листопада 2026, 20:31",
        "Славська селищна рада", "чинний",
    ):  # fmt: skip
        assert words in answer.text


def test_nothing_is_told_of_houses_people_or_figures(client, paper):
    page = client.get(f"/c/{paper.code}").text
    for words in ("Садиба", "потік", "Особа", "Карпатський", "SL-0001", "118-р", "сигнал"):
        assert words not in page


def test_a_void_paper_says_so(client, kept, world, paper):
    with saving(kept):
        services.void(
            kept, paper.id, reason="не той заклад", actor_id=world.people["chief"], now=kyiv(22)
        )
    page = client.get(f"/c/{paper.code}").text
    assert "Документ скасовано" in page
    assert "не той заклад" not in page
    assert "Документ справжній" not in page


def test_a_superseded_paper_names_its_successor(client, kept, world, paper):
    with saving(kept):
        services.void(kept, paper.id, reason="описка", actor_id=world.people["chief"], now=kyiv(22))
        successor = services.issue(
            kept, paper.visit_id, "akt", actor_id=world.people["inspector"], now=kyiv(22, 5),
            public_url="https://nichlih.example", replacing=paper.id,
        )  # fmt: skip
    page = client.get(f"/c/{paper.code}").text
    assert "Документ замінено іншим" in page
    assert successor.number_text in page


def test_the_number_is_not_enough_to_open_a_paper(client, paper):
    assert client.get(f"/c/{paper.number_text}").status_code == 404


@pytest.mark.parametrize(
    "code",
    ["", "x", "№", "U" * 26, "0" * 25, "0" * 400, "a/b/c", "%00", "..%2f..", "<script>", "'--"],
)
def test_what_was_never_given_and_what_cannot_be_look_alike(client, paper, code):
    unknown, malformed = client.get(f"/c/{NEVER_GIVEN}"), client.get(f"/c/{code}")
    assert unknown.status_code == malformed.status_code == 404

    def same(answer, path):
        page = answer.text.replace(token_of(client, f"/c/{NEVER_GIVEN}"), "")
        lines = [line for line in page.splitlines() if 'name="next"' not in line]
        return [line for line in lines if "csrf_token" not in line]

    assert same(unknown, NEVER_GIVEN) == same(malformed, code)


def test_the_page_is_there_in_english(client, paper):
    token = token_of(client, f"/c/{paper.code}")
    client.post("/language", data={"language": "en", "csrf_token": token, "next": "/"})
    page = client.get(f"/c/{paper.code}").text
    assert "The document is genuine" in page
    assert "Survey act" in page
    assert "There is no document with this code" in client.get("/c/x").text


def test_search_engines_stay_out(client, paper):
    assert client.get(f"/c/{paper.code}").headers["X-Robots-Tag"] == "noindex"


def test_guessing_codes_is_slowed_down_for_the_guesser_alone(portal, paper):
    guesser, reader = portal.test_client(), portal.test_client()
    statuses = [guesser.get(f"/c/{number:026}").status_code for number in range(ALLOWED + 5)]
    assert statuses == [404] * ALLOWED + [429] * 5
    late = guesser.get(f"/c/{paper.code}")
    assert late.status_code == 429
    assert 0 < int(late.headers["Retry-After"]) <= 60
    elsewhere = {"REMOTE_ADDR": "192.0.2.9"}
    assert reader.get(f"/c/{paper.code}", environ_base=elsewhere).status_code == 200


def test_who_has_waited_may_try_again_and_right_codes_never_count():
    slowing = Slowing()
    for second in range(ALLOWED):
        assert slowing.wait("a", second) == 0
        slowing.wrong("a", second)
    wait = slowing.wait("a", 30.5)
    assert 0 < wait <= 31
    assert slowing.wait("a", 30.5 + wait) == 0


def test_no_flood_of_addresses_fills_the_memory():
    slowing = Slowing()
    for number in range(REMEMBERED + 500):
        slowing.wrong(str(number), 1.0)
    assert len(slowing._wrong) == REMEMBERED
