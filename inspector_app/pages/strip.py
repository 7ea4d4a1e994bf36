"""Declared, seen and plausible guests side by side, once both counts stand."""

from __future__ import annotations

from flask_babel import gettext, ngettext
from markupsafe import Markup

from inspector_app.pages.reach import Scene
from occupancy.web import formats
from occupancy.web.charts import strip


def drawn(scene: Scene) -> Markup | None:
    """Return the picture of a counted visit, or None before that."""
    visit, seal = scene.visit, scene.visit.seal
    if seal is None or visit.guests_seen is None or not visit.counted:
        return None
    places = (seal.places or 0) + (seal.extra_places or 0)
    later = scene.later[-1].guests if scene.later else None
    expected = scene.expected
    picture = strip.Strip(
        capacity=places,
        declared=seal.guests,
        counted=visit.guests_seen,
        later=later,
        band80=(expected.low80, expected.high80) if expected else None,
        band95=(expected.low95, expected.high95) if expected else None,
    )
    range80 = formats.span(expected.low80, expected.high80) if expected else ""
    words = strip.Words(
        declared=str(seal.guests) if seal.guests is not None else "",
        later=str(later) if later is not None else "",
        counted=str(visit.guests_seen),
        expected=range80,
        capacity=ngettext("%(num)s місце", "%(num)s місць", places) if places else "",
    )
    return strip.draw(
        picture, words, title=gettext("Гості цієї ночі"), desc=_finding(scene, range80)
    )


def legend(scene: Scene) -> list[str]:
    """Return the marks that the picture holds, in the order of drawing."""
    seal = scene.visit.seal
    keys = ["declared"] if seal and seal.filed else []
    if scene.later:
        keys.append("later")
    keys.append("counted")
    if scene.expected:
        keys += ["b80", "b95"]
    return keys


def _finding(scene: Scene, range80: str) -> str:
    seal = scene.visit.seal
    parts = [
        gettext("заявлено %(number)s", number=seal.guests)
        if seal and seal.filed
        else gettext("нічого не подано"),
        gettext("побачено %(number)s", number=scene.visit.guests_seen),
    ]
    if scene.later:
        parts.append(gettext("подано пізніше %(number)s", number=scene.later[-1].guests))
    if range80:
        parts.append(gettext("очікувано %(range)s", range=range80))
    return ", ".join(parts)
