"""The made-up region: believable, harmless, the same for the same seed, its truth kept apart."""

import csv
from datetime import UTC, date, datetime

import numpy as np
import pytest
from sqlalchemy import select
from stdnum.ua import edrpou, rntrc

from occupancy.citations.services import seed_document_types
from occupancy.database import saving
from occupancy.demo.load import AlreadyThere, load
from occupancy.demo.names import business, facility_names
from occupancy.filings.models import FilingRevision
from occupancy.registry import queries as registry
from occupancy.registry.models import Facility, Operator
from occupancy.registry.seed import seed_reference
from tests.support.world import settings_for

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # 11:30 in Kyiv: the night of 22 November is on
SIZE = {"facilities": 12, "nights": 70, "seed": 7}


@pytest.fixture
def loaded(session, database_url, tmp_path):
    with saving(session):
        seed_reference(session, now=NOW)
        seed_document_types(session, now=NOW)
    with saving(session):
        return load(session, settings_for(database_url, tmp_path), now=NOW, **SIZE)


def test_it_ends_last_night_so_that_tonight_is_open(session, loaded):
    nights = session.scalars(select(FilingRevision.night).distinct()).all()
    assert max(nights) == date(2026, 11, 21)
    assert min(nights) >= date(2026, 9, 13)
    assert loaded.facilities == 12


def test_every_business_has_a_code_that_checks_but_was_never_given(session, loaded):
    for operator in session.scalars(select(Operator)):
        checks = edrpou if operator.tax_code_kind == "edrpou" else rntrc
        assert checks.is_valid(operator.tax_code)
        assert operator.tax_code.startswith("99")
        assert "Вигадка" in operator.name


def test_the_truth_is_kept_in_a_file_apart_and_says_who_hides(session, loaded):
    with loaded.truth.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 12 * 70
    hiding = {row["facility_id"] for row in rows if row["hiding"]}
    assert "SL-0001" in hiding
    assert "LV-0001" not in hiding
    assert len(hiding) == loaded.hiding


def test_facilities_stand_in_real_communities_and_pay_by_bands_where_the_council_has_them(
    session, loaded
):
    by_id = {place.id: place for place in registry.facilities(session)}
    law = registry.law(session)
    for each in session.scalars(select(FilingRevision)):
        rates = law.rates_on(by_id[each.facility_id], each.night)
        assert rates is not None
        assert bool(each.bands) == bool(rates.bands)
        assert each.due_kopiykas is not None


def test_it_is_not_mixed_into_a_register_that_holds_something(
    session, loaded, database_url, tmp_path
):
    with pytest.raises(AlreadyThere), saving(session):
        load(session, settings_for(database_url, tmp_path), now=NOW, **SIZE)
    assert len(session.scalars(select(Facility)).all()) == 12


def test_names_do_not_repeat_and_codes_differ():
    names = facility_names(500, np.random.default_rng(1))
    assert len(set(names)) == 500
    codes = {business(number, sole=number % 2 == 0).tax_code for number in range(1, 400)}
    assert len(codes) == 399
