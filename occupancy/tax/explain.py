"""How an amount comes about: each step as a code with its facts, its law, source and mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from occupancy.tax import money, nights
from occupancy.tax.amounts import Due, Line, Wage, line_of, wage_for
from occupancy.tax.marks import unverified
from occupancy.tax.quarters import Quarter, due_dates
from occupancy.tax.rates import Cap, Rate
from occupancy.tax.tables import Tables


@dataclass(frozen=True)
class Stay:
    """Guests who pay and stay together; ``price`` in kopiykas, on the basis the council names."""

    katottg: str
    arrival: date
    guests: int
    nights: int
    tourism_type: str
    facility_kind: str
    price: int | None = None


@dataclass(frozen=True)
class Step:
    """One step: ``code`` says what was done, ``facts`` with which figures."""

    code: str
    facts: Mapping[str, Any]
    law: str
    source: str
    mark: str
    demo: bool = False

    @property
    def unverified(self) -> bool:
        """Tell whether the step needs the words «не перевірено юристом»."""
        return self.demo or unverified(self.mark)


@dataclass(frozen=True)
class Explanation:
    """The steps of an amount in their order and the lines they end in."""

    stay: Stay
    steps: tuple[Step, ...]
    due: Due

    @property
    def unverified(self) -> bool:
        """Tell whether any step needs the words «не перевірено юристом»."""
        return any(step.unverified for step in self.steps)


def explain(stay: Stay, tables: Tables) -> Explanation:
    """Return every step of what ``stay`` owes.

    Nights are split by quarter, rate and minimum wage; each part is a line of its own quarter's
    declaration. Raises NoRate, NoWage, PriceNeeded, NoDeadline.
    """
    money.whole(stay.guests, "guests")
    departure = stay.arrival + timedelta(days=stay.nights)
    evenings = nights.nights_of(stay.arrival, departure)
    parts = Counter((Quarter.of(night), _rate(stay, night, tables)) for night in evenings)
    steps = [_nights(stay, len(evenings), tables)]
    if stay.arrival.year != evenings[-1].year:
        years = {"first": stay.arrival.year, "last": evenings[-1].year}
        steps.append(_rule("wage_year", years, tables))
    lines: list[Line] = []
    for (quarter, rate), count in parts.items():
        wage = wage_for(quarter.first, tables.wages)
        line = line_of(rate, count * stay.guests, wage)
        lines.append(line)
        steps += [
            _rule("quarter", {"quarter": quarter, "nights": line.nights}, tables),
            _rate_step(rate, stay),
            _cap_step(rate, quarter, tables.caps),
            _wage_step(wage, tables),
            _rule("unit", {"line": line}, tables),
            _rule("line", {"line": line}, tables),
            *_due_steps(quarter, tables),
        ]
    return Explanation(stay, tuple(steps), Due(tuple(lines)))


def _rate(stay: Stay, night: date, tables: Tables) -> Rate:
    in_force = tables.rates.rates_for(night, stay.katottg, stay.facility_kind)
    return in_force.at_price(stay.tourism_type, stay.price)


def _nights(stay: Stay, count: int, tables: Tables) -> Step:
    facts = {
        "arrival": stay.arrival,
        "nights": count,
        "guests": stay.guests,
        "person_nights": count * stay.guests,
    }
    return _rule("nights", facts, tables)


def _rule(code: str, facts: Mapping[str, Any], tables: Tables) -> Step:
    rule = tables.rules[code]
    return Step(code, {**facts, "note": rule.note}, rule.law, rule.source, rule.mark)


def _rate_step(rate: Rate, stay: Stay) -> Step:
    facts = {"rate": rate, "price": stay.price if rate.band else None}
    return Step("rate", facts, rate.decision_no, rate.source, rate.mark, rate.demo)


def _cap_step(rate: Rate, quarter: Quarter, caps: tuple[Cap, ...]) -> Step:
    cap = next(
        cap
        for cap in caps
        if cap.tourism_type == rate.tourism_type
        and cap.valid_from <= quarter.last
        and (cap.valid_to is None or cap.valid_to >= quarter.first)
    )
    facts = {"percent": rate.percent, "cap": cap.percent, "tourism_type": cap.tourism_type}
    return Step("cap", facts, cap.law, cap.source, cap.mark)


def _wage_step(wage: Wage, tables: Tables) -> Step:
    facts = {"year": wage.year, "kopiykas": wage.kopiykas, "note": wage.note}
    return Step("wage", facts, tables.rules["wage"].law, wage.source, wage.mark)


def _due_steps(quarter: Quarter, tables: Tables) -> list[Step]:
    dates = due_dates(quarter, tables.deadlines)
    declaration, payment, _ = dates.rules
    return [
        Step(
            "file_by",
            {
                "quarter": quarter,
                "days": declaration.days,
                "nominal": dates.nominal_file_by,
                "day": dates.file_by,
            },
            declaration.law,
            declaration.source,
            declaration.mark,
        ),
        Step(
            "pay_by",
            {
                "quarter": quarter,
                "days": payment.days,
                "nominal": dates.nominal_pay_by,
                "day": dates.pay_by,
            },
            payment.law,
            payment.source,
            payment.mark,
        ),
    ]
