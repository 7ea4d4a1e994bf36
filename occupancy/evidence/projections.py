"""Which imports follow from the log, and that their rows are those whose digest it holds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Table, select

from occupancy.audit.columns import quick, streamed
from occupancy.audit.projections import Context, Entry, Standing
from occupancy.database import table_of
from occupancy.evidence import rules
from occupancy.evidence.commands import PastCheck, Reading
from occupancy.evidence.models import EvidenceCheck, EvidenceImport, EvidenceReading

_IMPORT = table_of(EvidenceImport)
_READING = table_of(EvidenceReading)
_CHECK = table_of(EvidenceCheck)
KIND = "evidence_imported"


class Imports(Standing):
    """An import for each ``evidence_imported``."""

    tables: tuple[Table, ...] = (_IMPORT,)
    kinds = frozenset({KIND})

    def read(self, entry: Entry) -> None:
        """Take an import."""
        facts = entry.facts
        self.begin(
            entry.seq,
            entry.seq + 1,
            id=entry.seq + 1,
            kind=facts["kind"],
            source=facts["source"],
            file_sha256=facts["file"],
            rows=int(facts["rows"]),
            rows_digest=facts["digest"],
            author_id=entry.person,
            at=entry.at,
            audit_seq=entry.seq,
        )


class _Rows(ABC):
    """The rows of imports of one kind: all of an import's rows have the digest of its entry."""

    kinds = frozenset({KIND})
    tables: tuple[Table, ...]
    of: str

    def __init__(self, context: Context) -> None:
        self.context = context
        self._digests: dict[int, str] = {}

    @abstractmethod
    def plain(self, row: Any) -> list[Any]:
        """Return a row as the digest takes it."""

    def read(self, entry: Entry) -> None:
        """Remember the digest of an import's rows."""
        if entry.facts["kind"] == self.of:
            self._digests[entry.seq + 1] = entry.facts["digest"]

    def finish(self) -> None:
        """Compare the rows of each import with its digest, then tell of those that are missing."""
        (table,), findings = self.tables, self.context.findings
        columns = [quick(column).label(column.name) for column in table.columns]
        query = select(*columns).order_by(table.c.import_id, table.c.line)
        rows = streamed(self.context.connection, query)
        for number, own in groupby(rows, attrgetter("import_id")):
            wanted = self._digests.pop(number, None)
            stands = rules.digest(self.plain(row) for row in own)
            if wanted is None:
                findings.add(number - 1, "row_unsaid", table=table.name)
            elif stands != wanted:
                findings.add(number - 1, "row_changed", table=table.name, column="rows_digest")
        for number in self._digests:
            findings.add(number - 1, "row_missing", table=table.name)


class Readings(_Rows):
    """Readings, by import."""

    tables: tuple[Table, ...] = (_READING,)
    of = rules.EVIDENCE

    def plain(self, row: Any) -> list[Any]:
        """Return a reading as the digest takes it."""
        return rules.plain_reading(
            row.line,
            Reading(
                row.facility_id, row.community, row.date_from, row.date_to, row.kind, row.value
            ),
        )


class Checks(_Rows):
    """Past checks, by import."""

    tables: tuple[Table, ...] = (_CHECK,)
    of = rules.CHECKS

    def plain(self, row: Any) -> list[Any]:
        """Return a check as the digest takes it."""
        return rules.plain_check(
            row.line,
            PastCheck(
                row.facility_id,
                row.night,
                row.observed_guests,
                row.design,
                row.inclusion_probability,
            ),
        )


PROJECTIONS = (Imports, Readings, Checks)
