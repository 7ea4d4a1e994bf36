"""Pure rules of accounts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.accounts.rules import codes, stay, throttle

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
#: RFC 6238, appendix B (SHA-1), the last six of eight digits.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
    ],
)
def test_codes_are_those_of_the_standard(seconds, code):
    moment = datetime.fromtimestamp(seconds, UTC)
    assert codes.code_of(RFC_SECRET, codes.step_at(moment)) == code
    assert codes.matching_step(RFC_SECRET, code, moment) == codes.step_at(moment)


@pytest.mark.parametrize(
    ("late", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_a_phone_may_be_one_step_off(late, taken):
    code = codes.code_of(RFC_SECRET, codes.step_at(NOW))
    found = codes.matching_step(RFC_SECRET, code, NOW + timedelta(seconds=late))
    assert (found is not None) is taken


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "12345x", "١٢٣٤٥٦", "-12345", "1" * 10**5]
)
def test_what_is_no_code_matches_nothing(typed):
    assert codes.matching_step(RFC_SECRET, typed, NOW) is None


def test_a_code_may_be_typed_with_a_blank():
    code = codes.code_of(RFC_SECRET, codes.step_at(NOW))
    assert codes.matching_step(RFC_SECRET, f" {code[:3]} {code[3:]} ", NOW)


@given(st.lists(st.integers(0, 2000), max_size=40), st.integers(1, 20))
def test_waiting_as_long_as_told_is_enough_and_never_longer_than_the_window(ages, allowed):
    failures = [NOW - timedelta(seconds=age) for age in ages]
    seconds = throttle.wait(failures, allowed, NOW)
    assert 0 <= seconds <= throttle.WINDOW.total_seconds()
    assert throttle.wait(failures, allowed, NOW + timedelta(seconds=seconds)) == 0
    if seconds:
        assert throttle.wait(failures, allowed, NOW + timedelta(seconds=seconds - 1)) > 0


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),  # the same household
        (None, "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_one_address_is_what_one_household_has(address, key):
    assert throttle.address_key(address) == key


@given(st.text())
def test_any_login_fits_its_column(login):
    key = throttle.login_key(login)
    assert len(key) <= 80
    assert "\x00" not in key


def test_officials_and_tablets_are_left_alone_for_a_shorter_time():
    business = stay.stay_of(is_staff=False, in_field=False)
    staff = stay.stay_of(is_staff=True, in_field=False)
    field = stay.stay_of(is_staff=True, in_field=True)
    assert field.idle < staff.idle < business.idle
    assert field.idle == timedelta(minutes=15)
