"""The tree keeps its shape: short files, no data of others, no traces of one machine."""

import re

from tests.support.tree import ROOT, files, text_of

LONGEST = 300
WRITTEN_BY_US = {".py", ".js", ".css", ".html", ".sh"}
#: Outlines and data sets come from outside and stay outside (see .gitignore).
OF_OTHERS = re.compile(r"\.(geojson|topojson|sqlite|parquet)$|(^|/)real-hotels\.csv$")
#: Folders of one person's or one machine's; spelled in parts so that this line is none.
OF_ONE_MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|opt/\w+)" + "/")


def test_no_file_is_longer_than_300_lines():
    long = {
        str(name): lines
        for name in files()
        if name.suffix in WRITTEN_BY_US and name.parts[:2] != ("migrations", "versions")
        if (lines := len((text_of(name) or "").splitlines())) > LONGEST
    }
    assert long == {}


def test_no_data_set_of_others_is_committed():
    assert [str(name) for name in files() if OF_OTHERS.search(str(name))] == []


def test_nothing_that_set_up_installs_is_committed():
    installed = ("vendor", "node_modules", ".venv")
    assert [str(name) for name in files() if set(name.parts) & set(installed)] == []


def test_no_file_names_a_folder_of_one_machine():
    named = {
        f"{name}:{number}"
        for name in files()
        for number, line in enumerate((text_of(name) or "").splitlines(), start=1)
        if OF_ONE_MACHINE.search(line)
    }
    assert named == set()


def test_the_licence_stands_at_the_root():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in licence
    assert "15. Applicable Law" in licence
