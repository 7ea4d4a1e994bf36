"""How nights, moments, money and numbers are written, in Ukrainian and in English.

Every function takes ``language`` ("uk" or "en"); without it the language of the request is used,
and Ukrainian outside a request (papers, command line). Spaces inside a figure do not break.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from flask import Flask, has_request_context
from flask_babel import get_locale
from jinja2 import pass_context
from jinja2.runtime import Context

from occupancy.clock import in_kyiv

NBSP, MINUS, DASH, ARROW = "\u00a0", "\u2212", "\u2013", "\u2192"
QUARTERS = ("I", "II", "III", "IV")

#: A whole number or an exact decimal; floats come only from estimates, never from money.
Number = int | float | Decimal


def _language(language: str | None) -> str:
    if language is not None:
        return language
    locale = get_locale() if has_request_context() else None
    return "en" if locale is not None and locale.language == "en" else "uk"


def night(evening: date, *, year: bool = False, language: str | None = None) -> str:
    """Return the night of ``evening`` in full: «з сб 14 на нд 15 листопада»."""
    lang = _language(language)
    morning = evening + timedelta(days=1)
    first = "EEE d" if evening.month == morning.month else "EEE d MMMM"
    if year and evening.year != morning.year:
        first += " y"
    last = "EEE d MMMM y" if year else "EEE d MMMM"
    begin, end = format_date(evening, first, lang), format_date(morning, last, lang)
    return f"{begin} to {end}" if lang == "en" else f"з {begin} на {end}"


def night_cell(evening: date) -> str:
    """Return the night of ``evening`` for a table cell: ``14→15``."""
    return f"{evening.day}{ARROW}{(evening + timedelta(days=1)).day}"


def day(when: date, language: str | None = None) -> str:
    """Return a date in full: 9 лютого 2027."""
    return format_date(when, "d MMMM y", _language(language))


def day_and_month(when: date, language: str | None = None) -> str:
    """Return a date of the year that the page speaks of: 9 лютого."""
    return format_date(when, "d MMMM", _language(language))


def day_short(when: date, language: str | None = None) -> str:
    """Return a date with its year in little room: 9.11.2026 (9 Nov 2026)."""
    lang = _language(language)
    return format_date(when, "d MMM y" if lang == "en" else "d.MM.y", lang)


def day_with_weekday(when: date, language: str | None = None) -> str:
    """Return a due date: вт 9 лютого 2027."""
    return format_date(when, "EEE d MMMM y", _language(language))


def day_cell(when: date, language: str | None = None) -> str:
    """Return a date for a table cell: 9.11 (9 Nov)."""
    lang = _language(language)
    return format_date(when, "d MMM" if lang == "en" else "d.MM", lang)


def weekday(when: date, language: str | None = None) -> str:
    """Return the short name of the day of the week: сб."""
    return format_date(when, "EEE", _language(language))


def weekday_words(language: str | None = None) -> list[str]:
    """Return the seven short names from Monday on."""
    monday = date(2024, 1, 1)
    return [weekday(monday + timedelta(days=n), language) for n in range(7)]


def month_of(when: date, language: str | None = None) -> str:
    """Return the month as it follows a day: листопада."""
    return format_date(when, "MMMM", _language(language))


def month(when: date, language: str | None = None) -> str:
    """Return a month as a heading: Листопад 2026."""
    words = format_date(when, "LLLL y", _language(language))
    return words[0].upper() + words[1:]


def quarter(year: int, number: int, language: str | None = None) -> str:
    """Return a quarter (``number`` 1 to 4): III квартал 2026 (Q3 2026)."""
    if _language(language) == "en":
        return f"Q{number} {year}"
    return f"{QUARTERS[number - 1]} квартал {year}"


def clock_time(moment: datetime) -> str:
    """Return the time of an aware ``moment`` in Kyiv: 22:47."""
    return format_time(in_kyiv(moment), "HH:mm", locale="uk")


def proof_time(moment: datetime) -> str:
    """Return a time that proves something, to the second: 22:47:16."""
    return format_time(in_kyiv(moment), "HH:mm:ss", locale="uk")


def moment(when: datetime, language: str | None = None) -> str:
    """Return the day and time of an aware moment in Kyiv: 23 листопада 2026, 22:47."""
    return f"{day(in_kyiv(when).date(), language)}, {clock_time(when)}"


def proof_moment(when: datetime, language: str | None = None) -> str:
    """Return day and time to the second, for a seal or a receipt."""
    return f"{day(in_kyiv(when).date(), language)}, {proof_time(when)}"


def number(value: Number, places: int | None = None, language: str | None = None) -> str:
    """Return ``value`` with grouped digits and a true minus; ``places`` fixes the decimals."""
    decimals = "#" * 12 if places is None else "0" * places
    pattern = f"#,##0.{decimals}" if decimals else "#,##0"
    exact = value if isinstance(value, int | Decimal) else Decimal(repr(value))
    written = format_decimal(exact, pattern, _language(language), group_separator=True)
    written = written.replace("\u202f", NBSP).replace("-", MINUS)
    is_zero = not written.strip(MINUS + "0,.")
    return written.removeprefix(MINUS) if is_zero else written


def rough(value: float) -> int:
    """Return an estimate as a whole number of three figures: 9190, 32700, 1240000."""
    whole = round(value)
    return round(whole, min(3 - len(str(abs(whole))), 0))


def signed(value: Number, places: int | None = None, language: str | None = None) -> str:
    """Return a difference with its sign: +11, −3, 0."""
    written = number(value, places, language)
    return f"+{written}" if value > 0 and written.strip("0,.") else written


def hryvnias(kopiykas: int, language: str | None = None) -> str:
    """Return whole kopiykas as a sum without the currency, for a column headed ₴: 1 253,82."""
    return number(Decimal(kopiykas).scaleb(-2), 2, language)


def money(kopiykas: int, language: str | None = None) -> str:
    """Return whole kopiykas as a sum: 1 253,82 ₴ (₴1,253.82)."""
    lang = _language(language)
    written = hryvnias(kopiykas, lang)
    if lang == "en":
        sign = MINUS if written.startswith(MINUS) else ""
        return f"{sign}₴{written.removeprefix(MINUS)}"
    return f"{written}{NBSP}₴"


def millions(kopiykas: int, language: str | None = None) -> str:
    """Return a council's total: 4,6 млн ₴ (₴4.6 million)."""
    lang = _language(language)
    written = number(Decimal(kopiykas).scaleb(-8), 1, lang)
    return f"₴{written} million" if lang == "en" else f"{written}{NBSP}млн{NBSP}₴"


