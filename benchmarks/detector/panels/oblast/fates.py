"""What befalls honest houses (and the others): parties lost or gained, rooms that are not to sell.

Every fate changes what really happens: fewer parties ask, or fewer rooms are there, or people of
another kind live there. Nothing here touches the writing; see ``desk``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from anomaly import Facilities
from benchmarks.detector.panels.oblast.calendar import Calendar
from benchmarks.detector.panels.oblast.houses import Houses
from benchmarks.detector.panels.oblast.parties import Parties
from benchmarks.detector.panels.oblast.segments import NUMBER, SEGMENTS

Rng = np.random.Generator
Numbers = NDArray[np.float64]

#: Kinds of guests who live there for weeks: people displaced, soldiers in care, tenants.
RESIDENTS = NUMBER["crew"]
SECOND = 0.25  # chance of a second fate


@dataclass
class Fates:
    """``pull`` (F, S, N): demand over the usual · ``rooms`` (F, N): to sell · ``untold`` (F, N):
    nights on which a closed house files nothing · ``residents``: parties who live there ·
    ``first``, ``last`` (F,): night of opening and of closing for good, -1 = outside the panel ·
    ``listed`` (F,): rooms and beds in the register over the real ones · ``names`` (F,): joined by
    "+".
    """

    calendar: Calendar
    houses: Houses
    pull: Numbers
    rooms: Numbers
    untold: NDArray[np.bool_]
    first: NDArray[np.intp]
    last: NDArray[np.intp]
    listed: Numbers
    names: list[str]
    residents: list[Parties] = field(default_factory=list)

    @property
    def nights(self) -> int:
        """N, nights of the calendar."""
        return len(self.calendar.dates)

    def stretch(self, least: float, most: float, rng: Rng) -> slice:
        """A run of nights, its length between two shares of all."""
        length = max(int(self.nights * rng.uniform(least, most)), 1)
        start = int(rng.integers(self.nights - length + 1))
        return slice(start, start + length)

    def lodge(
        self, row: int, when: slice, share: float, exempt_share: float, leave: float, rng: Rng
    ) -> None:
        """People who live in a share of the rooms; ``leave`` = nights they stay, on average."""
        house = self.houses
        beds = house.beds[row] / house.rooms[row]
        parts: list[tuple[int, int, int, int]] = []
        for _ in range(max(round(share * house.rooms[row]), 1)):
            night = when.start + int(rng.integers(4))
            while night < when.stop:
                stay = 1 + int(min(rng.exponential(leave), when.stop - night))
                size = 1 + int(rng.binomial(max(int(beds) - 1, 1), 0.6))
                parts.append((night, stay, size, int(rng.binomial(size, exempt_share))))
                night += stay + int(rng.integers(6))
        nights, stays, guests, exempt = np.array(parts, dtype=np.intp).T
        ones = np.ones(len(parts), dtype=np.intp)
        self.residents.append(
            Parties(
                house=row * ones,
                night=nights,
                stay=stays,
                rooms=(0 if house.dorm[row] > 0 else 1) * ones,
                guests=guests,
                exempt=exempt,
                segment=RESIDENTS * ones,
                cash=rng.random(len(parts)) < 0.1,
                lead=np.full(len(parts), 400.0),
            )
        )


def unloved(fates: Fates, row: int, rng: Rng) -> None:
    """A bad house: whole parties stay away all year."""
    fates.pull[row] *= rng.uniform(0.22, 0.6)


def better(fates: Fates, row: int, rng: Rng) -> None:
    """A new keeper: more parties from some night on."""
    start = int(rng.integers(fates.nights // 4, fates.nights))
    rise = np.clip((np.arange(fates.nights) - start) / rng.uniform(5, 60), 0, 1)
    fates.pull[row] *= 1 + rng.uniform(0.4, 1.2) * rise


def worse(fates: Fates, row: int, rng: Rng) -> None:
    """Bad reviews, a new rival: fewer and fewer parties."""
    start = int(rng.integers(fates.nights // 6, fates.nights))
    fall = np.clip((np.arange(fates.nights) - start) / rng.uniform(1, 90), 0, 1)
    fates.pull[row] *= 1 - rng.uniform(0.25, 0.7) * fall


def kitchen(fates: Fates, row: int, rng: Rng) -> None:
    """The kitchen closes: coaches and shifts go elsewhere, and some holiday makers."""
    when = slice(int(rng.integers(fates.nights)), fates.nights)
    for name, left in (("group", 0.03), ("shift", 0.0), ("holiday", 0.75), ("cure", 0.7)):
        fates.pull[row, NUMBER[name], when] *= left


def rebuild(fates: Fates, row: int, rng: Rng) -> None:
    """Renovation: a part of the rooms, or all of them, for weeks."""
    when = fates.stretch(0.05, 0.3, rng)
    share = 0.0 if rng.random() < 0.35 else rng.uniform(0.15, 0.7)
    fates.rooms[row, when] = np.floor(fates.rooms[row, when] * share)
    fates.untold[row, when] |= share == 0.0 and rng.random() < 0.5


def winter_sleep(fates: Fates, row: int, rng: Rng) -> None:
    """Closed out of season: ski houses in spring and autumn, the others from autumn to spring."""
    month = fates.calendar.dates.astype("M8[M]").astype(int) % 12 + 1
    early = int(rng.integers(2))
    idle = (4, 5, 10, 11) if fates.houses.sort[row] == "ski" else (11, 12, 1, 2, 3)
    when = np.isin(month, idle[early:])
    fates.rooms[row, when] = 0
    fates.untold[row, when] |= rng.random() < 0.45


def day_off(fates: Fates, row: int, rng: Rng) -> None:
    """A family house keeps one or two nights of the week for itself: nobody arrives, few or no
    rooms are let, and who wants a whole week goes elsewhere."""
    first = int(rng.integers(7))
    idle = np.isin(fates.calendar.weekday, (first, (first + 1) % 7)[: int(rng.integers(1, 3))])
    fates.pull[row][:, idle] *= 0.02
    fates.rooms[row, idle] = np.floor(fates.rooms[row, idle] * rng.uniform(0.0, 0.3))


def weddings(fates: Fates, row: int, rng: Rng) -> None:
    """A house for feasts: full on Saturdays, nearly empty else."""
    saturday = fates.calendar.weekday == 5
    fates.pull[row] *= np.where(saturday, 0.9, 0.3)
    fates.pull[row, NUMBER["group"]] *= np.where(saturday, 2.2, 0.2)


def office(fates: Fates, row: int, rng: Rng) -> None:
    """A house for people at work: quiet from Friday to Sunday."""
    quiet = np.isin(fates.calendar.weekday, (4, 5, 6))
    fates.pull[row] *= np.where(quiet, rng.uniform(0.05, 0.35), 1.1)


def staff(fates: Fates, row: int, rng: Rng) -> None:
    """Rooms of the register in which the staff or the owner's family sleep."""
    share = 1 - rng.uniform(0.1, 0.4)
    fates.rooms[row] = np.maximum(np.floor(fates.rooms[row] * share), 1)


