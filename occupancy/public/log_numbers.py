"""Numbers in the addresses of proofs: plain digits, and a refusal that says so otherwise."""

from __future__ import annotations

import re
from typing import ClassVar

from flask import request

from occupancy.errors import Refusal

_DIGITS = re.compile(r"[0-9]{1,10}")


class ProofNumber(Refusal):
    """The address of a proof lacks a number, or holds something else in its place."""

    code: ClassVar[str] = "public.proof_number"
    status = 422


def asked_pair(first: str, second: str, default: int) -> tuple[int, int]:
    """Return two numbers of the query, the second with a default. Raises ``ProofNumber``."""
    return _number(first, request.args.get(first, "")), _number(
        second, request.args.get(second, str(default))
    )


def _number(name: str, text: str) -> int:
    if not _DIGITS.fullmatch(text):
        raise ProofNumber(name=name, field=name)
    return int(text)
