"""`occupancy scan`: what it prints and how it ends."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.database import make_engine, saving
from occupancy.nightly.cli import scan
from tests.scans.region import LAST, NOW, make_region, some_nights_empty


@pytest.fixture
def call(database_url, tmp_path, monkeypatch):
    monkeypatch.setenv("OCCUPANCY_DATABASE_URL", database_url)
    monkeypatch.setenv("OCCUPANCY_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return lambda *words: CliRunner().invoke(scan, words)


@pytest.fixture
def region(database_url):
    engine = make_engine(database_url)
    with Session(engine) as session, saving(session):
        make_region(session, habit=some_nights_empty({3}))
    engine.dispose()


def test_a_scan_prints_counts_signals_and_time_and_a_second_one_adds_nothing(region, call):
    first, again = call(), call()
    assert first.exit_code == again.exit_code == 0
    assert f"Ніч {LAST}" in first.output
    assert "закладів 16, поданих ночей 2400" in first.output
    assert "нових 1, закрито 0, відкрито разом 1" in first.output
    assert "1. LV-0003" in first.output
    assert " с\n" in first.output
    assert "нічого не додано" in again.output


def test_past_nights_are_redone_without_touching_signals(region, call):
    call()
    past = LAST - timedelta(days=10)
    redone = call("--from", str(past - timedelta(days=3)), "--to", str(past))
    assert redone.exit_code == 0
    assert "сигнали лишилися, як були" in redone.output
    assert call("--night", str(past)).exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--night", "2026-11-23"),  # tonight is not over
        ("--from", "2026-11-01"),
        ("--from", "2026-11-05", "--to", "2026-11-01"),
        ("--night", "2026-11-01", "--to", "2026-11-01"),
        ("--night", "учора"),
        ("--scheduler", "tcp://127.0.0.1:8786"),  # not offered before it works
    ],
)
def test_nights_that_make_no_sense_end_with_two(call, words):
    assert call(*words).exit_code == 2


def test_an_empty_database_ends_with_two_and_a_sentence(call):
    told = call()
    assert told.exit_code == 2
    assert "не подано жодної ночі" in told.output
