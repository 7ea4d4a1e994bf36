"""A log that has lived: every kind of entry, every protected table, several signed heads.

Twelve hotels of Slavske, two of which left every fifth night empty; filings, corrections and an
import; signals asked about, answered and explained; visits closed, cancelled and in hand; a paper
voided and replaced; words erased; roles ended. All of it through the services that pages use.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from occupancy.accounts import services as accounts
from occupancy.accounts.commands import GrantRole, NewPerson
from occupancy.accounts.roles import Role
from occupancy.accounts.services import Passwords
from occupancy.attachments import services as attachments
from occupancy.attachments.intake import PDF_TYPE, Taken
from occupancy.attachments.rules import REPLY_FILE
from occupancy.attachments.store import Kept
from occupancy.audit.log import log_of, publish
from occupancy.audit.queries import newest_checkpoint
from occupancy.audit.receipts import receipt
from occupancy.audit.rules import receipt_text
from occupancy.audit.services import erase_words
from occupancy.citations import services as citations
from occupancy.clock import KYIV
from occupancy.database import make_engine, saving
from occupancy.filings.commands import BandGuests, FileNight
from occupancy.filings.models import FilingRevision
from occupancy.filings.services import close_nights, file_night, file_nights
from occupancy.inspections import services as inspections
from occupancy.registry import services as registry
from occupancy.registry.commands import RegisterFacility, SetCapacity
from occupancy.scans import queries as scans
from occupancy.scans.commands import Explain, Reply
from occupancy.scans.queries import FlagRow
from occupancy.scans.services import ask, explain, reply, run_scan, send_visit
from occupancy.settings import Settings
from tests.citations.visits import Walk, kyiv
from tests.evidence.brought import bring
from tests.scans.region import LAST, PLACES, some_nights_empty, what_was
from tests.support.world import BEGAN, SLAVSKE, World, make_world, settings_for

HOTELS, NIGHTS, HIDERS = 12, 40, {3, 7}
PUBLIC_URL = "https://nichlih.example"
#: When the last thing was done; a check a moment later finds the log signed up to its end.
ENDED = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@dataclass
class Lived:
    """Where the log stands, and what others kept of it at several moments."""

    settings: Settings
    checkpoints: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)


def where(url: str, folder: Path) -> Settings:
    """Return the settings of a log over ``url`` with its files in ``folder``."""
    return settings_for(url, folder, public_url=PUBLIC_URL)


def live(url: str, folder: Path) -> Lived:
    """Fill a migrated, empty database; key and heads lie in ``folder``."""
    lived = Lived(where(url, folder))
    engine = make_engine(url)
    with Session(engine) as session:
        world = make_world(session)
        _sign(session, lived, BEGAN)
        _file(session, world)
        bring(session, now=BEGAN)
        _sign(session, lived, BEGAN + timedelta(hours=2))
        _scan(session, world)
        _visit(session, world)
        _sign(session, lived, kyiv(22))
        _end(session, world)
        _sign(session, lived, ENDED)
    engine.dispose()
    return lived


def _sign(session: Session, lived: Lived, now: datetime) -> None:
    """Sign a head, and keep it and the receipt of the newest entry as somebody outside would."""
    log = log_of(lived.settings)
    assert publish(session, log, now=now)
    head = newest_checkpoint(session)
    assert head is not None
    lived.checkpoints.append(head.note)
    made = receipt(session, log, head.size - 1)
    assert made is not None
    lived.receipts.append(receipt_text(made))
    session.rollback()


def _file(session: Session, world: World) -> None:
    """File a region's past at once, then single nights, a correction and closed nights."""
    ids = [_hotel(session, world, number) for number in range(HOTELS)]
    guests, came = what_was(HOTELS, NIGHTS)
    declare = some_nights_empty(HIDERS)
    first = LAST - timedelta(days=NIGHTS - 1)
    nights = []
    for place, facility_id in enumerate(ids):
        for night in range(NIGHTS):
            told = declare(place, night, int(guests[place, night])) or 0
            nights.append(
                FileNight(
                    facility_id,
                    first + timedelta(days=night),
                    (told + 1) // 2,
                    told,
                    0,
                    arrivals=min(int(came[place, night]), told),
                )
            )
    with saving(session):
        report = file_nights(
            session,
            nights,
            source="batch",
            author_id=None,
            now=BEGAN,
            filed_at=lambda each: datetime.combine(each.night, time(21), KYIV),
        )
        assert report.kept, report.refused[:3]
    operator, house = world.people["operator"], world.facilities["LV-0001"]
    bands = (BandGuests("b2", 6, 2), BandGuests("b4", 1, 0))
    said = [
        FileNight(house, LAST, 9, 7, 2, {"MINOR": 2}, bands, 5, idempotency_key="a" * 32),
        FileNight(house, LAST, 8, 6, 2, {"MINOR": 1}, (BandGuests("b2", 6, 2),), 5),
        FileNight(house, LAST, 9, 7, 2, {}, bands, 4, "Перелічили за журналом", "b" * 32),
    ]
    for number, filing in enumerate(said):
        now = datetime.combine(LAST, time(20 + number), KYIV).astimezone(UTC)
        if filing.reason:
            now = BEGAN + timedelta(hours=1)
        with saving(session):
            file_night(session, filing, source="cabinet", author_id=operator, now=now)
    hostel, owner = world.facilities["LV-0002"], world.people["operator2"]
    for first_closed in (date(2026, 11, 20), date(2026, 12, 20)):
        with saving(session):
            closed = close_nights(
                session,
                hostel,
                first_closed,
                first_closed + timedelta(days=9),
                "repair",
                actor_id=owner,
                now=BEGAN,
            )
        with saving(session):
            registry.withdraw_closure(
                session, hostel, closed.id, tonight=date(2026, 11, 23), actor_id=owner, now=BEGAN
            )


