"""Every parameter of a made-up town, with its lawful range and the prior random towns draw it from.

The defaults are the calm town of the demo region. ``World.draw`` makes towns that differ as much
as real places do: a detector learned on towns of one kind fails on the others. The priors are
broad on purpose; where they lean on somebody's figures the line says so. Logits are of the share
of rooms taken.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

import numpy as np

from anomaly.calendar import calendar
from anomaly.errors import BadInput
from anomaly.simulate.ranges import Range, check_weights, count, number
from anomaly.simulate.seasons import SEASONS

CATEGORIES = ("hotel", "hostel", "apartment", "guesthouse", "sanatorium")
USUAL = {"hotel": 0.4, "hostel": 0.15, "apartment": 0.2, "guesthouse": 0.25}

KINDS = (
    "share",
    "rounded",
    "cap",
    "empty_single",
    "empty_block",
    "weekend",
    "cash",
    "copied",
    "break",
    "high_season",
    "rooms_closed",
    "exempt",
    "community",
    "month_sum",
    "unlisted_rooms",
    "fewer_in_room",
)
EVEN_MIX: dict[str, float] = dict.fromkeys(KINDS[: KINDS.index("exempt")], 1.0)

TROUBLES = (
    "low_performer",
    "renovation",
    "missing",
    "long_let",
    "wrong_beds",
    "typing_error",
    "displaced",
    "improving",
    "event",
    "air_raid",
    "irregular",
    "part_shut",
)
#: Of a calm town, whose register is right about rooms.
EVEN_TROUBLES: dict[str, float] = dict.fromkeys(TROUBLES[: TROUBLES.index("part_shut")], 1.0)
COVERAGE = ("water", "electricity", "ota", "reviews", "mobile")
FIRST_START, LAST_START = "2000-01-01", "2100-01-01"


@dataclass(frozen=True)
class World:
    """A town's parameters; same world and same seed make the same town.

    Raises ``BadInput`` ``world.…`` with field, value and mend for what is out of its range.
    """

    # The place: whose holidays, when, how many houses.
    country: str = "UA"
    start: str = "2025-11-01"  # first night
    nights: int = count(365, 7, 4000, (60, 760))
    communities: tuple[int, ...] = (96, 48, 32, 24)  # houses in each; 1 … 50,000
    seasons: tuple[str, ...] = ("city", "carpathian", "resort")  # of communities, in turn
    categories: Mapping[str, float] = field(default_factory=lambda: dict(USUAL))  # weights
    size: float = number(1.0, 0.1, 50.0, (0.5, 3.0), log=True)  # times the usual rooms
    size_spread: float = number(0.5, 0.0, 2.0, (0.2, 1.0))  # sd of log rooms

    # How full: spreads are standard deviations in logit.
    level: float = number(0.0, -4.0, 4.0, (-1.2, 0.8))  # added to every house
    level_spread: float = number(0.45, 0.0, 3.0, (0.2, 1.2))
    group_spread: float = number(0.0, 0.0, 3.0, (0.0, 0.6))  # of community x category levels
    swing: float = number(1.0, 0.0, 3.0, (0.2, 1.5))  # times the place's season
    swing_spread: float = number(0.2, 0.0, 2.0, (0.1, 0.8))  # sd of log swing of houses
    group_season: float = number(0.0, 0.0, 2.0, (0.0, 0.5))  # yearly waves of a community
    own_season: float = number(0.0, 0.0, 2.0, (0.0, 0.5))  # yearly waves of a house
    week: float = number(1.0, 0.0, 3.0, (0.0, 2.0))  # times the place's week
    weekend_spread: float = number(0.2, 0.0, 2.0, (0.0, 0.6))  # own weekends of houses
    week_group: float = number(0.0, 0.0, 2.0, (0.0, 0.6))  # own weekdays of community x category
    week_spread: float = number(0.0, 0.0, 2.0, (0.0, 0.6))  # own weekdays of houses
    holidays: float = number(1.0, 0.0, 3.0, (0.0, 2.0))  # times the place's holidays

    # How it wanders: drifts are AR(1) with a memory of 10, 45 and 150 nights.
    drift_fast: float = number(0.0, 0.0, 2.0, (0.0, 0.35))
    drift: float = number(0.25, 0.0, 2.0, (0.1, 0.5))
    drift_slow: float = number(0.0, 0.0, 2.0, (0.0, 0.6))
    trend: float = number(0.0, 0.0, 3.0, (0.0, 0.8))  # sd of logit a year
    shifts: float = number(0.0, 0.0, 12.0, (0.1, 1.2), off=0.3)  # honest lasting jumps a year
    shift_size: float = number(0.6, 0.0, 4.0, (0.3, 1.2))  # sd of a jump
    wave: float = number(0.25, 0.0, 2.0, (0.05, 0.4))  # shared by a community, memory 10 nights
    night_noise: float = number(0.0, 0.0, 2.0, (0.0, 0.5))  # of single nights
    noise_spread: float = number(0.0, 0.0, 2.0, (0.0, 0.7))  # sd of log night noise of houses
    bursts: float = number(0.15, 0.0, 3.0, (0.05, 0.7))  # group bookings; see ``stays``
    blend: float = number(0.3, 0.0, 2.0, (0.0, 0.8))  # times all this, in towns of real series

    # Shocks: chances per night, sizes in logit.
    events: float = number(0.0, 0.0, 0.2, (0.001, 0.03), log=True, off=0.2)  # of a house
    event_size: float = number(0.8, 0.0, 5.0, (0.4, 1.5))  # scale of Student t with 3 degrees
    festivals: float = number(0.01, 0.0, 0.2, (0.002, 0.03), log=True)  # of a community
    festival_size: float = number(0.8, 0.0, 5.0, (0.3, 1.5))
    raids: float = number(0.0, 0.0, 26.0, (0.5, 3.0), off=0.5)  # weeks of air raids a year
    raid_depth: float = number(1.0, 0.0, 6.0, (0.4, 2.5))
    rest_days: float = number(
        0.0, 0.0, 1.0, (0.05, 0.5), off=0.5
    )  # houses shut one weekday (nightly)

    closings: float = number(0.0, 0.0, 1.0, (0.02, 0.2), off=0.5)  # houses shut every low season

    # Who comes: a stay is 1.4 to 12 nights by the place (see ``seasons``).
    nightly: bool = False  # everybody leaves in the morning: counts as venues have them
    stay: float = number(1.0, 0.1, 10.0, (0.4, 2.0), log=True)  # times the usual stay
    stay_spread: float = number(0.15, 0.0, 2.0, (0.1, 0.5))  # sd of log stay of houses
    party: float = number(1.0, 0.0, 5.0, (0.5, 1.5))  # times the usual company in a room
    party_spread: float = number(0.15, 0.0, 2.0, (0.05, 0.4))

    # What is kept in the books, and how well.
    rooms_kept: bool = True
    arrivals_kept: bool = True
    missing: float = number(0.0, 0.0, 0.9, (0.002, 0.15), log=True, off=0.4)  # nights not filed
    sloppy: float = number(0.0, 0.0, 1.0, (0.05, 0.6), off=0.3)  # houses that miscount arrivals
    newcomers: float = number(0.0, 0.0, 1.0, (0.02, 0.2), off=0.5)  # houses opened in its course
    beds_unknown: float = number(0.0, 0.0, 1.0, (0.05, 1.0), off=0.6)  # houses
    rooms_unknown: float = number(0.0, 0.0, 1.0, (0.05, 1.0), off=0.6)  # houses
    exempt: float = number(0.03, 0.0, 0.9, (0.0, 0.25))  # guests on exempt grounds
    exempt_spread: float = number(0.0, 0.0, 4.0, (0.2, 1.8), off=0.2)  # sd of its logit by house

    # Honest troubles that look like hiding.
    hard: float = number(0.2, 0.0, 1.0, (0.05, 0.5))  # honest houses with one
    hard_hiders: float = number(0.0, 0.0, 1.0, (0.0, 0.3))  # hiding houses with one, too
    troubles: Mapping[str, float] = field(default_factory=lambda: dict(EVEN_TROUBLES))

    # Hiding. Unreported lodging is put at 15 to 60 % of nights; broader here.
    share: float = number(0.12, 0.0, 1.0, (0.02, 0.35), off=0.1)  # houses that hide
    mix: Mapping[str, float] = field(default_factory=lambda: dict(EVEN_MIX))
    weakest: float = number(0.2, 0.01, 0.95, (0.1, 0.35))  # least share of a touched night hidden
    strongest: float = number(0.55, 0.01, 0.95, (0.4, 0.8))  # most
    careful: float = number(0.4, 0.0, 1.0, (0.0, 1.0))  # hiders whose arrivals agree with guests
    whole_stays: float = number(0.0, 0.0, 1.0, (0.0, 0.6), off=0.3)  # hiders who leave out stays
    spells: float = number(0.0, 0.0, 1.0, (0.0, 0.6), off=0.3)  # hiders who begin or end inside
    reform: float = number(0.0, 0.0, 1.0, (0.1, 1.0), off=0.5)  # hiders honest after a visit

    # Evidence: share of houses that have it (what ``draw`` makes of these it says); visits.
    water: float = number(0.0, 0.0, 1.0, (0.05, 1.0), off=0.25)
    electricity: float = number(0.0, 0.0, 1.0, (0.05, 1.0), off=0.25)
    ota: float = number(0.0, 0.0, 1.0, (0.05, 1.0), off=0.25)
    reviews: float = number(0.0, 0.0, 1.0, (0.05, 1.0), off=0.25)
    mobile: float = number(0.0, 0.0, 1.0, (0.05, 1.0), off=0.4)  # communities
    metre_noise: float = number(0.08, 0.0, 1.0, (0.02, 0.2))  # of a reading, relative
    leaks: float = number(
        0.0, 0.0, 0.5, (0.002, 0.03), log=True, off=0.3
    )  # readings 1.3 to 3 times
    house_factor: float = number(0.25, 0.0, 2.0, (0.1, 0.5))  # sd of log use per guest of houses
    gaps: float = number(0.03, 0.0, 0.9, (0.0, 0.1))  # readings lost
    checks: float = number(0.0, 0.0, 1.0, (0.01, 0.08), off=0.4)  # houses visited
    checks_random: float = number(0.5, 0.0, 1.0, (0.2, 1.0))  # of them drawn at random
    count_error: float = number(0.03, 0.0, 0.5, (0.0, 0.1))  # guests a visit fails to see

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if "range" in each.metadata:
                each.metadata["range"].check(each.name, value)
            elif each.type is bool and not isinstance(value, bool):
                raise BadInput("world.bool", field=each.name, value=value, mend="true or false")
        _check_place(self)
        check_weights("categories", self.categories, CATEGORIES)
        check_weights("troubles", self.troubles, TROUBLES)
        check_weights("mix", self.mix, KINDS)
        if self.weakest > self.strongest:
            mend = f"at most strongest, {self.strongest:g}"
            raise BadInput("world.range", field="weakest", value=self.weakest, mend=mend)

    @property
    def dates(self) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
        """The nights of the panel, (T,) datetime64[D]."""
        first: np.datetime64 = np.datetime64(self.start, "D")
        return first + np.arange(self.nights)

    @classmethod
    def draw(cls, rng: np.random.Generator) -> "World":
        """A random world: every number from its prior, the rest as said here.

        1 to 8 communities, half of them 5 to 20 houses, the others up to 200; one world in four
        counts like a venue (nightly, mostly without rooms; strong weeks); of the others one in
        six keeps no rooms, one in six no arrivals; a whole community hides in one of five of
        those with three or more. Of evidence 40 % of the worlds have none, 30 % little (up to
        30 % of houses, some kinds), 30 % nearly all. A parameter's draw depends on its name and
        on ``rng`` alone: one more parameter leaves the others as they were.
        """
        chosen: dict[str, object] = {}
        start = int(rng.integers(0, 2**32))
        for each in fields(cls):
            span: Range | None = each.metadata.get("range")
            if span is not None:
                value = span.pick(np.random.default_rng([start, *each.name.encode("ascii")]))
                chosen[each.name] = round(value) if span.whole else value
        known = rng.choice(["none", "little", "most"], p=[0.4, 0.3, 0.3])
        for name in COVERAGE:
            part = float(chosen[name])  # type: ignore[arg-type]
            nearly = 0.7 + 0.3 * part if part else 0.0
            chosen[name] = round({"none": 0.0, "little": 0.3 * part, "most": nearly}[str(known)], 4)
        places = int(rng.integers(1, 9))
        small = rng.random(places) < 0.5
        least, most = np.where(small, 5.0, 20.0), np.where(small, 20.0, 200.0)
        sizes = np.round(least * (most / least) ** rng.random(places))
        named = rng.choice(CATEGORIES, size=int(rng.integers(1, 5)), replace=False).tolist()
        day = int(rng.integers(0, (date(2026, 1, 1) - date(2014, 1, 1)).days))
        venue = bool(rng.random() < 0.25)
        chosen |= {
            "start": str(np.datetime64("2014-01-01") + day),
            "communities": tuple(int(size) for size in sizes),
            "seasons": tuple(rng.choice(sorted(SEASONS), size=places).tolist()),
            "categories": _weights(named, rng),
            "troubles": _weights(list(TROUBLES), rng),
            "mix": _weights(list(KINDS), rng, community=places > 2 and rng.random() < 0.2),
            "nightly": venue,
            "rooms_kept": bool(rng.random() < (0.2 if venue else 0.84)),
            "arrivals_kept": bool(rng.random() < (0.5 if venue else 0.84)),
        }
        if venue:
            chosen["week_group"] = round(float(rng.uniform(0.1, 0.9)), 4)
            chosen["week_spread"] = round(float(rng.uniform(0.1, 0.9)), 4)
        else:
            chosen["rest_days"] = 0.0
        return cls(**chosen)  # type: ignore[arg-type]


def _weights(
    names: list[str], rng: np.random.Generator, *, community: bool = True
) -> dict[str, float]:
    """Uneven weights, summing to one but for rounding."""
    drawn = rng.dirichlet(np.full(len(names), 1.5))
    drawn[np.array(names) == "community"] *= community
    return {
        name: round(float(one) + 0.001 * bool(one), 4)
        for name, one in zip(names, drawn, strict=True)
    }


def _check_place(world: World) -> None:
    if not isinstance(world.country, str):
        mend = "text"
        raise BadInput("world.country", field="country", value=world.country, mend=mend)
    try:
        first = date.fromisoformat(world.start)
        usable = FIRST_START <= first.isoformat() <= LAST_START
    except (ValueError, TypeError):
        usable = False
    if not usable:
        mend = f"a day as 2026-01-31, from {FIRST_START} to {LAST_START}"
        raise BadInput("world.start", field="start", value=world.start, mend=mend)
    try:
        calendar(world.dates[:1], world.country)
    except BadInput as refused:
        mend = "two capital letters of a known country, or nothing"
        raise BadInput(refused.code, field="country", value=world.country, mend=mend) from refused
    sizes = world.communities
    whole = isinstance(sizes, tuple) and all(type(one) is int for one in sizes)
    if not whole or not sizes or not all(1 <= one <= 50_000 for one in sizes):
        mend = "a list of whole numbers from 1 to 50000, at least one"
        raise BadInput("world.communities", field="communities", value=sizes, mend=mend)
    named = isinstance(world.seasons, tuple) and all(one in [*SEASONS] for one in world.seasons)
    if not named or not world.seasons:
        mend = f"a list of {', '.join(sorted(SEASONS))}"
        raise BadInput("world.seasons", field="seasons", value=world.seasons, mend=mend)
