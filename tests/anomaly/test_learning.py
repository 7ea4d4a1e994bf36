"""What the judge knows can be learned again, gives the same, and is what a scan then uses."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from anomaly import kept, scan
from anomaly.__main__ import main
from anomaly.files.series import read_series
from anomaly.learn import houses, lessons, worlds
from anomaly.model import FORESTS, LEVELS, model, opinion
from anomaly.params import ScanParams
from anomaly.progress import silent
from anomaly.reasons import HONEST, KINDS
from anomaly.simulate import World, make


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """What is learned goes to a folder of its own, from few towns, and is forgotten afterwards."""
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    monkeypatch.setattr(worlds, "MOST_HOUSES", 60)
    few = {"FIRST": 3, "TOWNS": 8, "APART": 1, "TOGETHER": 5}
    few |= {"HONEST": 3, "SINGLE": 1, "NIGHTS": 1, "TOTALS": 2}
    for name, count in few.items():
        monkeypatch.setattr(lessons, name, getattr(lessons, name)[:count])
    kept.read.cache_clear()
    model.cache_clear()
    yield tmp_path
    kept.read.cache_clear()
    model.cache_clear()


@pytest.fixture
def real_nights(tmp_path) -> Path:
    """Honest nights of two houses, as ``--series`` reads them."""
    panel = make(World(communities=(2,), nights=200, share=0.0, hard=0.0, level=0.5), 8).panel
    lines = ["facility_id,date,rooms_occupied,guests,arrivals"]
    for at, name in enumerate(panel.facilities.facility_id):
        sheets = (panel.rooms_occupied[at], panel.guests[at], panel.arrivals[at])
        for day, *numbers in zip(panel.dates, *sheets, strict=True):
            lines.append(",".join([name, str(day), *(f"{number:.0f}" for number in numbers)]))
    file = tmp_path / "nights.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_everything_is_learned_again_measured_and_used(elsewhere, real_nights, capsys):
    command = ["calibrate", "--learn", "--save", "--towns", "1", "--series", str(real_nights)]
    assert main(command) == 0
    assert "real.honest.p_below_0.05" in capsys.readouterr().out
    saved = json.loads((elsewhere / "calibration.json").read_text(encoding="ascii"))
    assert {row["name"] for row in saved} >= {"coverage.hiders", "real.coverage.hiders"}
    for name in FORESTS:
        assert b"tree" in gzip.decompress((elsewhere / f"{name}.txt.gz").read_bytes())
    told = json.loads((elsewhere / "model.json").read_text(encoding="ascii"))
    assert lessons.PRICES[0] <= told["price"] <= lessons.PRICES[-1]
    assert 0.0 < told["scale"] < 4.0
    assert 0.0 < told["together"] < 1.0
    null = json.loads((elsewhere / "null.json").read_text(encoding="ascii"))
    curves = (*null["log_odds"], *null["after"], null["nights"])
    assert all(np.all(np.diff(curve) >= 0) for curve in curves)
    town = make(World(communities=(20,), nights=90), 3)
    rows = scan(town.panel).facilities
    assert len(rows) == 20
    assert np.all((rows.p_value > 0) & (rows.p_value <= 1))


def test_the_same_towns_teach_the_same(elsewhere: Path):
    seeds = range(1, 3)
    first, again = (lessons.towns(worlds.mixed, seeds, {}, silent, None) for _ in range(2))
    assert first.figures.keys() == again.figures.keys()
    for name, values in first.figures.items():
        np.testing.assert_array_equal(values, again.figures[name])


def test_every_fourth_town_is_made_of_real_nights(real_nights):
    real = read_series(real_nights)
    made, drawn = worlds.mixed(4, real), worlds.mixed(4, None)
    assert made.panel.guests.shape == drawn.panel.guests.shape
    assert np.any(made.true_guests != drawn.true_guests)
    other, same = worlds.honest(5, real), worlds.honest(5, None)
    np.testing.assert_array_equal(other.true_guests, same.true_guests)
    assert not np.any(other.kind != "")


def test_in_two_of_three_towns_a_community_hides_as_one():
    struck = [np.unique(worlds.colluding(seed, None).kind) for seed in (20_002, 20_003, 20_005)]
    calm = worlds.colluding(20_001, None)
    assert all("community" in kinds for kinds in struck)
    assert "community" not in calm.kind
    assert len(np.unique(calm.panel.facilities.community)) >= 3


def test_houses_can_be_shown_without_peers():
    seen = houses.described(make(World(communities=(9,), nights=90), 2), {}, ScanParams(), alone=4)
    assert seen is not None
    assert len(seen.hides) == 4
    assert np.all(seen.figures["houses"] == 0.0), "the logarithm of one"


def test_who_hides_next_to_nothing_is_not_learned_as_hiding():
    town = make(World(communities=(40,), nights=120, share=0.5), 5)
    seen = houses.described(town, {}, ScanParams())
    assert seen is not None
    assert 0.2 < seen.hides.mean() < 0.55
    assert np.all(seen.share[~seen.hides] < 0.02)
    assert set(seen.trouble) <= set(range(len(HONEST) + 1))


def test_a_town_without_enough_nights_teaches_nothing():
    assert houses.described(make(World(communities=(9,), nights=14), 1), {}, ScanParams()) is None


def test_opinions_are_chances_that_sum_to_one():
    known = model()
    blank = np.full((3, len(known.names)), np.nan)
    said = opinion(blank)
    assert said.kinds.shape == (3, len(KINDS))
    assert said.troubles.shape == (3, len(HONEST) + 1)
    for chances in (said.kinds, said.troubles):
        np.testing.assert_allclose(chances.sum(axis=1), 1.0)


def test_sizes_are_shares_of_the_places_that_rise_with_their_level():
    known = model()
    sizes = opinion(np.full((3, len(known.names)), np.nan)).sizes
    assert sizes.shape == (3, len(LEVELS))
    assert np.all((sizes >= 0) & (sizes <= 1))
    assert np.all(np.diff(sizes, axis=1) >= 0)
    assert np.all(np.diff(known.errors) >= 0)
    assert known.errors[0] < 0 < known.errors[-1]


def test_sizes_learned_are_right_about_houses_not_seen():
    towns = [worlds.mixed(seed, None) for seed in range(30_001, 30_005)]
    parts = [houses.described(town, model().usual, ScanParams()) for town in towns]
    seen = houses.joined([part for part in parts if part is not None])
    hidden = seen.hides & (seen.kind != KINDS.index("EXEMPT_SHARE_HIGH"))
    sizes = opinion(seen.table(model().names)).sizes[hidden]
    share = seen.share[hidden]
    assert hidden.sum() > 40
    middle = sizes[:, len(LEVELS) // 2]
    assert 0.3 < np.mean(share < middle) < 0.7
    assert 0.7 < np.mean((sizes[:, 2] <= share) & (share <= sizes[:, -3])) <= 1.0
    by_chance = np.abs(np.log(share / np.median(share))).mean()
    assert np.abs(np.log(share / middle)).mean() < 0.75 * by_chance
