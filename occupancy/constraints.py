"""What a broken database constraint means to a person: its name mapped to a refusal."""

from __future__ import annotations

import re

from sqlalchemy import Index, MetaData, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from occupancy.errors import Refusal

_REFUSALS: dict[str, type[Refusal]] = {}


def means(name: str, refusal: type[Refusal]) -> None:
    """Let constraint ``name`` be answered by ``refusal``; a step says so beside its models."""
    _REFUSALS[name] = refusal


class BrokenConstraint(Refusal):
    """A rule of the database said no, and no step has words of its own for it."""

    code = "database.constraint"
    status = 409


def refusal_of(error: IntegrityError, metadata: MetaData) -> Refusal:
    """Return the refusal for the constraint that ``error`` names."""
    name = constraint_name(error, metadata)
    refusal = _REFUSALS.get(name)
    return refusal() if refusal else BrokenConstraint(constraint=name)


def constraint_name(error: IntegrityError, metadata: MetaData) -> str:
    """Find the broken constraint's name; SQLite tells only the columns of a unique one."""
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None:
        return diagnostics.constraint_name or ""
    told = str(error.orig)
    if found := re.match(r"CHECK constraint failed: (\w+)", told):
        return found[1]
    if found := re.match(r"UNIQUE constraint failed: (.+)", told):
        return _unique_name(found[1], metadata)
    return ""


def _unique_name(columns: str, metadata: MetaData) -> str:
    pairs = [part.strip().split(".") for part in columns.split(",")]
    table = metadata.tables[pairs[0][0]]
    wanted = {column for _, column in pairs}
    unique: list[UniqueConstraint | Index] = [
        *(each for each in table.constraints if isinstance(each, UniqueConstraint)),
        *(each for each in table.indexes if each.unique),
    ]
    for rule in unique:
        if {column.name for column in rule.columns} == wanted:
            return str(rule.name)
    return str(table.primary_key.name)
