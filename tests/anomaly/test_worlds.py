"""Drawn towns: every parameter inside its range, books that could be, hiding as it is told."""

import json
from dataclasses import asdict, fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anomaly import BadInput
from anomaly.files.worlds import read_world, write_world
from anomaly.simulate import KINDS, TROUBLES, World, make
from anomaly.simulate.world import COVERAGE

SMALL = World(communities=(14, 6), nights=120)


def drawn(seed):
    """A drawn world, small enough for a test."""
    world = World.draw(np.random.default_rng(seed))
    sizes = tuple(min(size, 12) for size in world.communities[:3])
    return replace(world, communities=sizes, nights=min(world.nights, 150))


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_what_a_drawn_town_did_and_says_could_be(seed):
    world = drawn(seed)
    made = make(world, seed)
    rooms, guests, arrivals = made.true_rooms, made.true_guests, made.true_arrivals
    calm = made.hard != "long_let"
    assert np.all(guests[calm, 1:] - arrivals[calm, 1:] <= guests[calm, :-1])
    assert np.all((arrivals >= 0) & (arrivals <= guests))
    assert np.all(rooms <= guests)
    again = make(replace(world, beds_unknown=0.0, rooms_unknown=0.0), seed)
    right = again.hard != "wrong_beds"
    known = again.panel.facilities
    assert np.all(guests[right] <= known.beds[right, None])
    assert np.all(rooms <= known.rooms[:, None])
    if world.nightly:
        np.testing.assert_array_equal(arrivals[calm], guests[calm])
    declared = made.panel.guests
    filed = ~np.isnan(declared)
    plain = (
        filed & ~np.isin(made.kind, ["copied"])[:, None] & (made.hard != "typing_error")[:, None]
    )
    assert np.all(declared[plain] <= guests[plain])
    honest = plain & (made.kind == "")[:, None]
    np.testing.assert_array_equal(declared[honest], guests[honest])
    assert made.panel.exempt is not None
    assert np.all(made.panel.exempt[filed] <= declared[filed])
    assert world.rooms_kept != np.isnan(made.panel.rooms_occupied[filed]).all()
    assert world.arrivals_kept != np.isnan(made.panel.arrivals[filed]).all()
    np.testing.assert_array_equal(make(world, seed).panel.guests, declared)


def test_every_kind_and_every_trouble_occurs_in_drawn_towns():
    kinds, troubles = set(), set()
    for seed in range(80):
        made = make(drawn(seed), seed)
        kinds |= set(made.kind)
        troubles |= set(made.hard)
    assert kinds == {"", *KINDS}
    assert troubles == {"", *TROUBLES}


def test_drawn_worlds_differ_widely():
    worlds = [World.draw(np.random.default_rng(seed)) for seed in range(200)]
    assert {world.nightly for world in worlds} == {True, False}
    assert min(world.nights for world in worlds) < 90
    assert max(world.nights for world in worlds) > 700
    assert sum(world.share == 0 for world in worlds) > 5
    assert max(max(world.communities) for world in worlds) > 150
    assert sum(min(world.communities) <= 6 for world in worlds) > 20
    for name in ("water", "ota", "checks", "shifts", "raids", "closings"):
        have = np.mean([getattr(world, name) > 0 for world in worlds])
        assert 0.2 < have < 0.9, name


def test_worlds_know_nothing_little_or_nearly_all_from_outside():
    worlds = [World.draw(np.random.default_rng(seed)) for seed in range(200)]
    most = np.array([max(getattr(world, name) for name in COVERAGE) for world in worlds])
    assert np.mean(most == 0) == pytest.approx(0.4, abs=0.1)
    assert np.mean((most > 0) & (most <= 0.3)) == pytest.approx(0.3, abs=0.1)
    assert np.mean(most >= 0.7) == pytest.approx(0.3, abs=0.1)


def test_sloppy_houses_miscount_arrivals_and_nothing_else():
    plain = make(replace(SMALL, share=0.0, hard=0.0), 7)
    made = make(replace(SMALL, share=0.0, hard=0.0, sloppy=1.0), 7)
    np.testing.assert_array_equal(made.panel.guests, plain.panel.guests)
    np.testing.assert_array_equal(plain.panel.arrivals, plain.true_arrivals)
    wrong = made.panel.arrivals != made.true_arrivals
    assert 0.05 < wrong.mean() < 0.5
    assert np.all(made.panel.arrivals <= made.true_arrivals)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "exempt"])
