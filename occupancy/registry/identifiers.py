"""Codes of businesses, places and accounts: their form and their check digits.

Codes are text and leading zeros count; spaces, hyphens and other digits than 0–9 are refused.
"""

from __future__ import annotations

import re

from stdnum import iban
from stdnum.ua import edrpou, rntrc

from occupancy.errors import Refusal

EDRPOU = "edrpou"
RNOKPP = "rnokpp"


class WrongTaxCode(Refusal):
    """A business code that has the wrong length or the wrong check digit."""

    code = "registry.wrong_tax_code"


def valid_edrpou(text: str) -> bool:
    """Tell whether ``text`` is a ЄДРПОУ (legal entity): 8 digits, the last one checks."""
    return bool(re.fullmatch(r"[0-9]{8}", text)) and bool(edrpou.is_valid(text))


def valid_rnokpp(text: str) -> bool:
    """Tell whether ``text`` is a РНОКПП (individual, ФОП): 10 digits, the last one checks."""
    return bool(re.fullmatch(r"[0-9]{10}", text)) and bool(rntrc.is_valid(text))


def valid_katottg(text: str) -> bool:
    """Tell whether ``text`` has the form of a КАТОТТГ code: it carries no check digit."""
    return bool(re.fullmatch(r"UA[0-9]{17}", text))


def valid_iban(text: str) -> bool:
    """Tell whether ``text`` is a Ukrainian account: 29 characters, remainder 1 by 97."""
    return bool(re.fullmatch(r"UA[0-9]{27}", text)) and bool(iban.is_valid(text))


def tax_code_kind(text: str) -> str:
    """Return ``edrpou`` or ``rnokpp`` for a business code; WrongTaxCode for anything else."""
    if valid_edrpou(text):
        return EDRPOU
    if valid_rnokpp(text):
        return RNOKPP
    raise WrongTaxCode(tax_code=text, field="tax_code")
