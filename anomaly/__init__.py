"""The detector: numbers in, numbers out. No clock, no database, no web, no words.

``scan(panel, params) -> ScanResult`` is the whole of it::

    facilities = Facilities.of(["h1", "h2"], community=["c", "c"], category=["hotel", "hotel"],
                               rooms=[20, 40], beds=[40, 80])
    filings = Filings(facility_id, date, rooms_occupied, guests, arrivals)   # long, numpy (N,)
    panel = lay_out(facilities, filings)                                     # arrays F x T
    result = scan(panel, ScanParams(country="UA"))
    result.facilities.score, result.facilities.reasons   # highest score first
    result.days.expected, result.days.p_value            # filed nights, same order of facilities

A platform that has arrays already makes ``Panel`` itself. See ``anomaly.result`` for every field,
``anomaly.reasons`` for the codes, ``anomaly.params`` for the settings.
"""

from anomaly.errors import BadInput
from anomaly.outside import Checks, Evidence
from anomaly.panel import Facilities, Filings, Panel, lay_out
from anomaly.params import ScanParams
from anomaly.reasons import Reason
from anomaly.result import DayRows, FacilityRows, ScanResult
from anomaly.scan import scan

__all__ = [
    "BadInput",
    "Checks",
    "DayRows",
    "Evidence",
    "Facilities",
    "FacilityRows",
    "Filings",
    "Panel",
    "Reason",
    "ScanParams",
    "ScanResult",
    "lay_out",
    "scan",
]
