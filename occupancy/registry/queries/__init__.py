"""Reading the registry: frozen rows, so that a page cannot change a record by accident."""

from occupancy.registry.queries.businesses import OperatorRow, operator, operator_by_tax_code
from occupancy.registry.queries.law import Law, law, rates, wages
from occupancy.registry.queries.places import (
    CapacityRow,
    ClosureRow,
    CommunityRow,
    FacilityRow,
    GroundRow,
    capacities,
    capacity_on,
    closures,
    communities,
    community,
    facilities,
    facilities_within,
    facility,
    facility_by_id,
    grounds,
    is_closed_on,
    kind_names,
)
from occupancy.registry.queries.reach import business_reaches_several, facilities_of

__all__ = [
    "CapacityRow",
    "ClosureRow",
    "CommunityRow",
    "FacilityRow",
    "GroundRow",
    "Law",
    "OperatorRow",
    "business_reaches_several",
    "capacities",
    "capacity_on",
    "closures",
    "communities",
    "community",
    "facilities",
    "facilities_of",
    "facilities_within",
    "facility",
    "facility_by_id",
    "grounds",
    "is_closed_on",
    "kind_names",
    "law",
    "operator",
    "operator_by_tax_code",
    "rates",
    "wages",
]
