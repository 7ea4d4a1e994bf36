"""Why the detector asks, in words: the same sentences and numbers for the agency and the operator.

Codes and their numbers come from ``anomaly.reasons`` and ``anomaly.traces``; no sentence accuses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from math import exp

from flask_babel import gettext, ngettext

from occupancy.scans.queries import ReasonRow
from occupancy.web import formats, honest

Numbers = Mapping[str, float]


@dataclass(frozen=True)
class ReasonWords:
    """One reason as a page shows it.

    ``percent`` is its weight: of an honest explanation its share among all explanations, of any
    other its share among those that leave nights out; None for what only supports or limits the
    finding. ``numbers`` are the detector's own, by their codes.
    """

    code: str
    title: str
    sentence: str
    percent: int | None
    nights: tuple[date, ...]
    numbers: Numbers

    @property
    def honest(self) -> bool:
        """Tell whether it explains the numbers without anything left out."""
        return self.code.startswith(honest.PREFIX)


def in_words(reason: ReasonRow) -> ReasonWords:
    """Return a reason in the language of the request."""
    tell = _SENTENCES.get(reason.code)
    title = title_of(reason.code)
    sentence = tell(reason.numbers) if tell else honest.sentences().get(reason.code, title)
    percent = round(100 * reason.weight) if reason.weight > 0 else None
    return ReasonWords(reason.code, title, sentence, percent, reason.nights, reason.numbers)


def title_of(code: str) -> str:
    """Return the few words by which a list names a reason; a code without words names itself."""
    return _titles().get(code, code)


def _titles() -> dict[str, str]:
    return {
        "LEVEL_BELOW_PEERS": gettext("Нижче за подібні заклади"),
        "ROUNDED": gettext("Круглі числа"),
        "CAP_AT_X": gettext("Стеля в числах"),
        "EMPTY_NIGHTS_ISOLATED": gettext("Поодинокі порожні ночі"),
        "EMPTY_NIGHTS_BLOCK": gettext("Порожні ночі поспіль"),
        "WEEKENDS_BELOW": gettext("Тихі вихідні"),
        "SCATTER_HIGH": gettext("Числа стрибають"),
        "COPIED_NUMBERS": gettext("Числа повторюються"),
        "BREAK_DOWN": gettext("Різкий спад"),
        "HIGH_SEASON_BELOW": gettext("Тихий сезон"),
        "EXEMPT_SHARE_HIGH": gettext("Багато звільнених гостей"),
        "STAYS_NOT_DECLARED_BEFORE": gettext("Гості без попередньої ночі"),
        "EVIDENCE_HIGH": gettext("Сторонні показники вищі"),
        "CHECK_ABOVE_DECLARED": gettext("Обстеження побачило більше"),
        "TOO_FEW_NIGHTS": gettext("Замало поданих ночей"),
        "NIGHTS_ABOVE_PLACES": gettext("Гостей більше, ніж місць"),
        "NO_PEERS": gettext("Немає з ким порівняти"),
        **honest.titles(),
    }


def _whole(numbers: Numbers, name: str) -> int:
    return round(numbers.get(name, 0.0))


def _one(value: float) -> str:
    return formats.number(value, 1)


def _times(numbers: Numbers, name: str) -> float:
    """Return how many times smaller the odds of a taken place are; past e¹⁰ nobody reads on."""
    return exp(min(numbers.get(name, 0.0), 10.0))


def _level(numbers: Numbers) -> str:
    times = _times(numbers, "level_logit_below_peers")
    if times < 1.05:
        return gettext(
            "Рівень майже як у подібних закладів; сталу недостачу з самих чисел виключити не можна."
        )
    return gettext(
        "Зайнятих місць на одне вільне у %(times)s раза менше, ніж у подібних закладів.",
        times=_one(times),
    )


def _rounded(numbers: Numbers) -> str:
    return gettext(
        "Чисел, кратних 10, — %(tens)s, кратних 5, — %(fives)s: частіше, ніж дає випадок.",
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
    nights = _whole(numbers, "nights_empty")
    return ngettext(
        "%(num)s порожня ніч між зайнятими; у чесних таких ≈ %(due)s.",
        "%(num)s порожніх ночей між зайнятими; у чесних таких ≈ %(due)s.",
        nights,
        due=_one(numbers.get("times_due", 0.0)),
    )


def _empty_block(numbers: Numbers) -> str:
    nights, runs = _whole(numbers, "nights_empty"), _whole(numbers, "times")
    if not nights:
        return gettext("Порожніх ночей поспіль не видно; виключити їх не можна.")
    return ngettext(
        "Порожніх ночей поспіль, коли в подібних були гості: %(nights)s, %(num)s проміжок.",
        "Порожніх ночей поспіль, коли в подібних були гості: %(nights)s, %(num)s проміжків.",
        runs,
        nights=nights,
    )


def _weekends(numbers: Numbers) -> str:
    return gettext(
        "У вихідні й свята, проти буднів, зайнято у %(times)s раза менше, ніж у подібних закладів.",
        times=_one(_times(numbers, "logit_below")),
    )


def _season(numbers: Numbers) -> str:
    return gettext(
        "У сезон, проти решти року, зайнято у %(times)s раза менше, ніж у подібних закладів.",
        times=_one(_times(numbers, "logit_below")),
    )


def _scatter(numbers: Numbers) -> str:
    usual = max(numbers.get("usual", 0.0), 1e-9)
    return gettext(
        "Від ночі до ночі числа міняються у %(times)s раза сильніше, ніж дають випадок і сусіди.",
        times=_one(min(numbers.get("scatter_logit", 0.0) / usual, 1e4)),
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
    return gettext(
        "Від %(since)s зайнято у %(times)s раза менше, а в подібних закладів такого спаду немає.",
        since=formats.day(since),
        times=_one(_times(numbers, "logit_step")),
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


_SENTENCES: dict[str, Callable[[Numbers], str]] = {
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
    "TOO_FEW_NIGHTS": _few,
    "NIGHTS_ABOVE_PLACES": _above,
    "NO_PEERS": _alone,
}


def rare(p_value: float | None) -> str:
    """Return how often honest facilities or nights look like this: «≈ 2 зі 100»."""
    if p_value is None:
        return gettext("не порівнювалося")
    if p_value < 0.001:
        return gettext("менше ніж 1 з 1000")
    if p_value < 0.0095:
        return gettext("≈ %(part)s з 1000", part=round(1000 * p_value))
    return gettext("≈ %(part)s зі 100", part=round(100 * p_value))
