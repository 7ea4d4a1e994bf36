"""The files of the checkout, as git sees them: what is tracked, and what is about to be."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def files() -> list[Path]:
    """Return every file of the project that git does not ignore, relative to ``ROOT``.

    Skips in a copy without git, but fails on CI.
    """
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        if os.environ.get("CI") == "true":
            pytest.fail("this is no git checkout")
        pytest.skip("this is no git checkout, so what is tracked cannot be told")
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    names = {Path(name) for name in listed.stdout.split("\0") if name}
    return sorted(name for name in names if (ROOT / name).is_file())


def text_of(name: Path) -> str | None:
    """Return the text of a file, or None when it is no text."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
