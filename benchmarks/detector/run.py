"""Run methods on panels, keep what came out."""

import hashlib
import sys
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.detector.figures import by_kind, figures
from benchmarks.detector.methods.all import METHODS
from benchmarks.detector.panels.case import SETTINGS, Case
from benchmarks.detector.panels.sources import SOURCES, Size, make

Run = dict[str, Any]


def families(asked: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of source and setting for "source", "source/setting" or "all"; else ``ValueError``."""
    found = []
    for name in asked:
        source, _, setting = name.partition("/")
        sources = list(SOURCES) if source == "all" else [source]
        settings = [setting] if setting else list(SETTINGS)
        if not set(sources) <= set(SOURCES) or not set(settings) <= set(SETTINGS):
            known = f"all or {', '.join(SOURCES)}, each with / and {', '.join(SETTINGS)}"
            raise ValueError(f"no panels {name!r}; expected {known}.")
        found += [(one, two) for one in sources for two in settings]
    return list(dict.fromkeys(found))


def measure(
    chosen: Sequence[tuple[str, str]],
    seeds: Sequence[int],
    methods: Sequence[str],
    size: Size,
    before: Sequence[Run] = (),
) -> tuple[list[Run], dict[str, str]]:
    """Return one run for each panel and method, and why others were left out.

    A rival that judged the very same panel ``before`` is not asked again; ours always is.
    """
    runs: list[Run] = []
    skipped: dict[str, str] = {}
    kept = {(run["panel"], run["method"]): run for run in before if run["method"] != "ours"}
    for at, (source, setting) in enumerate(chosen):
        for seed in seeds:
            try:
                case = make(source, setting, seed, size)
            except LookupError as missing:
                skipped[source] = str(missing.args[0])
                break
            panel = digest(case)
            for name in methods:
                if name in skipped:
                    continue
                if (panel, name) in kept:
                    runs.append(kept[panel, name])
                    continue
                tell(f"{at + 1}/{len(chosen)} {source}/{setting} seed {seed}: {name}")
                began = time.perf_counter()
                try:
                    answer = METHODS[name](case.given)
                except LookupError as missing:
                    skipped[name] = str(missing.args[0])
                    continue
                took = time.perf_counter() - began
                runs.append(
                    {
                        "source": source,
                        "setting": setting,
                        "seed": case.seed,
                        "panel": panel,
                        "method": name,
                        "figures": figures(case, answer, took),
                        "by_kind": by_kind(case, answer) if case.guilty.any() else {},
                    }
                )
    return runs, skipped


def digest(case: Case) -> str:
    """Names what a panel holds, with its truth and all that is known beside it."""
    found = hashlib.sha256()
    given, evidence, checks = case.given, case.given.evidence, case.given.checks
    for values in (
        given.panel.guests,
        given.panel.arrivals,
        case.true_guests,
        given.panel.facilities.beds,
        np.empty(0) if evidence is None else evidence.value,
        np.empty(0) if checks is None else checks.observed_guests,
    ):
        found.update(values.tobytes())
    return found.hexdigest()[:16]


def tell(words: str) -> None:
    """One line of progress."""
    print(words, file=sys.stderr, flush=True)
