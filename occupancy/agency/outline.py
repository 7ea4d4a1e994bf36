"""Outlines of communities from a configured GeoJSON file, laid flat for a picture."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from pathlib import Path
from typing import Any

from occupancy.web.charts.svg import coordinate

Point = tuple[float, float]


@dataclass(frozen=True)
class Plane:
    """An equal-rectangular projection (longitude times the cosine of the middle latitude).

    ``west``, ``north`` in degrees; ``scale`` in user units per degree of latitude.
    """

    west: float
    north: float
    squeeze: float
    scale: float
    width: float
    height: float

    def at(self, lon: float, lat: float) -> Point:
        """Return where a point lies in the picture."""
        x = (lon - self.west) * self.squeeze * self.scale
        return x, (self.north - lat) * self.scale


def plane_of(points: Sequence[Point], width: float, margin: float) -> Plane:
    """Return the plane on which all (lon, lat) ``points`` fit, with a margin in user units."""
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    squeeze = cos(radians((min(lats) + max(lats)) / 2))
    span = max((max(lons) - min(lons)) * squeeze, 1e-6)
    scale = (width - 2 * margin) / span
    return Plane(
        west=min(lons) - margin / scale / squeeze,
        north=max(lats) + margin / scale,
        squeeze=squeeze,
        scale=scale,
        width=width,
        height=(max(lats) - min(lats)) * scale + 2 * margin,
    )


@lru_cache(maxsize=2)
def rings(path: Path, changed: float) -> tuple[tuple[Point, ...], ...]:
    """Return every ring of the file as (lon, lat) points; ``changed`` is the file's time of change.

    Raises ``OSError`` or ``ValueError`` for a file that is no GeoJSON of polygons.
    """
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return tuple(
        tuple((float(point[0]), float(point[1])) for point in ring)
        for feature in features
        for ring in _rings_of(feature["geometry"])
    )


def _rings_of(geometry: dict[str, Any]) -> Iterator[Any]:
    if geometry["type"] == "Polygon":
        yield from geometry["coordinates"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["coordinates"]:
            yield from polygon
    else:
        raise ValueError(f"a {geometry['type']} is no outline")


def drawn(lines: Sequence[Sequence[Point]], plane: Plane) -> str:
    """Return rings as one path; points that fall on the one before are left out."""
    shape = []
    for ring in lines:
        points: list[str] = []
        for lon, lat in ring:
            x, y = plane.at(lon, lat)
            point = f"{coordinate(x)} {coordinate(y)}"
            if not points or points[-1] != point:
                points.append(point)
        shape.append("M" + "L".join(points) + "Z")
    return "".join(shape)
