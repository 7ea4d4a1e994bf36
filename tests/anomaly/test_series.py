"""Towns made of real nights: people who could be there, weekdays and stays as they were."""

import csv
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anomaly import BadInput, Facilities, Panel
from anomaly.__main__ import main
from anomaly.files.series import read_series
from anomaly.simulate import World, from_series, make
from anomaly.simulate.sources import sources

HOTELS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "real-hotels.csv"


@pytest.fixture(scope="module")
def honest():
    """Houses of a drawn-out town that hide nothing: they stand for real ones."""
    world = World(communities=(8,), nights=500, share=0.0, hard=0.0, level_spread=0.3)
    return make(world, 11).panel


def drawn(seed):
    world = World.draw(np.random.default_rng(seed))
    sizes = tuple(min(size, 10) for size in world.communities[:2])
    return replace(world, communities=sizes, nights=min(world.nights, 150))


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000), st.sampled_from([500, 300, 30]), st.booleans())
def test_what_a_town_of_real_nights_did_and_says_could_be(honest, seed, length, kept):
    unknown = np.full((8, length), np.nan)
    cut = Panel(
        honest.facilities,
        honest.dates[:length],
        honest.rooms_occupied[:, :length] if kept else unknown,
        honest.guests[:, :length],
        honest.arrivals[:, :length] if kept else unknown,
    )
    world = replace(drawn(seed), beds_unknown=0.0, rooms_unknown=0.0)
    made = from_series(cut, seed, world)
    rooms, guests, arrivals = made.true_rooms, made.true_guests, made.true_arrivals
    known = made.panel.facilities
    calm = made.hard != "long_let"
    assert np.all(guests[calm, 1:] - arrivals[calm, 1:] <= guests[calm, :-1])
    assert np.all((arrivals >= 0) & (arrivals <= guests))
    assert np.all((rooms <= guests) & (rooms <= known.rooms[:, None]))
    assert np.all((guests > 0) == (rooms > 0))
    right = made.hard != "wrong_beds"
    assert np.all(guests[right] <= known.beds[right, None])
    filed = ~np.isnan(made.panel.guests)
    plain = filed & (made.kind != "copied")[:, None] & (made.hard != "typing_error")[:, None]
    assert np.all(made.panel.guests[plain] <= guests[plain])
    same = plain & (made.kind == "")[:, None]
    np.testing.assert_array_equal(made.panel.guests[same], guests[same])
    np.testing.assert_array_equal(from_series(cut, seed, world).panel.guests, made.panel.guests)


def test_weekdays_and_stays_remain_as_they_were(honest):
    busy = np.zeros((1, 364)) + 40.0
    busy[:, 4::7] = 90.0  # from a Saturday on, every fifth night is a Wednesday
    panel = Panel(
        Facilities.of(["a"], community=["c"], category=["hotel"], rooms=[60], beds=[120]),
        np.datetime64("2024-06-01") + np.arange(364),
        busy / 2,
        busy,
        busy / 2,
    )
    world = World(communities=(20,), nights=140, share=0.0, hard=0.0, blend=0.0, level_spread=0.0)
    made = from_series(panel, 1, replace(world, start="2026-01-05"))
    total = made.true_guests.sum(axis=0).reshape(20, 7).mean(axis=0)
    assert np.argmax(total) == 2
    assert total[2] > 1.7 * total[0]
    stay = honest.guests.sum(axis=1) / honest.arrivals.sum(axis=1)
    again = from_series(honest, 2, world)
    means = again.true_guests.sum(axis=1) / again.true_arrivals.sum(axis=1)
    assert 0.75 * stay.min() < np.median(means) < 1.25 * stay.max()


