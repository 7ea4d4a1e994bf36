"""The tables of facts: complete, with source and mark, and true to where they were taken from."""

from __future__ import annotations

import csv
import os
from collections import Counter
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

from occupancy.registry.identifiers import valid_katottg
from occupancy.tax import tables
from occupancy.tax.marks import unverified

DATA = files("occupancy.registry") / "data"
SOURCES = Path(__file__).resolve().parents[3] / "shared" / "domain"
LVIV, SHEPTYTSKYI = "UA46060250000025047", "UA46120130000026331"
NAMES = sorted(each.name for each in DATA.iterdir() if each.name.endswith(".csv"))


def rows(path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


COMMUNITIES = {row["katottg"]: row for row in rows(DATA / "communities.csv")}
RATES = rows(DATA / "rates.csv")


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_has_a_source_and_a_mark(name):
    for row in rows(DATA / name):
        assert row["source"].strip(), row
        assert row["mark"] in {"V2", "R1", "Q", "C", "M", "GAP", "M/GAP"}, row
        assert None not in row, row


def test_there_are_73_communities_with_a_number_series_each():
    assert len(COMMUNITIES) == 73
    assert all(valid_katottg(code) and code.startswith("UA46") for code in COMMUNITIES)
    series = [row["series"] for row in COMMUNITIES.values()]
    assert len(set(series)) == 73
    assert all(2 <= len(each) <= 3 and each.isupper() for each in series)


def test_districts_have_the_communities_they_have():
    assert Counter(row["district_en"] for row in COMMUNITIES.values()) == {
        "Lviv": 23,
        "Stryi": 14,
        "Sambir": 11,
        "Zolochiv": 7,
        "Sheptytskyi": 7,
        "Yavoriv": 6,
        "Drohobych": 5,
    }


def source(name: str) -> dict[str, dict[str, str]]:
    path = SOURCES / name
    if not path.exists():
        reason = f"{name} is not beside this repository"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return {row["katottg"]: row for row in rows(path)}


def test_communities_agree_with_names_and_points_they_were_made_from():
    same = ("name_uk", "district_uk", "lat", "lon", "population")
    taken = source("lviv-communities.csv")
    assert taken.keys() == COMMUNITIES.keys()
    for code, row in taken.items():
        assert {key: COMMUNITIES[code][key] for key in same} == {key: row[key] for key in same}


def test_communities_agree_with_the_details_they_were_made_from():
    kinds = {"міська": "city", "селищна": "settlement", "сільська": "village"}
    same = ("centre_uk", "settlements", "area_km2", "mountain", "budget_code")
    taken = source("lviv-communities-extra.csv")
    assert taken.keys() == COMMUNITIES.keys()
    for code, row in taken.items():
        ours = COMMUNITIES[code]
        assert {key: ours[key] for key in same} == {key: row[key] for key in same}
        assert ours["kind"] == kinds[row["type_uk"]]
        assert Decimal(ours["tourist_tax_2021_uah"]) == Decimal(row["tourist_tax_2021_uah"])


def test_receipts_of_2021_add_up_to_the_oblast():
    paid = [Decimal(row["tourist_tax_2021_uah"]) for row in COMMUNITIES.values()]
    assert sum(paid) == Decimal("23081515.57")


def test_every_rate_that_was_not_found_says_that_it_is_a_demonstration():
    for row in RATES:
        made_up = row["katottg"] not in (LVIV, SHEPTYTSKYI)
        assert (row["demo"] == "1") is made_up
        assert ("демонстраційна ставка" in row["decision_no"]) is made_up
        assert not made_up or unverified(row["mark"])


def test_every_community_has_both_rates_tonight_for_every_kind():
    law = tables.released()
    for code in COMMUNITIES:
        for kind in law.kinds:
            in_force = law.rates.rates_for(date(2026, 11, 23), code, kind)
            assert in_force.domestic
            assert in_force.inbound


def test_only_lviv_and_sheptytskyi_ask_by_price_and_since_2026_only_of_residents():
    law = tables.released()
    night = date(2026, 11, 23)
    banded = {code for code in COMMUNITIES if law.rates.rates_for(night, code, "hotel").bands}
    assert banded == {LVIV, SHEPTYTSKYI}
    for code in banded:
        in_force = law.rates.rates_for(night, code, "hotel")
        assert in_force.domestic_bands == ("b1", "b2", "b3", "b4")
        assert in_force.inbound_bands == ()
        assert in_force.of("inbound").percent == Decimal(1)


def test_every_kind_is_in_a_group_of_the_law():
    assert {kind.law_group for kind in tables.released().kinds.values()} == {"а", "б"}


def test_the_paper_on_by_default_is_the_survey_act():
    on = [row["code"] for row in rows(DATA / "documents.csv") if row["enabled"] == "1"]
    assert on == ["akt"]
