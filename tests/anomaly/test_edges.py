"""Books at the edge: short, empty, constant, overfull, without places or peers."""

from dataclasses import replace

import numpy as np
import pytest

from anomaly import BadInput, Facilities, Filings, Panel, ScanParams, lay_out, scan

START = np.datetime64("2026-01-01")


def panel_of(guests, rooms=np.nan, beds=np.nan, **more):
    guests = np.asarray(guests, dtype=float)
    count, nights = guests.shape
    known = Facilities.of(
        [f"x{at:02d}" for at in range(count)],
        community=["c"] * count,
        category=["hotel"] * count,
        rooms=[rooms] * count,
        beds=[beds] * count,
    )
    return Panel(
        known, START + np.arange(nights), np.ceil(guests / 2), guests, guests.copy(), **more
    )


def plain(count=10, nights=200, mean=30):
    return np.random.default_rng(3).poisson(mean, (count, nights)).astype(float)


HOUSES = {
    "all zero": panel_of(np.zeros((10, 200)), beds=20),
    "always full": panel_of(np.full((10, 200), 20.0), beds=20),
    "constant": panel_of(np.full((10, 200), 7.0), beds=20),
    "above their places": panel_of(plain(mean=60), beds=20),
    "without places": panel_of(plain()),
    "register says none": panel_of(plain(mean=3), rooms=0, beds=0),
    "one room": panel_of(plain(mean=1), rooms=1, beds=2),
    "a single house": panel_of(plain(count=1), beds=60),
    "two houses": panel_of(plain(count=2), beds=60),
    "one night": panel_of(plain(nights=1), beds=60),
    "nothing filed": panel_of(np.full((4, 60), np.nan), beds=60),
}


@pytest.mark.parametrize("name", HOUSES)
def test_every_row_is_finite_and_every_limit_in_order(name):
    result = scan(HOUSES[name])
    rows = result.facilities
    for field in ("declared_nights", "plausible_nights", "gap_nights", "score", "probability"):
        assert np.isfinite(getattr(rows, field)).all()
    judged = ~np.isnan(rows.p_value)
    np.testing.assert_array_equal(np.isfinite(rows.log_odds), judged)
    assert np.all(rows.score[judged] >= 0)
    assert not rows.score[~judged].any()
    assert np.all(rows.plausible_low <= rows.plausible_high)
    known = ~np.isnan(result.days.expected)
    assert np.all(result.days.low95[known] <= result.days.low80[known])
    assert np.all(result.days.high80[known] <= result.days.high95[known])


@pytest.mark.parametrize(
    "name", ["all zero", "always full", "above their places", "a single house", "two houses"]
)
def test_nobody_is_called_out_without_a_sign(name):
    assert not np.any(scan(HOUSES[name]).facilities.p_value <= 0.05)


def test_few_nights_are_not_judged_and_it_is_said():
    guests = plain()
    guests[4, 20:] = np.nan
    rows = scan(panel_of(guests, beds=60)).facilities
    at = int(np.flatnonzero(rows.facility_id == "x04")[0])
    assert np.isnan(rows.p_value[at])
    assert rows.gap_nights[at] == 0
    assert rows.reasons[at][0].code == "TOO_FEW_NIGHTS"
    assert rows.reasons[at][0].numbers == {"filed": 20.0}


def test_a_slip_of_the_pen_moves_no_plausible_night():
    guests = plain()
    slipped = guests.copy()
    slipped[2, 50] = 300.0
    before, after = (scan(panel_of(one, beds=60)) for one in (guests, slipped))
    rows = after.facilities
    at = int(np.flatnonzero(rows.facility_id == "x02")[0])
    assert "NIGHTS_ABOVE_PLACES" in [reason.code for reason in rows.reasons[at]]
    night = (after.days.facility == at) & (after.days.date == START + 50)
    assert np.isnan(after.days.expected[night])
    was = int(np.flatnonzero(before.facilities.facility_id == "x02")[0])
    assert abs(rows.gap_nights[at] - before.facilities.gap_nights[was]) < 30


def test_a_lawful_closure_is_neither_expected_nor_judged():
    guests = plain()
    guests[:, 60:100] = 0
    shut = np.zeros(guests.shape, dtype=bool)
    shut[:, 60:100] = True
    days = scan(panel_of(guests, beds=60, shut=shut)).days
    closed = (days.date >= START + 60) & (days.date < START + 100)
    assert np.isnan(days.expected[closed]).all()
    assert np.isfinite(days.expected[~closed]).all()


def test_nights_before_opening_and_after_closing_are_not_judged():
    panel = panel_of(plain(), beds=60)
    known = replace(
        panel.facilities, opened=np.full(10, START + 50), closed=np.full(10, START + 99)
    )
    days = scan(replace(panel, facilities=known)).days
    judged = ~np.isnan(days.p_value)
    assert days.date[judged].min() == START + 50
    assert days.date[judged].max() == START + 99


