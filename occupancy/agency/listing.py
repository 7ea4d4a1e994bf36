"""Signals as lines of a list: pages round estimates to three figures, the file to whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from occupancy.agency import reach
from occupancy.inspections import queries as inspections
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow
from occupancy.scans.queries import FlagRow
from occupancy.web import formats, reasons
from occupancy.web.reasons import ReasonWords

#: States of an open signal, as a filter names them: the newest decision, and what its visit saw. A
#: visit that saw no more than declared closes its signal; one that saw more confirms it.
STATES = ("waiting", "asked", "visit", "confirmed", "visited", "tried")


@dataclass(frozen=True)
class Line:
    """One signal of a list; ``rank`` counts from 1 in the order of expected hidden nights."""

    rank: int
    flag: FlagRow
    place: FacilityRow
    state: str
    days: int
    reasons: tuple[ReasonWords, ...]


def lines(session: Session, flags: Sequence[FlagRow], *, now: datetime) -> list[Line]:
    """Return signals with their facilities, states and reasons in words."""
    places = {
        each.id: each
        for each in registry.facilities(session, ids={flag.facility_id for flag in flags})
    }
    visited = inspections.visited(session, [flag.id for flag in flags])
    return [
        Line(
            rank=rank,
            flag=flag,
            place=places[flag.facility_id],
            state=_shown(flag, places[flag.facility_id], visited.get(flag.id)),
            days=(now - flag.opened_at).days,
            reasons=reasons.all_in_words(flag.seen.reasons),
        )
        for rank, flag in enumerate(flags, start=1)
    ]


def _shown(flag: FlagRow, place: FacilityRow, visited: str | None) -> str:
    """Return the state that the person may know: that a visit is planned is not for everybody."""
    state = state_of(flag, visited)
    if state == "visit" and not reach.may(place, *reach.DECIDERS):
        return "asked" if flag.asked_at else "waiting"
    return state


def state_of(flag: FlagRow, visited: str | None) -> str:
    """Return ``closed`` or one of ``STATES``; ``visited``: what its finished visits say, if any."""
    if not flag.is_open:
        return "closed"
    if flag.decision == "visit" and visited is not None:
        return visited
    return {None: "waiting", "ask": "asked", "visit": "visit"}[flag.decision]


def state_words(line: Line) -> str:
    """Return the state in a few words."""
    if line.state == "waiting":
        if line.days < 1:
            return gettext("новий, чекає рішення")
        return ngettext("чекає рішення %(num)s день", "чекає рішення %(num)s днів", line.days)
    return {
        "asked": gettext("заклад запитано"),
        "visit": gettext("обстеження в плані"),
        "confirmed": gettext("обстеження побачило більше"),
        "visited": gettext("обстежено"),
        "tried": gettext("оглянути не вдалося"),
        "closed": gettext("закрито"),
    }[line.state]


def closing_words(flag: FlagRow) -> str:
    """Return why a closed signal ended."""
    return {
        "explained": gettext("закрито з поясненням"),
        "corrected": gettext("заклад сам доповнив подане"),
        "fits_again": gettext("новіші ночі й числа вже не вирізняються"),
        "too_small": gettext("розбіжність стала замалою"),
        "not_judged": gettext("замало поданих ночей, щоб порівнювати"),
        "visit_fits": gettext("обстеження побачило не більше, ніж заявлено"),
        None: "",
    }[flag.closed_code]


def guest_nights(value: float | None) -> str:
    """Return estimated guest-nights in three figures: nobody knows them better."""
    return "—" if value is None else formats.number(formats.rough(value))


def guest_nights_between(low: float | None, high: float | None) -> str:
    """Return an interval of guest-nights, or a dash where nothing was judged."""
    if low is None or high is None:
        return "—"
    return formats.span(formats.rough(low), formats.rough(high))


def hryvnias(kopiykas: int | None) -> str:
    """Return an estimate of money in hryvnias, three figures: more would pretend to know."""
    return "—" if kopiykas is None else formats.number(formats.rough(kopiykas / 100))


def hryvnias_between(low: int | None, high: int | None) -> str:
    """Return an interval of an estimate in hryvnias."""
    if low is None or high is None:
        return "—"
    return formats.span(formats.rough(low / 100), formats.rough(high / 100))
