"""Deeds of accounts; none commits."""

from occupancy.accounts.services.approvals import (
    ask,
    decide,
)
from occupancy.accounts.services.grants import (
    ask_role,
    grant,
    revoke,
)
from occupancy.accounts.services.passwords import (
    Passwords,
)
from occupancy.accounts.services.people import (
    LANGUAGES,
    THEMES,
    add_person,
    choose_language,
    choose_theme,
    create_person,
    disable,
    enable,
    first_password,
)
from occupancy.accounts.services.resets import (
    Answered,
    answer,
    ask_reset,
    change_password,
    chosen_password,
    reset_password,
    reset_phone,
)
from occupancy.accounts.services.sessions import (
    end_all_sessions,
    end_one,
    end_session,
    note_seen,
    sign_out_everywhere,
    start_session,
)
from occupancy.accounts.services.sign_in import (
    enrol,
    person_by_password,
    use_code,
)

__all__ = [
    "LANGUAGES",
    "THEMES",
    "Answered",
    "Passwords",
    "add_person",
    "answer",
    "ask",
    "ask_reset",
    "ask_role",
    "change_password",
    "choose_language",
    "choose_theme",
    "chosen_password",
    "create_person",
    "decide",
    "disable",
    "enable",
    "end_all_sessions",
    "end_one",
    "end_session",
    "enrol",
    "first_password",
    "grant",
    "note_seen",
    "person_by_password",
    "reset_password",
    "reset_phone",
    "revoke",
    "sign_out_everywhere",
    "start_session",
    "use_code",
]
