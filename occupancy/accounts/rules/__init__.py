"""Rules of accounts: rights, refusals, throttling and one-time codes; all pure."""

from occupancy.accounts.rules.refusals import (
    CodeNotAccepted,
    LoginTaken,
    NoSuchMembership,
    NoSuchPerson,
    PasswordTooLong,
    PasswordTooShort,
    RoleNeedsPlace,
    TooManyTries,
    WrongCredentials,
)
from occupancy.accounts.rules.rights import Actor, Grant

__all__ = [
    "Actor",
    "CodeNotAccepted",
    "Grant",
    "LoginTaken",
    "NoSuchMembership",
    "NoSuchPerson",
    "PasswordTooLong",
    "PasswordTooShort",
    "RoleNeedsPlace",
    "TooManyTries",
    "WrongCredentials",
]
