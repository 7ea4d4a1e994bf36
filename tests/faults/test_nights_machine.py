"""Whatever an operator does in whatever order, what stands is what was said last, and is proven.

Threats 15, 16 and 18: the clock jumps, forms come twice, the application is started anew.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.audit import queries as log
from occupancy.audit.log import log_of, publish
from occupancy.audit.models import AuditEntry
from occupancy.audit.rules import verify_inclusion
from occupancy.filings import queries, rules
from occupancy.ledger import queries as ledger
from occupancy.registry.models import Closure
from tests.faults.office import Office

FULL = os.environ.get("OCCUPANCY_TEST_SIZE") == "full"
LIVES, DEEDS = (100, 40) if FULL else (4, 40)
TONIGHT = date(2026, 11, 23)
NIGHTS = [TONIGHT + timedelta(days=n) for n in (-2, -1, 0, 1)]
#: Evening, the last minute of the free time, noon; a clock that is wrong by a day or by a year.
MOMENTS = [
    datetime(2026, 11, 23, 18, 45, tzinfo=UTC),
    datetime(2026, 11, 24, 9, 59, tzinfo=UTC),
    datetime(2026, 11, 24, 10, 0, tzinfo=UTC),
    datetime(2026, 11, 22, 18, 45, tzinfo=UTC),
    datetime(2026, 11, 24, 18, 45, tzinfo=UTC),
    datetime(2025, 11, 23, 18, 45, tzinfo=UTC),
    datetime(2027, 11, 23, 18, 45, tzinfo=UTC),
]
#: Mostly such as are taken, so that nights are changed again and again.
FIGURES = some.one_of(
    *[some.tuples(some.integers(1, 7), some.integers(1, 10), some.integers(0, 3))] * 4,
    some.tuples(some.integers(0, 8), some.integers(0, 22), some.integers(0, 3)),
)
KEYS = some.sampled_from(["", "", "", "first", "second"])
REASONS = some.sampled_from(["", "описка"])


@dataclass(frozen=True)
class Said:
    """A figure that was taken: what a person may rely on."""

    figures: tuple[int, int, int]
    reason: str
    receipt: str


class House(RuleBasedStateMachine):
    """The nights of one house; the model is what was said of each, in order."""

    office: Office

    def __init__(self) -> None:
        super().__init__()
        self.place = self.office.new_house()
        self.path = f"/cabinet/{self.place.code}"
        self.said: dict[date, list[Said]] = {night: [] for night in NIGHTS}
        self.keys: dict[str, tuple[date, Said]] = {}
        self.closed: set[date] = set()
        clock.pretend(MOMENTS[0])

    @rule(night=some.sampled_from(NIGHTS), figures=FIGURES, key=KEYS, reason=REASONS)
    def file(self, night, figures, key, reason):
        """File a night, change it, correct it, press twice, use a key for something else."""
        answer = self.office.send(
            f"{self.path}/nights/{night}", key=key, reason_other=reason, **_form(figures)
        )
        if key in self.keys:
            same = self.keys[key] == (night, Said(figures, reason, self.keys[key][1].receipt))
            assert answer.status_code == (303 if same else 409)
            if same:
                assert _receipt(answer) == self.keys[key][1].receipt
            return
        expected = self._expected(night, figures, reason)
        assert answer.status_code == (303 if expected else 422), (night, figures, clock.now())
        if expected == "new":
            self.said[night].append(Said(figures, reason, _receipt(answer)))
            if key:
                self.keys[key] = night, self.said[night][-1]
        elif expected == "same":
            assert _receipt(answer) == self.said[night][-1].receipt

    @rule(
        rows=some.dictionaries(some.sampled_from(NIGHTS), FIGURES, min_size=1, max_size=3),
        reason=REASONS,
    )
    def take_in(self, rows, reason):
        """Import a file: all of it, or nothing."""
        table = "date,rooms_occupied,guests_domestic,guests_inbound\n" + "".join(
            f"{night},{','.join(map(str, figures))}\n" for night, figures in rows.items()
        )
        answer = self.office.send(f"{self.path}/import", table=table, reason=reason, file_it="1")
        expected = {
            night: self._expected(night, figures, reason) for night, figures in rows.items()
        }
        assert answer.status_code == (303 if all(expected.values()) else 422)
        if answer.status_code == 303:
            for night, how in expected.items():
                if how == "new":
                    self.said[night].append(Said(rows[night], reason, self._newest(night)))

    @rule(first=some.sampled_from(NIGHTS), nights=some.integers(0, 1))
    def close(self, first, nights):
        """Declare nights closed; never those on which somebody stayed, nor twice."""
        last = first + timedelta(days=nights)
        period = {first, last}
        answer = self.office.send(
            f"{self.path}/closures", date_from=str(first), date_to=str(last), reason="repair"
        )
        stayed = any(self._stands(night)[0] for night in period if night in self.said)
        assert answer.status_code == (422 if stayed or period & self.closed else 303)
        if answer.status_code == 303:
            self.closed |= period

    @rule(which=some.integers(0, 3))
    def open_again(self, which):
        """End a closed period from tonight on; what was closed before tonight stays closed."""
        with Session(self.office.engine) as session:
            mine = select(Closure.id).where(Closure.facility_id == self.place.id)
            known = session.scalars(mine.order_by(Closure.id)).all()
        if known:
            number = known[which % len(known)]
            answer = self.office.send(f"{self.path}/closures/{number}/open")
            assert answer.status_code in (303, 409)
            with Session(self.office.engine) as session:
                self.closed = {
                    each.date_from + timedelta(days=day)
                    for each in session.scalars(
                        select(Closure).where(
                            Closure.facility_id == self.place.id, Closure.withdrawn_at.is_(None)
                        )
                    )
                    for day in range((each.date_to - each.date_from).days + 1)
                }

    @rule(moment=some.sampled_from(MOMENTS))
    def let_the_clock_jump(self, moment):
        """The clock is right, or wrong by a day or a year; the log's order does not mind."""
        clock.pretend(moment)

    @rule()
    def sign_a_head(self):
        """The background worker comes by."""
        self._publish()

    @rule()
    def start_anew(self):
        """End the application and start it again."""
        self.office.restart()

    @invariant()
    def what_stands_is_what_was_said_last(self):
        with Session(self.office.engine) as session:
            for night, said in self.said.items():
                kept = queries.revisions(session, self.place.id, night)
                assert [(row.rooms_occupied, row.domestic, row.inbound) for row in kept] == [
                    each.figures for each in said
                ]
                assert [row.receipt_no for row in kept] == [each.receipt for each in said]
                assert [row.number for row in kept] == list(range(1, len(said) + 1))
                assert [row.audit_seq for row in kept] == sorted(row.audit_seq for row in kept)
                due = (kept[-1].due_kopiykas or 0) if kept else 0
                assert ledger.accrued(session, self.place.id, night) == due

    @invariant()
    def the_log_has_no_gap(self):
        with Session(self.office.engine) as session:
            seqs = session.scalars(select(AuditEntry.seq).order_by(AuditEntry.seq)).all()
            assert seqs == list(range(len(seqs)))

    def teardown(self):
        """Every receipt is shown, and proven under the newest head."""
        clock.pretend(MOMENTS[0])
        self._publish()
        with Session(self.office.engine) as session:
            head = log.newest_checkpoint(session)
            for night, said in self.said.items():
                for row, each in zip(
                    queries.revisions(session, self.place.id, night), said, strict=True
                ):
                    path = log.inclusion_proof(session, row.audit_seq, head.size)
                    leaf = bytes.fromhex(row.audit_leaf)
                    assert verify_inclusion(leaf, row.audit_seq, head.size, path, head.root)
                    assert each.receipt == row.receipt_no

    def _publish(self) -> None:
        with Session(self.office.engine) as session:
            # A head comes at most once a second; the clock of this test may stand still.
            later = clock.now() + timedelta(seconds=secrets.randbelow(1000) + 2)
            publish(session, log_of(self.office.settings), now=later)

    def _expected(self, night: date, figures: tuple[int, int, int], reason: str) -> str:
        """Return ``new``, ``same``, or '' for a refusal, by the rules as the law has them."""
        rooms, domestic, inbound = figures
        guests, now = domestic + inbound, clock.now()
        if now < rules.opens_at(night) or night in self.closed:
            return ""
        if rooms > 7 or bool(rooms) != bool(guests) or (guests > 20 and not reason):
            return ""
        if self.said[night] and self._stands(night) == figures:
            return "same"
        if self.said[night] and now >= rules.free_until(night) and not reason:
            return ""
        return "new"

    def _stands(self, night: date) -> tuple[int, int, int]:
        return self.said[night][-1].figures if self.said[night] else (0, 0, 0)

    def _newest(self, night: date) -> str:
        with Session(self.office.engine) as session:
            found = queries.standing(session, self.place.id, night)
            assert found
            return found.receipt_no


def _form(figures: tuple[int, int, int]) -> dict[str, str]:
    names = ("rooms_occupied", "guests_domestic", "guests_inbound")
    return {name: str(figure) for name, figure in zip(names, figures, strict=True)}


def _receipt(answer: Any) -> str:
    return answer.location.rpartition("/")[2]


@pytest.fixture
def office(portal, settings, engine, world):
    """Give the application and its operator."""
    made = Office(settings, engine, world, portal)
    yield made
    made.close()


def test_an_operator_may_do_anything_in_any_order(office):
    machine = type("House", (House,), {"office": office})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=LIVES,
            stateful_step_count=DEEDS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
