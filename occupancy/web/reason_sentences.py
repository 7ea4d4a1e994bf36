"""What each reason of the detector says, with its numbers: one sentence for each code.

Codes and their numbers come from ``anomaly.reasons`` and ``anomaly.traces``; no sentence accuses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from math import exp

from flask_babel import gettext, ngettext

from occupancy.web import formats

Numbers = Mapping[str, float]

#: Times less or more that read as «1,0» are no difference that a sentence could tell.
LEAST_TIMES = 1.05


def _whole(numbers: Numbers, name: str) -> int:
    return round(numbers.get(name, 0.0))


def _one(value: float) -> str:
    return formats.number(value, 1)


def _times(numbers: Numbers, name: str) -> float:
    """Return how many times smaller the odds of a taken place are; past e¹⁰ nobody reads on."""
    return exp(min(numbers.get(name, 0.0), 10.0))


def _level(numbers: Numbers) -> str:
    times = _times(numbers, "level_logit_below_peers")
    if times < LEAST_TIMES:
        return gettext(
            "Рівень майже як у подібних закладів; сталу недостачу з самих чисел виключити не можна."
        )
    return gettext(
        "Зайнятих місць на одне вільне у %(times)s раза менше, ніж у подібних закладів.",
        times=_one(times),
    )


def _rounded(numbers: Numbers) -> str:
    return gettext(
        "Чисел, що закінчуються на 0, — %(tens)s; на 0 чи 5 — %(fives)s: частіше, ніж дає випадок.",
        tens=_whole(numbers, "nights_of_ten"),
        fives=_whole(numbers, "nights_of_five"),
    )


def _cap(numbers: Numbers) -> str:
    nights = _whole(numbers, "nights_at_x")
    return ngettext(
        "Найбільше число, %(most)s, стоїть %(num)s ніч, хоча місць більше.",
        "Найбільше число, %(most)s, стоїть %(num)s ночей, хоча місць більше.",
        nights,
        most=_whole(numbers, "x"),
    )


def _empty_single(numbers: Numbers) -> str:
    return ngettext(
        "%(num)s раз порожньо між зайнятими ночами (разом ночей: %(nights)s); у чесних ≈ %(due)s.",
        "%(num)s разів порожньо між зайнятими ночами (разом ночей: %(nights)s);"
        " у чесних ≈ %(due)s.",
        _whole(numbers, "times"),
        nights=_whole(numbers, "nights_empty"),
        due=_one(numbers.get("times_due", 0.0)),
    )


def _empty_block(numbers: Numbers) -> str:
    nights, runs = _whole(numbers, "nights_empty"), _whole(numbers, "times")
    if not nights:
        return gettext("Порожніх ночей поспіль не видно; виключити їх не можна.")
    return ngettext(
        "%(num)s раз порожньо кілька ночей поспіль, коли в подібних були гості"
        " (разом ночей: %(nights)s); у чесних ≈ %(due)s.",
        "%(num)s разів порожньо кілька ночей поспіль, коли в подібних були гості"
        " (разом ночей: %(nights)s); у чесних ≈ %(due)s.",
        runs,
        nights=nights,
        due=_one(numbers.get("times_due", 0.0)),
    )


def _weekends(numbers: Numbers) -> str:
    times = _times(numbers, "logit_below")
    if times < LEAST_TIMES:
        return gettext("Вихідні майже як у подібних закладів; тихіших виключити не можна.")
    return gettext(
        "У вихідні й свята, проти буднів, зайнятих місць на одне вільне у %(times)s раза менше,"
        " ніж у подібних закладів.",
        times=_one(times),
    )


def _season(numbers: Numbers) -> str:
    times = _times(numbers, "logit_below")
    if times < LEAST_TIMES:
        return gettext("Сезон майже як у подібних закладів; тихішого виключити не можна.")
    return gettext(
        "У сезон, проти решти року, зайнятих місць на одне вільне у %(times)s раза менше,"
        " ніж у подібних закладів.",
        times=_one(times),
    )


def _scatter(numbers: Numbers) -> str:
    usual = max(numbers.get("usual", 0.0), 1e-9)
    times = min(numbers.get("scatter_logit", 0.0) / usual, 1e4)
    if times < LEAST_TIMES:
        return gettext(
            "Числа міняються від ночі до ночі не сильніше, ніж дають випадок і сусіди;"
            " неподання окремих гостей виключити не можна."
        )
    return gettext(
        "Від ночі до ночі числа міняються у %(times)s раза сильніше, ніж дають випадок і сусіди.",
        times=_one(times),
    )


def _copied(numbers: Numbers) -> str:
    nights = _whole(numbers, "nights_copied")
    return ngettext(
        "%(num)s ніч повторює всі числа попередньої або тієї ж ночі тиждень тому;"
        " випадково було б ≈ %(due)s.",
        "%(num)s ночей повторюють усі числа попередньої або тієї ж ночі тиждень тому;"
        " випадково було б ≈ %(due)s.",
        nights,
        due=_one(numbers.get("nights_due", 0.0)),
    )


def _break(numbers: Numbers) -> str:
    since = date.fromordinal(max(_whole(numbers, "since"), 1))
    times = _times(numbers, "logit_step")
    if times < LEAST_TIMES:
        return gettext("Різкого спаду проти подібних закладів майже не видно.")
    return gettext(
        "Від %(since)s зайнятих місць на одне вільне у %(times)s раза менше, а в подібних закладів"
        " такого спаду немає.",
        since=formats.day(since),
        times=_one(times),
    )


def _exempt(numbers: Numbers) -> str:
    return gettext(
        "Звільнених від збору %(share)s гостей, у подібних закладів %(peers)s.",
        share=formats.share(numbers.get("share", 0.0)),
        peers=formats.share(numbers.get("peers_share", 0.0)),
    )


def _stays(numbers: Numbers) -> str:
    times = _whole(numbers, "times")
    return ngettext(
        "%(num)s ніч гостей, що лишилися, було більше, ніж подано напередодні"
        " (разом на %(guests)s).",
        "%(num)s ночей гостей, що лишилися, було більше, ніж подано напередодні"
        " (разом на %(guests)s).",
        times,
        guests=_whole(numbers, "guests"),
    )


def _evidence(numbers: Numbers) -> str:
    return gettext(
        "Сторонні показники на подану ночівлю у %(times)s раза вищі, ніж у подібних закладів.",
        times=_one(numbers.get("times_peers", 1.0)),
    )


def _checks(numbers: Numbers) -> str:
    visits = _whole(numbers, "visits")
    return ngettext(
        "%(num)s обстеження побачило на %(guests)s гостей більше, ніж заявлено.",
        "%(num)s обстежень побачили на %(guests)s гостей більше, ніж заявлено.",
        visits,
        guests=_whole(numbers, "guests_above"),
    )


def _together(numbers: Numbers) -> str:
    houses = _whole(numbers, "houses")
    return ngettext(
        "Подано менше, ніж кажуть сторонні показники, в усій групі (%(num)s заклад):"
        " імовірність %(chance)s.",
        "Подано менше, ніж кажуть сторонні показники, в усій групі (%(num)s закладів):"
        " імовірність %(chance)s.",
        houses,
        chance=formats.share(numbers.get("chance", 0.0)),
    )


def _few(numbers: Numbers) -> str:
    nights = _whole(numbers, "filed")
    return ngettext(
        "Подано %(num)s ніч: замало, щоб порівнювати.",
        "Подано %(num)s ночей: замало, щоб порівнювати.",
        nights,
    )


def _above(numbers: Numbers) -> str:
    nights = _whole(numbers, "nights")
    return ngettext(
        "%(num)s ніч має гостей утричі більше, ніж місць (%(places)s): схоже на описку.",
        "%(num)s ночей мають гостей утричі більше, ніж місць (%(places)s): схоже на описку.",
        nights,
        places=_whole(numbers, "places"),
    )


def _alone(_numbers: Numbers) -> str:
    return gettext("Подібних закладів немає: порівняно лише з власною історією.")


#: The sentence of each code that has numbers.
SENTENCES: dict[str, Callable[[Numbers], str]] = {
    "LEVEL_BELOW_PEERS": _level,
    "ROUNDED": _rounded,
    "CAP_AT_X": _cap,
    "EMPTY_NIGHTS_ISOLATED": _empty_single,
    "EMPTY_NIGHTS_BLOCK": _empty_block,
    "WEEKENDS_BELOW": _weekends,
    "SCATTER_HIGH": _scatter,
    "COPIED_NUMBERS": _copied,
    "BREAK_DOWN": _break,
    "HIGH_SEASON_BELOW": _season,
    "EXEMPT_SHARE_HIGH": _exempt,
    "STAYS_NOT_DECLARED_BEFORE": _stays,
    "EVIDENCE_HIGH": _evidence,
    "CHECK_ABOVE_DECLARED": _checks,
    "GROUP_AS_ONE": _together,
    "TOO_FEW_NIGHTS": _few,
    "NIGHTS_ABOVE_PLACES": _above,
    "NO_PEERS": _alone,
}