def misfiled(fates: Fates, row: int, rng: Rng) -> None:
    """The register knows an old number of rooms and beds."""
    fates.listed[row] = rng.uniform(1.15, 2.0) if rng.random() < 0.7 else rng.uniform(0.6, 0.92)


def tenants(fates: Fates, row: int, rng: Rng) -> None:
    """Rooms let for months; some tenants are residents by law and exempt."""
    fates.lodge(row, fates.stretch(0.3, 0.9, rng), rng.uniform(0.15, 0.6), 0.35, 110.0, rng)


def displaced(fates: Fates, row: int, rng: Rng) -> None:
    """A wave of displaced people: many rooms, exempt, for weeks or months."""
    fates.lodge(row, fates.stretch(0.06, 0.5, rng), rng.uniform(0.25, 0.9), 0.96, 45.0, rng)


def soldiers(fates: Fates, row: int, rng: Rng) -> None:
    """Soldiers and others in care by a contract of the state: three weeks, exempt."""
    fates.lodge(row, fates.stretch(0.25, 0.8, rng), rng.uniform(0.1, 0.45), 0.9, 20.0, rng)


def new(fates: Fates, row: int, rng: Rng) -> None:
    """Opens within the year and has to become known."""
    start = int(fates.nights * rng.uniform(0.25, 0.65))
    fates.rooms[row, :start] = 0
    fates.first[row] = start
    fates.pull[row] *= 0.35 + 0.65 * np.clip((np.arange(fates.nights) - start) / 90, 0, 1)


