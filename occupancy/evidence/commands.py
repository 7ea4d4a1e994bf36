"""What a file states: frozen requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Reading:
    """``value`` (>= 0) of ``kind`` from ``date_from`` to ``date_to``, both included.

    Of a facility (``facility_id``) or of a whole community (``community``): one of them is None.
    ``kind`` is a code with its unit: ``water_m3``, ``electricity_kwh``, ``ota_rooms_available`` …
    """

    facility_id: int | None
    community: str | None
    date_from: date
    date_to: date
    kind: str
    value: float


@dataclass(frozen=True)
class PastCheck:
    """Guests that somebody counted in a facility on a night.

    ``design``: how the visit was chosen (``rules.DESIGNS``); ``inclusion_probability``: with what
    probability, in (0, 1], None = unknown.
    """

    facility_id: int
    night: date
    observed_guests: int
    design: str
    inclusion_probability: float | None


@dataclass(frozen=True)
class Origin:
    """Where a file came from: who gave the figures, the file's SHA-256 (hex), who brought it.

    ``author_id`` is None for the command line.
    """

    source: str
    sha256: str
    author_id: int | None = None
