"""The whole story, with the real server and real browsers: from a phone to a paper."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.citations.reading import Paper
from tests.journeys import town as towns
from tests.journeys.people import Visitor
from tests.journeys.town import HERO, HERO_NAME, TONIGHT
from tests.journeys.visits import examine, paper_of

PHONE, DESK, TABLET = (390, 844), (1440, 900), (1180, 820)


@pytest.fixture(params=["sqlite", "postgresql"])
def own_town(request):
    """Give the town on each database."""
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_town")
    return towns.build(request.getfixturevalue("new_postgresql")())


def test_from_a_filed_night_to_a_paper_that_a_later_filing_does_not_change(
    own_town, serve, visitor
):
    server = serve(own_town)
    operator = visitor(server, own_town, "operator", *PHONE)
    files_tonight(operator)
    scans(server)
    plans_a_visit(visitor(server, own_town, "chief", *DESK), own_town)

    inspector = visitor(server, own_town, "inspector", *TABLET)
    inspector.sign_in("/inspector")
    examine(inspector, HERO_NAME, "номери із 24", rooms=19, guests=37)
    number = inspector.page.get_by_text(re.compile(r"^№ СЛ-2026-\d{6}$")).inner_text()
    paper = paper_of(inspector)
    with closing(Paper(paper)) as read:
        assert len(read.pages) == 1
        for said in (number, HERO_NAME, "37", "19", "Група приїхала пізно."):
            assert said in read.text

    changes_tonight(operator)
    inspector.page.reload()
    table = inspector.page.get_by_role("table").first
    expect(table.get_by_role("row", name="Гості")).to_contain_text(re.compile(r"4\s*37\s*\+33"))
    later = inspector.page.get_by_text("Змінено пізніше, о 20:")
    expect(later).to_contain_text("номерів 18, гостей 34")
    assert paper_of(inspector) == paper, "what is printed again is the same paper"
    the_log_tells_which_came_first(inspector)

    stranger = visitor(server, own_town, "", *PHONE)
    code = inspector.page.get_by_role("img", name="/c/")
    stranger.page.goto(code.get_attribute("aria-label"))
    expect(stranger.main()).to_contain_text("Документ справжній")
    expect(stranger.main()).to_contain_text(number.removeprefix("№ "))


def files_tonight(operator: Visitor) -> None:
    """Choose the hotel, count two rooms up and type the guests; the month shows the night."""
    page = operator.page
    operator.sign_in()
    operator.follow(HERO_NAME)
    more = page.get_by_role("button", name="Зайняті номери: на один більше")
    more.click()
    more.click()
    page.locator("#guests_domestic").fill("3")
    page.locator("#guests_inbound").fill("1")
    operator.press("Подати за цю ніч")
    expect(page.get_by_role("heading", level=1)).to_have_text("Дякуємо, ніч подано")
    expect(page.get_by_text(re.compile("^Квитанція № "))).to_be_visible()
    operator.follow("Місяць")
    expect(page.locator(f'a[href$="/nights/{TONIGHT}"], a[href$="/tonight"]').first).to_be_visible()


def scans(server) -> None:
    """Let the nightly scan run: it finds the one hotel that leaves nights out."""
    done = server.command("scan")
    assert done.returncode == 0, done.stderr
    assert "Ніч 2026-11-22" in done.stdout
    assert re.search(rf"^ +1\. {HERO} ", done.stdout, re.MULTILINE), done.stdout


def plans_a_visit(chief: Visitor, town) -> None:
    """Open the signal, read why, and send an inspector tonight."""
    page = chief.page
    chief.sign_in()
    chief.follow(HERO_NAME)
    expect(page.get_by_role("heading", name="Чому виник сигнал")).to_be_visible()
    chief.follow("До списку на обстеження")
    page.get_by_label("Інспектор", exact=True).select_option(str(town.world.people["inspector"]))
    page.get_by_label("Ніч (дата вечора)").fill(TONIGHT.isoformat())
    page.get_by_label("Номер розпорядження").fill("17/26")
    page.get_by_label("Дата розпорядження").fill(TONIGHT.isoformat())
    chief.press("Запланувати обстеження")
    expect(page.get_by_text("обстеження в плані").first).to_be_visible()


def changes_tonight(operator: Visitor) -> None:
    """State the night anew, after the inspector has gone."""
    page = operator.page
    operator.open(f"/cabinet/{HERO}/tonight?edit=1")
    page.locator("#rooms_occupied").fill("18")
    page.locator("#guests_domestic").fill("30")
    page.locator("#guests_inbound").fill("4")
    operator.press("Подати нове число")
    expect(page.get_by_role("heading", level=1)).to_have_text("Дякуємо, ніч подано")


def the_log_tells_which_came_first(inspector: Visitor) -> None:
    """Read the log's numbers on the tablet: sealed, closed, paper, in this order."""
    told = inspector.page.get_by_text(re.compile("запис журналу")).all_inner_texts()
    numbers = [int(re.sub(r"\D", "", re.search(r"журналу ([\d\s]+)", each)[1])) for each in told]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 3
