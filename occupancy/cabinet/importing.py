"""A table of nights: looked at first, filed only when every row is right."""

from __future__ import annotations

import csv
import io

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from occupancy import clock
from occupancy.accounts.roles import Role
from occupancy.cabinet import month, reach
from occupancy.cabinet.blueprint import bp
from occupancy.cabinet.night_fields import Fields, fields_of, price_words
from occupancy.database import saving
from occupancy.errors import Refusal
from occupancy.filings.schemas import tables
from occupancy.filings.schemas.tables import Table
from occupancy.filings.services import FileReport, file_table
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow
from occupancy.web import spreadsheet
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only
from occupancy.web.words import words_of

#: Two years of one house; more goes through the office's command.
MOST_ROWS = 800


@bp.get("/<code>/import")
@only(Role.OPERATOR)
def import_page(code: str) -> ResponseReturnValue:
    """Ask for a file."""
    return _page(reach.place_or_404(code, Role.OPERATOR))


@bp.post("/<code>/import")
@only(Role.OPERATOR)
def take_in(code: str) -> ResponseReturnValue:
    """Look at a file, or file the table that was looked at (``file_it``): all of it or nothing."""
    place = reach.place_or_404(code, Role.OPERATOR)
    keep = bool(request.form.get("file_it"))
    try:
        table = _sent()
        with saving(db.session) as session:
            report = file_table(
                session,
                table,
                [place],
                source="file",
                author_id=current_actor().person_id,
                now=clock.now(),
                band=request.form.get("band") or None,
                reason=request.form.get("reason", "").strip()[:300] or None,
                only=place.id,
                keep=keep,
            )
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _page(place, wrong=refusal), refusal.status
    if report.refused:
        return _page(place, report=report), 422
    if not keep:
        return _page(place, report=report, table=_written(table))
    nights = report.filed + report.corrected
    flash(ngettext("Подано %(num)s ніч.", "Подано %(num)s ночей.", nights), "ok")
    return redirect(url_for("cabinet.this_month", code=place.code), 303)


@bp.get("/<code>/import/sample.csv")
@only(Role.OPERATOR)
def sample(code: str) -> Response:
    """Give a table to fill: this house's columns, the nights of this month that lack a figure."""
    return _sample(code, "csv")


@bp.get("/<code>/import/sample.xlsx")
@only(Role.OPERATOR)
def sample_xlsx(code: str) -> Response:
    """Give the same table as a workbook."""
    return _sample(code, "xlsx")


def _sample(code: str, kind: str) -> Response:
    place = reach.place_or_404(code, Role.OPERATOR)
    night = reach.tonight()
    columns = ["date", *_columns(fields_of(db.session, place, night))]
    lacking = [
        [window.date, *[None] * (len(columns) - 1)]
        for window in month.of_month(db.session, place, night.replace(day=1))
        if window.state in ("missing", "today")
    ]
    return spreadsheet.response(kind, f"{place.code}-{night}", columns, lacking)


def _columns(fields: Fields) -> list[str]:
    names = [each.name for each in fields.all]
    for side in ("inbound", "domestic"):
        if side in fields.banded:
            names.insert(1, f"guests_{side}")
    return [*names, "reason"]


def _sent() -> Table:
    """Return the table of the request: an uploaded file, or the one that was looked at."""
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        data = upload.stream.read()  # the whole request has a limit of its own
    else:
        data = request.form.get("table", "").encode()
    return tables.read(data, columns=tables.OWN_NIGHTS, most_rows=MOST_ROWS)


def _written(table: Table) -> str:
    """Return a table as text, to come back with the press that files it."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(table.columns)
    writer.writerows([row.cells.get(name, "") for name in table.columns] for row in table.rows)
    return made.getvalue()


def _labels(place: FacilityRow) -> dict[str, str]:
    """Return the columns in the words of the form."""
    fields = fields_of(db.session, place, reach.tonight())
    return {
        **{each.name: each.spoken for each in fields.all},
        "guests_domestic": gettext("Живуть в Україні"),
        "guests_inbound": gettext("Живуть за кордоном"),
        "date": gettext("Ніч"),
        "reason": gettext("Причина"),
        "facility_id": gettext("Заклад"),
    }


def _page(
    place: FacilityRow,
    *,
    report: FileReport | None = None,
    table: str = "",
    wrong: Refusal | None = None,
) -> str:
    rates = registry.law(db.session, [place.community.katottg]).rates_on(place, reach.tonight())
    priced = [rate for rate in rates.domestic if rate.band] if rates else []
    return render_template(
        "cabinet/import.html",
        report=report,
        table=table,
        wrong=words_of(wrong).sentence if wrong else "",
        rows=[(row, words_of(row.refusal)) for row in report.refused[:200]] if report else [],
        labels=_labels(place),
        bands=[(rate.band, price_words(rate)) for rate in priced],
        band=request.form.get("band", ""),
        reason=request.form.get("reason", ""),
    )
