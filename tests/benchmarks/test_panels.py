"""Panels of the benchmark: what is planted is there, what is honest agrees with itself."""

import csv

import numpy as np
import pytest

from benchmarks.detector.panels import hotels, venues
from benchmarks.detector.panels.books import Books
from benchmarks.detector.panels.case import SETTINGS
from benchmarks.detector.panels.hiding import WAYS, plant, rhythm
from benchmarks.detector.panels.sources import Size, make

DATES = np.datetime64("2026-01-05") + np.arange(140)


def house(rng: np.random.Generator) -> Books:
    """Twenty houses of about twenty guests, a third of whom are new each night."""
    guests = rng.poisson(20.0, (20, len(DATES))).astype(float)
    arrivals = np.maximum(np.diff(guests, prepend=0, axis=1), rng.binomial(guests.astype(int), 0.3))
    return Books(np.ceil(guests / 2), guests, arrivals, np.zeros_like(guests))


def out_of_nowhere(books: Books) -> np.ndarray:
    """Guests who stay on without having been there the night before, (F, T - 1)."""
    return np.maximum(books.guests - books.arrivals, 0)[:, 1:] - books.guests[:, :-1]


@pytest.mark.parametrize("way", WAYS)
def test_every_way_hides_and_never_invents_rooms(way, monkeypatch):
    monkeypatch.setattr("benchmarks.detector.panels.hiding.WAYS", {way: WAYS[way]})
    rng = np.random.default_rng(4)
    true, all_of_them = house(rng), np.ones(20, dtype=bool)
    declared, kind = plant(true, all_of_them, ~all_of_them, rhythm(DATES, true.guests), rng)
    hidden = (true.guests - declared.guests).sum(axis=1)
    assert np.all(hidden[kind == way] > 0)
    assert np.mean(kind == way) > 0.9
    if way != "copied":
        assert np.all(declared.guests <= true.guests)
        assert np.all(declared.rooms <= true.rooms)
    assert np.all(declared.arrivals <= declared.guests)


def test_careful_hiders_leave_no_guests_out_of_nowhere():
    books = house(np.random.default_rng(5))
    nights = np.arange(30, 60)
    books.keep(0, nights, np.floor(0.5 * books.guests[0, nights]), careful=True)
    assert np.all(out_of_nowhere(books)[0] <= 0)
    books.keep(1, nights[::2], np.zeros(15), careful=False)
    assert np.any(out_of_nowhere(books)[1] > 0)


def test_honest_houses_of_the_independent_model_agree_with_themselves():
    panel = make("booking", "honest", 7, Size(facilities=60, nights=120)).given.panel
    staying = panel.guests - panel.arrivals
    wrong = staying[:, 1:] > panel.guests[:, :-1]  # NaN: a night that was not filed
    assert np.mean(wrong) < 0.005  # mistyped nights


def test_a_community_hides_together():
    case = make("booking", "collusion", 8, Size(facilities=80, nights=120))
    place = case.given.panel.facilities.community
    together = np.unique(place[case.kind == "community"])
    assert len(together) == 1
    assert np.mean(case.kind[place == together[0]] == "community") > 0.9


def test_drawn_worlds_hold_what_the_setting_says():
    for name, rule in SETTINGS.items():
        case = make("simulated", name, 9, Size(facilities=60, nights=120))
        assert (case.given.evidence is not None) == (rule.evidence > 0)
        assert (case.given.checks is not None) == (rule.checks > 0)
        assert case.guilty.any() == (rule.share > 0)


def test_houses_are_cut_from_hotels_guest_by_guest(tmp_path):
    path, rng = tmp_path / "hotels.csv", np.random.default_rng(1)
    columns = "facility_id date rooms_occupied guests_domestic guests_inbound exempt_MINOR arrivals"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns.split())
        guests = 0
        for night in range(240):
            arrivals = int(rng.integers(20, 60))
            guests = int(0.6 * guests) + arrivals
            day = np.datetime64("2015-08-01") + night
            writer.writerow(["h", day, guests // 2, guests, 0, 0, arrivals])
    known, true = hotels.cut(hotels.read(path), 12, 140, rng)
    assert len(known) == len(true.guests) == 12
    assert np.all(true.guests.sum(axis=1) > 0)
    assert np.all(out_of_nowhere(true) <= 0)
    assert np.all(true.rooms <= known.rooms[:, None])
    made = make("hotels", "none", 1, Size(facilities=12, nights=140, hotels=path))
    assert made.given.country == "PT"


def test_venues_are_read_from_any_daily_counts(tmp_path):
    with (tmp_path / "some.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["venue", "date", "count"])
        for venue in ("a", "b"):
            for night in range(800):
                if not (venue == "b" and night == 50):
                    writer.writerow([venue, np.datetime64("2020-01-01") + night, 500 + night % 7])
    days, counts = venues.read(tmp_path)
    assert counts.shape == (2, 800)
    assert np.isnan(counts[1, 50])
    assert str(days[0]) == "2020-01-01"
    known, true = venues.cut(counts, 10, 364, np.random.default_rng(2))
    assert len(known) == 4  # two venues, two whole years
    assert np.isfinite(true.guests).all()
    assert np.isnan(true.rooms).all()
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ValueError, match="venue,date,count"):
        venues.read(empty)
