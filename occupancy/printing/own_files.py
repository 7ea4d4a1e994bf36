"""What the printer may load: two fonts of ours, and nothing else in the world."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

BASE = "paper:/"

_FONTS = Path(__file__).resolve().parents[1] / "web" / "static" / "vendor" / "ibm-plex-sans"

#: Whole font files: a family split over subset files can print blanks in place of digits.
FILES = {
    f"{BASE}plex-regular.woff2": (_FONTS / "IBMPlexSans-Regular.woff2", "font/woff2"),
    f"{BASE}plex-semibold.woff2": (_FONTS / "IBMPlexSans-SemiBold.woff2", "font/woff2"),
}


class ForbiddenFile(FatalURLFetchingError):
    """A page asked for something that is not ours; the paper is not printed at all."""


class OwnFiles(URLFetcher):
    """Fetches by a fixed map of names; it knows no network and no other folder."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return one of our files, or raise ``ForbiddenFile``."""
        if url not in FILES:
            raise ForbiddenFile(url)
        path, kind = FILES[url]
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