def gives_up(fates: Fates, row: int, rng: Rng) -> None:
    """Closes for good."""
    end = int(fates.nights * rng.uniform(0.5, 0.9))
    fates.rooms[row, end + 1 :] = 0
    fates.last[row] = end
    fates.pull[row] *= np.linspace(1.0, 0.5, fates.nights)


def dark(fates: Fates, row: int, rng: Rng) -> None:
    """No generator: in the weeks of power cuts parties go where there is light."""
    month = fates.calendar.dates.astype("M8[M]").astype(int) % 12 + 1
    fates.pull[row][:, np.isin(month, (11, 12, 1))] *= rng.uniform(0.35, 0.75)


Fate = Callable[[Fates, int, Rng], None]
ANY = ("hotel", "sanatorium", "homestead", "hostel", "motel", "camp")
#: Name → (chance in a house of such a kind, kinds, what happens).
FATES: dict[str, tuple[float, tuple[str, ...], Fate]] = {
    "unloved": (0.07, ANY, unloved),
    "better": (0.04, ANY, better),
    "worse": (0.04, ANY, worse),
    "kitchen": (0.04, ("hotel", "sanatorium", "camp"), kitchen),
    "rebuild": (0.05, ANY, rebuild),
    "winter_sleep": (0.14, ("homestead", "camp"), winter_sleep),
    "day_off": (0.04, ("homestead", "hotel"), day_off),
    "weddings": (0.03, ("hotel",), weddings),
    "office": (0.03, ("hotel", "motel"), office),
    "staff": (0.04, ANY, staff),
    "misfiled": (0.05, ANY, misfiled),
    "tenants": (0.04, ("hotel", "homestead", "hostel", "motel"), tenants),
    "displaced": (0.05, ANY, displaced),
    "soldiers": (0.12, ("sanatorium",), soldiers),
    "new": (0.03, ANY, new),
    "gives_up": (0.015, ANY, gives_up),
    "dark": (0.06, ("hostel", "homestead", "motel"), dark),
}


def befall(houses: Houses, calendar: Calendar, rng: Rng) -> Fates:
    """Draw what happens to each house: to about half of them nothing."""
    shape = (len(houses), len(calendar.dates))
    fates = Fates(
        calendar=calendar,
        houses=houses,
        pull=np.ones((len(houses), len(SEGMENTS), shape[1])),
        rooms=np.repeat(houses.rooms[:, None], shape[1], axis=1),
        untold=np.zeros(shape, dtype=bool),
        first=np.full(len(houses), -1),
        last=np.full(len(houses), -1),
        listed=np.ones(len(houses)),
        names=[""] * len(houses),
    )
    for row, kind in enumerate(houses.facilities.category.tolist()):
        chances = {name: chance for name, (chance, kinds, _) in FATES.items() if kind in kinds}
        met = [name for name, chance in chances.items() if rng.random() < chance]
        kept = met[: 2 if rng.random() < SECOND else 1]
        for name in kept:
            FATES[name][2](fates, row, rng)
        fates.names[row] = "+".join(kept)
    return fates


def register(houses: Houses, fates: Fates) -> Facilities:
    """The register's lines: old sizes, and nights of opening and closing where it knows them."""
    dates = fates.calendar.dates
    blank = np.datetime64("NaT", "D")
    known = houses.facilities
    return replace(
        known,
        rooms=np.maximum(np.round(houses.rooms * fates.listed), 1),
        beds=np.maximum(np.round(houses.beds * fates.listed), 1),
        opened=np.where(fates.first >= 0, dates[fates.first], blank),
        closed=np.where(fates.last >= 0, dates[fates.last], blank),
    )