def test_more_blend_makes_houses_differ_more(honest):
    world = World(communities=(30,), nights=200, share=0.0, hard=0.0, drift=0.8)
    spread = {}
    for blend in (0.0, 1.0):
        guests = from_series(honest, 3, replace(world, blend=blend)).true_guests
        weeks = np.log1p(guests[:, :196].reshape(30, 28, 7).sum(axis=2))
        spread[blend] = np.median(weeks.std(axis=1))
    assert spread[1.0] > 1.3 * spread[0.0]


def test_houses_no_source_can_fill_are_made_smaller(honest):
    world = World(communities=(30,), nights=60, size=40.0, share=0.0)
    made = from_series(honest, 4, world)
    full = made.true_guests.mean(axis=1) / made.panel.facilities.beds
    assert np.median(full) > 0.1
    assert made.panel.facilities.rooms.max() < 2000


def test_gaps_of_a_series_take_the_same_weekday():
    guests = np.tile(np.arange(1.0, 8.0), 6)[None]
    holes = guests.copy()
    holes[0, [0, 1, 20, 39]] = np.nan
    panel = Panel(
        Facilities.of(["a"]),
        np.datetime64("2026-01-01") + np.arange(42),
        np.full((1, 42), np.nan),
        holes,
        np.full((1, 42), np.nan),
    )
    (one,) = sources(panel)
    np.testing.assert_array_equal(one.guests, guests[0, 2:])
    np.testing.assert_array_equal(one.arrivals, one.guests)
    assert one.start == np.datetime64("2026-01-03")


def test_series_too_short_or_empty_are_refused(honest):
    short = Panel(
        honest.facilities,
        honest.dates[:20],
        honest.rooms_occupied[:, :20],
        honest.guests[:, :20],
        honest.arrivals[:, :20],
    )
    for panel in (short, replace(honest, guests=np.zeros_like(honest.guests))):
        with pytest.raises(BadInput) as refused:
            from_series(panel, 1, World())
        assert refused.value.code == "series.none"
        assert refused.value.facts["mend"]


@pytest.fixture(scope="module")
def hotels():
    if not HOTELS.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{HOTELS.name} is missing beside the repository")
        pytest.skip(f"{HOTELS.name} does not lie in ../shared/data")
    return read_series(HOTELS)


def test_real_hotels_make_towns_as_lively_as_they_are(hotels):
    real = np.log1p(hotels.guests[:, 30:])
    made = from_series(hotels, 5, World(communities=(40,), nights=365, blend=0.0, size=4.0))
    big = made.true_guests[made.true_guests.mean(axis=1) > 60]
    assert len(big) >= 5
    logs = np.log1p(big)
    follow = np.median([np.corrcoef(row[1:], row[:-1])[0, 1] for row in logs])
    assert follow > 0.8  # 0.91 and 0.93 in the two hotels
    steps = np.median(np.diff(logs).std(axis=1))
    assert 0.8 < steps / np.diff(real).std(axis=1).mean() < 1.6


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


PARTS = "facility_id,date,rooms_occupied,guests_domestic,guests_inbound,exempt_MINOR,arrivals\n"


def split_nights(path, head=PARTS):
    """Forty nights of one hotel with its guests in parts."""
    days = np.datetime64("2026-01-01") + np.arange(40)
    lines = [f"h1,{day},{10 + at % 7},{12 + at % 7},5,2,6\n" for at, day in enumerate(days)]
    path.write_text(head + "".join(lines), encoding="utf-8")
    return path


def test_guests_in_parts_are_added(tmp_path):
    panel = read_series(split_nights(tmp_path / "f.csv"))
    np.testing.assert_array_equal(panel.guests[0, :3], [19, 20, 21])
    (tmp_path / "few.csv").write_text(
        "facility_id,date,guests_domestic\nh1,2026-01-01,4\n", encoding="utf-8"
    )
    few = read_series(tmp_path / "few.csv")
    assert few.guests[0, 0] == 4
    assert np.isnan(few.arrivals).all()


