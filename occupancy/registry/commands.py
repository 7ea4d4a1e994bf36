"""What may be asked of the registry: frozen requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class RegisterOperator:
    """A business that accommodates; ``tax_code`` is its ЄДРПОУ (8) or РНОКПП (10 digits)."""

    name: str
    tax_code: str
    tax_code_kind: str


@dataclass(frozen=True)
class RegisterFacility:
    """A place of temporary stay of a business; ``code`` is the name outsiders use for it."""

    code: str
    operator_id: int
    community: str
    kind: str
    name: str
    address: str
    stars: int | None = None
    lat: float | None = None
    lon: float | None = None
    opened: date | None = None
    closed: date | None = None


@dataclass(frozen=True)
class SetCapacity:
    """Rooms, places and extra places of a facility from a date on."""

    facility_id: int
    valid_from: date
    rooms: int
    places: int
    extra_places: int = 0
