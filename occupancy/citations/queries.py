"""Reading papers: frozen rows."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from occupancy.citations.models import Citation, DocumentType
from occupancy.citations.rules import normal_code


@dataclass(frozen=True)
class CitationRow:
    """A paper; ``snapshot`` are the bytes that its PDF is made of.

    ``replaced_by`` is the printed number of the paper that took its place, if one did.
    """

    id: int
    community_katottg: str
    year: int
    number: int
    number_text: str
    document_type: str
    visit_id: str
    facility_id: int
    code: str
    snapshot: bytes
    snapshot_sha256: str
    template_version: str
    issued_by: int
    issued_at: datetime
    audit_seq: int
    voided_at: datetime | None
    voided_by: int | None
    void_reason: str | None
    replaces_id: int | None
    replaced_by: str | None

    @property
    def state(self) -> str:
        """Return ``valid``, ``void`` or ``superseded`` (void, and another paper took its place)."""
        if self.voided_at is None:
            return "valid"
        return "superseded" if self.replaced_by else "void"

    def told(self) -> dict[str, Any]:
        """Return what the paper says, read from its snapshot."""
        snapshot: dict[str, Any] = json.loads(self.snapshot)
        return snapshot


@dataclass(frozen=True)
class DocumentTypeRow:
    """A kind of paper, switched on or not."""

    code: str
    title_uk: str
    title_en: str
    enabled: bool
    mark: str


def citation(session: Session, citation_id: int) -> CitationRow | None:
    """Return one paper by its id, or None."""
    return _one(session, _papers().where(Citation.id == citation_id))


def by_code(session: Session, code: str) -> CitationRow | None:
    """Return the paper of a check code as somebody typed it, or None."""
    meant = normal_code(code)
    return _one(session, _papers().where(Citation.code == meant)) if meant else None


def of_visit(session: Session, visit_id: str) -> CitationRow | None:
    """Return the newest paper of a visit, or None."""
    return _one(session, _papers().where(Citation.visit_id == visit_id))


def of_visits(session: Session, visit_ids: list[str]) -> dict[str, CitationRow]:
    """Return the newest paper of each of these visits that has one."""
    found: dict[str, CitationRow] = {}
    for record, replaced_by in session.execute(_papers().where(Citation.visit_id.in_(visit_ids))):
        found.setdefault(record.visit_id, _row(record, replaced_by))
    return found


def of_facility(session: Session, facility_id: int) -> list[CitationRow]:
    """Return the papers of a facility, newest first."""
    query = _papers().where(Citation.facility_id == facility_id)
    return [_row(*pair) for pair in session.execute(query)]


def listed(
    session: Session, communities: Collection[str] | None, most: int, skip: int = 0
) -> list[CitationRow]:
    """Return papers of these communities (None: of all), the newest first."""
    query = _papers()
    if communities is not None:
        query = query.where(Citation.community_katottg.in_(communities))
    return [_row(*pair) for pair in session.execute(query.limit(most).offset(skip))]


def document_types(session: Session, *, enabled: bool | None = None) -> list[DocumentTypeRow]:
    """Return the kinds of paper by code; only those switched on (or off) when asked."""
    query = select(DocumentType).order_by(DocumentType.code)
    if enabled is not None:
        query = query.where(DocumentType.enabled.is_(enabled))
    return [
        DocumentTypeRow(each.code, each.title_uk, each.title_en, each.enabled, each.mark)
        for each in session.scalars(query)
    ]


def _papers() -> Select[Citation, str | None]:
    newer = aliased(Citation)
    return (
        select(Citation, newer.number_text)
        .outerjoin(newer, newer.replaces_id == Citation.id)
        .order_by(Citation.id.desc())
    )


def _one(session: Session, query: Select[Citation, str | None]) -> CitationRow | None:
    found = session.execute(query.limit(1)).first()
    return _row(*found) if found else None


def _row(found: Citation, replaced_by: str | None) -> CitationRow:
    same = {
        name: getattr(found, name)
        for name in CitationRow.__dataclass_fields__
        if name != "replaced_by"
    }
    return CitationRow(**same, replaced_by=replaced_by)
