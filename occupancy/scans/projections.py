"""Which runs and signals follow from the log."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Table

from occupancy.audit.projections import Entry, Standing
from occupancy.database import table_of
from occupancy.scans import rules
from occupancy.scans.models import Flag, FlagReply, ScanRun

_RUN = table_of(ScanRun)
_FLAG = table_of(Flag)
_REPLY = table_of(FlagReply)


class _Params:
    """Equals parameters by their digest."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, digest: str) -> None:
        self.digest = digest

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict) and rules.digest(other) == self.digest


class Runs(Standing):
    """A run for each ``scan``; later ones may have kept bands of earlier nights for it."""

    tables: tuple[Table, ...] = (_RUN,)
    kinds = frozenset({"scan", "scan_bands"})

    def read(self, entry: Entry) -> None:
        """Take a run, or more bands of one."""
        facts = entry.facts
        bands_from = date.fromisoformat(facts["bands_from"])
        if entry.kind == "scan_bands":
            self.put(entry.seq, facts["run"], bands_from=bands_from)
            return
        self.begin(
            entry.seq,
            facts["run"],
            id=facts["run"],
            date_from=date.fromisoformat(facts["from"]),
            date_to=date.fromisoformat(facts["to"]),
            number=facts["number"],
            bands_from=bands_from,
            input_digest=facts["input"],
            params_digest=facts["params"],
            code_version=facts["code"],
            params=_Params(facts["params"]),
            notes=facts["notes"],
            facilities=facts["facilities"],
            nights=facts["nights"],
            groups=facts.get("groups"),
            groups_judged=facts.get("groups_judged"),
            flags_opened=facts["opened"],
            flags_closed=facts["closed"],
            flags_standing=facts["standing"],
            decides_flags=facts["decides"],
            started_at=entry.at,
            seconds=float(facts["seconds"]),
        )


class Flags(Standing):
    """A signal for each ``flag_raised``, with what runs and people did with it."""

    tables: tuple[Table, ...] = (_FLAG,)
    kinds = frozenset({"flag_raised", "flag_asked", "flag_to_visit", "flag_resolved", "scan"})

    def read(self, entry: Entry) -> None:
        """Take what happened to signals."""
        facts = entry.facts
        if entry.kind == "scan":
            for number in facts["stayed"]:
                self.put(entry.seq, number, latest_run=facts["run"])
        elif entry.kind == "flag_raised":
            self.begin(
                entry.seq,
                entry.seq + 1,
                id=entry.seq + 1,
                facility_id=self.context.numbers.get(f"facility:{entry.place}"),
                state="open",
                opened_run=facts["run"],
                latest_run=facts["run"],
                opened_at=entry.at,
                audit_seq=entry.seq,
            )
        else:
            self.put(entry.seq, facts["flag"], **self._decided(entry), **self._closed(entry))

    def _decided(self, entry: Entry) -> dict[str, Any]:
        """Return what a person's decision leaves on the signal."""
        if entry.person is None:
            return {}
        said = {
            "decision": entry.facts["decision"],
            "decided_by": entry.person,
            "decided_at": entry.at,
        }
        return said | ({"asked_at": entry.at} if entry.kind == "flag_asked" else {})

    def _closed(self, entry: Entry) -> dict[str, Any]:
        """Return what the end of a signal leaves on it, whether a run or a person ended it."""
        if entry.kind != "flag_resolved":
            return {}
        facts = entry.facts
        by_run = {"closed_run": facts.get("run"), "latest_run": facts.get("latest")}
        return {
            "state": "closed",
            "closed_at": entry.at,
            "closed_code": facts["why"],
            "closed_seq": entry.seq,
            "closed_by": entry.person,
            "closed_note": entry.words("closed_note"),
            **(by_run if entry.person is None else {}),
        }


class Replies(Standing):
    """An answer for each ``flag_answered``."""

    tables: tuple[Table, ...] = (_REPLY,)
    kinds = frozenset({"flag_answered"})

    def read(self, entry: Entry) -> None:
        """Take an answer."""
        self.begin(
            entry.seq,
            entry.seq + 1,
            id=entry.seq + 1,
            flag_id=entry.facts["flag"],
            words=entry.words("words"),
            author_id=entry.person,
            at=entry.at,
            audit_seq=entry.seq,
        )


PROJECTIONS = (Runs, Flags, Replies)
