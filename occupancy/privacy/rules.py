"""How long what is kept: dated rows with source and mark; pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Term:
    """``days`` that something is kept, counted from a named moment, while the row is in force."""

    code: str
    days: int
    counted_from: str
    valid_from: date
    valid_to: date | None
    law: str
    source: str
    mark: str
    note: str


@cache
def terms() -> tuple[Term, ...]:
    """Return the terms of this release."""
    path = files("occupancy.privacy") / "data" / "retention.csv"
    return tuple(map(_term, csv.DictReader(path.read_text(encoding="utf-8").splitlines())))


def codes() -> tuple[str, ...]:
    """Return what has a term, each once."""
    return tuple(dict.fromkeys(term.code for term in terms()))


def kept_since(code: str, now: datetime, known: Iterable[Term] | None = None) -> datetime:
    """Return the moment before which ``code`` is no longer kept.

    Raises ``LookupError`` when no term or more than one is in force on the day of ``now`` (UTC).
    """
    on = now.date()
    in_force = [
        term.days
        for term in (terms() if known is None else known)
        if term.code == code
        and term.valid_from <= on
        and (term.valid_to is None or on <= term.valid_to)
    ]
    if len(in_force) != 1:
        raise LookupError(f"{len(in_force)} rows say how long {code} is kept on {on}")
    return now - timedelta(days=in_force[0])


def erased_login(person_id: int) -> str:
    """Return what stands in place of a login; nobody can choose it, as a login has no blank."""
    return f"erased {person_id}"


def erased_name(person_id: int) -> str:
    """Return what pages and lists show in place of a name: the number that the log uses."""
    return f"№ {person_id}"


def _term(row: dict[str, str]) -> Term:
    return Term(
        row["code"],
        int(row["days"]),
        row["counted_from"],
        date.fromisoformat(row["valid_from"]),
        date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        row["law"],
        row["source"],
        row["mark"],
        row["note"],
    )
