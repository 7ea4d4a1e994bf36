"""Why the detector asks, in words: the same sentences and numbers for the agency and the operator.

What each says stands in ``reason_sentences``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext

from occupancy.scans.queries import AssessmentRow, ReasonRow
from occupancy.web import formats, honest
from occupancy.web.reason_sentences import SENTENCES

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

    @property
    def figures(self) -> list[tuple[str, str]]:
        """Return the detector's own numbers by their codes, as a page writes them."""
        return [(name, _written(name, value)) for name, value in sorted(self.numbers.items())]

    @property
    def weight_words(self) -> str:
        """Return the weight in words; a small one is not nothing: «< 1 %»."""
        if self.percent is None:
            return gettext("підказка")
        return formats.percent(self.percent) if self.percent else "<\u00a0" + formats.percent(1)


def all_in_words(told: Sequence[ReasonRow]) -> tuple[ReasonWords, ...]:
    """Return the reasons of one signal; the weights of those that are not honest make 100 %.

    The largest remainders are rounded up, so that whole per cents add up as the weights do.
    """
    words = [in_words(each) for each in told]
    weights = {
        at: 100 * reason.weight
        for at, reason in enumerate(told)
        if words[at].percent is not None and not words[at].honest
    }
    spare = round(sum(weights.values())) - sum(int(each) for each in weights.values())
    order = sorted(weights, key=lambda at: int(weights[at]) - weights[at])
    for place, at in enumerate(order):
        words[at] = replace(words[at], percent=int(weights[at]) + (place < spare))
    return tuple(words)


def in_words(reason: ReasonRow) -> ReasonWords:
    """Return a reason in the language of the request."""
    tell = SENTENCES.get(reason.code)
    title = title_of(reason.code)
    sentence = tell(reason.numbers) if tell else honest.sentences().get(reason.code, title)
    percent = round(100 * reason.weight) if reason.weight > 0 else None
    return ReasonWords(reason.code, title, sentence, percent, reason.nights, reason.numbers)


def _written(name: str, value: float) -> str:
    if name == "since":  # the day, counted from 1 January of the year 1
        return formats.day(date.fromordinal(max(round(value), 1)))
    return formats.number(round(value, 3))


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
        "GROUP_AS_ONE": gettext("Уся група разом"),
        "TOO_FEW_NIGHTS": gettext("Замало поданих ночей"),
        "NIGHTS_ABOVE_PLACES": gettext("Гостей більше, ніж місць"),
        "NO_PEERS": gettext("Немає з ким порівняти"),
        **honest.titles(),
    }


def plausible(seen: AssessmentRow) -> str:
    """Return the plausible guest-nights of a facility, «5 621–8 410»; "" where nothing was judged.

    A limit that is what was declared is written as it was declared.
    """
    if seen.plausible_low is None or seen.plausible_high is None:
        return ""
    declared = round(seen.declared_nights)
    low, high = (
        declared if round(each) == declared else formats.rough(each)
        for each in (seen.plausible_low, seen.plausible_high)
    )
    return formats.span(low, high)


def rare(p_value: float | None) -> str:
    """Return how often honest facilities or nights look like this: «≈ 2 зі 100»."""
    if p_value is None:
        return gettext("не порівнювалося")
    if p_value < 0.001:
        return gettext("менше ніж 1 з 1000")
    if p_value < 0.0095:
        return gettext("≈ %(part)s з 1000", part=round(1000 * p_value))
    return gettext("≈ %(part)s зі 100", part=round(100 * p_value))
