"""Traces that peers bring out: level, weekends, high season, breaks, scatter, exempt guests."""

import numpy as np

from anomaly import robust
from anomaly.traces.own_numbers import USUAL_SHARE
from anomaly.traces.trace import Group, Numbers, Trace, against_peers, contrast, lifted, low_tail


def level_below(group: Group) -> Trace:
    """Fewer guests than peers all year (LEVEL_BELOW_PEERS): weak, honest houses differ too."""
    fit = group.fit
    enough = fit.judged.any(axis=1)
    level = np.where(enough, fit.level, np.nan)
    z = against_peers(level, np.zeros(len(level)), usual=0.6, centred=False)
    short = np.zeros(len(level)) if group.alone else np.nan_to_num(robust.median(level)) - level
    lift = np.clip(0.75 * USUAL_SHARE + 0.25 * np.clip(short, 0.0, 2.0), 0.2, 1.5)
    p = np.full(len(level), np.nan) if group.alone else low_tail(z)
    return Trace(
        "LEVEL_BELOW_PEERS",
        p,
        lifted(fit, np.nan_to_num(lift)),
        {"level_logit_below_peers": short},
    )


def weekends_below(group: Group) -> Trace:
    """Weekends and holidays lower against the week than at peers (WEEKENDS_BELOW)."""
    fit, nights = group.fit, group.calendar
    chosen = nights.weekend
    rest = fit.x - fit.level[:, None] - fit.night - fit.drift
    return _contrast(group, "WEEKENDS_BELOW", rest, chosen, usual=0.22)


def high_season_below(group: Group) -> Trace:
    """The best three tenths of the season lower than at peers, against the rest of the year."""
    fit = group.fit
    if group.alone or len(fit.season) < 120 or np.ptp(fit.season) < 0.5:
        blank = np.full(len(fit.level), np.nan)
        return Trace("HIGH_SEASON_BELOW", blank, np.zeros_like(fit.guests))
    chosen = fit.season > np.quantile(fit.season, 0.7)
    rest = fit.x - fit.base
    return _contrast(group, "HIGH_SEASON_BELOW", rest, chosen, usual=0.35)


def _contrast(group: Group, code: str, rest: Numbers, chosen: np.ndarray, usual: float) -> Trace:
    fit = group.fit
    value, error = contrast(rest, chosen)
    z = against_peers(value, error, usual)
    lift = np.clip(np.nan_to_num(-value), 0.15, 2.0)
    hidden = np.where(chosen, lifted(fit, lift), 0.0)
    return Trace(
        code,
        low_tail(z),
        hidden,
        {
            "logit_below": -np.nan_to_num(value),
            "nights": (chosen & fit.judged).sum(axis=1).astype(float),
        },
    )


def break_down(group: Group) -> Trace:
    """A lasting step down that peers do not show (BREAK_DOWN).

    Weekly medians against peers; the largest step down is set against the largest steps, up and
    down, of the group: honest houses step both ways.
    """
    fit = group.fit
    weekly = _weekly(fit.x - fit.base)
    weeks = weekly.shape[1]
    if group.alone or weeks < 10:
        blank = np.full(len(weekly), np.nan)
        return Trace("BREAK_DOWN", blank, np.zeros_like(fit.guests))
    known = ~np.isnan(weekly)
    value = np.where(known, weekly, 0.0)
    left_n = np.cumsum(known, axis=1)[:, 3:-4].astype(float)
    left = np.cumsum(value, axis=1)[:, 3:-4]
    all_n, total = known.sum(axis=1)[:, None], value.sum(axis=1)[:, None]
    right_n, right = all_n - left_n, total - left
    drop = left / np.maximum(left_n, 1) - right / np.maximum(right_n, 1)
    drop = np.where((left_n >= 3) & (right_n >= 3), drop, 0.0)
    strength = drop * np.sqrt(left_n * right_n / np.maximum(all_n, 1))
    rough = np.nan_to_num(robust.spread(np.diff(weekly, axis=1))) / np.sqrt(2) + 0.1
    scaled = strength / rough[:, None]
    down, up = scaled.max(axis=1), -scaled.min(axis=1)
    both = np.log1p(np.maximum(np.concatenate([down, up]), 0.0))
    centre = (len(both) * robust.median(both) + 12 * 1.5) / (len(both) + 12)
    width = np.sqrt((len(both) * robust.spread(both) ** 2 + 12 * 0.5**2) / (len(both) + 12))
    z = (np.log1p(np.maximum(down, 0.0)) - centre) / width
    at = scaled.argmax(axis=1)
    fall = np.take_along_axis(drop, at[:, None], axis=1)[:, 0]
    night = (at + 4) * 7
    after = np.arange(fit.guests.shape[1])[None, :] >= night[:, None]
    hidden = np.where(after, lifted(fit, np.clip(fall, 0.15, 2.0)), 0.0)
    p = np.where(known.sum(axis=1) >= 10, low_tail(-z), np.nan)
    return Trace(
        "BREAK_DOWN",
        p,
        hidden,
        {"logit_step": fall, "night": night.astype(float)},
    )


