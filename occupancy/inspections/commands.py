"""What may be asked of the step: frozen requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class PlanVisit:
    """Send one or two inspectors to a facility about one night.

    ``origin`` is ``signal`` (then ``flag_id`` names it), ``random`` or ``complaint``; the order
    (розпорядження) is what entitles the inspectors to come.
    """

    facility_id: int
    night: date
    inspector_id: int
    second_inspector_id: int | None
    origin: str
    flag_id: int | None
    order_no: str
    order_date: date


@dataclass(frozen=True)
class RecordCount:
    """What was counted from the reception: a draft, so anything may still be None.

    ``methods`` are of ``rules.METHODS``; the times are aware moments.
    """

    rooms_seen: int | None
    guests_seen: int | None
    methods: tuple[str, ...]
    counted_from: datetime | None
    counted_to: datetime | None


@dataclass(frozen=True)
class RecordStatement:
    """Who received the inspectors, and what that person said."""

    received_by: str | None
    received_post: str | None
    statement: str | None


@dataclass(frozen=True)
class RecordSigning:
    """How the facility's person signs (``rules.SIGNINGS``), with remarks if there are any."""

    signing: str | None
    remarks: str | None


@dataclass(frozen=True)
class CloseVisit:
    """The outcome (``rules.OUTCOMES``); ``reason`` (``rules.NOT_EXAMINED``) when not examined."""

    outcome: str
    reason: str | None = None
    note: str | None = None
