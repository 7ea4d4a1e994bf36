"""Whether rooms, arrivals and exempt guests go with the guests as they do among peers."""

import numpy as np

from anomaly.features.rows import Numbers, ratio, share, slope
from anomaly.traces.trace import Group


def register(group: Group) -> dict[str, Numbers]:
    """Figures of rooms, arrivals, stays and exempt guests, each (F,); NaN where not kept."""
    return _rooms(group) | _arrivals(group) | _exempt(group)


def _rooms(group: Group) -> dict[str, Numbers]:
    fit, rooms = group.fit, group.panel.rooms_occupied
    known = fit.judged & ~np.isnan(rooms)
    guests, taken = np.where(known, fit.guests, 0.0), np.where(known, rooms, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        in_room = np.where(
            known & (rooms > 0) & (fit.guests > 0), np.log(fit.guests / rooms), np.nan
        )
        all_rooms = known & (rooms >= group.panel.facilities.rooms[:, None])
        fewer = known & (fit.guests < rooms)
    middle = np.nanmean(np.where(np.isnan(in_room), 0.0, in_room), axis=1)
    size = np.where(np.isnan(in_room), 0.0, np.abs(in_room - middle[:, None])).sum(axis=1)
    count = (~np.isnan(in_room)).sum(axis=1)
    return {
        "rooms_known": share(known, fit.judged),
        "guests_in_room": np.log(ratio(guests.sum(axis=1) + 0.5, taken.sum(axis=1) + 0.5)),
        "guests_in_room_scatter": np.where(count >= 10, size / np.maximum(count, 1), np.nan),
        "rooms_all": share(all_rooms, known),
        "fewer_than_rooms": share(fewer, known),
        "rooms_along": slope(np.where(known, fit.guests, np.nan), np.where(known, rooms, np.nan))[
            1
        ],
    }


def _arrivals(group: Group) -> dict[str, Numbers]:
    fit, came = group.fit, group.panel.arrivals
    known = fit.judged & ~np.isnan(came)
    guests, new = np.where(known, fit.guests, np.nan), np.where(known, came, np.nan)
    with np.errstate(invalid="ignore"):
        left = guests[:, :-1] + new[:, 1:] - guests[:, 1:]
        pairs = ~np.isnan(left)
        busy = known & (guests > 0)
        over = np.where(pairs, np.maximum(-left, 0.0), 0.0)
        flow = np.where(pairs, np.abs(left), 0.0)
        from_full = new[:, 1:] > 0
        stays = np.nansum(np.where(known, guests, 0.0), axis=1)
    arrived = np.where(known, came, 0.0).sum(axis=1)
    change = guests[:, 1:] - guests[:, :-1]
    return {
        "arrivals_known": share(known, fit.judged),
        "stay": np.log(ratio(stays + 0.5, arrived + 0.5)),
        "left_negative": share(left < 0, pairs),
        "left_negative_2": share(left < -2, pairs),
        "left_negative_guests": np.where(
            pairs.sum(axis=1) >= 10, over.sum(axis=1) / np.maximum(stays, 1.0), np.nan
        ),
        "left_over_arrived": np.log(ratio(flow.sum(axis=1) + 0.5, arrived + 0.5)),
        "nobody_arrived": share(new == 0, busy),
        "all_arrived": share(new == guests, busy),
        "nobody_left": share(left == 0, pairs & from_full),
        "arrivals_along": slope(new, guests)[1],
        "arrivals_on_change": slope(new[:, 1:], change)[1],
    }


def _exempt(group: Group) -> dict[str, Numbers]:
    fit, exempt = group.fit, group.panel.exempt
    if exempt is None:
        return {"exempt": np.full(len(fit.level), np.nan)}
    known = fit.judged & ~np.isnan(exempt)
    guests = np.where(known, fit.guests, 0.0).sum(axis=1)
    moved = np.where(known, exempt, 0.0).sum(axis=1)
    return {"exempt": np.where(guests > 30, np.sqrt(moved / np.maximum(guests, 1.0)), np.nan)}
