"""Refusals: a code and facts, never a sentence.

The sentence is written once per language in the gettext catalogs and found by code, so that the
page, the command line and the API say the same thing.
"""

from __future__ import annotations

from typing import Any, ClassVar


class Refusal(Exception):
    """A request that cannot be done, with the facts a person needs to mend it.

    ``code`` is stable (``step.what_is_wrong``); ``status`` is the HTTP status the edge answers
    with; ``field`` names the input beside which the sentence is shown, if there is one.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 422

    def __init__(self, *, field: str | None = None, **facts: Any) -> None:
        self.field = field
        self.facts = facts
        super().__init__(self.code, facts)

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({told})"


class NotYours(Refusal):
    """What is asked for does not exist for this person: the same answer as for a missing id."""

    code = "not_found"
    status = 404


class Busy(Refusal):
    """The database is held by somebody else or cannot be written; trying again later may help."""

    code = "busy"
    status = 503


class Refusals(Exception):
    """Several refusals of one form at once, so that a person mends them in one go."""

    def __init__(self, refusals: list[Refusal]) -> None:
        self.refusals = refusals
        super().__init__([refusal.code for refusal in refusals])
