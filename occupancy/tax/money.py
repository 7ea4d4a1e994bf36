"""Exact arithmetic in kopiykas: whole numbers in, one rounding at the end, never a float."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

#: A per cent has at most this many decimal places (fact sheet, 1.6).
PERCENT_PLACES = 3
#: ``nights × percent × wage / 100`` has this many decimal places of a kopiyka.
EXACT_PLACES = PERCENT_PLACES + 2


def whole(value: int, name: str) -> int:
    """Return ``value`` when it is a whole number not below zero; floats and booleans are not."""
    if type(value) is not int:
        raise TypeError(f"{name} is {value!r}; expected a whole number.")
    if value < 0:
        raise ValueError(f"{name} is {value}; expected at least 0.")
    return value


def percent(text: str) -> Decimal:
    """Read a per cent written as a decimal string, e.g. ``"0.5"``: at most 3 decimal places.

    Raises ValueError for anything else, NaN and negative numbers included.
    """
    try:
        value = Decimal(text)
    except (InvalidOperation, TypeError) as error:
        raise ValueError(f"percent is {text!r}; expected a decimal string.") from error
    if not value.is_finite() or value < 0 or value != value.quantize(Decimal("0.001")):
        raise ValueError(f"percent is {text!r}; expected 0 or more with up to 3 places.")
    return value


def thousandths(value: Decimal) -> int:
    """Return a per cent as a whole number of its thousandths: 0.5 % is 500."""
    return int(value.scaleb(PERCENT_PLACES))


def exact(nights: int, percent_thousandths: int, wage_kopiykas: int) -> Decimal:
    """Return ``nights × percent × wage`` in kopiykas, not rounded (to 1/100,000 kopiyka)."""
    return Decimal(f"{nights * percent_thousandths * wage_kopiykas}E-{EXACT_PLACES}")


def rounded(nights: int, percent_thousandths: int, wage_kopiykas: int) -> int:
    """Return ``nights × percent × wage`` rounded half up to a whole kopiyka (fact sheet, 1.6)."""
    return half_up(nights * percent_thousandths * wage_kopiykas, 10**EXACT_PLACES)


def half_up(numerator: int, denominator: int) -> int:
    """Return ``numerator / denominator`` (neither negative) rounded, a half upwards."""
    return (2 * numerator + denominator) // (2 * denominator)
