"""A visit on the tablet, step by step, as an inspector makes it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.people import Visitor


def examine(inspector: Visitor, place: str, sealed: str, rooms: int, guests: int) -> None:
    """Open the visit to ``place``, see ``sealed`` on the seal, count and end with a difference.

    The tablet then shows the paper.
    """
    page = inspector.page
    page.get_by_role("link", name=place).first.click()
    inspector.press("Почати обстеження")
    expect(page).to_have_url(re.compile("/count$"))
    expect(page.get_by_text("Запечатано 20:").first).to_be_visible()
    expect(page.get_by_text(sealed).first).to_be_visible()
    page.get_by_role("textbox", name="Зайняті номери").fill(str(rooms))
    page.get_by_role("textbox", name="Побачені гості").fill(str(guests))
    for way in ("keys", "windows"):
        page.locator(f'input[name="methods"][value="{way}"]').check()
    page.get_by_label("до", exact=True).fill(page.get_by_label("Рахували з").input_value())
    inspector.press("Далі: фото")
    inspector.press("Далі: пояснення")
    page.get_by_role("textbox", name="Пояснення закладу").fill("Група приїхала пізно.")
    inspector.press("Далі: підписи")
    page.get_by_text("Підпише без зауважень").click()
    inspector.press("Далі: завершення")
    page.get_by_text("Є розбіжність: акт обстеження").click()
    inspector.press("Завершити обстеження")
    expect(page).to_have_url(re.compile(r"/inspector/citations/\d+$"))


def paper_of(inspector: Visitor) -> bytes:
    """Return the PDF that the button on the tablet leads to."""
    address = inspector.page.get_by_role("link", name="Відкрити PDF").get_attribute("href")
    assert address is not None
    return paper_at(inspector, address)


def paper_at(inspector: Visitor, path: str) -> bytes:
    """Return the PDF at an address, as this person gets it."""
    answer = inspector.context.request.get(f"{inspector.server.url}{path}")
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()
