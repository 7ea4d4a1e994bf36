"""The traces that hiding leaves, one small test each, over one peer group."""

from collections.abc import Callable

from anomaly.traces import against_group, copies, empty_nights, flow, own_numbers
from anomaly.traces.trace import Group, Trace

TESTS: tuple[Callable[[Group], Trace], ...] = (
    against_group.level_below,
    own_numbers.rounded,
    own_numbers.cap_at_x,
    empty_nights.empty_isolated,
    empty_nights.empty_block,
    against_group.weekends_below,
    against_group.scatter_high,
    copies.copied,
    against_group.break_down,
    against_group.high_season_below,
    against_group.exempt_share_high,
    flow.stays_unexplained,
)

__all__ = ["TESTS", "Group", "Trace"]
