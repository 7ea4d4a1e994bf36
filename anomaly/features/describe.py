"""All figures of the houses of a group in one table, also as they stand against the group."""

from collections.abc import Mapping, Sequence

import numpy as np

from anomaly import robust
from anomaly.features.following import following
from anomaly.features.months import months
from anomaly.features.outside import outside
from anomaly.features.own import own_numbers
from anomaly.features.register import register
from anomaly.features.rows import Numbers
from anomaly.outside import Checks
from anomaly.readings import Implied
from anomaly.traces.trace import Group, Trace

WORTH = 12.0  # houses' worth of belief that a figure spreads among houses as it does elsewhere
UNLIKE = ("level", "scatter", "months_spread", "leisure", "trend", "slope", "memory_1", "step_down")
ALONE = ("nights", "places", "missing", "visits", "visits_excess", "visits_most", "visits_least")
SHARED = ("_each", "_of_group", "_in_group")  # ends of names of what all houses of a group share


def describe(
    group: Group,
    traces: Sequence[Trace],
    told: Mapping[str, Implied],
    checks: Checks | None,
    usual: Mapping[str, float],
) -> dict[str, Numbers]:
    """Figures of every house by name, each (F,) with NaN = unknown; a group may lack some.

    ``.z`` at the end of a name: distance from the group's median in units of its robust spread,
    pulled towards the ``usual`` spread of that figure among houses of a group.
    """
    plain = own_numbers(group) | following(group) | months(group) | register(group)
    plain |= outside(group, told, checks)
    filed = np.maximum(group.fit.judged.sum(axis=1), 1) * group.fit.places
    for trace in traces:
        plain[f"{trace.code}.p"] = -np.log10(np.clip(trace.p, 1e-12, 1.0))
        plain[f"{trace.code}.hidden"] = trace.hidden.sum(axis=1) / filed
        for name, values in trace.numbers.items():
            if name not in ("night", "nights"):
                plain[f"{trace.code}.{name}"] = values
    names = [n for n in plain if n not in ALONE and not n.endswith((".p", ".hidden", *SHARED))]
    spreads = np.array([usual.get(name, 0.0) for name in names])
    z = against(np.array([plain[name] for name in names]), spreads)
    compared = {f"{name}.z": row for name, row in zip(names, z, strict=True)}
    return plain | compared | _of_group(plain, len(group.fit.level))


def _of_group(plain: Mapping[str, Numbers], houses: int) -> dict[str, Numbers]:
    """How many houses are compared and how unlike they are: the same for all of them, (F,)."""
    found = {"houses": np.full(houses, np.log(houses))}
    for name in UNLIKE:
        values = plain[name]
        wide = robust.spread(values) if np.sum(~np.isnan(values)) >= 4 else np.nan
        found |= {
            f"{name}.wide": np.full(houses, float(wide)),
            f"{name}.middle": np.full(houses, float(robust.median(values))),
        }
    return found


def as_table(found: dict[str, Numbers], names: Sequence[str]) -> Numbers:
    """The figures of ``names`` as columns, (F, D); what a group lacks is unknown."""
    houses = len(found["houses"])
    blank = np.full(houses, np.nan)
    return np.column_stack([found.get(name, blank) for name in names])


def against(values: Numbers, usual: Numbers) -> Numbers:
    """Distance from the group's median in units of spread, (D, F); ``usual`` (D,): elsewhere."""
    count = np.sum(~np.isnan(values), axis=1)
    width = np.nan_to_num(robust.spread(values))
    spread = np.sqrt((count * width**2 + WORTH * usual**2) / (count + WORTH))
    fair = (count >= 4) & (spread > 1e-9)
    z = (values - robust.median(values)[:, None]) / np.where(fair, spread, 1.0)[:, None]
    z = np.where(fair[:, None] | np.isnan(values), z, 0.0)
    return np.where((count >= 4)[:, None], np.clip(z, -12.0, 12.0), np.nan)
