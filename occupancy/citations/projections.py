"""Which papers follow from the log, and the numbers that must have no gap."""

from __future__ import annotations

from sqlalchemy import Table

from occupancy.audit.projections import Digest, Entry, Standing
from occupancy.audit.reference import References
from occupancy.citations.models import Citation, CitationCounter, DocumentType
from occupancy.database import table_of

_CITATION = table_of(Citation)
_COUNTER = table_of(CitationCounter)
_DOCUMENT = table_of(DocumentType)


class Papers(Standing):
    """A paper for each ``citation_issued``; a voided one stays and says so."""

    tables: tuple[Table, ...] = (_CITATION,)
    kinds = frozenset({"citation_issued", "citation_voided"})

    def read(self, entry: Entry) -> None:
        """Take a paper drawn up or voided."""
        numbers, facts = self.context.numbers, entry.facts
        if entry.kind == "citation_voided":
            self.put(
                entry.seq,
                numbers.get(entry.subject),
                voided_at=entry.at,
                voided_by=entry.person,
                void_reason=entry.words("void_reason"),
            )
            return
        number = numbers[entry.subject] = entry.seq + 1
        self.begin(
            entry.seq,
            number,
            id=number,
            community_katottg=entry.community,
            year=facts["year"],
            number=facts["number"],
            number_text=entry.place,
            document_type=facts["document"],
            visit_id=facts["visit"],
            facility_id=numbers.get(f"facility:{facts['facility']}"),
            code=Digest(facts["code_sha256"]),
            snapshot=Digest(facts["snapshot_sha256"]),
            snapshot_sha256=facts["snapshot_sha256"],
            template_version=facts["template"],
            issued_by=entry.person,
            issued_at=entry.at,
            audit_seq=entry.seq,
            replaces_id=numbers.get(f"citation:{facts['replaces']}"),
        )


class Counters(Standing):
    """The last number of each community and year; each paper takes the next one."""

    tables: tuple[Table, ...] = (_COUNTER,)
    kinds = frozenset({"citation_issued"})

    def read(self, entry: Entry) -> None:
        """Take a paper's number."""
        facts, community = entry.facts, entry.community
        said = self.said(community, facts["year"])
        last = said["last"][1] if said else 0
        if facts["number"] != last + 1:
            self.context.findings.add(
                entry.seq, "citation_gap", number=facts["number"], wanted=last + 1
            )
        self.begin(
            entry.seq,
            community,
            facts["year"],
            community_katottg=community,
            year=facts["year"],
            last=facts["number"],
        )


class Kinds(References):
    """The kinds of paper and their legal basis, as a whole."""

    tables: tuple[Table, ...] = (_DOCUMENT,)


PROJECTIONS = (Papers, Counters, Kinds)