def test_the_command_makes_a_town_of_a_file(tmp_path):
    series = split_nights(tmp_path / "f.csv")
    known = "facility_id,community,category,stars,rooms,beds,lat,lon,opened,closed\n"
    (tmp_path / "k.csv").write_text(known + "h1,c,hotel,,20,40,,,,\n", encoding="utf-8")
    (tmp_path / "p.json").write_text('{"communities": [5, 7], "checks": 1.0, "water": 1.0}')
    order = ["simulate", "--from", series, "--from-facilities", tmp_path / "k.csv", "--params"]
    order += [tmp_path / "p.json", "--seed", 3, "--nights", 90, "--out", tmp_path / "out"]
    assert main([str(one) for one in order]) == 0
    out = tmp_path / "out"
    assert len(rows_of(out / "facilities.csv")) == 13
    assert len(rows_of(out / "truth_nights.csv")) == len(rows_of(out / "filings.csv"))
    assert rows_of(out / "evidence.csv")[1][4] == "water_m3"
    assert len(rows_of(out / "checks.csv")) > 5
    assert main([*(str(one) for one in order[:-1]), str(tmp_path / "two")]) == 0
    assert (tmp_path / "two" / "checks.csv").read_bytes() == (out / "checks.csv").read_bytes()
    given = ["scan", *(f"--{n}={out / n}.csv" for n in ("facilities", "filings", "evidence"))]
    assert main([*given, f"--checks={out / 'checks.csv'}", f"--out={tmp_path / 'scan'}"]) == 0


def test_what_a_town_has_not_is_not_left_from_another(tmp_path):
    (tmp_path / "p.json").write_text('{"communities": [9], "checks": 1.0, "water": 1.0}')
    asked = ["simulate", "--out", str(tmp_path), "--end", "2026-03-01"]
    assert main([*asked, "--params", str(tmp_path / "p.json")]) == 0
    assert (tmp_path / "evidence.csv").exists()
    assert main([*asked, "--nights", "30", "--communities", "2", "--country", ""]) == 0
    assert not (tmp_path / "evidence.csv").exists()
    assert not (tmp_path / "checks.csv").exists()
    assert rows_of(tmp_path / "truth_nights.csv")[-1][1] == "2026-02-28"


def test_a_drawn_town_can_be_made_again_from_its_parameters(tmp_path):
    few = ["--facilities", "12", "--nights", "30", "--seed", "6"]
    assert main(["simulate", "--drawn", *few, "--out", str(tmp_path / "a")]) == 0
    again = ["--params", str(tmp_path / "a" / "world.json"), "--seed", "6"]
    assert main(["simulate", *again, "--out", str(tmp_path / "b")]) == 0
    for name in ("filings.csv", "facilities.csv", "truth_facilities.csv", "world.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--share", "2"], "field='share'"),
        (["--end", "soon"], "field='end'"),
        (["--kinds", "magic"], "field='mix.magic'"),
        (["--nights", "0"], "nights is 0"),
        (["--seed", "-1"], "seed is -1"),
        (["--drawn", "--params", "p.json"], "simulate.params_and_drawn"),
        (["--from-facilities", "k.csv"], "simulate.from_missing"),
        (["--from", "none.csv"], "file.not_found"),
        (["--params", "none.json"], "file.not_found"),
    ],
)
def test_impossible_orders_end_with_two(tmp_path, capsys, asked, told):
    assert main(["simulate", *asked, "--out", str(tmp_path / "out")]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (PARTS.replace("guests_domestic", "people").replace("guests_inbound", "x"), "file.columns"),
        (PARTS.replace("rooms_occupied", "guests"), None),
        (PARTS.replace("date", "day"), "file.columns"),
    ],
)
def test_series_need_guests_and_dates(tmp_path, capsys, head, code):
    path = split_nights(tmp_path / "f.csv", head)
    out = ["--out", str(tmp_path / "out"), "--facilities", "5", "--nights", "30"]
    assert main(["simulate", "--from", str(path), *out]) == (2 if code else 0)
    assert (code or "") in capsys.readouterr().err
