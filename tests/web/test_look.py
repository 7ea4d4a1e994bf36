"""Style sheets: contrast of every pair in use, one place for colours, no file too long."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from occupancy.web.blueprint import bp

CSS = Path(str(bp.static_folder)) / "css"
SHEETS = sorted(CSS.glob("*.css"))
THEMES = {"day": ("tokens",), "night": ("tokens", "dark"), "sun": ("tokens", "sun")}
#: (front, ground, least ratio): text 4.5, large or graphic parts 3 (WCAG 2.2, 1.4.3 and 1.4.11).
PAIRS = [
    ("ink", "paper", 7), ("ink", "surface", 7), ("ink", "sunken", 7), ("ink", "key", 7),
    ("ink-2", "paper", 4.5), ("ink-2", "surface", 4.5), ("ink-2", "sunken", 4.5),
    ("link", "paper", 4.5), ("link", "surface", 4.5), ("link", "info-soft", 4.5),
    ("link", "warn-soft", 4.5), ("link", "bad-soft", 4.5),
    ("edge", "paper", 3), ("edge", "surface", 3),
    ("on-night", "night", 7), ("on-night-2", "night", 4.5), ("on-night", "night-line", 4.5),
    ("lamp", "night", 3), ("on-lamp", "lamp", 4.5), ("on-action", "action", 4.5),
    ("on-action", "action-2", 4.5),
    ("ok", "ok-soft", 4.5), ("warn", "warn-soft", 4.5), ("bad", "bad-soft", 4.5),
    ("info", "info-soft", 4.5), ("bad", "paper", 4.5), ("bad", "surface", 4.5),
    ("ink", "lamp-soft", 7), ("ink-2", "lamp-soft", 4.5), ("ink", "info-soft", 7),
    ("surface", "info", 4.5), ("lamp-deep", "surface", 3),
    ("declared", "surface", 3), ("declared", "band-80", 3), ("declared", "band-95", 3),
    ("band-edge", "surface", 3), ("counted", "band-80", 4.5), ("ink-2", "band-80", 3),
]  # fmt: skip


def tokens(theme: str) -> dict[str, str]:
    """Return the colours of a theme by name, later sheets over earlier ones."""
    found: dict[str, str] = {}
    for sheet in THEMES[theme]:
        text = (CSS / f"{sheet}.css").read_text(encoding="utf-8")
        found |= dict(re.findall(r"--n-([\w-]+): (#[0-9A-F]{6});", text))
    return found


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB`` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_every_pair_can_be_read(theme: str, front: str, ground: str, least: float) -> None:
    known = tokens(theme)
    light, dark = sorted((luminance(known[front]), luminance(known[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_colours_stand_in_the_tokens_only(sheet: Path) -> None:
    if sheet.stem in ("tokens", "dark", "sun", "print"):
        return
    text = sheet.read_text(encoding="utf-8")
    # A code for a camera is black on white, whatever the theme.
    assert set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", text)) <= {"#FFFFFF"}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_every_token_in_use_exists(sheet: Path) -> None:
    known = set(re.findall(r"--n-[\w-]+(?=:)", (CSS / "tokens.css").read_text(encoding="utf-8")))
    assert set(re.findall(r"var\((--n-[\w-]+)", sheet.read_text(encoding="utf-8"))) <= known


def test_night_replaces_every_colour_of_the_day() -> None:
    day = set(tokens("day"))
    night = set(re.findall(r"--n-([\w-]+): #", (CSS / "dark.css").read_text(encoding="utf-8")))
    assert day == night
