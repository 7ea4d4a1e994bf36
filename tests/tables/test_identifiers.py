"""Codes of businesses, communities and accounts (fact sheet, 3)."""

from __future__ import annotations

import pytest

from occupancy.registry import identifiers


@pytest.mark.parametrize(
    "code",
    [
        "14360570",
        "21560045",
        "20077720",
        "21673832",
        "34814859",  # city-adm.lviv.ua
        "04055896",  # Lviv city council: the leading zero counts
        "00032129",
        "43005393",
        "32855961",
        "39292197",
        "00100227",
    ],
)
def test_an_edrpou_with_the_right_check_digit_is_taken(code):
    assert identifiers.valid_edrpou(code)
    assert identifiers.tax_code_kind(code) == "edrpou"


@pytest.mark.parametrize(
    "code", ["20001739", "32855968", "1234567", "4055896", " 4055896", "0405589б", ""]
)
def test_an_edrpou_with_a_wrong_digit_or_length_is_not(code):
    assert not identifiers.valid_edrpou(code)


@pytest.mark.parametrize("code", ["1759013776", "2530414071"])
def test_an_rnokpp_with_the_right_check_digit_is_taken(code):
    assert identifiers.valid_rnokpp(code)
    assert identifiers.tax_code_kind(code) == "rnokpp"


@pytest.mark.parametrize("code", ["1759013770", "175901377", "1759-013776"])
def test_an_rnokpp_with_a_wrong_digit_or_form_is_refused(code):
    assert not identifiers.valid_rnokpp(code)
    with pytest.raises(identifiers.WrongTaxCode):
        identifiers.tax_code_kind(code)


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("UA46060250000025047", True),  # Lviv community
        ("UA46060250010015970", True),  # Lviv city
        ("UA4606025000002504", False),
        ("ua46060250000025047", False),
        ("UA46060250000025047\n", False),
        ("UA٤6060250000025047", False),
    ],
)
def test_a_katottg_code_is_ua_and_seventeen_digits(code, valid):
    assert identifiers.valid_katottg(code) is valid


@pytest.mark.parametrize(
    ("account", "valid"),
    [
        ("UA213223130000026007233566001", True),
        ("UA213223130000026007233566002", False),
        ("PL61109010140000071219812874", False),
    ],
)
def test_an_account_has_remainder_one_by_97(account, valid):
    assert identifiers.valid_iban(account) is valid
