"""What people do before a screen, told once for all journeys."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect
from sqlalchemy import update
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.accounts import queries
from occupancy.accounts.models import Person
from occupancy.accounts.roles import STAFF
from occupancy.accounts.rules import codes
from occupancy.database import make_engine, saving
from tests.journeys.town import Town
from tests.support.server import Server
from tests.support.world import PASSWORD, PEOPLE, secret_of


@dataclass
class Visitor:
    """Somebody with a browser; ``complaints`` is what the browser said about our pages."""

    context: BrowserContext
    server: Server
    town: Town
    login: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def open(self, path: str) -> None:
        """Go to a page of the server."""
        self.page.goto(self.server.url + path)

    def sign_in(self, app: str = "") -> None:
        """Type login, password and, for officials, the code of the phone."""
        self.give_password(app)
        if PEOPLE[self.login][0] in STAFF:
            self.page.get_by_label("Шість цифр").fill(phone_code(self.town.url, self.login))
            self.press("Увійти")
        expect(self.page).not_to_have_url(re.compile("/sign-in"))

    def give_password(self, app: str = "") -> None:
        """Type login and password only."""
        self.open(f"{app}/sign-in")
        self.page.get_by_label("Логін").fill(self.login)
        self.page.get_by_label("Пароль").fill(PASSWORD)
        self.press("Увійти")

    def press(self, words: str) -> None:
        """Press a button by its words."""
        self.page.get_by_role("button", name=words, exact=True).click()

    def follow(self, words: str) -> None:
        """Follow a link by its words."""
        self.page.get_by_role("link", name=words).first.click()

    def main(self) -> Locator:
        """Return the main part of the page."""
        return self.page.get_by_role("main")


def phone_code(url: str, login: str) -> str:
    """Return the code that the phone of ``login`` shows; a used one is replaced by waiting."""
    engine = make_engine(url)
    with Session(engine) as session:
        kept = queries.factor_by_login(session, login)
        assert kept is not None
        now = clock.true_now()
        step = codes.next_usable_step(now, kept.last_step)
        if step > codes.step_at(now) + codes.TOLERANCE:
            step = codes.step_at(now)
            session.rollback()
            with saving(session):
                session.execute(
                    update(Person).where(Person.login == login).values(totp_last_step=None)
                )
    engine.dispose()
    return codes.code_of(secret_of(login), step)
