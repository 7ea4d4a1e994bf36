"""The arrows of docs/architecture.md hold; each contract was seen to catch what it forbids."""

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.support.tree import ROOT

LINTER = Path(sys.executable).with_name("lint-imports")
PACKAGES = ("anomaly", "inspector_app", "occupancy")

#: contract, module that breaks it, line that does.
BREAKS = [
    ("steps", "occupancy.tax.money", "import occupancy.ledger.services"),
    ("steps", "occupancy.accounts.queries", "import occupancy.registry.queries"),
    ("steps", "occupancy.scans.queries", "import occupancy.inspections.queries"),
    ("steps", "occupancy.filings.queries", "import occupancy.web.words"),
    ("steps", "occupancy.attachments.queries", "import occupancy.filings.queries"),
    ("steps", "occupancy.public", "import occupancy.cabinet"),
    ("steps", "occupancy.agency", "import occupancy.public"),
    ("field_app", "inspector_app.app", "import occupancy.cabinet"),
    ("field_app", "inspector_app.app", "from occupancy import app"),
    ("portal", "occupancy.web.words", "import inspector_app"),
    ("no_web", "occupancy.ledger.services", "from flask import g"),
    ("no_web", "occupancy.audit.services", "import flask_login"),
    ("rules", "occupancy.audit.rules", "import sqlalchemy"),
    ("rules", "occupancy.registry.rules", "import occupancy.database"),
    ("models", "occupancy.cabinet", "import occupancy.filings.models"),
    ("models", "inspector_app.app", "from occupancy.registry.models import places"),
    ("printer", "occupancy.citations.models", "import weasyprint"),
    ("printer", "occupancy.web.words", "from weasyprint import HTML"),
    ("hostile_files", "occupancy.attachments.intake", "from PIL import Image"),
    ("hostile_files", "occupancy.filings.schemas.workbook", "import python_calamine"),
    ("detector", "anomaly.scan", "import occupancy.clock"),
    ("detector", "anomaly.panel", "import sqlalchemy"),
    ("callers", "occupancy.agency", "import anomaly"),
    ("callers", "occupancy.filings.queries", "from anomaly import scan"),
]


def contracts() -> dict[str, str]:
    """Return the sentence of each contract by its short name."""
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    prefix = "importlinter:contract:"
    return {
        section.removeprefix(prefix): config[section]["name"]
        for section in config.sections()
        if section.startswith(prefix)
    }


def lint(folder: Path, *arguments: str) -> str:
    """Run the contracts over a folder and return what was said, in one line."""
    done = subprocess.run(
        [LINTER, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    return re.sub(r"\s+", " ", done.stdout + done.stderr)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / "setup.cfg", folder)
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            folder / package,
            ignore=shutil.ignore_patterns("__pycache__", "static", "templates", "translations"),
        )
    return folder


def test_every_arrow_points_the_right_way(copy):
    said = lint(copy)
    assert f"Contracts: {len(contracts())} kept, 0 broken." in said, said


def source(folder: Path, module: str) -> Path:
    """Return the file of a module or of a package, whichever it is today."""
    path = folder / module.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@pytest.mark.parametrize(("contract", "module", "line"), BREAKS)
def test_a_contract_catches_what_it_forbids(copy, contract, module, line):
    path = source(copy, module)
    whole = path.read_text(encoding="utf-8")
    path.write_text(f"{whole}\n{line}\n", encoding="utf-8")
    said = lint(copy, "--contract", contract)
    path.write_text(whole, encoding="utf-8")
    assert f"{contracts()[contract]} BROKEN" in said


def test_every_contract_was_broken_on_purpose():
    assert {contract for contract, _, _ in BREAKS} == set(contracts())
