"""Similar facilities at one night as dots on a line of occupancy, with this one marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from occupancy.web.charts.svg import element, picture, text

WIDTH, HEIGHT = 320, 84
LEFT, RIGHT = 12, 24
GROUND, CEILING, MIDDLE = 62, 20, 41
RADIUS = 3.5
LEVELS = (0, 9, -9, 17, -17)  # where a dot steps aside when its place is taken


@dataclass(frozen=True)
class Peers:
    """Shares of rooms occupied, 0 to 1: each peer, the middle half of them, and this facility."""

    shares: tuple[float, ...]
    low: float | None
    high: float | None
    own: float | None


@dataclass(frozen=True)
class Row:
    """One line of the table beside: ``own`` marks this facility."""

    share: float
    own: bool


def draw(peers: Peers, *, title: str, desc: str = "", own_label: str = "") -> Markup:
    """Return the strip; ``own_label`` stands over this facility's bar (usually «17 %»)."""
    parts = [*_band(peers), *_dots(peers.shares), *_own(peers, own_label), *_axis()]
    return picture((WIDTH, HEIGHT), parts, title=title, desc=desc, class_="n-chart n-chart-s")


def rows(peers: Peers) -> list[Row]:
    """Return every dot from the fullest to the emptiest, this facility among them."""
    found = [Row(share, False) for share in peers.shares]
    if peers.own is not None:
        found.append(Row(peers.own, True))
    return sorted(found, key=lambda row: (-row.share, row.own))


def _x(share: float) -> float:
    return LEFT + min(max(share, 0), 1) * (WIDTH - LEFT - RIGHT)


def _band(peers: Peers) -> Iterator[str]:
    if peers.low is not None and peers.high is not None:
        yield element(
            "rect",
            class_="c-b80",
            x=_x(peers.low),
            y=CEILING,
            width=max(_x(peers.high) - _x(peers.low), 1),
            height=GROUND - CEILING,
        )


def _dots(shares: Sequence[float]) -> Iterator[str]:
    last = dict.fromkeys(LEVELS, -1e9)
    for share in sorted(shares):
        x = _x(share)
        free = [level for level in LEVELS if x - last[level] >= 2 * RADIUS + 1]
        level = free[0] if free else min(LEVELS, key=lambda each: last[each])
        last[level] = x
        yield element("circle", class_="c-peer", cx=x, cy=MIDDLE + level, r=RADIUS)


def _own(peers: Peers, label: str) -> Iterator[str]:
    if peers.own is None:
        return
    x = _x(peers.own)
    yield element("rect", class_="c-declared", x=x - 4, y=CEILING, width=8, height=GROUND - CEILING)
    if label:
        yield text(label, max(x, 20), 14, text_anchor="middle", class_="t-b")


def _axis() -> Iterator[str]:
    yield element("line", class_="c-axis", x1=LEFT, x2=WIDTH - RIGHT, y1=GROUND, y2=GROUND)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _x(share)
        yield element("line", class_="c-axis", x1=x, x2=x, y1=GROUND, y2=GROUND + 4)
        words = f"{share * 100:.0f}" + ("\u00a0%" if share == 1 else "")
        yield text(words, x, GROUND + 18, text_anchor="middle")
