"""The map: symbols by community, the table, and outlines only where they are configured."""

import json
from dataclasses import replace

import pytest
from flask import Flask

from occupancy.agency import outline
from occupancy.settings import Settings
from tests.scans.region import LVIV

#: Two invented quarters of a square and an island with a hole, none of them a real place.
SHAPES = {
    "type": "FeatureCollection",
    "license": "made up",
    "features": [
        {
            "type": "Feature",
            "properties": {"katottg": LVIV},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[23, 49], [25, 49], [25, 50], [23, 50], [23, 49]]],
            },
        },
        {
            "type": "Feature",
            "properties": {"katottg": "UA46100210000027970"},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[[[23, 48], [24, 48], [24, 49], [23, 48]]]],
            },
        },
    ],
}


@pytest.fixture
def outlined(room: Flask, tmp_path):
    """Configure an outline file as an administrator would."""
    path = tmp_path / "outlines.geojson"
    path.write_text(json.dumps(SHAPES), encoding="utf-8")
    settings: Settings = room.extensions["settings"]
    room.extensions["settings"] = replace(settings, boundaries=path)
    return path


def test_each_community_with_signals_has_a_symbol_and_a_line(visitor, region):
    page = visitor("agency").get("/agency/map").text
    assert page.count('class="c-symbol"') == 2
    assert f'href="/agency/?community={LVIV}"' in page
    assert "меж не налаштовано" in page
    assert "OpenStreetMap" not in page, "no credit without boundaries"
    assert visitor("officer").get("/agency/map").text.count('class="c-symbol"') == 1


def test_outlines_come_with_their_credit_and_their_data(visitor, outlined, room):
    page = visitor("agency").get("/agency/map").text
    assert 'class="c-land"' in page
    assert "https://www.openstreetmap.org/copyright" in page
    assert "https://opendatacommons.org/licenses/odbl/1-0/" in page
    with room.test_client().get("/agency/boundaries.geojson") as given:
        assert given.status_code == 200, "whoever sees the map may have the data unsigned"
        assert json.loads(given.data)["license"] == "made up"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"features": [{"geometry": {"type": "Point", "coordinates": []}}]}']
)
def test_a_broken_file_leaves_the_map_without_outlines(visitor, outlined, text):
    outlined.write_text(text, encoding="utf-8")
    answer = visitor("agency").get("/agency/map")
    assert answer.status_code == 200
    assert 'class="c-land"' not in answer.text


def test_without_a_configured_file_there_is_none_to_give(room, region):
    assert room.test_client().get("/agency/boundaries.geojson").status_code == 404


def test_the_plane_keeps_every_point_inside_and_north_above():
    points = [(23.0, 48.7), (25.3, 50.6), (24.0, 49.8)]
    plane = outline.plane_of(points, 560, 20)
    for lon, lat in points:
        x, y = plane.at(lon, lat)
        assert 20 - 1e-6 <= x <= 540 + 1e-6
        assert 20 - 1e-6 <= y <= plane.height - 20 + 1e-6
    assert plane.at(24, 50)[1] < plane.at(24, 49)[1]


def test_points_that_fall_together_are_drawn_once():
    plane = outline.plane_of([(23, 49), (25, 50)], 560, 20)
    assert outline.drawn([[(23, 49), (23.00001, 49), (25, 50)]], plane).count("L") == 1
