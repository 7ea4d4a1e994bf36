"""What the typed numbers come to, while they are being typed."""

from __future__ import annotations

from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from occupancy.cabinet import sums
from occupancy.cabinet.night_form import NightForm
from occupancy.errors import Refusals
from occupancy.registry import queries as registry
from occupancy.web import formats


def of(session: Session, form: NightForm, *, money: bool) -> dict[str, str]:
    """Return the words of the foot bar: ``guests``, and with ``money`` also ``sum`` and ``how``."""
    counted = [each.name for each in form.fields.guests + form.fields.exempt]
    if not any(form.value(name).strip() for name in ("rooms_occupied", *counted)):
        return _words(gettext("Ще не заповнено"), None, "", money)
    try:
        filing = _with_zeros(form).command()
    except Refusals:
        return _words(gettext("Перевірте числа"), None, "", money)
    guests = ngettext("%(num)s гість", "%(num)s гостей", filing.guests)
    if not money:
        return {"guests": guests}
    law = registry.law(session, [form.place.community.katottg])
    due = law.due(form.place, form.night, filing.domestic, filing.inbound, filing.bands)
    if due is None:
        return _words(guests, None, gettext("Ставки збору на цю ніч у довіднику немає."), money)
    parts = [f"{sums.product(line)} = {formats.money(line.kopiykas)}" for line in due.lines]
    if filing.exempt_total:
        parts.append(
            gettext("Звільнені: %(guests)s, без збору", guests=formats.number(filing.exempt_total))
        )
    return _words(guests, due.total_kopiykas, "; ".join(parts), money)


def rooms_typed(form: NightForm) -> int:
    """Return the rooms that light the house; 0 while no number is typed."""
    typed = form.value("rooms_occupied").strip()
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 0


def _words(guests: str, kopiykas: int | None, how: str, money: bool) -> dict[str, str]:
    if not money:
        return {"guests": guests}
    total = "— ₴" if kopiykas is None else formats.money(kopiykas)
    return {"guests": guests, "sum": total, "how": how}


def _with_zeros(form: NightForm) -> NightForm:
    """Return the form with the blanks read as nought: the sum grows as the fields are filled."""
    wanted = ("rooms_occupied", "guests_domestic", "guests_inbound")
    typed = {**form.typed, **{name: "0" for name in wanted if not form.value(name).strip()}}
    return NightForm(**{**form.__dict__, "typed": typed})
