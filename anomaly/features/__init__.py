"""What is looked at in the books of a house: numbers for the judge, one row for each house.

``describe(group, traces, told, checks, usual)`` gives figures by name, each (F,), NaN = unknown.
Each comes as it is and, where houses differ, also as it stands against the group.
"""

from anomaly.features.describe import as_table, describe

__all__ = ["as_table", "describe"]
