"""How the paper writes dates, times and counts: Ukrainian, fixed here so that old papers stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from occupancy.clock import in_kyiv

MONTHS = (
    "січня", "лютого", "березня", "квітня", "травня", "червня",
    "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
)  # fmt: skip
#: «з понеділка», «на вівторок»: the evening's weekday with its preposition, the morning's plain.
FROM_DAY = (
    "з понеділка", "з вівторка", "із середи", "із четверга", "з п’ятниці", "із суботи", "з неділі",
)  # fmt: skip
TO_DAY = ("понеділок", "вівторок", "середу", "четвер", "п’ятницю", "суботу", "неділю")

METHODS = {
    "register": "журнал заселення",
    "keys": "ключі на рецепції",
    "screen": "екран готельної програми",
    "breakfast": "список сніданків",
    "windows": "освітлені вікна",
}
ORIGINS = {
    "signal": "відбір за сигналом",
    "random": "відбір жеребом",
    "complaint": "звернення",
}
SIGNINGS = (
    ("signed", "підписано без зауважень"),
    ("with_remarks", "підписано із зауваженнями"),
    ("refused", "підписувати не хоче"),
)


def day(text: str) -> str:
    """Return ``2026-11-21`` as «21 листопада 2026 року»."""
    found = date.fromisoformat(text)
    return f"{found.day} {MONTHS[found.month - 1]} {found.year} року"


def short_day(text: str) -> str:
    """Return ``2026-11-16`` as «16.11.2026»."""
    return date.fromisoformat(text).strftime("%d.%m.%Y")


def night(text: str) -> str:
    """Return a night as «Ніч із суботи 21 на неділю 22 листопада 2026 року»."""
    evening = date.fromisoformat(text)
    morning = evening + timedelta(days=1)
    start = f"Ніч {FROM_DAY[evening.weekday()]} {evening.day}"
    if evening.month != morning.month:
        start += f" {MONTHS[evening.month - 1]}"
    if evening.year != morning.year:
        start += f" {evening.year} року"
    return f"{start} на {TO_DAY[morning.weekday()]} {day(morning.isoformat())}"


def local_day(text: str) -> str:
    """Return the Kyiv day of an instant, in words."""
    return day(_local(text).date().isoformat())


def minute(text: str) -> str:
    """Return the Kyiv time of an instant as «20:31»."""
    return _local(text).strftime("%H:%M")


def second(text: str) -> str:
    """Return the Kyiv time of an instant as «20:31:08», where it is proof."""
    return _local(text).strftime("%H:%M:%S")


def at_second(text: str, sealed: str) -> str:
    """Return «о 20:09:44», with its day when that is not the day of the seal."""
    day_too = _local(text).date() != _local(sealed).date()
    return f"о {second(text)}" + (f" {local_day(text)}" if day_too else "")


def grouped(number: int) -> str:
    """Return 183977 as «183 977» (no-break)."""
    return f"{number:,}".replace(",", "\u00a0")


def fours(text: str, letters: int | None = None) -> str:
    """Return the first ``letters`` of a code in groups of four."""
    shown = text[:letters]
    return " ".join(shown[start : start + 4] for start in range(0, len(shown), 4))


def plural(number: int, one: str, few: str, many: str) -> str:
    """Return the form that goes with ``number``: 1 номер, 2 номери, 5 номерів, 11 номерів."""
    if number % 10 == 1 and number % 100 != 11:
        return one
    if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14):
        return few
    return many


def rooms(number: int) -> str:
    """Return «9 номерів»."""
    return f"{number}\u00a0{plural(number, 'номер', 'номери', 'номерів')}"


def guests(number: int) -> str:
    """Return «19 гостей»."""
    return f"{number}\u00a0{plural(number, 'гість', 'гості', 'гостей')}"


def places(number: int) -> str:
    """Return «42 місця»."""
    return f"{number}\u00a0{plural(number, 'місце', 'місця', 'місць')}"


def signed(number: int) -> str:
    """Return a difference with its sign: +11, 0, −3."""
    return f"+{number}" if number > 0 else f"−{-number}" if number else "0"


def signers_of(said: dict[str, Any]) -> list[dict[str, str]]:
    """Return who signs, in order: name (may be blank) and as whom."""
    refused = said["signing"] == "refused"
    signers = [
        {"name": each["name"], "as": f"{each['post'] or 'оглянув (-ла)'}, підпис"}
        for each in said["inspectors"]
    ]
    signers.append(
        {
            "name": said["received"]["name"] or "",
            "as": f"від закладу, {'підписувати не хоче' if refused else 'підпис'}",
        }
    )
    signers.append({"name": "", "as": "примірник отримано: підпис, дата"})
    return signers


def _local(text: str) -> datetime:
    return in_kyiv(datetime.fromisoformat(text))


FILTERS: dict[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (
        day, short_day, night, local_day, minute, second, at_second, grouped, fours,
        rooms, guests, places, signed,
    )
}  # fmt: skip
TABLES: dict[str, Any] = {
    "METHODS": METHODS,
    "ORIGINS": ORIGINS,
    "SIGNINGS": SIGNINGS,
    "signers_of": signers_of,
}
