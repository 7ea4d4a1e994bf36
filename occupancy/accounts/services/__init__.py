"""Deeds of accounts; none commits."""

from occupancy.accounts.services.passwords import Passwords
from occupancy.accounts.services.people import (
    LANGUAGES,
    THEMES,
    choose_language,
    choose_theme,
    create_person,
    disable,
    grant,
    revoke,
)
from occupancy.accounts.services.sign_in import (
    end_all_sessions,
    end_session,
    enrol,
    person_by_password,
    start_session,
    use_code,
)

__all__ = [
    "LANGUAGES",
    "THEMES",
    "Passwords",
    "choose_language",
    "choose_theme",
    "create_person",
    "disable",
    "end_all_sessions",
    "end_session",
    "enrol",
    "grant",
    "person_by_password",
    "revoke",
    "start_session",
    "use_code",
]
