"""What cannot be reckoned, as codes with facts."""

from __future__ import annotations

from occupancy.errors import Refusal


class NoRate(Refusal):
    """The council has no rate in force for that night, kind and tourism type: no tax there."""

    code = "tax.no_rate"


class NoWage(Refusal):
    """The minimum wage of 1 January of that year is not in the tables."""

    code = "tax.no_wage"


class NoCap(Refusal):
    """The law's cap for that day is not in the tables, so the rate cannot be checked."""

    code = "tax.no_cap"


class NoDeadline(Refusal):
    """The term for that quarter is not in the tables."""

    code = "tax.no_deadline"


class RateAboveCap(Refusal):
    """The rate is higher than the law allows a council."""

    code = "tax.rate_above_cap"


class RatesOverlap(Refusal):
    """Two lines of a council would answer for the same night."""

    code = "tax.rates_overlap"


class PriceNeeded(Refusal):
    """The council's rate has price bands: without a price it cannot be told."""

    code = "tax.price_needed"


class SplitNeeded(Refusal):
    """The council's rate has price bands: taxable guests must be split by them."""

    code = "tax.split_needed"


class SplitDoesNotAdd(Refusal):
    """The guests by price band are not as many as the taxable guests."""

    code = "tax.split_does_not_add"


class DepartureBeforeArrival(Refusal):
    """A stay ends before it begins."""

    code = "tax.departure_before_arrival"