def _hotel(session: Session, world: World, number: int) -> int:
    place = RegisterFacility(
        code=f"SG-{number:04}",
        operator_id=world.operators[1],
        community=SLAVSKE,
        kind="hotel",
        name=f"Готель «Вигаданий {number}»",
        address="вул. Вигадана, 7",
        stars=3,
        lat=48.85,
        lon=23.45,
        opened=date(2015, 1, 1),
    )
    with saving(session):
        made = registry.register_facility(session, place, actor="person:1", now=BEGAN)
        capacity = SetCapacity(made, date(2015, 1, 1), PLACES // 2, PLACES)
        registry.set_capacity(session, capacity, actor="person:1", now=BEGAN)
    world.facilities[place.code] = made
    return made


def _scan(session: Session, world: World) -> None:
    """Scan twice, so that a signal stays; ask about one, explain the other, keep more bands."""
    agency, now = world.people["agency"], BEGAN + timedelta(hours=3)
    for first in (LAST, LAST - timedelta(days=5)):
        with saving(session):
            run_scan(session, first=first, last=LAST, now=now)
    one, two = scans.open_flags(session)[:2]
    session.rollback()
    with saving(session):
        ask(session, one.id, actor_id=agency, now=now)
    with saving(session):
        send_visit(session, one.id, actor_id=agency, now=now)
    _answer(session, world, one, now)
    with saving(session):
        explain(
            session,
            Explain(two.id, "Заклад показав акт про ремонт водогону."),
            actor_id=agency,
            now=now,
        )
    with saving(session):
        file_night(
            session,
            FileNight(world.facilities["SG-0000"], LAST + timedelta(days=1), 4, 7, 0),
            source="cabinet",
            author_id=world.people["operator2"],
            now=kyiv(17),
        )
        run_scan(session, first=LAST + timedelta(days=1), last=LAST + timedelta(days=1), now=now)


def _answer(session: Session, world: World, asked: FlagRow, now: datetime) -> None:
    """Let the facility answer with two papers, one of which is erased."""
    owner = world.people["operator2"]
    papers = [
        Kept(sign * 32, Taken(REPLY_FILE, PDF_TYPE, b"%PDF " + sign.encode(), None, None, None))
        for sign in "ab"
    ]
    with saving(session):
        command = Reply(asked.id, asked.facility_id, "Міняли водогін, номери були порожні.")
        reply(session, command, papers, actor_id=owner, now=now)
    with saving(session):
        attachments.erase(session, papers[1].key, actor=f"person:{owner}", why="asked", now=now)


def _visit(session: Session, world: World) -> None:
    """Walk one visit to a voided and a new paper, cancel one, leave one in hand."""
    walk, chief = Walk(session, world), world.people["chief"]
    closed = walk.closed()
    called_off = walk.planned("LV-0001")
    walk.opened(walk.planned("LV-0002"))
    waiting = walk.planned("SG-0001")
    with saving(session):
        inspections.note_plan_reads(session, [waiting], actor_id=walk.me, now=kyiv(9))
    with saving(session):
        inspections.cancel_visit(
            session, called_off.id, reason="Заклад на ремонті", actor_id=chief, now=kyiv(11)
        )
    by_inspector = {"actor_id": walk.me, "now": kyiv(20, 31), "public_url": PUBLIC_URL}
    with saving(session):
        paper = citations.issue(session, closed.id, "akt", **by_inspector)
    with saving(session):
        citations.void(
            session, paper.id, reason="Помилка в назві", actor_id=chief, now=kyiv(20, 40)
        )
    with saving(session):
        citations.issue(session, closed.id, "akt", replacing=paper.id, **by_inspector)


def _end(session: Session, world: World) -> None:
    """Let two people give a role, end others, and erase the words of the correction."""
    second = _second_administrator(session)
    for role in (Role.AGENCY, Role.CHIEF):
        with saving(session):
            wanted = GrantRole(world.people["officer"], role, ENDED.date(), ENDED.date())
            asked = accounts.ask_role(
                session, wanted, actor_id=world.people["admin"], now=ENDED - timedelta(hours=1)
            )
    with saving(session):
        accounts.answer(
            session,
            asked.id,
            confirmed=True,
            passwords=Passwords(64, 1),
            actor_id=second,
            now=ENDED - timedelta(minutes=1),
        )
    with saving(session):
        accounts.disable(
            session, world.people["porter"], today=ENDED.date(), actor="person:1", now=ENDED
        )
        corrected = session.query(FilingRevision).filter(FilingRevision.reason.is_not(None)).one()
        corrected.reason = None
        erase_words(session, [corrected.audit_seq], actor="person:1", why="asked", now=ENDED)


def _second_administrator(session: Session) -> int:
    with saving(session):
        made = accounts.create_person(
            session,
            NewPerson("second", "Друга Вигадана", "a long enough password"),
            passwords=Passwords(64, 1),
        )
        accounts.grant(
            session, GrantRole(made, Role.ADMIN, BEGAN.date()), actor="system", now=BEGAN
        )
    return made
