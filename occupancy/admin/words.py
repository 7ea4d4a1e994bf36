"""Rights, questions and entries of the log in words; names are looked up when they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from occupancy.accounts import queries
from occupancy.accounts.queries import ApprovalRow, MembershipRow
from occupancy.accounts.roles import Role
from occupancy.accounts.rules.approvals import PASSWORD, PHONE, ROLE
from occupancy.web import formats, people_words
from occupancy.web.db import db


@dataclass(frozen=True)
class Right:
    """A role and its place, in words."""

    role: str
    place: str


@dataclass(frozen=True)
class Question:
    """What is asked of a second person; ``what`` is one sentence, names are of today."""

    row: ApprovalRow
    what: str
    about: str
    asked_by: str
    decided_by: str


def membership(each: MembershipRow) -> Right:
    """Return a right in words."""
    return Right(
        people_words.role_words(each.role),
        people_words.place_words(
            db.session,
            each.role,
            operator_id=each.operator_id,
            facility_id=each.facility_id,
            community=each.community,
        ),
    )


def question(each: ApprovalRow) -> Question:
    """Return a question in words."""
    people = {each.asked_by, each.about_id, each.decided_by} - {None}
    names = queries.people(db.session, {number for number in people if number is not None})

    def name(number: int | None) -> str:
        return names[number].name if number in names else "—"

    return Question(
        each, _what(each), name(each.about_id), name(each.asked_by), name(each.decided_by)
    )


def _what(each: ApprovalRow) -> str:
    if each.kind == ROLE:
        role = Role(each.facts["role"])
        place = people_words.place_words(
            db.session,
            role,
            operator_id=each.facts["operator"],
            facility_id=each.facts["facility"],
            community=each.facts["community"],
        )
        first = formats.day(date.fromisoformat(each.facts["valid_from"]))
        words = people_words.role_words(role)
        if each.facts["valid_to"]:
            last = formats.day(date.fromisoformat(each.facts["valid_to"]))
            return gettext(
                "Надати право: %(role)s, %(place)s, з %(first)s до %(last)s",
                role=words, place=place, first=first, last=last,
            )  # fmt: skip
        return gettext(
            "Надати право: %(role)s, %(place)s, з %(first)s", role=words, place=place, first=first
        )
    return {
        PHONE: gettext("Забути телефон: код налаштують під час наступного входу"),
        PASSWORD: gettext("Дати перший пароль замість забутого"),
    }.get(each.kind, each.kind)


def deed_words(kind: str) -> str:
    """Return a kind of entry in a few words; one that has none yet keeps its code."""
    return kinds().get(kind, kind)


def kinds() -> dict[str, str]:
    """Return every kind of entry that people look for, with its words."""
    return {
        "filing": gettext("подано ніч"),
        "flag_raised": gettext("відкрито сигнал"),
        "flag_resolved": gettext("закрито сигнал"),
        "scan": gettext("прогін"),
        "evidence_imported": gettext("узято сторонні дані"),
        "visit_planned": gettext("заплановано обстеження"),
        "plan_read": gettext("переглянуто план"),
        "visit_opened": gettext("почато обстеження"),
        "visit_closed": gettext("завершено обстеження"),
        "visit_cancelled": gettext("скасовано обстеження"),
        "citation_issued": gettext("складено акт"),
        "citation_voided": gettext("скасовано акт"),
        "approval_asked": gettext("попрошено другу особу"),
        "approval_confirmed": gettext("друга особа підтвердила"),
        "approval_declined": gettext("друга особа відхилила"),
        "approval_withdrawn": gettext("прохання забрано"),
        "role_granted": gettext("надано право"),
        "role_revoked": gettext("закінчено право"),
        "person_added": gettext("додано обліковий запис"),
        "person_disabled": gettext("закрито обліковий запис"),
        "person_enabled": gettext("відкрито обліковий запис"),
        "password_changed": gettext("змінено пароль"),
        "password_reset": gettext("дано перший пароль"),
        "phone_reset": gettext("забуто телефон"),
        "session_ended": gettext("закрито сеанс"),
        "sessions_ended": gettext("вихід усюди"),
        "person_exported": gettext("видано дані особи"),
        "person_erased": gettext("стерто дані особи"),
        "words_erased": gettext("стерто вільні слова"),
    }


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Return who stands behind the log's numbers (``person:12``), as far as they are known."""
    numbers = {number for each in actors if (number := number_of(each)) is not None}
    known = queries.people(db.session, numbers)
    return {f"person:{number}": row.name for number, row in known.items()}


def number_of(log_name: str) -> int | None:
    """Return the number of ``person:12``, or None for what is no person."""
    kind, _, number = log_name.partition(":")
    known = kind == "person" and number.isascii() and number.isdecimal() and len(number) < 10
    return int(number) if known else None
