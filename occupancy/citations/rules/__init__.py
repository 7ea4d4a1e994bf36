"""Numbers, codes and snapshots of papers: pure."""

from occupancy.citations.rules.codes import code_from, normal_code
from occupancy.citations.rules.numbers import number_text
from occupancy.citations.rules.snapshot import (
    TEMPLATE,
    DocumentKind,
    Inspector,
    Later,
    LogHead,
    Photo,
    Replaced,
    Situation,
    canonical,
    council,
    digest,
    snapshot_of,
)

__all__ = [
    "TEMPLATE",
    "DocumentKind",
    "Inspector",
    "Later",
    "LogHead",
    "Photo",
    "Replaced",
    "Situation",
    "canonical",
    "code_from",
    "council",
    "digest",
    "normal_code",
    "number_text",
    "snapshot_of",
]
