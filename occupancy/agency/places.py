"""Where the open signals are: a symbol for each community, and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from flask import current_app, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from markupsafe import Markup

from occupancy.agency import listing, outline, reach
from occupancy.agency.blueprint import bp
from occupancy.agency.outline import Plane
from occupancy.errors import NotYours
from occupancy.registry.queries import CommunityRow
from occupancy.scans import queries as scans
from occupancy.scans import rules
from occupancy.scans.queries import FlagRow
from occupancy.settings import Settings
from occupancy.web.charts.svg import element, picture, text
from occupancy.web.db import db
from occupancy.web.guards import everyone, only

WIDTH, MARGIN = 560, 26
#: Radius of the largest symbol; areas are proportional to expected guest-nights.
LARGEST = 24
#: Communities whose names stand in the picture.
NAMED = 6


@dataclass(frozen=True)
class Place:
    """The open signals of one community, taken together."""

    community: CommunityRow
    count: int
    estimate: rules.Estimate


@bp.get("/map")
@only(*reach.READERS)
def places() -> ResponseReturnValue:
    """Show where open signals are; outlines only where a file of them is configured."""
    communities = reach.community_choices(db.session)
    found = _places(scans.open_flags(db.session, reach.communities()), communities)
    lines = _outlines()
    return render_template(
        "agency/places.html",
        places=found,
        picture=_picture(found, communities, lines) if communities else Markup(),
        outlined=bool(lines),
        words=listing,
    )


@bp.get("/boundaries.geojson")
@everyone
def boundaries() -> ResponseReturnValue:
    """Give the outlines that maps here are drawn from, with the notice inside (ODbL 1.0, 4.6)."""
    path = _file()
    if path is None:
        raise NotYours()
    return send_file(path, mimetype="application/geo+json", as_attachment=True)


def _places(flags: Sequence[FlagRow], communities: Sequence[CommunityRow]) -> list[Place]:
    found = []
    for community in communities:
        mine = [flag.seen for flag in flags if flag.community == community.katottg]
        if mine:
            together = rules.together(
                [(seen.gap_nights or 0, seen.gap_low or 0, seen.gap_high or 0) for seen in mine]
            )
            found.append(Place(community, len(mine), together))
    return sorted(found, key=lambda place: (-place.estimate.value, place.community.katottg))


def _file() -> Path | None:
    settings: Settings = current_app.extensions["settings"]
    path = settings.boundaries
    return path if path and path.is_file() else None


def _outlines() -> tuple[tuple[outline.Point, ...], ...]:
    """Return the rings to draw; a file that cannot be read leaves the map without outlines."""
    path = _file()
    if path is None:
        return ()
    try:
        return outline.rings(path, path.stat().st_mtime)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        current_app.logger.warning("the outline file cannot be read as GeoJSON: %s", path.name)
        return ()


def _picture(
    found: Sequence[Place],
    communities: Sequence[CommunityRow],
    lines: Sequence[Sequence[outline.Point]],
) -> Markup:
    """Draw every community as a dot and those with signals as symbols, the largest below."""
    points = [point for ring in lines for point in ring]
    points = points or [(each.lon, each.lat) for each in communities]
    plane = outline.plane_of(points, WIDTH, MARGIN)
    top = max((place.estimate.value for place in found), default=1.0) or 1.0
    parts = [element("path", class_="c-land", d=outline.drawn(lines, plane))] if lines else []
    for each in communities:
        x, y = plane.at(each.lon, each.lat)
        parts.append(element("circle", class_="c-centre", cx=x, cy=y, r=1.5))
    parts += [_symbol(place, plane, top) for place in found]
    parts += [_name(place, plane, top) for place in found[:NAMED]]
    finding = ", ".join(
        f"{_called(place.community)} {listing.guest_nights(place.estimate.value)}"
        for place in found[:NAMED]
    )
    return picture(
        (WIDTH, plane.height),
        parts,
        title=gettext("Очікувана розбіжність відкритих сигналів за громадами"),
        desc=finding,
        class_="n-chart n-map",
    )


def _radius(place: Place, top: float) -> float:
    return max(LARGEST * sqrt(place.estimate.value / top), 3.0)


def _symbol(place: Place, plane: Plane, top: float) -> str:
    x, y = plane.at(place.community.lon, place.community.lat)
    return element("circle", class_="c-symbol", cx=x, cy=y, r=_radius(place, top))


def _name(place: Place, plane: Plane, top: float) -> str:
    x, y = plane.at(place.community.lon, place.community.lat)
    words = f"{_called(place.community)} {listing.guest_nights(place.estimate.value)}"
    left = x > WIDTH * 0.7
    beside = _radius(place, top) + 4
    return text(
        words,
        x - beside if left else x + beside,
        y + 4,
        class_="t-counted",
        text_anchor="end" if left else None,
    )


def _called(community: CommunityRow) -> str:
    locale = get_locale()
    return community.name_en if locale and locale.language == "en" else community.name_uk
