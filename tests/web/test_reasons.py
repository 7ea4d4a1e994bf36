"""Reasons in words: every code of the detector has them, in both languages."""

from types import SimpleNamespace

import pytest
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anomaly.reasons import KINDS, REMARKS, SUPPORT
from occupancy.scans.queries import ReasonRow
from occupancy.web import reasons

CODES = (*KINDS, *SUPPORT, *REMARKS)
NAMES = (
    "level_logit_below_peers", "nights_of_ten", "nights_of_five", "x", "nights_at_x",
    "nights_empty", "times", "times_due", "logit_below", "nights", "scatter_logit", "usual",
    "nights_copied", "nights_due", "logit_step", "since", "share", "peers_share", "guests",
    "times_peers", "visits", "guests_above", "filed", "places", "chance", "houses",
)  # fmt: skip


def told(code, numbers=None, weight=0.5):
    return reasons.in_words(ReasonRow(code, weight, 0.01, numbers or {}, ()))


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_title_and_a_sentence(words_app, code, language):
    with words_app.test_request_context(), force_locale(language):
        words = told(code)
    assert words.title != code
    assert words.sentence.endswith(".")
    cyrillic = any("а" <= letter <= "я" for letter in words.sentence.casefold())
    assert cyrillic == (language == "uk")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    code=st.sampled_from(CODES),
    numbers=st.dictionaries(st.sampled_from(NAMES), st.floats(0, 400), max_size=8),
)
def test_no_number_of_the_detector_breaks_a_sentence(words_app, code, numbers):
    with words_app.test_request_context():
        assert told(code, numbers).sentence


def test_a_code_without_words_names_itself(words_app):
    with words_app.test_request_context():
        assert told("NEW_KIND").sentence == "NEW_KIND"


def test_numbers_stand_in_the_sentence(words_app):
    with words_app.test_request_context(), force_locale("uk"):
        numbers = {"nights_empty": 24.0, "times": 22.0, "times_due": 0.31}
        words = told("EMPTY_NIGHTS_ISOLATED", numbers, 0.914)
        assert words.weight_words == "91\xa0%"
    assert words.sentence == (
        "22 рази порожньо між зайнятими ночами (разом ночей: 24); у чесних ≈ 0,3."
    )
    assert words.percent == 91


@given(st.lists(st.floats(0.0001, 1), min_size=1, max_size=6))
def test_weights_of_reasons_in_whole_per_cents_make_a_hundred(words_app, parts):
    rows = [ReasonRow("ROUNDED", each / sum(parts), 0.01, {}, ()) for each in parts]
    honest = ReasonRow("HONEST_CLOSURE", 0.3, None, {}, ())
    hint = ReasonRow("STAYS_NOT_DECLARED_BEFORE", 0.0, 0.01, {}, ())
    with words_app.test_request_context():
        *found, plain, supporting = reasons.all_in_words([*rows, honest, hint])
    assert sum(each.percent for each in found) == 100
    assert all(
        abs(each.percent - 100 * row.weight) < 1 for each, row in zip(found, rows, strict=True)
    )
    assert (plain.percent, supporting.percent) == (30, None)


def test_a_small_weight_is_not_nothing(words_app):
    with words_app.test_request_context(), force_locale("uk"):
        most, least = reasons.all_in_words(
            [ReasonRow(code, each, 0.01, {}, ()) for code, each in (("A", 0.9996), ("B", 0.0004))]
        )
        assert (most.weight_words, least.weight_words) == ("100\xa0%", "<\xa01\xa0%")
        assert told("NO_PEERS", weight=0.0).weight_words == "підказка"


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("SCATTER_HIGH", {"scatter_logit": 0.8, "usual": 1.0}),
        ("HIGH_SEASON_BELOW", {"logit_below": -0.4}),
        ("WEEKENDS_BELOW", {"logit_below": 0.01}),
        ("BREAK_DOWN", {"logit_step": -0.1, "since": 739767}),
        ("LEVEL_BELOW_PEERS", {"level_logit_below_peers": -0.05}),
    ],
)
def test_no_sentence_says_fewer_where_there_are_as_many(words_app, code, numbers):
    with words_app.test_request_context(), force_locale("uk"):
        assert "раза" not in told(code, numbers).sentence


def test_the_detectors_own_numbers_are_written_for_readers(words_app):
    with words_app.test_request_context(), force_locale("uk"):
        words = told("BREAK_DOWN", {"since": 739767.0, "logit_step": 0.63514})
        assert words.figures == [("logit_step", "0,635"), ("since", "31 травня 2026")]


def test_what_was_declared_stays_exact_in_the_plausible_span(words_app):
    seen = SimpleNamespace(declared_nights=5621.0, plausible_low=5621.0, plausible_high=8413.4)
    judged_not = SimpleNamespace(declared_nights=9.0, plausible_low=None, plausible_high=None)
    with words_app.test_request_context(), force_locale("uk"):
        assert reasons.plausible(seen).replace("\xa0", " ") == "5 621–8 410"
        assert reasons.plausible(judged_not) == ""


@pytest.mark.parametrize(
    ("p_value", "words"),
    [
        (None, "не порівнювалося"),
        (0.0004, "менше ніж 1 з 1000"),
        (0.004, "≈ 4 з 1000"),
        (0.02, "≈ 2 зі 100"),
        (0.5, "≈ 50 зі 100"),
    ],
)
def test_a_p_value_is_told_as_how_many_honest_ones_look_like_this(words_app, p_value, words):
    with words_app.test_request_context(), force_locale("uk"):
        assert reasons.rare(p_value) == words


@pytest.fixture(scope="module")
def words_app():
    """Give an application that knows only words."""
    from flask import Flask
    from flask_babel import Babel

    from occupancy.web import catalogs

    catalogs.compile_all()
    app = Flask("words", static_folder=None)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(map(str, catalogs.folders()))
    Babel(app, default_locale="uk")
    return app
