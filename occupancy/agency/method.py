"""How signals are worked out, what they cannot know, and how well their promises were kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from occupancy.agency import reach
from occupancy.agency.blueprint import bp
from occupancy.scans import queries as scans
from occupancy.scans.queries import Measured
from occupancy.web import formats
from occupancy.web.guards import only

#: How the names of figures begin that were measured on towns made of real nights.
REAL = "real."
#: Figures of which a share is promised; of the others 0 or the most is only the best possible.
PROMISED = ("honest.p_below", "honest.nights_p", "fdr_at", "coverage.")
#: Figures whose best is nothing.
BEST_NONE = ("honest.p_distance", "total_gap.relative_error")


@dataclass(frozen=True)
class Figure:
    """One line of the page: what was measured, what was promised, on made-up and on real nights."""

    words: str
    promised: str
    made_up: str
    real: str


@bp.get("/method")
@only(*reach.READERS)
def method() -> ResponseReturnValue:
    """Show the method's honest limits and its measured figures."""
    return render_template("agency/method.html", figures=figures(scans.calibration()))


def figures(measured: Iterable[Measured]) -> list[Figure]:
    """Return the measured figures, both kinds of towns side by side, in the order of the file."""
    found: dict[str, dict[str, Measured]] = {}
    for each in measured:
        kind = REAL if each.name.startswith(REAL) else ""
        found.setdefault(each.name.removeprefix(kind), {})[kind] = each
    return [
        Figure(
            figure_words(name),
            _promised(name, next(iter(of.values())).nominal),
            _written(of.get("")),
            _written(of.get(REAL)),
        )
        for name, of in found.items()
    ]


def _promised(name: str, nominal: float) -> str:
    if name.startswith("fdr_at"):
        return gettext("до %(share)s", share=formats.share(nominal))
    if name.startswith(PROMISED) or name in BEST_NONE:
        return formats.share(nominal)
    return "—"


def _written(figure: Measured | None) -> str:
    return "—" if figure is None else formats.share(figure.measured, 1)


def figure_words(name: str) -> str:
    """Return what a measured figure is; one that has no words yet keeps its code."""
    return {
        "honest.p_below_0.01": gettext("Чесних закладів із p < 0,01"),
        "honest.p_below_0.05": gettext("Чесних закладів із p < 0,05"),
        "honest.p_below_0.20": gettext("Чесних закладів із p < 0,20"),
        "honest.p_distance": gettext("Найбільше відхилення p чесних закладів від обіцяного"),
        "honest.nights_p_below_0.05": gettext("Чесних ночей із p < 0,05"),
        "fdr_at_q_0.10": gettext("Хибних серед сигналів за q ≤ 0,10"),
        "power_at_q_0.10": gettext("Знайдено закладів, що подали не все, за q ≤ 0,10"),
        "coverage.hiders": gettext("Межі 90 % вміщують справжнє, де подано не все"),
        "coverage.honest": gettext("Межі 90 % вміщують справжнє в чесних закладів"),
        "interval_score.relative": gettext(
            "Ширина меж разом зі штрафом за промахи, у частках справжніх ночівель: менше — краще"
        ),
        "total_gap.relative_error": gettext("Зсув загальної розбіжності міста в середньому"),
        "average_precision.log_odds": gettext(
            "Порядок закладів: наскільки ті, що подали не все, стоять вище (average precision)"
        ),
        "average_precision.peer_z": gettext(
            "Той самий порядок, якби лише порівнювати з середнім подібних"
        ),
        "average_precision.nights": gettext("Порядок ночей (average precision)"),
        "recovered_nights.visits_10_percent": gettext(
            "Знайдено ночівель за обстежень у 10 % закладів, відносно найкращого можливого"
        ),
    }.get(name, name)
