"""Garbage in forms and files, found by chance: taken or refused, never a failure."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.faults import forms
from tests.faults.forms import NIGHT, wrong_words
from tests.filings.books import book, packed

GARBAGE = some.one_of(
    some.text(max_size=30), some.integers().map(str), some.sampled_from(forms.HOSTILE[:-2])
)
NIGHT_FIELDS = (*NIGHT, "arrivals", "exempt_MINOR", "key", "fill", "reason_other", "no_such")
COUNT_FIELDS = ("rooms_seen", "guests_seen", "methods", "counted_from", "counted_to", "go")
LAZY = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
HEAD = b"date,rooms_occupied,guests_domestic,guests_inbound\n"
FILES = {
    "empty": b"",
    "noise": bytes(range(256)) * 40,
    "cut workbook": book([["date", "rooms_occupied"], ["2026-11-20", 3]])[:300],
    "no workbook in it": b"PK\x05\x06" + bytes(18),
    "no cells": packed(sheet="<worksheet>"),
    "missing columns": b"date,rooms_occupied\n2026-11-20,3\n",
    "head alone": HEAD,
    "NUL": HEAD + b"2026-11-20,3\x00,6,1\n",
    "future": HEAD + b"2026-11-20,3,6,1\n2099-01-01,3,6,1\n",
    "week date": HEAD + b"2026-11-20,3,6,1\n2026-W01-1,3,6,1\n",
    "not a number": HEAD + b"2026-11-20,3,6,1\n2026-11-19,1e3,true,-1\n",
    "endless number": HEAD + b"2026-11-20,3," + b"9" * 400 + b",1\n",
    "open quote": HEAD + b'"2026-11-20,3,6,1\n',
}


@pytest.fixture
def operator(portal, sign_in):
    """Give the operator's browser and its form token."""
    client = sign_in(portal.test_client(), "operator")
    return client, forms.token(client)


@pytest.fixture
def tablet(field, sign_in):
    """Give the inspector's browser and its form token."""
    client = sign_in(field.test_client(), "inspector")
    return client, forms.token(client)


@LAZY
@given(typed=some.dictionaries(some.sampled_from(NIGHT_FIELDS), GARBAGE))
def test_a_night_of_garbage_is_refused_or_filed(operator, typed):
    client, token = operator
    path = f"{forms.CABINET}/nights/2026-11-23"
    status = client.post(path, data={**typed, "csrf_token": token}).status_code
    shown = status == 200 and typed.get("fill")
    assert shown or status == 303 or 400 <= status < 500


@LAZY
@given(typed=some.dictionaries(some.sampled_from(COUNT_FIELDS), GARBAGE))
def test_a_count_of_garbage_is_refused_or_kept(tablet, visit, typed):
    client, token = tablet
    answer = client.post(f"/visits/{visit.id}/count", data={**typed, "csrf_token": token})
    assert answer.status_code == 303 or 400 <= answer.status_code < 500


def test_a_broken_file_is_refused_in_words_and_files_nothing(operator, kept):
    client, token = operator
    before, wrong = kept(), []
    for name, content in FILES.items():
        for keep in ({}, {"file_it": "1"}):
            upload = {"file": (BytesIO(content), "nights.csv")}
            answer = client.post(
                f"{forms.CABINET}/import", data={**upload, **keep, "csrf_token": token}
            )
            if not 400 <= answer.status_code < 500 or wrong_words(answer):
                wrong.append((name, keep, answer.status_code, wrong_words(answer)))
    assert wrong == []
    assert kept() == before
