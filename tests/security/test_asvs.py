"""The map of OWASP ASVS 5.0.0: every number once, and everything it names exists."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.support.tree import ROOT

MAP = ROOT / "docs" / "security" / "asvs.md"
#: Level of each requirement by section, in order: what ASVS 5.0.0 numbers and how it weighs them.
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3",
    "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333",
    "6.6": "2223", "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222",
    "10.6": "22", "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23",
    "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip
#: Asked for although they are of level 3: formulas, two people, rights that change at once.
ALSO = {"1.2.10", "2.3.5", "8.3.2"}
LINE = re.compile(
    r"^\| (\d+\.\d+\.\d+) \| ([123]) \| ([^|]+) \| (met|n/a|not met) \| ([^|]+) \| ([^|]*)\|$",
    re.MULTILINE,
)


def asked_for() -> dict[str, str]:
    every = {
        f"{section}.{at}": level
        for section, levels in LEVELS.items()
        for at, level in enumerate(levels, start=1)
    }
    assert len(every) == 345
    return {number: level for number, level in every.items() if level != "3" or number in ALSO}


def told() -> list[tuple[str, ...]]:
    return LINE.findall(MAP.read_text(encoding="utf-8"))


def test_every_number_of_levels_1_and_2_stands_there_once_with_its_level():
    numbers = [number for number, *_ in told()]
    assert [number for number, times in Counter(numbers).items() if times > 1] == []
    assert {number: level for number, level, *_ in told()} == asked_for()


def test_no_line_of_the_map_is_passed_over():
    lines = MAP.read_text(encoding="utf-8").splitlines()
    assert sum(bool(re.match(r"\| \d+\.\d+\.\d+ ", line)) for line in lines) == len(told())


@pytest.mark.parametrize("line", told(), ids=lambda line: line[0])
def test_what_a_line_names_exists_and_what_is_met_names_something(line):
    number, _, _, state, how, shown = line
    references = re.findall(r"`([^`]+)`", shown)
    assert how.strip(), number
    assert references or state != "met"
    for reference in references:
        path, _, name = reference.partition("::")
        text = (ROOT / path).read_text(encoding="utf-8")
        assert not name or re.search(rf"^def {name}\(", text, re.MULTILINE), reference


def test_the_counts_are_those_of_the_lines():
    counted = Counter((level, state) for _, level, _, state, *_ in told())
    stated = re.findall(
        r"^\| ([123]) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$",
        MAP.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert len(stated) == 3
    for level, *numbers in stated:
        found = [counted[level, state] for state in ("met", "n/a", "not met")]
        assert [int(each) for each in numbers] == [*found, sum(found)]
