"""Who did what: the log, searched by person, thing, kind and day.

The log knows people by number; their names are looked up here. What is still a plan stays secret
here too (threat 2): an administrator sees that somebody planned or read something, not what.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue

from occupancy import clock
from occupancy.accounts import queries as accounts
from occupancy.admin import reach, words
from occupancy.admin.blueprint import bp
from occupancy.audit import queries as audit
from occupancy.audit.queries import EntryRow, Wanted
from occupancy.filings.rules import night_of
from occupancy.inspections import queries as inspections
from occupancy.web.db import db
from occupancy.web.guards import only

#: Lines of one page.
PAGE = 50
_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", re.ASCII)
_FIELDS = ("person", "subject", "kind", "since", "until")


@dataclass(frozen=True)
class Line:
    """An entry for a reader; ``facts`` are its figures and codes, () while they are secret."""

    seq: int
    at: datetime
    deed: str
    who: str
    person_id: int | None
    subject: str
    facts: tuple[tuple[str, str], ...]
    secret: bool


@bp.get("/log")
@only(*reach.MANAGERS)
def log() -> ResponseReturnValue:
    """Show entries, the newest first; ``before`` goes on to older ones."""
    typed = {name: request.args.get(name, "").strip()[:80] for name in _FIELDS}
    number = request.args.get("before", type=int)
    found = audit.search(db.session, _wanted(typed, number), PAGE + 1)
    lines = _lines(found[:PAGE], one_subject=bool(typed["subject"]))
    return render_template(
        "admin/log.html",
        lines=lines,
        older=found[PAGE - 1].seq if len(found) > PAGE else None,
        typed=typed,
        query=urlencode({name: value for name, value in typed.items() if value}),
        kinds=sorted(words.kinds().items(), key=lambda each: each[1]),
    )


def _wanted(typed: Mapping[str, str], before: int | None) -> Wanted:
    """Return what was asked for; what cannot be read does not narrow the list."""
    since, until = _day(typed["since"]), _day(typed["until"])
    return Wanted(
        actor=_actor(typed["person"]),
        subject=typed["subject"] or None,
        kind=typed["kind"] or None,
        since=_midnight(since) if since else None,
        until=_midnight(until + timedelta(days=1)) if until and until < date.max else None,
        before=before,
    )


def _actor(typed: str) -> str | None:
    """Return how the log calls who was typed as login or number; nobody's name finds nothing."""
    if not typed:
        return None
    if typed == "system":
        return typed
    number = accounts.person_id_of(db.session, typed)
    return f"person:{number if number is not None else typed}"


def _day(typed: str) -> date | None:
    try:
        # fromisoformat alone would also take 2026-W01-1 and 20261124.
        return date.fromisoformat(typed if _DAY.fullmatch(typed) else "")
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), clock.KYIV)


def _lines(found: list[EntryRow], *, one_subject: bool) -> list[Line]:
    """Return entries in words; what is secret is left out where the search itself would tell it."""
    names = words.names_of(each.body["actor"] for each in found)
    secret = inspections.secret_plans(db.session, night_of(clock.now()))
    visits = {f"visit:{each.id}" for each in secret}
    flags = {each.flag_id for each in secret if each.flag_id}
    lines = []
    for each in found:
        facts = each.body["facts"]
        hidden = each.subject in visits or (
            facts.get("decision") == "visit" and facts.get("flag") in flags
        )
        if hidden and one_subject:
            continue
        who = each.body["actor"]
        lines.append(
            Line(
                seq=each.seq,
                at=each.at,
                deed=words.deed_words(each.kind),
                who=names.get(who, who),
                person_id=words.number_of(who) if who in names else None,
                subject="" if hidden else each.subject,
                facts=() if hidden else _facts(facts),
                secret=hidden,
            )
        )
    return lines


def _facts(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return figures and codes as the log holds them; digests of words say nothing to a reader."""
    return tuple(
        (name, str(value))
        for name, value in facts.items()
        if name != "words" and value not in (None, "", [], {})
    )
