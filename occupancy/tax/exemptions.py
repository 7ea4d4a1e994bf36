"""Who does not pay (ПКУ 268.2.2): which grounds a place may use, and how many companions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from occupancy.tax import money
from occupancy.tax.marks import unverified

#: A person with disability and the companion, of whom there is at most one (fact sheet, 1.1).
WITH_DISABILITY = "DIS"
COMPANION = "DISACC"

#: ``only_for`` names kinds (``hotel|motel``) or a group of ПКУ 268.5.1 (``group:б``).
GROUP = "group:"


@dataclass(frozen=True)
class Ground:
    """A ground of exemption; ``only_for`` blank: any place may use it."""

    code: str
    only_for: str
    law: str
    source: str
    mark: str

    @property
    def unverified(self) -> bool:
        """Tell whether the ground needs the words «не перевірено юристом»."""
        return unverified(self.mark)


def usable(only_for: str, facility_kind: str, law_group: str) -> bool:
    """Tell whether a place of this kind and group («а» or «б») may use a ground.

    Children's institutions and an owner's family are such grounds: the first exempts the
    institution, the second only a private dwelling.
    """
    named = {part for part in only_for.split("|") if part}
    return not named or facility_kind in named or f"{GROUP}{law_group}" in named


def usable_grounds(
    grounds: Iterable[Ground], facility_kind: str, law_group: str
) -> dict[str, bool]:
    """Return, for each ground, whether a place of this kind and group may use it."""
    return {each.code: usable(each.only_for, facility_kind, law_group) for each in grounds}


def companions(accompanied: int, came: int) -> tuple[int, int]:
    """Return how many of the companions who ``came`` are exempt and how many pay.

    At most one for each accompanied person: a second companion of the same one pays.
    """
    money.whole(accompanied, "accompanied")
    exempt = min(money.whole(came, "came"), accompanied)
    return exempt, came - exempt


def too_many_companions(exempt: Mapping[str, int]) -> int:
    """Return by how many the exempt companions pass the people they accompany; 0 is right."""
    return companions(exempt.get(WITH_DISABILITY, 0), exempt.get(COMPANION, 0))[1]
