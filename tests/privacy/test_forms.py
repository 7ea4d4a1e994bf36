"""Beside every field for free words the form says, in both languages: no guests' names."""

import re

import pytest
from babel.messages.pofile import read_po

from tests.support.tree import ROOT

CALL = re.compile(r"\{\{ (?:textarea|field)\((?:[^{}]|\{[^{}]*\})*\}\}")
#: Fields where one may write a sentence: several lines, or at least this many letters.
SENTENCE = 200
#: Samples of how fields look; nothing typed there is kept.
SAMPLES = "styles"
#: What is pasted there is a receipt that we signed ourselves; the text itself is not kept.
NOT_KEPT = {"receipt_check.html", "refile.html"}


def free_fields() -> list[tuple[str, str]]:
    found = []
    for path in sorted(ROOT.glob("*/**/templates/**/*.html")):
        if (
            path.name in NOT_KEPT
            or SAMPLES in path.parts
            or ".venv" in path.parts
            or path.parent.name == "macros"
        ):
            continue
        for call in CALL.findall(path.read_text(encoding="utf-8")):
            most = re.search(r'"maxlength": (\d+)', call)
            if call.startswith("{{ textarea") or (most and int(most[1]) >= SENTENCE):
                found.append((f"{path.name}:{call[3:40]}", call))
    return found


def english() -> dict[str, str]:
    words = {}
    for path in ROOT.glob("*/**/translations/en/LC_MESSAGES/messages.po"):
        if ".venv" not in path.parts:
            with path.open("rb") as file:
                words.update({each.id: each.string for each in read_po(file) if each.id})
    return words


def test_the_fields_for_free_words_are_found():
    assert len(free_fields()) >= 6


@pytest.mark.parametrize(
    "call", [call for _, call in free_fields()], ids=[name for name, _ in free_fields()]
)
def test_a_field_for_free_words_asks_for_no_guests_names(call):
    hints = [
        each for each in re.findall(r'_\("([^"]+)"\)', call) if re.search("[іІ]мен гостей", each)
    ]
    assert len(hints) == 1
    assert re.search("guests’ names|names of guests", english()[hints[0]])
