"""JSON from outside: read, or refused before it can hurt."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.attachments import json_text
from occupancy.errors import Refusal

WORDS = st.text(st.characters(codec="utf-8"))
SAID = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(SAID)
def test_what_was_said_is_read(said):
    assert json_text.load(json.dumps(said).encode()) == said


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[" * 100_000, "too_deep"),
        (b'{"a":' * 100_000, "too_deep"),
        (b"[" * 33 + b"]" * 33, "too_deep"),
        (b'["' + b"[" * 100 + b'"', "unreadable"),
        (b" " * (9 * 1024 * 1024), "too_large"),
        (b"", "unreadable"),
        (b"\xff\xfe", "unreadable"),
        (b'{"a":1,"a":2}', "unreadable"),
        (b"NaN", "unreadable"),
        (b"[-Infinity]", "unreadable"),
        (b"[1e999]", "unreadable"),
        (b"9" * 10_000, "unreadable"),
        (b'"\\ud800"', "unreadable"),
        (b'"a\x00b"', "unreadable"),
    ],
)
def test_what_would_hurt_is_refused(data, code):
    with pytest.raises(Refusal) as caught:
        json_text.load(data)
    assert caught.value.code == f"json.{code}"
    assert 400 <= caught.value.status < 500


def test_brackets_inside_of_words_are_no_depth():
    assert json_text.load(b'["' + b"[{" * 100 + b'\\"]"]') == ["[{" * 100 + '"]']


@given(st.binary(max_size=200) | st.text(alphabet='[]{}":,1\\ ', max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data):
    with contextlib.suppress(Refusal):
        json_text.load(data)
