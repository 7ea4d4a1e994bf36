"""How signals are worked out, what they cannot know, and how well their promises were kept."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from occupancy.agency import reach
from occupancy.agency.blueprint import bp
from occupancy.scans import queries as scans
from occupancy.web.guards import only


@bp.get("/method")
@only(*reach.READERS)
def method() -> ResponseReturnValue:
    """Show the method's honest limits and its measured figures."""
    return render_template(
        "agency/method.html", measured=scans.calibration(), figure_words=figure_words
    )


def figure_words(name: str) -> str:
    """Return what a measured figure is; one that has no words yet keeps its code."""
    if name.startswith("real."):
        return gettext("Зі справжніх ночей: %(figure)s", figure=figure_words(name[5:]))
    return {
        "honest.p_below_0.01": gettext("Чесні заклади з p < 0,01"),
        "honest.p_below_0.05": gettext("Чесні заклади з p < 0,05"),
        "honest.p_below_0.20": gettext("Чесні заклади з p < 0,20"),
        "honest.p_distance": gettext("Відстань p чесних закладів від рівномірного"),
        "honest.nights_p_below_0.05": gettext("Чесні ночі з p < 0,05"),
        "fdr_at_q_0.10": gettext("Хибних серед сигналів за q ≤ 0,10"),
        "power_at_q_0.10": gettext("Знайдено закладів, що подали не все, за q ≤ 0,10"),
        "coverage.hiders": gettext("Межі 90 % вміщують справжнє, де подано не все"),
        "coverage.honest": gettext("Межі 90 % вміщують справжнє в чесних закладів"),
        "interval_score.relative": gettext("Ширина меж разом із промахами, відносно справжнього"),
        "total_gap.relative_error": gettext("Похибка загальної розбіжності"),
        "average_precision.probability": gettext("Порядок за ймовірністю (average precision)"),
        "average_precision.peer_z": gettext("Те саме, якби лише порівнювати з середнім подібних"),
        "average_precision.nights": gettext("Порядок ночей (average precision)"),
        "recovered_nights.visits_10_percent": gettext(
            "Знайдено ночівель за обстежень у 10 % закладів, відносно найкращого можливого"
        ),
    }.get(name, name)
