"""Reading people, their rights, their sessions, and what waits for a second person."""

from occupancy.accounts.queries.approvals import ApprovalRow, approval, ended, waiting
from occupancy.accounts.queries.factors import FactorRow, factor, factor_by_login
from occupancy.accounts.queries.people import (
    DemoRow,
    PersonRow,
    actor,
    demo_people,
    inspectors,
    password_hashes,
    people,
    person_id_of,
)
from occupancy.accounts.queries.register import (
    AccountRow,
    MembershipRow,
    account,
    accounts,
    holders,
    memberships,
)
from occupancy.accounts.queries.sessions import (
    SessionRow,
    handle_of,
    session_stands,
    sessions_of,
)

__all__ = [
    "AccountRow",
    "ApprovalRow",
    "DemoRow",
    "FactorRow",
    "MembershipRow",
    "PersonRow",
    "SessionRow",
    "account",
    "accounts",
    "actor",
    "approval",
    "demo_people",
    "ended",
    "factor",
    "factor_by_login",
    "handle_of",
    "holders",
    "inspectors",
    "memberships",
    "password_hashes",
    "people",
    "person_id_of",
    "session_stands",
    "sessions_of",
    "waiting",
]
