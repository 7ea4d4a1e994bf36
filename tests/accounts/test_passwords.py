"""Which passwords are taken (ASVS 5.0, 6.2.1, 6.2.4, 6.2.9, 6.2.11), and the list behind it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.accounts.rules import (
    PasswordCommon,
    PasswordOfOurs,
    PasswordTooLong,
    PasswordTooShort,
)
from occupancy.accounts.rules.passwords import (
    LIST,
    LONGEST,
    SHORTEST,
    check_choice,
    mark_of,
    same,
    spelled,
)

#: What ASVS 5.0 asks for at least: the top 3000 that the rule of length lets through.
AT_LEAST = 3000


def marks():
    lines = LIST.read_text(encoding="ascii").splitlines()
    return [line for line in lines if not line.startswith("#")]


def test_the_list_is_long_enough_and_holds_nobodys_password_in_clear():
    assert len(set(marks())) == len(marks()) >= AT_LEAST
    assert all(re.fullmatch(r"[0-9a-f]{10}", mark) for mark in marks())


@pytest.mark.parametrize(
    "password",
    ["123456qwerty", "Q1W2E3R4T5Y6", "qwerty123456", "1qaz2wsx3edc", "aaaaaaaaaaaaaa",
     "abcabcabcabcab",
     "ПарольПарольПароль"],
)  # fmt: skip
def test_what_everybody_tries_first_is_refused_whatever_its_capitals(password):
    with pytest.raises(PasswordCommon):
        check_choice(password, ())


@pytest.mark.parametrize(
    ("password", "own"),
    [("solomiia2026!", ("solomiia",)), ("Nichlih-2026", ()), ("НІЧЛІГ123456", ()),
     ("olena.olena.olena.1", ("olena",))],
)  # fmt: skip
def test_a_password_does_not_lean_on_known_words(password, own):
    with pytest.raises(PasswordOfOurs):
        check_choice(password, own)


@pytest.mark.parametrize(
    ("password", "own"),
    [("мальва вітряк сім брам", ("olena",)), ("olena has nine blue doors", ("olena",)),
     ("an ox on the roof", ("ox",)), ("x7#Kp-vN2!qe", ())],
)  # fmt: skip
def test_what_nobody_would_try_is_taken(password, own):
    check_choice(password, own)


def test_length_counts_first():
    with pytest.raises(PasswordTooShort):
        check_choice("a" * (SHORTEST - 1), ())
    with pytest.raises(PasswordTooLong):
        check_choice("ab" * LONGEST, ())


@given(st.text(max_size=40))
def test_a_mark_is_one_for_all_ways_to_type_a_password(password):
    assert mark_of(password) == mark_of(same(password))


@given(st.integers(0, 2**80 - 1))
def test_a_first_password_is_taken_by_our_own_rule_of_length_and_reads_well(bits):
    words = spelled(bits)
    assert re.fullmatch(r"([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}", words)
    assert len(words) >= SHORTEST
