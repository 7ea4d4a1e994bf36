"""What was measured, as tables people read and as JSON."""

from collections.abc import Sequence
from typing import Any

from benchmarks.detector.figures import FDR, FIGURES, loss, summary
from benchmarks.detector.goals import Families, Figures, against_goals, over_settings, over_sources
from benchmarks.detector.methods.all import MARKS
from benchmarks.detector.run import Run

#: Figures of a table, in this order; the rest is in the JSON only.
SHOWN = tuple(FIGURES)
#: Told, but no race: time, and errors whose size is told as ``total_abs``.
NOT_RACED = ("seconds", "total", "total_clipped")
ALIKE = 0.0005  # figures nearer than that are alike


def results(runs: Sequence[Run]) -> Families:
    """Figures by family ("source/setting") and method: mean, spread, number of seeds."""
    found: dict[str, dict[str, list[Any]]] = {}
    for run in runs:
        family = found.setdefault(f"{run['source']}/{run['setting']}", {})
        family.setdefault(run["method"], []).append(run["figures"])
    return {
        family: {method: summary(each) for method, each in methods.items()}
        for family, methods in found.items()
    }


def kinds(runs: Sequence[Run]) -> dict[str, dict[str, float]]:
    """Average precision of each kind of hiding by method, over all panels where it was met."""
    found: dict[str, dict[str, list[float]]] = {}
    for run in runs:
        for kind, value in run["by_kind"].items():
            found.setdefault(run["method"], {}).setdefault(kind, []).append(value)
    return {
        method: {kind: sum(values) / len(values) for kind, values in sorted(each.items())}
        for method, each in found.items()
    }


def ahead(by_family: Families) -> list[str]:
    """Where a rival is better than ours, as lines: family, figure, rival, both numbers."""
    lines = []
    for family, methods in by_family.items():
        mine = methods.get("ours", {})
        for name, figure in mine.items():
            rivals = {
                method: each[name]["mean"]
                for method, each in methods.items()
                if method not in ("ours", *MARKS) and name in each and _comparable(name, each, mine)
            }
            if name in NOT_RACED or not rivals:
                continue
            best = min(rivals, key=lambda method: loss(name, rivals[method]))
            if loss(name, rivals[best]) < loss(name, figure["mean"]) - ALIKE:
                lines.append(
                    f"{family} {name}: {best} {rivals[best]:.3f}, ours {figure['mean']:.3f}"
                )
    return lines


def _comparable(name: str, rival: Figures, mine: Figures) -> bool:
    """Whoever flags nobody has no false alarms, whoever flags many finds many.

    Of false ones only those count who find half as many as ours; of found ones only those whose
    false ones stay below what q promises, or below ours.
    """
    if name == "fdr":
        return rival["power"]["mean"] >= 0.5 * mine["power"]["mean"]
    return name != "power" or rival["fdr"]["mean"] <= max(FDR, mine["fdr"]["mean"])


def markdown(
    by_family: Families,
    by_kind: dict[str, dict[str, float]],
    skipped: dict[str, str],
    about: str,
) -> str:
    """The whole report in Markdown."""
    parts = ["# The detector against others", about]
    if skipped:
        parts.append("\n".join(f"- left out: {name} ({why})" for name, why in skipped.items()))
    means = over_sources(by_family)
    means = over_settings(means) | means
    goals = against_goals(means)
    if len(goals) > 1:
        parts += ["## Goals, mean over sources", _rows(goals)]
    for family, methods in (means | by_family).items():
        parts += [f"## {family}", _table(methods)]
    if by_kind:
        names = sorted({kind for each in by_kind.values() for kind in each})
        rows = [["method", *names]]
        rows += [
            [method, *(f"{each[kind]:.2f}" if kind in each else "" for kind in names)]
            for method, each in by_kind.items()
        ]
        parts += ["## Average precision by kind of hiding, all panels", _rows(rows)]
    behind = ahead(means | by_family)
    parts += ["## Where a rival is ahead of ours", "\n".join(f"- {line}" for line in behind) or "—"]
    words = "\n".join(f"- `{name}`: {what}" for name, (_, _, what) in FIGURES.items())
    parts += ["## Figures", "Mean over seeds ± standard deviation.\n\n" + words]
    return "\n\n".join(parts) + "\n"


def _table(methods: dict[str, Figures]) -> str:
    names = [name for name in SHOWN if any(name in each for each in methods.values())]
    rows = [["method", *names]]
    for method, each in methods.items():
        cells = []
        for name in names:
            found = each.get(name)
            shown = f"{found['mean']:.3f}" if found else ""
            cells.append(f"{shown} ±{found['spread']:.2f}" if found and found["spread"] else shown)
        rows.append([method, *cells])
    return _rows(rows)


def _rows(rows: list[list[str]]) -> str:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (wide + 2) for wide in widths) + "|")
    return "\n".join(lines)
