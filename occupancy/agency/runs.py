"""Runs of the detector: what was asked, with which parameters and code, and what followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from occupancy import clock
from occupancy.agency import reach
from occupancy.agency.blueprint import bp
from occupancy.errors import NotYours
from occupancy.scans import queries as scans
from occupancy.web import formats
from occupancy.web.db import db
from occupancy.web.guards import only


@dataclass(frozen=True)
class Param:
    """One parameter of a run: its code, what it sets in words, its value."""

    name: str
    words: str
    value: str


@bp.get("/runs")
@only(*reach.READERS)
def runs() -> ResponseReturnValue:
    """Show the newest runs, and how far one under way is."""
    return render_template(
        "agency/runs.html",
        runs=scans.runs(db.session),
        under_way=scans.progress(db.session, clock.now()),
    )


@bp.get("/runs/<int(max=2147483647):run_id>")
@only(*reach.READERS)
def run(run_id: int) -> ResponseReturnValue:
    """Show everything that is needed to ask the same question again."""
    found = scans.run(db.session, run_id)
    if found is None:
        raise NotYours()
    return render_template("agency/run.html", run=found, params=_params(found.params))


def _params(kept: Mapping[str, Any]) -> list[Param]:
    """Return the parameters by their names; one without words yet names itself only."""
    words = _words()
    return [
        Param(f"{part}.{name}", words.get(f"{part}.{name}", "—"), _written(value))
        for part, values in sorted(kept.items())
        for name, value in sorted(values.items())
    ]


def _written(value: object) -> str:
    return formats.number(value) if isinstance(value, int | float) else str(value)


def _words() -> dict[str, str]:
    return {
        "detector.base_rate": gettext("Частка закладів, що подають не все, до першого погляду"),
        "detector.base_rate_weight": gettext("Скільки обстежень за жеребом важить ця частка"),
        "detector.country": gettext("Країна, чиї свята враховано"),
        "detector.fdr": gettext("Яка частка виділених ночей може бути помилкою"),
        "detector.interval": gettext("Частка випадків, у яких межі мають уміщати справжнє"),
        "detector.max_reasons": gettext("Найбільше причин на заклад"),
        "detector.min_nights": gettext("Найменше поданих ночей, щоб порівнювати"),
        "detector.min_peers": gettext("Найменше закладів у групі подібних"),
        "detector.top_nights": gettext("Найбільше ночей, названих за причиною"),
        "flags.again_bands": gettext("Минулих ночей, які переглядає кожен наступний прогін"),
        "flags.first_bands": gettext("Ночей, смугу яких зберігає перший прогін"),
        "flags.least_hidden": gettext("Найменша розбіжність, щоб відкрити сигнал, ночівель"),
        "flags.least_kept": gettext("Найменша розбіжність, щоб лишити сигнал відкритим, ночівель"),
        "flags.louder": gettext("У скільки разів має зрости закрите, щоб питати знову раніше"),
        "flags.q_keep": gettext("Найбільше q, щоб лишити сигнал відкритим"),
        "flags.q_open": gettext("Найбільше q, щоб відкрити сигнал"),
        "flags.quiet_nights": gettext("Ночей спокою після закритого людиною сигналу"),
        "flags.window": gettext("Ночей, на які прогін дивиться назад"),
        "libraries.holidays": gettext("Версія бібліотеки свят"),
        "libraries.numpy": gettext("Версія бібліотеки чисел"),
        "libraries.scipy": gettext("Версія бібліотеки розподілів"),
    }
