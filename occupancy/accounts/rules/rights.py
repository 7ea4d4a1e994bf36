"""Who may do what, and where: pure."""

from __future__ import annotations

from dataclasses import dataclass

from occupancy.accounts.roles import STAFF, Role


@dataclass(frozen=True)
class Grant:
    """A role and its place; a staff grant with no place at all is for the whole oblast."""

    role: Role
    operator_id: int | None = None
    facility_id: int | None = None
    community: str | None = None

    def covers(
        self, *, operator_id: int | None, facility_id: int | None, community: str | None
    ) -> bool:
        """Tell whether this grant reaches a facility of that business in that community."""
        if self.facility_id is not None:
            return self.facility_id == facility_id
        if self.operator_id is not None:
            return self.operator_id == operator_id
        if self.community is not None:
            return self.community == community
        return self.role in STAFF


@dataclass(frozen=True)
class Actor:
    """A signed-in person as the rest of the product sees one.

    ``first_password``: somebody else knows the password still, so it is changed before all else.
    """

    person_id: int
    login: str
    name: str
    post: str
    certificate_no: str
    language: str
    theme: str
    grants: tuple[Grant, ...]
    first_password: bool = False

    @property
    def log_name(self) -> str:
        """Return how the log calls this person: by number, never by name."""
        return f"person:{self.person_id}"

    @property
    def roles(self) -> frozenset[Role]:
        """Return every role the person holds somewhere."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def is_staff(self) -> bool:
        """Tell whether a second factor is demanded of this person."""
        return bool(self.roles & STAFF)

    def has(self, *roles: Role) -> bool:
        """Tell whether the person holds any of ``roles`` somewhere."""
        return bool(self.roles & set(roles))

    def may(
        self,
        *roles: Role,
        operator_id: int | None = None,
        facility_id: int | None = None,
        community: str | None = None,
    ) -> bool:
        """Tell whether the person holds any of ``roles`` for that facility."""
        return any(
            grant.role in roles
            and grant.covers(operator_id=operator_id, facility_id=facility_id, community=community)
            for grant in self.grants
        )

    def communities(self, *roles: Role) -> frozenset[str] | None:
        """Return the communities these roles reach; None means the whole oblast."""
        places = [grant for grant in self.grants if grant.role in roles]
        if any(grant.community is None for grant in places):
            return None
        return frozenset(grant.community for grant in places if grant.community)
