"""The list of signals: open ones by expected hidden nights, closed ones with their reasons."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from occupancy import clock
from occupancy.agency import listing, reach
from occupancy.agency.blueprint import bp
from occupancy.agency.listing import STATES, Line
from occupancy.scans import queries as scans
from occupancy.scans import rules
from occupancy.scans.queries import AssessmentRow
from occupancy.web import spreadsheet
from occupancy.web.charts import small
from occupancy.web.db import db
from occupancy.web.guards import only


@bp.get("/")
@only(*reach.READERS)
def flags() -> ResponseReturnValue:
    """Show open signals, the most expected hidden nights first."""
    shown = _open()
    wanted = {key: value for key in ("community", "state") if (value := request.args.get(key))}
    return render_template(
        "agency/flags.html",
        lines=shown,
        words=listing,
        estimate=_estimate,
        total=_total(shown),
        top=max((line.flag.seen.gap_high or 0.0 for line in shown), default=0.0),
        communities=reach.community_choices(db.session),
        states=STATES,
        wanted=wanted,
        csv_query=urlencode(wanted),
        run=scans.latest(db.session),
    )


@bp.get("/closed")
@only(*reach.READERS)
def closed_flags() -> ResponseReturnValue:
    """Show closed signals, the newest first, each with why it ended."""
    found = scans.closed_flags(db.session, reach.chosen(request.args.get("community")))
    return render_template(
        "agency/flags_closed.html",
        lines=listing.lines(db.session, found, now=clock.now()),
        words=listing,
        communities=reach.community_choices(db.session),
        wanted={"community": request.args.get("community", "")},
        run=scans.latest(db.session),
    )


@bp.get("/flags.csv")
@only(*reach.READERS)
def flags_csv() -> Response:
    """Give the open signals as a file, with the numbers of the page."""
    return _file("csv")


@bp.get("/flags.xlsx")
@only(*reach.READERS)
def flags_xlsx() -> Response:
    """Give the same file as a workbook."""
    return _file("xlsx")


def _file(kind: str) -> Response:
    night = scans.latest(db.session)
    name = f"sygnaly-{night.date_to}" if night else "sygnaly"
    return spreadsheet.response(kind, name, _head(), [_row(line) for line in _open()])


def _open() -> list[Line]:
    found = scans.open_flags(db.session, reach.chosen(request.args.get("community")))
    state = request.args.get("state")
    all_lines = listing.lines(db.session, found, now=clock.now())
    return [line for line in all_lines if state not in STATES or line.state == state]


def _total(shown: list[Line]) -> rules.Estimate:
    """Return the expected guest-nights of all lines together."""
    seen = [line.flag.seen for line in shown]
    return rules.together(
        [(each.gap_nights or 0, each.gap_low or 0, each.gap_high or 0) for each in seen]
    )


def _estimate(seen: AssessmentRow, top: float) -> Markup:
    """Return the expected guest-nights on their interval; the same axis in every line."""
    if seen.gap_nights is None or seen.gap_low is None or seen.gap_high is None:
        return Markup()
    return small.estimate(
        seen.gap_nights,
        seen.gap_low,
        seen.gap_high,
        top,
        title=gettext("очікувано ночівель, 90 %") + ": " + listing.guest_nights(seen.gap_nights),
    )


def _head() -> list[str]:
    return [
        gettext("Місце"),
        gettext("Сигнал"),
        gettext("Код закладу"),
        gettext("Заклад"),
        gettext("Громада"),
        gettext("Код громади"),
        gettext("Стан"),
        gettext("Відкрито"),
        gettext("Ночей подано"),
        gettext("Заявлено, ночівель"),
        gettext("Очікувана розбіжність, ночівель"),
        gettext("від (90 %)"),
        gettext("до (90 %)"),
        gettext("Збір, ₴"),
        gettext("збір від, ₴ (90 %)"),
        gettext("збір до, ₴ (90 %)"),
        gettext("p-значення"),
        gettext("q-значення"),
        gettext("Причини"),
        gettext("Чесні пояснення"),
    ]


def _row(line: Line) -> list[spreadsheet.Cell]:
    seen = line.flag.seen
    return [
        line.rank,
        line.flag.id,
        line.place.code,
        line.place.name,
        line.place.community.name_uk,
        line.place.community.katottg,
        listing.state_words(line),
        clock.in_kyiv(line.flag.opened_at).date(),
        seen.nights_filed,
        round(seen.declared_nights),
        _whole(seen.gap_nights),
        _whole(seen.gap_low),
        _whole(seen.gap_high),
        *(
            None if each is None else round(Decimal(each).scaleb(-2))
            for each in (seen.gap_kopiykas, seen.gap_kopiykas_low, seen.gap_kopiykas_high)
        ),
        _small(seen.p_value),
        _small(seen.q_value),
        " | ".join(each.sentence for each in line.reasons if not each.honest),
        " | ".join(each.sentence for each in line.reasons if each.honest),
    ]


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _small(value: float | None) -> Decimal | None:
    """Return a probability with four decimals."""
    return None if value is None else Decimal(value).quantize(Decimal("0.0001"))
