"""The ten demo accounts; a server outside demo mode refuses them (``Person.demo``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.accounts import queries, services
from occupancy.accounts.commands import GrantRole, NewPerson
from occupancy.accounts.roles import STAFF, Role
from occupancy.accounts.rules import codes
from occupancy.accounts.services import Passwords
from occupancy.settings import Settings


@dataclass(frozen=True)
class DemoPerson:
    """A made-up person; ``place`` is the index of their business, or of their community."""

    login: str
    role: Role
    name: str
    does_uk: str
    does_en: str
    post_uk: str = ""
    certificate_no: str = ""
    place: int | None = None

    @property
    def is_staff(self) -> bool:
        """Tell whether a second factor is asked for."""
        return self.role in STAFF


#: Made-up names, in the order in which the story meets them.
PEOPLE = (
    DemoPerson(
        "operator", Role.OPERATOR, "Соломія Вигадана",
        "подає ночі закладів свого бізнесу", "files the nights of a business", place=0,
    ),
    DemoPerson(
        "operator2", Role.OPERATOR, "Остап Примірний",
        "інший бізнес: чужого не бачить", "another business: sees nothing of the first", place=1,
    ),
    DemoPerson(
        "porter", Role.PORTER, "Уляна Зразкова",
        "подає за один заклад, сум не бачить", "files for one facility, sees no money",
    ),
    DemoPerson(
        "agency", Role.AGENCY, "Роман Уявний",
        "читає сигнали області", "reads the signals of the oblast", "аналітик",
    ),
    DemoPerson(
        "chief", Role.CHIEF, "Марта Демоненко",
        "планує обстеження", "plans visits", "начальниця відділу обстежень", "ОБ-0001",
    ),
    DemoPerson(
        "inspector", Role.INSPECTOR, "Тарас Показовий",
        "обстежує й рахує", "visits and counts", "головний спеціаліст", "ОБ-0017",
    ),
    DemoPerson(
        "inspector2", Role.INSPECTOR, "Ірина Приклад",
        "інші обстеження", "other visits", "провідна спеціалістка", "ОБ-0023",
    ),
    DemoPerson(
        "officer", Role.OFFICER, "Богдан Умовний",
        "фінанси однієї громади", "finance of one community", "фінансове управління", place=0,
    ),
    DemoPerson(
        "admin", Role.ADMIN, "Ніна Тестова",
        "облікові записи й стан системи", "accounts and the state of the system",
    ),
    DemoPerson(
        "admin2", Role.ADMIN, "Данило Другий",
        "друга особа: підтверджує", "the second person: confirms",
    ),
)  # fmt: skip


def create_people(
    session: Session,
    settings: Settings,
    *,
    operators: Sequence[int],
    facilities: Sequence[int],
    communities: Sequence[str],
    now: datetime,
) -> dict[str, int]:
    """Create the demo accounts that are missing; return login → person number.

    ``operators``: the businesses of `operator` and `operator2`; ``facilities``: the first is the
    porter's; ``communities``: the first (KATOTTG) is the finance officer's. Inspectors, the chief,
    the agency and the administrator work for the whole oblast.
    """
    passwords = Passwords(settings.argon2_memory_kib, settings.argon2_passes)
    made: dict[str, int] = {}
    for each in PEOPLE:
        known = queries.person_id_of(session, each.login)
        made[each.login] = known or _create(
            session, settings, each, passwords, operators, facilities, communities, now
        )
    return made


def secret_of(settings: Settings, login: str) -> str:
    """Return the second-factor secret of a demo account: the same for this data folder always."""
    return codes.derived_secret(settings.secret_key, f"demo:{login}")


def _create(
    session: Session,
    settings: Settings,
    each: DemoPerson,
    passwords: Passwords,
    operators: Sequence[int],
    facilities: Sequence[int],
    communities: Sequence[str],
    now: datetime,
) -> int:
    person_id = services.create_person(
        session,
        NewPerson(
            login=each.login,
            display_name=each.name,
            password=settings.demo_password,
            post_uk=each.post_uk,
            certificate_no=each.certificate_no,
            totp_secret=secret_of(settings, each.login) if each.is_staff else None,
            demo=True,
        ),
        passwords=passwords,
    )
    services.grant(
        session,
        GrantRole(
            person_id,
            each.role,
            valid_from=clock.in_kyiv(now).date(),
            operator_id=operators[each.place or 0] if each.role is Role.OPERATOR else None,
            facility_id=facilities[0] if each.role is Role.PORTER else None,
            community=communities[0] if each.role is Role.OFFICER else None,
        ),
        actor="system",
        now=now,
    )
    return person_id
