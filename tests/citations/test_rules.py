"""Codes, numbers and digests of papers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.citations import rules
from occupancy.citations.rules.codes import ALPHABET, BITS, LENGTH


@given(st.integers(0, (1 << BITS) - 1))
def test_a_code_holds_all_its_bits_and_reads_back(bits):
    code = rules.code_from(bits)
    assert len(code) == LENGTH
    back = 0
    for letter in code:
        back = back << 5 | ALPHABET.index(letter)
    assert back == bits
    assert rules.normal_code(code) == code


@given(st.integers(0, (1 << BITS) - 1), st.data())
def test_a_misread_letter_is_understood(bits, data):
    code = rules.code_from(bits)
    written = "".join(
        data.draw(st.sampled_from({"0": "0oO", "1": "1iIlL"}.get(letter, letter + letter.lower())))
        for letter in code
    )
    assert rules.normal_code(written) == code


@pytest.mark.parametrize("bits", [-1, 1 << BITS])
def test_more_bits_than_fit_are_refused(bits):
    with pytest.raises(ValueError, match="expected"):
        rules.code_from(bits)


@pytest.mark.parametrize(
    "typed",
    [
        "", "0", "Z" * 26, "U" * 26, "0" * 25, "0" * 27, "０" * 26, "0" * 10_000, "../" * 9,
        "3K7Q2M9XV0BT5RZ8WDHC4NPE6!", "3K7Q2M9XV0BT5RZ8WDHC4NPE6\x00", "№" * 26,
    ],
)  # fmt: skip
def test_what_cannot_be_a_code_is_none(typed):
    assert rules.normal_code(typed) is None


@given(st.text(max_size=120))
def test_any_text_is_a_code_or_none(typed):
    meant = rules.normal_code(typed)
    assert meant is None or rules.normal_code(meant) == meant


def test_a_number_has_series_year_and_six_digits():
    assert rules.number_text("ЛВ", 2026, 52) == "ЛВ-2026-000052"
    assert rules.number_text("ЛВ", 2026, 1_234_567) == "ЛВ-2026-1234567"
