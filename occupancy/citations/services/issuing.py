"""Drawing up the paper of a visit: number, snapshot and log entry in one transaction."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from occupancy.accounts.models import Person
from occupancy.attachments import queries as attachments
from occupancy.audit import queries as audit
from occupancy.audit.services import Deed, record
from occupancy.citations import queries, rules
from occupancy.citations.models import Citation, CitationCounter, DocumentType
from occupancy.citations.queries import CitationRow
from occupancy.citations.rules import (
    DocumentKind,
    Inspector,
    Later,
    LogHead,
    Photo,
    Replaced,
    Situation,
)
from occupancy.citations.rules import refusals as no
from occupancy.clock import in_kyiv
from occupancy.errors import NotYours
from occupancy.filings import queries as filings
from occupancy.inspections import queries as inspections
from occupancy.inspections.models import Visit
from occupancy.inspections.queries import VisitRow
from occupancy.inspections.rules import photos_of
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow
from occupancy.tax.marks import unverified


def issue(
    session: Session,
    visit_id: str,
    document_type: str,
    *,
    actor_id: int,
    now: datetime,
    public_url: str,
    replacing: int | None = None,
) -> CitationRow:
    """Draw up the paper of a closed visit that saw a difference.

    ``public_url`` is where the check page of the printed code is served. The same visit again
    gives the same paper, also when it was voided since; a voided one gets a successor only when
    ``replacing`` names it (its ``id``). Raises ``NotYours`` for a visit of
    others, and refusals of ``citations.rules.refusals``.
    """
    visit = _held(session, visit_id, actor_id)
    newest = queries.of_visit(session, visit.id)
    if newest and (newest.state == "valid" or replacing is None):
        return newest
    if replacing is not None and (newest is None or newest.id != replacing):
        raise no.NotReplaceable()
    if visit.state != "closed" or visit.outcome != "difference":
        raise no.NoDifference()
    kind = _kind(session, document_type)
    place = registry.facility_by_id(session, visit.facility_id)
    if place is None:
        raise NotYours()
    year = in_kyiv(now).year
    number = _next_number(session, place.community.katottg, year)
    code = rules.code_from(secrets.randbits(128))
    case = Situation(
        number=rules.number_text(place.community.series, year, number),
        code=code,
        check_url=f"{public_url}/c/{code}",
        issued_at=now,
        kind=kind,
        place=place,
        visit=visit,
        inspectors=_inspectors(session, visit),
        expected=inspections.expected_on(session, place.id, visit.night),
        later=_later(session, visit),
        photos=_photos(session, visit),
        replaced=Replaced(newest.number_text, newest.snapshot_sha256) if newest else None,
        head=_head(session),
    )
    return _kept(session, case, newest, year, number, actor_id)


def _held(session: Session, visit_id: str, actor_id: int) -> VisitRow:
    session.execute(select(Visit.id).where(Visit.id == visit_id).with_for_update())
    visit = inspections.visit(session, visit_id)
    if visit is None or actor_id not in visit.inspectors:
        raise NotYours()
    return visit


def _kind(session: Session, code: str) -> DocumentKind:
    found = session.get(DocumentType, code)
    if found is None or not found.enabled:
        raise no.DocumentTypeOff(field="document_type")
    return DocumentKind(
        code=found.code,
        title_uk=found.title_uk,
        title_en=found.title_en,
        legal_basis_uk=found.legal_basis_uk,
        unverified=unverified(found.mark),
        prints_expected=found.prints_expected,
    )


def _next_number(session: Session, katottg: str, year: int) -> int:
    """Return the next number of the series; its row stays locked until this deed is kept.

    A deed that fails gives its number back with everything else, so there is never a gap.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(
        dialect.insert(CitationCounter)
        .values(community_katottg=katottg, year=year, last=0)
        .on_conflict_do_nothing()
    )
    given = session.scalar(
        update(CitationCounter)
        .where(CitationCounter.community_katottg == katottg, CitationCounter.year == year)
        .values(last=CitationCounter.last + 1)
        .returning(CitationCounter.last)
        .execution_options(synchronize_session=False)
    )
    return int(given or 0)


def _inspectors(session: Session, visit: VisitRow) -> tuple[Inspector, ...]:
    people = {
        each.id: each
        for each in session.scalars(select(Person).where(Person.id.in_(visit.inspectors)))
    }
    return tuple(
        Inspector(people[each].display_name, people[each].post_uk, people[each].certificate_no)
        for each in visit.inspectors
    )


def _head(session: Session) -> LogHead | None:
    head = audit.newest_checkpoint(session)
    return LogHead(head.number, head.size, head.root.hex()) if head else None


def _later(session: Session, visit: VisitRow) -> tuple[Later, ...]:
    if visit.seal_seq is None:
        return ()
    return tuple(
        Later(each.rooms_occupied, each.guests, each.filed_at, each.receipt_no, each.audit_seq)
        for each in filings.later_than(session, visit.facility_id, visit.night, visit.seal_seq)
    )


def _photos(session: Session, visit: VisitRow) -> tuple[Photo, ...]:
    return tuple(
        Photo(each.at, each.audit_seq, each.sha256)
        for each in attachments.of_subject(session, photos_of(visit.id))
    )


def _kept(
    session: Session,
    case: Situation,
    replaced: CitationRow | None,
    year: int,
    number: int,
    actor_id: int,
) -> CitationRow:
    place: FacilityRow = case.place
    snapshot = rules.canonical(rules.snapshot_of(case))
    sha256 = rules.digest(snapshot)
    entry = record(
        session,
        Deed(
            "citation_issued",
            f"citation:{case.number}",
            {
                "year": year,
                "number": number,
                "night": case.visit.night.isoformat(),
                "code_sha256": hashlib.sha256(case.code.encode()).hexdigest(),
                "document": case.kind.code,
                "facility": place.code,
                "visit": case.visit.id,
                "snapshot_sha256": sha256,
                "template": rules.TEMPLATE,
                "replaces": case.replaced.number if case.replaced else None,
            },
            place.community.katottg,
        ),
        actor=f"person:{actor_id}",
        now=case.issued_at,
    )
    kept = Citation(
        id=entry.seq + 1,
        community_katottg=place.community.katottg,
        year=year,
        number=number,
        number_text=case.number,
        document_type=case.kind.code,
        visit_id=case.visit.id,
        facility_id=place.id,
        code=case.code,
        snapshot=snapshot,
        snapshot_sha256=sha256,
        template_version=rules.TEMPLATE,
        issued_by=actor_id,
        issued_at=case.issued_at,
        audit_seq=entry.seq,
        replaces_id=replaced.id if replaced else None,
    )
    session.add(kept)
    session.flush()
    found = queries.citation(session, kept.id)
    assert found is not None  # nosec B101 # it was flushed a line above
    return found
