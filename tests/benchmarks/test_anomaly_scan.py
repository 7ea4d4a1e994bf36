"""The measurement of the scan measures scans of as many facilities as it says."""

import csv
import json
import sys

import pytest

from benchmarks import anomaly_scan


@pytest.fixture(autouse=True)
def small(monkeypatch, tmp_path):
    monkeypatch.setattr(anomaly_scan, "TOWN", 50)


def test_towns_beside_each_other_share_no_names(tmp_path):
    anomaly_scan.lay_out(tmp_path, 150, 30)
    with (tmp_path / "facilities.csv").open(encoding="utf-8", newline="") as file:
        facilities = list(csv.DictReader(file))
    assert len({row["facility_id"] for row in facilities}) == 150
    assert len({row["community"] for row in facilities}) == 30
    with (tmp_path / "filings.csv").open(encoding="utf-8", newline="") as file:
        filed = {row["facility_id"] for row in csv.DictReader(file)}
    assert filed <= {row["facility_id"] for row in facilities}


def test_time_and_memory_are_measured(monkeypatch, capsys):
    given = ["anomaly_scan", "--sizes", "50", "--nights", "30", "--workers", "2"]
    monkeypatch.setattr(sys, "argv", given)
    anomaly_scan.main()
    told = json.loads(capsys.readouterr().out)
    one = told["sizes"]["50"]
    assert set(one["phases"]) == {"reading", "judging", "writing"}
    assert 0 < sum(one["phases"].values()) <= one["seconds"]
    assert one["cpu_seconds"] > 0
    assert 0.05 < one["GiB"] < 8
    assert told["met"] == (one["seconds"] <= one["limit"])


def test_a_scan_that_fails_is_told_of(tmp_path):
    with pytest.raises(RuntimeError, match=r"file\.not_found"):
        anomaly_scan.scan(tmp_path)
