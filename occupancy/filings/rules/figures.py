"""Which figures cannot be true. A surprising one is welcome, with a reason where the law asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from occupancy.errors import Refusal
from occupancy.filings.commands import FileNight
from occupancy.filings.rules import hours
from occupancy.filings.rules import refusals as no

FIGURE = "figure"
CORRECTION = "correction"


@dataclass(frozen=True)
class Setting:
    """What is known of a facility on one night.

    ``rooms`` is None before the first known capacity. ``closure`` holds the first and last night
    of a declared closure. ``grounds`` says for each ground of exemption whether it may be used by
    this kind of facility. ``domestic_bands`` and ``inbound_bands`` are the codes of the price bands
    of the council's rate, empty where the rate is flat or unknown.
    """

    opened: date | None
    closed: date | None
    closure: tuple[date, date] | None
    rooms: int | None
    places: int
    extra_places: int
    grounds: Mapping[str, bool]
    domestic_bands: tuple[str, ...] = ()
    inbound_bands: tuple[str, ...] = ()

    @property
    def bands(self) -> tuple[str, ...]:
        """Return the codes of all price bands, cheapest first."""
        return self.domestic_bands or self.inbound_bands


def problems(filing: FileNight, setting: Setting, now: datetime) -> list[Refusal]:
    """Return everything about ``filing`` that cannot be true, so that it is mended in one go."""
    shut = _shut(filing.night, setting, now)
    if shut:
        return [shut]
    found = [*_rooms(filing, setting), *_guests(filing, setting), *_exempt(filing, setting.grounds)]
    return found or _bands(filing, setting)


def kind_of(night: date, *, filed_before: bool, now: datetime) -> str:
    """Return ``correction`` for a change made after the free time of the night is over."""
    return CORRECTION if filed_before and now >= hours.free_until(night) else FIGURE


def reason_problem(filing: FileNight, kind: str) -> Refusal | None:
    """Return a refusal when a correction does not say why."""
    if kind == CORRECTION and not filing.reason:
        return no.ReasonNeeded(night=filing.night, field="reason")
    return None


def _shut(night: date, setting: Setting, now: datetime) -> Refusal | None:
    if now < hours.opens_at(night):
        return no.NightNotOpen(night=night, opens=hours.opens_at(night), field="night")
    if setting.opened and night < setting.opened:
        return no.NotYetOpened(night=night, opened=setting.opened, field="night")
    if setting.closed and night > setting.closed:
        return no.NoLongerOpen(night=night, closed=setting.closed, field="night")
    if setting.closure:
        first, last = setting.closure
        return no.ClosedThatNight(night=night, first=first, last=last, field="night")
    if setting.rooms is None:
        return no.CapacityUnknown(night=night, field="night")
    return None


def _rooms(filing: FileNight, setting: Setting) -> list[Refusal]:
    filed, rooms = filing.rooms_occupied, setting.rooms or 0
    if filed > rooms:
        return [no.MoreRoomsThanExist(filed=filed, rooms=rooms, field="rooms_occupied")]
    if filing.guests and not filed:
        return [no.GuestsWithoutRooms(guests=filing.guests, field="rooms_occupied")]
    if filed and not filing.guests:
        return [no.RoomsWithoutGuests(rooms=filed, field="guests_domestic")]
    return []


def _guests(filing: FileNight, setting: Setting) -> list[Refusal]:
    found: list[Refusal] = []
    if filing.guests > setting.places + setting.extra_places and not filing.reason:
        found.append(
            no.MoreGuestsThanPlaces(
                guests=filing.guests,
                places=setting.places,
                extra=setting.extra_places,
                field="reason",
            )
        )
    if filing.arrivals is not None and filing.arrivals > filing.guests:
        found.append(
            no.MoreArrivalsThanGuests(
                arrivals=filing.arrivals, guests=filing.guests, field="arrivals"
            )
        )
    return found


def _exempt(filing: FileNight, grounds: Mapping[str, bool]) -> list[Refusal]:
    found: list[Refusal] = []
    for code in sorted(filing.exempt):
        if code not in grounds:
            found.append(no.UnknownGround(ground=code, field=f"exempt_{code}"))
        elif not grounds[code]:
            found.append(no.GroundNotForThisKind(ground=code, field=f"exempt_{code}"))
    companions, accompanied = filing.exempt.get("DISACC", 0), filing.exempt.get("DIS", 0)
    if companions > accompanied:
        found.append(
            no.MoreCompanionsThanAccompanied(
                companions=companions, accompanied=accompanied, field="exempt_DISACC"
            )
        )
    return found


def _bands(filing: FileNight, setting: Setting) -> list[Refusal]:
    """Check the split by price; the side whose rate is flat need not be split, but may be."""
    codes = setting.bands
    if not filing.bands:
        split_needed = (filing.domestic and setting.domestic_bands) or (
            filing.inbound and setting.inbound_bands
        )
        if not split_needed:
            return []
        return [no.BandsNeeded(bands=", ".join(codes), field=f"band_{codes[0]}_domestic")]
    if not codes:
        return [no.NoBandsHere(night=filing.night, field=f"band_{filing.bands[0].code}_domestic")]
    found: list[Refusal] = [
        no.UnknownBand(band=band.code, bands=", ".join(codes), field=f"band_{band.code}_domestic")
        for band in filing.bands
        if band.code not in codes
    ]
    for side, total, banded in (
        ("domestic", filing.domestic, setting.domestic_bands),
        ("inbound", filing.inbound, setting.inbound_bands),
    ):
        split = sum(getattr(band, side) for band in filing.bands)
        if split != total and (banded or split):
            found.append(
                no.BandsDoNotAdd(split=split, total=total, field=f"band_{codes[0]}_{side}")
            )
    return found
