"""How a paper is numbered."""

from __future__ import annotations


def number_text(series: str, year: int, number: int) -> str:
    """Return a paper's number as it is printed and looked up, e.g. ``ЛВ-2026-000052``."""
    return f"{series}-{year:04d}-{number:06d}"
