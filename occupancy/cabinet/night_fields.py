"""The fields of a night: which ones this house has on this night, and their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext
from sqlalchemy.orm import Session

from occupancy.cabinet.reach import here
from occupancy.filings import queries as filings
from occupancy.filings.queries import RevisionRow
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow, GroundRow
from occupancy.tax.exemptions import usable
from occupancy.tax.rates import DOMESTIC, INBOUND, PER_OBJECT_DAY, NightRates, Rate
from occupancy.web import formats

#: Grounds that nearly every house meets; the others wait behind «Інша підстава».
USUAL_GROUNDS = ("MINOR", "IDP")
#: How far back a price band counts as one that this house has.
USED = timedelta(days=60)


@dataclass(frozen=True)
class Field:
    """One number of the form; ``was`` is yesterday's, ``folded`` waits behind a summary.

    ``side`` names the guests that a price band splits, ``basis`` what the price is counted for:
    they head the bands.
    """

    name: str
    label: str
    hint: str = ""
    was: int | None = None
    most: int | None = None
    folded: bool = False
    side: str = ""
    basis: str = ""

    @property
    def spoken(self) -> str:
        """Return the label with its heading, for places away from the field."""
        return f"{self.side}: {self.label}" if self.side else self.label


@dataclass(frozen=True)
class Fields:
    """The fields in the order of the page; ``banded`` are the sides that are split by price."""

    rooms: Field
    guests: tuple[Field, ...]
    exempt: tuple[Field, ...]
    arrivals: Field
    banded: tuple[str, ...]

    @property
    def all(self) -> tuple[Field, ...]:
        """Return every field."""
        return (*self.counted, self.arrivals)

    @property
    def counted(self) -> tuple[Field, ...]:
        """Return the fields that make up the figure: on an empty night all of them are 0."""
        return (self.rooms, *self.guests, *self.exempt)


def fields_of(session: Session, place: FacilityRow, night: date) -> Fields:
    """Return the fields for ``night``; the numbers of the night before stand beside them."""
    rates = registry.law(session, [place.community.katottg]).rates_on(place, night)
    before = filings.between(session, place.id, night - USED, night - timedelta(days=1))
    yesterday = before.get(night - timedelta(days=1))
    capacity = registry.capacity_on(session, place.id, night)
    was = values_of(yesterday) if yesterday else {}
    rooms = capacity.rooms if capacity else None
    return Fields(
        rooms=Field(
            "rooms_occupied",
            gettext("Зайняті номери"),
            gettext("із %(rooms)s", rooms=rooms) if rooms is not None else "",
            was.get("rooms_occupied"),
            rooms,
        ),
        guests=_guests(rates, was, _bands_used(before.values())),
        exempt=_exempt(registry.grounds(session), place, was),
        arrivals=Field(
            "arrivals",
            gettext("Заїхали за цю ніч"),
            gettext("необов’язково"),
            was.get("arrivals"),
            folded=True,
        ),
        banded=_banded(rates),
    )


def values_of(revision: RevisionRow) -> dict[str, int]:
    """Return a revision's numbers by the names of the fields; what was not said is left out."""
    found = {
        "rooms_occupied": revision.rooms_occupied,
        "guests_domestic": revision.domestic,
        "guests_inbound": revision.inbound,
        **{f"exempt_{code}": number for code, number in revision.exempt.items()},
    }
    for band in revision.bands or ():
        found[f"band_{band.code}_{DOMESTIC}"] = band.domestic
        found[f"band_{band.code}_{INBOUND}"] = band.inbound
    if revision.arrivals is not None:
        found["arrivals"] = revision.arrivals
    return found


def _banded(rates: NightRates | None) -> tuple[str, ...]:
    if rates is None:
        return ()
    return tuple(side for side in (DOMESTIC, INBOUND) if rates.bands_of(side))


def _guests(
    rates: NightRates | None, was: Mapping[str, int], used: frozenset[str]
) -> tuple[Field, ...]:
    sides = (
        (DOMESTIC, gettext("Живуть в Україні")),
        (INBOUND, gettext("Живуть за кордоном")),
    )
    found: list[Field] = []
    for side, label in sides:
        if side not in _banded(rates) or rates is None:
            name = f"guests_{side}"
            found.append(Field(name, label, was=was.get(name)))
            continue
        for rate in rates.domestic if side == DOMESTIC else rates.inbound:
            name = f"band_{rate.band}_{side}"
            seen = was.get(name, 0 if was else None)
            found.append(
                Field(
                    name,
                    price_words(rate),
                    _rate_hint(rate),
                    seen,
                    folded=bool(used) and name not in used,
                    side=label,
                    basis=_basis_words(rate),
                )
            )
    return tuple(found)


def price_words(rate: Rate) -> str:
    """Return the prices of a band: «до 350 ₴», «350–750 ₴», «понад 1 200 ₴»."""
    low = None if rate.price_from is None else formats.number(rate.price_from // 100)
    high = None if rate.price_to is None else formats.number(rate.price_to // 100)
    if low is None and high is None:
        return gettext("будь-яка ціна")
    if low is None:
        return gettext("до %(price)s ₴", price=high)
    if high is None:
        return gettext("понад %(price)s ₴", price=low)
    return gettext("%(low)s–%(high)s ₴", low=low, high=high)


def _basis_words(rate: Rate) -> str:
    if rate.price_basis == PER_OBJECT_DAY:
        return gettext("за ціною всього об’єкта на добу")
    return gettext("за ціною ночі на людину")


def _rate_hint(rate: Rate) -> str:
    return gettext("ставка %(percent)s", percent=formats.percent(rate.percent))


def _exempt(
    grounds: Sequence[GroundRow], place: FacilityRow, was: Mapping[str, int]
) -> tuple[Field, ...]:
    found = []
    for ground in grounds:
        if not usable(ground.only_for, place.kind, place.law_group):
            continue
        name = f"exempt_{ground.code}"
        usual = ground.code in USUAL_GROUNDS or bool(was.get(name))
        short = ground_words(ground)
        found.append(
            Field(
                name,
                gettext("Звільнені: %(ground)s", ground=short),
                here(ground.evidence_uk, ground.evidence_en) if not usual else "",
                was.get(name, 0 if was else None),
                folded=not usual,
            )
        )
    return tuple(found)


def ground_words(ground: GroundRow) -> str:
    """Return a ground as it stands inside a sentence; an abbreviation keeps its capitals."""
    words = here(ground.short_uk, ground.short_en)
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _bands_used(rows: Iterable[RevisionRow]) -> frozenset[str]:
    """Return the band fields that this house filled lately; empty when it filled none."""
    return frozenset(
        f"band_{band.code}_{side}"
        for row in rows
        for band in row.bands or ()
        for side in (DOMESTIC, INBOUND)
        if getattr(band, side)
    )
