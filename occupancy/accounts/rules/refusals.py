"""What the accounts step says no to."""

from __future__ import annotations

from occupancy.errors import Refusal


class WrongCredentials(Refusal):
    """One answer for an unknown login, a wrong password and an account that may not sign in."""

    code = "sign_in.wrong"


class TooManyTries(Refusal):
    """Too many tries from here; ``seconds`` until the next one counts, never a lasting lock."""

    code = "sign_in.too_many_tries"
    status = 429

    def __init__(self, *, seconds: int) -> None:
        super().__init__(seconds=seconds, minutes=-(-seconds // 60))


class CodeNotAccepted(Refusal):
    """A second-factor code that is wrong, too old or used before: not told apart."""

    code = "sign_in.code_not_accepted"


class LoginTaken(Refusal):
    """Somebody has this login already."""

    code = "accounts.login_taken"
    status = 409


class NoSuchPerson(Refusal):
    """There is no account of that number or login."""

    code = "accounts.no_such_person"


class NoSuchMembership(Refusal):
    """There is no membership of that number."""

    code = "accounts.no_such_membership"


class PasswordTooShort(Refusal):
    """A password that guessing would find too soon."""

    code = "accounts.password_too_short"


class PasswordTooLong(Refusal):
    """A password longer than anybody types."""

    code = "accounts.password_too_long"


class RoleNeedsPlace(Refusal):
    """A role of a business without a business or facility would reach nothing."""

    code = "accounts.role_needs_place"


class PasswordCommon(Refusal):
    """A password that is among those that everybody tries first."""

    code = "accounts.password_common"


class PasswordOfOurs(Refusal):
    """A password made of the person's login or of a name of this product."""

    code = "accounts.password_of_ours"


class PasswordSame(Refusal):
    """The new password is the old one."""

    code = "accounts.password_same"


class PasswordsDiffer(Refusal):
    """The new password was typed in two ways."""

    code = "accounts.passwords_differ"


class PasswordWrong(Refusal):
    """The present password is not what was typed."""

    code = "accounts.password_wrong"


class SecondPersonNeeded(Refusal):
    """Who asked does not decide: that takes somebody else."""

    code = "accounts.second_person_needed"
    status = 409


class NotForYourself(Refusal):
    """Nobody decides about their own rights or their own way in."""

    code = "accounts.not_for_yourself"
    status = 409


class AlreadyDecided(Refusal):
    """Somebody decided already."""

    code = "accounts.already_decided"
    status = 409


class AskExpired(Refusal):
    """Nobody decided in time; it can be asked again."""

    code = "accounts.ask_expired"
    status = 409


class AlreadyAsked(Refusal):
    """The same is waiting for a second person already."""

    code = "accounts.already_asked"
    status = 409


class LastAdministrator(Refusal):
    """Without this person nobody could manage accounts any more."""

    code = "accounts.last_administrator"
    status = 409


class AlreadyDisabled(Refusal):
    """The account is shut already."""

    code = "accounts.already_disabled"
    status = 409


class RoleEndsBeforeItBegins(Refusal):
    """The last day of a role comes before its first."""

    code = "accounts.role_ends_before_it_begins"
