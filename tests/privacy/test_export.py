"""What a person gets when they ask what is held about them."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from occupancy.accounts import services as accounts
from occupancy.accounts.models import Person, SignInSession
from occupancy.accounts.services import tries
from occupancy.database import saving
from occupancy.privacy.export import SECTIONS, archive
from occupancy.privacy.queries import held_about
from tests.privacy.conftest import SAID
from tests.support.world import secret_of


def read(made: bytes) -> tuple[dict, str]:
    with zipfile.ZipFile(BytesIO(made)) as files:
        assert sorted(files.namelist()) == ["held.html", "held.json"]
        return json.loads(files.read("held.json")), files.read("held.html").decode()


@pytest.fixture
def held(session, world, words):
    chief = world.people["chief"]
    with saving(session):
        accounts.start_session(session, chief, lasts=timedelta(hours=1), now=SAID)
        tries.begin(session, login="chief", address="192.0.2.7", second_factor=False, now=SAID)
    return held_about(session, chief)


def test_it_holds_the_account_roles_sessions_tries_deeds_and_words(held, words, world):
    told, page = read(archive(held, now=SAID))
    assert set(told) == {code for code, _, _ in SECTIONS}
    assert told["account"]["login"] == "chief"
    assert [each["role"] for each in told["roles"]] == ["chief"]
    assert len(told["sessions"]) == 1
    assert [each["address"] for each in told["sign_in_tries"]] == ["192.0.2.7"]
    kinds = [each["kind"] for each in told["deeds"]]
    assert kinds.count("visit_planned") == 2
    assert {"role_granted", "citation_voided", "visit_cancelled"} <= set(kinds)
    said = {name: text for each in told["words"] for name, text in each["words"].items()}
    assert said == {name: words[name] for name in ("void_reason", "cancelled_reason")}
    for each in ("192.0.2.7", words["void_reason"], "Ролі", "Roles"):
        assert each in page


def test_it_holds_no_secret_and_nothing_of_others(session, held, words, world):
    made = archive(held, now=SAID)
    told, page = read(made)
    person = session.get(Person, world.people["chief"])
    keys = session.scalars(select(SignInSession.key_hash)).all()
    for secret in (person.password_hash, secret_of("chief"), *keys, words["statement"]):
        assert secret
        assert secret not in page
        assert secret not in json.dumps(told, ensure_ascii=False)
    assert (told["account"]["password"], told["account"]["second_factor"]) == (True, True)


def test_a_hostile_name_is_text_on_the_page(session, world):
    with saving(session):
        session.get(Person, world.people["chief"]).display_name = "<script>alert(1)</script>"
    _, page = read(archive(held_about(session, world.people["chief"]), now=SAID))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_person_with_nothing_gets_a_page_all_the_same(session, world):
    told, page = read(archive(held_about(session, world.people["porter"]), now=SAID))
    assert told["words"] == told["sessions"] == []
    assert page.count("Немає.") == page.count("None.") >= 4
