"""Everything held about one person of ours, by number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from occupancy.accounts.models import Approval, Membership, Person, SignInAttempt, SignInSession
from occupancy.accounts.rules import NoSuchPerson
from occupancy.audit.models import AuditEntry, AuditWords
from occupancy.citations.models import Citation
from occupancy.filings.models import FilingRevision
from occupancy.inspections.models import Visit
from occupancy.inspections.rules import WORDS as VISIT_WORDS
from occupancy.scans.models import Flag, FlagReply

#: Columns of an account that are shown to its person; secrets are told only as being there.
ACCOUNT = (
    "id",
    "login",
    "display_name",
    "post_uk",
    "certificate_no",
    "language",
    "theme",
    "disabled_at",
)


@dataclass(frozen=True)
class Place:
    """Where the words of one kind of entry stand.

    ``key`` finds the row: by the entry's number, or (``by_subject``) by what follows the colon of
    its subject. ``blank`` takes the place of erased words. ``own`` words are those of the person
    who did the deed; others were said by somebody else and go by their term only.
    """

    key: InstrumentedAttribute[Any]
    columns: tuple[str, ...]
    by_subject: bool = False
    blank: str | None = None
    own: bool = True


#: Kind of entry: where its words are.
PLACES = {
    "approval_asked": Place(Approval.asked_seq, ("reason",), blank=""),
    "filing": Place(FilingRevision.audit_seq, ("reason",)),
    "flag_resolved": Place(Flag.closed_seq, ("closed_note",)),
    "flag_answered": Place(FlagReply.audit_seq, ("words",)),
    "visit_cancelled": Place(Visit.id, ("cancelled_reason",), by_subject=True),
    "visit_closed": Place(Visit.closed_seq, VISIT_WORDS, own=False),
    "citation_voided": Place(Citation.number_text, ("void_reason",), by_subject=True, blank=""),
}

#: Digests that nobody's own words stand behind: what a business is called and where it stands.
OF_THE_REGISTER = frozenset({"name", "tax_code", "address"})


@dataclass(frozen=True)
class Said:
    """An entry whose words still stand."""

    seq: int
    kind: str
    subject: str
    at: datetime
    actor: str

    @property
    def place(self) -> Place:
        """Return where the words are."""
        return PLACES[self.kind]

    @property
    def key(self) -> int | str:
        """Return what finds the row."""
        return self.subject.partition(":")[2] if self.place.by_subject else self.seq


def said(
    session: Session, *, actor: str | None = None, before: datetime | None = None
) -> list[Said]:
    """Return the entries whose words stand, of one ``actor`` or made ``before`` a moment.

    What a business is called and where it stands is in the log as a digest too; it stays as long
    as the register does.
    The digest of a file has a salt too; it goes with the file (``attachments.services.erase``).
    """
    asked = (
        select(AuditEntry)
        .join(AuditWords, AuditWords.seq == AuditEntry.seq)
        .where(AuditEntry.kind.in_(PLACES))
    )
    if before is not None:
        asked = asked.where(AuditEntry.at < before)
    found = (
        Said(each.seq, each.kind, each.subject, each.at, json.loads(each.body)["actor"])
        for each in session.scalars(asked.order_by(AuditEntry.seq))
    )
    return [each for each in found if actor is None or each.actor == actor]


def words_of(session: Session, entries: Iterable[Said]) -> Iterator[dict[str, Any]]:
    """Give the words of each entry by the name of their field."""
    for entry in entries:
        place = entry.place
        row = session.scalars(select(place.key.class_).where(place.key == entry.key)).first()
        yield {
            "seq": entry.seq,
            "kind": entry.kind,
            "subject": entry.subject,
            "at": entry.at,
            "words": {name: getattr(row, name, None) for name in place.columns},
        }


def held_about(session: Session, person_id: int) -> dict[str, Any]:
    """Return everything held about a person; raises ``NoSuchPerson``.

    Neither the password's hash, the second factor's secret nor a session's key is in it.
    """
    person = session.get(Person, person_id)
    if person is None:
        raise NoSuchPerson(person_id=person_id)
    actor = f"person:{person_id}"
    own = [each for each in said(session, actor=actor) if each.place.own]
    return {
        "account": {
            **{name: getattr(person, name) for name in ACCOUNT},
            "password": bool(person.password_hash),
            "second_factor": person.totp_secret is not None,
        },
        "roles": _rows(
            session, Membership, Membership.person_id == person_id, hidden={"person_id"}
        ),
        "sessions": _rows(
            session, SignInSession, SignInSession.person_id == person_id, hidden={"key_hash"}
        ),
        "sign_in_tries": _rows(session, SignInAttempt, SignInAttempt.login == person.login),
        "open_visits": _rows(
            session,
            Visit,
            (Visit.inspector_id == person_id) & Visit.state.in_(("planned", "opened")),
            only={"id", "night", "state", "saved_at"},
        ),
        "deeds": list(_deeds(session, person_id)),
        "words": list(words_of(session, own)),
    }


def _rows(
    session: Session, model: Any, which: Any, *, hidden: Iterable[str] = (), only: Any = None
) -> list[dict[str, Any]]:
    names = [
        each.key
        for each in model.__table__.columns
        if each.key not in hidden and (only is None or each.key in only)
    ]
    return [
        {name: getattr(row, name) for name in names}
        for row in session.scalars(select(model).where(which))
    ]


def _deeds(session: Session, person_id: int) -> Iterator[dict[str, Any]]:
    """Give what the log says the person did, and what it says was done to their account."""
    actor, subject = f"person:{person_id}", f"person:{person_id}"
    mention = f'"actor":"{actor}"'.encode()
    asked = select(
        AuditEntry.seq, AuditEntry.kind, AuditEntry.subject, AuditEntry.at, AuditEntry.body
    )
    for row in session.execute(asked.order_by(AuditEntry.seq).execution_options(yield_per=2000)):
        if row.subject == subject or mention in row.body:
            yield {
                "seq": row.seq,
                "kind": row.kind,
                "subject": row.subject,
                "at": row.at,
                "by": json.loads(row.body)["actor"],
            }
