"""Why a backup cannot be made or put back: codes with the facts that help to mend it."""

from __future__ import annotations

from occupancy.errors import Refusal


class NoKey(Refusal):
    """Outside a demonstration nobody said for whom the backup is encrypted."""

    code = "backup.no_key"


class KeyNotUsable(Refusal):
    """A recipient, a passphrase or a key file is not one that age knows, or is too short."""

    code = "backup.key_not_usable"


class NoIdentity(Refusal):
    """Nothing at hand opens this backup."""

    code = "backup.no_identity"


class NoBackup(Refusal):
    """There is no finished backup at this place."""

    code = "backup.none_here"


class NotABackup(Refusal):
    """The file is broken, cut short, or none of ours."""

    code = "backup.not_readable"


class MadeByNewer(Refusal):
    """The backup was made by a later version than this one knows."""

    code = "backup.made_by_newer"


class NoRoom(Refusal):
    """The disk has no room for it; nothing half-made was left behind."""

    code = "backup.no_room"


class CannotWrite(Refusal):
    """The folder cannot be written."""

    code = "backup.cannot_write"


class NotEmpty(Refusal):
    """The database holds people or deeds already."""

    code = "backup.not_empty"


class OtherFile(Refusal):
    """An attachment of this name is there with other contents."""

    code = "backup.other_file"


class NeedsTwoPeople(Refusal):
    """A restore is declared by two different people, each an administrator or a chief."""

    code = "backup.needs_two_people"
