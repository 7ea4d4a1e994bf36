"""The detector's measured figures, as pages read them."""

import json

from occupancy.scans.queries import Measured, calibration


def test_figures_are_read_from_the_file_that_measuring_writes(tmp_path):
    file = tmp_path / "calibration.json"
    assert calibration(file) == ()
    figure = {"name": "coverage.hiders", "nominal": 0.9, "measured": 0.87}
    file.write_text(json.dumps([figure]), encoding="utf-8")
    assert calibration(file) == (Measured("coverage.hiders", 0.9, 0.87),)
