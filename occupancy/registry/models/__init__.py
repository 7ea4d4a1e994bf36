"""The registry's records."""

from occupancy.registry.models.facilities import Capacity, Closure, Facility, Operator
from occupancy.registry.models.law import ExemptionGround, FacilityKind, MinimumWage, RateRule
from occupancy.registry.models.places import Community

__all__ = [
    "Capacity",
    "Closure",
    "Community",
    "ExemptionGround",
    "Facility",
    "FacilityKind",
    "MinimumWage",
    "Operator",
    "RateRule",
]
