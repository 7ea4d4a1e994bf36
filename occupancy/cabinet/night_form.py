"""The form of a night: what is typed in it, what is wrong with it, what it would cost."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from occupancy.cabinet import explanations
from occupancy.cabinet.night_fields import Field, Fields, fields_of, values_of
from occupancy.cabinet.reach import tonight
from occupancy.errors import Refusal
from occupancy.filings import queries as filings
from occupancy.filings.commands import FileNight
from occupancy.filings.queries import RevisionRow
from occupancy.filings.schemas import command_of_flat
from occupancy.registry.queries import FacilityRow
from occupancy.web.words import Told, told

#: Fields of the request that are not figures.
KEY = "key"
FILL = "fill"
_COUNT = re.compile(r"[0-9]{1,6}", re.ASCII)
_OURS = ("csrf_token", KEY, FILL, "reason_choice", "reason_other", "editing")


@dataclass(frozen=True)
class NightForm:
    """A night's form; ``typed`` is kept as it was typed, ``key`` makes a second press harmless."""

    place: FacilityRow
    night: date
    fields: Fields
    typed: Mapping[str, str]
    key: str
    quick: tuple[dict[str, Any], ...]
    standing: RevisionRow | None = None
    editing: bool = False
    told: tuple[Told, ...] = ()
    reason_choice: str = ""
    reason_other: str = ""
    asks_reason: tuple[str, ...] = field(default=())

    @property
    def errors(self) -> dict[str, list[str]]:
        """Return the sentences by field, as the macros want them."""
        found: dict[str, list[str]] = {}
        for each in self.told:
            found.setdefault(each.field, []).append(each.sentence)
        return found

    @property
    def labels(self) -> dict[str, str]:
        """Return the words of each field for the summary of errors."""
        labels = {each.name: each.spoken for each in self.fields.all}
        return {**labels, "reason": gettext("Причина")}

    def value(self, name: str) -> str:
        """Return what stands in a field."""
        return self.typed.get(name, "")

    def opened(self, some: tuple[Field, ...]) -> bool:
        """Tell whether folded fields must be seen: one is filled, or refused."""
        return any(
            each.folded and (self.value(each.name).strip(" 0") or each.name in self.errors)
            for each in some
        )

    def command(self) -> FileNight:
        """Return what the form asks for; raises ``Refusals``."""
        flat = dict(self.typed)
        for side in self.fields.banded:
            flat[f"guests_{side}"] = str(_sum_of_bands(flat, side))
        flat["reason"] = self.reason_other.strip() or self.reason_choice
        return command_of_flat(
            flat, facility_id=self.place.id, night=self.night.isoformat(), key=self.key or None
        )


def blank(session: Session, place: FacilityRow, night: date) -> NightForm:
    """Return the form as it is first shown: empty, with yesterday beside it."""
    return _form(session, place, night, {}, secrets.token_urlsafe(16))


def editing(session: Session, place: FacilityRow, standing: RevisionRow) -> NightForm:
    """Return the form with the figures that stand, to be changed."""
    stands = {name: str(number) for name, number in values_of(standing).items()}
    form = _form(session, place, standing.night, stands, secrets.token_urlsafe(16), editing=True)
    nothing = {each.name: "0" for each in form.fields.counted}
    return _changed(form, typed={**nothing, **stands})


def sent(session: Session, place: FacilityRow, night: date, data: Mapping[str, str]) -> NightForm:
    """Return the form as it was sent, everything typed in it kept."""
    typed = {name: value for name, value in data.items() if name not in _OURS}
    return _form(
        session,
        place,
        night,
        typed,
        data.get(KEY, ""),
        reason_choice=data.get("reason_choice", ""),
        reason_other=data.get("reason_other", ""),
        editing=bool(data.get("editing")),
    )


def filled(form: NightForm, choice: str) -> NightForm:
    """Return the form with the numbers of a quick choice (``yesterday``, ``empty``)."""
    for each in form.quick:
        if each["value"] == choice:
            typed = {name: str(number) for name, number in each["fill"].items()}
            return _changed(form, typed={**form.typed, **typed})
    return form


def refused(form: NightForm, refusals: list[Refusal]) -> NightForm:
    """Return the form with what is wrong beside its fields and a key that was not used yet."""
    sentences = told(refusals)
    known = {each.name for each in form.fields.all} | {"reason"}
    beside = tuple(
        Told(_place_of(each.field, form.fields, known), each.code, each.sentence)
        for each in sentences
    )
    asks = tuple(each.code for each in beside if each.field == "reason")
    return _changed(form, told=beside, key=secrets.token_urlsafe(16), asks_reason=asks)


def _form(
    session: Session,
    place: FacilityRow,
    night: date,
    typed: Mapping[str, str],
    key: str,
    **more: Any,
) -> NightForm:
    fields = fields_of(session, place, night)
    yesterday = filings.standing(session, place.id, night - timedelta(days=1))
    form = NightForm(
        place=place,
        night=night,
        fields=fields,
        typed=typed,
        key=key,
        quick=_quick(fields, yesterday, night),
        standing=filings.standing(session, place.id, night),
        **more,
    )
    correction = explanations.needed(form.standing is not None, night)
    return _changed(form, asks_reason=("filing.reason_needed",) if correction else ())


def _changed(form: NightForm, **changes: Any) -> NightForm:
    return NightForm(**{**form.__dict__, **changes})


def _place_of(name: str, fields: Fields, known: set[str]) -> str:
    """Return the field that a sentence stands beside; '' is the form as a whole."""
    if name in known:
        return name
    side = name.rpartition("_")[2]
    if side in fields.banded:
        return next((each.name for each in fields.guests if each.name.endswith(f"_{side}")), "")
    return ""


def _sum_of_bands(flat: Mapping[str, str], side: str) -> int:
    """Return the guests of one side; what is not a number is refused beside its own field."""
    typed = (
        value.strip()
        for name, value in flat.items()
        if name.startswith("band_") and name.endswith(f"_{side}")
    )
    return sum(int(each) for each in typed if _COUNT.fullmatch(each))


def _quick(
    fields: Fields, yesterday: RevisionRow | None, night: date
) -> tuple[dict[str, Any], ...]:
    nothing = {each.name: 0 for each in fields.counted}
    found = []
    if yesterday:
        was = {**nothing, **{k: v for k, v in values_of(yesterday).items() if k in nothing}}
        found.append(
            {
                "value": "yesterday",
                "icon": "copy",
                "words": gettext("Як учора") if night == tonight() else gettext("Як напередодні"),
                "says": figures_words(yesterday.rooms_occupied, yesterday.guests),
                "fill": was,
                "pressed": False,
            }
        )
    found.append(
        {
            "value": "empty",
            "icon": "moon",
            "words": gettext("Порожньо"),
            "says": figures_words(0, 0),
            "fill": nothing,
            "pressed": False,
        }
    )
    return tuple(found)


def figures_words(rooms: int, guests: int) -> str:
    """Return rooms and guests in words: «14 номерів, 26 гостей»."""
    return ", ".join(
        (
            ngettext("%(num)s номер", "%(num)s номерів", rooms),
            ngettext("%(num)s гість", "%(num)s гостей", guests),
        )
    )
