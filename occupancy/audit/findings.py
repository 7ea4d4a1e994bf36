"""What a check of the log found: the first bad entry, and a few more to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Findings kept with their facts; the others are only counted.
KEPT = 50


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be.

    ``seq`` is the entry it is about; where only a range is known, ``since`` is its first entry.
    ``code`` says what is wrong; the sentence stands in ``audit.verification.words``.
    """

    seq: int | None
    code: str
    facts: Mapping[str, Any]
    since: int | None = None


class Findings:
    """Collects findings and keeps those about the smallest numbers."""

    def __init__(self) -> None:
        self.count = 0
        self._kept: list[Finding] = []

    def add(self, seq: int | None, code: str, *, since: int | None = None, **facts: Any) -> None:
        """Take one finding."""
        self.count += 1
        self._kept.append(Finding(seq, code, facts, since))
        if len(self._kept) >= 2 * KEPT:
            self._kept = self.first()

    def take(self, others: Findings) -> None:
        """Take all that another part of the check found."""
        self.count += others.count
        self._kept = [*self._kept, *others.first()]

    def first(self) -> list[Finding]:
        """Return at most ``KEPT`` findings: exact entries first, then ranges, then the rest."""
        return sorted(self._kept, key=_order)[:KEPT]

    @property
    def first_seq(self) -> int | None:
        """Return the first bad entry (or where it begins to be unproven), None when none is."""
        for finding in self.first():
            return finding.since if finding.seq is None else finding.seq
        return None


def _order(finding: Finding) -> tuple[int, int]:
    if finding.seq is not None:
        return (0, finding.seq)
    return (2, 0) if finding.since is None else (1, finding.since)
