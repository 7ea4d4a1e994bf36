"""Why a figure is surprising or was changed: a few ready sentences, or one's own.

A reason is kept in Ukrainian, the language of the record; ready ones are shown translated.
"""

from __future__ import annotations

from datetime import date

from flask_babel import gettext

from occupancy import clock
from occupancy.filings import rules

CORRECTION = (
    "помилка в числі",
    "гості виїхали раніше",
    "гості заїхали пізніше",
    "уточнили підставу звільнення",
)
CROWDED = ("додаткові ліжка", "діти на одному місці з батьками")


def needed(filed_before: bool, night: date) -> bool:
    """Tell whether a change of ``night`` now is a correction and says why."""
    kind = rules.kind_of(night, filed_before=filed_before, now=clock.now())
    return kind == rules.CORRECTION


def options(asked: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the ready reasons, as kept and as shown, for what asks for one."""
    crowded = "filing.more_guests_than_places" in asked
    kept = (CROWDED if crowded else ()) + (CORRECTION if "filing.reason_needed" in asked else ())
    return [(each, shown(each)) for each in kept or CROWDED]


def shown(reason: str | None) -> str:
    """Return a kept reason for the page: a ready one in its language, one's own as written."""
    ready = {
        "помилка в числі": gettext("помилка в числі"),
        "гості виїхали раніше": gettext("гості виїхали раніше"),
        "гості заїхали пізніше": gettext("гості заїхали пізніше"),
        "уточнили підставу звільнення": gettext("уточнили підставу звільнення"),
        "додаткові ліжка": gettext("додаткові ліжка"),
        "діти на одному місці з батьками": gettext("діти на одному місці з батьками"),
    }
    return ready.get(reason or "", reason or "")
