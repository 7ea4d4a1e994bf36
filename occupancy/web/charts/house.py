"""The house of this night: one window a room, as many lit as are filed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from hashlib import sha256

from markupsafe import Markup

from occupancy.web.charts.svg import coordinate, element, picture

WIDTH, HEIGHT = 132, 99
WALL, EAVES, FLOOR = 13, 24, 90  # where windows may stand
MOST_ROOMS = 2000


def draw(
    rooms: int, lit: int, *, seed: str = "", title: str = "", follows: str = "", width: int = WIDTH
) -> Markup:
    """Return a house with ``rooms`` windows (1 to 2000), ``lit`` of them lit.

    Which window is lit is the same for the same ``seed`` (the facility's code), so that the house
    does not flicker from page to page. ``follows`` names the field whose number js/house.js shows.
    """
    windows = min(max(rooms, 1), MOST_ROOMS)
    shown = round(lit * windows / rooms) if rooms > windows else lit
    return picture(
        (WIDTH, HEIGHT),
        [_walls(), *_windows(windows, shown, seed)],
        title=title,
        class_="n-house",
        width=width,
        height=round(width * HEIGHT / WIDTH),
        data_follows=follows or None,
    )


def _walls() -> str:
    return element("path", class_="c-wall", d=f"M3 {HEIGHT}V21L17 5H115L129 21V{HEIGHT}Z")


def _windows(count: int, lit: int, seed: str) -> Iterator[str]:
    wide, tall = WIDTH - 2 * WALL, FLOOR - EAVES
    columns = max(round(math.sqrt(count * wide / tall)), 1)
    floors = math.ceil(count / columns)
    across, down = wide / columns, tall / floors
    side = min(across, down) * 0.68
    for place, rank in enumerate(_ranks(count, seed)):
        floor, column = divmod(place, columns)
        yield element(
            "rect",
            class_="c-lit" if rank < lit else "c-off",
            x=WALL + (column + 0.5) * across - side / 2,
            y=EAVES + (floor + 0.5) * down - side / 2,
            width=max(side, 0.5),
            height=max(side, 0.5),
            rx=coordinate(min(1.5, side / 6)),
            data_rank=str(rank),
        )


def _ranks(count: int, seed: str) -> list[int]:
    """Return for each window its place in the order of lighting: mixed, but always the same."""
    order = sorted(range(count), key=lambda n: sha256(f"{seed}:{n}".encode()).digest())
    ranks = [0] * count
    for rank, place in enumerate(order):
        ranks[place] = rank
    return ranks
