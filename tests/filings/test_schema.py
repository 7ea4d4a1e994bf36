"""Whatever is typed or sent becomes a command, or a refusal beside its field."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.errors import Refusals
from occupancy.filings.commands import BandGuests, FileNight
from occupancy.filings.schemas import command_of, command_of_flat

GOOD = {"rooms_occupied": "14", "guests_domestic": "21", "guests_inbound": "4"}


def refused(flat, night="2026-11-23"):
    with pytest.raises(Refusals) as caught:
        command_of_flat(flat, facility_id=1, night=night)
    return [(each.code, each.field) for each in caught.value.refusals]


def test_a_form_and_the_api_say_the_same():
    form = {
        **GOOD,
        "exempt_MINOR": "2",
        "exempt_IDP": "0",
        "exempt_VET": "",
        "band_b2_domestic": "21",
        "band_b2_inbound": " 4 ",
        "arrivals": "",
        "reason": "  ",
    }
    api = {
        "night": "2026-11-23",
        "rooms_occupied": 14,
        "guests": {
            "domestic": 21,
            "inbound": 4,
            "exempt": {"MINOR": 2},
            "bands": [{"code": "b2", "domestic": 21, "inbound": 4}],
        },
        "arrivals": None,
        "reason": None,
    }
    command = command_of_flat(form, facility_id=7, night="2026-11-23")
    assert command == command_of(api, 7)
    assert command == FileNight(
        7, date(2026, 11, 23), 14, 21, 4, {"MINOR": 2}, (BandGuests("b2", 21, 4),)
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "number_missing"),
        ("   ", "number_missing"),
        ("чотирнадцять", "not_whole_number"),
        ("1.0", "not_whole_number"),
        ("1,5", "not_whole_number"),
        ("1e2", "not_whole_number"),
        ("0x1f", "not_whole_number"),
        ("1 4", "not_whole_number"),
        ("+14", "not_whole_number"),
        ("true", "not_whole_number"),
        ("٣", "not_whole_number"),  # Arabic digits: int() would take them
        ("１４", "not_whole_number"),  # full-width digits
        ("14\x00", "not_whole_number"),
        ("=14", "not_whole_number"),
        ("-1", "number_negative"),
        ("−1", "number_negative"),
        ("10000", "number_too_large"),
        ("100000000000000000000", "number_too_large"),
        ("9" * 6000, "number_too_large"),
    ],
)
def test_what_is_not_a_count_is_refused_beside_its_field(typed, code):
    assert refused({**GOOD, "rooms_occupied": typed}) == [(f"filing.{code}", "rooms_occupied")]


@pytest.mark.parametrize("typed", ["0", "00", "9999", " 7 ", "0007"])
def test_plain_digits_are_a_count(typed):
    made = command_of_flat({**GOOD, "rooms_occupied": typed}, facility_id=1, night="2026-11-23")
    assert made.rooms_occupied == int(typed)


@pytest.mark.parametrize("sent", [True, False, 1.0, 14.5, [], {}, "x", 10**20, -1, None])
def test_the_api_takes_integers_and_nothing_like_them(sent):
    guests = {"domestic": 1, "inbound": 0}
    with pytest.raises(Refusals):
        command_of({"night": "2026-11-23", "rooms_occupied": sent, "guests": guests}, 1)


@pytest.mark.parametrize(
    ("night", "code"),
    [
        ("2026-W01-1", "not_a_date"),  # date.fromisoformat would take it
        ("20261123", "not_a_date"),
        ("2026-11-31", "no_such_day"),
        ("31.11.2026", "no_such_day"),
        ("0001-01-01", "no_such_day"),
        ("9999-12-31", "no_such_day"),
        ("вчора", "not_a_date"),
        ("", "not_a_date"),
    ],
)
def test_what_is_not_a_day_is_refused(night, code):
    assert refused(GOOD, night) == [(f"filing.{code}", "night")]


def test_a_day_may_be_written_as_people_write_it():
    assert command_of_flat(GOOD, facility_id=1, night="3.11.2026").night == date(2026, 11, 3)


def test_unknown_fields_are_refused_and_not_dropped():
    assert refused({**GOOD, "guest_name": "x"}) == [("filing.unknown_field", "guest_name")]


def test_a_long_or_unprintable_reason_is_refused():
    assert refused({**GOOD, "reason": "я" * 301}) == [("filing.text_too_long", "reason")]
    assert refused({**GOOD, "reason": "a\x07b"}) == [("filing.not_text", "reason")]


def test_every_wrong_field_is_named_at_once():
    assert refused({"rooms_occupied": "x", "guests_domestic": "-1", "exempt_MINOR": "y"}) == [
        ("filing.not_whole_number", "rooms_occupied"),
        ("filing.number_negative", "guests_domestic"),
        ("filing.number_missing", "guests_inbound"),
        ("filing.not_whole_number", "exempt_MINOR"),
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
KEYS = st.sampled_from(["night", "rooms_occupied", "guests", "arrivals", "reason", "exempt", "x"])


@given(JSON | st.dictionaries(KEYS, JSON | st.just({"domestic": 1, "inbound": 1, "exempt": 3})))
def test_any_json_becomes_a_command_or_refusals(sent):
    assert outcome(lambda: command_of(sent, 1))


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=6), st.text())
def test_any_form_becomes_a_command_or_refusals(form, night):
    assert outcome(lambda: command_of_flat({**GOOD, **form}, facility_id=1, night=night))


def outcome(load):
    """Return the command, or the refusals, each with its field; anything else is a failure."""
    try:
        return load()
    except Refusals as refusals:
        return [each for each in refusals.refusals if each.field is not None]
