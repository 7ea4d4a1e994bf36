"""Deeds of the registry. None of them commits."""

from occupancy.registry.services.closures import declare_closure, withdraw_closure
from occupancy.registry.services.holding import hold, hold_all
from occupancy.registry.services.registering import (
    register_facility,
    register_operator,
    set_capacity,
)

__all__ = [
    "declare_closure",
    "hold",
    "hold_all",
    "register_facility",
    "register_operator",
    "set_capacity",
    "withdraw_closure",
]
