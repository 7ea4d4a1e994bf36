"""The threat model names, for each threat, tests that exist and say its number."""

from __future__ import annotations

import re

import pytest

from tests.support.tree import ROOT

MODEL = ROOT / "docs" / "security" / "threats.md"
LINE = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+)\|$", re.MULTILINE)


def threats() -> list[tuple[str, ...]]:
    return LINE.findall(MODEL.read_text(encoding="utf-8"))


def test_every_threat_from_1_to_21_has_its_line():
    assert [int(number) for number, *_ in threats()] == list(range(1, 22))


@pytest.mark.parametrize("line", threats(), ids=lambda line: f"threat_{line[0]}")
def test_every_threat_has_a_mechanism_and_tests_that_exist(line):
    number, _, mechanism, tests, _ = line
    assert len(mechanism.strip()) > 20
    named = re.findall(r"`([^`]+)`", tests)
    assert named, number
    for reference in named:
        path, _, name = reference.partition("::")
        text = (ROOT / path).read_text(encoding="utf-8")
        assert not name or re.search(rf"^def {name}\(", text, re.MULTILINE), reference


def test_the_policy_of_disclosure_speaks_both_languages():
    policy = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    for words in ("Як повідомити", "How to report", "Підтримувані версії", "Supported versions",
                  "Безпечна гавань", "Safe harbour"):  # fmt: skip
        assert words in policy
