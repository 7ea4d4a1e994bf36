"""Threat 11: a name, a note, an address that is a script, before the eyes of officials.

Every text column that a form or a register can fill holds an attack; then every page of both
applications is opened in the real browser. Nothing of it may run, load, or even reach the
content policy: it is text and stays text.
"""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from occupancy.database import Base, make_engine
from tests.journeys.test_axe import arrive
from tests.journeys.walked import AFTER, walk_through
from tests.support.world import settings_for

#: Fits the shortest of these columns; breaks out of an attribute and out of an element.
ATTACK = "\"'><img src=x onerror=hit()>"
MORE = f"{ATTACK}</title></textarea><script>hit()</script>{{{{7*7}}}}<svg/onload=hit()>"
#: What people and registers write freely. Codes, digests and numbers are no fields of a form.
COLUMNS = {
    "community": ("name_uk", "name_en", "district_uk", "district_en", "centre_uk", "centre_en"),
    "document_type": ("title_uk", "title_en", "legal_basis_uk", "legal_basis_en", "source"),
    "exemption_ground": ("name_uk", "name_en", "short_uk", "short_en", "evidence_uk",
                         "evidence_en", "law", "source"),
    "facility": ("name", "address"),
    "facility_kind": ("name_uk", "name_en", "source"),
    "filing_revision": ("reason",),
    "flag": ("closed_note",),
    "minimum_wage": ("note", "source"),
    "operator": ("name",),
    "person": ("display_name", "post_uk", "certificate_no"),
    "rate_rule": ("decision_no", "decision_url", "source"),
    "visit": ("received_by", "received_post", "statement", "remarks", "outcome_note", "order_no",
              "cancelled_reason"),
}  # fmt: skip
HEAR = "window.hits = 0; window.hit = () => { window.hits += 1 }"
SCREENS = {"operator": (390, 844), "chief": (1440, 900), "inspector": (1180, 820)}


@pytest.fixture
def poisoned(sqlite_town):
    """Give the town in which everything has happened, and every name is an attack."""
    walked = walk_through(sqlite_town)
    engine = make_engine(walked.town.url)
    with engine.connect().execution_options(writing=True) as connection:
        for name, columns in COLUMNS.items():
            table = Base.metadata.tables[name]
            for column in columns:
                longest = table.c[column].type.length or len(MORE)
                words = MORE if len(MORE) <= longest else ATTACK
                connection.execute(sa.update(table).values({column: words}))
        connection.commit()
    engine.dispose()
    return walked


def test_nothing_that_is_written_in_a_name_runs_on_any_page(poisoned, serve, visitor, tmp_path):
    server = serve(poisoned.town, AFTER)
    addresses = poisoned.addresses(settings_for(poisoned.town.url, tmp_path))
    shown, wrong, dialogs = 0, [], []
    for login, app in dict.fromkeys((each.login, each.app) for each in addresses):
        person = login.removeprefix("half:")
        reader = visitor(server, poisoned.town, person, *SCREENS.get(person, (1180, 820)))
        reader.context.add_init_script(HEAR)
        reader.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        arrive(reader, login, app, "uk")
        for each in addresses:
            if (each.login, each.app) != (login, app):
                continue
            answer = reader.page.goto(server.url + app + each.path)
            assert answer is not None
            page = reader.page
            shown += "onerror=hit()" in page.locator("body").inner_text()
            hits = page.evaluate("window.hits")
            planted = page.locator("img[src=x], svg[onload], [onerror]").count()
            if answer.status >= 500 or hits or planted or page.title() == "49":
                wrong.append(f"{app}{each.path}: {answer.status}, ran {hits}, planted {planted}")
            if answer.status == 404:
                reader.complaints.clear()
            wrong += [f"{app}{each.path}: {words}" for words in reader.complaints]
            reader.complaints.clear()
    assert wrong == dialogs == []
    assert shown >= 10, "the attack is read as text on many pages"


def test_the_browser_would_tell_of_an_attack_that_got_through(poisoned, serve, visitor):
    reader = visitor(serve(poisoned.town, AFTER), poisoned.town, "", 1180, 820)
    reader.context.add_init_script(HEAR)
    reader.open("/sign-in")
    reader.page.evaluate("words => { document.body.innerHTML += words }", ATTACK)
    expect(reader.page.locator("img[src=x]")).to_have_js_property("complete", True)
    assert reader.complaints
    assert reader.page.evaluate("window.hits") == 0, "the content policy stops what is inline"
    reader.complaints.clear()
