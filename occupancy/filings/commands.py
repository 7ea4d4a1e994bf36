"""What a person asks of this step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class BandGuests:
    """Taxable guests of one price band of the council's rate."""

    code: str
    domestic: int
    inbound: int


@dataclass(frozen=True)
class FileNight:
    """State a night's numbers.

    ``night`` is the date of the evening. ``domestic`` and ``inbound`` are taxable guests by where
    they permanently live; ``exempt`` counts guests by ground and holds no zeros; ``bands`` splits
    the taxable guests by price and is None where the rate knows no price bands; ``arrivals`` are
    the guests who came that day. ``idempotency_key`` is made once for each time the form is shown:
    sent twice, it is filed once.
    """

    facility_id: int
    night: date
    rooms_occupied: int
    domestic: int
    inbound: int
    exempt: Mapping[str, int] = field(default_factory=dict)
    bands: tuple[BandGuests, ...] | None = None
    arrivals: int | None = None
    reason: str | None = None
    idempotency_key: str | None = None

    @property
    def taxable(self) -> int:
        """Return the guests who pay."""
        return self.domestic + self.inbound

    @property
    def exempt_total(self) -> int:
        """Return the guests who do not pay."""
        return sum(self.exempt.values())

    @property
    def guests(self) -> int:
        """Return everybody who stays that night."""
        return self.taxable + self.exempt_total
