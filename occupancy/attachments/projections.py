"""Which rows of files follow from the log: added, and perhaps erased."""

from __future__ import annotations

from sqlalchemy import Table

from occupancy.attachments.models import Attachment
from occupancy.audit.projections import Entry, Standing
from occupancy.database import table_of

_TABLE = table_of(Attachment)


class Attachments(Standing):
    """A row for each ``attachment_added``; an erased one stays without its digest."""

    tables: tuple[Table, ...] = (_TABLE,)
    kinds = frozenset({"attachment_added", "attachment_erased"})

    def read(self, entry: Entry) -> None:
        """Take the coming or the going of a file."""
        facts = entry.facts
        if entry.kind == "attachment_erased":
            self.put(entry.seq, facts["entry"] + 1, erased_at=entry.at, sha256=None)
            return
        self.begin(
            entry.seq,
            entry.seq + 1,
            id=entry.seq + 1,
            key=entry.place,
            purpose=facts["purpose"],
            subject=facts["of"],
            media_type=facts["media_type"],
            bytes=facts["bytes"],
            sha256=entry.words("sha256"),
            width=facts["width"],
            height=facts["height"],
            author_id=entry.person,
            at=entry.at,
            audit_seq=entry.seq,
        )


PROJECTIONS = (Attachments,)
