"""What the detector should reach, against what it and the best rival do reach."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.detector.figures import FIGURES, loss
from benchmarks.detector.methods.all import MARKS

Figures = dict[str, dict[str, float]]
Families = dict[str, dict[str, Figures]]


@dataclass(frozen=True)
class Goal:
    """A figure in a setting, the mean over sources: from ``low`` to ``high``."""

    setting: str
    figure: str
    low: float = float("-inf")
    high: float = float("inf")

    def met(self, value: float) -> bool:
        """Whether a value lies within."""
        return self.low <= value <= self.high

    def __str__(self) -> str:
        if self.low == float("-inf"):
            return f"≤ {self.high:g}"
        return f"≥ {self.low:g}" if self.high == float("inf") else f"{self.low:g}–{self.high:g}"


GOALS = (
    Goal("none", "ap", low=0.75),
    Goal("sparse", "ap", low=0.72),
    Goal("full", "ap", low=0.85),
    Goal("full", "nights5", low=0.80),
    Goal("full", "nights10", low=0.85),
    Goal("full", "p5", low=0.95),
    Goal("full", "interval", high=0.20),
    Goal("full", "cover_hiders", low=0.85),
    Goal("full", "fdr", high=0.10),
    Goal("full", "power", low=0.50),
    Goal("full", "total_abs", high=0.08),
    Goal("none", "total_abs", high=0.15),
    Goal("collusion", "total_abs", high=0.25),
    Goal("full", "day_ap", low=0.65),
    Goal("honest", "honest_ks", high=0.045),
    Goal("honest", "honest_p05", low=0.04, high=0.06),
    Goal("honest_full", "honest_ks", high=0.045),
    Goal("honest_full", "honest_p05", low=0.04, high=0.06),
)


def over_sources(by_family: Families) -> Families:
    """Families "mean/setting": figures averaged over sources, with the spread over them."""
    return _averaged(by_family, lambda family: f"mean/{family.partition('/')[2]}")


def over_settings(means: Families) -> Families:
    """One family "mean": every figure averaged once more, over the settings that have it."""
    return _averaged(means, lambda family: family.partition("/")[0])


def _averaged(by_family: Families, called: Callable[[str], str]) -> Families:
    found: dict[str, dict[str, dict[str, list[float]]]] = {}
    for family, methods in by_family.items():
        setting = found.setdefault(called(family), {})
        for method, figures in methods.items():
            for name, figure in figures.items():
                setting.setdefault(method, {}).setdefault(name, []).append(figure["mean"])
    return {
        setting: {
            method: {name: _mean(figures[name]) for name in FIGURES if name in figures}
            for method, figures in methods.items()
        }
        for setting, methods in found.items()
    }


def _mean(values: list[float]) -> dict[str, float]:
    mean = sum(values) / len(values)
    square = sum((value - mean) ** 2 for value in values) / max(len(values) - 1, 1)
    return {"mean": mean, "spread": square**0.5, "count": len(values)}


def against_goals(means: Families) -> list[list[str]]:
    """Rows of goal, ours, whether it is met, the best rival and its figure."""
    rows = [["setting", "figure", "goal", "ours", "met", "best rival", "its"]]
    for goal in GOALS:
        methods = means.get(f"mean/{goal.setting}", {})
        if goal.figure not in methods.get("ours", {}):
            continue
        mine = methods["ours"][goal.figure]["mean"]
        row = [
            goal.setting,
            goal.figure,
            str(goal),
            f"{mine:.3f}",
            "yes" if goal.met(mine) else "no",
        ]
        rivals = {
            method: figures[goal.figure]["mean"]
            for method, figures in methods.items()
            if method not in ("ours", *MARKS) and goal.figure in figures
        }
        best = min(rivals, key=lambda method: loss(goal.figure, rivals[method]), default="")
        rows.append([*row, best, f"{rivals[best]:.3f}" if best else ""])
    return rows
