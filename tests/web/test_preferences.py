"""Language and brightness are remembered: by the browser, and by the account."""

import pytest

from tests.support.apps import post_form, sign_in_as
from tests.support.world import PASSWORD


@pytest.fixture
def client(base):
    return base.test_client()


def language_of(client, page="/nowhere"):
    return client.get(page).text.split('<html lang="')[1][:2]


def choose(client, what, value, back="/sign-in"):
    return post_form(client, f"/{what}", {what: value, "next": back}, page="/nowhere")


def test_pages_are_ukrainian_until_somebody_says_otherwise(client):
    assert language_of(client) == "uk"
    assert "Такої сторінки немає" in client.get("/nowhere").text


def test_the_browser_remembers_the_language_before_anybody_signs_in(client):
    answer = choose(client, "language", "en")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert language_of(client) == "en"
    assert "There is no such page" in client.get("/nowhere").text


def test_the_person_remembers_it_on_every_device(base, client):
    sign_in_as(client, "operator")
    choose(client, "language", "en")
    other = base.test_client()
    assert language_of(other) == "uk"
    sign_in_as(other, "operator")
    assert language_of(other) == "en"


def test_a_choice_made_on_the_way_in_goes_with_the_person(base, client):
    choose(client, "language", "en")
    choose(client, "theme", "dark")
    post_form(client, "/sign-in", {"login": "operator", "password": PASSWORD})
    assert language_of(client) == "en"
    other = base.test_client()
    sign_in_as(other, "operator")
    page = other.get("/nowhere").text
    assert '<html lang="en">' in page
    assert 'content="dark"' in page


def test_the_language_of_one_person_is_not_pressed_on_the_next(base, client):
    sign_in_as(client, "operator")
    choose(client, "language", "en")
    post_form(client, "/sign-out", {}, page="/nowhere")
    sign_in_as(client, "operator2")
    assert language_of(client) == "uk"


@pytest.mark.parametrize(
    ("theme", "marks"),
    [("device", "light dark"), ("light", "light"), ("dark", "dark"), ("sun", "light")],
)
def test_the_theme_is_remembered(client, theme, marks):
    choose(client, "theme", theme)
    assert f'name="color-scheme" content="{marks}"' in client.get("/nowhere").text


@pytest.mark.parametrize("value", ["", "de", "x" * 500, "uk\r\nSet-Cookie: a=b"])
def test_a_choice_that_does_not_exist_changes_nothing(client, value):
    assert choose(client, "language", value).status_code == 303
    assert language_of(client) == "uk"


@pytest.mark.parametrize("back", ["https://example.org", "//example.org", "/\\example.org", ""])
def test_the_way_back_never_leaves_the_site(client, back):
    assert choose(client, "language", "en", back).location == "/"


def test_the_way_back_in_the_field_app_stays_in_it(field_base):
    client = field_base.test_client()
    assert choose(client, "language", "en", "/sign-in").location == "/inspector/sign-in"
