"""When the log says no."""

from __future__ import annotations

from occupancy.errors import Refusal


class LogRewound(Refusal):
    """A published head is beyond the database: an older state was put back and not declared."""

    code = "audit.rewound"
    status = 503


class NothingToDeclare(Refusal):
    """The log holds everything that was published: no restore waits to be declared."""

    code = "audit.nothing_to_declare"


class LogKeyMissing(Refusal):
    """The log has a past, but the key that signs it is not where the settings say."""

    code = "audit.key_missing"
    status = 503


class LogKeyForeign(Refusal):
    """The key at hand is not the one that this log is signed with."""

    code = "audit.key_foreign"
    status = 503


class NoteNotReadable(Refusal):
    """A text is no signed note, or not of the kind that was asked for."""

    code = "audit.note_not_readable"


class NoteNotAuthentic(Refusal):
    """No signature of the note is by the key that was asked for."""

    code = "audit.note_not_authentic"
