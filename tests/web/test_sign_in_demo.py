"""Demo accounts: offered in demo mode, unknown outside it."""

from dataclasses import replace

import pytest
from flask import Flask

from occupancy.database import saving
from occupancy.demo.people import create_people
from occupancy.web.db import db
from occupancy.web.factory import checked, furnish
from tests.support.apps import post_form
from tests.support.world import BEGAN, LVIV, make_world, settings_for


@pytest.fixture
def demo_settings(session, database_url, tmp_path):
    """Give settings of a database that holds the demo's people and no others."""
    from sqlalchemy import update

    from occupancy.accounts.models import Person

    world = make_world(session)
    settings = settings_for(database_url, tmp_path)
    with saving(session):
        session.execute(update(Person).values(login="world-" + Person.login))
    with saving(session):
        create_people(
            session,
            settings,
            operators=world.operators,
            facilities=[world.facilities["LV-0001"]],
            communities=[LVIV],
            now=BEGAN,
        )
    return settings


@pytest.fixture
def client_of(compiled_words):
    """Give a maker of clients: of the base of an application under the given settings."""
    made = []

    def client(settings):
        app = Flask("base", static_folder=None)
        made.append(app)
        return checked(furnish(app, settings, cookie="nichlih", path="/")).test_client()

    yield client
    for app in made:
        with app.app_context():
            db.engine.dispose()


def test_one_tap_fills_the_form_of_a_demo_account(demo_settings, client_of):
    client = client_of(demo_settings)
    assert 'href="/sign-in?as=operator"' in client.get("/").text
    assert 'href="/inspector/sign-in?as=inspector"' in client.get("/").text
    page = client.get("/sign-in?as=chief").text
    assert 'value="chief"' in page
    assert f'value="{demo_settings.demo_password}"' in page
    form = {"login": "chief", "password": demo_settings.demo_password}
    assert post_form(client, "/sign-in", form).location == "/sign-in/code"
    assert "Лише в демонстрації" in client.get("/sign-in/code").text


@pytest.mark.parametrize("login", ["operator", "chief", "admin"])
def test_a_server_outside_demo_mode_does_not_know_demo_accounts(demo_settings, client_of, login):
    client = client_of(replace(demo_settings, demo=False))
    form = {"login": login, "password": demo_settings.demo_password}
    answer = post_form(client, "/sign-in", form)
    assert answer.status_code == 422
    assert "Логін або пароль не підходить" in answer.text


def test_a_session_from_demo_mode_ends_with_it(demo_settings, client_of):
    client = client_of(demo_settings)
    post_form(client, "/sign-in", {"login": "operator", "password": demo_settings.demo_password})
    kept = client.get_cookie("nichlih").value
    serious = client_of(replace(demo_settings, demo=False))
    serious.set_cookie("nichlih", kept)
    assert 'href="/sign-in"' in serious.get("/").text, "nobody is signed in"


def test_outside_demo_mode_no_page_names_an_account_or_a_password(demo_settings, client_of):
    client = client_of(replace(demo_settings, demo=False))
    for page in ("/", "/sign-in", "/sign-in?as=operator"):
        text = client.get(page).text
        assert demo_settings.demo_password not in text
        assert "operator" not in text
