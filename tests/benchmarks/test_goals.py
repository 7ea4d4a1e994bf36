"""Goals are held against means over sources; rivals are compared on each figure's own terms."""

from benchmarks.detector.goals import against_goals, over_settings, over_sources
from benchmarks.detector.report import ahead


def told(**figures: float) -> dict[str, dict[str, float]]:
    return {name: {"mean": value, "spread": 0.0, "count": 3} for name, value in figures.items()}


FAMILIES = {
    "booking/full": {
        "ours": told(ap=0.8, fdr=0.3, power=0.6, cover_hiders=0.95, interval=0.3),
        "knn": told(ap=0.9),
        "bayes": told(ap=0.3, fdr=0.0, power=0.1, cover_hiders=0.5, interval=0.2),
        "first_version": told(ap=0.4, fdr=0.45, power=0.9),
        "steady": told(ap=0.4, fdr=0.2, power=0.7),
        "planted": told(ap=0.99),
    },
    "hotels/full": {"ours": told(ap=1.0), "knn": told(ap=0.7)},
}


def test_a_mean_over_sources_is_a_mean_of_their_means():
    means = over_sources(FAMILIES)["mean/full"]
    assert round(means["ours"]["ap"]["mean"], 6) == 0.9
    assert round(means["ours"]["ap"]["spread"], 6) == round(0.02**0.5, 6)
    assert means["bayes"]["ap"] == {"mean": 0.3, "spread": 0.0, "count": 1}


def test_the_table_of_all_is_a_mean_over_the_settings_that_have_a_figure():
    means = over_sources({**FAMILIES, "booking/none": {"ours": told(ap=0.5), "knn": told(ap=0.6)}})
    table = over_settings(means)
    assert list(table) == ["mean"]
    assert round(table["mean"]["ours"]["ap"]["mean"], 6) == 0.7
    assert table["mean"]["ours"]["interval"] == {"mean": 0.3, "spread": 0.0, "count": 1}


def test_goals_name_the_best_rival_and_whether_ours_is_there():
    rows = {row[1]: row[2:] for row in against_goals(over_sources(FAMILIES))[1:]}
    assert rows["ap"] == ["≥ 0.85", "0.900", "yes", "knn", "0.800"]
    assert rows["interval"] == ["≤ 0.2", "0.300", "no", "bayes", "0.200"]
    assert rows["power"][2] == "yes"


def test_a_rival_is_ahead_only_on_the_terms_of_the_figure():
    """Marks do not race; neither do, by few false alarms, who flag hardly anybody, nor, by many
    found, who break the promise of q."""
    lines = ahead(FAMILIES)
    assert lines == [
        "booking/full ap: knn 0.900, ours 0.800",
        "booking/full fdr: steady 0.200, ours 0.300",
        "booking/full power: steady 0.700, ours 0.600",
        "booking/full interval: bayes 0.200, ours 0.300",
    ]
