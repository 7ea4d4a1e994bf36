"""One signal: why it arose, in numbers that a reader can follow, and the decision beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import quantiles

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.accounts import queries as accounts
from occupancy.agency import listing, nights, reach, readings, why
from occupancy.agency.blueprint import bp
from occupancy.agency.nights import NightLine
from occupancy.citations import queries as citations
from occupancy.database import saving
from occupancy.errors import Refusal
from occupancy.filings import queries as filings
from occupancy.filings.queries import RevisionRow
from occupancy.filings.rules import night_of
from occupancy.inspections import queries as inspections
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow
from occupancy.scans import queries as scans
from occupancy.scans import services
from occupancy.scans.queries import FlagRow
from occupancy.scans.rules import SHOWN, night_to_tell
from occupancy.web import formats, reasons
from occupancy.web.charts import peers as strip
from occupancy.web.charts import small
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only
from occupancy.web.words import words_of

#: Nights whose bands are ranked and tell the weekday of a visit.
JUDGED = 60
#: How far back corrections are told.
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class PeerNight:
    """How similar facilities filled the night, as shares of places."""

    picture: Markup
    count: int
    middle: float
    own: float
    lowest: bool


@dataclass(frozen=True)
class Correction:
    """A correction by the facility; ``voluntary``: no inspector had been there before it."""

    night: date
    before: int
    after: int
    voluntary: bool


@bp.get("/flags/<int(max=2147483647):flag_id>")
@only(*reach.READERS)
def flag(flag_id: int) -> ResponseReturnValue:
    """Show a signal; ``?night=`` moves the comparison with peers to another night."""
    found, place = reach.flag_or_404(db.session, flag_id, *reach.READERS)
    run = scans.run(db.session, found.latest_run)
    last = scans.last_band(db.session, place.id) or found.seen.date_to
    if not found.is_open and run:
        last = min(last, run.date_to)
    telling = [night for reason in found.seen.reasons for night in reason.nights]
    lines = nights.between(db.session, place, last - timedelta(days=SHOWN - 1), last)
    focus = _focus(lines, telling, request.args.get("night"))
    lines = [_marked(line, line is focus) for line in lines]
    capacity = registry.capacity_on(db.session, place.id, last)
    visits = reach.visits_of(db.session, place)
    people = {each for visit in visits for each in visit.inspectors}
    people |= {each for each in (found.closed_by, found.decided_by) if each}
    line = listing.lines(db.session, [found], now=clock.now())[0]
    meters = readings.meters(db.session, place.id, last, found.latest_run)
    weeks = scans.bands(db.session, place.id, last - timedelta(days=JUDGED - 1), last)
    places = capacity.places if capacity else 0
    return render_template(
        "agency/flag.html",
        flag=found,
        place=place,
        line=line,
        position=_position(found),
        words=listing,
        run=run,
        lines=lines,
        focus=next((line for line in lines if line.asked), None),
        capacity=capacity,
        chart=_chart(lines, places),
        chart_keys=nights.keys(lines),
        peers=_peers(found, focus, places),
        curve=why.peer_curve(db.session, found, lines, places),
        ranked=why.ranked(list(weeks.values())),
        looked_at=len(weeks),
        plausible=reasons.plausible(found.seen),
        meters=meters,
        kind_words=readings.kind_words,
        settling=why.settling(list(weeks.values()), line.reasons, meters, night_of(clock.now()))
        if found.is_open
        else [],
        right=why.right_so_far(db.session, found),
        bar=small.weight,
        visits=visits,
        papers=citations.of_visits(db.session, [visit.id for visit in visits]),
        people=accounts.people(db.session, people),
        replies=scans.replies(db.session, found.id),
        corrections=_corrections(db.session, place, last),
        may_decide=found.is_open and reach.may(place, *reach.DECIDERS),
        may_plan=found.is_open and reach.may(place, *reach.PLANNERS),
    )


@bp.post("/flags/<int(max=2147483647):flag_id>/ask")
@only(*reach.DECIDERS)
def ask(flag_id: int) -> ResponseReturnValue:
    """Put the question before the facility."""
    reach.flag_or_404(db.session, flag_id, *reach.DECIDERS)
    actor = current_actor()
    try:
        with saving(db.session) as session:
            services.ask(session, flag_id, actor_id=actor.person_id, now=clock.now())
    except Refusal as refusal:
        flash(words_of(refusal).sentence, "warn")
    else:
        flash(gettext("Заклад бачить запитання у своїй скриньці: ті самі причини й числа."), "ok")
    return redirect(url_for("agency.flag", flag_id=flag_id), 303)


def _position(found: FlagRow) -> tuple[int, int] | None:
    """Return the place among the open signals that the person sees, and how many there are."""
    ids = [each.id for each in scans.open_flags(db.session, reach.communities())]
    return (ids.index(found.id) + 1, len(ids)) if found.id in ids else None


def _focus(lines: list[NightLine], telling: list[date], wanted: str | None) -> NightLine | None:
    """Return the night to compare with peers: the one asked for, else the most telling one."""
    judged = {line.night.isoformat(): line for line in lines if line.band}
    if wanted in judged:
        return judged[wanted]
    told = night_to_tell(
        telling, {line.night: line.band.hidden for line in judged.values() if line.band}
    )
    return judged[told.isoformat()] if told else None


def _marked(line: NightLine, asked: bool) -> NightLine:
    return NightLine(**{**line.__dict__, "asked": asked})


def _chart(lines: list[NightLine], places: int) -> Markup:
    focus = next((line for line in lines if line.asked and line.band and line.standing), None)
    desc = ""
    if focus and focus.band and focus.standing:
        desc = gettext(
            "ніч %(night)s: заявлено %(declared)s, звичне %(band)s, очікувана розбіжність %(gap)s",
            night=formats.day(focus.night),
            declared=focus.standing.guests,
            band=formats.span(round(focus.band.low80), round(focus.band.high80)),
            gap=formats.number(focus.band.hidden, 1),
        )
    return nights.draw(
        lines,
        places,
        title=gettext("Гостей за ніч: заявлено і правдоподібний діапазон"),
        desc=desc,
        closed=gettext("зч"),
    )


def _peers(found: FlagRow, focus: NightLine | None, places: int) -> PeerNight | None:
    """Return the strip of peers, or None where fewer than two filed the night."""
    if focus is None or focus.standing is None or not places:
        return None
    filled = scans.peers_on(db.session, found.latest_run, found.facility_id, focus.night)
    shares = sorted(peer.share for peer in filled)
    if len(shares) < 2:
        return None
    low, middle, high = quantiles(shares, n=4, method="inclusive")
    own = focus.standing.guests / places
    words = formats.share(own)
    picture = strip.draw(
        strip.Peers(tuple(shares), low, high, own),
        title=gettext("Зайнятість подібних закладів тієї ночі"),
        desc=gettext(
            "від %(low)s до %(high)s, цей заклад %(own)s",
            low=formats.share(shares[0]),
            high=formats.share(shares[-1]),
            own=words,
        ),
        own_label=words,
    )
    return PeerNight(picture, len(shares), middle, own, own < shares[0])


def _corrections(session: Session, place: FacilityRow, last: date) -> list[Correction]:
    """Return the corrections of a year, newest night first."""
    sealed = {
        visit.night: visit.seal_seq
        for visit in inspections.of_facility(session, place.id)
        if visit.seal_seq is not None
    }
    found = []
    for night, revisions in filings.histories(session, place.id, last - YEAR, last).items():
        for before, after in pairwise(revisions):
            if after.kind == "correction":
                found.append(_correction(night, before, after, sealed.get(night)))
    return sorted(found, key=lambda each: each.night, reverse=True)


def _correction(
    night: date, before: RevisionRow, after: RevisionRow, sealed: int | None
) -> Correction:
    voluntary = sealed is None or after.audit_seq < sealed
    return Correction(night, before.guests, after.guests, voluntary)
