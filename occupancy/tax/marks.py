"""How well a fact is verified: the marks of the tables of facts."""

from __future__ import annotations

#: Read in two sources or more, read in one, quoted figure from a named source.
READ = frozenset({"V2", "R1", "Q"})


def unverified(mark: str) -> bool:
    """Tell whether a fact needs the words «не перевірено юристом» beside it.

    ``M`` (from memory), ``GAP`` (looked for, not found) and ``C`` (our own reckoning) do; a blank
    or unknown mark does too.
    """
    return mark not in READ
