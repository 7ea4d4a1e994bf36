"""An explanation as lines of text: what was done, with which figures, by which rule."""

from __future__ import annotations

from collections.abc import Iterator

from occupancy.tax.amounts import Line
from occupancy.tax.explain import Explanation, Step
from occupancy.tax.quarters import Quarter
from occupancy.tax.rates import INBOUND, PER_OBJECT_DAY, Rate
from occupancy.tax.tables import Tables
from occupancy.tax.words import Words, day, hryvnias, per_cent, unrounded

ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


def lines_of(told: Explanation, tables: Tables, language: str, _: Words) -> Iterator[str]:
    """Yield the lines that the command prints, without line ends."""
    place = tables.places[told.stay.katottg]
    kind = tables.kinds[told.stay.facility_kind]
    english = language == "en"
    yield _(
        "Туристичний збір: %(name)s громада, %(code)s",
        name=place.name_en if english else place.name_uk,
        code=place.katottg,
    )
    yield _("Вид закладу: %(kind)s", kind=kind.name_en if english else kind.name_uk)
    for number, step in enumerate(told.steps, start=1):
        yield ""
        yield f"{number}. {_said(step, language, _)}"
        yield "   " + _("Правило: %(law)s", law=_(step.law))
        yield "   " + _("Джерело: %(source)s [%(mark)s]", source=step.source, mark=step.mark)
        if note := step.facts.get("note"):
            yield "   " + _("Примітка: %(note)s", note=_(note))
        if step.unverified:
            yield "   ! " + _("не перевірено юристом")
    yield ""
    yield from _sums(told, language, _)


def _said(step: Step, language: str, _: Words) -> str:
    facts = step.facts
    if step.code == "nights":
        return _(
            "Ночівлі: гостей %(guests)s × ночей %(nights)s, заїзд %(day)s = %(all)s",
            guests=facts["guests"],
            nights=facts["nights"],
            day=day(facts["arrival"], language),
            all=facts["person_nights"],
        )
    if step.code == "wage_year":
        return _("Ніч рахується за роком свого вечора: %(first)s і %(last)s", **facts)
    if step.code == "quarter":
        quarter = _quarter(facts["quarter"], _)
        return _("Квартал: %(quarter)s, ночівель %(n)s", quarter=quarter, n=facts["nights"])
    if step.code == "rate":
        return _rate(facts["rate"], facts["price"], language, _)
    if step.code == "cap":
        return _(
            "Межа закону: %(percent)s не більше за %(cap)s",
            percent=per_cent(facts["percent"], language),
            cap=per_cent(facts["cap"], language),
        )
    if step.code == "wage":
        return _(
            "Мінімальна зарплата на 1 січня %(year)s року: %(sum)s",
            year=facts["year"],
            sum=hryvnias(facts["kopiykas"], language),
        )
    if step.code == "unit":
        return _unit(facts["line"], language, _)
    if step.code == "line":
        return _line(facts["line"], language, _)
    return _due(step, language, _)


def _rate(rate: Rate, price: int | None, language: str, _: Words) -> str:
    kind = _("в’їзний туризм") if rate.tourism_type == INBOUND else _("внутрішній туризм")
    text = _("Ставка, %(kind)s: %(rate)s", kind=kind, rate=per_cent(rate.percent, language))
    if price is not None:
        basis = (
            _("за весь об’єкт за добу")
            if rate.price_basis == PER_OBJECT_DAY
            else _("за особу за ніч")
        )
        text += "; " + _(
            "ціна %(price)s %(basis)s, цінова смуга %(band)s",
            price=hryvnias(price, language),
            basis=basis,
            band=rate.band,
        )
    if rate.demo:
        text += "; " + _("демонстраційна ставка")
    return text


def _unit(line: Line, language: str, _: Words) -> str:
    return _(
        "Одна доба: %(wage)s × %(percent)s = %(exact)s; на квитанції %(shown)s",
        wage=hryvnias(line.wage_kopiykas, language),
        percent=per_cent(line.percent, language),
        exact=unrounded(line.unit_exact_kopiykas, language),
        shown=hryvnias(line.unit_kopiykas, language),
    )


def _line(line: Line, language: str, _: Words) -> str:
    return _(
        "Рядок розрахунку: %(nights)s × %(unit)s = %(exact)s → %(sum)s",
        nights=line.nights,
        unit=unrounded(line.unit_exact_kopiykas, language),
        exact=unrounded(line.exact_kopiykas, language),
        sum=hryvnias(line.kopiykas, language),
    )


def _due(step: Step, language: str, _: Words) -> str:
    facts = {
        "quarter": _quarter(step.facts["quarter"], _),
        "day": day(step.facts["day"], language),
        "days": step.facts["days"],
    }
    said = (
        _("Подати за %(quarter)s: до %(day)s (календарних днів: %(days)s)", **facts)
        if step.code == "file_by"
        else _("Сплатити за %(quarter)s: до %(day)s (календарних днів: %(days)s)", **facts)
    )
    if step.facts["day"] != step.facts["nominal"]:
        nominal = day(step.facts["nominal"], language)
        said += "; " + _("%(day)s припадає на вихідний", day=nominal)
    return said


def _quarter(quarter: Quarter, _: Words) -> str:
    return _("%(number)s квартал %(year)s", number=ROMAN[quarter.number], year=quarter.year)


def _sums(told: Explanation, language: str, _: Words) -> Iterator[str]:
    due = told.due
    yield _("До сплати: %(sum)s", sum=hryvnias(due.total_kopiykas, language))
    yield _(
        "За квитанціями: %(sum)s; різниця від порядку округлення: %(difference)s",
        sum=hryvnias(due.collected_kopiykas, language),
        difference=hryvnias(due.difference_kopiykas, language),
    )
    if told.unverified:
        yield _("Кроки зі знаком «!» не перевірено юристом.")
