"""One schema for a night, wherever it comes from: form, row of a table, later the API.

The schema has the shape of the API (``guests`` holds ``domestic``, ``inbound``, ``exempt``,
``bands``); forms and tables are flat (``guests_domestic``, ``exempt_MINOR``, ``band_b2_inbound``)
and are folded into it first. Fields of refusals always carry the flat name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields

from occupancy.errors import Refusal, Refusals
from occupancy.filings.commands import BandGuests, FileNight
from occupancy.filings.schemas.fields import (
    LONGEST_KEY,
    LONGEST_REASON,
    Code,
    Count,
    Night,
    NumberMissing,
    UnknownField,
    Words,
    WrongShape,
    shown,
)

#: How marshmallow names the two mistakes that no field of ours sees.
MISSING, UNKNOWN = "missing", "unknown"
EXEMPT = "exempt_"
BAND = "band_"
#: Fields of a form or a table besides grounds and bands.
REQUIRED = ("rooms_occupied", "guests_domestic", "guests_inbound")
PLAIN = (*REQUIRED, "arrivals", "reason")


class Strict(Schema):
    """A schema that refuses what it does not know, by the name of the mistake."""

    error_messages = {"unknown": UNKNOWN}  # noqa: RUF012 - marshmallow reads it from the class


class BandSchema(Strict):
    """Taxable guests of one price band."""

    code = Code(required=True, error_messages={"required": MISSING})
    domestic = Count(load_default=0)
    inbound = Count(load_default=0)


class GuestsSchema(Strict):
    """Who stayed."""

    domestic = Count(required=True, error_messages={"required": MISSING})
    inbound = Count(required=True, error_messages={"required": MISSING})
    exempt = fields.Dict(keys=Code(), values=Count(), load_default=dict)
    bands = fields.List(fields.Nested(BandSchema), load_default=None, allow_none=True)


class NightSchema(Strict):
    """A night's numbers."""

    night = Night(required=True, error_messages={"required": MISSING})
    rooms_occupied = Count(required=True, error_messages={"required": MISSING})
    guests = fields.Nested(GuestsSchema, required=True, error_messages={"required": MISSING})
    arrivals = Count(load_default=None, allow_none=True)
    reason = Words(LONGEST_REASON, load_default=None, allow_none=True)
    idempotency_key = Words(LONGEST_KEY, load_default=None, allow_none=True)


_SCHEMA = NightSchema()


def command_of(data: Mapping[str, Any], facility_id: int) -> FileNight:
    """Return the command that ``data`` (in the shape of the API) asks for; raises ``Refusals``."""
    try:
        loaded = _SCHEMA.load(data)
    except ValidationError as error:
        raise Refusals(list(_refusals(error.messages, data))) from error
    guests = loaded["guests"]
    bands = [BandGuests(**band) for band in guests["bands"] or ()]
    return FileNight(
        facility_id=facility_id,
        night=loaded["night"],
        rooms_occupied=loaded["rooms_occupied"],
        domestic=guests["domestic"],
        inbound=guests["inbound"],
        exempt={code: number for code, number in guests["exempt"].items() if number},
        bands=tuple(band for band in bands if band.domestic or band.inbound) or None,
        arrivals=loaded["arrivals"],
        reason=loaded["reason"],
        idempotency_key=loaded["idempotency_key"],
    )


def command_of_flat(
    flat: Mapping[str, str], *, facility_id: int, night: str, key: str | None = None
) -> FileNight:
    """Return the command of a form or of a table's row; raises ``Refusals``.

    Blank grounds, bands, arrivals and reasons mean that there is nothing to say; the rooms and the
    guests must be written, even as 0.
    """
    return command_of(_folded(flat, night, key), facility_id)


def _folded(flat: Mapping[str, str], night: str, key: str | None) -> dict[str, Any]:
    guests: dict[str, Any] = {
        "domestic": flat.get("guests_domestic", ""),
        "inbound": flat.get("guests_inbound", ""),
        "exempt": {},
    }
    folded: dict[str, Any] = {
        "night": night,
        "rooms_occupied": flat.get("rooms_occupied", ""),
        "guests": guests,
        "idempotency_key": key,
    }
    bands: dict[str, dict[str, Any]] = {}
    for name, value in flat.items():
        if name in REQUIRED or not value.strip():
            continue
        code, _, side = name.removeprefix(BAND).rpartition("_")
        if name in PLAIN:
            folded[name] = value
        elif name.startswith(EXEMPT):
            guests["exempt"][name.removeprefix(EXEMPT)] = value
        elif name.startswith(BAND) and side in ("domestic", "inbound"):
            bands.setdefault(code, {"code": code})[side] = value
        else:
            folded[name] = value
    if bands:
        guests["bands"] = list(bands.values())
    return folded


def _refusals(messages: Any, data: Mapping[str, Any]) -> Iterator[Refusal]:
    for path, found in _walk(messages, ()):
        field = _flat_name(path, data)
        if isinstance(found, Refusal):
            found.field = field
            yield found
        elif found == MISSING:
            yield NumberMissing(field=field)
        elif found == UNKNOWN:
            yield UnknownField(name=shown(field), field=field)
        else:
            yield WrongShape(field=field)


def _walk(messages: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            yield from _walk(inner, path if key in ("key", "value", "_schema") else (*path, key))
    else:
        for found in messages:
            yield path, found


def _flat_name(path: tuple[Any, ...], data: Mapping[str, Any]) -> str:
    match path:
        case ("guests", "exempt", code):
            return f"{EXEMPT}{code}"
        case ("guests", "bands", int() as index, *rest):
            side = str(rest[0]) if rest else "domestic"
            return f"{BAND}{_band_code(data, index)}_{side}"
        case _:
            return "_".join(str(part) for part in path)


def _band_code(data: Mapping[str, Any], index: int) -> str:
    try:
        return str(data["guests"]["bands"][index]["code"])
    except (KeyError, TypeError, IndexError):
        return str(index + 1)


class PeriodSchema(Strict):
    """The first and the last night of a period, both in."""

    date_from = Night(required=True, error_messages={"required": MISSING})
    date_to = Night(required=True, error_messages={"required": MISSING})


def period_of(flat: Mapping[str, str]) -> tuple[date, date]:
    """Return the nights ``date_from`` and ``date_to`` of a form; raises ``Refusals``."""
    data = {name: flat.get(name, "") for name in ("date_from", "date_to")}
    try:
        loaded = PeriodSchema().load(data)
    except ValidationError as error:
        raise Refusals(list(_refusals(error.messages, data))) from error
    return loaded["date_from"], loaded["date_to"]