def test_exempt_guests_above_the_peers_are_named_and_hide_no_nights():
    guests = plain(count=20)
    exempt = np.random.default_rng(5).binomial(guests.astype(int), 0.05).astype(float)
    exempt[6] = np.round(0.6 * guests[6])
    panel = panel_of(guests, beds=60, exempt=exempt)
    rows = scan(replace(panel, arrivals=np.full_like(guests, np.nan))).facilities
    at = int(np.flatnonzero(rows.facility_id == "x06")[0])
    assert rows.p_value[at] == rows.p_value.min()
    assert rows.reasons[at][0].code == "EXEMPT_SHARE_HIGH"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country", "ukraine"),
        ("min_nights", 0),
        ("min_nights", float("nan")),
        ("min_peers", 1),
        ("base_rate", 0.0),
        ("base_rate", 0.9),
        ("interval", 1.0),
        ("fdr", -0.1),
        ("fdr", True),
        ("max_reasons", 0),
        ("top_nights", -1),
        ("base_rate_weight", 0.0),
    ],
)
def test_a_bad_setting_is_refused_with_its_value(field, value):
    with pytest.raises(ValueError, match=f"{field} is "):
        ScanParams(**{field: value})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"guests": np.array([[-1.0, 2.0]])}, "panel.number_out_of_range"),
        ({"guests": np.array([[np.inf, 2.0]])}, "panel.number_out_of_range"),
        ({"guests": np.array([[1e20, 2.0]])}, "panel.number_out_of_range"),
        ({"guests": np.array([[1.0]])}, "panel.shape"),
        ({"dates": START + np.array([0, 2])}, "panel.dates_not_consecutive"),
    ],
)
def test_arrays_that_cannot_be_are_refused(change, code):
    panel = panel_of([[1.0, 2.0]])
    with pytest.raises(BadInput) as refused:
        replace(panel, **change)
    assert refused.value.code == code


def test_long_filings_are_laid_out_night_by_night():
    known = Facilities.of(["b", "a"])
    filed = Filings(
        np.array(["a", "b", "a"]),
        START + np.array([2, 0, 0]),
        np.array([1.0, 2.0, 3.0]),
        np.array([1.0, 2.0, 0.0]),
        np.full(3, np.nan),
    )
    panel = lay_out(known, filed)
    np.testing.assert_array_equal(panel.guests, [[2.0, np.nan, np.nan], [0.0, np.nan, 1.0]])


def test_lengths_that_differ_are_refused():
    with pytest.raises(BadInput) as refused:
        Facilities.of(["a", "b"], community=["c"])
    assert refused.value.code == "facilities.lengths_differ"


def test_columns_that_nobody_knows_are_refused():
    with pytest.raises(TypeError, match=r"\['stas'\]"):
        Facilities.of(["a"], stas=[3])


@pytest.mark.parametrize(
    ("ids", "code"), [(["a", ""], "facilities.id_missing"), (["a", "a"], "facilities.duplicate")]
)
def test_facilities_without_a_name_of_their_own_are_refused(ids, code):
    with pytest.raises(BadInput) as refused:
        Facilities.of(ids)
    assert (refused.value.code, refused.value.facts["row"]) == (code, 1)


def filed_of(**change):
    one = {
        "facility_id": np.array(["a", "a"]),
        "date": START + np.array([0, 1]),
        "rooms_occupied": np.ones(2),
        "guests": np.ones(2),
        "arrivals": np.ones(2),
    }
    return Filings(**(one | change))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"guests": np.array([1.0, np.nan])}, "filings.guests_missing"),
        ({"guests": np.array([1.0, -2.0])}, "filings.number_out_of_range"),
        ({"exempt": np.array([1.0, np.inf])}, "filings.number_out_of_range"),
        ({"date": np.array(["2026-01-01", "NaT"], "M8[D]")}, "filings.date_missing"),
    ],
)
def test_nights_that_cannot_be_are_refused_with_their_row(change, code):
    with pytest.raises(BadInput) as refused:
        filed_of(**change)
    assert (refused.value.code, refused.value.facts["row"]) == (code, 1)


@pytest.mark.parametrize(
    ("change", "code", "row"),
    [
        ({"date": START + np.array([0, 0])}, "filings.duplicate_night", 1),
        ({"date": START - np.array([0, 50_000])}, "filings.span_too_long", 1),
        ({"date": START - np.array([2_000, 0])}, "filings.span_too_long", 0),
        ({"facility_id": np.array(["a", "b"])}, "filings.unknown_facility", 1),
    ],
)
def test_nights_that_cannot_be_laid_out_are_refused_with_their_row(change, code, row):
    filed = filed_of(**change)
    assert len(filed) == 2
    with pytest.raises(BadInput) as refused:
        lay_out(Facilities.of(["a"]), filed)
    assert (refused.value.code, refused.value.facts["row"]) == (code, row)


def test_nights_of_nobody_are_refused():
    with pytest.raises(BadInput, match=r"filings\.unknown_facility"):
        lay_out(Facilities.of([]), filed_of())
    none = np.array([], dtype=float)
    with pytest.raises(BadInput, match=r"filings\.empty"):
        lay_out(
            Facilities.of(["a"]),
            Filings(np.array([], "U1"), np.array([], "M8[D]"), none, none, none),
        )
