"""A small world for page tests: reference facts, two businesses, three facilities, all people.

Business 0 («Вигаданий дім») has LV-0001 in Lviv and SL-0001 in Slavske; business 1 has LV-0002
in Lviv. Lviv's rate has price bands, Slavske's has none. Everybody's password is ``PASSWORD``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.accounts import services
from occupancy.accounts.commands import GrantRole, NewPerson
from occupancy.accounts.models import Person
from occupancy.accounts.roles import STAFF, Role
from occupancy.accounts.rules import codes
from occupancy.accounts.services import Passwords
from occupancy.citations import services as citations
from occupancy.database import saving
from occupancy.registry.commands import RegisterFacility, RegisterOperator, SetCapacity
from occupancy.registry.models import Facility, Operator
from occupancy.registry.seed import seed_reference
from occupancy.registry.services import register_facility, register_operator, set_capacity
from occupancy.settings import Settings

PASSWORD = "dovhyi-parol-2026"
LVIV, SLAVSKE = "UA46060250000025047", "UA46100210000027970"
#: When the world begins; everybody's rights and rooms hold from a year before on.
BEGAN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SINCE = date(2025, 1, 1)

#: login: role, business, facility, community (index or code; None = not bound to one).
PEOPLE: dict[str, tuple[Role, int | None, str | None, str | None]] = {
    "operator": (Role.OPERATOR, 0, None, None),
    "operator2": (Role.OPERATOR, 1, None, None),
    "porter": (Role.PORTER, None, "LV-0001", None),
    "inspector": (Role.INSPECTOR, None, None, None),
    "inspector2": (Role.INSPECTOR, None, None, None),
    "chief": (Role.CHIEF, None, None, None),
    "officer": (Role.OFFICER, None, None, LVIV),
    "agency": (Role.AGENCY, None, None, None),
    "admin": (Role.ADMIN, None, None, None),
}
#: code, business, community, kind, name, rooms, places, extra places.
FACILITIES = (
    ("LV-0001", 0, LVIV, "hotel", "Готель «Під вигаданою вежею»", 24, 48, 6),
    ("SL-0001", 0, SLAVSKE, "homestead", "Садиба «Неіснуючий потік»", 7, 18, 2),
    ("LV-0002", 1, LVIV, "hostel", "Хостел «Чуже подвір’я»", 10, 40, 0),
)


@dataclass(frozen=True)
class World:
    """Numbers by the names that tests use."""

    operators: tuple[int, ...]
    facilities: dict[str, int]
    people: dict[str, int]


def settings_for(url: str, data_dir: Path, **changed: object) -> Settings:
    """Return settings for tests: a real but cheap password hash; ``changed`` overrides."""
    facts: dict[str, object] = {
        "database_url": url,
        "data_dir": data_dir,
        "secret_key": "a secret of at least 32 characters, for tests",
        "argon2_memory_kib": 64,
        "argon2_passes": 1,
        **changed,
    }
    return Settings(**facts)  # type: ignore[arg-type]


def make_world(session: Session) -> World:
    """Fill a fresh database and return its numbers; a world that stands already is just told."""
    if standing := _standing(session):
        return standing
    with saving(session):
        seed_reference(session, now=BEGAN)
        citations.seed_document_types(session, now=BEGAN)
    with saving(session):
        operators = _operators(session)
        facilities = _facilities(session, operators)
        people = {login: _person(session, login, operators, facilities) for login in PEOPLE}
    return World(operators, facilities, people)


def _standing(session: Session) -> World | None:
    operators = session.scalars(select(Operator.id).order_by(Operator.id)).all()
    if not operators:
        return None
    facilities = {each.code: each.id for each in session.scalars(select(Facility))}
    people = {each.login: each.id for each in session.scalars(select(Person))}
    session.rollback()
    return World(tuple(operators), facilities, people)


def secret_of(login: str) -> str:
    """Return the second-factor secret of a person of the world."""
    return codes.derived_secret("world", login)


def _operators(session: Session) -> tuple[int, ...]:
    made = (
        RegisterOperator("ТОВ «Карпатський дім (вигадане)»", "32855961", "edrpou"),
        RegisterOperator("ФОП Чужа Галина (вигадана)", "1759013776", "rnokpp"),
    )
    return tuple(register_operator(session, each, actor="system", now=BEGAN) for each in made)


def _facilities(session: Session, operators: tuple[int, ...]) -> dict[str, int]:
    made: dict[str, int] = {}
    for code, business, community, kind, name, rooms, places, extra in FACILITIES:
        place = RegisterFacility(
            code=code,
            operator_id=operators[business],
            community=community,
            kind=kind,
            name=name,
            address="вул. Вигадана, 1",
            opened=SINCE,
        )
        made[code] = register_facility(session, place, actor="system", now=BEGAN)
        capacity = SetCapacity(made[code], SINCE, rooms, places, extra)
        set_capacity(session, capacity, actor="system", now=BEGAN)
    return made


def _person(
    session: Session, login: str, operators: tuple[int, ...], facilities: dict[str, int]
) -> int:
    role, business, facility, community = PEOPLE[login]
    person_id = services.create_person(
        session,
        NewPerson(
            login=login,
            display_name=f"Особа {login}",
            password=PASSWORD,
            certificate_no="ОБ-0007" if role in STAFF else "",
            post_uk="головний спеціаліст" if role in STAFF else "",
            totp_secret=secret_of(login) if role in STAFF else None,
        ),
        passwords=Passwords(64, 1),
    )
    services.grant(
        session,
        GrantRole(
            person_id,
            role,
            valid_from=SINCE,
            operator_id=operators[business] if business is not None else None,
            facility_id=facilities[facility] if facility else None,
            community=community,
        ),
        actor="system",
        now=BEGAN,
    )
    return person_id
