"""Voiding by a second person, devices of inspectors, and who read a plan, through the pages."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.accounts import queries as accounts
from occupancy.accounts.rules.approvals import VOID
from occupancy.citations import queries, services
from occupancy.citations.models import Citation
from occupancy.database import make_engine, saving
from tests.citations.visits import Walk, kyiv
from tests.support.apps import post_form, sign_in_as

EVENING = kyiv(21)


@pytest.fixture
def visitor(room, sign_in, monkeypatch):
    monkeypatch.setattr(clock, "_shift", EVENING - datetime.now(UTC))
    return lambda login: sign_in(room.test_client(), login)


@pytest.fixture
def kept(database_url, world):
    engine = make_engine(database_url)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def walk(kept, world):
    return Walk(kept, world)


@pytest.fixture
def paper(kept, walk, world):
    visit = walk.closed()
    with saving(kept):
        return services.issue(
            kept,
            visit.id,
            "akt",
            actor_id=world.people["inspector"],
            now=kyiv(20),
            public_url="https://nichlih.example",
        )


def void(client, paper, reason="не той заклад"):
    path = f"/agency/citations/{paper.id}"
    return post_form(client, path + "/void", {"reason": reason}, page=path)


def state(kept, paper):
    kept.rollback()
    return queries.citation(kept, paper.id).state


def test_a_chief_voids_with_a_reason_and_the_paper_stays(visitor, paper, kept):
    chief = visitor("chief")
    assert paper.number_text in chief.get("/agency/citations").text
    assert f">{paper.number_text}</a>" in chief.get("/agency/facilities/SL-0001").text
    refused = void(chief, paper, "  ")
    assert refused.status_code == 422
    assert state(kept, paper) == "valid"
    assert void(chief, paper).status_code == 303
    assert state(kept, paper) == "void"
    page = chief.get(f"/agency/citations/{paper.id}").text
    assert "не той заклад" in page
    pdf = chief.get(f"/agency/citations/{paper.id}.pdf")
    assert pdf.data.startswith(b"%PDF")


def test_the_chief_who_drew_it_up_is_told_no_and_can_ask_another(visitor, paper, kept, world):
    with saving(kept):
        kept.get(Citation, paper.id).issued_by = world.people["chief"]
    chief = visitor("chief")
    assert "скасувати його самі не можете" in chief.get(f"/agency/citations/{paper.id}").text
    void(chief, paper)
    assert state(kept, paper) == "valid"
    (asked,) = accounts.waiting(kept, EVENING, (VOID,))
    path = f"/agency/citations/{paper.id}"
    answer = post_form(chief, f"{path}/asked/{asked.id}", {"answer": "yes"}, page=path)
    assert answer.status_code == 409
    assert state(kept, paper) == "valid"


@pytest.mark.parametrize(("said", "ends"), [("yes", "void"), ("no", "valid")])
def test_an_inspector_asks_on_the_tablet_and_a_chief_decides(
    visitor, field, paper, kept, said, ends
):
    tablet = sign_in_as(field.test_client(), "inspector")
    page = f"/citations/{paper.id}"
    assert post_form(tablet, page + "/void", {"reason": ""}, page=page).status_code == 422
    asked = post_form(tablet, page + "/void", {"reason": "переплутано ніч"}, page=page)
    assert asked.status_code == 303
    assert "Чекає на начальника" in tablet.get(page).text
    assert state(kept, paper) == "valid"
    chief = visitor("chief")
    assert "просять скасувати" in chief.get("/agency/citations").text
    (row,) = accounts.waiting(kept, EVENING, (VOID,))
    path = f"/agency/citations/{paper.id}"
    assert "переплутано ніч" in chief.get(path).text
    post_form(chief, f"{path}/asked/{row.id}", {"answer": said}, page=path)
    assert state(kept, paper) == ends


def test_a_lost_tablet_is_signed_out_by_the_chief(visitor, field, world):
    """Threat 5: effective with the tablet's very next request."""
    tablet, chief = sign_in_as(field.test_client(), "inspector"), visitor("chief")
    page = "/agency/inspectors"
    assert "застосунок інспектора" in chief.get(page).text
    mine = f"{page}/{world.people['inspector']}/sessions/end"
    assert post_form(chief, mine, {}, page=page).status_code == 303
    assert tablet.get("/").status_code == 303
    admin = f"{page}/{world.people['admin']}/sessions/end"
    assert post_form(chief, admin, {}, page=page).status_code == 404, "only inspectors"


@pytest.mark.parametrize("login", ["agency", "officer"])
def test_a_plan_is_shown_to_the_chief_alone_and_every_reader_is_known(visitor, walk, login):
    """Threat 2: who read the visit plan is logged; others do not see that there is one."""
    visit = walk.planned("LV-0001")
    other = visitor(login).get("/agency/facilities/LV-0001").text
    assert "заплановано" not in other
    assert "Обстежень не було" in other
    chief = visitor("chief")
    assert "заплановано" in chief.get("/agency/facilities/LV-0001").text
    page = chief.get(f"/agency/visits/{visit.id}/reads").text
    assert page.partition("<tbody>")[2].count("Особа chief") == 1
    walk.opened(visit)
    assert "триває" in visitor(login).get("/agency/facilities/LV-0001").text


def test_the_tablet_notes_who_read_the_plan_and_not_twice(visitor, field, walk):
    visit = walk.planned()
    chief = visitor("chief")
    tablet = sign_in_as(field.test_client(), "inspector2")
    for path in ("/", f"/visits/{visit.id}", "/"):
        assert tablet.get(path).status_code == 200
    rows = chief.get(f"/agency/visits/{visit.id}/reads").text.partition("<tbody>")[2]
    assert rows.count("Особа inspector2") == 1
