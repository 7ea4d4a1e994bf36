"""Which figures cannot be true: a table of situations, and what no figure may get past."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.filings import rules
from occupancy.filings.commands import BandGuests, FileNight
from occupancy.filings.rules import Setting

NIGHT = date(2026, 11, 23)
EVENING = rules.opens_at(NIGHT) + timedelta(hours=9)
BANDS = ("b1", "b2")
HOTEL = Setting(
    opened=date(2025, 1, 1),
    closed=date(2027, 1, 1),
    closure=None,
    rooms=24,
    places=48,
    extra_places=6,
    grounds={"MINOR": True, "IDP": True, "DIS": True, "DISACC": True, "FAM": False},
)
LVIV = replace(HOTEL, domestic_bands=BANDS)


def night(rooms=14, domestic=21, inbound=4, **more):
    return FileNight(1, NIGHT, rooms, domestic, inbound, **more)


def codes(filing, setting=HOTEL, now=EVENING):
    return [(each.code, each.field) for each in rules.problems(filing, setting, now)]


@pytest.mark.parametrize(
    "filing",
    [
        night(),
        night(0, 0, 0),  # empty is a figure like any other
        night(24, 54, 0),  # places and extra places taken
        night(24, 55, 0, reason="додаткові ліжка"),  # surprising, explained, kept
        night(1, 0, 0, exempt={"MINOR": 1}),  # nobody pays, somebody stays
        night(exempt={"DIS": 2, "DISACC": 2}),
        night(arrivals=25),
        night(arrivals=0),
    ],
)
def test_a_figure_that_can_be_true_is_welcome(filing):
    assert codes(filing) == []


@pytest.mark.parametrize(
    ("filing", "code", "field"),
    [
        (night(25), "more_rooms_than_exist", "rooms_occupied"),
        (night(0), "guests_without_rooms", "rooms_occupied"),
        (night(0, 0, 0, exempt={"IDP": 1}), "guests_without_rooms", "rooms_occupied"),
        (night(3, 0, 0), "rooms_without_guests", "guests_domestic"),
        (night(24, 55, 0), "more_guests_than_places", "reason"),
        (night(arrivals=26), "more_arrivals_than_guests", "arrivals"),
        (night(exempt={"FREE": 1}), "unknown_ground", "exempt_FREE"),
        (night(exempt={"FAM": 1}), "ground_not_for_this_kind", "exempt_FAM"),
        (
            night(exempt={"DIS": 1, "DISACC": 2}),
            "more_companions_than_accompanied",
            "exempt_DISACC",
        ),
        (night(bands=(BandGuests("b1", 21, 4),)), "no_bands_here", "band_b1_domestic"),
    ],
)
def test_a_figure_that_cannot_be_true_is_refused_beside_its_field(filing, code, field):
    assert codes(filing) == [(f"filing.{code}", field)]


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        (replace(HOTEL, opened=NIGHT + timedelta(days=1)), "not_yet_opened"),
        (replace(HOTEL, closed=NIGHT - timedelta(days=1)), "no_longer_open"),
        (replace(HOTEL, closure=(NIGHT, NIGHT)), "closed_that_night"),
        (replace(HOTEL, rooms=None), "capacity_unknown"),
    ],
)
def test_a_house_that_is_shut_takes_no_figure(setting, code):
    assert codes(night(), setting) == [(f"filing.{code}", "night")]


def test_the_first_and_the_last_open_night_take_a_figure():
    assert codes(night(), replace(HOTEL, opened=NIGHT, closed=NIGHT)) == []


def test_a_night_takes_no_figure_before_it_opens():
    opens = rules.opens_at(NIGHT)
    assert codes(night(), now=opens) == []
    assert codes(night(), now=opens - timedelta(seconds=1)) == [("filing.night_not_open", "night")]


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ((BandGuests("b1", 20, 0), BandGuests("b2", 1, 0)), []),
        ((BandGuests("b1", 20, 0), BandGuests("b2", 1, 4)), []),  # the flat side may be split too
        (None, [("filing.bands_needed", "band_b1_domestic")]),
        ((BandGuests("b1", 20, 0),), [("filing.bands_do_not_add", "band_b1_domestic")]),
        (
            (BandGuests("b1", 21, 3),),
            [("filing.bands_do_not_add", "band_b1_inbound")],
        ),
        (
            (BandGuests("b1", 20, 0), BandGuests("b9", 1, 0)),
            [("filing.unknown_band", "band_b9_domestic")],
        ),
    ],
)
def test_taxable_guests_are_split_by_price_exactly_where_the_rate_asks(bands, expected):
    assert codes(night(bands=bands), LVIV) == expected


def test_guests_who_do_not_pay_are_not_split_by_price():
    assert codes(night(2, 0, 0, exempt={"IDP": 3}), LVIV) == []


def test_several_mistakes_are_told_at_once():
    found = codes(night(25, 60, 0, exempt={"FREE": 1}, arrivals=99))
    assert len(found) == 4


@pytest.mark.parametrize(
    ("filed_before", "after", "kind"),
    [
        (False, timedelta(days=400), "figure"),  # a first figure is never a correction
        (True, timedelta(hours=23, minutes=59), "figure"),
        (True, timedelta(hours=24), "correction"),
    ],
)
def test_a_change_is_free_until_noon_and_a_correction_after(filed_before, after, kind):
    now = rules.opens_at(NIGHT) + after
    assert rules.kind_of(NIGHT, filed_before=filed_before, now=now) == kind


def test_a_correction_says_why():
    asked = rules.reason_problem(night(), rules.CORRECTION)
    assert asked is not None
    assert asked.code == "filing.reason_needed"
    assert rules.reason_problem(night(reason="описка"), rules.CORRECTION) is None
    assert rules.reason_problem(night(), rules.FIGURE) is None


COUNTS = st.integers(0, 60)


@given(
    COUNTS,
    COUNTS,
    COUNTS,
    st.dictionaries(st.sampled_from(["MINOR", "IDP", "DIS", "DISACC", "FAM", "X"]), COUNTS),
    st.none() | COUNTS,
    st.none() | st.just("бо так"),
)
def test_whatever_passes_keeps_the_promises_of_the_fact_sheet(
    rooms, domestic, inbound, exempt, arrivals, reason
):
    filing = FileNight(1, NIGHT, rooms, domestic, inbound, exempt, None, arrivals, reason)
    if rules.problems(filing, HOTEL, EVENING):
        return
    assert rooms <= 24
    assert (rooms == 0) == (filing.guests == 0)
    assert filing.guests == domestic + inbound + sum(exempt.values())
    assert filing.guests <= 54 or reason
    assert exempt.get("DISACC", 0) <= exempt.get("DIS", 0)
    assert "FAM" not in exempt
    assert arrivals is None or arrivals <= filing.guests


@given(st.dates(), st.binary(min_size=5, max_size=5))
def test_receipt_numbers_name_the_night_and_fit_their_column(night_, token):
    number = rules.receipt_no(night_, token)
    assert len(number) == 17
    assert number.startswith(f"{night_:%y-%m%d}-")
