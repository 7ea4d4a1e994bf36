"""Whatever is not yours answers as if it did not exist: the same 404 to the byte (threat 7).

Every address of both applications that names a facility, a signal, a visit, a paper, a person or
a question is knocked at by somebody of the right role for whom that thing is out of reach.
"""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.accounts import services as accounts
from occupancy.accounts.commands import Ask, GrantRole, NewPerson
from occupancy.accounts.roles import Role
from occupancy.accounts.rules import codes
from occupancy.accounts.rules.approvals import VOID
from occupancy.accounts.services import Passwords
from occupancy.citations import services as citations
from occupancy.database import make_engine, saving
from occupancy.scans import queries as scans
from tests.citations.visits import Walk, kyiv
from tests.scans.region import SLAVSKE
from tests.support.apps import sign_in_as, token_of
from tests.support.world import LVIV, PASSWORD, PEOPLE

EVENING = kyiv(21)
#: Parts of an address that name a thing of somebody; the missing one beside it.
MISSING = {
    "code": "ZZ-9999",
    "flag_id": 2_000_000_000,
    "visit_id": "00000000-0000-4000-8000-000000000000",
    "citation_id": 2_000_000_000,
    "person_id": 2_000_000_000,
    "approval_id": 2_000_000_000,
    "membership_id": 2_000_000_000,
    "closure_id": 2_000_000_000,
    "no": "26-0101-9999",
}
#: Other parts, which name nothing of anybody, or a file within what another part names.
PLAIN = {"night": "2026-11-01", "month": "2026-11", "filename": "x.css", "number": 1, "frame": "x",
         "run_id": 1, "size": 1, "name": "x", "key": "0" * 32}  # fmt: skip
#: For administrators every person is within reach: there is no stranger among the accounts.
REACHES_ALL = {"admin"}
_TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')


@pytest.fixture
def things(database_url, world, monkeypatch):
    """Give what the strangers knock at: all of it in Slavske, of business 0 or the inspector."""
    monkeypatch.setattr(clock, "_shift", EVENING - datetime.now(UTC))
    engine = make_engine(database_url)
    with Session(engine) as session:
        walk = Walk(session, world)
        visit = walk.closed()
        with saving(session):
            paper = citations.issue(
                session,
                visit.id,
                "akt",
                actor_id=world.people["inspector"],
                now=EVENING,
                public_url="https://nichlih.example",
            )
            asked = accounts.ask(
                session,
                Ask(VOID, f"citation:{paper.number_text}", {"citation": paper.id},
                    community=SLAVSKE, reason="причина"),
                actor_id=world.people["inspector"],
                now=EVENING,
            )  # fmt: skip
            # A chief of Lviv alone: Slavske is another's.
            stranger = accounts.create_person(
                session,
                NewPerson("chief2", "Особа chief2", PASSWORD),
                passwords=Passwords(64, 1),
            )
            grant = GrantRole(stranger, Role.CHIEF, date(2025, 1, 1), community=LVIV)
            accounts.grant(session, grant, actor="system", now=EVENING)
        flags = scans.open_flags(session)
    engine.dispose()
    return {
        "code": "SL-0001",
        "flag_id": flags[0].id if flags else 1,
        "visit_id": visit.id,
        "citation_id": paper.id,
        "person_id": world.people["operator"],
        "approval_id": asked.id,
        "membership_id": 1,
        "closure_id": 1,
        "no": "26-1101-0000",
    }


def addresses(app, things, doors):
    """Yield (endpoint, method, address of the thing, address of nothing) of each such door."""
    for rule in app.url_map.iter_rules():
        named = rule.arguments & set(MISSING)
        roles = doors(rule.endpoint)
        if not named or not roles:
            continue
        unknown = rule.arguments - set(MISSING) - set(PLAIN)
        assert not unknown, f"{rule.endpoint}: say what {unknown} names"
        plain = {part: PLAIN[part] for part in rule.arguments & set(PLAIN)}
        with app.test_request_context():
            prefix = app.config["APPLICATION_ROOT"].rstrip("/")
            there, nowhere = (
                app.url_for(
                    rule.endpoint, **plain, **{part: which[part] for part in named}
                ).removeprefix(prefix)
                for which in (things, MISSING)
            )
        for method in sorted(rule.methods & {"GET", "POST"}):
            yield rule.endpoint, method, there, nowhere, roles


def answer(client, method, address, token):
    """Return status and page without what differs by chance: the token and the address itself."""
    if method == "GET":
        told = client.get(address)
    else:
        told = client.post(address, data={"csrf_token": token})
    page = _TOKEN.sub("", told.text).replace(address, "")
    return told.status_code, page


def doors_of(app):
    return lambda endpoint: getattr(app.view_functions[endpoint], "doors", frozenset())


@pytest.mark.parametrize("login", ["operator2", "porter", "officer", "chief2"])
def test_a_stranger_of_the_right_role_sees_what_a_missing_id_shows(portal, things, login):
    role = {"chief2": Role.CHIEF}.get(login) or PEOPLE[login][0]
    client = enter(portal, login)
    token = token_of(client, "/account")
    knocked = 0
    for endpoint, method, there, nowhere, roles in addresses(portal, things, doors_of(portal)):
        if role not in roles or (endpoint.partition(".")[0] in REACHES_ALL and role is Role.ADMIN):
            continue
        found, missing = (answer(client, method, each, token) for each in (there, nowhere))
        assert found == missing, (endpoint, method)
        assert found[0] == 404, (endpoint, method)
        knocked += 1
    assert knocked >= {"operator2": 12, "porter": 5, "officer": 2, "chief2": 10}[login]


@pytest.mark.parametrize("login", ["chief2", "chief"])
def test_a_visit_of_others_and_its_paper_do_not_exist_on_a_tablet(field, things, login):
    client = enter(field, login)
    token = token_of(client, "/account")
    knocked = 0
    for endpoint, method, there, nowhere, _ in addresses(field, things, doors_of(field)):
        found, missing = (answer(client, method, each, token) for each in (there, nowhere))
        assert found == missing, (endpoint, method)
        assert found[0] == 404, (endpoint, method)
        knocked += 1
    assert knocked >= 13


def enter(app, login):
    if login in PEOPLE:
        return sign_in_as(app.test_client(), login)
    client = app.test_client()
    form = {"csrf_token": token_of(client, "/sign-in"), "login": login, "password": PASSWORD}
    assert client.post("/sign-in", data=form).status_code == 303
    # The newcomer sets a phone up: the secret stands on the page for those who cannot scan.
    page = client.get("/sign-in/phone").text
    secret = re.search(r'n-hash mb-0">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    code = codes.code_of(secret, codes.step_at(clock.true_now()))
    form = {"csrf_token": token_of(client, "/sign-in/phone"), "code": code}
    assert client.post("/sign-in/phone", data=form).status_code == 303
    return client
