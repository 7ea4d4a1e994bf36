"""Everything that a paper says, as canonical bytes (RFC 8785); the PDF is made from them alone."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import rfc8785

from occupancy.audit.rules import instant

if TYPE_CHECKING:
    from occupancy.inspections.queries import Expected, VisitRow
    from occupancy.registry.queries import CommunityRow, FacilityRow

#: Form of the snapshot, and of the template that prints it; both stay readable for ever.
#: 2: lists the photos of the visit.
VERSION = 2
TEMPLATE = "2"

_COUNCILS = {"city": "міська рада", "settlement": "селищна рада", "village": "сільська рада"}


@dataclass(frozen=True)
class DocumentKind:
    """The kind of paper as its template needs it; ``unverified`` prints the lawyer's badge."""

    code: str
    title_uk: str
    title_en: str
    legal_basis_uk: str
    unverified: bool
    prints_expected: bool


@dataclass(frozen=True)
class Inspector:
    """Who examined: name, post and number of the certificate."""

    name: str
    post: str
    certificate_no: str


@dataclass(frozen=True)
class Later:
    """A figure that was filed after the seal: told, kept, and changing nothing."""

    rooms: int
    guests: int
    filed_at: datetime
    receipt_no: str
    audit_seq: int


@dataclass(frozen=True)
class Photo:
    """A photo of the visit: when the server got it, its log entry, the digest of its file in hex.

    The digest is the file's own, without salt: a court needs the file and this paper, nothing else.
    """

    at: datetime
    audit_seq: int
    sha256: str


@dataclass(frozen=True)
class Replaced:
    """The voided paper that this one takes the place of."""

    number: str
    sha256: str


@dataclass(frozen=True)
class LogHead:
    """The newest signed head of the log when the paper was drawn up; ``root`` in hex.

    Whoever keeps the paper keeps a witness against any later change of the entries before it.
    """

    number: int
    size: int
    root: str


@dataclass(frozen=True)
class Situation:
    """All that a snapshot is taken of."""

    number: str
    code: str
    check_url: str
    issued_at: datetime
    kind: DocumentKind
    place: FacilityRow
    visit: VisitRow
    inspectors: tuple[Inspector, ...]
    expected: Expected | None
    later: tuple[Later, ...]
    photos: tuple[Photo, ...]
    replaced: Replaced | None
    head: LogHead | None


def council(community: CommunityRow) -> str:
    """Return the council that speaks for a community, e.g. ``Славська селищна рада``."""
    return f"{community.name_uk} {_COUNCILS.get(community.kind, 'рада')}"


def snapshot_of(case: Situation) -> dict[str, Any]:
    """Return what the paper of ``case`` says, in plain values."""
    visit, place = case.visit, case.place
    if visit.seal is None or visit.opened_at is None:
        raise ValueError(f"the visit {visit.id} has no seal")
    return {
        "v": VERSION,
        "template": TEMPLATE,
        "document": asdict(case.kind),
        "number": case.number,
        "code": case.code,
        "check_url": case.check_url,
        "issued_at": instant(case.issued_at),
        "body": {
            "council": council(place.community),
            "community": place.community.name_uk,
            "katottg": place.community.katottg,
        },
        "facility": {
            "code": place.code,
            "name": place.name,
            "kind": place.kind_uk,
            "address": place.address,
            "rooms": visit.seal.rooms_total,
            "places": visit.seal.places,
            "extra_places": visit.seal.extra_places,
        },
        "operator": {"name": place.operator_name, "tax_code": place.operator_tax_code},
        "basis": {
            "origin": visit.origin,
            "order_no": visit.order_no,
            "order_date": visit.order_date.isoformat(),
            "flag": visit.flag_id,
        },
        "inspectors": [asdict(each) for each in case.inspectors],
        "received": {"name": visit.received_by, "post": visit.received_post},
        "night": visit.night.isoformat(),
        "seal": {
            **visit.seal.kept(),
            "at": instant(visit.opened_at),
            "seq": visit.seal_seq,
            "leaf": visit.seal_leaf,
        },
        "seen": {
            "rooms": visit.rooms_seen,
            "guests": visit.guests_seen,
            "methods": list(visit.methods),
            "from": instant(visit.counted_from) if visit.counted_from else None,
            "to": instant(visit.counted_to) if visit.counted_to else None,
        },
        "expected": _expected(case),
        "later": [{**asdict(each), "filed_at": instant(each.filed_at)} for each in case.later],
        "photos": [{**asdict(each), "at": instant(each.at)} for each in case.photos],
        "statement": visit.statement,
        "remarks": visit.remarks,
        "signing": visit.signing,
        "replaces": asdict(case.replaced) if case.replaced else None,
        "log": asdict(case.head) if case.head else None,
    }


def canonical(snapshot: dict[str, Any]) -> bytes:
    """Return the canonical bytes of a snapshot."""
    return rfc8785.dumps(snapshot)


def digest(snapshot: bytes) -> str:
    """Return the SHA-256 of a snapshot's bytes in hex."""
    return hashlib.sha256(snapshot).hexdigest()


def _expected(case: Situation) -> dict[str, Any] | None:
    """Return the plausible range where it is why the facility was chosen, and may be printed."""
    if case.expected is None or case.visit.origin != "signal" or not case.kind.prints_expected:
        return None
    return {**asdict(case.expected), "night": case.expected.night.isoformat()}
