"""The documents say what is there: links lead somewhere, settings and version are named."""

import re

import pytest

from occupancy import __version__
from tests.support.tree import ROOT

SETTINGS = ROOT / "occupancy" / "settings.py"
PICTURES = ROOT / "docs" / "pictures"
DOCUMENTS = sorted({ROOT / name for name in ("README.md", "CHANGELOG.md", "NOTICE.md")})
DOCUMENTS += sorted((ROOT / "docs").rglob("*.md"))
#: ``](target)`` outside of fences; an address with a scheme leads out of the tree.
LINK = re.compile(r"\]\((?!\w+:)([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
VARIABLE = re.compile(r"\"((?:OCCUPANCY_[A-Z0-9_]+)|PORT)\"")


def named(path):
    return str(path.relative_to(ROOT))


def links_of(path):
    return LINK.findall(FENCED.sub("", path.read_text(encoding="utf-8")))


def anchors_of(path):
    """Return the anchors that a page of Markdown gives its headings."""
    text = FENCED.sub("", path.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_leads_to_a_file_and_heading_of_the_tree(document):
    lost = []
    for link in links_of(document):
        name, _, anchor = link.partition("#")
        target = (document.parent / name).resolve() if name else document
        if target.parent == PICTURES and not PICTURES.exists():
            continue  # the browser tests make the pictures
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            lost.append(link)
    assert lost == []


def test_the_readme_names_every_environment_variable_of_the_settings():
    variables = set(VARIABLE.findall(SETTINGS.read_text(encoding="utf-8")))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert variables >= {"PORT", "OCCUPANCY_DATABASE_URL"}
    assert sorted(name for name in variables if f"| `{name}` |" not in readme) == []


def test_the_changelog_names_this_version():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## [{__version__}] - " in changelog


def test_every_decision_is_listed_once_and_numbered_in_order():
    folder = ROOT / "docs" / "decisions"
    pages = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert links_of(folder / "README.md") == pages
    assert [int(name[:4]) for name in pages] == list(range(1, len(pages) + 1))


def test_no_document_uses_an_accusing_word():
    accusing = re.compile(r"шахра|порушник|підозр|аномалі|прихов|обман", re.IGNORECASE)
    assert [named(path) for path in DOCUMENTS if accusing.search(path.read_text("utf-8"))] == []
