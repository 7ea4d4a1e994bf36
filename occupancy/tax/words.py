"""Words of this package's command line: gettext catalogs, read as they are written."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from importlib.resources import files
from typing import Any

from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = ("uk", "en")

#: Looks a Ukrainian sentence, or a refusal's code, up and sets the facts in.
Words = Callable[..., str]


def words(language: str) -> Words:
    """Return the look-up of one language; a sentence without a translation stays Ukrainian."""
    path = files("occupancy.tax") / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)

    def look_up(sentence: str, **facts: Any) -> str:
        found = catalog.get(sentence)
        text = str(found.string) if found is not None and found.string else sentence
        return text % facts if facts else text

    return look_up


def hryvnias(kopiykas: int, language: str) -> str:
    """Write an amount with two decimals: ``1 253,82 ₴``; the minus is a real one."""
    text = format_decimal(Decimal(kopiykas).scaleb(-2), "#,##0.00", locale=language)
    return text.replace("-", "\N{MINUS SIGN}") + "\N{NO-BREAK SPACE}₴"


def unrounded(kopiykas: Decimal, language: str) -> str:
    """Write an amount before rounding with all its decimals: ``43,235 ₴``."""
    text = format_decimal(
        kopiykas.scaleb(-2), "#,##0.00#####", locale=language, decimal_quantization=False
    )
    return text + "\N{NO-BREAK SPACE}₴"


def per_cent(value: Decimal, language: str) -> str:
    """Write a per cent: ``0,5 %``."""
    space = "" if language == "en" else "\N{NO-BREAK SPACE}"
    return format_decimal(value, "0.###", locale=language) + f"{space}%"


def day(value: Any, language: str) -> str:
    """Write a date: ``23 листопада 2026`` or ``23 November 2026``."""
    return format_date(value, "d MMMM y", locale=language)
