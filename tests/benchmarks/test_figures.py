"""The benchmark's figures against numbers worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from anomaly import Facilities, Panel
from benchmarks.detector.figures import (
    average_precision,
    figures,
    inside,
    interval_scores,
    ks_distance,
    precision_at,
    recovered,
    summary,
)
from benchmarks.detector.methods.answer import Answer
from benchmarks.detector.panels.case import Case, Given

NAN = float("nan")


def flags(text: str) -> np.ndarray:
    return np.array([letter == "x" for letter in text])


def test_average_precision_is_the_mean_precision_at_each_one_found():
    # Found at places 1 and 3: (1/1 + 2/3) / 2.
    assert average_precision(flags("x.x."), np.array([4.0, 3.0, 2.0, 1.0])) == pytest.approx(5 / 6)


def test_equal_scores_are_one_step_whatever_the_order_of_rows():
    for text in ("x...", "...x"):
        assert average_precision(flags(text), np.zeros(4)) == pytest.approx(0.25)


def test_what_is_not_judged_comes_last_and_is_one_step():
    true = np.array([True, False, True, False])
    for order in ([0, 1, 2, 3], [0, 3, 2, 1]):
        score = np.array([1.0, np.nan, np.nan, np.nan])
        assert average_precision(true[order], score[order]) == pytest.approx(0.5 + 0.5 * 0.5)


def test_who_is_not_judged_comes_last():
    assert average_precision(flags(".x"), np.array([-5.0, NAN])) == pytest.approx(0.5)


def test_precision_at_a_share_looks_at_the_top_only():
    score = np.arange(40.0)
    true = score >= 39
    assert precision_at(true, score, 0.05) == pytest.approx(0.5)
    assert precision_at(true, score, 0.001) == 1.0  # at least one is looked at


def test_recovered_nights_are_a_share_of_what_an_oracle_finds():
    hidden = np.array([0.0, 100.0, 60.0, 0.0] + [0.0] * 16)
    visits = np.array([3.0, 0.0, 2.0, 0.0] + [0.0] * 16)
    assert recovered(hidden, visits, 0.10) == pytest.approx(60 / 160)
    assert recovered(hidden, hidden, 0.10) == 1.0


def test_interval_score_is_width_and_twenty_times_what_lies_outside():
    true, low, high = np.array([10.0, 5.0, 30.0]), np.full(3, 8.0), np.full(3, 20.0)
    assert interval_scores(true, low, high).tolist() == pytest.approx([12, 12 + 60, 12 + 200])
    assert inside(true, low, high).tolist() == [True, False, False]


def test_who_gives_no_limits_pays_for_all_the_nights_it_did_not_judge():
    assert interval_scores(np.array([7.0]), np.array([NAN]), np.array([NAN]))[0] == 140


def test_distance_from_uniform_is_that_of_kolmogorov_and_smirnov():
    assert ks_distance(np.array([0.1, 0.2, 0.9])) == pytest.approx(2 / 3 - 0.2)
    assert ks_distance(np.array([0.5])) == 0.5


@pytest.fixture
def case() -> Case:
    """Four houses, two nights; the first hides 3 of 10 guests on the first night."""
    declared = np.array([[7.0, 10.0], [5.0, 5.0], [8.0, NAN], [4.0, 4.0]])
    true = np.array([[10.0, 10.0], [5.0, 6.0], [8.0, 8.0], [4.0, 4.0]])
    known = Facilities.of(list("abcd"), beds=[12] * 4)
    blank = np.full_like(declared, NAN)
    dates = np.datetime64("2026-01-01") + np.arange(2)
    given = Given(Panel(known, dates, blank, declared, blank), None, None, "", 1)
    return Case("made", "none", 1, given, true, np.array(["share", "", "", ""]))


def test_truth_is_what_hiders_left_out_of_filed_nights(case):
    assert case.hidden.tolist() == [[3, 0], [0, 0], [0, 0], [0, 0]]  # a mistake hides nothing
    assert case.true_nights.tolist() == [20, 10, 8, 8]


def test_figures_of_an_answer_worked_out_by_hand(case):
    answer = Answer(
        guilt=np.array([0.9, 0.1, 0.95, 0.0]),
        visits=np.array([3.0, 1.0, 0.0, 0.0]),
        gap=np.array([4.0, 1.0, -1.0, 0.0]),
        low=np.array([18.0, 10.0, 8.0, 9.0]),
        high=np.array([22.0, 11.0, 8.0, 10.0]),
        p=np.array([0.01, 0.5, 0.02, 0.9]),
        day_score=case.hidden,
        day_p=np.full((4, 2), 0.5),
    )
    found = figures(case, answer, 2.5)
    assert found["seconds"] == 2.5
    assert found["ap"] == pytest.approx(1 / 2)
    assert found["ap_p"] == 1.0
    assert (found["p5"], found["nights5"], found["nights10"]) == (0.0, 1.0, 1.0)
    assert found["total"] == pytest.approx(4 / 3 - 1)
    assert found["total_clipped"] == pytest.approx(5 / 3 - 1)
    # Widths 4, 1, 0, 1; the last one's limits lie 1 above the truth, which costs 20.
    assert found["interval"] == pytest.approx((4 + 1 + 0 + 21) / 46)
    assert found["interval_hiders"] == pytest.approx(4 / 20)
    assert (found["cover_hiders"], found["cover_honest"]) == (1.0, pytest.approx(2 / 3))
    # q = .04, .67, .04, .9: two are flagged, one of them honest.
    assert (found["fdr"], found["power"]) == (0.5, 1.0)
    assert found["day_ap"] == 1.0
    assert found["day_ap_p"] == pytest.approx(1 / 7)


def test_honest_panels_tell_of_false_alarms_only(case):
    honest = replace(case, kind=np.full(4, ""))
    p, blank = np.array([0.04, 0.5, 0.6, NAN]), np.full(4, 1.0)
    found = figures(honest, Answer(guilt=blank, visits=blank, gap=blank, p=p), 1.0)
    assert found["honest_p05"] == pytest.approx(1 / 3)
    assert found["honest_ks"] == pytest.approx(0.4)
    assert found["honest_total"] == pytest.approx(4 / (17 + 10 + 8 + 8))
    assert "ap" not in found


def test_seeds_are_told_as_mean_and_spread():
    told = summary([{"ap": 0.5}, {"ap": 0.7}, {"ap": NAN}])["ap"]
    assert told == {"mean": pytest.approx(0.6), "spread": pytest.approx(0.02**0.5), "count": 2}
