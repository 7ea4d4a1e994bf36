"""A town in which everything has happened once, so that every page has something to show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, timedelta

from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from inspector_app.app import create_app as create_field_app
from occupancy.accounts.models import Person
from occupancy.app import create_app as create_portal
from occupancy.citations.services import issue
from occupancy.database import make_engine, saving
from occupancy.filings.commands import FileNight
from occupancy.filings.services import file_night
from occupancy.inspections.commands import RecordCount
from occupancy.inspections.queries import VisitRow
from occupancy.inspections.services import record_count
from occupancy.scans import queries as scans
from occupancy.scans import services as signals
from occupancy.settings import Settings
from occupancy.web.db import db
from tests.citations.visits import Walk, kyiv
from tests.journeys.town import EVENING, HERO, Town
from tests.scans.region import LAST
from tests.support.world import World

#: When everything has happened.
AFTER = EVENING + timedelta(hours=1)

#: Addresses that answer a file or a machine, or lead on to a page.
NO_PAGES = {
    "web.static", "web.healthz", "web.readyz", "web.version", "agency.static",
    "agency.flags_csv", "agency.flags_xlsx", "agency.boundaries", "cabinet.sample",
    "cabinet.sample_xlsx", "cabinet.home",
    "cabinet.this_month", "inspector.citation_pdf", "agency.citation_pdf", "styles.both",
    "cabinet.receipt_json", "cabinet.receipt_pdf", "public.log_checkpoint",
    "public.log_checkpoint_of_size", "public.log_inclusion", "public.log_consistency",
    "public.log_key", "public.log_verifier", "web.metrics",
}  # fmt: skip
#: The field app's welcome only leads on, to the sign-in or to the day.
LEADS_ON = "/welcome"
#: Who is between the password and the code, by mount; they have no phone yet.
WITHOUT_PHONE = {"": "agency", "/inspector": "inspector2"}
#: Steps of a visit exist while it is open; its letter, when nothing differed.
OF_OPEN = {"inspector.count", "inspector.photos", "inspector.statement", "inspector.signing",
           "inspector.outcome"}  # fmt: skip
OF_THANKED = {"inspector.thanks"}
#: Whose room an address is in; rooms that are not here are for everybody.
LOGINS = {
    "admin": "admin",
    "agency": "chief",
    "cabinet": "operator",
    "inspector": "inspector",
}
#: Pages of one's own account, by mount.
OWN = {"": "operator", "/inspector": "inspector"}


@dataclass(frozen=True)
class Address:
    """A page: the application's mount, its path, and who opens it ("" = nobody signed in)."""

    app: str
    path: str
    login: str