def test_where_everybody_leaves_in_the_morning_claims_say_so(kind):
    world = replace(SMALL, nightly=True, share=0.5, mix={kind: 1.0}, hard=0.0, careful=0.0)
    made = make(world, 8)
    assert made.hidden.sum() > 0
    np.testing.assert_array_equal(made.panel.arrivals, made.panel.guests)


def test_houses_that_close_do_so_in_the_same_months_of_every_year():
    world = replace(SMALL, nights=730, start="2024-01-01", closings=1.0, share=0.0, hard=0.0)
    made = make(world, 6)
    filled = np.where(np.isnan(made.panel.guests), 0.0, made.panel.guests)
    shut = filled.reshape(20, 2, 365)[:, :, 150:250]
    assert np.mean(shut > 0) > 0.8
    idle = filled == 0
    runs = idle[:, :365] & idle[:, 365:]
    assert np.all(runs.sum(axis=1) > 15)
    assert np.median(runs.sum(axis=1)) > 45
    assert np.isnan(made.panel.guests).any(axis=1).sum() in range(4, 17)


def test_strength_is_the_share_hidden():
    world = replace(SMALL, share=1.0, mix={"share": 1.0}, weakest=0.3, strongest=0.3, hard=0.0)
    made = make(world, 1)
    assert made.hidden.sum() / made.true_guests.sum() == pytest.approx(0.3, abs=0.03)


def test_a_community_that_agreed_hides_one_share():
    made = make(replace(SMALL, share=0.3, mix={"community": 1.0}, hard=0.0), 2)
    struck = made.kind == "community"
    assert struck.sum() == 6
    shares = made.hidden[struck].sum(axis=1) / made.true_guests[struck].sum(axis=1)
    assert shares.max() - shares.min() < 0.15


def test_readings_follow_the_truth_not_the_claim():
    full = {"water": 1.0, "electricity": 1.0, "ota": 1.0, "reviews": 1.0, "mobile": 1.0}
    honest = make(replace(SMALL, share=0.0, nights=400, **full), 3)
    hiding = make(replace(SMALL, share=0.9, nights=400, hard=0.2, **full), 3)
    assert honest.evidence is not None
    assert hiding.evidence is not None
    kinds = {"water_m3", "electricity_kwh", "ota_rooms_available", "reviews", "mobile_visitors"}
    assert set(hiding.evidence.kind) == kinds
    shared = hiding.evidence.kind == "mobile_visitors"
    assert np.all((hiding.evidence.facility_id == "") == shared)
    evidence, dates = hiding.evidence, hiding.panel.dates
    assert evidence.date_from.min() >= dates[0]
    assert evidence.date_to.max() <= dates[-1]
    true = truth_of_readings(hiding, "water_m3", hiding.true_guests)
    said = truth_of_readings(hiding, "water_m3", np.nan_to_num(hiding.panel.guests))
    value = evidence.value[evidence.kind == "water_m3"]
    assert np.corrcoef(true, value)[0, 1] > np.corrcoef(said, value)[0, 1]


def truth_of_readings(made, kind, sheet):
    """Guest-nights of ``sheet`` in each reading of a kind."""
    evidence, known = made.evidence, made.panel.facilities.facility_id.tolist()
    first = (evidence.date_from - made.panel.dates[0]).astype(int)
    last = (evidence.date_to - made.panel.dates[0]).astype(int) + 1
    return np.array(
        [
            sheet[known.index(evidence.facility_id[at]), first[at] : last[at]].sum()
            for at in np.flatnonzero(evidence.kind == kind)
        ]
    )


def test_visits_count_who_was_there_and_tell_their_chance():
    world = replace(SMALL, communities=(600,), nights=60, share=0.3, checks=0.5, count_error=0.02)
    made = make(world, 4)
    assert made.checks is not None
    ids = made.panel.facilities.facility_id
    row = np.searchsorted(ids, made.checks.facility_id)
    night = (made.checks.date - made.panel.dates[0]).astype(int)
    there = made.true_guests[row, night]
    assert np.abs(made.checks.observed_guests - there).mean() < 0.04 * there.mean() + 0.5
    visited = {
        design: len(set(made.checks.facility_id[made.checks.design == design]))
        for design in ("random", "risk", "complaint")
    }
    assert all(count > 15 for count in visited.values())
    drawn_ = made.checks.design == "random"
    assert np.all(made.checks.inclusion_probability[drawn_] == 0.25)
    assert visited["random"] == pytest.approx(150, abs=40)
    by_risk = made.checks.design == "risk"
    _, first = np.unique(made.checks.facility_id[by_risk], return_index=True)
    weight = 1 / made.checks.inclusion_probability[by_risk][first]
    assert weight.sum() == pytest.approx(600, rel=0.3)  # Horvitz-Thompson: the town's houses
    assert np.isnan(made.checks.inclusion_probability[made.checks.design == "complaint"]).all()
    by_word = np.isin(ids, made.checks.facility_id[made.checks.design == "complaint"])
    assert (made.kind[by_word] != "").mean() > 0.45
    assert np.bincount(row).max() <= 3


