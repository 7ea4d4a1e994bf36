"""The steps of an opened visit: one form each, kept when one leaves it, whichever way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from inspector_app.pages import strip
from inspector_app.pages.reach import Scene, mine_or_404, scene
from occupancy.database import saving
from occupancy.errors import Refusal, Refusals
from occupancy.inspections.queries import VisitRow
from occupancy.web.db import db
from occupancy.web.words import Told, told

#: Step, its name, in the order of a visit; every one is free to jump to.
STEPS = (
    ("count", _l("Підрахунок")),
    ("photos", _l("Фото")),
    ("statement", _l("Пояснення")),
    ("signing", _l("Підписи")),
    ("outcome", _l("Завершення")),
)


def done(seen: Scene) -> dict[str, bool]:
    """Tell which steps hold something."""
    visit = seen.visit
    return {
        "count": visit.counted and bool(visit.methods),
        "photos": bool(seen.photos),
        "statement": bool(visit.statement or visit.received_by),
        "signing": bool(visit.signing),
        "outcome": visit.state == "closed",
    }


def show(
    visit: VisitRow,
    step: str,
    typed: Mapping[str, Any],
    refused: list[Told] | None = None,
    **more: Any,
) -> str:
    """Return the page of a step with what was typed, and what is wrong with it."""
    seen = scene(visit)
    return render_template(
        f"inspector/{step}.html",
        scene=seen,
        visit=visit,
        place=seen.place,
        seal=visit.seal,
        steps=STEPS,
        here=step,
        done=done(seen),
        strip=strip.drawn(seen),
        strip_legend=strip.legend(seen),
        typed=typed,
        told=refused or [],
        errors={each.field: each.sentence for each in refused or [] if each.field},
        **more,
    )


def opened_or_elsewhere(visit_id: str) -> VisitRow | ResponseReturnValue:
    """Return the opened visit, or the way to its page when it is not opened or has ended."""
    visit = mine_or_404(visit_id)
    if visit.state != "opened":
        return redirect(url_for("inspector.visit", visit_id=visit.id), 303)
    return visit


def kept(
    visit_id: str,
    step: str,
    deed: Callable[[Session, VisitRow], VisitRow],
    typed: Mapping[str, Any],
) -> ResponseReturnValue:
    """Keep a step's form and go where its button says; stay with every word when refused."""
    visit = mine_or_404(visit_id)
    try:
        with saving(db.session) as session:
            deed(session, visit)
    except Refusals as several:
        return show(visit, step, typed, told(several.refusals)), 422
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return show(visit, step, typed, told([refusal])), refusal.status
    return onward(visit, step)


def onward(visit: VisitRow, step: str) -> ResponseReturnValue:
    """Go where the pressed button says, or stay."""
    names = [name for name, _ in STEPS]
    wanted = request.form.get("go", "")
    target = wanted if wanted in names else step
    return redirect(url_for(f"inspector.{target}", visit_id=visit.id), 303)
