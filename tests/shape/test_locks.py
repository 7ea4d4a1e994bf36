"""Locks hold versions and hashes, and no address; what browsers load carries its licence."""

import hashlib
import json
import re

import pytest

from tests.support.tree import ROOT

PINNED = re.compile(r"^([a-z0-9.-]+)(?:\[[a-z,]+\])?==(\S+)", re.MULTILINE)
WANTED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9.-]*)", re.MULTILINE)
LOCKS = ("bench", "boot", "frontend", "run", "dev", "semgrep")
VENDOR = ROOT / "occupancy" / "web" / "static" / "vendor"
FRONTEND_LOCK = ROOT / "frontend" / "package-lock.json"


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LOCKS)
def test_a_python_lock_names_no_host_and_hashes_every_package(name):
    text = lock(name)
    assert "://" not in text
    assert "--index-url" not in text
    for package in PINNED.split(text)[3::3]:
        assert "--hash=sha256:" in package


@pytest.mark.parametrize("name", LOCKS)
def test_a_python_lock_holds_everything_that_is_asked_for(name):
    source = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8")
    asked = {package.lower() for package in WANTED.findall(source)}
    assert asked <= {package for package, _ in PINNED.findall(lock(name))}


def test_tests_run_with_the_versions_that_are_served():
    assert set(PINNED.findall(lock("run"))) <= set(PINNED.findall(lock("dev")))


def test_the_frontend_lock_names_no_host_and_hashes_every_package():
    text = FRONTEND_LOCK.read_text(encoding="utf-8")
    assert "://" not in text
    packages = json.loads(text)["packages"]
    unhashed = [name for name, about in packages.items() if name and not about.get("integrity")]
    assert unhashed == []


def test_every_frontend_package_that_is_served_carries_its_licence():
    packages = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))
    wanted = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    assert {package["name"] for package in packages} == set(wanted["dependencies"])
    for package in packages:
        assert package["licence"]
        assert package["version"] == wanted["dependencies"][package["name"]]
        assert all((VENDOR / name).stat().st_size > 500 for name in package["licence_files"])


def test_the_listing_describes_exactly_what_is_served():
    packages = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))
    described = {file["file"]: file["sha256"] for package in packages for file in package["files"]}
    present = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "vendor.json"
    }
    assert present == described
