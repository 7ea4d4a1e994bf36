"""An upper mark, no rival: a learner that knows how the benchmark hides.

It plants the benchmark's own ways of hiding in the panel once more, learns on shape features who
was touched, and judges each house by what it learned on the others. On panels whose hiding comes
from ``panels/hiding.py`` nobody else knows so much; what it reaches there shows what is in reach.
"""

from dataclasses import replace
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from anomaly import Panel
from benchmarks.detector.methods.answer import Answer
from benchmarks.detector.methods.features import features
from benchmarks.detector.methods.outliers import worth_a_visit
from benchmarks.detector.panels.books import Books
from benchmarks.detector.panels.case import Given
from benchmarks.detector.panels.hiding import plant, rhythm

Numbers = NDArray[np.float64]
Rng = np.random.Generator

COPIES = 8  # of the panel, with hiding planted in some houses of each
TOUCHED = 0.15  # of the houses of a copy
FOLDS = 5
MOST = 0.8  # of the nights of a house are hidden
SETTINGS = {"max_iter": 120, "learning_rate": 0.06, "max_leaf_nodes": 8, "l2_regularization": 1.0}


def planted(given: Given) -> Answer:
    """Judge by gradient boosting (scikit-learn) on the panel itself, hiding planted in it."""
    try:
        ensemble = import_module("sklearn.ensemble")
    except ImportError as missing:
        raise LookupError(f"scikit-learn is not installed ({missing.name})") from missing
    one_thread = import_module("threadpoolctl").threadpool_limits  # many only wait for each other
    rng = np.random.default_rng([given.seed, COPIES])
    table = features(given)
    rows, house, hidden = _lessons(given, rng)
    guilt, part = np.zeros(len(table)), np.zeros(len(table))
    fold = rng.permutation(len(table)) % FOLDS
    for one in range(FOLDS):
        learn, judge = fold[house] != one, fold == one
        who = ensemble.HistGradientBoostingClassifier(random_state=0, **SETTINGS)
        much = ensemble.HistGradientBoostingRegressor(random_state=0, **SETTINGS)
        with one_thread(1):
            who.fit(rows[learn], hidden[learn] > 0)
            much.fit(rows[learn], hidden[learn])
            guilt[judge] = who.predict_proba(table[judge])[:, 1]
            part[judge] = much.predict(table[judge])
    part = np.clip(part, 0.0, MOST)
    gap = part / (1 - part) * np.nansum(given.panel.guests, axis=1)
    return Answer(guilt=guilt, visits=worth_a_visit(given, guilt, gap), gap=gap)


def _lessons(given: Given, rng: Rng) -> tuple[Numbers, NDArray[np.intp], Numbers]:
    """Features, house and hidden part of the nights of all houses of all copies."""
    panel = given.panel
    sheets = [panel.rooms_occupied, panel.guests, panel.arrivals, panel.exempt]
    books = Books(
        *(np.nan_to_num(sheet) if sheet is not None else _none(panel) for sheet in sheets)
    )
    nights, nobody = rhythm(panel.dates, books.guests), np.zeros(len(books.guests), dtype=bool)
    rows, hidden = [], []
    for _ in range(COPIES):
        made, _ = plant(books, rng.random(len(nobody)) < TOUCHED, nobody, nights, rng)
        names = ("rooms", "guests", "arrivals")
        told = [
            np.where(np.isnan(sheet), np.nan, getattr(made, name))
            for name, sheet in zip(names, sheets, strict=False)
            if sheet is not None
        ]
        copy = replace(panel, rooms_occupied=told[0], guests=told[1], arrivals=told[2])
        rows.append(features(replace(given, panel=copy)))
        total = np.maximum(np.nansum(panel.guests, axis=1), 1.0)
        hidden.append(np.nansum(panel.guests - copy.guests, axis=1) / total)
    return np.concatenate(rows), np.tile(np.arange(len(nobody)), COPIES), np.concatenate(hidden)


def _none(panel: Panel) -> Numbers:
    return np.zeros_like(panel.guests)
