"""Which made-up facilities stand where: real communities, believable kinds and sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from occupancy.demo.names import Business, business, facility_names
from occupancy.registry.queries import CommunityRow

LVIV = "UA46060250000025047"
SLAVSKE = "UA46100210000027970"
TRUSKAVETS = "UA46020090000057315"
SKHIDNYTSIA = "UA46020070000056149"
MORSHYN = "UA46100130000048262"

#: Shares of the oblast's facilities, after the receipts of 2021 (fact sheet, 5.3) but flatter:
#: small houses pay little and are many.
WEIGHTS = {LVIV: 38.0, TRUSKAVETS: 20.0, SKHIDNYTSIA: 12.0, SLAVSKE: 12.0, MORSHYN: 6.0}
#: Every other community that received any tax in 2021 shares the rest.
OTHERS = 12.0

#: How a place fills through week and year.
CITY, RESORT, CARPATHIAN = "city", "resort", "carpathian"

#: kind, share, rooms (median), places a room, for each season pattern.
KINDS = {
    CITY: (
        ("hotel", 0.42, 26, 2.1),
        ("hostel", 0.16, 12, 4.0),
        ("apart_hotel", 0.12, 16, 2.4),
        ("apartment", 0.24, 4, 3.0),
        ("motel", 0.06, 14, 2.2),
    ),
    RESORT: (
        ("sanatorium", 0.34, 90, 2.0),
        ("boarding_house", 0.24, 28, 2.1),
        ("hotel", 0.30, 32, 2.1),
        ("homestead", 0.12, 7, 2.6),
    ),
    CARPATHIAN: (
        ("hotel", 0.30, 22, 2.4),
        ("homestead", 0.34, 8, 2.8),
        ("cottage", 0.20, 5, 3.6),
        ("recreation_base", 0.16, 26, 2.8),
    ),
}


@dataclass(frozen=True)
class Planned:
    """One facility to be made; ``business`` is the index of its operator."""

    code: str
    name: str
    business: int
    community: CommunityRow
    season: str
    kind: str
    stars: int | None
    rooms: int
    places: int
    extra_places: int
    address: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Region:
    """All made-up businesses and facilities."""

    businesses: tuple[Business, ...]
    facilities: tuple[Planned, ...]


def plan(
    communities: Sequence[CommunityRow],
    kinds: Mapping[str, str],
    count: int,
    rng: np.random.Generator,
) -> Region:
    """Return ``count`` facilities of about 0.7 × ``count`` businesses; the first six are fixed.

    The fixed ones belong to the demo accounts: three of ``operator`` in Lviv and Truskavets, two of
    ``operator2`` in Slavske and Lviv, and one more in Slavske. ``kinds``: Ukrainian name by code.
    """
    places = {each.katottg: each for each in communities}
    fixed = _fixed(places)[:count]
    names = facility_names(count + len(fixed), rng)[len(fixed) :]
    drawn = _drawn(places, kinds, count - len(fixed), names, rng)
    facilities = (*fixed, *drawn)
    last = max(each.business for each in facilities)
    businesses = tuple(
        business(number + 1, sole=_is_sole(number, facilities)) for number in range(last + 1)
    )
    return Region(businesses, facilities)


def season_of(community: CommunityRow) -> str:
    """Return how a community's demand moves."""
    if community.katottg in (TRUSKAVETS, MORSHYN):
        return RESORT
    if community.katottg in (SKHIDNYTSIA, SLAVSKE):
        return CARPATHIAN
    return CITY


def _fixed(places: dict[str, CommunityRow]) -> list[Planned]:
    rows = (
        ("LV-0001", "Готель «Мальва і Місяць»", 0, LVIV, "hotel", 3, 24, 52, 4, "вул. Вигадана, 1"),
        (
            "LV-0002",
            "Апартаменти «Ліхтар і Сойка»",
            0,
            LVIV,
            "apartment",
            None,
            4,
            12,
            2,
            "вул. Вигадана, 2",
        ),
        (
            "TR-0001",
            "Пансіонат «Криниця і Ясен»",
            0,
            TRUSKAVETS,
            "boarding_house",
            3,
            36,
            74,
            6,
            "вул. Вигадана, 3",
        ),
        (
            "SL-0001",
            "Садиба «Сьома Смерека»",
            1,
            SLAVSKE,
            "homestead",
            None,
            18,
            42,
            4,
            "вул. Смерекова, 7",
        ),
        (
            "LV-0003",
            "Хостел «Паперовий Журавель»",
            1,
            LVIV,
            "hostel",
            None,
            12,
            48,
            0,
            "вул. Вигадана, 4",
        ),
        (
            "SL-0002",
            "Готель «Перевал і Хмара»",
            2,
            SLAVSKE,
            "hotel",
            3,
            30,
            68,
            6,
            "вул. Смерекова, 12",
        ),
    )
    return [
        Planned(
            code,
            name,
            owner,
            places[katottg],
            season_of(places[katottg]),
            kind,
            stars,
            rooms,
            beds,
            extra,
            f"{places[katottg].centre_uk}, {street}",
            places[katottg].lat,
            places[katottg].lon,
        )
        for code, name, owner, katottg, kind, stars, rooms, beds, extra, street in rows
    ]


def _drawn(
    places: dict[str, CommunityRow],
    kinds: Mapping[str, str],
    count: int,
    names: list[str],
    rng: np.random.Generator,
) -> list[Planned]:
    others = sorted(katottg for katottg in places if katottg not in WEIGHTS)[::3]
    codes = [*WEIGHTS, *others]
    shares = np.array([*WEIGHTS.values(), *[OTHERS / len(others)] * len(others)])
    picks = rng.choice(len(codes), size=count, p=shares / shares.sum())
    owner = 2
    facilities = []
    for index, pick in enumerate(picks):
        # Three in ten facilities belong to the business of the one before.
        owner += int(index == 0 or rng.random() < 0.7)
        made = _one(places[codes[pick]], index, owner, rng)
        title = kinds[made.kind].split(",")[0]
        facilities.append(replace(made, name=f"{title} «{names[index]}»"))
    return facilities


def _one(community: CommunityRow, index: int, owner: int, rng: np.random.Generator) -> Planned:
    season = season_of(community)
    kinds = KINDS[season]
    shares = np.array([kind[1] for kind in kinds])
    kind, _share, median, beds = kinds[int(rng.choice(len(kinds), p=shares / shares.sum()))]
    rooms = max(2, round(median * float(np.exp(rng.normal(0, 0.5)))))
    places = max(rooms, round(rooms * beds))
    starred = kind in ("hotel", "apart_hotel", "sanatorium") and rng.random() < 0.5
    return Planned(
        code=f"{'ABCDEFGHKM'[index % 10]}{index + 10:04d}",
        name="",
        business=owner,
        community=community,
        season=season,
        kind=kind,
        stars=int(rng.integers(2, 6)) if starred else None,
        rooms=rooms,
        places=places,
        extra_places=round(places * 0.1),
        address=f"{community.centre_uk}, вул. Вигадана, {index + 5}",
        lat=round(community.lat + float(rng.normal(0, 0.01)), 5),
        lon=round(community.lon + float(rng.normal(0, 0.015)), 5),
    )


def _is_sole(number: int, facilities: Sequence[Planned]) -> bool:
    """A business is a sole proprietor (ФОП) when all it owns is small."""
    return all(each.rooms < 15 for each in facilities if each.business == number)