def test_who_reforms_hides_nothing_from_the_visit_on():
    world = replace(SMALL, share=1.0, mix={"share": 1.0}, hard=0.0, checks=1.0)
    made = make(replace(world, checks_random=1.0, reform=1.0), 5)
    assert made.checks is not None
    for at, name in enumerate(made.panel.facilities.facility_id):
        mine = made.checks.date[made.checks.facility_id == name]
        after = (made.panel.dates > mine.min()) & (made.panel.dates < mine.min() + 30)
        assert made.hidden[at, after].sum() == 0
        assert made.hidden[at].sum() > 0 or mine.min() < made.panel.dates[3]


def test_a_world_reads_back_as_it_was_written(tmp_path):
    for seed in range(5):
        world = World.draw(np.random.default_rng(seed))
        write_world(world, tmp_path / "world.json")
        assert read_world(tmp_path / "world.json") == world
    (tmp_path / "world.json").write_text('{"nights": 90}', encoding="utf-8")
    assert read_world(tmp_path / "world.json") == World(nights=90)


@pytest.mark.parametrize("name", [f.name for f in fields(World) if "range" in f.metadata])
def test_numbers_out_of_range_are_refused_with_field_and_mend(tmp_path, name):
    span = next(f for f in fields(World) if f.name == name).metadata["range"]
    for wrong in (span.high + 1, span.low - 1, "much", True, None, float("nan")):
        path = tmp_path / "p.json"
        path.write_text(json.dumps({name: wrong}), encoding="utf-8")
        with pytest.raises(BadInput) as refused:
            read_world(path)
        assert refused.value.facts["file"] == str(path)
        assert refused.value.facts["field"] == name
        assert refused.value.facts["mend"]


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ('{"magic": 1}', "world.field_unknown", "magic"),
        ('{"nights": 90, "nights": 91}', "world.field_twice", "nights"),
        ('{"nights": 90.5}', "world.range", "nights"),
        ('{"nightly": 1}', "world.bool", "nightly"),
        ('{"country": 7}', "world.country", "country"),
        ('{"country": "ZZ"}', "country.unknown", "country"),
        ('{"start": "yesterday"}', "world.start", "start"),
        ('{"start": 5}', "world.start", "start"),
        ('{"start": "1850-01-01"}', "world.start", "start"),
        ('{"communities": []}', "world.communities", "communities"),
        ('{"communities": [3, 0]}', "world.communities", "communities"),
        ('{"communities": 3}', "world.communities", "communities"),
        ('{"communities": [true]}', "world.communities", "communities"),
        ('{"seasons": ["moon"]}', "world.seasons", "seasons"),
        ('{"seasons": []}', "world.seasons", "seasons"),
        ('{"seasons": [[1]]}', "world.seasons", "seasons"),
        ('{"mix": {"magic": 1}}', "world.weights", "mix.magic"),
        ('{"mix": {"share": -1}}', "world.weights", "mix.share"),
        ('{"mix": {"share": "1"}}', "world.weights", "mix.share"),
        ('{"mix": {"share": 0}}', "world.weights", "mix"),
        ('{"mix": ["share"]}', "world.weights", "mix"),
        ('{"categories": {}}', "world.weights", "categories"),
        ('{"weakest": 0.6, "strongest": 0.5}', "world.range", "weakest"),
        ("[]", "world.json", None),
        ("{", "world.json", None),
        ("[" * 60_000, "world.json", None),
        (" " * 100_001, "world.json", None),
    ],
)
def test_bad_parameter_files_are_refused_with_their_field(tmp_path, text, code, field):
    path = tmp_path / "p.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        read_world(path)
    assert refused.value.code == code
    assert refused.value.facts.get("field") == field
    assert refused.value.facts["file"] == str(path)
    assert refused.value.facts["mend"]


def test_a_missing_or_undecodable_parameter_file_is_refused(tmp_path):
    with pytest.raises(BadInput, match="not_found"):
        read_world(tmp_path / "none.json")
    (tmp_path / "p.json").write_bytes(b"\xff")
    with pytest.raises(BadInput, match="UTF-8"):
        read_world(tmp_path / "p.json")


def test_defaults_are_lawful_and_plain():
    assert json.loads(json.dumps(asdict(World())))["share"] == 0.12
