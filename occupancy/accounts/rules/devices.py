"""What a browser says of itself, in two codes: enough to recognise one's own device; pure.

The header itself is not kept: it would tell more of a person than anybody here needs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: In this order: nearly every browser also names the ones it descends from.
_BROWSERS = (
    ("edge", re.compile(r"\bEdgA?(iOS)?/")),
    ("opera", re.compile(r"\b(OPR|Opera)/")),
    ("samsung", re.compile(r"\bSamsungBrowser/")),
    ("firefox", re.compile(r"\b(Firefox|FxiOS)/")),
    ("chrome", re.compile(r"\b(Chrome|CriOS|HeadlessChrome)/")),
    ("safari", re.compile(r"\bSafari/")),
)
_TABLET = re.compile(r"\biPad\b|\bTablet\b|\bAndroid\b(?!.*\bMobile\b)")
_PHONE = re.compile(r"\biPhone\b|\bMobile\b")
_DESK = re.compile(r"\b(Windows NT|Macintosh|X11|CrOS)\b")

BROWSERS = (*(name for name, _ in _BROWSERS), "other")
KINDS = ("phone", "tablet", "computer", "other")


@dataclass(frozen=True)
class Device:
    """``browser`` is one of ``BROWSERS``, ``kind`` one of ``KINDS``."""

    browser: str = "other"
    kind: str = "other"


def device_of(user_agent: str) -> Device:
    """Return the device of a ``User-Agent`` header; whatever is unknown is ``other``."""
    told = user_agent[:512]
    browser = next((name for name, sign in _BROWSERS if sign.search(told)), "other")
    if _TABLET.search(told):
        kind = "tablet"
    elif _PHONE.search(told):
        kind = "phone"
    else:
        kind = "computer" if _DESK.search(told) else "other"
    return Device(browser, kind)
