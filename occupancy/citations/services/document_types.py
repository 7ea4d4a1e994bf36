"""The kinds of paper that this release knows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from occupancy.audit.reference import note
from occupancy.citations.models import DocumentType
from occupancy.registry.seed import read


def seed_document_types(session: Session, *, now: datetime) -> None:
    """Bring the kinds of paper to what this release knows; the log notes what changed by it.

    Whether a kind is switched on is the client's choice once it stands in the database: the
    release only says how it starts.
    """
    for row in read("documents.csv"):
        known = session.get(DocumentType, row["code"])
        if known is None:
            known = DocumentType(
                code=row["code"],
                enabled=row["enabled"] == "1",
                prints_expected=row["prints_expected"] == "1",
            )
            session.add(known)
        known.title_uk = row["title_uk"]
        known.title_en = row["title_en"]
        known.legal_basis_uk = row["legal_basis_uk"]
        known.legal_basis_en = row["legal_basis_en"]
        known.source = row["source"]
        known.mark = row["mark"]
    session.flush()
    table: Any = DocumentType.__table__
    note(session, [table], actor="system:release", now=now)
