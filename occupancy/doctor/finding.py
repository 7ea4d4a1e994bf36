"""What a check found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from occupancy.settings import Settings

GOOD, WARNING, BAD = "good", "warning", "bad"


@dataclass(frozen=True)
class Finding:
    """``code`` has words in both languages; ``facts`` are set into them."""

    code: str
    level: str = GOOD
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Patient:
    """What is looked at."""

    settings: Settings
    engine: Engine


Check = Callable[[Patient], Finding]


def good(code: str, **facts: Any) -> Finding:
    """Return that something is as it should be."""
    return Finding(code, GOOD, facts)


def warning(code: str, **facts: Any) -> Finding:
    """Return that something should be looked at, though people can work."""
    return Finding(code, WARNING, facts)


def bad(code: str, **facts: Any) -> Finding:
    """Return that something must be mended."""
    return Finding(code, BAD, facts)
