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
