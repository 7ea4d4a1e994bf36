"""The paper: its number and code on the screen, and its PDF."""

from __future__ import annotations

from io import BytesIO

import segno
from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from inspector_app.pages import strip
from inspector_app.pages.blueprint import bp
from inspector_app.pages.reach import GOERS, mine_or_404, scene
from occupancy import clock
from occupancy.accounts import queries as accounts
from occupancy.accounts.rules.approvals import VOID
from occupancy.citations import queries, services
from occupancy.citations.document import pdf_of
from occupancy.citations.queries import CitationRow
from occupancy.database import saving
from occupancy.errors import NotYours, Refusal
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only
from occupancy.web.words import words_of

#: Larger numbers cannot be keys of our tables.
LARGEST_ID = 2**31 - 1


@bp.get("/citations/<int:citation_id>")
@only(*GOERS)
def citation(citation_id: int) -> ResponseReturnValue:
    """Show a paper's number, its code to be scanned, and where it stands."""
    return _page(citation_id)


@bp.post("/citations/<int:citation_id>/void")
@only(*GOERS)
def ask_void(citation_id: int) -> ResponseReturnValue:
    """Ask a chief to void the paper; what was typed stays on a refusal."""
    paper = paper_or_404(citation_id)
    mine_or_404(paper.visit_id)
    reason = request.form.get("reason", "")
    try:
        with saving(db.session) as session:
            services.ask_void(
                session,
                paper.id,
                reason=reason,
                actor_id=current_actor().person_id,
                now=clock.now(),
            )
    except Refusal as refusal:
        return _page(citation_id, reason, words_of(refusal).sentence), refusal.status
    flash(gettext("Начальник побачить прохання. До його рішення акт чинний."), "ok")
    return redirect(url_for("inspector.citation", citation_id=paper.id), 303)


@bp.get("/citations/<int:citation_id>.pdf")
@only(*GOERS)
def citation_pdf(citation_id: int) -> Response:
    """Return the paper itself, made from its snapshot: the same bytes each time."""
    paper = paper_or_404(citation_id)
    mine_or_404(paper.visit_id)
    answer = send_file(
        BytesIO(pdf_of(paper.snapshot)),
        mimetype="application/pdf",
        download_name=f"{paper.number_text}.pdf",
        etag=paper.snapshot_sha256,
    )
    answer.cache_control.private = True
    return answer


def paper_or_404(citation_id: int) -> CitationRow:
    """Return a paper by its id; the visit it came from says whose it is."""
    found = queries.citation(db.session, citation_id) if citation_id <= LARGEST_ID else None
    if found is None:
        raise NotYours()
    return found


def _page(citation_id: int, reason: str = "", refused: str = "") -> str:
    paper = paper_or_404(citation_id)
    visit = mine_or_404(paper.visit_id)
    seen, said = scene(visit), paper.told()
    waiting = accounts.waiting(db.session, clock.now(), (VOID,), f"citation:{paper.number_text}")
    code = segno.make_qr(said["check_url"], error="q")
    return render_template(
        "inspector/citation.html",
        paper=paper,
        said=said,
        scene=seen,
        visit=visit,
        place=seen.place,
        seal=visit.seal,
        strip=strip.drawn(seen),
        strip_legend=strip.legend(seen),
        reason=reason,
        refused=refused,
        asked=bool(waiting),
        qr=Markup(code.svg_inline(scale=5, border=3)),  # nosec B704 # made of modules, not of text
    )