def percent(value: Number | str, places: int | None = None, language: str | None = None) -> str:
    """Return ``value`` per cent (0.5 is half a per cent): 0,5 % (0.5%)."""
    lang = _language(language)
    exact = Decimal(value) if isinstance(value, str) else value
    return f"{number(exact, places, lang)}{'' if lang == 'en' else NBSP}%"


def share(part: float | Decimal, places: int = 0, language: str | None = None) -> str:
    """Return a part of one as per cent: 0.17 is 17 %."""
    exact = part if isinstance(part, Decimal) else Decimal(repr(part))
    return percent(exact * 100, places, language)


def span(low: Number, high: Number, places: int | None = None, language: str | None = None) -> str:
    """Return a range with an en dash, or one number where both ends read the same: 13–21."""
    begin, end = number(low, places, language), number(high, places, language)
    return begin if begin == end else f"{begin}{DASH}{end}"


def interval(
    value: Number, low: Number, high: Number, places: int = 1, language: str | None = None
) -> str:
    """Return an estimate with its interval: 4,6 (3,1–6,3)."""
    lang = _language(language)
    return f"{number(value, places, lang)} ({span(low, high, places, lang)})"


def digest(hexadecimal: str, characters: int = 16) -> str:
    """Return the beginning of a digest in groups of four: 9f3c 71ab 04de 5b82."""
    shown = hexadecimal[:characters]
    return " ".join(shown[start : start + 4] for start in range(0, len(shown), 4))


FILTERS: tuple[Callable[..., str], ...] = (
    night, night_cell, day, day_and_month, day_with_weekday, day_cell, day_short, weekday, month_of,
    month, clock_time, proof_time, moment, proof_moment, number, signed, hryvnias, money, millions,
    percent, share, digest,
)  # fmt: skip


def _at_request(written: Callable[..., str]) -> Callable[..., str]:
    """Return ``written`` as a filter that waits for the request.

    Without the context Jinja would write constants once, when it compiles the template, in
    whatever language that first request had.
    """

    @pass_context
    def filtered(_context: Context, *values: Any, **options: Any) -> str:
        return written(*values, **options)

    return filtered


def register(app: Flask) -> None:
    """Give templates the formats of one value as filters, those of several as functions."""
    for each in FILTERS:
        app.jinja_env.filters[each.__name__] = _at_request(each)
    for several in (weekday_words, quarter, span, interval):
        app.jinja_env.globals[several.__name__] = several
