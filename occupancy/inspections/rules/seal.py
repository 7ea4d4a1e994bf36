"""What the cabinet said at the minute a visit was opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Seal:
    """The frozen declaration of one night; instants are UTC text as in the log.

    ``filed`` is False when nothing had been filed, and then all that follows from a filing is None
    (nothing filed is not 0). ``rooms_total``, ``places`` and ``extra_places`` are the registered
    capacity, None when unknown. ``closure`` is the reason of a declared closure that covers the
    night. ``cutoff_passed`` tells whether the figure had to stand by then. ``log_size`` counts the
    entries of the log, the seal's own included; ``head_size`` and ``head_root`` (hex) are the
    newest signed head of that moment, None before the first one.
    """

    filed: bool
    revision: int | None
    rooms: int | None
    guests: int | None
    domestic: int | None
    inbound: int | None
    exempt_total: int | None
    receipt_no: str | None
    filed_at: str | None
    filing_seq: int | None
    filing_leaf: str | None
    cutoff: str
    cutoff_at: str
    cutoff_passed: bool
    closure: str | None
    rooms_total: int | None
    places: int | None
    extra_places: int | None
    head_size: int | None = None
    head_root: str | None = None
    log_size: int = 0

    def facts(self) -> dict[str, Any]:
        """Return the seal as the log's entry holds it; the entry's own number gives the size."""
        facts = asdict(self)
        del facts["log_size"]
        return facts

    def kept(self) -> dict[str, Any]:
        """Return the seal as the visit keeps it."""
        return asdict(self)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Seal:
        """Return the seal that ``kept`` holds."""
        return cls(**kept)
