"""Papers for a chief: the list, one paper, and voiding it by a second person."""

from __future__ import annotations

from io import BytesIO

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from occupancy import clock
from occupancy.accounts import queries as accounts
from occupancy.accounts.rules.approvals import VOID
from occupancy.agency import reach
from occupancy.agency.blueprint import bp
from occupancy.citations import queries, services
from occupancy.citations.document import pdf_of
from occupancy.citations.queries import CitationRow
from occupancy.database import saving
from occupancy.errors import NotYours, Refusal
from occupancy.registry import queries as registry
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only
from occupancy.web.words import Told, told

#: Lines of one page.
PAGE = 100
#: The longest reason that is kept.
LONGEST = 300


@bp.get("/citations")
@only(*reach.PLANNERS)
def citations() -> ResponseReturnValue:
    """Show papers, the newest first, and which of them somebody asks to void."""
    mine = current_actor().communities(*reach.PLANNERS)
    number = min(max(request.args.get("page", 1, type=int), 1), 100_000)
    found = queries.listed(db.session, mine, PAGE + 1, (number - 1) * PAGE)
    shown = found[:PAGE]
    places = registry.facilities(db.session, ids={each.facility_id for each in shown})
    asked = accounts.waiting(db.session, clock.now(), (VOID,))
    return render_template(
        "agency/citations.html",
        papers=shown,
        places={each.id: each for each in places},
        people=accounts.people(db.session, {each.issued_by for each in shown}),
        asked={each.facts["citation"] for each in asked},
        page=number,
        more=len(found) > PAGE,
    )


@bp.get("/citations/<int:citation_id>")
@only(*reach.PLANNERS)
def citation(citation_id: int) -> ResponseReturnValue:
    """Show a paper, where it stands, and what may be done with it."""
    return _page(paper_or_404(citation_id))


@bp.get("/citations/<int:citation_id>.pdf")
@only(*reach.PLANNERS)
def citation_pdf(citation_id: int) -> Response:
    """Return the paper itself, made from its snapshot: the same bytes each time."""
    paper = paper_or_404(citation_id)
    answer = send_file(
        BytesIO(pdf_of(paper.snapshot)),
        mimetype="application/pdf",
        download_name=f"{paper.number_text}.pdf",
        etag=paper.snapshot_sha256,
    )
    answer.cache_control.private = True
    return answer


@bp.post("/citations/<int:citation_id>/void")
@only(*reach.PLANNERS)
def void(citation_id: int) -> ResponseReturnValue:
    """Void the paper; who drew it up can only ask another chief."""
    paper, actor, now = paper_or_404(citation_id), current_actor().person_id, clock.now()
    reason = request.form.get("reason", "")
    deed = services.ask_void if paper.issued_by == actor else services.void
    try:
        with saving(db.session) as session:
            deed(session, paper.id, reason=reason, actor_id=actor, now=now)
    except Refusal as refusal:
        return _page(paper_or_404(citation_id), reason, told([refusal])), refusal.status
    said = (
        gettext("Чекає на іншого начальника.")
        if paper.issued_by == actor
        else gettext("Акт скасовано. Номер і сам папір лишаються.")
    )
    flash(said, "ok")
    return redirect(url_for("agency.citation", citation_id=paper.id), 303)


@bp.post("/citations/<int:citation_id>/asked/<int:approval_id>")
@only(*reach.PLANNERS)
def answer_void(citation_id: int, approval_id: int) -> ResponseReturnValue:
    """Answer somebody who asks to void the paper (``answer=yes``)."""
    paper = paper_or_404(citation_id)
    asked = accounts.approval(db.session, approval_id)
    if asked is None or asked.kind != VOID or asked.facts["citation"] != paper.id:
        raise NotYours()
    try:
        with saving(db.session) as session:
            services.answer_void(
                session,
                approval_id,
                confirmed=request.form.get("answer") == "yes",
                actor_id=current_actor().person_id,
                now=clock.now(),
            )
    except Refusal as refusal:
        return _page(paper_or_404(citation_id), "", told([refusal])), refusal.status
    flash(gettext("Рішення записано."), "ok")
    return redirect(url_for("agency.citation", citation_id=paper.id), 303)


def paper_or_404(citation_id: int) -> CitationRow:
    """Return a paper of a facility that the chief reaches; else it does not exist."""
    found = queries.citation(db.session, citation_id)
    place = registry.facility_by_id(db.session, found.facility_id) if found else None
    if found is None or place is None or not reach.may(place, *reach.PLANNERS):
        raise NotYours()
    return found


def _page(paper: CitationRow, reason: str = "", refused: list[Told] | None = None) -> str:
    subject, me = f"citation:{paper.number_text}", current_actor().person_id
    asked = accounts.waiting(db.session, clock.now(), (VOID,), subject)
    people = {paper.issued_by, *(each.asked_by for each in asked)}
    if paper.voided_by:
        people.add(paper.voided_by)
    return render_template(
        "agency/citation.html",
        paper=paper,
        place=registry.facility_by_id(db.session, paper.facility_id),
        people=accounts.people(db.session, people),
        asked=asked,
        me=me,
        reason=reason,
        most=LONGEST,
        told=refused or [],
        errors={each.field: each.sentence for each in refused or []},
    )
