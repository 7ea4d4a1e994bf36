"""However quick a body is read, what is said of it is what the slow and careful way says."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from occupancy.audit.rules import canonical
from occupancy.audit.verification import bodies

PLAIN = {
    "v": 1,
    "seq": 7,
    "kind": "filing",
    "at": "2026-11-23T20:47:16.120Z",
    "actor": "person:3",
    "subject": "night:LV-0001:2026-11-23",
    "community": None,
    "salt": "00" * 16,
    "facts": {"guests": 19, "bands": [{"code": "b2", "inbound": 1}], "exempt": {}},
}
#: What the log holds, and much that it never does.
VALUES = some.recursive(
    some.one_of(
        some.none(),
        some.booleans(),
        some.integers(-(2**70), 2**70),
        some.floats(),
        some.text(),
        some.sampled_from(
            ["[.5", ",e", '":.', "\x7f", "\u2028", "\ud800", "\\ud800", '"', "0" * 20]
        ),
    ),
    lambda inner: some.one_of(
        some.lists(inner, max_size=3),
        some.dictionaries(some.one_of(some.sampled_from("abz_"), some.text()), inner, max_size=3),
    ),
    max_leaves=8,
)
#: Bytes that look like a body, spoiled a little.
SPOILS = (
    b" ",
    b"\n",
    b".0",
    b"e5",
    b"E5",
    b"0",
    b"-",
    b"\x00",
    b"\xff",
    b",",
    b"\\u0061",
    b"9" * 20,
)


def verdict(read, body):
    """Return what a body says, down to the types, or that it is not one."""
    try:
        return repr(read(body))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "unreadable"


def agree(body):
    for read in (bodies.read_body, bodies.decoded):
        quick = verdict(read, body)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(bodies, "plain", lambda _: None)
            assert quick == verdict(read, body), body


def written(said):
    """Return bytes as a hand other than ours may write them: nothing is refused."""
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def test_an_ordinary_body_is_read_the_quick_way():
    assert bodies.plain(canonical(PLAIN)) == PLAIN


@given(VALUES)
@example(1.5)
@example([2.0, 3])
@example([3, 1e-7])
@example({"a": 1e16})
@example({"v": 2**53})
@example(2**64)
@example(-0.0)
@example({"я": 1})
@example("Під вигаданою вежею")
def test_made_up_facts_get_the_same_verdict(value):
    agree(written({**PLAIN, "facts": {"it": value}}))
    agree(written({**PLAIN, "facts": value}))


@given(some.sampled_from(sorted(PLAIN)), VALUES)
@example("v", 1.0)
@example("v", True)
@example("seq", 7.0)
def test_any_field_of_another_kind_gets_the_same_verdict(name, value):
    agree(written({**PLAIN, name: value}))
    agree(written({key: each for key, each in PLAIN.items() if key != name}))


@given(some.data())
def test_spoiled_bytes_get_the_same_verdict(data):
    body = canonical(PLAIN)
    at = data.draw(some.integers(0, len(body)))
    agree(body[:at] + data.draw(some.sampled_from(SPOILS)) + body[at:])
    agree(body[:at] + body[at + data.draw(some.integers(1, 3)) :])


@pytest.mark.parametrize("body", [b"", b"5", b"[]", b"{}", b"null", b"[" * 2000, b"\xff", b"1.5"])
def test_what_is_no_body_gets_the_same_verdict(body):
    agree(body)


def test_a_body_too_deep_for_the_quick_way_is_read_all_the_same():
    deep = []
    for _ in range(300):
        deep = [deep]
    body = canonical({**PLAIN, "facts": {"it": deep}})
    assert bodies.plain(body) is None
    assert bodies.read_body(body)["facts"] == {"it": deep}
