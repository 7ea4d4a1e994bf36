"""Made-up nights and places for `/styles`: shaped like real ones, belonging to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import segno
from flask_babel import gettext as _
from markupsafe import Markup

from occupancy.web import formats
from occupancy.web.charts import declared_band, house, peers, small, strip

FIRST = date(2026, 10, 24)
ROOMS = 24
#: Rooms of thirty nights from FIRST; None where nothing was filed.
DECLARED: tuple[int | None, ...] = (
    17, 12, 9, 9, 11, 12, 16, 18, 11, 9, 8, 10, 12, 18, 21,
    13, 9, 9, 10, 0, 17, 4, 12, None, None, None, 11, 19, 22, 14,
)  # fmt: skip
#: What such a house expects from Monday to Sunday.
EXPECTED = (10.0, 9.5, 10.0, 11.5, 16.0, 17.5, 12.5)
CLOSED = (date(2026, 11, 16), date(2026, 11, 17))
QUESTION, COUNTED, CORRECTED = date(2026, 11, 14), date(2026, 10, 31), date(2026, 11, 8)
OUTAGE = date(2026, 11, 12)
PEERS = (0.44, 0.48, 0.52, 0.54, 0.57, 0.59, 0.6, 0.61, 0.63, 0.66, 0.7, 0.74, 0.79, 0.83)


@dataclass(frozen=True)
class Window:
    """A night of the façade, as ``macros/facade.html`` wants it."""

    date: date
    state: str
    number: int | None = None
    question: bool = False
    url: str | None = "#"


def band_nights() -> list[declared_band.Night]:
    """Return thirty nights with everything that a chart can show."""
    found = []
    for index, rooms in enumerate(DECLARED):
        night = FIRST + timedelta(days=index)
        middle, half = EXPECTED[night.weekday()], 3.6
        if night == OUTAGE:
            middle, half = 4.0, 8.0
        found.append(
            declared_band.Night(
                night=night,
                weekday=formats.weekday(night),
                declared=rooms,
                band80=(max(middle - half, 0), middle + half),
                band95=(max(middle - half * 1.6, 0), middle + half * 1.6),
                likely=middle,
                counted=18 if night == COUNTED else None,
                before=9 if night == CORRECTED else None,
                later=15 if night == QUESTION else None,
                closed=night in CLOSED,
                question=night == QUESTION,
            )
        )
    return found


def windows() -> list[Window]:
    """Return a month with a window of every state."""
    special = {
        5: Window(date(2026, 11, 5), "late", 20),
        8: Window(date(2026, 11, 8), "fixed", 23),
        12: Window(date(2026, 11, 12), "zero", 0),
        14: Window(date(2026, 11, 14), "filed", 7, question=True),
        16: Window(date(2026, 11, 16), "closed"),
        17: Window(date(2026, 11, 17), "closed"),
        18: Window(date(2026, 11, 18), "missing"),
        23: Window(date(2026, 11, 23), "today"),
    }
    month = []
    for number in range(1, 31):
        night = date(2026, 11, number)
        if number in special:
            month.append(special[number])
        elif number > 23:
            month.append(Window(night, "next", url=None))
        else:
            month.append(Window(night, "filed", 12 + number * 5 % 23))
    return month


def _chart(nights: list[declared_band.Night], width: int) -> Markup:
    return declared_band.draw(
        nights,
        ROOMS,
        title=_("Зайняті номери: заявлено й очікувано"),
        desc=_("Ніч на 15 листопада: заявлено 4, очікували від 14 до 21."),
        closed=_("зч"),
        width=width,
    )


def _strips() -> dict[str, Markup]:
    night = strip.Strip(18, declared=0, counted=11, later=9, band80=(9, 14), band95=(7, 16))
    title = _("Заявлено 0, побачено 11, очікувано 9–14 із 18 номерів")
    rooms = _("%(number)s номерів", number=18)
    numbers = strip.Words("0", "9", "11", "9–14", rooms)
    return {"strip": strip.draw(night, numbers, title=title)}


def parts() -> dict[str, Any]:
    """Return every sample that the templates show."""
    nights = band_nights()
    near = nights[15:]
    return {
        "rooms": ROOMS,
        "windows": windows(),
        "chart": _chart(nights, declared_band.WIDE),
        "chart_rows": declared_band.rows(nights),
        "chart_near": _chart(near, declared_band.NARROW),
        "chart_near_rows": declared_band.rows(near),
        **_strips(),
        "peers": peers.draw(
            peers.Peers(PEERS, 0.46, 0.77, 0.17),
            title=_("Подібні заклади: медіана 61 %, цей заклад 17 %"),
            own_label=formats.share(0.17),
        ),
        "house": house.draw(ROOMS, 14, seed="sample", follows="rooms"),
        "houses": [house.draw(n, lit, seed="sample") for n, lit in ((7, 3), (24, 14), (300, 171))],
        "bars": [small.bar(rooms, ROOMS) for rooms in (4, 17, 0)],
        "estimate": small.estimate(4.6, 3.1, 6.3, 8, title=formats.interval(4.6, 3.1, 6.3)),
        "sparkline": small.sparkline([*DECLARED], ROOMS),
        "code": Markup(  # nosec B704 # a constant sample
            segno.make("https://nichlih.example/k/26-1123", error="m").svg_inline(scale=5)
        ),
        "tonight": date(2026, 11, 23),
    }