@dataclass(frozen=True)
class Walked:
    """What stands in the database, by what the addresses ask for."""

    town: Town
    receipt: str
    flag_id: int
    run_id: int
    code: str
    citation_id: int
    planned: VisitRow
    opened: VisitRow
    thanked: VisitRow
    papered: VisitRow

    def addresses(self, settings: Settings) -> list[Address]:
        """Return every page of both applications, as their address maps list them."""
        makers = (("", create_portal), ("/inspector", create_field_app))
        with ThreadPoolExecutor(1) as thread:  # the browser's driver keeps this one for itself
            maps = [(mount, thread.submit(rules_of, make, settings)) for mount, make in makers]
            return [each for mount, rules in maps for each in self._of(mount, rules.result())]

    def _of(self, mount: str, rules: list[Rule]) -> Iterator[Address]:
        for rule in rules:
            if "GET" not in (rule.methods or ()) or rule.endpoint in NO_PAGES:
                continue
            if rule.rule == LEADS_ON or "key" in rule.arguments:  # a key opens a file, not a page
                continue
            login = LOGINS.get(rule.endpoint.partition(".")[0], "")
            if rule.endpoint in ("web.account", "web.password"):
                login = OWN[mount]
            elif rule.endpoint == "web.second_factor":
                login = "half:chief"
            elif rule.endpoint == "web.enrol":
                login = f"half:{WITHOUT_PHONE[mount]}"
            for values in self._values(rule):
                path = rule.build(values, append_unknown=False)
                assert path is not None, f"no values for {rule.rule}"
                yield Address(mount, path[1], login)

    def _values(self, rule: Rule) -> list[dict[str, object]]:
        """Return what stands for the parameters of ``rule``: often one set, for visits several."""
        if rule.endpoint == "styles.frame":
            return [{"name": name} for name in ("phone", "desk", "tablet", "plain")]
        if rule.endpoint == "public.citation_check":
            return [{"code": self.code}, {"code": "unknown"}] if rule.arguments else []
        if rule.endpoint == "cabinet.night":
            nights = (LAST, EVENING.date())
            return [{"code": HERO, "night": night.isoformat()} for night in nights]
        if "visit_id" in rule.arguments:
            visits = [self.planned, self.thanked, self.papered]
            if rule.endpoint in OF_OPEN:
                visits = [self.opened]
            elif rule.endpoint in OF_THANKED:
                visits = [self.thanked]
            return [{"visit_id": visit.id} for visit in visits]
        known = {
            "code": HERO,
            "month": f"{LAST:%Y-%m}",
            "number": self.receipt,
            "flag_id": self.flag_id,
            "run_id": self.run_id,
            "citation_id": self.citation_id,
            "person_id": self.town.world.people["inspector"],
        }
        return [{name: known[name] for name in rule.arguments}]


def rules_of(make: Callable[[Settings], Flask], settings: Settings) -> list[Rule]:
    """Return the address map of an application."""
    app = make(settings)
    with app.app_context():
        db.engine.dispose()
    return list(app.url_map.iter_rules())


def walk_through(town: Town) -> Walked:
    """File tonight, scan, ask, plan, examine and draw up papers."""
    engine = make_engine(town.url)
    people = town.world.people
    with Session(engine) as session:
        with saving(session):
            night = FileNight(town.facilities[HERO], EVENING.date(), 2, 3, 1, {"MINOR": 1})
            filed = file_night(
                session, night, source="cabinet", author_id=people["operator"], now=kyiv(18)
            )
            neighbour = FileNight(town.facilities["SG-0002"], EVENING.date(), 7, 12, 0)
            file_night(
                session, neighbour, source="cabinet", author_id=people["operator2"], now=kyiv(18)
            )
            first = signals.nights_to_look_at(session, LAST)
            run = signals.run_scan(session, first=first, last=LAST, now=EVENING.astimezone(UTC))
            (flag,) = scans.open_flags(session)
            signals.ask(session, flag.id, actor_id=people["chief"], now=EVENING.astimezone(UTC))
            nobody = Person.login.in_(WITHOUT_PHONE.values())
            session.execute(update(Person).where(nobody).values(totp_secret=None))
        walk = Walk(session, World(town.world.operators, town.facilities, people))
        planned = walk.planned("SG-0001")
        opened = walk.opened(walk.planned("SG-0002"))
        count = RecordCount(17, 33, ("keys", "windows"), kyiv(18, 45), kyiv(18, 58))
        with saving(session):
            record_count(session, opened.id, count, actor_id=walk.me, now=kyiv(19))
        thanked = walk.closed(walk.opened(walk.planned("SG-0004")), outcome="no_difference")
        papered = walk.closed(walk.opened(walk.planned(HERO)), rooms=19, guests=37)
        with saving(session):
            paper = issue(
                session,
                papered.id,
                "akt",
                actor_id=people["inspector"],
                now=kyiv(20, 31),
                public_url="http://127.0.0.1:8000",
            )
    engine.dispose()
    return Walked(
        town, filed.receipt_no, flag.id, run.id, paper.code, paper.id,
        planned, opened, thanked, papered,
    )  # fmt: skip
