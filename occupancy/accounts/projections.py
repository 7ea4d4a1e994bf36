"""Which rights follow from the log: what two people decided, what was granted, until when."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Table

from occupancy.accounts.models import Approval, Membership
from occupancy.audit.projections import Entry, Standing
from occupancy.database import table_of

_MEMBERSHIP = table_of(Membership)
_APPROVAL = table_of(Approval)
#: What an entry of a question says besides the facts of the deed that is asked for.
_OF_THE_QUESTION = frozenset({"approval", "asks", "about", "expires", "words"})


class Memberships(Standing):
    """A membership for each ``role_granted``, ended by ``role_revoked``."""

    tables: tuple[Table, ...] = (_MEMBERSHIP,)
    kinds = frozenset({"role_granted", "role_revoked"})

    def read(self, entry: Entry) -> None:
        """Take a grant or its end."""
        facts = entry.facts
        number = facts["membership"]
        if entry.kind == "role_revoked":
            self.put(entry.seq, number, valid_to=date.fromisoformat(facts["last_day"]))
            return
        self.begin(
            entry.seq,
            number,
            id=number,
            person_id=int(entry.place),
            role=facts["role"],
            operator_id=facts["operator"],
            facility_id=facts["facility"],
            community_katottg=facts["community"],
            valid_from=date.fromisoformat(facts["valid_from"]),
            valid_to=date.fromisoformat(facts["valid_to"]) if facts["valid_to"] else None,
        )


class Approvals(Standing):
    """A question for each ``approval_asked``, with what a second person said to it."""

    tables: tuple[Table, ...] = (_APPROVAL,)
    kinds = frozenset(
        {"approval_asked", "approval_confirmed", "approval_declined", "approval_withdrawn"}
    )

    def read(self, entry: Entry) -> None:
        """Take a question or its answer."""
        facts = entry.facts
        number = facts["approval"]
        if entry.kind != "approval_asked":
            self.put(
                entry.seq,
                number,
                outcome=entry.kind.removeprefix("approval_"),
                decided_by=entry.person,
                decided_at=entry.at,
            )
            return
        self.begin(
            entry.seq,
            number,
            id=number,
            kind=facts["asks"],
            subject=entry.subject,
            about_id=facts["about"],
            community_katottg=entry.community,
            facts={name: each for name, each in facts.items() if name not in _OF_THE_QUESTION},
            reason=entry.words("reason"),
            asked_by=entry.person,
            asked_seq=entry.seq,
            asked_at=entry.at,
            expires_at=datetime.fromisoformat(facts["expires"]),
        )


PROJECTIONS = (Memberships, Approvals)
