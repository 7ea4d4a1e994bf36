"""Forgetting, by the clock and because a person asked; the log keeps numbers and its proof."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import CursorResult, Delete, delete, or_, select, update
from sqlalchemy.orm import Session

from occupancy.accounts import services as accounts
from occupancy.accounts.models import Person, SignInAttempt, SignInSession
from occupancy.accounts.rules import NoSuchPerson
from occupancy.audit.services import Deed, erase_words, record
from occupancy.citations.models import Citation
from occupancy.clock import in_kyiv
from occupancy.notices.models import OutboxMessage
from occupancy.privacy import queries, rules
from occupancy.privacy.queries import Said

#: Who the log names for what the clock does.
CLOCK = "system:privacy"


def sweep(session: Session, now: datetime) -> dict[str, int]:
    """Forget all whose term is over and return how much of each; run once a day.

    Deletes rows that are nobody's evidence, blanks words, erases long disabled accounts. Doing it
    again the same day adds nothing.
    """
    return {
        code: forget(session, rules.kept_since(code, now), now) for code, forget in TIMERS.items()
    }


def erase(session: Session, person_id: int, *, actor: str, why: str, now: datetime) -> None:
    """Erase a person: name, login, post, certificate, second factor, sessions and own words.

    The number stays, so that the log and every figure keep their author; what others wrote and
    printed papers stay too. ``why`` is a code (``asked``, ``term``). Raises ``NoSuchPerson``.
    """
    person = session.get(Person, person_id)
    if person is None:
        raise NoSuchPerson(person_id=person_id)
    if person.login == rules.erased_login(person_id):
        return
    if person.disabled_at is None:
        accounts.disable(session, person_id, today=in_kyiv(now).date(), actor=actor, now=now)
    own = queries.said(session, actor=f"person:{person_id}")
    _blank(session, [each for each in own if each.place.own], actor=actor, why=why, now=now)
    session.execute(delete(SignInAttempt).where(SignInAttempt.login == person.login))
    session.execute(delete(SignInSession).where(SignInSession.person_id == person_id))
    person.login = rules.erased_login(person_id)
    person.display_name = rules.erased_name(person_id)
    person.post_uk = person.certificate_no = ""
    person.password_hash = ""  # nosec B105 # no password makes it
    person.totp_secret = person.totp_last_step = person.first_password_until = None
    session.flush()
    record(
        session, Deed("person_erased", f"person:{person_id}", {"why": why}), actor=actor, now=now
    )


def note_export(session: Session, person_id: int, *, actor: str, now: datetime) -> None:
    """Log that what is held about a person was taken out."""
    record(session, Deed("person_exported", f"person:{person_id}", {}), actor=actor, now=now)


def _tries(session: Session, since: datetime, _now: datetime) -> int:
    return _deleted(session, delete(SignInAttempt).where(SignInAttempt.at < since))


def _sessions(session: Session, since: datetime, _now: datetime) -> int:
    over = or_(SignInSession.ends_at < since, SignInSession.ended_at < since)
    return _deleted(session, delete(SignInSession).where(over))


def _outbox(session: Session, since: datetime, _now: datetime) -> int:
    return _deleted(session, delete(OutboxMessage).where(OutboxMessage.sent_at < since))


def _accounts(session: Session, since: datetime, now: datetime) -> int:
    long_gone = session.scalars(
        select(Person).where(Person.disabled_at < since).order_by(Person.id)
    ).all()
    named = [each.id for each in long_gone if each.login != rules.erased_login(each.id)]
    for person_id in named:
        erase(session, person_id, actor=CLOCK, why="term", now=now)
    return len(named)


def _words(session: Session, since: datetime, now: datetime) -> int:
    """Blank words that are old enough; a visit with a standing paper keeps its own."""
    with_paper = set(session.scalars(select(Citation.visit_id).where(Citation.voided_at.is_(None))))
    old = [
        each
        for each in queries.said(session, before=since)
        if each.kind != "visit_closed" or each.subject.partition(":")[2] not in with_paper
    ]
    _blank(session, old, actor=CLOCK, why="term", now=now)
    return len(old)


#: Code of a term: who forgets what is older.
TIMERS: dict[str, Callable[[Session, datetime, datetime], int]] = {
    "sign_in_tries": _tries,
    "sessions": _sessions,
    "outbox": _outbox,
    "disabled_accounts": _accounts,
    "words": _words,
}


def _blank(
    session: Session, entries: Iterable[Said], *, actor: str, why: str, now: datetime
) -> None:
    """Blank the words in their tables, then let the log forget their salts."""
    by_kind: dict[str, list[Said]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append(entry)
    for of_kind in by_kind.values():
        place = of_kind[0].place
        values = dict.fromkeys(place.columns, place.blank)
        for entry in of_kind:
            session.execute(update(place.key.class_).where(place.key == entry.key).values(values))
    seqs = [entry.seq for of_kind in by_kind.values() for entry in of_kind]
    erase_words(session, seqs, actor=actor, why=why, now=now)


def _deleted(session: Session, statement: Delete) -> int:
    result = session.execute(statement)
    return result.rowcount if isinstance(result, CursorResult) else 0
