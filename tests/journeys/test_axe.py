"""Every page of both applications, in both languages and both themes, read by axe.

The same walk looks for complaints of the browser (the content policy, scripts) and for pages that
scroll sideways on the narrowest phone.
"""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.journeys.people import Visitor
from tests.journeys.walked import AFTER, Address, walk_through
from tests.support.world import settings_for

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
#: The screen that each person works on.
SCREENS = {"operator": (390, 844), "chief": (1440, 900), "inspector": (1180, 820)}
NARROW = {"width": 320, "height": 640}
#: What answers 404 on purpose here: a paper's code that means nothing, or none.
UNKNOWN = ("/c/", "/c/unknown")


@pytest.fixture
def walked(sqlite_town):
    """Give the town in which every page has something to show."""
    return walk_through(sqlite_town)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_page_passes_axe_and_fits_the_narrowest_phone(
    walked, serve, visitor, tmp_path, language
):
    server = serve(walked.town, AFTER)
    addresses = walked.addresses(settings_for(walked.town.url, tmp_path))
    found: list[str] = []
    for login in dict.fromkeys(each.login for each in addresses):
        for app in dict.fromkeys(each.app for each in addresses if each.login == login):
            person = login.removeprefix("half:")
            size = SCREENS.get(person, (390, 844))
            reader = visitor(server, walked.town, person, *size)
            arrive(reader, login, app, language)
            for each in addresses:
                if (each.login, each.app) == (login, app):
                    found += faults(reader, each, language)
    assert not found, "\n".join(found)


def test_axe_would_tell_of_a_fault(visitor, walked, serve):
    reader = visitor(serve(walked.town), walked.town, "", 390, 844)
    reader.open("/sign-in")
    reader.page.evaluate("document.querySelector('label').remove()")
    assert [each for each in faults_here(reader.page) if "label" in each]


def arrive(reader: Visitor, login: str, app: str, language: str) -> None:
    """Sign in, or only give the password (``half:``), and choose the language."""
    if login.startswith("half:"):
        reader.give_password(app)
    elif login:
        reader.sign_in(app)
    else:
        reader.open(f"{app}/sign-in")
    if language == "en":
        reader.press("In English")
        reader.page.locator('html[lang="en"]').wait_for()


def faults(reader: Visitor, address: Address, language: str) -> list[str]:
    """Return what is wrong with a page, in words; nothing when all is well."""
    page, place = reader.page, f"{address.app}{address.path} ({language})"
    answer = page.goto(reader.server.url + address.app + address.path)
    assert answer is not None
    expected = 404 if address.path in UNKNOWN else 200
    found = [] if answer.status == expected else [f"{place}: answered {answer.status}"]
    if page.url.partition("?")[0] != answer.request.url or answer.request.redirected_from:
        found.append(f"{place}: led to {page.url}")
    if address.path not in UNKNOWN:
        found += [f"{place}: the browser says {each}" for each in reader.complaints]
    found += [f"{place}: {each}" for each in sideways(page)]
    found += [f"{place}: {each}" for each in faults_here(page)]
    # What axe itself does to a page is not the page's fault.
    reader.complaints.clear()
    return found


def faults_here(page: Page) -> list[str]:
    """Return what axe finds on the page that is open, in light and in dark."""
    found = []
    page.evaluate(AXE_SCRIPT)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        result = page.evaluate(f"axe.run({json.dumps(RULES)})")
        found += [f"{theme}: {each}" for each in told(result)]
    return found


def sideways(page: Page) -> list[str]:
    """Return a sentence when the page is wider than a screen of 320 px (WCAG 1.4.10)."""
    usual = page.viewport_size
    page.set_viewport_size(NARROW)
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(usual)
    return [f"{wide} px wide at 320 px"] if wide > NARROW["width"] else []


def told(result: dict) -> list[str]:
    """Return each violation as one line: the rule, where, and what axe says."""
    return [
        f"{each['id']} at {node['target']}: {node['failureSummary']!r}"
        for each in result["violations"]
        for node in each["nodes"][:3]
    ]
