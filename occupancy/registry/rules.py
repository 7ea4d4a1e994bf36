"""What may be declared about a facility: pure."""

from __future__ import annotations

from datetime import date

from occupancy.errors import Refusal

#: Nights of one closed period; a longer one is declared again.
LONGEST_CLOSURE = 366
#: Why a facility is shut, as it is kept; the words for people stand in the catalogs.
CLOSURE_REASONS = ("season", "repair", "power", "rented", "other")


class ClosureOrder(Refusal):
    """The last closed night lies before the first."""

    code = "registry.closure_order"


class ClosureTooLong(Refusal):
    """One closed period covers more than a year."""

    code = "registry.closure_too_long"


class ClosureOverlaps(Refusal):
    """A part of the period is declared closed already."""

    code = "registry.closure_overlaps"


class ClosureReasonUnknown(Refusal):
    """The reason is none of the list."""

    code = "registry.closure_reason"


class ClosureGone(Refusal):
    """There is no such standing closure of this facility."""

    code = "registry.closure_gone"
    status = 409


def closure_problem(first: date, last: date, reason: str) -> Refusal | None:
    """Return what is wrong with a closed period of the nights ``first`` to ``last``, both in."""
    if last < first:
        return ClosureOrder(first=first, last=last, field="date_to")
    if (last - first).days >= LONGEST_CLOSURE:
        return ClosureTooLong(nights=LONGEST_CLOSURE, field="date_to")
    if reason not in CLOSURE_REASONS:
        return ClosureReasonUnknown(field="reason")
    return None
