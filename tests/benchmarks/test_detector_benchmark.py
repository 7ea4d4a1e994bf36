"""The benchmark of the detector runs with what is installed, and says what it left out."""

import json

import numpy as np
import pytest

from benchmarks.detector.__main__ import main
from benchmarks.detector.methods import first_version, outliers
from benchmarks.detector.methods.all import METHODS
from benchmarks.detector.panels.case import SETTINGS
from benchmarks.detector.panels.sources import TEST_SEEDS, Size, make
from benchmarks.detector.run import families

SMALL = Size(facilities=40, nights=140)


def test_one_command_gives_tables_and_json(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(outliers, "import_module", _missing)
    asked = ["--seeds", "1", "--panels", "booking/full,hotels/none", "--methods", "ours,mad_z,knn"]
    size = ["--facilities", "40", "--nights", "140"]
    assert main([*asked, *size, "--json", "--out", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    told = json.loads(out.splitlines()[-1])
    assert set(told["results"]["booking/full"]) == {"ours", "mad_z"}
    assert told["skipped"].keys() == {"knn", "hotels"}
    assert "PyOD is not installed" in told["skipped"]["knn"]
    assert 0 < told["results"]["booking/full"]["ours"]["ap"]["mean"] <= 1
    assert (tmp_path / "report.md").read_text(encoding="utf-8").strip() in out
    assert json.loads((tmp_path / "results.json").read_text())["runs"][0]["seed"] > TEST_SEEDS


def test_rivals_that_judged_the_same_panel_are_not_asked_again(capsys, tmp_path, monkeypatch):
    asked = ["--seeds", "1", "--panels", "booking/none", "--methods", "mad_z"]
    size = ["--facilities", "40", "--nights", "140", "--out", str(tmp_path)]
    assert main([*asked, *size]) == 0
    first = (tmp_path / "report.md").read_text(encoding="utf-8")
    monkeypatch.setitem(METHODS, "mad_z", lambda given: pytest.fail("asked again"))
    assert main([*asked, *size, "--before", str(tmp_path / "results.json")]) == 0
    assert _tables((tmp_path / "report.md").read_text(encoding="utf-8")) == _tables(first)


def _tables(report: str) -> list[str]:
    return [line for line in report.splitlines() if line.startswith("|")]


def _missing(name: str) -> None:
    raise ModuleNotFoundError(name=name)


@pytest.mark.parametrize("method", ["peer_z", "mad_z", "bayes", "ours"])
@pytest.mark.parametrize("setting", ["full", "no_arrivals"])
def test_an_answer_has_a_finite_order_and_limits_in_order(method, setting):
    case = make("booking", setting, 1, SMALL)
    answer = METHODS[method](case.given)
    for values in (answer.guilt, answer.visits, answer.gap):
        assert np.isfinite(values).all()
        assert len(values) == len(case.kind)
    assert np.all(answer.low <= answer.high + 1e-9)
    assert np.all((answer.p >= 0) & (answer.p <= 1))


@pytest.mark.parametrize("setting", SETTINGS)
def test_books_of_the_independent_model_are_possible(setting):
    """Nobody sleeps twice in a bed, hiders hide, and honest books agree with themselves."""
    case = make("booking", setting, 2, SMALL)
    panel, rule = case.given.panel, SETTINGS[setting]
    assert np.nanmax(case.true_guests / panel.facilities.beds[:, None]) <= 1
    assert case.guilty.any() == (rule.share > 0)
    assert np.all(case.hidden.sum(axis=1)[case.guilty] > 0)
    assert (case.given.evidence is not None) == (rule.evidence > 0)
    assert np.isnan(panel.arrivals).all() == (not rule.arrivals)


def test_the_first_version_runs_from_the_history():
    case = make("booking", "full", 4, Size(facilities=30, nights=100))
    try:
        answer = first_version.first_version(case.given)
    except LookupError as missing:
        pytest.skip(str(missing))
    assert np.isfinite(answer.gap).all()
    assert np.isfinite(answer.day_score[case.filed]).all()
    assert np.isnan(answer.day_score[~case.filed]).all()
    assert np.all(answer.low <= answer.high)


def test_a_history_without_the_first_version_is_named(monkeypatch):
    monkeypatch.setattr(first_version, "COMMIT", "0" * 40)
    with pytest.raises(LookupError, match="does not hold commit 000"):
        first_version.first_version(make("booking", "none", 4, SMALL).given)


def test_the_same_seed_makes_the_same_panel():
    one, two = (make("booking", "full", 3, SMALL) for _ in range(2))
    np.testing.assert_array_equal(one.given.panel.guests, two.given.panel.guests)
    np.testing.assert_array_equal(one.given.evidence.value, two.given.evidence.value)


def test_unknown_panels_are_refused_by_name(capsys):
    assert families(["booking/none", "booking/none"]) == [("booking", "none")]
    with pytest.raises(SystemExit) as left:
        main(["--panels", "moon"])
    assert left.value.code == 2
    assert "moon" in capsys.readouterr().err