def _weekly(rest: Numbers) -> Numbers:
    count, nights = rest.shape
    weeks = nights // 7
    if not weeks:
        return np.full((count, 0), np.nan)
    return robust.median(rest[:, : weeks * 7].reshape(count, weeks, 7))


def scatter_high(group: Group) -> Trace:
    """Nights jump more than chance and peers explain (SCATTER_HIGH): cash guests left out."""
    fit = group.fit
    enough = fit.judged.sum(axis=1) >= 21
    z_nights = (fit.x - fit.own) / fit.noise
    spread = robust.spread(fit.x - fit.own)
    chance = robust.median(np.where(fit.judged, fit.noise, np.nan))
    below = robust.median(np.where(z_nights < 0, -z_nights, np.nan))
    value = np.where(enough, np.log(np.maximum(np.sqrt(fit.places) * spread, 1e-3)), np.nan)
    size = np.log(fit.places)
    if enough.sum() >= 8:
        slope = _slope(size, value)
        value = value - slope * (size - size.mean())
    z = against_peers(value, np.full(len(value), 0.08), usual=0.3, centred=False)
    hidden = lifted(fit, np.full(len(z), USUAL_SHARE))
    return Trace(
        "SCATTER_HIGH",
        low_tail(-z),
        hidden,
        {
            "scatter_logit": np.nan_to_num(spread),
            "usual": np.nan_to_num(chance),
            "below": np.nan_to_num(below),
        },
    )


def _slope(size: Numbers, value: Numbers) -> float:
    known = ~np.isnan(value)
    x = size[known] - size[known].mean()
    y = value[known] - robust.median(value[known])
    return float((x * y).sum() / max((x * x).sum(), 1.0))


def exempt_share_high(group: Group) -> Trace:
    """A larger share of guests on exempt grounds than at peers (EXEMPT_SHARE_HIGH).

    These guests are declared, so that no guest-nights are hidden; the tax on them is.
    """
    fit, exempt = group.fit, group.panel.exempt
    blank = np.full(len(fit.level), np.nan)
    if exempt is None:
        return Trace("EXEMPT_SHARE_HIGH", blank, np.zeros_like(fit.guests))
    known = fit.judged & ~np.isnan(exempt)
    guests = np.where(known, fit.guests, 0.0).sum(axis=1)
    moved = np.where(known, exempt, 0.0).sum(axis=1)
    share = np.where(guests > 30, moved / np.maximum(guests, 1.0), np.nan)
    root = np.arcsin(np.sqrt(np.clip(share, 0, 1)))
    z = against_peers(root, 0.5 / np.sqrt(np.maximum(guests, 1.0) / 5), usual=0.12, centred=False)
    p = blank if group.alone else low_tail(-z)
    usual = np.nan_to_num(robust.median(share))
    return Trace(
        "EXEMPT_SHARE_HIGH",
        p,
        np.zeros_like(fit.guests),
        {
            "share": np.nan_to_num(share),
            "peers_share": np.full(len(blank), usual),
            "exempt_nights_above": np.nan_to_num(share - usual) * guests,
        },
    )
