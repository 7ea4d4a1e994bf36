"""What is known from outside the filings: evidence and past checks, in long form."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from anomaly.errors import BadInput
from anomaly.panel import Dates, Numbers, Text, same_length

DESIGNS = ("random", "risk", "complaint")


@dataclass(frozen=True)
class Evidence:
    """N readings: ``value`` of ``kind`` for a facility (or "" and a community) over a span of days.

    ``date_from``/``date_to`` are both included. Kinds used today are named in ``PROPORTIONAL`` and
    ``ROOMS_FREE`` of ``anomaly.readings``; others, and readings of whole communities,
    are reported in the result's notes as not used. Raises ``BadInput``.
    """

    facility_id: Text
    community: Text
    date_from: Dates
    date_to: Dates
    kind: Text
    value: Numbers

    def __post_init__(self) -> None:
        same_length("evidence", self)
        if np.any((self.facility_id == "") & (self.community == "")):
            raise BadInput(
                "evidence.nobody",
                row=int(np.argmax((self.facility_id == "") & (self.community == ""))),
            )
        late = ~(self.date_from <= self.date_to)
        if late.any():
            raise BadInput("evidence.span_reversed", row=int(np.argmax(late)))
        wrong = ~np.isfinite(self.value) | (self.value < 0)
        if wrong.any():
            raise BadInput(
                "evidence.number_out_of_range",
                row=int(np.argmax(wrong)),
                value=float(self.value[np.argmax(wrong)]),
            )

    def take(self, rows: NDArray[np.intp]) -> "Evidence":
        """The entries at ``rows``, in that order."""
        return Evidence(*(getattr(self, field.name)[rows] for field in fields(self)))


@dataclass(frozen=True)
class Checks:
    """N visits: guests seen on a night, how the visit was chosen and with what probability.

    ``design``: "random", "risk" or "complaint"; ``inclusion_probability`` in (0, 1], NaN = unknown.
    Raises ``BadInput``.
    """

    facility_id: Text
    date: Dates
    observed_guests: Numbers
    design: Text
    inclusion_probability: Numbers

    def __post_init__(self) -> None:
        same_length("checks", self)
        _refuse("checks.design_unknown", ~np.isin(self.design, DESIGNS), self.design)
        _refuse(
            "checks.number_out_of_range",
            ~np.isfinite(self.observed_guests) | (self.observed_guests < 0),
            self.observed_guests,
        )
        chance = self.inclusion_probability
        _refuse(
            "checks.probability_out_of_range",
            ~(np.isnan(chance) | ((chance > 0) & (chance <= 1))),
            chance,
        )

    def take(self, rows: NDArray[np.intp]) -> "Checks":
        """The entries at ``rows``, in that order."""
        return Checks(*(getattr(self, field.name)[rows] for field in fields(self)))


def _refuse(code: str, wrong: NDArray[np.bool_], values: NDArray[np.generic]) -> None:
    if wrong.any():
        row = int(np.argmax(wrong))
        raise BadInput(code, row=row, value=values[row].item())
